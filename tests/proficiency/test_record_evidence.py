"""The one door for evidence, and the estimates behind it."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownpath.evidence.models import Evidence
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.proficiency.models import Attainment, Estimate, LearnerEstimate
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.proficiency.storage import ESTIMATE_COLUMNS
from school import MONDAY, School, make_school, piece

pytestmark = pytest.mark.django_db
HILLS = itertools.count()


@pytest.fixture
def school() -> School:
    return make_school()


def record(school: School, *pieces: object, **more: object) -> object:
    return record_evidence(acting_person=None, district=school.district, pieces=list(pieces), **more)


def estimate(school: School, code: str = "add") -> Estimate:
    return Estimate.objects.get(learner=school.person("learner"), competency=school.competencies[code])


def said_by(row: Estimate) -> list[object]:
    """All that an estimate says; two schools' evidence and progressions have numbers of their own."""
    own = {"attained_evidence_id", "parameters_hash"}
    return [getattr(row, name) for name in ESTIMATE_COLUMNS if name not in own]


def test_the_same_thing_enters_once(school: School) -> None:
    record(school, piece(school, 1), piece(school, 2))
    again = record(school, piece(school, 1), piece(school, 2), piece(school, 3))
    assert (again.stored, again.known_already, Evidence.objects.count()) == (1, 2, 3)


def test_evidence_moves_the_estimate_and_the_three_facts_stand_apart(school: School) -> None:
    record(school, piece(school, 1, result=1.0))
    first = estimate(school)
    assert first.attained_at is None
    assert first.enough_evidence is False
    assert first.missing != ""
    record(school, *[piece(school, number, result=1.0) for number in range(2, 60)])
    later = estimate(school)
    assert later.probability > first.probability
    assert later.attained_at is not None
    assert later.enough_evidence is True
    assert later.holds_until is None or later.holds_until > later.attained_at
    assert later.reasons != []


def test_attained_does_not_disappear_when_errors_follow(school: School) -> None:
    record(school, *[piece(school, number, result=1.0) for number in range(1, 60)])
    attained_at = estimate(school).attained_at
    record(school, *[piece(school, number, result=0.0) for number in range(60, 90)])
    after = estimate(school)
    assert after.attained_at == attained_at
    assert after.probability_met < 0.5
    assert Attainment.objects.filter(learner=school.person("learner")).count() == 1


def test_older_evidence_that_arrives_late_gives_the_same_estimate_as_in_time_order(school: School) -> None:
    other = make_school("other-hill")
    pieces = [piece(school, number) for number in range(1, 20)]
    shuffled = [piece(other, number) for number in range(1, 20)]
    random.Random(5).shuffle(shuffled)
    record(school, *pieces)
    for each in shuffled:
        record(other, each)
    assert said_by(estimate(school)) == said_by(estimate(other))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_rebuild_finds_every_bit_where_it_was(data: st.DataObject) -> None:
    school = make_school(f"hill-{next(HILLS)}")
    numbers = data.draw(st.permutations(range(1, 15)))
    while numbers:
        size = data.draw(st.integers(1, len(numbers)))
        batch, numbers = numbers[:size], numbers[size:]
        codes = ["add", "multiply", "divide"]
        record(
            school,
            *[
                piece(
                    school,
                    number,
                    competency_id=school.competencies[codes[number % 3]].pk,
                    result=data.draw(st.sampled_from([0.0, 0.25, 1.0])),
                    happened_at=data.draw(st.sampled_from([None, MONDAY + timedelta(hours=number)])),
                )
                for number in batch
            ],
        )
    found = rebuild_estimates(district=school.district)
    assert (found.different, found.evidence) == (0, 14)


def test_a_rebuild_notices_one_changed_bit_and_repairs_it(school: School) -> None:
    record(school, *[piece(school, number) for number in range(1, 10)])
    Estimate.objects.update(probability=estimate(school).probability + 1e-16 * 8)
    LearnerEstimate.objects.update(evidence_count=3)
    found = rebuild_estimates(district=school.district, repair=True)
    assert found.different == 2
    assert rebuild_estimates(district=school.district).different == 0


def test_a_mistake_is_mended_by_a_newer_row(school: School) -> None:
    record(school, piece(school, 1, result=0.0), piece(school, 2, result=1.0))
    before = estimate(school).probability
    wrong = Evidence.objects.get(source_record="record-1")
    record(school, piece(school, 3, result=1.0, happened_at=wrong.happened_at, supersedes_id=wrong.pk))
    assert estimate(school).probability > before
    assert estimate(school).evidence_count == 2
    assert Evidence.objects.count() == 3
    assert rebuild_estimates(district=school.district).different == 0
    with pytest.raises(InputError, match="mended before"):
        record(school, piece(school, 4, supersedes_id=wrong.pk))


def test_taking_back_the_only_evidence_leaves_no_estimate(school: School) -> None:
    record(school, piece(school, 1))
    wrong = Evidence.objects.get()
    record(school, piece(school, 2, kind="withdrawal", result=None, supersedes_id=wrong.pk))
    assert not Estimate.objects.exists()
    assert rebuild_estimates(district=school.district).different == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result": float("nan")}, "result"),
        ({"result": 1.5}, "result"),
        ({"result": None}, "result"),
        ({"kind": "rumour"}, "kind"),
        ({"happened_at": MONDAY + timedelta(days=40000)}, "happened_at"),
        ({"happened_at": MONDAY.replace(year=1700)}, "happened_at"),
        ({"source_record": ""}, "source_record"),
        ({"spread": 0}, "spread"),
        ({"task_difficulty": float("inf")}, "task_difficulty"),
    ],
)
def test_what_cannot_be_evidence_changes_nothing(school: School, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as error:
        record(school, piece(school, 1), replace(piece(school, 2), row=17, **changes))
    assert (error.value.row, error.value.field) == (17, field)
    assert not Evidence.objects.exists()
    assert not Estimate.objects.exists()


@pytest.mark.parametrize("name", ["other_teacher", "neighbour", "parent", "mentor", "leader", "administrator", "coach"])
def test_only_those_who_teach_a_learner_add_evidence_and_judge(school: School, name: str) -> None:
    with pytest.raises(NotAllowed):
        record_evidence(acting_person=school.person(name), district=school.district, pieces=[piece(school, 1)])
    with pytest.raises(NotAllowed):
        record_judgement(
            acting_person=school.person(name),
            learner=school.person("learner"),
            competency=school.competencies["add"],
            verdict="attained",
            reason="Because",
        )
    assert not Evidence.objects.exists()


def test_a_judgement_needs_a_reason_and_leaves_the_estimate_alone(school: School) -> None:
    record(school, piece(school, 1))
    before = said_by(estimate(school))
    arguments = {
        "acting_person": school.person("teacher"),
        "learner": school.person("learner"),
        "competency": school.competencies["add"],
        "verdict": "attained",
    }
    with pytest.raises(InputError, match="reason"):
        record_judgement(**arguments, reason="   ")
    judgement = record_judgement(**arguments, reason="Showed it twice at the board")
    assert said_by(estimate(school)) == before
    assert Attainment.objects.get().judgement == judgement


def test_evidence_of_another_district_is_refused(school: School) -> None:
    other = make_school("other-hill")
    with pytest.raises(InputError):
        record(school, replace(piece(school, 1), learner_id=other.person("learner").pk))
    with pytest.raises(InputError):
        record(school, replace(piece(school, 1), competency_id=other.competencies["add"].pk))
    assert not Evidence.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_evidence(school: School) -> None:
    def queries(numbers: range) -> int:
        with CaptureQueriesContext(connection) as captured:
            record(school, *[piece(school, number) for number in numbers])
        return len(captured)

    queries(range(1, 3))
    assert queries(range(3, 5)) == queries(range(5, 50))
