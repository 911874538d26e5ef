"""How far a long import has come, so that it can go on after it was stopped."""

from __future__ import annotations

from django.db import transaction

from ownpath.evidence.models import ImportRun
from ownpath.foundation.clock import now
from ownpath.foundation.models import District


@transaction.atomic
def begin_import(*, district: District, kind: str, fingerprint: str, file_name: str) -> ImportRun:
    """The run of this file: a new one, or the one that was begun before."""
    run, _ = ImportRun.objects.get_or_create(
        district=district,
        kind=kind,
        fingerprint=fingerprint,
        defaults={"file_name": file_name[:255], "started_at": now()},
    )
    return run


def advance_import(*, run: ImportRun, rows_done: int) -> None:
    """Note how many rows are stored; called inside the transaction that stores them."""
    run.rows_done = rows_done
    run.save(update_fields=["rows_done"])


@transaction.atomic
def finish_import(*, run: ImportRun, detail: dict[str, object]) -> None:
    """The whole file is stored."""
    run.finished_at = now()
    run.detail = detail
    run.save(update_fields=["finished_at", "detail"])
