"""Reads a framework that a school wrote itself: a CSV table, or JSON with standards and edges.

The columns and names are documented in docs/reference/framework-files.md.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from ownpath.competencies.records import AssociationRecord, CompetencyRecord, EdgeRecord, FrameworkRecord
from ownpath.foundation.errors import InputError
from ownpath.interop.text_files import delimiter_of, read_header, read_text_file

NEEDED = ("code", "statement")
OPTIONAL = ("title", "level", "strand", "parent", "requires", "deepens", "title_es", "statement_es")
LONGEST_CELL = 10_000


def read_table(path: Path, *, code: str, title: str) -> FrameworkRecord:
    """A CSV table; commas, semicolons (as a spreadsheet program writes in some countries) or tabs."""
    text = read_text_file(path)
    delimiter = delimiter_of(text.splitlines()[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    competencies: list[CompetencyRecord] = []
    edges: list[EdgeRecord] = []
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = _header(cells, path.name)
            elif any(cell.strip() for cell in cells):
                row = reader.line_num
                values = _values(header, cells, path.name, row)
                competencies.append(_competency(values, path.name, row))
                edges += _edges(values, row)
    except csv.Error as error:
        raise InputError(f"This row is not CSV: {error}.", file=path.name, row=reader.line_num) from error
    notes = [f"The column {name} is not known and was not read." for name in header if name not in NEEDED + OPTIONAL]
    return FrameworkRecord(
        code=code, title=title, file=path.name, competencies=tuple(competencies), edges=tuple(edges), notes=tuple(notes)
    )


def _header(cells: list[str], file: str) -> list[str]:
    header = read_header(cells, file=file)
    for name in NEEDED:
        if name not in header:
            raise InputError(f"The column {name} is missing.", file=file, row=1, field=name)
    return header


def _values(header: list[str], cells: list[str], file: str, row: int) -> dict[str, str]:
    if len(cells) > len(header):
        raise InputError(f"The row has {len(cells)} cells, the header {len(header)}.", file=file, row=row)
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    for name, value in values.items():
        if len(value) > LONGEST_CELL:
            raise InputError(f"The text is longer than {LONGEST_CELL} characters.", file=file, row=row, field=name)
    return values


def _competency(values: dict[str, str], file: str, row: int) -> CompetencyRecord:
    for name, longest in (("code", 120), ("title", 120), ("level", 40), ("strand", 60)):
        if len(values.get(name, "")) > longest:
            raise InputError(f"The text is longer than {longest} characters.", file=file, row=row, field=name)
    for name in NEEDED:
        if not values.get(name):
            raise InputError("The cell is empty.", file=file, row=row, field=name)
    spanish = {name: values[f"{name}_es"] for name in ("title", "statement") if values.get(f"{name}_es")}
    return CompetencyRecord(
        identifier=values["code"],
        code=values["code"],
        title=values.get("title", ""),
        statement=values["statement"],
        level=values.get("level", ""),
        strand=values.get("strand", ""),
        parent=values.get("parent", ""),
        translations={"es": spanish} if spanish else {},
        row=row,
    )


def _edges(values: dict[str, str], row: int) -> list[EdgeRecord]:
    return [
        EdgeRecord(kind, earlier.strip(), values["code"], row)
        for kind in ("requires", "deepens")
        for earlier in values.get(kind, "").split(";")
        if earlier.strip()
    ]


def is_standards_file(content: Any) -> bool:
    """Whether JSON content has the plain form: a list of standards, and edges between their codes."""
    return isinstance(content, dict) and isinstance(content.get("standards"), list)


def read_standards(content: dict[str, Any], *, file: str, code: str, title: str) -> FrameworkRecord:
    """JSON with `standards` (code, statement, grade), `prerequisite_edges` and `related_edges` as pairs of codes."""
    competencies = []
    for place, raw in enumerate(content["standards"], start=1):
        if not isinstance(raw, dict):
            raise InputError("Each entry must be an object.", file=file, row=place, field="standards")
        values = {name: str(raw.get(name) or "").strip() for name in ("code", "statement", "title", "strand")}
        values["level"] = str(raw.get("level") or raw.get("grade") or "").strip()
        competencies.append(_competency(values, file, place))
    pairs = {name: _pairs(content, name, file) for name in ("prerequisite_edges", "deepens_edges", "related_edges")}
    known = {record.identifier for record in competencies}
    for place, (earlier, later) in enumerate(pairs["related_edges"], start=1):
        for end in (earlier, later):
            if end not in known:
                problem = f"{earlier} and {later} are related, but {end} is not there."
                raise InputError(problem, file=file, row=place, field="related_edges")
    return FrameworkRecord(
        code=code,
        title=title,
        file=file,
        competencies=tuple(competencies),
        edges=tuple(
            EdgeRecord(kind, earlier, later, place)
            for name, kind in (("prerequisite_edges", "requires"), ("deepens_edges", "deepens"))
            for place, (earlier, later) in enumerate(pairs[name], start=1)
        ),
        associations=tuple(
            AssociationRecord(f"related {earlier} {later}", "isRelatedTo", earlier, later)
            for earlier, later in pairs["related_edges"]
        ),
    )


def _pairs(content: dict[str, Any], name: str, file: str) -> list[tuple[str, str]]:
    found = content.get(name, [])
    if not isinstance(found, list):
        raise InputError("It must be a list of pairs.", file=file, field=name)
    for place, pair in enumerate(found, start=1):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(end, str) for end in pair)):
            raise InputError("It must be a pair of codes.", file=file, row=place, field=name)
    return [(earlier, later) for earlier, later in found]
