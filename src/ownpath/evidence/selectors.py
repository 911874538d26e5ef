"""Reads of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from ownpath.evidence.models import SEEN_KINDS, Evidence, ImportRun
from ownpath.people.models import Person
from ownpath.schools.selectors import learners_visible_to

REPLAY_COLUMNS = (
    "learner_id",
    "competency_id",
    "id",
    "ordered_at",
    "sequence",
    "happened_at IS NOT NULL",
    "kind",
    "(result - result_low) / (result_high - result_low)",
    "spread",
    "task",
    "task_difficulty",
    "reference_difficulty",
    "supersedes_id",
    # Only a rating has a level and a rater; what is empty costs nothing to read.
    "CASE WHEN kind = 'rubric' THEN result - result_low END",
    "CASE WHEN kind = 'rubric' THEN result_high - result_low END",
    "CASE WHEN kind = 'rubric' THEN recorded_by_id END",
    "hints",
)


def evidence_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Evidence]:
    """The evidence about learners whom a person may see."""
    return Evidence.objects.filter(
        district=person.district_id, learner__in=learners_visible_to(person, on=on).values("pk")
    )


def standing_evidence(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Without what was superseded or taken back, and without the taking back itself."""
    return evidence.filter(~Exists(Evidence.objects.filter(supersedes=OuterRef("pk")))).exclude(kind="withdrawal")


def evidence_seen_by_people() -> QuerySet[Evidence]:
    """What somebody rated or observed themselves; the caller limits it to learners whom a person may see.

    The kinds stand in the SQL as they do in the index `evidence_seen`: SQLite does not use a partial index where they
    come as parameters, and would read every answer of every learner.
    """
    kinds = RawSQL(f"evidence_evidence.kind IN {SEEN_KINDS}", (), output_field=BooleanField())
    return Evidence.objects.filter(kinds, recorded_by__isnull=False)


def evidence_in_time_order(learner_ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The standing evidence of some learners as tuples of REPLAY_COLUMNS, by learner and then in time order.

    By plain SQL, with times in the database's own form: millions of rows are read in a rebuild. What mends a piece is
    about the same learner, so what was superseded is seen without asking for it.
    """
    listed = ",".join(str(int(each)) for each in learner_ids) or "NULL"
    # A plus before it keeps SQLite's driver from making a time of each text.
    plus = "+" if connection.vendor == "sqlite" else ""
    columns = (f"{plus}{each}" if each == "ordered_at" else each for each in REPLAY_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM evidence_evidence WHERE learner_id IN ({listed}) "
            "ORDER BY learner_id, ordered_at, sequence, id"
        )
        rows = cursor.fetchall()
    gone = {row[12] for row in rows if row[12] is not None}
    return [row for row in rows if row[2] not in gone and row[6] != "withdrawal"] if gone else rows


def seconds_of(moments: Sequence[Any]) -> NDArray[np.float64]:
    """Seconds since 1970 of moments as the database gives them: texts on SQLite, times on PostgreSQL."""
    if not moments:
        return np.empty(0)
    if isinstance(moments[0], str):
        try:
            return np.array(moments, dtype="datetime64[us]").astype(np.int64) / 1e6
        except ValueError:
            zoned = (datetime.fromisoformat(each) for each in moments)
            return np.array([(each if each.tzinfo else each.replace(tzinfo=UTC)).timestamp() for each in zoned])
    return np.array([each.timestamp() for each in moments])


def import_runs_of(district_id: int) -> QuerySet[ImportRun]:
    """The long imports of a district, newest first: how far each has come."""
    return ImportRun.objects.filter(district=district_id).order_by("-started_at", "-pk")
