"""The two tables of estimates by plain SQL, the same on both engines.

An estimate takes microseconds to compute, so building model instances and parsing times would cost more than the work.
Values stand here as the database takes and gives them ("in the database's form"): a moment is a text on SQLite.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import connection

from ownpath.core.mastery import Reason

ESTIMATE_COLUMNS = (
    "state",
    "evidence_count",
    "first_evidence_at",
    "last_evidence_at",
    "logit",
    "logit_sd",
    "probability",
    "probability_met",
    "interval_low",
    "interval_high",
    "effective_evidence",
    "attained_at",
    "attained_rule",
    "attained_evidence_id",
    "holds_until",
    "enough_evidence",
    "missing",
    "missing_count",
    "struggling_since",
    "reasons",
    "model_name",
    "model_version",
    "parameters_hash",
)
LEARNER_COLUMNS = (
    "state",
    "evidence_count",
    "last_ordered_at",
    "last_sequence",
    "last_evidence_id",
    "model_name",
    "model_version",
    "parameters_hash",
)
REASONS = ESTIMATE_COLUMNS.index("reasons")
RESUME_COLUMNS = (
    "state",
    "evidence_count",
    "first_evidence_at",
    "last_evidence_at",
    "attained_at",
    "attained_evidence_id",
    "parameters_hash",
)
_PARSED = {name for name in (*ESTIMATE_COLUMNS, *LEARNER_COLUMNS) if name.endswith(("_at", "_until", "_since"))}
_ATTAINMENT_COLUMNS = ("learner_id", "competency_id", "attained_at", "rule", "evidence_id")
Row = tuple[Any, ...]


def moment_in_database(moment: datetime | None) -> Any:
    """A moment in the database's form."""
    return connection.ops.adapt_datetimefield_value(moment)


def on_sqlite() -> bool:
    """Whether this database is SQLite; ask once for many rows."""
    return bool(connection.vendor == "sqlite")


def seconds_in_database(seconds: float | None, as_text: bool) -> Any:
    """Seconds since 1970 as a moment in the database's form, a text on SQLite; nothing where no calendar reaches."""
    if seconds is None or not -2_000_000_000 < seconds < 32_000_000_000:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.replace(tzinfo=None).isoformat(" ") if as_text else moment_in_database(moment)


def reasons_in_database(reasons: Iterable[Reason], as_text: bool) -> Any:
    """The reasons of an estimate in the database's form. Written out here where they are text: a rebuild compares
    millions of them."""
    if not as_text:
        plain = [{"code": each.code, "logits": each.logits, "detail": each.detail} for each in reasons]
        return connection.ops.adapt_json_value(plain, None)
    texts = []
    for each in reasons:
        detail = ", ".join([f'"{name}": {value!r}' for name, value in each.detail.items()])
        texts.append(f'{{"code": "{each.code}", "logits": {each.logits!r}, "detail": {{{detail}}}}}')
    return f"[{', '.join(texts)}]"


def listed(ids: Iterable[int]) -> str:
    """Numbers for an SQL list; as text, since parameters are limited in number."""
    return ",".join(str(int(each)) for each in ids) or "NULL"


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Row] = cursor.fetchall()
    return rows


def stored_columns(columns: Sequence[str]) -> str:
    """Columns to select; a plus before it keeps SQLite's driver from making a time of each text."""
    plus = "+" if connection.vendor == "sqlite" else ""
    return ", ".join(f"{plus}{each}" if each in _PARSED else each for each in columns)


def read_learner_rows(generation: int, learner_ids: Iterable[int], *, lock: bool = False) -> dict[int, Row]:
    """What stands of some learners: LEARNER_COLUMNS by learner. With `lock` nobody else writes them meanwhile."""
    held = " ORDER BY learner_id FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    rows = fetch(
        f"SELECT learner_id, {stored_columns(LEARNER_COLUMNS)} FROM proficiency_learnerestimate "
        f"WHERE generation_id = %s AND learner_id IN ({listed(learner_ids)}){held}",
        [generation],
    )
    return {row[0]: row[1:] for row in rows}


def read_estimate_rows(
    generation: int,
    learner_ids: Iterable[int],
    columns: Sequence[str] = ESTIMATE_COLUMNS,
    competency_ids: Iterable[int] | None = None,
) -> list[Row]:
    """What stands of some learners' competencies: learner, competency, then the columns; in order of both."""
    only = f" AND competency_id IN ({listed(competency_ids)})" if competency_ids is not None else ""
    return fetch(
        f"SELECT learner_id, competency_id, {stored_columns(columns)} FROM proficiency_estimate "
        f"WHERE generation_id = %s AND learner_id IN ({listed(learner_ids)}){only} ORDER BY learner_id, competency_id",
        [generation],
    )


def comparable(rows: list[Row]) -> list[Row]:
    """Rows of estimates (learner, competency, ESTIMATE_COLUMNS) so that those read and those about to be written
    compare bit for bit. SQLite gives back what it was given; PostgreSQL orders the names within the reasons anew."""
    if connection.vendor == "sqlite":
        return rows
    at = REASONS + 2
    plain = (json.loads(row[at]) if isinstance(row[at], str) else row[at].obj for row in rows)
    return [(*row[:2], bytes(row[2]), *row[3:at], each, *row[at + 1 :]) for row, each in zip(rows, plain, strict=True)]


def _new_uuid() -> Any:
    made = uuid4()
    return made if connection.features.has_native_uuid_field else made.hex


def _write(table: str, keys: Sequence[str], columns: Sequence[str], rows: Sequence[Row], conflict: str) -> None:
    if not rows:
        return
    names = ("uuid", *keys, *columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) " + (
        f"ON CONFLICT ({conflict}) DO UPDATE SET {updates}" if conflict else "ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(sql, (_new_uuid(), *rows[0]))
        else:
            cursor.executemany(sql, [(_new_uuid(), *row) for row in rows])


def write_learner_rows(district: int, generation: int, rows: Iterable[Row], *, keep: bool = False) -> None:
    """Store rows of learner and LEARNER_COLUMNS; with `keep` those that are there stay as they are."""
    _write(
        "proficiency_learnerestimate",
        ("district_id", "generation_id", "learner_id"),
        LEARNER_COLUMNS,
        [(district, generation, *row) for row in rows],
        "" if keep else "generation_id, learner_id",
    )


def write_estimate_rows(district: int, generation: int, rows: Iterable[Row]) -> None:
    """Store rows of learner, competency and ESTIMATE_COLUMNS."""
    _write(
        "proficiency_estimate",
        ("district_id", "generation_id", "learner_id", "competency_id"),
        ESTIMATE_COLUMNS,
        [(district, generation, *row) for row in rows],
        "generation_id, learner_id, competency_id",
    )


def write_attainments(district: int, generation: int, rows: Iterable[Row], recorded_at: datetime) -> None:
    """Note what was first attained by a rule (learner, competency, when, rule, evidence); what is noted stays."""
    moment = moment_in_database(recorded_at)
    _write(
        "proficiency_attainment",
        ("district_id", "generation_id", "recorded_at"),
        _ATTAINMENT_COLUMNS,
        [(district, generation, moment, *row) for row in rows],
        "",
    )


def write_proposals(district: int, rows: Iterable[Row], recorded_at: datetime) -> None:
    """Note what was proposed and waits (learner, competency, when, rule, evidence); what is noted stays."""
    moment = moment_in_database(recorded_at)
    _write(
        "proficiency_proposal",
        ("district_id", "recorded_at"),
        ("learner_id", "competency_id", "proposed_at", "rule", "evidence_id"),
        [(district, moment, *row) for row in rows],
        "",
    )


def remove_estimates(generation: int, learner_ids: Iterable[int], *, also_learners: bool = False) -> None:
    """Take what one generation says about some learners out."""
    which = f"WHERE generation_id = %s AND learner_id IN ({listed(learner_ids)})"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM proficiency_estimate {which}", [generation])
        if also_learners:
            cursor.execute(f"DELETE FROM proficiency_learnerestimate {which}", [generation])
