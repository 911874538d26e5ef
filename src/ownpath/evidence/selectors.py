"""Reads of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ownpath.evidence.models import Evidence, ImportRun
from ownpath.people.models import Person
from ownpath.schools.selectors import learners_visible_to

REPLAY_FIELDS = (
    "learner_id",
    "competency_id",
    "id",
    "ordered_at",
    "sequence",
    "happened_at",
    "kind",
    "result",
    "result_low",
    "result_high",
    "spread",
    "task",
    "task_difficulty",
    "reference_difficulty",
)


def evidence_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Evidence]:
    """The evidence about learners whom a person may see."""
    return Evidence.objects.filter(
        district=person.district_id, learner__in=learners_visible_to(person, on=on).values("pk")
    )


def standing_evidence(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Without what was superseded or taken back, and without the taking back itself."""
    return evidence.filter(~Exists(Evidence.objects.filter(supersedes=OuterRef("pk")))).exclude(kind="withdrawal")


def evidence_in_time_order(learner_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """The standing evidence of some learners as tuples of REPLAY_FIELDS, by learner and then in time order."""
    return (
        standing_evidence(Evidence.objects.filter(learner_id__in=learner_ids))
        .order_by("learner_id", "ordered_at", "sequence", "id")
        .values_list(*REPLAY_FIELDS)
        .iterator(chunk_size=5000)
    )


def import_runs_of(district_id: int) -> QuerySet[ImportRun]:
    """The long imports of a district, newest first: how far each has come."""
    return ImportRun.objects.filter(district=district_id).order_by("-started_at", "-pk")
