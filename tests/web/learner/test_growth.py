"""What somebody can do now and could not do before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.web.design.growth import year_begins
from school import MONDAY, School, piece


@pytest.fixture(autouse=True)
def october():
    with clock_at(MONDAY + timedelta(days=35)):
        yield


def address(school: School) -> str:
    return f"/learners/{school.person('learner').uuid}/growth/"


def test_a_school_year_begins_in_august_wherever_one_stands():
    assert year_begins(date(2026, 8, 1)) == date(2026, 8, 1)
    assert year_begins(date(2027, 7, 31)) == date(2026, 8, 1)


def test_what_was_attained_this_year_is_counted_and_named(school, signed_in):
    record_judgement(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        competency=school.competencies["add"],
        verdict="attained",
        reason="Showed it.",
    )
    page = signed_in("learner").get(address(school)).content.decode()
    assert "1 thing that I could not show on" in page
    assert "October 2026" in page
    assert "1 new can-do since" in page


def test_what_a_record_from_before_brings_is_not_called_new(school, signed_in):
    known = piece(school, 1, kind=EvidenceKind.PRIOR, result=1.0)
    record_evidence(acting_person=None, district=school.district, pieces=[known])
    page = signed_in("learner").get(address(school)).content.decode()
    assert "Nothing new yet this school year." in page
    assert "0 new can-dos since" in page


def test_a_family_reads_it_with_the_childs_name(school, signed_in):
    assert "What Learner can do now" in signed_in("parent").get(address(school)).content.decode()
