"""What each kind of row becomes, and what is left out and said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ownpath.foundation.clock import clock_at
from ownpath.foundation.errors import OwnpathError
from ownpath.foundation.models import District
from ownpath.interop.oneroster.mapping import import_roster_file
from ownpath.people.models import Account, Identity, Person, Relationship, Role
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, Term
from ownpath.schools.roster_records import RosterReport
from ownpath.schools.selectors import learners_visible_to

Files = dict[str, str | bytes]
SEPTEMBER = datetime(2026, 9, 7, tzinfo=UTC)


def _import(path: Path, district: District, **options: bool) -> RosterReport:
    return import_roster_file(path, acting_person=None, acting_system="test", district=district, **options)


def _person(external_id: str) -> Person:
    return Identity.objects.select_related("person").get(external_id=external_id).person


@pytest.fixture
def imported(district: District, small_roster: Files, write_archive: Callable[[Files], Path]) -> RosterReport:
    with clock_at(SEPTEMBER):
        return _import(write_archive(small_roster), district)


@pytest.mark.parametrize(
    ("external_id", "kinds"),
    [
        ("ada", {"learner"}),
        ("mo", {"family_member"}),
        ("tess", {"teacher"}),
        ("ann", {"teacher"}),
        ("lee", {"leader"}),
        ("old", set()),
    ],
)
def test_a_role_becomes_ours(external_id: str, kinds: set[str], imported: RosterReport) -> None:
    assert set(Role.objects.filter(person=_person(external_id)).values_list("kind", flat=True)) == kinds


def test_nobody_gets_an_account_and_a_proctor_not_even_a_record(imported: RosterReport) -> None:
    assert not Account.objects.exists()
    assert not Identity.objects.filter(external_id="pat").exists()
    assert any("proctor" in note for note in imported.notes)


def test_terms_lie_inside_each_other_whatever_their_order_in_the_file(imported: RosterReport) -> None:
    assert {term.external_id: term.inside and term.inside.external_id for term in Term.objects.all()} == {
        "year": None,
        "autumn": "year",
        "spring": "year",
    }
    assert Term.objects.get(external_id="year").kind == "school year"


def test_a_community_without_a_subject_takes_the_title_of_its_course(imported: RosterReport) -> None:
    community = LearningCommunity.objects.get()
    assert (community.name, community.subject, community.school.name) == ("Oaks", "Mathematics", "Lantern Hill School")


def test_a_family_member_is_related_once_and_a_member_of_staff_is_no_family(imported: RosterReport) -> None:
    relationship = Relationship.objects.get()
    assert (relationship.person, relationship.learner) == (_person("mo"), _person("ada"))
    assert (relationship.kind, relationship.described_as) == ("family_of", "parent")
    assert any("not of a family member and a learner" in note for note in imported.notes)


def test_who_sees_whom_follows_from_the_roster(imported: RosterReport) -> None:
    ada, ben = _person("ada"), _person("ben")
    with clock_at(SEPTEMBER):
        assert set(learners_visible_to(_person("mo"))) == {ada}
        assert set(learners_visible_to(_person("tess"))) == {ada, ben}
        assert set(learners_visible_to(_person("lee"))) == {ada, ben}
        assert not learners_visible_to(_person("old")).exists()


def test_membership_days_come_from_the_row_or_else_from_the_terms(imported: RosterReport) -> None:
    days = {row.external_id: (row.begins_on, row.ends_on) for row in Membership.objects.all()}
    whole_year = (date(2026, 8, 17), date(2027, 6, 11))
    assert days == {
        "e1": (date(2026, 9, 1), date(2027, 5, 1)),
        "e2": whole_year,
        "e3": whole_year,
        "e4": whole_year,
    }


def test_without_days_or_terms_a_membership_begins_on_the_day_it_was_first_imported(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    small_roster["classes.csv"] = str(small_roster["classes.csv"]).replace('"autumn, spring"', "")
    path = write_archive(small_roster)
    for day in (7, 21):
        with clock_at(datetime(2026, 9, day, tzinfo=UTC)):
            _import(path, district)
    row = Membership.objects.get(external_id="e2")
    assert (row.begins_on, row.ends_on) == (SEPTEMBER.date(), None)


def test_only_the_birth_date_is_kept_of_the_demographics_and_the_report_says_so(imported: RosterReport) -> None:
    assert _person("ada").identity.birth_date == date(2016, 2, 29)
    assert any("only the birth date" in note for note in imported.notes)
    assert any("department" in note for note in imported.notes)


def test_an_administrator_who_teaches_is_leader_and_teacher(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    small_roster["enrollments.csv"] = str(small_roster["enrollments.csv"]).replace("lee,administrator", "lee,teacher")
    _import(write_archive(small_roster), district)
    assert set(Role.objects.filter(person=_person("lee")).values_list("kind", flat=True)) == {"leader", "teacher"}
    schools = Affiliation.objects.filter(person=_person("lee"), role="leader").values_list("school__name", flat=True)
    assert set(schools) == {None, "Lantern Hill School"}


def test_a_disabled_person_loses_role_affiliation_relationships_and_memberships(
    imported: RosterReport, district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    small_roster["users.csv"] = str(small_roster["users.csv"]).replace("ben,,,true", "ben,,,false")
    with clock_at(datetime(2026, 10, 5, tzinfo=UTC)):
        report = _import(write_archive(small_roster), district)
    ended = date(2026, 10, 5)
    assert Role.objects.get(person=_person("ben")).ends_on == ended
    assert Affiliation.objects.get(person=_person("ben")).ends_on == ended
    assert Membership.objects.get(person=_person("ben")).ends_on == ended
    assert (report.roles.ended, report.memberships.ended, report.people.not_in_file) == (1, 1, 0)


def test_half_a_file_is_refused_unless_it_is_meant(
    imported: RosterReport,
    district: District,
    small_roster: Files,
    write_archive: Callable[[Files], Path],
    dump: Callable[[], str],
) -> None:
    lines = str(small_roster["enrollments.csv"]).splitlines(keepends=True)
    small_roster["enrollments.csv"] = "".join(lines[:2])
    path, before = write_archive(small_roster), dump()
    with clock_at(SEPTEMBER):
        with pytest.raises(OwnpathError, match="3 of 4 memberships"):
            _import(path, district)
        assert dump() == before
        report = _import(path, district, allow_large_change=True)
    assert (report.memberships.ended, Membership.objects.count()) == (3, 4)


def test_other_files_of_the_standard_and_shadows_of_a_mac_do_no_harm(
    district: District, small_roster: Files, write_archive: Callable[[Files], Path]
) -> None:
    small_roster |= {"categories.csv": "sourcedId\n", "__MACOSX/._users.csv": b"\0", "readme.txt": "hello"}
    report = _import(write_archive(small_roster), district)
    assert any("categories.csv" in note for note in report.notes)
    assert any("readme.txt" in note for note in report.notes)
