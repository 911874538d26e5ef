"""What comes next in a sitting. The services call this inside their transaction, with the sitting held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from ownpath.assessment.bank import Drawn, count_sources, draw_fresh, gather_sources
from ownpath.assessment.courses import Course, Done, Wanted, course_of
from ownpath.assessment.models import Answer, Sitting, SittingTask
from ownpath.competencies.models import Competency
from ownpath.evidence.services import identifier_of
from ownpath.foundation.errors import InputError
from ownpath.proficiency.checks import note_passed_check

SOURCE = "ownpath"


def require_course(sitting: Sitting) -> Course:
    """The course of a sitting."""
    course = course_of(sitting.kind)
    if course is None:
        raise InputError("This kind of sitting is not there.", field="kind")
    return course


def gather_done(sitting: Sitting) -> list[Done]:
    """What was answered in a sitting, in order: one query."""
    rows = (
        Answer.objects.filter(task__sitting=sitting)
        .order_by("task__position")
        .values_list(
            "task__competency_id",
            "task__family",
            "task__item__name",
            "outcome",
            "score",
            "hints",
            "task__is_audit",
        )
    )
    return [Done(number, family or name, *more) for number, family, name, *more in rows]


def put_next_task(sitting: Sitting, moment: datetime) -> SittingTask | None:
    """Let the course choose; show the task, or close the sitting where it is over. A task that waits is kept."""
    waiting = SittingTask.objects.filter(sitting=sitting, answer__isnull=True, dropped_at__isnull=True).first()
    if waiting is not None:
        return waiting
    course, done = require_course(sitting), gather_done(sitting)
    wanted = course.choose(sitting, done)
    if wanted is None:
        close_sitting(sitting, Sitting.Status.FINISHED, moment, done)
        return None
    position = SittingTask.objects.filter(sitting=sitting).count() + 1
    drawn = _draw(sitting, course, wanted, done, position)
    if drawn is None:
        close_sitting(sitting, Sitting.Status.FINISHED, moment, done, out_of_tasks=True)
        return None
    return SittingTask.objects.create(
        district_id=sitting.district_id,
        sitting=sitting,
        learner_id=sitting.learner_id,
        position=position,
        competency_id=wanted.competency_id,
        item_id=drawn.source.item_id,
        family=drawn.source.name if drawn.source.family else "",
        family_version=drawn.source.family.version if drawn.source.family else 0,
        seed=drawn.seed,
        fingerprint=drawn.fingerprint,
        is_audit=wanted.is_audit,
        shown_at=moment,
    )


def _draw(sitting: Sitting, course: Course, wanted: Wanted, done: Sequence[Done], position: int) -> Drawn | None:
    code = Competency.objects.values_list("code", flat=True).get(pk=wanted.competency_id)
    sources = gather_sources({wanted.competency_id: code})[wanted.competency_id]
    if wanted.source:
        sources = [each for each in sources if each.name == wanted.source] or sources
    met = set(
        SittingTask.objects.filter(learner=sitting.learner_id, competency=wanted.competency_id).values_list(
            "fingerprint", flat=True
        )
    )
    rng = np.random.default_rng([sitting.seed, position])
    times = count_sources(each.source for each in done)
    return draw_fresh(sources, rng, met=met, times=times, again=not course.only_fresh)


def close_sitting(
    sitting: Sitting, status: str, moment: datetime, done: Sequence[Done] | None = None, *, out_of_tasks: bool = False
) -> None:
    """End a sitting with what it came to. A passed check makes the competency attained."""
    known = gather_done(sitting) if done is None else done
    outcome = dict(require_course(sitting).close(sitting, known))
    if out_of_tasks:
        outcome["out_of_tasks"] = True
    sitting.status, sitting.outcome, sitting.ended_at, sitting.changed_at = status, outcome, moment, moment
    sitting.save(update_fields=["status", "outcome", "ended_at", "changed_at"])
    if sitting.kind == Sitting.Kind.MASTERY_CHECK and outcome["attained"]:
        _note_attained(sitting, outcome)


def _note_attained(sitting: Sitting, outcome: dict[str, int]) -> None:
    assert sitting.competency is not None
    last = Answer.objects.filter(task__sitting=sitting).order_by("-task__position").values_list("uuid", flat=True)[0]
    evidence = identifier_of(sitting.district.uuid, SOURCE, str(last), sitting.learner.uuid, sitting.competency.uuid)
    note_passed_check(district=sitting.district, evidence=evidence, right=outcome["right"], tasks=outcome["tasks"])
