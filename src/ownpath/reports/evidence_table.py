"""All evidence of a district as one Parquet file, in which nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ownpath.evidence.models import Evidence
from ownpath.foundation.errors import NotAllowed
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import AuditAction, Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.people.services import record_audit
from ownpath.schools.selectors import leads_whole_district

ROWS_AT_ONCE = 20_000
_TIME = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        ("evidence", pa.string()),
        ("learner", pa.string()),
        ("competency", pa.string()),
        ("competency_code", pa.string()),
        ("framework_code", pa.string()),
        ("kind", pa.string()),
        ("result", pa.float64()),
        ("result_low", pa.float64()),
        ("result_high", pa.float64()),
        ("spread", pa.int32()),
        ("task", pa.string()),
        ("task_difficulty", pa.float64()),
        ("reference_difficulty", pa.float64()),
        ("hints", pa.int16()),
        ("happened_at", _TIME),
        ("ordered_at", _TIME),
        ("sequence", pa.int64()),
        ("recorded_at", _TIME),
        ("source", pa.string()),
        ("source_record", pa.string()),
        ("supersedes", pa.string()),
    ]
)
_PATHS = {
    "evidence": "uuid",
    "learner": "learner__uuid",
    "competency": "competency__uuid",
    "competency_code": "competency__code",
    "framework_code": "competency__framework__code",
    "supersedes": "supersedes__uuid",
}


def export_evidence(
    *,
    acting_person: Person | None,
    district: District,
    file: Path,
    since: datetime | None = None,
    progress: Progress = NO_PROGRESS,
) -> int:
    """Write the evidence, in time order, some thousand rows at a time; gives how many rows. The file is not `file`
    until it is whole: the caller renames it. Only an office, or a leader of the whole district, may."""
    _require_whole_district(acting_person, district)
    rows = Evidence.objects.filter(district=district)
    if since is not None:
        rows = rows.filter(recorded_at__gte=since)
    progress.begin("Writing evidence", rows.count())
    paths = [_PATHS.get(name, name) for name in SCHEMA.names]
    values = rows.order_by("ordered_at", "sequence", "pk").values_list(*paths).iterator(chunk_size=5000)
    written = 0
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for batch in _batches(values):
            writer.write_batch(batch)
            written += batch.num_rows
            progress.advance(batch.num_rows)
    record_audit(
        district=district,
        acting_person=acting_person,
        acting_system="" if acting_person else "ownpath export evidence",
        action=AuditAction.EXPORTED,
        what="evidence",
        detail={"rows": written},
    )
    return written


def _require_whole_district(acting_person: Person | None, district: District) -> None:
    if acting_person is None:
        return
    office = holds_role(acting_person, RoleKind.TECHNICAL_ADMINISTRATOR)
    if acting_person.district_id != district.pk or not (office or leads_whole_district(acting_person)):
        raise NotAllowed("Only the office, or a leader of the whole district, can export all evidence.")


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[pa.RecordBatch]:
    text = {number for number, field in enumerate(SCHEMA) if pa.types.is_string(field.type)}
    while some := list(islice(rows, ROWS_AT_ONCE)):
        columns = [
            pa.array(
                [None if value is None else str(value) for value in column] if number in text else column, field.type
            )
            for number, (column, field) in enumerate(zip(zip(*some, strict=True), SCHEMA, strict=True))
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
