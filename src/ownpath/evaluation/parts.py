"""Splits files of responses into parts that each hold whole learners, so that none ever has to be read at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from ownpath.evaluation.cells import code_texts
from ownpath.evaluation.responses_file import files_in
from ownpath.evaluation.tables import find_columns, is_parquet, open_batches
from ownpath.foundation.errors import InputError

ROWS_IN_PART = 250_000
MOST_ROWS_IN_PART = 500_000
ROWS_AT_ONCE, BATCH_ROWS = 1_000_000, 65_536
BYTES_IN_CSV_ROW = 40
BYTES_IN_PACKED_ROW = 8


def parts_of(paths: Sequence[Path]) -> list[Path]:
    """The files, if each is small enough to be a part; else none. Whether learners are whole shows on reading."""
    files = [each for path in paths for each in files_in(path)]
    return files if all(_count_rows(each) <= MOST_ROWS_IN_PART for each in files) else []


def split_by_learner(paths: Sequence[Path], folder: Path, rows_in_part: int = ROWS_IN_PART) -> list[Path]:
    """Write the rows of all files into parts in a folder; a learner's part hangs on the name alone.

    About a million rows are in memory at any time, however long the files are. Rows keep their order.
    """
    files = [each for path in paths for each in files_in(path)]
    n_parts = max(1, math.ceil(sum(map(_count_rows, files)) / rows_in_part))
    targets = [folder / f"part-{part:05d}.parquet" for part in range(n_parts)]
    writers: list[pa.parquet.ParquetWriter | None] = [None] * n_parts
    schema: pa.Schema | None = None
    try:
        for path in files:
            for table in _tables_in(path):
                if schema is None:
                    schema = table.schema
                elif not table.schema.equals(schema):
                    table = _as_before(table, schema, path)
                part = _part_of_rows(table.column("learner"), n_parts)
                order = np.argsort(part, kind="stable")
                ends = np.searchsorted(part[order], np.arange(n_parts), side="right")
                table = table.take(pa.array(order))
                first = 0
                for place, end in enumerate(ends.tolist()):
                    if end > first:
                        writers[place] = writers[place] or pa.parquet.ParquetWriter(targets[place], schema)
                        writers[place].write_table(table.slice(first, end - first))
                        first = end
    finally:
        for writer in writers:
            if writer is not None:
                writer.close()
    return [target for target, writer in zip(targets, writers, strict=True) if writer is not None]


def _count_rows(path: Path) -> int:
    """How many rows a file has; of a CSV, about how many."""
    try:
        if is_parquet(path):
            return int(pa.parquet.read_metadata(path).num_rows)
        return path.stat().st_size // (BYTES_IN_PACKED_ROW if path.suffix.lower() == ".gz" else BYTES_IN_CSV_ROW)
    except FileNotFoundError as error:
        raise InputError("There is no such file.", file=path.name) from error
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"The file cannot be read: {error}.", file=path.name) from error


def _tables_in(path: Path) -> Iterator[pa.Table]:
    """The columns that we know, under our names, so many rows at a time."""
    own_names = find_columns(path, needed=("learner", "result"))
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in open_batches(path, own_names, BATCH_ROWS):
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= ROWS_AT_ONCE:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _as_before(table: pa.Table, schema: pa.Schema, path: Path) -> pa.Table:
    """One form for all files: a column that one lacks is empty there."""
    columns = []
    for field in schema:
        if field.name not in table.column_names:
            columns.append(pa.nulls(table.num_rows, field.type))
            continue
        try:
            columns.append(table.column(field.name).cast(field.type))
        except pa.ArrowException as error:
            problem = f"The column is of another kind than in the first file: {error}."
            raise InputError(problem, file=path.name, field=field.name) from error
    if more := set(table.column_names) - set(schema.names):
        raise InputError("The first file lacks this column.", file=path.name, field=min(more))
    return pa.table(columns, schema=schema)


def _part_of_rows(learner: pa.ChunkedArray, n_parts: int) -> np.ndarray:
    coded = code_texts(learner, frozenset({""}))
    part = np.array([*(crc32(b"file " + name.encode()) % n_parts for name in coded.names), 0], dtype=np.int64)
    return part[coded.code]
