"""A new generation of estimates is built beside the live one, and nobody ever sees half of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from grown_school import answers_of, everything, grow, shifted
from own_process import python
from ownpath.competencies.models import MasteryRule
from ownpath.core.mastery import default_parameters
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.errors import OwnpathError
from ownpath.proficiency import building
from ownpath.proficiency.building import (
    begin_generation,
    build_and_switch,
    clear_retired,
    give_up_building,
    switch_generation,
)
from ownpath.proficiency.estimation import gather_rules
from ownpath.proficiency.generations import estimates_in_use, find_in_use, reading_generation
from ownpath.proficiency.models import Attainment, Estimate, EstimatesInUse, Generation, LearnerEstimate
from ownpath.proficiency.parameters import load_parameters, parameters_from_bytes, parameters_to_bytes, store_parameters
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.services import record_evidence
from school import MONDAY, School, make_school, piece

pytestmark = pytest.mark.django_db
OTHERS = shifted(0.7)


@pytest.fixture
def school() -> School:
    made = make_school()
    grow(made)
    return made


def begin(school: School, parameters: object = OTHERS, reason: str = "refit") -> Generation:
    stored = store_parameters(
        district=school.district, parameters=parameters, moment=now(), responses=1, learners=1, evidence_until=MONDAY
    )
    return begin_generation(district=school.district, parameter_set=stored, reason=reason)


def build(school: School, generation: Generation) -> Generation:
    return build_and_switch(district=school.district, generation=generation, acting_system="test")


def live(school: School) -> int:
    return find_in_use(school.district).live


def record(school: School, *pieces: object) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces))


def test_parameters_come_back_from_bytes_exactly() -> None:
    assert parameters_from_bytes(parameters_to_bytes(OTHERS)).hash == OTHERS.hash


def test_a_district_begins_with_the_shipped_parameters_and_one_generation(school: School) -> None:
    generation = Generation.objects.get()
    assert (generation.number, generation.state, generation.reason) == (1, "live", "first")
    assert generation.parameter_set.hash == default_parameters().hash
    assert not any(Generation.objects.filter(district=make_school("far-valley").district))


def test_what_was_built_went_live_and_says_what_a_rebuild_finds(school: School) -> None:
    before = everything(live(school))
    built = build(school, begin(school))
    assert (built.state, built.learners_built, built.learners_total) == ("live", 12, 12)
    after = everything(live(school))
    assert len(after) == len(before) and after != before
    assert set(estimates_in_use().values_list("generation", flat=True)) == {built.pk}
    assert rebuild_estimates(district=school.district).different == 0
    assert Generation.objects.get(number=1).state == "retired"


def test_readers_see_the_old_to_the_last_moment_and_then_the_new(school: School, monkeypatch) -> None:
    old = everything(live(school))
    seen: list[object] = []
    original = building.replace_learners

    def look(*arguments: object) -> None:
        original(*arguments)
        seen.append(everything_in_use())

    def everything_in_use() -> object:
        generations = set(estimates_in_use().values_list("generation", flat=True))
        assert len(generations) == 1
        return everything(generations.pop())

    monkeypatch.setattr(building, "LEARNERS_AT_ONCE", 3)
    monkeypatch.setattr(building, "replace_learners", look)
    attained_before = Attainment.objects.count()
    generation = begin(school)
    switch = building.switch_generation

    def look_and_switch(**arguments: object) -> bool:
        assert Attainment.objects.count() == attained_before
        return switch(**arguments)

    monkeypatch.setattr(building, "switch_generation", look_and_switch)
    build(school, generation)
    assert len(seen) == 4 and all(each == old for each in seen)
    assert everything_in_use() == everything(generation) != old


def test_whoever_began_to_read_before_the_switch_reads_the_old_to_the_end(school: School) -> None:
    old = live(school)
    with reading_generation(old):
        build(school, begin(school))
        assert set(estimates_in_use().values_list("generation", flat=True)) == {old}
    assert set(estimates_in_use().values_list("generation", flat=True)) == {live(school)} != {old}
    with reading_generation(None):
        assert not estimates_in_use().exists()


def test_evidence_that_comes_in_while_it_is_built_gives_the_same_bits_as_before(school: School, monkeypatch) -> None:
    """Evidence, a mend, a withdrawal and a new learner come in between reading and storing, and between batches."""
    other = make_school("other-hill")
    grow(other)
    ids = sorted(set(LearnerEstimate.objects.filter(district=school.district).values_list("learner_id", flat=True)))
    monkeypatch.setattr(building, "LEARNERS_AT_ONCE", 4)
    compute, turn = building.compute_estimates, []

    def meanwhile(at: School, learner_ids: list[int], number: int) -> None:
        first = Evidence.objects.filter(learner=learner_ids[0], kind="response").order_by("pk")[number]
        more = answers_of(at, learner_ids[number], 3, seed=10 + number)
        record(at, *(replace(each, happened_at=each.happened_at + timedelta(days=1)) for each in more))
        record(
            at,
            replace(more[0], source_record=f"mend {number}", learner_id=learner_ids[0], supersedes_id=first.pk),
            replace(more[0], source_record=f"late {number}", happened_at=MONDAY - timedelta(days=3)),
        )
        second = Evidence.objects.filter(learner=learner_ids[-1], kind="response").order_by("pk")[number]
        record(
            at,
            replace(
                more[0],
                kind="withdrawal",
                result=None,
                learner_id=learner_ids[-1],
                source_record=f"back {number}",
                supersedes_id=second.pk,
            ),
        )
        record(at, piece(at, number, source_record=f"first of somebody new {number}"))

    def disturbed(*arguments: object) -> object:
        computed = compute(*arguments)
        if len(turn) < 4 and arguments[1].parameters.hash == OTHERS.hash:
            turn.append(1)
            meanwhile(school, ids, len(turn))
        return computed

    monkeypatch.setattr(building, "compute_estimates", disturbed)
    built = build(school, begin(school))
    assert len(turn) == 4
    monkeypatch.undo()
    other_ids = sorted(LearnerEstimate.objects.filter(district=other.district).values_list("learner_id", flat=True))
    for number in range(1, 5):
        meanwhile(other, other_ids, number)
    undisturbed = build(other, begin(other))
    shift_learner = other_ids[0] - ids[0]
    shift_competency = other.competencies["add"].pk - school.competencies["add"].pk

    def said(generation: Generation, learner: int, competency: int) -> list[tuple[object, ...]]:
        rows = Estimate.objects.filter(generation=generation).order_by("learner", "competency")
        columns = ("state", "evidence_count", "logit", "probability_met", "attained_at", "reasons", "last_evidence_at")
        return [
            (row.learner_id - learner, row.competency_id - competency, *(getattr(row, each) for each in columns))
            for row in rows
        ]

    def plain(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in rows]

    assert plain(said(built, 0, 0)) == plain(said(undisturbed, shift_learner, shift_competency))
    assert rebuild_estimates(district=school.district).different == 0


def test_the_last_few_who_changed_are_built_in_the_switch_and_many_are_built_before_it(
    school: School, monkeypatch
) -> None:
    generation = begin(school)
    rules = gather_rules(school.district, load_parameters(generation.parameter_set_id, OTHERS.hash))
    monkeypatch.setattr(building, "SWITCH_AT_ONCE", 3)
    switch = {"district": school.district, "generation": generation, "rules": rules, "acting_system": "test"}
    assert switch_generation(**switch) is False
    building._build_missing(school.district, generation, rules, building.NO_PROGRESS, building._no_beat)
    for learner_id in list(LearnerEstimate.objects.filter(generation=generation).values_list("learner", flat=True))[:3]:
        record(school, *answers_of(school, learner_id, 1, seed=77))
    assert LearnerEstimate.objects.filter(generation=generation).count() == 9
    assert switch_generation(**switch) is True
    assert rebuild_estimates(district=school.district).different == 0


def test_what_the_new_parameters_attain_is_noted_with_its_evidence_at_the_switch(school: School) -> None:
    learner = school.person("learner")
    record(school, *(piece(school, number, result=1.0) for number in range(5)))
    assert not Attainment.objects.filter(learner=learner).exists()
    before = Attainment.objects.count()
    built = build(school, begin(school, shifted(2.5)))
    attained = Attainment.objects.get(learner=learner)
    assert attained.evidence.learner == learner and attained.rule.startswith("estimate>=")
    assert built.newly_attained == Attainment.objects.count() - before > 0
    estimate = estimates_in_use().get(learner=learner)
    assert (estimate.attained_at, estimate.attained_evidence) == (attained.attained_at, attained.evidence)


def test_a_mastery_rule_that_changes_while_it_is_built_applies_to_everybody(school: School, monkeypatch) -> None:
    switch, turns = building.switch_generation, []

    def change_first(**arguments: object) -> bool:
        if not turns:
            MasteryRule.objects.update(claim_confidence=0.6)
        turns.append(1)
        return switch(**arguments)

    monkeypatch.setattr(building, "switch_generation", change_first)
    build(school, begin(school))
    assert len(turns) == 2
    assert rebuild_estimates(district=school.district).different == 0


def test_two_are_never_built_at_once_and_what_is_given_up_leaves_nothing(school: School) -> None:
    generation = begin(school)
    with pytest.raises(OwnpathError, match="being built already"):
        begin(school, shifted(0.1))
    rules = gather_rules(school.district, OTHERS)
    building._build_missing(school.district, generation, rules, building.NO_PROGRESS, building._no_beat)
    assert give_up_building(district=school.district) == generation
    assert give_up_building(district=school.district) is None
    with pytest.raises(OwnpathError, match="given up"):
        switch_generation(district=school.district, generation=generation, rules=rules, acting_system="test")
    assert clear_retired(district=school.district, grace_seconds=0) == 1
    assert set(Estimate.objects.values_list("generation", flat=True)) == {live(school)}
    assert EstimatesInUse.objects.get().building is None


def test_clearing_leaves_the_live_generation_alone(school: School, monkeypatch) -> None:
    monkeypatch.setattr(building, "ROWS_AT_ONCE", 7)
    build(school, begin(school))
    said = everything(live(school))
    assert clear_retired(district=school.district, grace_seconds=0) == 1
    assert everything() == said
    assert clear_retired(district=school.district, grace_seconds=0) == 0


def test_another_district_is_not_touched(school: School) -> None:
    other = make_school("far-valley")
    grow(other, 2)
    before = everything(live(other))
    build(school, begin(school))
    clear_retired(district=school.district, grace_seconds=0)
    assert everything(live(other)) == before


SWITCH_AND_WRITE = """
import threading
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from grown_school import answers_of, grow, shifted
from ownpath.foundation.clock import now
from ownpath.proficiency import building
from ownpath.proficiency.estimation import gather_rules
from ownpath.proficiency.generations import find_in_use
from ownpath.proficiency.models import LearnerEstimate
from ownpath.proficiency.parameters import store_parameters
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.services import record_evidence
from school import make_school
school = make_school()
ids = grow(school, 3)
others = shifted(0.7)
stored = store_parameters(district=school.district, parameters=others, moment=now(), responses=1)
generation = building.begin_generation(district=school.district, parameter_set=stored, reason="refit")
rules = gather_rules(school.district, others)
building._build_missing(school.district, generation, rules, building.NO_PROGRESS, building._no_beat)
writing = threading.Event()

def write():
    writing.set()
    record_evidence(acting_person=None, district=school.district, pieces=answers_of(school, ids[0], 2, seed=5))
    connection.close()

writer = threading.Thread(target=write)
original = building.note_attained

def write_meanwhile(*arguments):
    writer.start()
    writing.wait()
    writer.join(0.7)
    print(writer.is_alive())
    return original(*arguments)

building.note_attained = write_meanwhile
print(building.switch_generation(
    district=school.district, generation=generation, rules=rules, acting_system="test"))
writer.join(15)
print(find_in_use(school.district).live == generation.pk)
print(LearnerEstimate.objects.get(generation=generation, learner=ids[0]).evidence_count)
print(rebuild_estimates(district=school.district).different)
"""


def test_whoever_waits_for_the_switch_writes_into_what_went_live(own_databases) -> None:
    done = python(own_databases(), SWITCH_AND_WRITE)
    assert done.stdout.split() == ["True", "True", "True", "26", "0"], done.stderr
