"""Reading text that comes from anywhere: size, encoding and form are checked before anything else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ownpath.foundation.errors import InputError

MOST_BYTES = 200_000_000
NOT_UTF_8 = "The text is not UTF-8. In a spreadsheet program, save it as 'CSV UTF-8'."


def read_text_file(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.", file=path.name)
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"The file cannot be read: {error.strerror}.", file=path.name) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise InputError(NOT_UTF_8, file=path.name, row=row) from error
    if "\x00" in text:
        raise InputError(
            "The file holds bytes that are not text.", file=path.name, row=text.split("\x00")[0].count("\n") + 1
        )
    if not text.strip():
        raise InputError("The file is empty.", file=path.name)
    return text


def delimiter_of(first_line: str) -> str:
    """What parts the cells of a table: a comma, a semicolon (as spreadsheet programs of some countries write) or a
    tab."""
    return max(",;\t", key=first_line.count)


def read_header(cells: Iterable[Any], *, file: str) -> list[str]:
    """The names of a table's columns, in small letters; none may be there twice."""
    header = [str(cell).strip().lower() for cell in cells]
    for name in header:
        if name and header.count(name) > 1:
            raise InputError(f"The column {name} is there twice.", file=file, row=1, field=name)
    return header


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number that JSON knows")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} is there twice in one object")
    return found


def read_json_file(path: Path) -> Any:
    """The content of a JSON file; NaN, Infinity and names that occur twice are refused."""
    text = read_text_file(path)
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        raise InputError(f"This is not JSON: {error.msg}.", file=path.name, row=error.lineno) from error
    except (ValueError, RecursionError) as error:
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"This JSON cannot be taken: {problem}.", file=path.name) from error
