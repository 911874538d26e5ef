"""Opens CSV (also gzipped) and Parquet as columns, never as rows; five million responses pass through here."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from ownpath.foundation.errors import InputError

# The same names as `ownpath import responses` takes; a test holds the two together.
COLUMNS = {
    "learner": ("learner", "learner_id", "user_id", "student_id"),
    "item": ("item", "item_id", "task", "problem_id"),
    "competency": ("competency", "competencies", "skill", "skills", "kc", "skill_id"),
    "result": ("correct", "score", "result"),
    "time": ("timestamp", "time", "happened_at", "start_time"),
    "order": ("order", "order_id"),
}
NAMES_REPEAT = ("learner", "item", "competency", "result")
NOT_UTF_8 = "The text is not UTF-8. In a spreadsheet program, save it as 'CSV UTF-8'."


def open_columns(path: Path, *, needed: tuple[str, ...], split_column: str | None = None) -> dict[str, pa.ChunkedArray]:
    """The columns we know, under our names, and "split" where one is asked for."""
    if not path.is_file():
        raise InputError("There is no such file.", file=path.name)
    own_names = find_columns(path, needed=needed, split_column=split_column)
    table = _read_parquet(path, own_names) if is_parquet(path) else _read_csv(path, own_names)
    if table.num_rows == 0:
        raise InputError("The file holds no rows.", file=path.name)
    return {own: table.column(place) for place, own in enumerate(own_names)}


def is_parquet(path: Path) -> bool:
    """Whether the file says so by its name; else it is CSV."""
    return path.suffix.lower() == ".parquet"


def find_columns(path: Path, *, needed: tuple[str, ...], split_column: str | None = None) -> dict[str, str]:
    """Our name of each column we know, and the file's."""
    header = _parquet_header(path) if is_parquet(path) else _csv_header(path)
    return _find_columns(header, path.name, needed, split_column)


def open_batches(path: Path, own_names: dict[str, str], rows_at_once: int) -> Iterator[pa.RecordBatch]:
    """The columns under our names, about so many rows at a time and never all of them."""
    names = list(own_names)
    try:
        if is_parquet(path):
            wanted = list(dict.fromkeys(own_names.values()))
            for batch in pa.parquet.ParquetFile(path).iter_batches(batch_size=rows_at_once, columns=wanted):
                yield pa.record_batch([batch.column(own) for own in own_names.values()], names=names)
            return
        places, options = _csv_options(path, own_names, pa.string())
        with _open_bytes(path) as stream, pa.csv.open_csv(stream, **options) as reader:
            for batch in reader:
                yield pa.record_batch([batch.column(label) for label in places.values()], names=names)
    except pa.ArrowException as error:
        if is_parquet(path):
            raise InputError(f"The file is not Parquet that can be read: {error}.", file=path.name) from error
        raise _csv_error(path, len(_csv_header(path)), error) from error
    except (OSError, EOFError) as error:
        raise InputError(f"The file cannot be read: {error}.", file=path.name) from error


def row_in_file(path: Path, position: int) -> int:
    """The row as a spreadsheet counts it, with the header as row 1."""
    if path.suffix.lower() == ".parquet":
        return position + 2
    with _open_text(path) as text:
        rows = _numbered(csv.reader(text, delimiter=_delimiter_of(_first_line(path))))
        return next((row for place, (row, _) in enumerate(rows) if place == position + 1), position + 2)


def _find_columns(header: list[str], file: str, needed: tuple[str, ...], split_column: str | None) -> dict[str, str]:
    """Our name of each column, and the file's."""
    found: dict[str, str] = {}
    lowered = [name.strip().lower() for name in header]
    for own, aliases in COLUMNS.items():
        place = next((lowered.index(alias) for alias in aliases if alias in lowered), None)
        if place is None:
            if own in needed:
                problem = f"A column for the {own} is missing ({', '.join(aliases)})."
                raise InputError(problem, file=file, row=1, field=own)
            continue
        if lowered.count(lowered[place]) > 1:
            raise InputError(f"The column {lowered[place]} is there twice.", file=file, row=1, field=own)
        found[own] = header[place]
    if split_column is not None:
        if split_column.strip().lower() not in lowered:
            raise InputError("The column that names the folds is missing.", file=file, row=1, field=split_column)
        found["split"] = header[lowered.index(split_column.strip().lower())]
    return found


def _parquet_header(path: Path) -> list[str]:
    try:
        return list(pa.parquet.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"The file is not Parquet that can be read: {error}.", file=path.name) from error


def _read_parquet(path: Path, own_names: dict[str, str]) -> pa.Table:
    schema = pa.parquet.read_schema(path)
    names = list(dict.fromkeys(own_names.values()))
    texts = [name for name in names if pa.types.is_string(schema.field(name).type)]
    try:
        table = pa.parquet.ParquetFile(path, read_dictionary=texts).read(columns=names)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"The file is not Parquet that can be read: {error}.", file=path.name) from error
    return pa.table([table.column(name) for name in own_names.values()], names=list(own_names))


def _open_bytes(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _open_text(path: Path) -> io.TextIOWrapper:
    return io.TextIOWrapper(_open_bytes(path), encoding="utf-8-sig", newline="")


def _first_line(path: Path) -> str:
    try:
        with _open_text(path) as text:
            return text.readline(1_000_000)
    except UnicodeDecodeError as error:
        raise InputError(NOT_UTF_8, file=path.name) from error
    except (OSError, EOFError) as error:
        raise InputError(f"The file cannot be read: {error}.", file=path.name) from error


def _delimiter_of(first_line: str) -> str:
    return max(",;\t", key=first_line.count)


def _csv_header(path: Path) -> list[str]:
    first = _first_line(path)
    if not first.strip():
        raise InputError("The file is empty.", file=path.name)
    if "\x00" in first:
        raise InputError("The file holds bytes that are not text.", file=path.name, row=1)
    return next(csv.reader([first], delimiter=_delimiter_of(first)))


def _read_csv(path: Path, own_names: dict[str, str]) -> pa.Table:
    """Names become dictionaries while they are read, so that five million rows stay small."""
    places, options = _csv_options(path, own_names, pa.dictionary(pa.int32(), pa.string()))
    try:
        with _open_bytes(path) as stream:
            table = pa.csv.read_csv(stream, **options)
    except pa.ArrowException as error:
        raise _csv_error(path, len(_csv_header(path)), error) from error
    except (OSError, EOFError) as error:
        raise InputError(f"The file cannot be read: {error}.", file=path.name) from error
    return pa.table([table.column(label) for label in places.values()], names=list(places))


def _csv_options(
    path: Path, own_names: dict[str, str], repeating: pa.DataType
) -> tuple[dict[str, str], dict[str, Any]]:
    """The label of each column, for columns of one name would hide each other, and how to read them."""
    names = _csv_header(path)
    places = {own: str(names.index(name)) for own, name in own_names.items()}
    types = {label: repeating if own in (*NAMES_REPEAT, "split") else pa.string() for own, label in places.items()}
    return places, {
        "read_options": pa.csv.ReadOptions(
            column_names=[str(place) for place in range(len(names))], skip_rows=1, block_size=8 << 20
        ),
        "parse_options": pa.csv.ParseOptions(delimiter=_delimiter_of(_first_line(path)), newlines_in_values=True),
        "convert_options": pa.csv.ConvertOptions(
            column_types=types, include_columns=list(types), strings_can_be_null=True, null_values=[""]
        ),
    }


def _csv_error(path: Path, n_columns: int, error: Exception) -> InputError:
    """Find the row; only a file that is broken pays for this second, slow reading."""
    row = 1
    try:
        with _open_text(path) as text:
            for row, cells in _numbered(csv.reader(text, delimiter=_delimiter_of(_first_line(path)), strict=True)):
                if len(cells) != n_columns:
                    problem = f"The row has {len(cells)} cells, the header has {n_columns}."
                    return InputError(problem, file=path.name, row=row)
    except UnicodeDecodeError:
        return InputError(NOT_UTF_8, file=path.name, row=_row_not_utf_8(path))
    except csv.Error as broken:
        return InputError(f"This row is not CSV: {broken}.", file=path.name, row=row + 1)
    except (OSError, EOFError) as broken:
        return InputError(f"The file cannot be read: {broken}.", file=path.name)
    return InputError(f"The file is not CSV that can be read: {error}.", file=path.name)


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    before = 0
    for cells in rows:
        if cells:
            yield before + 1, cells
        before = rows.line_num  # type: ignore[attr-defined]


def _row_not_utf_8(path: Path) -> int | None:
    with _open_bytes(path) as stream:
        for row, line in enumerate(stream, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return row
    return None
