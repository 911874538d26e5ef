"""The published samples of both versions come in whole, once."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ownpath.foundation.clock import clock_at
from ownpath.foundation.models import District
from ownpath.interop.oneroster.mapping import import_roster_file
from ownpath.people.models import AuditEntry, Identity, Person, Role
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School, Term

SAMPLES = ("oneroster_1p0_sample.zip", "oneroster_1p1_sample.zip")


def _rows(path: Path, member: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(member).decode())))


def _import(path: Path, district: District) -> dict[str, object]:
    return import_roster_file(path, acting_person=None, acting_system="test", district=district).as_dict()


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_gives_as_many_rows_as_its_files_hold(sample: str, shared_data: Path, district: District) -> None:
    path = shared_data / "roster" / sample
    _import(path, district)
    users = _rows(path, "users.csv")
    assert School.objects.count() == sum(org["type"] == "school" for org in _rows(path, "orgs.csv")) == 1
    assert Term.objects.count() == len(_rows(path, "academicSessions.csv")) == 3
    assert LearningCommunity.objects.count() == len(_rows(path, "classes.csv")) == 2
    assert Person.objects.count() == Identity.objects.count() == len(users) == 10
    assert Role.objects.filter(kind="learner").count() == sum(user["role"] == "student" for user in users) == 8
    assert Role.objects.filter(kind="teacher").count() == sum(user["role"] == "teacher" for user in users) == 2
    assert Affiliation.objects.count() == len(users)
    assert Membership.objects.count() == len(_rows(path, "enrollments.csv")) == 24
    assert Identity.objects.filter(birth_date__isnull=False).count() == len(_rows(path, "demographics.csv")) == 8
    district.refresh_from_db()
    assert district.name == "Grand Bend ISD"


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_row_keeps_its_values(sample: str, shared_data: Path, district: District) -> None:
    path = shared_data / "roster" / sample
    _import(path, district)
    for row in _rows(path, "users.csv"):
        identity = Identity.objects.get(external_id=row["sourcedId"])
        assert (identity.given_name, identity.family_name, identity.email) == (
            row["givenName"],
            row["familyName"],
            row["email"],
        )
    for row in _rows(path, "classes.csv"):
        community = LearningCommunity.objects.get(external_id=row["sourcedId"])
        terms = row.get("termSourcedIds") or row["termSourcedId"]
        assert {term.external_id for term in community.terms.all()} == set(terms.split(","))
        assert (community.name, community.subject) == (row["title"], row["subjects"])
    for row in _rows(path, "enrollments.csv"):
        membership = Membership.objects.select_related("person__identity", "community").get(
            external_id=row["sourcedId"]
        )
        assert membership.person.identity.external_id == row["userSourcedId"]
        assert membership.community.external_id == row["classSourcedId"]
        # Without days of its own it lasts as long as the terms of its community.
        assert membership.begins_on == date.fromisoformat(row.get("beginDate") or "2020-08-17")
        assert membership.ends_on == date.fromisoformat(row.get("endDate") or "2021-05-28")


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_second_import_of_a_sample_leaves_the_database_as_it_was(
    sample: str, shared_data: Path, district: District, dump: Callable[[], str]
) -> None:
    path = shared_data / "roster" / sample
    with clock_at(datetime(2020, 9, 1, tzinfo=UTC)):
        _import(path, district)
    before = dump()
    # Another day, so that a date taken from the clock would show.
    with clock_at(datetime(2020, 9, 8, tzinfo=UTC)):
        report = _import(path, district)
    assert dump() == before
    assert report["people"] == {"created": 0, "changed": 0, "unchanged": 10, "ended": 0, "missing": 0}
    assert report["memberships"] == {"created": 0, "changed": 0, "unchanged": 24, "ended": 0, "missing": 0}
    assert AuditEntry.objects.filter(what="roster").count() == 1


def test_the_newer_sample_after_the_older_one_changes_rows_and_doubles_none(
    shared_data: Path, district: District
) -> None:
    _import(shared_data / "roster" / SAMPLES[0], district)
    report = _import(shared_data / "roster" / SAMPLES[1], district)
    assert report["people"] == {"created": 0, "changed": 0, "unchanged": 10, "ended": 0, "missing": 0}
    # The newer file says the days of all 24 enrolments, each one of two terms and not of both.
    assert report["memberships"] == {"created": 0, "changed": 24, "unchanged": 0, "ended": 0, "missing": 0}
    assert report["affiliations"] == {"created": 0, "changed": 8, "unchanged": 2, "ended": 0, "missing": 0}
    assert set(Affiliation.objects.filter(role="learner").values_list("year_level", flat=True)) == {"09"}
