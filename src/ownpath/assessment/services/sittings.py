"""Sittings: begun, left and taken up again, ended."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction

from ownpath.assessment.bank import has_tasks
from ownpath.assessment.courses import Course, course_of
from ownpath.assessment.models import Sitting
from ownpath.assessment.services.access import require_own_or_team
from ownpath.assessment.services.progress import close_sitting, put_next_task
from ownpath.competencies.models import Competency, Framework
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.people.services import note_change

OPEN = (Sitting.Status.OPEN, Sitting.Status.PAUSED)


@transaction.atomic
def start_sitting(
    *,
    acting_person: Person,
    learner: Person,
    kind: str,
    competency: Competency | None = None,
    part: dict[str, Any] | None = None,
    seed: int | None = None,
) -> Sitting:
    """Begin a sitting and choose its first task; where one of this kind is open already, that one is taken up again.

    The learner begins it, or somebody of the team for them. `part` is for a placement: which part of the framework.
    """
    require_own_or_team(acting_person, learner)
    course = course_of(kind)
    if course is None:
        raise InputError("This kind of sitting is not there.", field="kind")
    if kind != Sitting.Kind.PLACEMENT:
        _require_tasks(acting_person, competency)
    found = _find_open(learner, kind, competency)
    if found is None:
        try:
            with transaction.atomic():
                found = _begin(acting_person, learner, kind, competency, part or {}, seed, course)
        except IntegrityError:  # begun twice at the same moment
            found = _find_open(learner, kind, competency)
            if found is None:
                raise
    if found.status == Sitting.Status.PAUSED:
        found = resume_sitting(acting_person=acting_person, sitting=found)
    return found


def _require_tasks(acting_person: Person, competency: Competency | None) -> None:
    if competency is None or competency.district_id != acting_person.district_id or competency.is_heading:
        raise InputError("This is not a competency of your district.", field="competency")
    if competency.framework.kind == Framework.Kind.HABITS or not has_tasks(competency):
        raise InputError("There are no tasks for this yet.", field="competency")


def _find_open(learner: Person, kind: str, competency: Competency | None) -> Sitting | None:
    return Sitting.objects.filter(learner=learner, kind=kind, competency=competency, status__in=OPEN).first()


def _begin(
    acting_person: Person,
    learner: Person,
    kind: str,
    competency: Competency | None,
    part: dict[str, Any],
    seed: int | None,
    course: Course,
) -> Sitting:
    moment = now()
    sitting = Sitting.objects.create(
        district_id=acting_person.district_id,
        kind=kind,
        learner=learner,
        competency=competency,
        part=part,
        seed=secrets.randbelow(2**62) if seed is None else seed,
        started_by=acting_person,
        started_at=moment,
        changed_at=moment,
    )
    sitting.state = course.begin(sitting)
    sitting.save(update_fields=["state"])
    about = {"competency": str(competency.uuid)} if competency else {}
    note_change(acting_person, learner, "sitting", sitting=str(sitting.uuid), kind=kind, done="begun", **about)
    put_next_task(sitting, moment)
    return sitting


def lock_sitting(sitting: Sitting) -> Sitting:
    """The sitting as it stands now, held until the transaction ends."""
    held = Sitting.objects.select_for_update().filter(pk=sitting.pk).first()
    if held is None:
        raise InputError("This is no longer there. Please open the page again.")
    return held


@transaction.atomic
def pause_sitting(*, acting_person: Person, sitting: Sitting) -> Sitting:
    """Leave it for later; nothing is lost, and the task waits."""
    return _change(acting_person, sitting, Sitting.Status.OPEN, Sitting.Status.PAUSED)


@transaction.atomic
def resume_sitting(*, acting_person: Person, sitting: Sitting) -> Sitting:
    """Take up what was left, also days later."""
    return _change(acting_person, sitting, Sitting.Status.PAUSED, Sitting.Status.OPEN)


def _change(acting_person: Person, sitting: Sitting, before: str, after: str) -> Sitting:
    held = lock_sitting(sitting)
    require_own_or_team(acting_person, held.learner)
    if held.status == before:
        held.status, held.changed_at = after, now()
        held.save(update_fields=["status", "changed_at"])
        note_change(acting_person, held.learner, "sitting", sitting=str(held.uuid), done=after)
    return held


@transaction.atomic
def stop_sitting(*, acting_person: Person, sitting: Sitting) -> Sitting:
    """End it here. What was answered counts as evidence, like every answer; nothing else follows."""
    held = lock_sitting(sitting)
    require_own_or_team(acting_person, held.learner)
    if held.status in OPEN:
        close_sitting(held, Sitting.Status.STOPPED, now())
        note_change(acting_person, held.learner, "sitting", sitting=str(held.uuid), done="stopped")
    return held
