"""Evidence of every kind through the one door: ratings with their rater, hints, what a competency requires."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import numpy as np
import pytest

from ownpath.competencies.models import ProgressionEdge
from ownpath.core.mastery import default_parameters
from ownpath.core.mastery.passes import InThreads
from ownpath.core.mastery.replay_pieces import replay_in_passes
from ownpath.evidence.models import Evidence
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person, RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.proficiency.models import Estimate
from ownpath.proficiency.raters import with_raters
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.services import record_evidence
from school import MONDAY, School, make_school, piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return make_school()


def record(school: School, *pieces: object, by: str = "") -> None:
    acting = school.person(by) if by else None
    record_evidence(acting_person=acting, district=school.district, pieces=list(pieces))


def estimate(school: School, competency: str = "add", learner: str = "learner") -> Estimate:
    return Estimate.objects.get(learner=school.person(learner), competency=school.competencies[competency])


def rating(school: School, number: int, level: int, **changes: object) -> object:
    values = {"kind": "rubric", "result": float(level), "result_low": 1.0, "result_high": 4.0}
    return piece(school, number, **{**values, **changes})


def test_each_higher_rubric_level_says_more(school: School) -> None:
    said = []
    for level in (1, 2, 3, 4):
        other = make_school(f"hill-{level}")
        record(other, rating(other, 1, level))
        said.append(estimate(other).logit)
    assert said == sorted(said)
    assert len(set(said)) == 4


def test_a_right_answer_with_hints_says_less_than_one_without(school: School) -> None:
    said = []
    for hints in (None, 1, 3):
        other = make_school(f"hill-{hints}")
        record(other, piece(other, 1, hints=hints))
        said.append(estimate(other).logit)
    assert said[0] > said[1] > said[2]


def test_hints_that_nobody_can_have_used_are_refused_by_name(school: School) -> None:
    with pytest.raises(InputError) as refused:
        record(school, piece(school, 1, hints=-1))
    assert refused.value.field == "hints"
    assert not Evidence.objects.exists()


def test_a_new_competency_starts_from_what_it_requires(school: School) -> None:
    later = {"competency_id": school.competencies["multiply"].pk}
    apart = make_school("hill-apart")
    ProgressionEdge.objects.filter(district=apart.district).delete()
    for each in (school, apart):
        record(each, *[piece(each, number, result=1.0) for number in range(1, 12)])
        own = {"competency_id": each.competencies["multiply"].pk}
        record(each, piece(each, 20, result=1.0, **own))
    assert later["competency_id"] == school.competencies["multiply"].pk
    assert estimate(school, "multiply").logit > estimate(apart, "multiply").logit
    assert "related" in {reason["code"] for reason in estimate(school, "multiply").reasons}


def test_a_success_raises_what_it_builds_on_and_a_failure_leaves_it(school: School) -> None:
    record(school, *[piece(school, number) for number in range(1, 5)])
    before = estimate(school).logit
    later = {"competency_id": school.competencies["multiply"].pk}
    record(school, piece(school, 10, result=0.0, **later))
    assert estimate(school).evidence_count == 4
    after_failure = estimate(school).logit
    record(school, piece(school, 11, result=1.0, **later))
    assert estimate(school).evidence_count == 4
    assert estimate(school).logit > after_failure
    assert after_failure <= before


def test_a_rebuild_of_all_kinds_finds_every_bit_where_it_was(school: School) -> None:
    competencies = ["add", "multiply", "divide"]
    for number in range(1, 40):
        own = {"competency_id": school.competencies[competencies[number * 7 % 3]].pk}
        if number % 5 == 0:
            record(school, rating(school, number, 1 + number % 4, **own), by="teacher")
        else:
            record(school, piece(school, number, hints=number % 3, spread=1 + number % 2, **own))
    found = rebuild_estimates(district=school.district)
    assert (found.evidence, found.different, found.differences) == (39, 0, [])


def test_a_rebuild_in_pieces_elsewhere_finds_the_same_bits(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ownpath.proficiency.replay.replay_in_passes", partial(replay_in_passes, rows_in_piece=4))
    for number in range(1, 16):
        for name in ("learner", "neighbour"):
            record(school, piece(school, number, source_record=f"{name}-{number}", learner_id=school.person(name).pk))
    with InThreads() as passes:
        found = rebuild_estimates(district=school.district, passes=passes)
    assert (found.evidence, found.different, found.differences) == (30, 0, [])


def test_a_changed_progression_is_found_by_a_rebuild_and_mended_by_the_next_answer(school: School) -> None:
    later = {"competency_id": school.competencies["multiply"].pk}
    record(school, *[piece(school, number, result=1.0) for number in range(1, 9)], piece(school, 9, **later))
    ProgressionEdge.objects.filter(earlier=school.competencies["add"]).delete()
    assert rebuild_estimates(district=school.district).different > 0
    record(school, piece(school, 30, **later))
    assert rebuild_estimates(district=school.district).different == 0


def test_who_rates_more_strictly_is_found_out_and_counts_so(school: School) -> None:
    chance = np.random.default_rng(4)
    names = [NewPerson(given_name="Made", family_name=f"Up {n}", roles=(RoleKind.LEARNER,)) for n in range(120)]
    learners = add_people(acting_person=None, district=school.district, people=names)
    raters: list[Person] = [school.person("teacher"), school.person("other_teacher")]
    for number, learner in enumerate(learners):
        able = 2.7 + 0.7 * chance.normal()
        for strict, rater in enumerate(raters):
            level = int(np.clip(np.round(able + 0.4 * chance.normal() - 1.1 * strict), 1, 4))
            Evidence.objects.create(
                district=school.district,
                learner=learner,
                competency=school.competencies["add"],
                kind="rubric",
                result=level,
                result_low=1.0,
                result_high=4.0,
                happened_at=MONDAY,
                ordered_at=MONDAY,
                recorded_at=datetime.fromtimestamp(MONDAY.timestamp() + number, UTC),
                recorded_by=rater,
                source="test",
                source_record=f"{number}-{strict}",
            )
    found = with_raters(school.district, default_parameters()).rater_severity
    assert found[str(raters[1].pk)] - found[str(raters[0].pk)] > 0.4


def test_few_ratings_leave_every_rater_ordinary(school: School) -> None:
    record(school, *[rating(school, number, 2) for number in range(1, 20)], by="teacher")
    known = replace(default_parameters(), rater_severity={"1": 0.3})
    assert with_raters(school.district, known).rater_severity == {}
