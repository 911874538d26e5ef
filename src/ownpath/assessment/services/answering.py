"""Answers and hints: scored by the server, stored once, and evidence like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ownpath.assessment.bank import TaskGone, load_task
from ownpath.assessment.models import Answer, Sitting, SittingTask
from ownpath.assessment.services.access import require_own
from ownpath.assessment.services.progress import SOURCE, gather_done, put_next_task, require_course
from ownpath.assessment.services.sittings import OPEN, lock_sitting
from ownpath.competencies.models import Competency
from ownpath.core.items import Scored, Task, Words, score
from ownpath.evidence.services import EvidencePiece, evidence_uuid
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.proficiency.services import record_evidence

LONGEST_WITHOUT_LINE = timedelta(days=30)
LONGEST_SECONDS = 24 * 3600.0
ALLOWED_IN_AN_ANSWER = frozenset({"text", "chosen", "order", "pairs", "at", "cells", "unknown"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer. `stored` is None where it could not be read and the task still waits; `scored` is None
    where the task was answered before, and `stored` is that first answer."""

    sitting: Sitting
    task: SittingTask
    stored: Answer | None
    scored: Scored | None


def answer_task(
    *,
    acting_person: Person,
    task: SittingTask,
    token: UUID,
    answer: dict[str, Any],
    language: str = "en",
    seconds: float | None = None,
    seconds_ago: float = 0.0,
) -> Answered:
    """Score an answer, store it, record the evidence, and choose the next task: all of it or nothing.

    Sent twice, or from two windows, the first one stands. `seconds_ago` says how long the browser kept the answer
    before it could be sent. An answer that comes after its sitting has ended is kept all the same.
    """
    try:
        return _answer(acting_person, task, token, answer, language, seconds, seconds_ago)
    except TaskGone:
        _drop(acting_person, task)
        raise InputError("This task has changed since you opened it. Here is another one.", field="task") from None


@transaction.atomic
def _answer(
    acting_person: Person,
    task: SittingTask,
    token: UUID,
    answer: dict[str, Any],
    language: str,
    seconds: float | None,
    seconds_ago: float,
) -> Answered:
    sitting = lock_sitting(task.sitting)
    require_own(acting_person, sitting.learner)
    held = SittingTask.objects.select_related("item__key", "competency").get(pk=task.pk)
    before = Answer.objects.filter(task=held).first()
    if before is not None:
        return Answered(sitting, held, before, None)
    if held.dropped_at is not None:
        raise TaskGone("This task has changed since you opened it.")
    if Answer.objects.filter(uuid=token).exists():
        raise InputError("This form was used before. Please open the page again.", field="token")
    whole = load_task(held)
    given = {name: value for name, value in answer.items() if name in ALLOWED_IN_AN_ANSWER}
    scored = score(whole.held_back.key, given, language)
    if scored.outcome == "unreadable":
        return Answered(sitting, held, None, scored)
    moment = now()
    stored = _store(sitting, held, whole, token, given, language, scored, _span(seconds), moment, seconds_ago)
    note_change(acting_person, sitting.learner, "answer", sitting=str(sitting.uuid), position=held.position)
    if sitting.status in OPEN:
        _go_on(sitting, moment)
    return Answered(sitting, held, stored, scored)


def _span(seconds: float | None) -> float | None:
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_SECONDS)


def _store(
    sitting: Sitting,
    task: SittingTask,
    whole: Task,
    token: UUID,
    given: dict[str, Any],
    language: str,
    scored: Scored,
    seconds: float | None,
    moment: datetime,
    seconds_ago: float,
) -> Answer:
    kept = min(timedelta(seconds=max(seconds_ago, 0.0)), LONGEST_WITHOUT_LINE)
    answered_at = max(moment - kept, task.shown_at) if task.shown_at <= moment else moment
    competencies = _counts_for(task)
    pieces = {
        each.pk: EvidencePiece(
            learner_id=sitting.learner_id,
            competency_id=each.pk,
            result=scored.score,
            spread=len(competencies),
            task=task.family or (task.item.name if task.item else ""),
            task_difficulty=whole.difficulty,
            reference_difficulty=0.0,
            hints=task.hints_shown,
            happened_at=answered_at,
            sequence=task.position,
            source=SOURCE,
            source_record=str(token),
        )
        for each in competencies
    }
    record_evidence(acting_person=None, district=sitting.district, pieces=list(pieces.values()), recorded_at=moment)
    own = evidence_uuid(sitting.district.uuid, pieces[task.competency_id], sitting.learner.uuid, task.competency.uuid)
    return Answer.objects.create(
        uuid=token,
        district_id=sitting.district_id,
        task=task,
        learner_id=sitting.learner_id,
        given=given,
        language=language,
        outcome=scored.outcome,
        score=scored.score,
        misconception=scored.misconception,
        hints=task.hints_shown,
        seconds=seconds,
        answered_at=answered_at,
        received_at=moment,
        evidence_uuid=own,
    )


def _counts_for(task: SittingTask) -> list[Competency]:
    """The competencies that an answer says something about: an item may be about several."""
    if task.item is None:
        return [task.competency]
    return list(task.item.competencies.order_by("pk"))


def _go_on(sitting: Sitting, moment: datetime) -> None:
    sitting.state = require_course(sitting).absorb(sitting, gather_done(sitting))
    sitting.status, sitting.changed_at = Sitting.Status.OPEN, moment
    sitting.save(update_fields=["state", "status", "changed_at"])
    put_next_task(sitting, moment)


@transaction.atomic
def _drop(acting_person: Person, task: SittingTask) -> None:
    """Set a task aside that cannot be made again, and put another in its place."""
    sitting = lock_sitting(task.sitting)
    require_own(acting_person, sitting.learner)
    moment = now()
    SittingTask.objects.filter(pk=task.pk, answer__isnull=True, dropped_at__isnull=True).update(dropped_at=moment)
    if sitting.status in OPEN:
        put_next_task(sitting, moment)


def replace_task(*, acting_person: Person, task: SittingTask) -> None:
    """Put another task in the place of one that cannot be shown any more."""
    _drop(acting_person, task)


@transaction.atomic
def show_hint(*, acting_person: Person, task: SittingTask) -> Words | None:
    """Give the next hint and count it; None where there is none left, or the sitting gives none."""
    sitting = lock_sitting(task.sitting)
    require_own(acting_person, sitting.learner)
    held = SittingTask.objects.select_related("item__key").get(pk=task.pk)
    if not require_course(sitting).gives_hints or sitting.status not in OPEN or hasattr(held, "answer"):
        return None
    hints = load_task(held).held_back.hints
    if held.hints_shown >= len(hints):
        return None
    held.hints_shown += 1
    held.save(update_fields=["hints_shown"])
    return hints[held.hints_shown - 1]
