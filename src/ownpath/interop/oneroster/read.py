"""Reads a OneRoster CSV archive into typed rows; every problem is named with its file, row and field."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ownpath.foundation.errors import InputError
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.interop.oneroster.archive import read_archive
from ownpath.interop.oneroster.cells import BadCell, read_cell
from ownpath.interop.oneroster.problems import Problems
from ownpath.interop.oneroster.schema import (
    MANIFEST,
    NOT_READ,
    VERSIONS,
    AcademicSession,
    Class,
    Column,
    Course,
    Demographic,
    Enrollment,
    Kind,
    Org,
    Table,
    User,
    tables_of,
)


@dataclass(slots=True)
class OneRosterFile:
    """A whole archive; rows by the identifier that the file gives them, in the file's order."""

    version: str
    orgs: dict[str, Org] = field(default_factory=dict)
    sessions: dict[str, AcademicSession] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    demographics: dict[str, Demographic] = field(default_factory=dict)
    enrollments: dict[str, Enrollment] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_roster_file(path: Path, *, progress: Progress = NO_PROGRESS) -> OneRosterFile:
    """Read an archive from disk."""
    known = [MANIFEST, *(table.file for table in tables_of(VERSIONS[-1])), *(f"{name}.csv" for name in NOT_READ)]
    members, unknown = read_archive(path, known)
    roster = read_members(members, progress=progress)
    if unknown:
        roster.notes.append(f"Files that are no part of the standard, not read: {', '.join(unknown)}.")
    return roster


def read_members(members: Mapping[str, bytes], *, progress: Progress = NO_PROGRESS) -> OneRosterFile:
    """Read the files of an archive; `members` are their contents by name."""
    problems = Problems()
    version, modes = _read_manifest(members)
    tables = [table for table in tables_of(version) if _is_read(table, members, modes, problems)]
    problems.raise_if_any()
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        content = members[table.file]
        progress.begin(f"Reading {table.file}", content.count(b"\n"))
        rows[table.name] = _read_table(table, content, problems, progress)
    # A row that could not be read would make every row that names it look wrong too.
    problems.raise_if_any()
    for table in tables:
        _check_references(table, rows, problems)
    problems.raise_if_any()
    names = {"academicSessions": "sessions"}
    unused = sorted(f"{name}.csv" for name in NOT_READ if f"{name}.csv" in members)
    notes = [f"Files that are not read: {', '.join(unused)}."] if unused else []
    return OneRosterFile(version=version, notes=notes, **{names.get(name, name): kept for name, kept in rows.items()})


def _read_manifest(members: Mapping[str, bytes]) -> tuple[str, dict[str, str]]:
    """The version, and for each file whether it is bulk, delta or absent; before 1.1 there was no manifest."""
    if MANIFEST not in members:
        if b"enabledUser" in members.get("users.csv", b"").partition(b"\n")[0]:
            raise InputError(
                "It is missing, but users.csv has the columns of version 1.1, which needs it.", file=MANIFEST
            )
        return "1.0", {}
    stated: dict[str, str] = {}
    for number, cells in _records(MANIFEST, members[MANIFEST]):
        if number == 1:
            if cells != ["propertyName", "value"]:
                raise InputError("Its first row must be propertyName,value.", file=MANIFEST, row=1)
            continue
        if len(cells) != 2:
            raise InputError("A row must hold a name and a value.", file=MANIFEST, row=number)
        if cells[0] in stated:
            raise InputError(f"{cells[0]} stands here twice.", file=MANIFEST, row=number, field="propertyName")
        stated[cells[0]] = cells[1].strip()
    version = stated.get("oneroster.version", "")
    if version not in VERSIONS:
        named = f"Version {version}" if version else "A file without its version"
        raise InputError(
            f"{named} cannot be read yet; versions {' and '.join(VERSIONS)} can.",
            file=MANIFEST,
            field="oneroster.version",
        )
    modes = {name.removeprefix("file."): value for name, value in stated.items() if name.startswith("file.")}
    for name, mode in modes.items():
        if mode == "delta":
            raise InputError(
                f"{name}.csv holds only what changed (delta). That cannot be read yet; export it in full (bulk).",
                file=MANIFEST,
                field=f"file.{name}",
            )
        if mode not in ("bulk", "absent"):
            raise InputError(f"{mode!r} is not one of bulk, delta, absent.", file=MANIFEST, field=f"file.{name}")
    return version, modes


def _is_read(table: Table, members: Mapping[str, bytes], modes: Mapping[str, str], problems: Problems) -> bool:
    there = table.file in members
    mode = modes.get(table.name)
    if there and mode == "absent":
        problems.add(
            f"{table.file} is in the archive, but is said to be absent.", file=MANIFEST, field=f"file.{table.name}"
        )
    elif not there and mode == "bulk":
        problems.add("The manifest announces this file, but it is not in the archive.", file=table.file)
    elif not there and table.must_stand:
        problems.add("This file is missing from the archive.", file=table.file)
    return there


def _records(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file, numbered as a spreadsheet does: the heading is row 1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError("The file is not written in UTF-8. Save it as CSV UTF-8.", file=file, row=row) from error
    number = 0
    try:
        # Line ends stay as they are, so that a cell may hold one.
        for number, cells in enumerate(csv.reader(_lines(text), strict=True), start=1):
            if cells:
                yield number, cells
    except csv.Error as error:
        raise InputError(f"The row cannot be read as CSV: {error}.", file=file, row=number + 1) from error


def _lines(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _read_table(table: Table, content: bytes, problems: Problems, progress: Progress) -> dict[str, Any]:
    try:
        return _read_rows(table, content, problems, progress)
    except InputError as error:
        problems.add(error.problem, file=error.file, row=error.row, field=error.field)
        return {}


def _read_rows(table: Table, content: bytes, problems: Problems, progress: Progress) -> dict[str, Any]:
    records = _records(table.file, content)
    _, heading = next(records, (1, []))
    places = _find_columns(table, heading, problems)
    if places is None:
        return {}
    status_at = heading.index("status") if "status" in heading else None
    rows: dict[str, Any] = {}
    for number, cells in records:
        progress.advance()
        # Spreadsheets leave empty cells behind the last column, and so does a published sample of the standard.
        if len(cells) < len(heading) or any(cells[len(heading) :]):
            problems.add(f"It has {len(cells)} cells; the heading has {len(heading)}.", file=table.file, row=number)
            continue
        if status_at is not None and cells[status_at].strip() not in ("", "active"):
            problems.add(
                f"{cells[status_at]!r} belongs to a file of changes; in a full file this cell is blank or active.",
                file=table.file,
                row=number,
                field="status",
            )
            continue
        row = _read_row(table, places, cells, number, problems)
        if row is None:
            continue
        if row.sourced_id in rows:
            first = rows[row.sourced_id].row
            problems.add(
                f"{row.sourced_id} stands here twice, first in row {first}.",
                file=table.file,
                row=number,
                field=table.columns[0].name,
            )
        else:
            rows[row.sourced_id] = row
    return rows


def _find_columns(table: Table, heading: list[str], problems: Problems) -> list[tuple[Column, int]] | None:
    missing = [column for column in table.columns if column.must_stand and column.name not in heading]
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    for column in missing:
        problems.add("This column is missing.", file=table.file, row=1, field=column.name)
    for name in twice:
        problems.add("This column stands twice.", file=table.file, row=1, field=name)
    if missing or twice:
        return None
    return [(column, heading.index(column.name)) for column in table.columns if column.name in heading]


def _read_row(
    table: Table, places: list[tuple[Column, int]], cells: list[str], number: int, problems: Problems
) -> Any | None:
    values: dict[str, Any] = {}
    whole = True
    for column, place in places:
        try:
            values[column.field] = read_cell(column, cells[place])
        except BadCell as bad:
            problems.add(str(bad), file=table.file, row=number, field=column.name)
            whole = False
    return table.row_type(row=number, **values) if whole else None


def _check_references(table: Table, rows: dict[str, dict[str, Any]], problems: Problems) -> None:
    for column in table.columns:
        # A file that is left out entirely has been refused or is optional, so nothing points into it.
        if not column.refers_to or column.refers_to not in rows:
            continue
        known = rows[column.refers_to]
        for row in rows[table.name].values():
            value = getattr(row, column.field)
            targets = value if column.kind is Kind.REFERENCES else (value,)
            for target in targets:
                if target and target not in known:
                    problems.add(
                        f"{row.sourced_id} names {target}, which is not in {column.refers_to}.csv.",
                        file=table.file,
                        row=row.row,
                        field=column.name,
                    )
