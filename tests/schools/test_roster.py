"""A whole roster is stored in bulk, once, and what it no longer says ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.foundation.clock import clock_at
from ownpath.foundation.errors import InputError, NotAllowed, OwnpathError
from ownpath.foundation.models import District
from ownpath.people.models import AuditEntry, Identity, Person, Relationship, Role, RoleKind
from ownpath.people.services import NewPerson, NewRelationship, add_people, relate_people, start_district
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School, Term
from ownpath.schools.roster import store_roster
from ownpath.schools.roster_records import (
    CommunityRecord,
    FamilyRecord,
    MembershipRecord,
    PersonRecord,
    RosterRecords,
    RosterReport,
    SchoolRecord,
    TermRecord,
)

pytestmark = pytest.mark.django_db
LEARNER, TEACHER, FAMILY = RoleKind.LEARNER, RoleKind.TEACHER, RoleKind.FAMILY_MEMBER
YEAR = (date(2026, 8, 17), date(2027, 6, 11))


def make_roster(families: int) -> RosterRecords:
    """One learner with one family member each, a community with a teacher for every 25."""
    groups = range((families + 24) // 25)
    learners = [
        PersonRecord(f"l{n}", f"Learner {n}", "Made-Up", (LEARNER,), schools=("s",), year_level="5")
        for n in range(families)
    ]
    adults = [PersonRecord(f"f{n}", f"Adult {n}", "Made-Up", (FAMILY,), schools=("s",)) for n in range(families)]
    teachers = [PersonRecord(f"t{n}", f"Teacher {n}", "Made-Up", (TEACHER,), schools=("s",)) for n in groups]
    return RosterRecords(
        schools=(SchoolRecord("s", "Lantern Hill School"),),
        terms=(TermRecord("y", "2026 to 2027", "school year", *YEAR),),
        communities=tuple(CommunityRecord(f"c{n}", "s", f"Room {n}", "", ("y",)) for n in groups),
        people=(*learners, *adults, *teachers),
        families=tuple(FamilyRecord(f"f{n}", f"l{n}", "parent") for n in range(families)),
        memberships=(
            *(MembershipRecord(f"ml{n}", f"l{n}", f"c{n // 25}", LEARNER) for n in range(families)),
            *(MembershipRecord(f"mt{n}", f"t{n}", f"c{n}", TEACHER) for n in groups),
        ),
    )


def store(district: District, roster: RosterRecords, day: date = date(2026, 9, 7), **options: bool) -> RosterReport:
    with clock_at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        return store_roster(acting_person=None, acting_system="test", district=district, roster=roster, **options)


@pytest.fixture
def district() -> District:
    return start_district(code="lantern-hill", name="Lantern Hill")


def count_queries(roster: RosterRecords, code: str) -> tuple[int, int]:
    district = start_district(code=code, name=code)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            store(district, roster)
        counted.append(len(queries))
    return counted[0], counted[1]


def test_a_thousand_families_come_in_by_batches_and_a_second_time_in_a_fixed_number_of_queries() -> None:
    few_first, few_again = count_queries(make_roster(50), "few")
    many_first, many_again = count_queries(make_roster(1000), "many")
    assert Person.objects.count() == 102 + 2040
    # 9,180 more rows; the engine that takes the fewest values at a time takes about a hundred rows of them.
    assert many_first - few_first < 9180 / 60
    assert many_again == few_again


def test_every_row_of_a_roster_is_counted_once_and_told_in_the_audit_trail(district: District) -> None:
    report = store(district, make_roster(50))
    stored = {
        "schools": School,
        "terms": Term,
        "learning communities": LearningCommunity,
        "people": Identity,
        "roles": Role,
        "affiliations": Affiliation,
        "family relationships": Relationship,
        "memberships": Membership,
    }
    tallies = report.tallies()
    assert {name: tally.created for name, tally in tallies.items()} == {n: m.objects.count() for n, m in stored.items()}
    assert {name: tally.created for name, tally in tallies.items()} == {
        "schools": 1,
        "terms": 1,
        "learning communities": 2,
        "people": 102,
        "roles": 102,
        "affiliations": 102,
        "family relationships": 50,
        "memberships": 52,
    }
    entry = AuditEntry.objects.get(what="roster")
    assert (entry.acting_system, entry.detail["people"]["created"]) == ("test", 102)


def test_a_change_is_written_where_it_is_and_nowhere_else(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    renamed = replace(roster.people[0], given_name="Ada", email="ada@school.example", birth_date=date(2016, 1, 1))
    moved = replace(roster.memberships[0], community="c1")
    report = store(
        district,
        replace(roster, people=(renamed, *roster.people[1:]), memberships=(moved, *roster.memberships[1:])),
    )
    changed = {name: tally.changed for name, tally in report.tallies().items() if tally.wrote()}
    assert changed == {"people": 1, "memberships": 1}
    identity = Identity.objects.get(external_id="l0")
    assert (identity.given_name, identity.email, identity.birth_date) == ("Ada", "ada@school.example", date(2016, 1, 1))
    # What a later roster does not say stays known.
    store(district, roster)
    identity.refresh_from_db()
    assert (identity.given_name, identity.birth_date) == ("Learner 0", date(2016, 1, 1))


def test_terms_of_a_community_follow_the_roster(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    spring = TermRecord("spring", "Spring", "term", date(2027, 1, 4), date(2027, 6, 11), inside="y")
    communities = (replace(roster.communities[0], terms=("spring",)), roster.communities[1])
    report = store(district, replace(roster, terms=(*roster.terms, spring), communities=communities))
    assert [term.external_id for term in LearningCommunity.objects.get(external_id="c0").terms.all()] == ["spring"]
    assert (report.communities.changed, report.communities.unchanged) == (1, 1)


def test_who_is_no_longer_in_the_roster_ends_and_nothing_is_deleted(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    left, day = {"l0", "f0"}, date(2026, 10, 5)
    fewer = replace(
        roster,
        people=tuple(record for record in roster.people if record.external_id not in left),
        families=roster.families[1:],
        memberships=roster.memberships[1:],
    )
    counts = [model.objects.count() for model in (Person, Identity, Role, Affiliation, Relationship, Membership)]
    report = store(district, fewer, day)
    assert counts == [
        model.objects.count() for model in (Person, Identity, Role, Affiliation, Relationship, Membership)
    ]
    person = Identity.objects.get(external_id="l0").person
    assert {row.ends_on for row in [*person.roles.all(), *person.affiliations.all(), *person.memberships.all()]} == {
        day
    }
    assert Relationship.objects.get(learner=person).ends_on == day
    assert (report.people.not_in_file, report.roles.ended, report.memberships.ended) == (2, 2, 1)
    assert any("2 (f0, l0)" in note for note in report.notes)
    assert not store(district, fewer, day).wrote()
    assert not store(district, fewer, date(2026, 10, 6)).wrote()


def test_who_comes_back_begins_again_and_on_the_same_day_goes_on(district: District) -> None:
    roster = make_roster(50)
    without = replace(roster, people=(replace(roster.people[0], active=False), *roster.people[1:]))
    store(district, roster)
    store(district, without, date(2026, 10, 5))
    store(district, roster, date(2026, 10, 5))
    person = Identity.objects.get(external_id="l0").person
    assert [(row.begins_on, row.ends_on) for row in person.roles.all()] == [(date(2026, 9, 7), None)]
    store(district, without, date(2026, 10, 6))
    store(district, roster, date(2026, 11, 2))
    assert [(row.begins_on, row.ends_on) for row in person.roles.order_by("begins_on")] == [
        (date(2026, 9, 7), date(2026, 10, 6)),
        (date(2026, 11, 2), None),
    ]
    assert person.memberships.get().ends_on == YEAR[1]


def test_a_new_year_level_begins_a_new_row_and_the_old_one_stays_known(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    older = tuple(replace(each, year_level="6") if LEARNER in each.roles else each for each in roster.people)
    report = store(district, replace(roster, people=older), date(2027, 8, 16))
    rows = Affiliation.objects.filter(person__identity__external_id="l0").order_by("begins_on")
    assert [(row.year_level, row.begins_on, row.ends_on) for row in rows] == [
        ("5", date(2026, 9, 7), date(2027, 8, 15)),
        ("6", date(2027, 8, 16), None),
    ]
    assert (report.affiliations.changed, report.affiliations.ended) == (50, 0)


def test_a_membership_ahead_that_is_taken_back_does_not_wait_in_the_future(district: District) -> None:
    roster = make_roster(50)
    ahead = replace(roster.memberships[0], begins_on=date(2027, 1, 4))
    store(district, replace(roster, memberships=(ahead, *roster.memberships[1:])))
    store(district, replace(roster, memberships=roster.memberships[1:]), date(2026, 10, 5))
    row = Membership.objects.get(external_id="ml0")
    assert (row.begins_on, row.ends_on) == (date(2026, 10, 5), date(2026, 10, 5))


def test_what_was_given_here_and_not_by_the_roster_stays(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    teacher = Identity.objects.get(external_id="t0").person
    learner = Identity.objects.get(external_id="l0").person
    Role.objects.create(district=district, person=teacher, kind="learning_coach", begins_on=YEAR[0])
    (mentor,) = add_people(
        acting_person=None, district=district, people=[NewPerson(given_name="Mel", roles=("family_member",))]
    )
    relate_people(
        acting_person=None,
        district=district,
        relationships=[NewRelationship("coach_of", teacher, learner), NewRelationship("family_of", mentor, learner)],
    )
    assert not store(district, roster).wrote()


def test_more_than_half_ending_is_refused_whole_unless_it_is_meant(district: District) -> None:
    roster = make_roster(50)
    store(district, roster)
    half = replace(roster, memberships=roster.memberships[:20], schools=(SchoolRecord("s", "Another name"),))
    with pytest.raises(OwnpathError, match="32 of 52 memberships"):
        store(district, half)
    assert School.objects.get().name == "Lantern Hill School"
    assert store(district, half, allow_large_change=True).memberships.ended == 32


def test_two_districts_may_use_the_same_identifiers(district: District) -> None:
    other = start_district(code="river-bend", name="River Bend")
    store(district, make_roster(50))
    assert store(other, make_roster(50)).people.created == 102
    assert not store(district, make_roster(50)).wrote()


@pytest.mark.parametrize(
    "part",
    [
        {"communities": (CommunityRecord("c", "nowhere", "Room"),)},
        {"terms": (TermRecord("a", "A", "", *YEAR, inside="b"), TermRecord("b", "B", "", *YEAR, inside="a"))},
        {"families": (FamilyRecord("nobody", "l0"),)},
        {"memberships": (MembershipRecord("m", "l0", "nowhere", LEARNER),)},
    ],
)
def test_a_roster_that_points_nowhere_changes_nothing(part: dict[str, object], district: District) -> None:
    with pytest.raises(InputError):
        store(district, replace(make_roster(1), **part))
    assert not Person.objects.exists() and not School.objects.exists()


def test_only_an_office_may_import(district: District) -> None:
    teacher, leader = add_people(
        acting_person=None,
        district=district,
        people=[NewPerson(given_name="T", roles=("teacher",)), NewPerson(given_name="L", roles=("leader",))],
    )
    with pytest.raises(NotAllowed):
        store_roster(acting_person=teacher, district=district, roster=make_roster(1))
    assert store_roster(acting_person=leader, district=district, roster=make_roster(1)).wrote()
