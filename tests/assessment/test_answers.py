from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from doing import begin, do, right_answer

from made_items import HINT, RIGHT, item_of
from ownpath.assessment.bank import load_task
from ownpath.assessment.invariants import INVARIANTS
from ownpath.assessment.models import Answer, Sitting
from ownpath.assessment.selectors import hints_shown_of, waiting_task, whole_task_of
from ownpath.assessment.services import answer_task, show_hint, stop_sitting, store_items
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import clock_at, now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.foundation.progress import NO_PROGRESS
from ownpath.proficiency.models import Estimate
from ownpath.proficiency.rebuild import rebuild_estimates

CHECK = Sitting.Kind.MASTERY_CHECK


def test_an_answer_is_evidence_like_any_other(school):
    sitting = begin(school)
    task = waiting_task(sitting)
    done = do(school, sitting, True, seconds=31.5)
    evidence = Evidence.objects.get()
    assert (evidence.result, evidence.task, evidence.hints, evidence.source) == (1.0, task.family, 0, "ownpath")
    assert (evidence.source_record, evidence.uuid) == (str(done.stored.uuid), done.stored.evidence_uuid)
    assert evidence.task_difficulty == load_task(task).difficulty and evidence.recorded_by is None
    assert (done.stored.score, done.stored.is_right, done.stored.seconds) == (1.0, True, 31.5)
    assert Estimate.objects.get().competency == school.competencies["parts"]
    assert rebuild_estimates(district=school.district, progress=NO_PROGRESS).different == 0


def test_not_knowing_yet_is_said_and_is_not_a_wrong_answer_with_a_misconception(school):
    done = do(school, begin(school), None)
    assert (done.stored.outcome, done.stored.score, done.stored.misconception) == ("unknown", 0.0, "")


def test_the_same_token_sent_twice_is_one_answer(school):
    sitting, token = begin(school), uuid4()
    task = waiting_task(sitting)
    answer = right_answer(load_task(task).held_back.key)
    learner = school.person("learner")
    first = answer_task(acting_person=learner, task=task, token=token, answer=answer)
    second = answer_task(acting_person=learner, task=task, token=token, answer=answer)
    assert first.stored == second.stored and second.scored is None
    assert (Answer.objects.count(), Evidence.objects.count(), sitting.tasks.count()) == (1, 1, 2)


def test_from_two_windows_the_first_answer_stands(school):
    sitting = begin(school)
    task, learner = waiting_task(sitting), school.person("learner")
    first = answer_task(acting_person=learner, task=task, token=uuid4(), answer={"unknown": True})
    second = answer_task(
        acting_person=learner, task=task, token=uuid4(), answer=right_answer(load_task(task).held_back.key)
    )
    assert second.stored == first.stored and Answer.objects.get().outcome == "unknown"


def test_a_token_of_another_task_is_refused(school):
    sitting, token = begin(school), uuid4()
    do(school, sitting, True, token)
    with pytest.raises(InputError) as refused:
        do(school, sitting, True, token)
    assert refused.value.field == "token" and Answer.objects.count() == 1


def test_what_cannot_be_read_is_no_answer_and_the_task_waits(school):
    sitting = begin(school, competency="add")
    task = waiting_task(sitting)
    done = answer_task(acting_person=school.person("learner"), task=task, token=uuid4(), answer={"text": "about ?"})
    assert done.stored is None and done.scored.outcome == "unreadable"
    assert waiting_task(sitting) == task and not Evidence.objects.exists()


@pytest.mark.parametrize("who", ["neighbour", "teacher", "parent", "leader"])
def test_nobody_answers_for_somebody_else(school, who):
    task = waiting_task(begin(school))
    with pytest.raises(NotAllowed):
        answer_task(acting_person=school.person(who), task=task, token=uuid4(), answer={"unknown": True})
    with pytest.raises(NotAllowed):
        show_hint(acting_person=school.person(who), task=task)
    assert not Answer.objects.exists()


def test_an_answer_that_was_kept_without_a_line_stands_at_the_time_it_was_given(school):
    sitting = begin(school)
    begun = now()
    with clock_at(begun + timedelta(hours=3)):
        stored = do(school, sitting, True, seconds_ago=7200.0).stored
    assert stored.answered_at == begun + timedelta(hours=1)
    assert stored.received_at == begun + timedelta(hours=3)
    assert Evidence.objects.get().happened_at == stored.answered_at


def test_no_answer_is_older_than_its_task_or_from_the_future(school):
    sitting = begin(school)
    begun = now()
    with clock_at(begun + timedelta(minutes=1)):
        assert do(school, sitting, True, seconds_ago=9e9).stored.answered_at == begun
        assert do(school, sitting, True, seconds_ago=-50.0).stored.answered_at == now()


def test_an_answer_that_comes_after_the_sitting_ended_is_kept_and_moves_nothing(school):
    sitting = begin(school, CHECK)
    task, learner = waiting_task(sitting), school.person("learner")
    stop_sitting(acting_person=learner, sitting=sitting)
    done = answer_task(
        acting_person=learner, task=task, token=uuid4(), answer=right_answer(load_task(task).held_back.key)
    )
    sitting.refresh_from_db()
    assert done.stored.is_right and Evidence.objects.count() == 1
    assert sitting.status == Sitting.Status.STOPPED and sitting.tasks.count() == 1


def test_hints_come_one_by_one_and_are_counted_with_the_answer(school):
    sitting, learner = begin(school, competency="add"), school.person("learner")
    task = waiting_task(sitting)
    assert hints_shown_of(task) == ()
    assert show_hint(acting_person=learner, task=task).en == HINT
    assert show_hint(acting_person=learner, task=task) is None
    task.refresh_from_db()
    assert [hint.en for hint in hints_shown_of(task)] == [HINT]
    assert do(school, sitting, True).stored.hints == 1
    assert Evidence.objects.get().hints == 1


def test_right_with_a_hint_does_not_open_the_check(school):
    sitting, learner = begin(school), school.person("learner")
    for _ in range(3):
        show_hint(acting_person=learner, task=waiting_task(sitting))
        do(school, sitting, True)
    assert sitting.status == Sitting.Status.OPEN


def test_a_check_gives_no_hint_and_shows_what_is_right_only_at_its_end(school):
    sitting, learner = begin(school, CHECK), school.person("learner")
    task = waiting_task(sitting)
    assert show_hint(acting_person=learner, task=task) is None
    done = do(school, sitting, False)
    done.task.sitting = sitting
    assert whole_task_of(done.task) is None
    last = do(school, sitting, False)
    last.task.sitting = sitting
    assert sitting.ended_at is not None and whole_task_of(last.task) is not None


def test_practice_shows_what_is_right_once_the_answer_is_in(school):
    sitting = begin(school)
    task = waiting_task(sitting)
    assert whole_task_of(task) is None
    done = do(school, sitting, False)
    assert whole_task_of(done.task).held_back.solution


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_every_kind_is_scored_by_the_server(school, kind):
    store_items(
        acting_person=school.person("teacher"), district=school.district,
        items=[item_of(kind, competencies=["multiply"])],
    )  # fmt: skip
    sitting = begin(school, competency="multiply")
    task, learner = waiting_task(sitting), school.person("learner")
    done = answer_task(acting_person=learner, task=task, token=uuid4(), answer={**RIGHT[kind], "is_right": True})
    assert done.scored.is_right and "is_right" not in done.stored.given


def test_an_item_about_two_competencies_says_half_of_each(school):
    store_items(
        acting_person=school.person("teacher"), district=school.district,
        items=[item_of("number", competencies=["multiply", "divide"])],
    )  # fmt: skip
    do(school, begin(school, competency="divide"), True)
    assert sorted(Evidence.objects.values_list("competency__code", "spread")) == [("divide", 2), ("multiply", 2)]


def test_the_database_refuses_to_change_an_answer(school):
    stored = do(school, begin(school), True).stored
    for change in (lambda: Answer.objects.update(score=0.5), stored.delete):
        with pytest.raises((IntegrityError, OperationalError, Exception), match="append-only"), transaction.atomic():
            change()
    assert Answer.objects.get().score == 1.0


def test_all_that_must_be_true_is_true_after_much_was_done(school):
    for kind in (Sitting.Kind.PRACTICE, CHECK):
        sitting = begin(school, kind)
        while sitting.ended_at is None:
            do(school, sitting, True)
    begin(school)
    assert [str(problem) for each in INVARIANTS if (problem := each.look())] == []


def test_what_was_altered_past_the_services_is_found(school):
    sitting = begin(school)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessment_sittingtask SET dropped_at = shown_at")
        cursor.execute("DELETE FROM assessment_itemkey")
    broken = [str(problem) for each in INVARIANTS if (problem := each.look())]
    assert len(broken) == 2 and str(sitting.uuid) in broken[1]
