"""What the cells of a OneRoster file may hold."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import Any

from ownpath.interop.oneroster.schema import Column, Kind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


class BadCell(Exception):
    """A cell that cannot be taken, in words for the person who made the file."""


def read_cell(column: Column, cell: str) -> Any:
    """The value of a cell; an empty one is an empty text, an empty list or, of a day, None."""
    text = cell.strip()
    if "\x00" in text:
        raise BadCell("It holds a character that no text can hold.")
    if not text and column.filled:
        raise BadCell("This cell must be filled.")
    match column.kind:
        case Kind.TEXTS | Kind.REFERENCES:
            return tuple(_short_enough(each, column) for each in _split(text))
        case Kind.DAY:
            return _read_day(text) if text else None
        case Kind.YES_NO:
            return _read_yes_no(text)
        case Kind.EMAIL:
            if text and not _EMAIL.fullmatch(text):
                raise BadCell(f"{text!r} is not an e-mail address.")
        case Kind.CHOICE:
            if text not in column.choices:
                raise BadCell(f"{text!r} is not one of {', '.join(sorted(column.choices))}.")
        case _:
            pass
    return _short_enough(text, column)


def _short_enough(text: str, column: Column) -> str:
    if len(text) > column.longest:
        raise BadCell(f"It is {len(text)} characters long; at most {column.longest} are possible.")
    return text


def _split(text: str) -> list[str]:
    """A list in one cell; its parts may themselves be quoted."""
    try:
        parts = next(csv.reader([text], skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        raise BadCell(f"The list in this cell cannot be read: {error}.") from error
    return [part.strip() for part in parts if part.strip()]


def _read_day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise BadCell(f"{text!r} is not a day written as 2026-09-30.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadCell(f"{text!r} is not a day of the calendar.") from error
    if not _EARLIEST <= day <= _LATEST:
        raise BadCell(f"{text} lies outside of the years 1900 to 2200.")
    return day


def _read_yes_no(text: str) -> bool:
    # Spreadsheets write TRUE and FALSE in capitals.
    if text.lower() not in ("true", "false"):
        raise BadCell(f"{text!r} is not one of true, false.")
    return text.lower() == "true"
