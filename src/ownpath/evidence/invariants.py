"""What must always be true of evidence."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q

from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.evidence.services import identifier_of
from ownpath.foundation.invariants import Invariant, append_only, uuids_of


def _not_named_after_source() -> Iterable[str]:
    """The uuid is made from the source record, the learner and the competency: where it does not fit, one of these was
    altered past the database's triggers. It says nothing of the result; `ownpath check --estimates` does."""
    rows = Evidence.objects.values_list(
        "uuid", "district__uuid", "source", "source_record", "learner__uuid", "competency__uuid"
    )
    for uuid, *made_from in rows.iterator(chunk_size=5000):
        if identifier_of(*made_from) != uuid:
            yield str(uuid)


def _off_the_scale() -> Iterable[str]:
    """An empty result slips through the database's own check, for which "not known" is not "false"."""
    taken_back = Q(kind=EvidenceKind.WITHDRAWAL)
    off = Q(result__isnull=True) | Q(result__lt=F("result_low")) | Q(result__gt=F("result_high"))
    no_width = Q(result_low__gte=F("result_high"))
    says_too_much = Q(result__isnull=False) | Q(supersedes__isnull=True)
    return uuids_of(Evidence.objects.filter((~taken_back & off) | (taken_back & says_too_much) | no_width))


def _mends_another_learner() -> Iterable[str]:
    return uuids_of(Evidence.objects.filter(supersedes__isnull=False).exclude(supersedes__learner=F("learner")))


def _wrongly_ordered() -> Iterable[str]:
    known = Evidence.objects.filter(happened_at__isnull=False).exclude(ordered_at=F("happened_at"))
    unknown = Evidence.objects.filter(happened_at__isnull=True).exclude(ordered_at=F("recorded_at"))
    yield from uuids_of(known)
    yield from uuids_of(unknown)


def _from_the_future() -> Iterable[str]:
    return uuids_of(Evidence.objects.filter(happened_at__gt=F("recorded_at")))


INVARIANTS = (
    append_only("evidence_evidence", "evidence"),
    Invariant(
        "every piece of evidence has the uuid that is made from its source, learner and competency",
        _not_named_after_source,
    ),
    Invariant("every result stands on its scale", _off_the_scale, estimates_need_it=True),
    Invariant("what mends a piece of evidence is about the same learner", _mends_another_learner),
    Invariant("evidence stands in the order in which it happened", _wrongly_ordered),
    Invariant("nothing was recorded before it happened", _from_the_future),
)
