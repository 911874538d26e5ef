from __future__ import annotations

from datetime import timedelta

import pytest
from doing import begin, do

from made_items import number_item
from ownpath.assessment.bank import load_task
from ownpath.assessment.models import Answer, Sitting, SittingTask
from ownpath.assessment.selectors import tasks_of, waiting_task
from ownpath.assessment.services import (
    end_item,
    pause_sitting,
    replace_task,
    resume_sitting,
    start_sitting,
    stop_sitting,
    store_items,
)
from ownpath.competencies.models import Competency
from ownpath.competencies.selectors import gather_progression
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import clock_at, now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import AuditEntry
from ownpath.proficiency.models import Attainment
from ownpath.proficiency.selectors import gather_picture

CHECK = Sitting.Kind.MASTERY_CHECK


def facts_of(school, competency="parts"):
    progression = gather_progression(school.district.pk)
    picture = gather_picture(school.person("learner"), progression, now())
    return picture.facts.get(progression.place_of[school.competencies[competency].pk])


def test_a_sitting_begins_with_a_task_and_begun_twice_it_is_one(school):
    first, second = begin(school), begin(school, seed=99)
    assert first == second and tasks_of(first).count() == 1
    assert AuditEntry.objects.filter(what="sitting", learner=school.person("learner")).count() == 1


def test_the_same_seed_asks_the_same(school):
    first = begin(school, seed=3)
    before = list(tasks_of(first).values_list("family", "seed", "fingerprint"))
    stop_sitting(acting_person=school.person("learner"), sitting=first)
    SittingTask.objects.all().delete()
    assert list(tasks_of(begin(school, seed=3)).values_list("family", "seed", "fingerprint")) == before


@pytest.mark.parametrize("who", ["neighbour", "stranger", "other_teacher", "parent", "leader", "mentor", "coach"])
def test_nobody_else_begins_a_sitting_for_a_learner(school, who):
    with pytest.raises(NotAllowed):
        start_sitting(
            acting_person=school.person(who),
            learner=school.person("learner"),
            kind=CHECK,
            competency=school.competencies["parts"],
        )
    assert Sitting.objects.count() == 0


def test_a_teacher_begins_a_check_for_a_learner_who_then_finds_it(school):
    learner = school.person("learner")
    begun = start_sitting(
        acting_person=school.person("teacher"), learner=learner, kind=CHECK, competency=school.competencies["parts"]
    )
    assert begin(school, CHECK) == begun and begun.started_by == school.person("teacher")


@pytest.mark.parametrize("competency", ["multiply", "elsewhere", "heading", "none"])
def test_without_tasks_nothing_begins(school, competency):
    from school import make_school

    if competency == "elsewhere":
        school.competencies["elsewhere"] = make_school("far-valley").competencies["add"]
    if competency == "heading":
        school.competencies["heading"] = Competency.objects.create(
            district=school.district,
            framework=school.framework,
            code="3.NF.A.1",
            statement="h",
            is_heading=True,
            source_identifier="h",
        )
    school.competencies["none"] = None
    with pytest.raises(InputError) as refused:
        begin(school, competency=competency)
    assert refused.value.field == "competency" and Sitting.objects.count() == 0


def test_a_kind_that_has_no_course_does_not_begin(school):
    with pytest.raises(InputError):
        begin(school, "exam")


def test_three_right_in_a_row_open_the_check_and_end_the_practice(school):
    sitting = begin(school)
    for is_right in (True, False, True, True, True):
        assert sitting.status == Sitting.Status.OPEN
        do(school, sitting, is_right)
    assert sitting.status == Sitting.Status.FINISHED
    assert sitting.outcome == {"tasks": 5, "right": 4, "opens_check": True}
    assert waiting_task(sitting) is None


def test_practice_ends_after_twelve_tasks_without_holding_anything_against_anybody(school):
    sitting = begin(school)
    for number in range(12):
        do(school, sitting, number % 2 == 0)
    assert sitting.outcome == {"tasks": 12, "right": 6, "opens_check": False}
    assert not Attainment.objects.exists()


def test_a_passed_check_is_attained_held_and_says_by_what_rule(school):
    sitting = begin(school, CHECK)
    while sitting.ended_at is None:
        do(school, sitting, True)
    assert sitting.outcome == {"tasks": 5, "right": 5, "attained": True}
    attained = Attainment.objects.get()
    assert attained.rule == "check 5/5" and attained.learner == school.person("learner")
    assert attained.evidence == Evidence.objects.order_by("pk").last()
    facts = facts_of(school)
    assert (facts.attained, facts.held, facts.attained_rule) == (True, True, "check 5/5")


def test_what_a_check_showed_is_no_longer_held_where_much_goes_wrong_afterwards(school):
    check = begin(school, CHECK)
    while check.ended_at is None:
        do(school, check, True)
    practice = begin(school)
    while practice.ended_at is None:
        do(school, practice, False)
    facts = facts_of(school)
    assert (facts.attained, facts.held) == (True, False)


def test_a_check_that_is_not_passed_says_not_yet_and_can_be_tried_again_at_once(school):
    sitting = begin(school, CHECK)
    while sitting.ended_at is None:
        do(school, sitting, False)
    assert sitting.outcome == {"tasks": 2, "right": 0, "attained": False}
    again = begin(school, CHECK)
    assert again != sitting and again.status == Sitting.Status.OPEN
    assert not Attainment.objects.exists()


def test_no_task_of_a_check_was_met_before_and_its_sources_take_turns(school):
    practice, check = begin(school), begin(school, CHECK)
    while practice.ended_at is None:
        do(school, practice, None)
    while check.ended_at is None:
        do(school, check, True)
    met = list(SittingTask.objects.values_list("fingerprint", flat=True))
    assert len(met) == len(set(met)) == 17
    first_three = list(tasks_of(check).values_list("family", flat=True))[:3]
    assert len(set(first_three)) == 3


def test_where_no_fresh_task_is_left_a_check_ends_and_practice_goes_on(school):
    check = begin(school, CHECK, "add")
    do(school, check, True)
    assert check.outcome == {"tasks": 1, "right": 1, "attained": False, "out_of_tasks": True}
    practice = begin(school, competency="add")
    do(school, practice, True)
    assert practice.status == Sitting.Status.OPEN and waiting_task(practice) is not None


def test_a_refresh_comes_back_with_two_in_a_row(school):
    sitting = begin(school, Sitting.Kind.REFRESH)
    for is_right in (True, False, True, True):
        do(school, sitting, is_right)
    assert sitting.outcome == {"tasks": 4, "right": 3, "came_back": True}


def test_a_sitting_is_left_and_taken_up_days_later_with_the_same_task(school):
    sitting, learner = begin(school), school.person("learner")
    do(school, sitting, True)
    waiting = waiting_task(sitting)
    assert pause_sitting(acting_person=learner, sitting=sitting).status == Sitting.Status.PAUSED
    with clock_at(now() + timedelta(days=5)):
        assert begin(school).status == Sitting.Status.OPEN
        assert waiting_task(begin(school)) == waiting
        assert resume_sitting(acting_person=learner, sitting=sitting).status == Sitting.Status.OPEN
        do(school, sitting, True)
    assert Answer.objects.count() == 2


def test_a_sitting_that_is_stopped_keeps_its_answers_and_cannot_be_taken_up(school):
    sitting, learner = begin(school, CHECK), school.person("learner")
    do(school, sitting, True)
    stopped = stop_sitting(acting_person=learner, sitting=sitting)
    assert stopped.status == Sitting.Status.STOPPED and stopped.outcome["attained"] is False
    assert resume_sitting(acting_person=learner, sitting=sitting).status == Sitting.Status.STOPPED
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("change", [pause_sitting, resume_sitting, stop_sitting])
def test_nobody_else_changes_a_sitting(school, change):
    sitting = begin(school)
    for who in ("neighbour", "other_teacher", "parent", "leader"):
        with pytest.raises(NotAllowed):
            change(acting_person=school.person(who), sitting=sitting)


def test_a_task_whose_family_has_changed_is_set_aside_and_another_takes_its_place(school):
    sitting = begin(school)
    SittingTask.objects.update(family_version=99)
    stale = waiting_task(sitting)
    with pytest.raises(InputError):
        do_with_stale(school, stale)
    stale.refresh_from_db()
    fresh = waiting_task(sitting)
    assert stale.dropped_at is not None and fresh.position == 2
    assert load_task(fresh).fingerprint == fresh.fingerprint
    replace_task(acting_person=school.person("learner"), task=fresh)
    assert waiting_task(sitting).position == 3
    assert Answer.objects.count() == 0


def do_with_stale(school, task):
    from uuid import uuid4

    from ownpath.assessment.services import answer_task

    answer_task(acting_person=school.person("learner"), task=task, token=uuid4(), answer={"text": "1"})


def test_a_new_version_of_an_item_leaves_the_shown_one_as_it_was(school):
    sitting = begin(school, competency="add")
    shown = waiting_task(sitting)
    store_items(acting_person=school.person("teacher"), district=school.district, items=[number_item(difficulty=1.0)])
    done = do(school, sitting, True)
    assert done.task.item == shown.item and shown.item.version == 1
    assert waiting_task(sitting).item.version == 2


def test_an_item_that_is_taken_out_is_given_to_nobody_new(school):
    item = waiting_task(begin(school, competency="add")).item
    end_item(acting_person=school.person("teacher"), item=item)
    with pytest.raises(InputError):
        begin(school, CHECK, "add")
