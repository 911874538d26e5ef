"""Streams responses from CSV or Parquet; every row is checked, and named when it cannot be taken."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from ownpath.foundation.errors import InputError
from ownpath.interop.text_files import NOT_UTF_8, delimiter_of, read_header

COLUMNS = {
    "learner": ("learner", "learner_id", "user_id", "student_id"),
    "item": ("item", "item_id", "task", "problem_id"),
    "competency": ("competency", "competencies", "skill", "skills", "kc", "skill_id"),
    "result": ("correct", "score", "result"),
    "time": ("timestamp", "time", "happened_at", "start_time"),
    "order": ("order", "order_id"),
    "identifier": ("id", "response_id"),
    "hints": ("hints", "hint_count"),
}
EARLIEST_SECONDS = datetime(1900, 1, 1, tzinfo=UTC).timestamp()
MILLISECONDS_FROM = 100_000_000_000
MOST_HINTS = 100
LONGEST = {"learner": 255, "item": 64, "identifier": 100}


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `row` is counted as a spreadsheet does, with the header as row 1."""

    row: int
    learner: str
    item: str
    competencies: tuple[str, ...]
    result: float
    seconds: float | None
    order: int
    identifier: str
    hints: int | None = None


def read_responses(
    path: Path, *, now_seconds: float, competencies_of_item: dict[str, tuple[str, ...]] | None
) -> Iterator[Response | InputError]:
    """Every row of a file, as a response or as what is wrong with it."""
    rows = _parquet_rows(path) if path.suffix.lower() == ".parquet" else _csv_rows(path)
    header = read_header(next(rows)[1], file=path.name)
    places = _places(header, path.name, competencies_of_item is not None)
    for row, cells in rows:
        try:
            yield _response(row, cells, places, path.name, now_seconds, competencies_of_item)
        except InputError as error:
            yield error


def count_rows(path: Path) -> int | None:
    """How many rows a file has, where that is known without reading it."""
    if path.suffix.lower() != ".parquet":
        return None
    import pyarrow.parquet

    try:
        return int(pyarrow.parquet.read_metadata(path).num_rows)
    except (OSError, pyarrow.ArrowException):
        return None


def read_items(path: Path) -> dict[str, tuple[str, ...]]:
    """Which competencies each item is about, from a file with the columns item and kc."""
    found: dict[str, list[str]] = {}
    rows = _csv_rows(path)
    header = [str(cell).strip().lower() for cell in next(rows)[1]]
    places = {name: _find(header, name) for name in ("item", "competency")}
    for name, place in places.items():
        if place is None:
            raise InputError(f"The column {name} is missing.", file=path.name, row=1, field=name)
    for row, cells in rows:
        item, competency = (_cell(cells, places[name]) for name in ("item", "competency"))
        if not item or not competency:
            raise InputError("The cell is empty.", file=path.name, row=row, field="item" if not item else "kc")
        for each in competency.split(";"):
            if each.strip() and each.strip() not in found.setdefault(item, []):
                found[item].append(each.strip())
    return {item: tuple(competencies) for item, competencies in found.items()}


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _csv_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """The header, then every row with its number."""
    try:
        with _open(path) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            first = text.readline()
            if not first.strip():
                raise InputError("The file is empty.", file=path.name)
            delimiter = delimiter_of(first)
            if "\x00" in first:
                raise InputError("The file holds bytes that are not text.", file=path.name, row=1)
            yield 1, next(csv.reader([first], delimiter=delimiter))
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            try:
                for cells in reader:
                    if cells:
                        yield reader.line_num + 1, cells
            except csv.Error as error:
                raise InputError(f"This row is not CSV: {error}.", file=path.name, row=reader.line_num + 1) from error
    except UnicodeDecodeError as error:
        raise InputError(NOT_UTF_8, file=path.name) from error
    except (OSError, EOFError) as error:
        raise InputError(f"The file cannot be read: {error}.", file=path.name) from error


def _parquet_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(path)
        wanted = [name for name in table.schema_arrow.names if any(name.lower() in each for each in COLUMNS.values())]
        yield 1, list(wanted)
        row = 1
        for batch in table.iter_batches(batch_size=20_000, columns=wanted):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                row += 1
                yield row, list(cells)
    except (OSError, pyarrow.ArrowException) as error:
        raise InputError(f"The file is not Parquet that can be read: {error}.", file=path.name) from error


def _find(header: list[str], name: str) -> int | None:
    return next((header.index(alias) for alias in COLUMNS[name] if alias in header), None)


def _places(header: list[str], file: str, items_are_known: bool) -> dict[str, int | None]:
    places = {name: _find(header, name) for name in COLUMNS}
    needed = ["learner", "result", "item" if items_are_known else "competency"]
    for name in needed:
        if places[name] is None:
            raise InputError(
                f"A column for the {name} is missing ({', '.join(COLUMNS[name])}).", file=file, row=1, field=name
            )
    return places


def _cell(cells: list[Any], place: int | None) -> str:
    if place is None or place >= len(cells) or cells[place] is None:
        return ""
    return str(cells[place]).strip()


def _response(
    row: int,
    cells: list[Any],
    places: dict[str, int | None],
    file: str,
    now_seconds: float,
    competencies_of_item: dict[str, tuple[str, ...]] | None,
) -> Response:
    texts = {name: _cell(cells, places[name]) for name in ("learner", "item", "identifier")}
    if not texts["learner"]:
        raise InputError("The learner is missing.", file=file, row=row, field="learner")
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest or "\x00" in texts[name]:
            raise InputError(f"At most {longest} characters of text.", file=file, row=row, field=name)
    if competencies_of_item is not None:
        competencies = competencies_of_item.get(texts["item"], ())
        if not competencies:
            raise InputError(
                f"The file of items says nothing about {texts['item'] or 'an empty item'}.",
                file=file,
                row=row,
                field="item",
            )
    else:
        named = _cell(cells, places["competency"]).split(";")
        competencies = tuple(dict.fromkeys(each.strip() for each in named if each.strip()))
        if not competencies:
            raise InputError("The competency is missing.", file=file, row=row, field="competency")
    order = _cell(cells, places["order"])
    return Response(
        row=row,
        learner=texts["learner"],
        item=texts["item"],
        competencies=competencies,
        result=_result(_cell(cells, places["result"]), file, row),
        seconds=_seconds(_cell(cells, places["time"]), file, row, now_seconds),
        order=_order(order, file, row) if order else row,
        identifier=texts["identifier"],
        hints=_hints(_cell(cells, places["hints"]), file, row),
    )


def _result(text: str, file: str, row: int) -> float:
    try:
        result = float({"true": "1", "false": "0"}.get(text.lower(), text))
    except ValueError:
        raise InputError(f"{text[:40]!r} is not a number.", file=file, row=row, field="result") from None
    if not math.isfinite(result) or not 0 <= result <= 1:
        raise InputError(f"{text[:40]} is not between 0 and 1.", file=file, row=row, field="result")
    return result


def _order(text: str, file: str, row: int) -> int:
    try:
        number = float(text)
        if not abs(number) < 9e15:
            raise ValueError
        return int(text) if text.lstrip("-").isdigit() else int(number)
    except ValueError:
        raise InputError(f"{text[:40]!r} is not a whole number.", file=file, row=row, field="order") from None


def _hints(text: str, file: str, row: int) -> int | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (number.is_integer() and 0 <= number <= MOST_HINTS):
        wanted = f"{text[:40]!r} is not a whole number from 0 to {MOST_HINTS}."
        raise InputError(wanted, file=file, row=row, field="hints")
    return int(number)


def _seconds(text: str, file: str, row: int, now_seconds: float) -> float | None:
    """Seconds since 1970: from a number of seconds, of milliseconds where it is very large, or an ISO date."""
    if not text:
        return None
    try:
        seconds = float(text)
        if abs(seconds) >= MILLISECONDS_FROM:
            seconds /= 1000
    except ValueError:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise InputError(f"{text[:40]!r} is not a time.", file=file, row=row, field="time") from None
        seconds = (
            (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() if moment.year >= 1900 else -math.inf
        )
    if not EARLIEST_SECONDS <= seconds <= now_seconds:
        raise InputError(f"{text[:40]} lies in the future or before 1900.", file=file, row=row, field="time")
    return seconds
