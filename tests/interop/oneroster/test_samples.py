"""The two sample rosters, imported whole."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ownpath.foundation.errors import InputError, InputErrors, OwnpathError
from ownpath.interop.oneroster.mapping import import_roster_file
from ownpath.people.models import Identity, Person
from ownpath.people.services import start_district
from ownpath.schools.models import LearningCommunity, Membership, School, Term

pytestmark = pytest.mark.django_db
SAMPLES = ["oneroster_1p0_sample.zip", "oneroster_1p1_sample.zip"]
NOUNS = [School, Term, LearningCommunity, Person, Identity, Membership]


def rows(path: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def rewritten(path: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(to, "w") as copy:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                copy.writestr(name, content)
    return to


def bring_in(path: Path, code: str = "lantern-hill") -> object:
    from ownpath.foundation.models import District

    district = District.objects.filter(code=code).first() or start_district(code=code, name=code)
    return import_roster_file(path, acting_person=None, acting_system="test", district=district)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_the_file_holds_is_what_the_record_holds(shared_data: Path, sample: str) -> None:
    path = shared_data / "roster" / sample
    bring_in(path)
    schools = [row for row in rows(path, "orgs.csv") if row["type"].lower() == "school"]
    assert School.objects.count() == len(schools)
    assert LearningCommunity.objects.count() == len(rows(path, "classes.csv"))
    assert Person.objects.count() == len(rows(path, "users.csv"))
    assert Term.objects.count() == len(rows(path, "academicSessions.csv"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_second_import_changes_nothing(shared_data: Path, sample: str) -> None:
    path = shared_data / "roster" / sample
    bring_in(path)
    before = [list(noun.objects.order_by("pk").values_list()) for noun in NOUNS]
    report = bring_in(path)
    assert not report.wrote()
    assert [list(noun.objects.order_by("pk").values_list()) for noun in NOUNS] == before


HOSTILE: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a missing file": lambda name, text: None if name == "users.csv" else text,
    "a wrong encoding": lambda name, text: text + b"\xff\xfe\xe9" if name == "users.csv" else text,
    "a missing column": lambda name, text: (
        text.replace(b"sourcedId", b"somethingElse", 1) if name == "users.csv" else text
    ),
    "a row twice": lambda name, text: text + text.splitlines(keepends=True)[-1] if name == "users.csv" else text,
    "an empty file": lambda name, text: b"" if name == "classes.csv" else text,
    "a date of year 0": lambda name, text: text.replace(b"20", b"00") if name == "academicSessions.csv" else text,
    "nobody to enrol": lambda name, text: text.splitlines(keepends=True)[0] if name == "users.csv" else text,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_gives_a_clear_error_and_changes_nothing(
    shared_data: Path, tmp_path: Path, kind: str
) -> None:
    path = rewritten(shared_data / "roster" / SAMPLES[1], tmp_path / "roster.zip", HOSTILE[kind])
    with pytest.raises(OwnpathError) as error:
        bring_in(path)
    assert isinstance(error.value, InputError | InputErrors)
    assert ".csv" in str(error.value)
    assert Person.objects.count() == School.objects.count() == 0


def test_a_zip_bomb_a_path_out_of_the_archive_and_no_archive_are_refused(tmp_path: Path) -> None:
    bomb, outside, nothing = tmp_path / "bomb.zip", tmp_path / "outside.zip", tmp_path / "nothing.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * 600_000_000)
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("../users.csv", b"sourcedId\n")
    nothing.write_bytes(b"not an archive")
    for path in (bomb, outside, nothing):
        with pytest.raises(OwnpathError):
            bring_in(path)
    assert Person.objects.count() == 0
