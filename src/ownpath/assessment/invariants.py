"""What must always be true of items, sittings and answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from ownpath.assessment.models import Answer, Item, ItemKey, Sitting, SittingTask
from ownpath.evidence.models import Evidence
from ownpath.foundation.invariants import Invariant, append_only, uuids_of
from ownpath.people.models import Role, RoleKind
from ownpath.proficiency.models import Attainment


def _without_key() -> Iterable[str]:
    return uuids_of(Item.objects.filter(~Exists(ItemKey.objects.filter(item=OuterRef("pk")))))


def _without_competency() -> Iterable[str]:
    return uuids_of(Item.objects.filter(competencies__isnull=True))


def _of_no_learner() -> Iterable[str]:
    learner = Role.objects.filter(person=OuterRef("learner"), kind=RoleKind.LEARNER)
    return uuids_of(Sitting.objects.filter(~Exists(learner)))


def _of_somebody_else() -> Iterable[str]:
    yield from uuids_of(SittingTask.objects.exclude(sitting__learner=F("learner")))
    yield from uuids_of(Answer.objects.exclude(task__learner=F("learner")))


def _without_evidence() -> Iterable[str]:
    same = Evidence.objects.filter(uuid=OuterRef("evidence_uuid"), learner=OuterRef("learner"))
    return uuids_of(Answer.objects.filter(~Exists(same)))


def _evidence_says_otherwise() -> Iterable[str]:
    same = Evidence.objects.filter(uuid=OuterRef("evidence_uuid")).exclude(result=OuterRef("score"))
    return uuids_of(Answer.objects.filter(Exists(same)))


def _two_wait() -> Iterable[str]:
    waiting = SittingTask.objects.filter(answer__isnull=True, dropped_at__isnull=True)
    other = waiting.filter(sitting=OuterRef("sitting"), position__gt=OuterRef("position"))
    return uuids_of(waiting.filter(Exists(other)))


def _open_without_task() -> Iterable[str]:
    waiting = SittingTask.objects.filter(sitting=OuterRef("pk"), answer__isnull=True, dropped_at__isnull=True)
    return uuids_of(Sitting.objects.filter(~Exists(waiting), ended_at__isnull=True))


def _passed_without_note() -> Iterable[str]:
    noted = Attainment.objects.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    passed = Q(kind=Sitting.Kind.MASTERY_CHECK, outcome__attained=True)
    return uuids_of(Sitting.objects.filter(passed, ~Exists(noted)))


INVARIANTS = (
    append_only("assessment_answer", "answers"),
    Invariant("every item has its key", _without_key),
    Invariant("every item is about a competency", _without_competency),
    Invariant("every sitting is a learner's", _of_no_learner),
    Invariant("every task and answer is the learner's whose sitting it is", _of_somebody_else),
    Invariant("every answer has its evidence", _without_evidence),
    Invariant("the evidence of an answer says what the answer was worth", _evidence_says_otherwise),
    Invariant("at most one task of a sitting waits for an answer", _two_wait),
    Invariant("in every open sitting a task waits", _open_without_task),
    Invariant("what a check says is attained is noted as attained", _passed_without_note),
)
