"""A school may ask for more than the estimate; a change of rule is seen before it goes live, and is a record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ownpath.competencies.models import MasteryRuleChange
from ownpath.competencies.rules import read_draft, rule_of
from ownpath.competencies.selectors import gather_progression
from ownpath.config.command_line.main import main
from ownpath.core.mastery import Demand
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import Person
from ownpath.proficiency.models import Attainment, Estimate, Proposal
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.rule_change import make_rule_live
from ownpath.proficiency.rule_preview import learners_with_evidence, preview_rule
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.proficiency.standing import gather_group_standing
from school import MONDAY, School, make_school, piece

LATER = MONDAY + timedelta(days=30)


@pytest.fixture
def school(db: None) -> School:
    return make_school()


def answers(school: School, first: int = 0, count: int = 14, who: str = "learner", code: str = "add", at=MONDAY):
    return [
        piece(
            school,
            n,
            result=1.0,
            learner_id=school.person(who).pk,
            competency_id=school.competencies[code].pk,
            task=f"{code}-{n}",
            happened_at=at + timedelta(minutes=n),
            source_record=f"{who}-{code}-{n}",
        )
        for n in range(first, first + count)
    ]


def record(school: School, pieces, at=None) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=pieces, recorded_at=at or LATER)


def draft_of(school: School, code: str = "", numbers=None, **demand: object):
    competency = school.competencies[code] if code else None
    return competency, read_draft(school.framework, competency, numbers or {}, demand)


def live(school: School, code: str = "", at=MONDAY - timedelta(days=1), who: str = "leader", numbers=None, **demand):
    competency, draft = draft_of(school, code, numbers, **demand)
    with clock_at(at):
        return make_rule_live(
            acting_person=school.person(who),
            framework=school.framework,
            competency=competency,
            draft=draft,
            reason="We agreed on it in the team.",
            touches={},
        )


def preview(school: School, code: str = "", numbers=None, **demand: object):
    competency, draft = draft_of(school, code, numbers, **demand)
    return preview_rule(
        framework=school.framework,
        competency=competency,
        draft=draft,
        learner_ids=learners_with_evidence(school.district),
    )


def rubric(school: School, at, result: float = 3.0, number: int = 0):
    return piece(
        school,
        900 + number,
        kind=EvidenceKind.RUBRIC,
        result=result,
        result_low=1.0,
        result_high=4.0,
        task="",
        happened_at=at,
        source="project",
        source_record=f"rubric-{number}",
    )


def standing(school: School, at=LATER):
    progression = gather_progression(school.district.pk)
    found = gather_group_standing(Person.objects.filter(pk=school.person("learner").pk), progression, at)
    return found, progression.place_of[school.competencies["add"].pk]


def test_without_a_demand_the_estimate_is_enough(school):
    record(school, answers(school))
    assert (Attainment.objects.count(), Proposal.objects.count()) == (1, 0)


def test_where_a_performance_task_is_asked_the_proposal_waits_and_is_worked_on(school):
    live(school, "add", asks="performance")
    record(school, answers(school), at=MONDAY + timedelta(hours=1))
    assert (Attainment.objects.count(), Proposal.objects.count()) == (0, 1)
    found, add = standing(school, MONDAY + timedelta(hours=2))
    assert (found.attained[0, add], found.working[0, add], found.ready[0, add]) == (False, True, True)
    record(school, [rubric(school, MONDAY + timedelta(days=2))])
    noted = Attainment.objects.get()
    assert noted.attained_at == MONDAY + timedelta(days=2)
    assert noted.evidence.kind == EvidenceKind.RUBRIC and noted.rule.startswith("estimate>=")
    assert standing(school)[0].attained[0, add]


def test_a_performance_task_that_did_not_go_well_is_not_enough(school):
    live(school, "add", asks="performance")
    record(school, answers(school))
    record(school, [rubric(school, MONDAY + timedelta(days=2), result=1.0)])
    assert Attainment.objects.count() == 0


def test_a_teachers_yes_is_a_judgement_and_stands_by_itself(school):
    live(school, asks="teacher")
    record(school, answers(school))
    record(school, [rubric(school, MONDAY + timedelta(days=2))])
    assert Attainment.objects.count() == 0
    record_judgement(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        competency=school.competencies["add"],
        verdict="attained",
        reason="She showed me.",
    )
    assert Attainment.objects.get().judgement is not None


def test_pieces_and_contexts_are_counted(school):
    live(school, "add", least_pieces=16, least_contexts=2)
    record(school, answers(school))
    record(school, answers(school, first=20, count=3))
    assert Attainment.objects.count() == 0
    record(school, [rubric(school, MONDAY + timedelta(days=1))])
    assert Attainment.objects.count() == 1


def test_what_was_attained_before_the_rule_stays_attained(school):
    record(school, answers(school))
    live(school, at=LATER, asks="teacher")
    assert Attainment.objects.count() == 1
    assert standing(school, LATER + timedelta(minutes=1))[0].attained[0, standing(school)[1]]
    rebuild_estimates(district=school.district, repair=True)
    assert (Attainment.objects.count(), Proposal.objects.count()) == (1, 0)


def test_late_evidence_from_before_a_rule_goes_by_the_rule_of_its_time(school):
    live(school, at=LATER, asks="teacher")
    record(school, answers(school), at=LATER + timedelta(days=1))
    assert Attainment.objects.get().attained_at < LATER


def test_a_looser_rule_lets_what_waits_be_attained_from_its_time_on(school):
    live(school, asks="teacher")
    record(school, answers(school))
    assert preview(school, asks="").counts()["newly_attained"] == 1
    live(school, at=LATER, asks="")
    assert Attainment.objects.get().attained_at == LATER


def test_of_one_competency_more_can_be_asked_than_of_its_framework(school):
    live(school, "add", asks="teacher")
    record(school, [*answers(school), *answers(school, code="multiply", first=30)])
    assert [each.competency.code for each in Attainment.objects.all()] == ["multiply"]
    assert rule_of(school.framework, school.competencies["add"]).demand == Demand(asks="teacher")
    assert rule_of(school.framework).demand.is_empty


def test_a_stricter_criterion_is_previewed_by_replay_and_takes_nothing_away(school):
    record(school, answers(school))
    numbers = {"least_tasks": 30}
    found = preview(school, numbers=numbers)
    assert found.counts() == {
        "newly_attained": 0,
        "newly_waiting": 0,
        "no_longer_proposed": 0,
        "stays_attained": 1,
        "unchanged": 0,
        "learners": 1,
    }
    assert Estimate.objects.filter(attained_at__isnull=False).count() == 1
    live(school, at=LATER, numbers=numbers)
    assert Estimate.objects.filter(attained_at__isnull=False).count() == 0
    assert Attainment.objects.count() == 1
    assert rebuild_estimates(district=school.district).different == 0


def test_a_looser_criterion_says_who_would_newly_attain_and_then_does_it(school):
    record(school, answers(school, count=2))
    numbers = {"reference_probability": 0.5, "claim_confidence": 0.51, "least_evidence": 1, "least_tasks": 1}
    (touched,) = preview(school, numbers=numbers).touched
    assert (touched.learner_id, touched.what) == (school.person("learner").pk, "newly_attained")
    assert Attainment.objects.count() == 0
    live(school, at=LATER, numbers=numbers)
    assert Attainment.objects.get().attained_at == LATER
    assert rebuild_estimates(district=school.district).different == 0


def test_a_preview_says_what_would_wait_and_for_what(school):
    live(school, asks="teacher")
    record(school, answers(school))
    assert preview(school, least_pieces=40, asks="").touched == []
    record(school, answers(school, who="neighbour"))
    assert preview(school, asks="").counts()["newly_attained"] == 2
    numbers = {"reference_probability": 0.5, "claim_confidence": 0.51, "least_evidence": 1, "least_tasks": 1}
    record(school, answers(school, count=2, code="multiply", first=50))
    waits = [each for each in preview(school, numbers=numbers).touched if each.what == "newly_waiting"]
    assert [(each.competency_id, each.missing) for each in waits] == [(school.competencies["multiply"].pk, "teacher")]


def test_the_estimates_stay_the_same_bits_whatever_is_asked(school):
    live(school, "add", asks="performance")
    record(school, answers(school))
    assert rebuild_estimates(district=school.district).different == 0


def test_only_a_leader_of_the_district_changes_a_rule_and_gives_a_reason(school):
    for who in ("teacher", "administrator", "learner"):
        with pytest.raises(NotAllowed):
            live(school, who=who, asks="teacher")
    elsewhere = make_school("far-valley")
    with pytest.raises(NotAllowed):
        make_rule_live(
            acting_person=elsewhere.person("leader"),
            framework=school.framework,
            competency=None,
            draft=rule_of(school.framework),
            reason="Because.",
            touches={},
        )
    with pytest.raises(InputError, match="reason"):
        make_rule_live(
            acting_person=school.person("leader"),
            framework=school.framework,
            competency=None,
            draft=rule_of(school.framework),
            reason="  ",
            touches={},
        )
    assert MasteryRuleChange.objects.count() == 0


def test_a_number_out_of_its_range_is_refused_with_its_field(school):
    with pytest.raises(InputError) as refused:
        draft_of(school, numbers={"claim_confidence": 2.0})
    assert refused.value.field == "claim_confidence"
    with pytest.raises(InputError) as refused:
        draft_of(school, numbers={"claim_confidence": 0.5})
    assert refused.value.field == "claim_confidence"
    with pytest.raises(InputError):
        draft_of(school, asks="perhaps")


def test_the_record_of_rules_and_proposals_cannot_be_changed(school):
    live(school, asks="teacher")
    record(school, answers(school))
    for rows in (MasteryRuleChange.objects.all(), Proposal.objects.all()):
        assert rows.exists()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.delete()


def test_the_command_previews_and_lets_a_rule_take_effect(school, capsys):
    record(school, answers(school))
    assert main(["preview-rule", "numbers", "--asks", "teacher", "--json"]) == 0
    assert '"stays_attained": 1' in capsys.readouterr().out
    assert main(["preview-rule", "numbers", "--asks", "teacher", "--live"]) == 1
    assert main(["preview-rule", "numbers", "--asks", "teacher", "--live", "--reason", "Agreed."]) == 0
    assert MasteryRuleChange.objects.get().touches["stays_attained"] == 1
    assert main(["preview-rule", "nowhere"]) == 1


def test_a_preview_asks_the_same_few_queries_for_more_learners(school):
    counts = []
    for who in ("learner", "neighbour"):
        record(school, answers(school, who=who))
        with CaptureQueriesContext(connection) as asked:
            preview(school, asks="performance", numbers={"least_tasks": 5})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_asked_of_one_competency_is_not_touched_by_its_frameworks_rule(school):
    live(school, "add", asks="teacher")
    record(school, [*answers(school), *answers(school, code="multiply", first=30)])
    (touched,) = preview(school, asks="performance").touched
    assert (touched.competency_id, touched.what) == (school.competencies["multiply"].pk, "stays_attained")


def test_a_looser_rule_touches_nothing_that_late_evidence_had_undone(school):
    record(school, answers(school))
    wrong = [
        piece(
            school,
            n,
            result=0.0,
            task=f"early-{n}",
            happened_at=MONDAY - timedelta(minutes=n),
            source_record=f"early-{n}",
        )
        for n in range(1, 30)
    ]
    record(school, wrong)
    assert (Attainment.objects.count(), Estimate.objects.filter(attained_at__isnull=False).count()) == (1, 0)
    assert preview(school, numbers={"least_tasks": 2}).touched == []
