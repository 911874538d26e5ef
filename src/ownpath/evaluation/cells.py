"""Turns columns of cells into arrays of codes and numbers, and finds the first cell that cannot be taken."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EMPTY_WORDS = frozenset({"", "na", "n/a", "nan", "null", "none"})
MILLISECONDS_FROM = 100_000_000_000


class BadCell(Exception):
    """A cell that cannot be taken; `position` counts the rows of the file from 0, without the header."""

    def __init__(self, position: int, problem: str) -> None:
        self.position = position
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as indices into its sorted names; -1 where the cell is empty."""

    code: np.ndarray
    names: tuple[str, ...]


def code_texts(column: pa.ChunkedArray, empty_words: frozenset[str] = EMPTY_WORDS) -> Coded:
    """Codes of a column of any type; whole floats read like integers, lists like `a;b`."""
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        column = pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().chunk(0) if whole.num_chunks else pa.array([], type=column.type)
    texts = ["" if value is None else _text_of(value) for value in whole.dictionary.to_pylist()]
    names = tuple(sorted({text for text in texts if text.lower() not in empty_words}))
    code_of = {name: code for code, name in enumerate(names)}
    own_code = np.array([code_of.get(text, -1) for text in texts] + [-1], dtype=np.int64)
    places = whole.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    return Coded(own_code[places], names)


def _text_of(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read_results(column: pa.ChunkedArray) -> np.ndarray:
    """Numbers from 0 to 1; `true` and `false` are taken."""
    kind = column.type
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        values = pc.fill_null(column.cast(pa.float64()), math.nan).to_numpy()
        wrong = ~((values >= 0.0) & (values <= 1.0))
        if wrong.any():
            position = int(np.argmax(wrong))
            cell = column[position].as_py()
            raise BadCell(position, "The cell is empty." if cell is None else f"{cell} is not between 0 and 1.")
        return np.asarray(values, dtype=float)
    coded = code_texts(column)
    problems: dict[int, str] = {-1: "The cell is empty."}
    numbers = np.full(len(coded.names) + 1, math.nan)
    for code, text in enumerate(coded.names):
        try:
            number = float({"true": "1", "false": "0"}.get(text.lower(), text))
        except ValueError:
            problems[code] = f"{text[:40]!r} is not a number."
            continue
        if math.isfinite(number) and 0.0 <= number <= 1.0:
            numbers[code] = number
        else:
            problems[code] = f"{text[:40]} is not between 0 and 1."
    values = numbers[coded.code]
    if np.isnan(values).any():
        position = int(np.argmax(np.isnan(values)))
        raise BadCell(position, problems[int(coded.code[position])])
    return values


def read_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Numbers of a column that orders rows; NaN where the cell is empty."""
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return _each(column, _plain_number, "a number")
    return np.asarray(pc.fill_null(column.cast(pa.float64(), safe=False), math.nan).to_numpy(), dtype=float)


def read_moments(column: pa.ChunkedArray) -> np.ndarray:
    """Seconds since 1970 from seconds, from milliseconds where they are very large, or from ISO 8601; NaN if empty."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        exact = column.cast(pa.timestamp("us", tz=getattr(kind, "tz", None)), safe=False).cast(pa.int64())
        return np.asarray(pc.fill_null(exact.cast(pa.float64(), safe=False), math.nan).to_numpy(), dtype=float) / 1e6
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = read_numbers(column)
    else:
        numbers = _each(column, _moment, "a time")
    numbers = np.where(np.abs(numbers) >= MILLISECONDS_FROM, numbers / 1000.0, numbers)
    if np.isinf(numbers).any():
        raise BadCell(int(np.argmax(np.isinf(numbers))), "This is not a time.")
    return numbers


def _each(column: pa.ChunkedArray, number_of: object, what: str) -> np.ndarray:
    """All cells at once where they are plain numbers, else each different text once."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    try:
        return np.asarray(pc.fill_null(column.cast(pa.float64()), math.nan).to_numpy(), dtype=float)
    except pa.ArrowInvalid:
        pass
    if what == "a time":
        for zone in ("UTC", None):
            try:
                exact = column.cast(pa.timestamp("us", tz=zone)).cast(pa.int64()).cast(pa.float64(), safe=False)
                return np.asarray(pc.fill_null(exact, math.nan).to_numpy(), dtype=float) / 1e6
            except pa.ArrowInvalid:
                continue
    coded = code_texts(column)
    numbers = np.full(len(coded.names) + 1, math.nan)
    for code, text in enumerate(coded.names):
        try:
            numbers[code] = number_of(text)  # type: ignore[operator]
        except (ValueError, OverflowError):
            raise BadCell(int(np.argmax(coded.code == code)), f"{text[:40]!r} is not {what}.") from None
    return numbers[coded.code]


def _plain_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _moment(text: str) -> float:
    try:
        return _plain_number(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
