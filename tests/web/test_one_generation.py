"""Whenever new estimates go live while a page is made, the page shows the old ones or the new ones, never both."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grown_school import grow, shifted
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at, now
from ownpath.proficiency import building
from ownpath.proficiency.building import begin_generation, switch_generation
from ownpath.proficiency.estimation import gather_rules
from ownpath.proficiency.models import Generation
from ownpath.proficiency.parameters import store_parameters
from ownpath.proficiency.services import record_evidence
from school import MONDAY, School, piece

OTHERS = shifted(2.5)
PAGES = {
    "picture": ("teacher", "/learners/{learner}/"),
    "own picture": ("learner", "/learners/{learner}/"),
    "competency": ("teacher", "/learners/{learner}/{competency}/"),
    "board": ("teacher", "/communities/{community}/"),
    "morning": ("teacher", "/morning/"),
    "coached": ("coach", "/our-learners/?whose=coached"),
    "child": ("parent", "/family/{learner}/"),
    "leader": ("leader", "/schools/waiting/"),
}


def words(client: Client, address: str) -> str:
    """The page without what is new in every answer."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"', "", page.content.decode())


@pytest.fixture
def built(school: School) -> Generation:
    """A generation that only waits for its switch, and says much that is different."""
    learner, neighbour = school.person("learner"), school.person("neighbour")
    grow(school, 2)
    pieces = [
        piece(
            school,
            each,
            learner_id=who.pk,
            result=float(each < right),
            competency_id=school.competencies[code].pk,
            source_record=f"{code} {each}",
            happened_at=MONDAY.replace(month=11, day=3, hour=each),
        )
        for code, right, count in (("multiply", 5, 5), ("divide", 5, 17))
        for each in range(count)
        for who in (learner, neighbour)
    ]
    prior = piece(school, 1, kind=EvidenceKind.PRIOR, result=1.0, source_record="from before")
    record_evidence(acting_person=None, district=school.district, pieces=[prior, *pieces])
    stored = store_parameters(district=school.district, parameters=OTHERS, moment=now(), responses=1)
    generation = begin_generation(district=school.district, parameter_set=stored, reason="refit")
    rules = gather_rules(school.district, OTHERS)
    building._build_missing(school.district, generation, rules, building.NO_PROGRESS, building._no_beat)
    return generation


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_all_old_or_all_new_wherever_the_switch_falls(school, signed_in, built, name):
    who, path = PAGES[name]
    address = path.format(
        learner=school.person("learner").uuid,
        competency=school.competencies["add"].uuid,
        community=school.community.uuid,
    )
    rules = gather_rules(school.district, OTHERS)

    def switch() -> None:
        assert switch_generation(district=school.district, generation=built, rules=rules, acting_system="test")

    with clock_at(MONDAY.replace(month=11, day=4)):
        client = signed_in(who)
        words(client, address)
        with CaptureQueriesContext(connection) as caught:
            old = words(client, address)
            queries = len(caught)
        with transaction.atomic():
            switch()
            new = words(client, address)
            transaction.set_rollback(True)
        assert old != new
        seen = set()
        for turn in range(queries + 1):
            with transaction.atomic():
                page = words_with_switch_before(client, address, turn, switch)
                transaction.set_rollback(True)
            assert page in (old, new), f"before query {turn} of {queries}"
            seen.add(page == new)
        assert seen == {True, False}


def words_with_switch_before(client: Client, address: str, turn: int, switch: object) -> str:
    """The page, with the switch just before its so-and-so-many-th query."""
    count = [0]

    def count_or_switch(execute, sql, params, many, context):
        if count[0] == turn:
            count[0] += 1
            switch()
        else:
            count[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count_or_switch):
        return words(client, address)
