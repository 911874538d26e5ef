"""Nobody sees what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ownpath.evidence.selectors import evidence_visible_to
from ownpath.foundation.clock import today
from ownpath.people.models import Person, Role
from ownpath.proficiency.services import record_evidence
from ownpath.schools.models import Membership
from ownpath.schools.selectors import (
    communities_visible_to,
    learners_taught_by,
    learners_visible_to,
    schools_visible_to,
    taught_among,
)
from school import AUTUMN, make_school, piece

pytestmark = pytest.mark.django_db

SEES = {
    "learner": {"learner"},
    "neighbour": {"neighbour"},
    "stranger": {"stranger"},
    "teacher": {"learner", "neighbour"},
    "other_teacher": {"stranger"},
    "coach": {"neighbour"},
    "parent": {"learner"},
    "mentor": set(),
    "leader": {"learner", "neighbour", "stranger"},
    "administrator": set(),
}


@pytest.mark.parametrize("name", SEES)
def test_each_role_sees_exactly_its_own_learners(name: str) -> None:
    school = make_school()
    make_school("other-hill")
    names = {person.pk: short for short, person in school.people.items()}
    seen = learners_visible_to(school.person(name))
    assert {names.get(person.pk, "another district") for person in seen} == SEES[name]


@pytest.mark.parametrize("name", SEES)
def test_evidence_is_seen_by_those_who_see_the_learner(name: str) -> None:
    school, other = make_school(), make_school("other-hill")
    for each in (school, other):
        record_evidence(acting_person=None, district=each.district, pieces=[piece(each, 1)])
    assert evidence_visible_to(school.person(name)).count() == ("learner" in SEES[name])


@pytest.mark.parametrize(
    ("name", "count"), [("teacher", 1), ("leader", 2), ("parent", 0), ("learner", 0), ("mentor", 0)]
)
def test_boards_are_for_those_who_teach_or_lead(name: str, count: int) -> None:
    school = make_school()
    make_school("other-hill")
    assert communities_visible_to(school.person(name)).count() == count


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("days", [-400, -1, 0, 30])
def test_the_quick_rule_of_who_teaches_whom_is_the_general_one(name: str, days: int) -> None:
    school, other = make_school(), make_school("other-hill")
    Membership.objects.filter(person=school.person("neighbour")).update(ends_on=AUTUMN + timedelta(days=10))
    Role.objects.filter(person=school.person("other_teacher")).update(ends_on=AUTUMN + timedelta(days=5))
    Person.objects.filter(pk=school.person("stranger").pk).update(erased_at="2026-10-01T00:00:00Z")
    everybody = [person.pk for each in (school, other) for person in each.people.values()]
    for day in (AUTUMN + timedelta(days=days), AUTUMN + timedelta(days=days + 7)):
        general = learners_taught_by(school.person(name), on=day).values_list("pk", "uuid")
        assert taught_among(school.person(name), everybody, on=day) == dict(general)
    assert taught_among(school.person(name), []) == {}


def test_schools_are_those_one_belongs_to() -> None:
    school = make_school()
    make_school("other-hill")
    assert schools_visible_to(school.person("leader")).count() == 1
    assert schools_visible_to(school.person("mentor")).count() == 0


def test_sight_ends_with_the_role_and_with_the_membership() -> None:
    school = make_school()
    teacher = school.person("teacher")
    Membership.objects.filter(person=school.person("neighbour")).update(ends_on=today() - timedelta(days=1))
    assert set(learners_visible_to(teacher)) == {school.person("learner")}
    assert school.person("neighbour") in learners_visible_to(teacher, on=AUTUMN)
    Role.objects.filter(person=teacher).update(ends_on=today() - timedelta(days=1))
    assert not learners_visible_to(teacher).exists()


def test_an_erased_learner_is_seen_by_nobody() -> None:
    school = make_school()
    Person.objects.filter(pk=school.person("learner").pk).update(erased_at="2026-10-01T00:00:00Z")
    assert not learners_visible_to(school.person("parent")).exists()
