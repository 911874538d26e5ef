"""Where learners stand: the three facts, readiness, and who is stuck or quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.competencies.models import Framework
from ownpath.competencies.selectors import gather_progression
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.people.models import Person, RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.proficiency.models import Estimate
from ownpath.proficiency.selectors import gather_competency_record, gather_picture, gather_pulses
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.selectors import learners_of
from ownpath.schools.services import NewMembership, join_communities
from school import AUTUMN, MONDAY, School, make_school, piece

pytestmark = pytest.mark.django_db
SOON = MONDAY + timedelta(days=3)


@pytest.fixture
def school() -> School:
    return make_school()


def record(school: School, *pieces: object) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces))


def prior(school: School, code: str, who: str = "learner") -> object:
    """A strong record from before, which attains by itself."""
    return piece(
        school,
        1,
        learner_id=school.person(who).pk,
        competency_id=school.competencies[code].pk,
        kind=EvidenceKind.PRIOR,
        result=1.0,
        source_record=f"prior-{code}-{who}",
    )


def wrong_answers(school: School, n: int = 12, code: str = "multiply") -> list[object]:
    return [
        piece(school, number, result=0.0, competency_id=school.competencies[code].pk, source_record=f"wrong-{number}")
        for number in range(n)
    ]


def standing_of(school: School, as_of: datetime = SOON, who: str = "learner"):
    return gather_group_standing(
        Person.objects.filter(pk=school.person(who).pk), gather_progression(school.district.pk), as_of
    )


def codes(standing, row) -> set[str]:
    return {card.code for card in standing.progression.cards if row[card.place]}


def judge(school: School, verdict: str, code: str = "add", at: datetime = MONDAY) -> None:
    with clock_at(at):
        record_judgement(
            acting_person=school.person("teacher"),
            learner=school.person("learner"),
            competency=school.competencies[code],
            verdict=verdict,
            reason="I watched it happen.",
        )


def test_a_learner_without_evidence_is_ready_for_the_beginning_only(school):
    standing = standing_of(school)
    assert codes(standing, standing.ready[0]) == {"add"}
    assert not standing.attained.any()
    assert standing.last_evidence_at == (None,)


def test_what_was_attained_and_is_held_opens_what_builds_on_it(school):
    record(school, prior(school, "add"))
    standing = standing_of(school)
    assert codes(standing, standing.held[0]) == {"add"}
    assert codes(standing, standing.ready[0]) == {"multiply"}


def test_what_is_no_longer_held_stays_attained_and_closes_what_builds_on_it(school):
    record(school, prior(school, "add"))
    until = Estimate.objects.get(learner=school.person("learner")).holds_until
    assert until is not None
    later = standing_of(school, until + timedelta(days=1))
    assert codes(later, later.attained[0]) == {"add"}
    assert codes(later, later.held[0]) == set()
    assert codes(later, later.ready[0]) == set()
    before = standing_of(school, until - timedelta(days=1))
    assert codes(before, before.held[0]) == {"add"}


def test_a_judgement_goes_before_the_estimate_both_ways(school):
    judge(school, "attained", "add")
    standing = standing_of(school)
    assert codes(standing, standing.held[0]) == {"add"}
    judge(school, "not_yet", "add", MONDAY + timedelta(hours=1))
    standing = standing_of(school)
    assert codes(standing, standing.attained[0]) == set()
    assert codes(standing, standing.ready[0]) == {"add"}


def test_a_judgement_that_was_taken_back_leaves_the_estimate_to_speak(school):
    record(school, prior(school, "add"))
    judge(school, "not_yet")
    judge(school, "withdrawn", at=MONDAY + timedelta(hours=1))
    standing = standing_of(school)
    assert codes(standing, standing.held[0]) == {"add"}


def test_a_judgement_after_the_hold_ran_out_holds_again(school):
    record(school, prior(school, "add"))
    until = Estimate.objects.get(learner=school.person("learner")).holds_until
    judge(school, "attained", at=until + timedelta(days=1))
    standing = standing_of(school, until + timedelta(days=2))
    assert codes(standing, standing.held[0]) == {"add"}


def test_a_judgement_from_before_the_hold_ran_out_does_not_hold_for_ever(school):
    record(school, prior(school, "add"))
    until = Estimate.objects.get(learner=school.person("learner")).holds_until
    judge(school, "attained", at=MONDAY + timedelta(days=1))
    standing = standing_of(school, until + timedelta(days=2))
    assert codes(standing, standing.held[0]) == set()
    assert codes(standing, standing.attained[0]) == {"add"}


def test_somebody_who_tries_without_success_is_stuck_with_the_day_it_began(school):
    record(school, prior(school, "add"), *wrong_answers(school))
    (stuck,) = standing_of(school).stuck[0]
    assert gather_progression(school.district.pk).cards[stuck.competency].code == "multiply"
    assert MONDAY <= stuck.since < SOON


def test_a_judgement_that_it_is_attained_ends_being_stuck(school):
    record(school, *wrong_answers(school))
    judge(school, "attained", "multiply", MONDAY + timedelta(days=1))
    assert standing_of(school).stuck == ((),)


def test_somebody_without_evidence_for_two_weeks_has_gone_quiet(school):
    record(school, piece(school, 1))
    assert standing_of(school).quiet_since(0) is None
    late = standing_of(school, MONDAY + timedelta(days=20))
    assert late.quiet_since(0) == datetime(2026, 9, 7, 10, tzinfo=UTC)


def test_what_is_worked_on_is_not_suggested_as_next(school):
    record(school, prior(school, "add"))
    standing = standing_of(school)
    (step,) = standing.next_steps(0)
    assert standing.progression.cards[step.competency].code == "multiply"
    assert (step.newly_open, step.opens) == (True, 1)
    record(school, *wrong_answers(school, 2))
    assert standing_of(school).next_steps(0) == []


def test_learners_in_one_group_keep_their_own_facts(school):
    record(school, prior(school, "add"), prior(school, "add", "neighbour"), prior(school, "multiply", "neighbour"))
    learners = learners_of(school.community)
    standing = gather_group_standing(learners, gather_progression(school.district.pk), SOON)
    by_learner = {
        learner_id: codes(standing, standing.held[number]) for number, learner_id in enumerate(standing.learner_ids)
    }
    assert by_learner == {
        school.person("learner").pk: {"add"},
        school.person("neighbour").pk: {"add", "multiply"},
    }


def test_the_number_of_queries_does_not_grow_with_learners(school):
    learners = learners_of(school.community)
    progression = gather_progression(school.district.pk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            gather_group_standing(learners, progression, SOON)
        return len(caught)

    few = queries()
    made = add_people(
        acting_person=None,
        district=school.district,
        people=[
            NewPerson(given_name=f"N{number}", roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for number in range(30)
        ],
    )
    join_communities(
        acting_person=None,
        district=school.district,
        memberships=[NewMembership(each, school.community, RoleKind.LEARNER, AUTUMN) for each in made],
    )
    record(school, *(replace(piece(school, 3), learner_id=each.pk) for each in made))
    assert queries() == few == 8


def test_the_progression_is_read_once_until_a_framework_changes(school):
    first = gather_progression(school.district.pk)
    with CaptureQueriesContext(connection) as caught:
        assert gather_progression(school.district.pk) is first
    assert len(caught) == 1
    Framework.objects.update(revision=7)
    assert gather_progression(school.district.pk) is not first


def test_a_framework_that_is_not_in_use_is_not_shown(school):
    Framework.objects.update(in_use=False)
    assert gather_progression(school.district.pk).cards == ()


def test_a_picture_names_who_judged_and_when(school):
    judge(school, "attained")
    picture = gather_picture(school.person("learner"), gather_progression(school.district.pk), SOON)
    (facts,) = picture.facts.values()
    assert (facts.attained, facts.held, facts.judged_by, facts.attained_at) == (True, True, "Teacher", MONDAY)
    assert facts.enough_evidence is False


def test_the_three_facts_are_separate(school):
    record(school, prior(school, "add"))
    until = Estimate.objects.get(learner=school.person("learner")).holds_until
    picture = gather_picture(
        school.person("learner"), gather_progression(school.district.pk), until + timedelta(days=1)
    )
    (facts,) = picture.facts.values()
    assert (facts.attained, facts.held, facts.enough_evidence) == (True, False, True)


def test_the_record_of_a_competency_is_empty_for_somebody_who_may_not_see_the_learner(school):
    record(school, prior(school, "add"))
    judge(school, "attained")
    add = school.competencies["add"].pk
    seen = gather_competency_record(school.person("parent"), school.person("learner"), add)
    assert (len(seen.evidence), len(seen.judgements), seen.estimate is None) == (1, 1, False)
    hidden = gather_competency_record(school.person("other_teacher"), school.person("learner"), add)
    assert (hidden.evidence, hidden.judgements, hidden.attainments, hidden.estimate) == ((), (), (), None)


def test_a_leaders_numbers_count_people_who_need_somebody(school):
    record(school, *wrong_answers(school))
    both = {school.community.pk: {school.person("learner").pk, school.person("neighbour").pk}}
    pulse = gather_pulses(school.district.pk, both, SOON)[school.community.pk]
    assert (pulse.learners, pulse.stuck, pulse.quiet, pulse.without_evidence) == (2, 1, 0, 1)
    late = gather_pulses(school.district.pk, both, SOON + timedelta(days=40))[school.community.pk]
    assert (late.stuck, late.quiet) == (0, 1)


def test_a_leader_no_longer_counts_as_stuck_what_a_teacher_judged_to_be_attained(school):
    record(school, *wrong_answers(school))
    judge(school, "attained", "multiply", MONDAY + timedelta(days=1))
    community = {school.community.pk: {school.person("learner").pk}}
    assert gather_pulses(school.district.pk, community, SOON)[school.community.pk].stuck == 0
    judge(school, "withdrawn", "multiply", MONDAY + timedelta(days=2))
    assert gather_pulses(school.district.pk, community, SOON)[school.community.pk].stuck == 1
