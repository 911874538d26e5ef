"""Reads items from JSON or from a CSV table. The file is checked here, each item when it is stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ownpath.assessment.services import NewItem
from ownpath.assessment.written import task_from_written, typed_field
from ownpath.foundation.errors import InputError, InputErrors
from ownpath.interop.items.schema import COLUMNS, FORMAT, MOST_ITEMS, NEEDED, NEEDED_COLUMNS, OPTIONAL, VERSION
from ownpath.interop.text_files import delimiter_of, read_header, read_json_file, read_text_file

MOST_ERRORS = 20


def read_items(path: Path) -> list[NewItem]:
    """The items of a file, by the ending of its name."""
    reader = {".json": _read_json, ".csv": _read_table, ".tsv": _read_table}.get(path.suffix.lower())
    if reader is None:
        raise InputError("Items come as .json or .csv.", file=path.name)
    items = reader(path)
    if not items:
        raise InputError("There is no item in this file.", file=path.name)
    if len(items) > MOST_ITEMS:
        raise InputError(f"A file holds at most {MOST_ITEMS} items.", file=path.name)
    return items


def is_typed(path: Path) -> bool:
    """Whether errors about an item of this file name typed fields, not those of JSON."""
    return path.suffix.lower() != ".json"


def as_typed(error: InputError) -> InputError:
    """An error with the column in place of the path within the task."""
    return InputError(error.problem, file=error.file, row=error.row, field=typed_field(error.field))


def _gather(rows: list[tuple[int, Any]], make: Callable[[int, Any], NewItem]) -> list[NewItem]:
    """Make an item of each row, or say what is wrong with all that cannot be taken."""
    items, errors = [], []
    for row, data in rows:
        try:
            items.append(make(row, data))
        except InputError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(errors[:MOST_ERRORS], len(errors))
    return items


def _read_json(path: Path) -> list[NewItem]:
    """`{"format": "ownpath-items", "version": 1, "items": [...]}`; the row of an item is its place in the list."""
    data = read_json_file(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(f'This is not a file of items: "format" must be "{FORMAT}".', file=path.name, field="format")
    if data.get("version") != VERSION:
        raise InputError(f"Only version {VERSION} is known.", file=path.name, field="version")
    if not isinstance(data.get("items"), list):
        raise InputError("A list is needed.", file=path.name, field="items")

    def make(row: int, item: Any) -> NewItem:
        if not isinstance(item, dict):
            raise InputError("An object with named fields is needed.", file=path.name, row=row, field="items")
        for name in NEEDED:
            if name not in item:
                raise InputError("Is missing.", file=path.name, row=row, field=name)
        if unknown := sorted(set(item) - set(NEEDED) - set(OPTIONAL)):
            raise InputError("This name is not known.", file=path.name, row=row, field=unknown[0])
        for name in ("name", "framework", "author"):
            if not isinstance(item.get(name, ""), str):
                raise InputError("Text is needed.", file=path.name, row=row, field=name)
        task = {name: value for name, value in item.items() if name not in ("name", "framework")}
        return NewItem(name=item["name"], task=task, framework=item.get("framework", ""), file=path.name, row=row)

    return _gather(list(enumerate(data["items"], 1)), make)


def _read_table(path: Path) -> list[NewItem]:
    """A table with a heading; cells may hold several lines. Rows count as in a spreadsheet, the heading is row 1."""
    text = read_text_file(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.splitlines()[0]), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    header: list[str] = []
    number = 0
    try:
        for cells in reader:
            number += 1
            if not header:
                header = _header(cells, path.name)
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(header):
                    problem = f"The row has {len(cells)} cells, the header {len(header)}."
                    raise InputError(problem, file=path.name, row=number)
                rows.append((number, dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        raise InputError(f"This row is not CSV: {error}.", file=path.name, row=number + 1) from error

    def make(row: int, written: dict[str, str]) -> NewItem:
        try:
            task = task_from_written(written)
        except InputError as error:
            raise InputError(error.problem, file=path.name, row=row, field=error.field) from None
        framework = written.get("framework", "").strip()
        return NewItem(name=written.get("name", "").strip(), task=task, framework=framework, file=path.name, row=row)

    return _gather(rows, make)


def _header(cells: list[str], file: str) -> list[str]:
    header = read_header(cells, file=file)
    for name in NEEDED_COLUMNS:
        if name not in header:
            raise InputError(f"The column {name} is missing.", file=file, row=1, field=name)
    if unknown := [name for name in header if name not in COLUMNS]:
        raise InputError(f"The column {unknown[0]} is not known.", file=file, row=1, field=unknown[0])
    return header
