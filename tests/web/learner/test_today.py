"""A learner's home: what I am on, what is ready, who is with me, and what changed since last time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.plans.services import make_goal, make_group, pin_competency
from ownpath.plans.services.groups import NewPlace
from ownpath.proficiency.services import record_evidence, record_judgement
from school import MONDAY, School, piece

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def tuesday():
    """All pages are opened on one morning."""
    with clock_at(TUESDAY):
        yield


def record(school: School, *pieces: object) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces))


def known(school: School, code: str) -> object:
    competency = school.competencies[code]
    return piece(school, 1, competency_id=competency.pk, kind=EvidenceKind.PRIOR, result=1.0, source_record=code)


def today(signed_in, who: str = "learner") -> str:
    return signed_in(who).get("/today/").content.decode()


def test_somebody_new_is_told_how_it_begins(school, signed_in):
    page = today(signed_in)
    assert "Nothing yet. Your first task starts your picture." in page
    assert "You could start with “add”." in page


def test_the_day_is_said_in_one_sentence(school, signed_in):
    record(school, known(school, "add"), piece(school, 2, competency_id=school.competencies["multiply"].pk))
    assert "You are on “multiply”." in today(signed_in)


def test_what_a_teacher_put_first_stands_before_all_with_the_reason(school, signed_in):
    pin_competency(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        competency=school.competencies["divide"],
        reason="We need it for the river project.",
    )
    page = today(signed_in)
    assert "Teacher Made-Up put this first:" in page
    assert "We need it for the river project." in page
    assert page.index("put this first") < page.index(">add<")


def test_what_changed_since_last_time_is_said_once(school, signed_in):
    with clock_at(TUESDAY):
        assert "New since you were here" not in today(signed_in)
    with clock_at(TUESDAY + timedelta(hours=2)):
        record_judgement(
            acting_person=school.person("teacher"),
            learner=school.person("learner"),
            competency=school.competencies["add"],
            verdict="attained",
            reason="Showed it on the market stall.",
        )
    with clock_at(TUESDAY + timedelta(days=1)):
        page = today(signed_in)
        assert "New since you were here (yesterday)" in page
        assert "You can do this now:" in page
    with clock_at(TUESDAY + timedelta(days=2)):
        assert "Nothing changed since then." in today(signed_in)


def test_my_people_my_goals_and_my_groups_are_beside_it(school, signed_in):
    learner, teacher = school.person("learner"), school.person("teacher")
    make_goal(
        acting_person=learner,
        learner=learner,
        statement="Add prices in my head",
        by_when=TUESDAY.date() + timedelta(days=7),
    )
    make_group(
        acting_person=teacher,
        community=school.community,
        competency=school.competencies["add"],
        places=[NewPlace(learner), NewPlace(school.person("neighbour"))],
        purpose="Prices at the stall",
    )
    page = today(signed_in)
    assert "Add prices in my head" in page
    assert "Prices at the stall" in page
    assert "Learner, Neighbour" in page
    assert "Teacher Made-Up" in page


def test_the_number_of_queries_does_not_grow_with_what_somebody_can_do(school, signed_in):
    client = signed_in("learner")
    client.get("/today/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/today/")
        return len(asked)

    before = queries()
    record(school, *(known(school, code) for code in ("add", "multiply", "divide")))
    assert queries() <= before
