"""Storing evidence. Only `proficiency.services.record_evidence` calls this, so that estimates are never behind."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.db import connection

from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District

LOOKUP_BATCH = 900
INSERT_BATCH = 400
MOST_HINTS = 100
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePiece:
    """One thing seen, before it is stored. Results stand on their own scale, from `result_low` to `result_high`.

    `source_record` names the row of the source it came from: the same source, record, learner and competency can
    enter once only. `row` is where it stands in a file, for error messages.
    """

    learner_id: int
    competency_id: int
    kind: str = EvidenceKind.RESPONSE
    result: float | None
    result_low: float = 0.0
    result_high: float = 1.0
    spread: int = 1
    task: str = ""
    task_difficulty: float | None = None
    reference_difficulty: float | None = None
    hints: int | None = None
    happened_at: datetime | None = None
    sequence: int = 0
    source: str
    source_record: str
    supersedes_id: int | None = None
    row: int | None = None


def evidence_uuid(district: UUID, piece: EvidencePiece, learner: UUID, competency: UUID) -> UUID:
    """The same thing seen always has the same uuid."""
    return identifier_of(district, piece.source, piece.source_record, learner, competency)


def identifier_of(district: UUID, source: str, source_record: str, learner: UUID, competency: UUID) -> UUID:
    """The uuid that evidence must have, from what it was made of."""
    return uuid5(district, f"{source}\n{source_record}\n{learner.hex}\n{competency.hex}")


def require_sound(piece: EvidencePiece, moment: datetime) -> None:
    """Refuse what can not be evidence, and name the field."""
    if piece.kind not in EvidenceKind.values:
        raise InputError(f"{piece.kind} is not a kind of evidence.", row=piece.row, field="kind")
    if piece.kind == EvidenceKind.WITHDRAWAL:
        if piece.result is not None or piece.supersedes_id is None:
            raise InputError(
                "Taking back names the evidence it takes back, and has no result.", row=piece.row, field="supersedes"
            )
    elif piece.result is None or not math.isfinite(piece.result):
        raise InputError("The result must be a number.", row=piece.row, field="result")
    elif not piece.result_low <= piece.result <= piece.result_high or piece.result_low >= piece.result_high:
        raise InputError(
            f"The result {piece.result:g} is not between {piece.result_low:g} and {piece.result_high:g}.",
            row=piece.row,
            field="result",
        )
    for name, value in (
        ("task_difficulty", piece.task_difficulty),
        ("reference_difficulty", piece.reference_difficulty),
    ):
        if value is not None and not math.isfinite(value):
            raise InputError("A difficulty must be a number.", row=piece.row, field=name)
    if piece.hints is not None and not 0 <= piece.hints <= MOST_HINTS:
        raise InputError(f"Hints are counted from 0 to {MOST_HINTS}.", row=piece.row, field="hints")
    if piece.spread < 1:
        raise InputError("Evidence counts for at least one competency.", row=piece.row, field="spread")
    if not piece.source_record or len(piece.source_record) > 120:
        raise InputError("The source record needs 1 to 120 characters.", row=piece.row, field="source_record")
    if len(piece.task) > 64:
        raise InputError("A task's name has at most 64 characters.", row=piece.row, field="task")
    if piece.happened_at is not None:
        if piece.happened_at.tzinfo is None:
            raise InputError("The time needs a time zone.", row=piece.row, field="happened_at")
        if not EARLIEST <= piece.happened_at <= moment:
            raise InputError(
                f"{piece.happened_at:%Y-%m-%d %H:%M} is in the future or too long ago.",
                row=piece.row,
                field="happened_at",
            )


def append_evidence(
    *,
    district: District,
    pieces: Sequence[EvidencePiece],
    learner_uuids: Mapping[int, UUID],
    competency_uuids: Mapping[int, UUID],
    recorded_by_id: int | None,
    recorded_at: datetime,
) -> list[Evidence]:
    """Store what is not there yet and return it, in the order given. Must run inside a transaction."""
    made: dict[UUID, Evidence] = {}
    for piece in pieces:
        require_sound(piece, recorded_at)
        identifier = evidence_uuid(
            district.uuid, piece, learner_uuids[piece.learner_id], competency_uuids[piece.competency_id]
        )
        if identifier in made:
            continue
        made[identifier] = Evidence(
            district=district,
            uuid=identifier,
            learner_id=piece.learner_id,
            competency_id=piece.competency_id,
            kind=piece.kind,
            result=piece.result,
            result_low=piece.result_low,
            result_high=piece.result_high,
            spread=piece.spread,
            task=piece.task,
            task_difficulty=piece.task_difficulty,
            reference_difficulty=piece.reference_difficulty,
            hints=piece.hints,
            happened_at=piece.happened_at,
            ordered_at=piece.happened_at or recorded_at,
            sequence=piece.sequence,
            recorded_at=recorded_at,
            recorded_by_id=recorded_by_id,
            source=piece.source,
            source_record=piece.source_record,
            supersedes_id=piece.supersedes_id,
        )
    if any(evidence.supersedes_id is not None for evidence in made.values()):
        known = _known(list(made))
        made = {identifier: evidence for identifier, evidence in made.items() if identifier not in known}
        _require_supersedable(list(made.values()))
    return _insert(made)


def _known(identifiers: Sequence[UUID]) -> set[UUID]:
    known: set[UUID] = set()
    for start in range(0, len(identifiers), LOOKUP_BATCH):
        batch = identifiers[start : start + LOOKUP_BATCH]
        known.update(Evidence.objects.filter(uuid__in=batch).values_list("uuid", flat=True))
    return known


def _insert(made: Mapping[UUID, Evidence]) -> list[Evidence]:
    """Store what is not there yet and return it with its number, in the order given.

    By plain SQL, so that one statement does what bulk_create needs two for: it returns no numbers where it passes
    over what is known.
    """
    fields = [field for field in Evidence._meta.concrete_fields if not field.primary_key]
    names = ", ".join(field.column for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    number_of: dict[UUID, int] = {}
    rows = list(made.values())
    for start in range(0, len(rows), INSERT_BATCH):
        batch = rows[start : start + INSERT_BATCH]
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in batch for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO evidence_evidence ({names}) VALUES {', '.join([one] * len(batch))} "
                "ON CONFLICT (uuid) DO NOTHING RETURNING id, uuid",
                values,
            )
            for number, identifier in cursor.fetchall():
                number_of[identifier if isinstance(identifier, UUID) else UUID(identifier)] = number
    fresh = []
    for identifier, row in made.items():
        if identifier in number_of:
            row.pk = number_of[identifier]
            fresh.append(row)
    return fresh


def _require_supersedable(fresh: Sequence[Evidence]) -> None:
    """What is mended must be about the same learner, and not have been mended before."""
    wanted = {evidence.supersedes_id: evidence for evidence in fresh if evidence.supersedes_id is not None}
    if not wanted:
        return
    originals = Evidence.objects.in_bulk(list(wanted))
    taken = set(Evidence.objects.filter(supersedes__in=list(wanted)).values_list("supersedes_id", flat=True))
    for original_id, evidence in wanted.items():
        original = originals.get(original_id)
        if original is None or original.learner_id != evidence.learner_id:
            raise InputError("What is to be mended is not this learner's evidence.", field="supersedes")
        if original_id in taken:
            raise InputError("This evidence was mended before; mend the newer one.", field="supersedes")
