"""A bad archive gives one clear error that names the place, and leaves the database as it was."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ownpath.foundation.errors import InputError, InputErrors
from ownpath.foundation.models import District
from ownpath.interop.oneroster.archive import read_archive
from ownpath.interop.oneroster.mapping import import_roster_file
from ownpath.people.models import Identity

Files = dict[str, str | bytes]


def _import(path: Path, district: District) -> None:
    import_roster_file(path, acting_person=None, acting_system="test", district=district)


def _said(error: InputError | InputErrors) -> list[InputError]:
    return error.errors if isinstance(error, InputErrors) else [error]


# What is replaced by what in which file; then the file, row, field and words of the one error that follows.
BENT = {
    "a column is missing": ("users.csv", "givenName", "firstName", ("users.csv", 1, "givenName", "missing")),
    "a column stands twice": ("users.csv", "middleName", "givenName", ("users.csv", 1, "givenName", "twice")),
    "a cell is missing": (
        "orgs.csv",
        "s,,,Lantern Hill School,school,,d",
        "s,,,Lantern Hill School",
        ("orgs.csv", 3, "", "cells"),
    ),
    "a cell must be filled": ("users.csv", ",Ben,Reed", ",,Reed", ("users.csv", 3, "givenName", "filled")),
    "an identifier stands twice": (
        "users.csv",
        "ben,,,true",
        "ada,,,true",
        ("users.csv", 3, "sourcedId", "twice, first in row 2"),
    ),
    "an organisation is not there": (
        "users.csv",
        "ben,,,true,s,",
        "ben,,,true,q,",
        ("users.csv", 3, "orgSourcedIds", "ben names q"),
    ),
    "a person is not there": (
        "enrollments.csv",
        "s,ben,",
        "s,eve,",
        ("enrollments.csv", 3, "userSourcedId", "e2 names eve"),
    ),
    "an agent is not there": (
        "users.csv",
        '"mo,ann"',
        '"mo,zed"',
        ("users.csv", 2, "agentSourcedIds", "ada names zed"),
    ),
    "a term is not there": (
        "classes.csv",
        "autumn, spring",
        "autumn, winter",
        ("classes.csv", 2, "termSourcedIds", "oaks names winter"),
    ),
    "the year is 0": (
        "academicSessions.csv",
        "2026-12-18",
        "0000-12-18",
        ("academicSessions.csv", 2, "endDate", "not a day"),
    ),
    "the year is 1": ("demographics.csv", "2016-02-29", "0001-02-28", ("demographics.csv", 2, "birthDate", "1900")),
    "the day does not exist": (
        "demographics.csv",
        "2016-02-29",
        "2015-02-29",
        ("demographics.csv", 2, "birthDate", "calendar"),
    ),
    "the day is as a spreadsheet writes it": (
        "demographics.csv",
        "2016-02-29",
        "2/29/2016",
        ("demographics.csv", 2, "birthDate", "2026-09-30"),
    ),
    "a term ends before it begins": (
        "academicSessions.csv",
        "2026-12-18",
        "2026-08-01",
        ("academicSessions.csv", 2, "endDate", "before it begins"),
    ),
    "an enrolment ends before it begins": (
        "enrollments.csv",
        "2027-05-01",
        "2026-05-01",
        ("enrollments.csv", 2, "endDate", "before it begins"),
    ),
    "a role is unknown": ("users.csv", ",student,ben", ",wizard,ben", ("users.csv", 3, "role", "not one of")),
    "yes or no is neither": (
        "users.csv",
        "ben,,,true",
        "ben,,,perhaps",
        ("users.csv", 3, "enabledUser", "true, false"),
    ),
    "an e-mail address is none": (
        "users.csv",
        "ben@school.example",
        "ben at school",
        ("users.csv", 3, "email", "e-mail"),
    ),
    "a name is too long": (
        "users.csv",
        ",Ben,Reed",
        f",{'B' * 101},Reed",
        ("users.csv", 3, "givenName", "at most 100"),
    ),
    "a name holds a null": ("users.csv", ",Ben,Reed", ",B\0en,Reed", ("users.csv", 3, "givenName", "no text can hold")),
    "a quote is left open": ("users.csv", "ben,,,true,s,", 'ben,,,true,"s,', ("users.csv", 3, "", "CSV")),
    "a row is marked as removed": (
        "users.csv",
        "ben,,,true",
        "ben,tobedeleted,,true",
        ("users.csv", 3, "status", "changes"),
    ),
    "a learner is enrolled as teacher": (
        "enrollments.csv",
        "s,ben,student",
        "s,ben,teacher",
        ("enrollments.csv", 3, "role", "is a student"),
    ),
    "a community is at no school": (
        "classes.csv",
        "scheduled,,s,",
        "scheduled,,d,",
        ("classes.csv", 2, "schoolSourcedId", "not a school"),
    ),
    "an enrolment names another school": (
        "enrollments.csv",
        "oaks,s,ben",
        "oaks,d,ben",
        ("enrollments.csv", 3, "schoolSourcedId", "is at s"),
    ),
    "version 1.2": (
        "manifest.csv",
        "version,1.1",
        "version,1.2",
        ("manifest.csv", None, "oneroster.version", "1.2 cannot be read yet"),
    ),
    "a file of changes": (
        "manifest.csv",
        "file.users,bulk",
        "file.users,delta",
        ("manifest.csv", None, "file.users", "delta"),
    ),
    "a file there that is said to be absent": (
        "manifest.csv",
        "file.users,bulk",
        "file.users,absent",
        ("manifest.csv", None, "file.users", "absent"),
    ),
    "a property stands twice": (
        "manifest.csv",
        "results,absent",
        "results,bulk\nfile.users,bulk",
        ("manifest.csv", 12, "propertyName", "twice"),
    ),
}


@pytest.mark.parametrize("what", BENT)
def test_a_bent_roster_is_refused_with_its_place(
    what: str,
    district: District,
    small_roster: Files,
    write_archive: Callable[[Files], Path],
    dump: Callable[[], str],
) -> None:
    file, old, new, (named_file, row, field, words) = BENT[what]
    content = small_roster[file]
    assert isinstance(content, str) and old in content
    small_roster[file] = content.replace(old, new, 1)
    before = dump()
    with pytest.raises((InputError, InputErrors)) as refused:
        _import(write_archive(small_roster), district)
    first = _said(refused.value)[0]
    assert (first.file, first.row, first.field) == (named_file, row, field)
    assert words in first.problem
    assert dump() == before


def test_terms_in_a_circle_are_named_with_their_chain(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    sessions = str(small_roster["academicSessions.csv"])
    small_roster["academicSessions.csv"] = sessions.replace("2027-06-11,,2027", "2027-06-11,autumn,2027")
    with pytest.raises(InputErrors) as refused:
        _import(write_archive(small_roster), district)
    assert "autumn in year in autumn" in str(refused.value)


def test_all_problems_of_a_file_are_told_at_once_up_to_a_readable_number(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    wrong = "".join(f"p{number},,,true,s,wizard,,,A,B,,,,,,,,\n" for number in range(50))
    small_roster["users.csv"] = str(small_roster["users.csv"]) + wrong
    with pytest.raises(InputErrors) as refused:
        _import(write_archive(small_roster), district)
    assert (len(refused.value.errors), refused.value.total) == (20, 50)
    assert str(refused.value).endswith("and 30 more")


def test_a_wrong_encoding_names_file_and_row(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    small_roster["users.csv"] = str(small_roster["users.csv"]).replace("Reed", "Réed").encode("latin-1")
    with pytest.raises(InputErrors) as refused:
        _import(write_archive(small_roster), district)
    assert (refused.value.errors[0].file, refused.value.errors[0].row) == ("users.csv", 3)
    assert "UTF-8" in str(refused.value)


def test_a_byte_order_mark_and_line_ends_of_other_systems_are_fine(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    marked = {name: b"\xef\xbb\xbf" + str(text).replace("\n", "\r\n").encode() for name, text in small_roster.items()}
    _import(write_archive(dict(marked)), district)
    assert set(Identity.objects.values_list("given_name", flat=True)) >= {"Ada", "Olga"}


@pytest.mark.parametrize("missing", ["orgs.csv", "users.csv", "classes.csv", "enrollments.csv", "demographics.csv"])
def test_a_file_that_is_announced_and_missing_is_named(
    missing: str, district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    del small_roster[missing]
    with pytest.raises(InputErrors) as refused:
        _import(write_archive(small_roster), district)
    assert refused.value.errors[0].file == missing


def test_a_newer_archive_without_its_manifest_is_told_so(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    del small_roster["manifest.csv"]
    with pytest.raises(InputError) as refused:
        _import(write_archive(small_roster), district)
    assert refused.value.file == "manifest.csv"


def _locked(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.csv", "x")
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.index(signature) + offset, 1)
    path.write_bytes(bytes(content))


def _linked(path: Path) -> None:
    link = zipfile.ZipInfo("users.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/hostname")


def _holding(*names: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")

    return write


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("users.csv", "w") as member:
        for _ in range(201):
            member.write(bytes(2**20))


def _lying_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", bytes(2**20))
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + offset, 10)
    path.write_bytes(bytes(content))


def _broken(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.csv", "sourcedId,status\n" * 50)
    content = path.read_bytes()
    path.write_bytes(content[:60] + b"!" + content[61:])


ARCHIVES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no zip": (lambda path: path.write_bytes(b"sourcedId,status\n"), "not a zip"),
    "an empty file": (lambda path: path.write_bytes(b""), "empty"),
    "no file at all": (lambda path: None, "no such file"),
    "a folder": (lambda path: path.mkdir(), "no such file"),
    "an empty zip": (_holding(), "empty"),
    "a cut zip": (lambda path: (_holding("users.csv")(path), path.write_bytes(path.read_bytes()[:40]))[0], "not a zip"),
    "a broken zip": (_broken, "not a zip"),
    "a path out of the archive": (_holding("../users.csv"), "outside"),
    "a path from the root": (_holding("/users.csv"), "outside"),
    "a folder inside": (_holding("roster/users.csv"), "folder"),
    "the same name twice": (_holding("users.csv", "Users.csv"), "twice"),
    "a password": (_locked, "password"),
    "a link": (_linked, "link"),
    "a zip bomb": (_bomb, "201 MiB"),
    "a zip bomb that lies about its size": (_lying_bomb, "not a zip"),
    "too many files": (_holding(*(f"{number}.csv" for number in range(201))), "201 files"),
}


@pytest.mark.parametrize("what", ARCHIVES)
def test_a_hostile_archive_is_refused(what: str, tmp_path: Path, district: District, dump: Callable[[], str]) -> None:
    write, words = ARCHIVES[what]
    path = tmp_path / "roster.zip"
    write(path)
    before = dump()
    with pytest.raises(InputError) as refused:
        _import(path, district)
    assert words in refused.value.problem
    assert refused.value.file
    assert dump() == before


def test_files_that_are_too_large_together_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", bytes(2**20))
    with pytest.raises(InputError, match="3 MiB; at most 2 MiB"):
        read_archive(path, [], largest_total_bytes=2 * 2**20)
