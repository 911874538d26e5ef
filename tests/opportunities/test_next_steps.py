"""What learners could do next, from their evidence, their choices and what the team wants."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.competencies.models import Competency, ProficiencyLevel, ProficiencyScale, ProgressionEdge
from ownpath.competencies.selectors import gather_progression
from ownpath.core.recommendation import Reason
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.opportunities.interests import match_interests
from ownpath.opportunities.memories import gather_memories
from ownpath.opportunities.models import StepChoice
from ownpath.opportunities.selectors import Wishes, choices_visible_to, gather_next_steps, session_of
from ownpath.opportunities.services import choose_step, set_session, take_back_choice
from ownpath.people.models import AuditEntry, Person
from ownpath.proficiency.services import record_evidence
from ownpath.schools.selectors import learners_visible_to
from school import MONDAY, School, make_school, piece

NOON = MONDAY + timedelta(hours=3)


@pytest.fixture
def school(db: None) -> School:
    cache.clear()
    return make_school()


def known(school: School, code: str, who: str = "learner", **changes: object):
    values = {"kind": EvidenceKind.PRIOR, "result": 1.0, "happened_at": MONDAY, "source_record": f"{who}-{code}"}
    return piece(
        school,
        1,
        learner_id=school.person(who).pk,
        competency_id=school.competencies[code].pk,
        **{**values, **changes},
    )


def record(school: School, *pieces: object, at=NOON) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces), recorded_at=at)


def next_of(school: School, who: str = "learner", at=NOON, **wishes: object):
    learner = school.person(who)
    progression = gather_progression(school.district.pk)
    found = gather_next_steps(
        Person.objects.filter(pk=learner.pk), progression, at, {learner.pk: Wishes(**wishes)} if wishes else None
    )[0]
    return found, progression


def listed(school: School, kind: str, **more: object) -> list[str]:
    found, progression = next_of(school, **more)
    return [progression.cards[step.competency].code for step in found.steps.of(kind)]


def choose(school: School, code: str, said: str, at=NOON, **more: object) -> StepChoice:
    with clock_at(at):
        return choose_step(
            acting_person=school.person("learner"),
            competency=school.competencies[code],
            kind="ready",
            said=said,
            **more,
        )


def test_somebody_new_can_begin_at_the_beginning(school):
    assert listed(school, "ready") == ["add"]


def test_what_is_held_opens_the_next_and_is_itself_not_new(school):
    record(school, known(school, "add"))
    assert listed(school, "ready") == ["multiply"]
    assert listed(school, "refresh") == []


def test_what_is_worked_on_is_not_suggested_again(school):
    record(school, piece(school, 1))
    assert listed(school, "ready", at=MONDAY + timedelta(days=1)) == []


def test_a_pin_stands_first_and_says_what_is_missing(school):
    place = gather_progression(school.district.pk).place_of[school.competencies["divide"].pk]
    found, progression = next_of(school, pins=(place,))
    first = found.steps.steps[0]
    assert progression.cards[first.competency].code == "divide"
    assert [reason.code for reason in first.reasons] == ["pinned", "not_ready"]


def test_what_was_not_looked_at_for_long_is_offered_and_comes_back_with_a_success(school):
    answers = [
        piece(school, n, result=1.0, source_record=f"r{n}", happened_at=MONDAY + timedelta(minutes=n))
        for n in range(12)
    ]
    record(school, *answers)
    assert listed(school, "refresh") == []
    later = MONDAY + timedelta(days=40)
    found, progression = next_of(school, at=later)
    (step,) = found.steps.of("refresh")
    assert progression.cards[step.competency].code == "add"
    assert step.reasons[0].code in {"due", "faded"}
    again = piece(school, 99, result=1.0, task="fresh", source_record="again", happened_at=later)
    record(school, again, at=later + timedelta(hours=1))
    assert listed(school, "refresh", at=later + timedelta(hours=2)) == []


def test_two_failed_refreshes_name_what_to_check_first(school):
    record(school, known(school, "add"), known(school, "multiply"))
    for days in (10, 20):
        wrong = known(
            school,
            "multiply",
            kind=EvidenceKind.RESPONSE,
            result=0.0,
            happened_at=MONDAY + timedelta(days=days),
            source_record=f"wrong-{days}",
        )
        record(school, wrong, at=MONDAY + timedelta(days=days, hours=1))
    found, progression = next_of(school, at=MONDAY + timedelta(days=20, hours=2))
    step = next(each for each in found.steps.of("refresh") if progression.cards[each.competency].code == "multiply")
    add = progression.place_of[school.competencies["add"].pk]
    assert Reason("check_first", 0.0, (add,)) in step.reasons


def test_the_fact_that_something_is_held_stays_the_estimates(school):
    record(school, known(school, "add"))
    progression = gather_progression(school.district.pk)
    found = gather_next_steps(Person.objects.filter(pk=school.person("learner").pk), progression, NOON)
    assert found[0].refresh == ()
    later = gather_next_steps(
        Person.objects.filter(pk=school.person("learner").pk), progression, MONDAY + timedelta(days=9)
    )
    assert [each.why for each in later[0].refresh] == ["due"]


def test_deeper_comes_from_an_edge_or_from_a_level_above(school):
    record(school, known(school, "add"))
    assert listed(school, "deeper") == []
    found, _ = next_of(school)
    assert found.steps.nothing_deeper != ()
    scale = ProficiencyScale.objects.create(district=school.district, code="four", name="Four")
    for value in (1, 2, 3, 4):
        ProficiencyLevel.objects.create(district=school.district, scale=scale, value=value, name=str(value))
    school.framework.scale = scale
    school.framework.revision += 1
    school.framework.save()
    Competency.objects.filter(pk=school.competencies["add"].pk).update(level_descriptions={"en": {"4": "Explains it."}})
    assert listed(school, "deeper") == ["add"]
    ProgressionEdge.objects.create(
        district=school.district,
        kind="deepens",
        earlier=school.competencies["add"],
        later=school.competencies["multiply"],
    )
    school.framework.revision += 1
    school.framework.save()
    assert listed(school, "deeper") == ["add", "multiply"]
    top = known(
        school, "add", kind=EvidenceKind.RUBRIC, result=4.0, result_low=1.0, result_high=4.0, source_record="top"
    )
    record(school, top)
    assert listed(school, "deeper") == ["multiply"]


def test_not_now_hides_a_step_for_a_week_and_can_be_taken_back(school):
    choice = choose(school, "add", "not_now")
    assert listed(school, "ready") == []
    assert listed(school, "ready", at=NOON + timedelta(days=7, minutes=1)) == ["add"]
    with clock_at(NOON):
        take_back_choice(acting_person=school.person("learner"), choice=choice)
    assert listed(school, "ready") == ["add"]


def test_what_was_chosen_stands_apart_until_there_is_evidence(school):
    choose(school, "add", "start")
    found, progression = next_of(school)
    assert [progression.cards[each.place].code for each in found.chosen] == ["add"]
    assert listed(school, "ready") == []
    record(school, piece(school, 1, happened_at=NOON + timedelta(hours=1)), at=NOON + timedelta(hours=2))
    after, _ = next_of(school, at=NOON + timedelta(hours=3))
    assert after.chosen == ()


def test_the_last_word_about_a_competency_counts(school):
    choose(school, "add", "start")
    choose(school, "add", "not_now", at=NOON + timedelta(minutes=1))
    found, _ = next_of(school, at=NOON + timedelta(minutes=2))
    assert (len(found.chosen), len(found.put_off)) == (0, 1)


def test_a_form_sent_twice_is_one_choice_and_a_token_of_another_is_refused(school):
    token = uuid4()
    first = choose(school, "add", "start", token=token)
    assert choose(school, "add", "start", token=token).pk == first.pk
    assert StepChoice.objects.count() == 1
    with pytest.raises(InputError, match="used before"):
        choose(school, "multiply", "start", token=token)
    assert AuditEntry.objects.filter(what="choice").count() == 1


def test_only_the_learner_chooses_and_only_they_take_it_back(school):
    choice = choose(school, "add", "start")
    with pytest.raises(NotAllowed):
        choose_step(
            acting_person=school.person("teacher"), competency=school.competencies["add"], kind="ready", said="start"
        )
    for who in ("teacher", "neighbour"):
        with pytest.raises(NotAllowed):
            take_back_choice(acting_person=school.person(who), choice=choice)
    elsewhere = make_school("far-valley")
    with pytest.raises(InputError, match="your district"):
        choose_step(
            acting_person=school.person("learner"), competency=elsewhere.competencies["add"], kind="ready", said="start"
        )


def test_who_may_see_a_learner_may_see_what_they_chose(school):
    choose(school, "add", "start")
    assert {who for who in school.people if choices_visible_to(school.person(who)).exists()} == {
        "learner",
        "teacher",
        "parent",
        "leader",
    }


def test_interests_are_compared_word_by_word(school):
    progression = gather_progression(school.district.pk)
    Competency.objects.filter(pk=school.competencies["divide"].pk).update(statement="I can share boats and fish fairly")
    school.framework.revision += 1
    school.framework.save()
    progression = gather_progression(school.district.pk)
    place = progression.place_of[school.competencies["divide"].pk]
    assert match_interests(["I love boats."], progression, "en") == {place: 0.5}
    assert match_interests(["A boat", "and fish"], progression, "en") == {place: 1.0}
    assert match_interests(["I really like to play"], progression, "en") == {}
    assert match_interests([], progression, "en") == {}


def test_memories_are_kept_until_there_is_more_evidence(school):
    record(school, known(school, "add"))
    learner, progression = school.person("learner"), gather_progression(school.district.pk)
    fresh = gather_memories([learner.pk], progression)
    with CaptureQueriesContext(connection) as asked:
        assert gather_memories([learner.pk], progression) == fresh
    assert len(asked) == 1
    record(school, known(school, "multiply"))
    assert len(gather_memories([learner.pk], progression)[learner.pk].memories) == 2
    assert gather_memories([school.person("neighbour").pk], progression)[school.person("neighbour").pk].memories == {}


def test_the_number_of_queries_does_not_grow_with_learners(school):
    progression = gather_progression(school.district.pk)
    counts = []
    for names in (["learner"], ["learner", "neighbour", "stranger"]):
        record(school, *(known(school, "add", who, source_record=f"{who}-{len(names)}") for who in names))
        cache.clear()
        learners = learners_visible_to(school.person("leader")).filter(pk__in=[school.person(w).pk for w in names])
        with CaptureQueriesContext(connection) as asked:
            assert len(gather_next_steps(learners, progression, NOON)) == len(names)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_district_cuts_its_sessions_within_bounds(school):
    assert (session_of(school.district.pk).tasks, session_of(school.district.pk).most_refreshes(6)) == (10, 4)
    set_session(acting_person=school.person("leader"), tasks=8, refresh_percent=20)
    assert (session_of(school.district.pk).tasks, session_of(school.district.pk).most_refreshes(8)) == (8, 2)
    with pytest.raises(InputError, match="between 0 and 40"):
        set_session(acting_person=school.person("leader"), tasks=8, refresh_percent=41)
    with pytest.raises(InputError, match="between 1 and 60"):
        set_session(acting_person=school.person("leader"), tasks=0, refresh_percent=20)
    with pytest.raises(NotAllowed):
        set_session(acting_person=school.person("teacher"), tasks=8, refresh_percent=20)
