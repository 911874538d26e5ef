"""Who moves, who waits and where evidence is thin: counts for leaders, gathered once and kept for some minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from ownpath.competencies.selectors import Progression
from ownpath.core.flow import count_by_strand
from ownpath.evidence.models import EvidenceKind
from ownpath.evidence.selectors import evidence_seen_by_people, standing_evidence
from ownpath.people.models import Person
from ownpath.plans.contacts import last_contacts
from ownpath.proficiency.generations import attainments_in_use, estimates_in_use, generation_read
from ownpath.proficiency.standing import WORKING_DAYS, GroupStanding, Stuck, gather_group_standing

NEW_DAYS = 28
SEEN_DAYS = 28
WAITING_DAYS = 7
# Counting takes the longer the more learners there are; so long it is kept, at most.
KEPT_SECONDS, KEPT_SECONDS_A_LEARNER = 60, 0.3


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts by learner: matrices of shape (n_learners, n_strands), days and moments of shape (n_learners,).

    Days are those of a calendar up to `counted_at`, NaN where nothing waits or nothing ever happened; moments are
    seconds since 1970. Pairs are (learner's number, competency's place); `unclear` are those worked on for which there
    is not enough evidence yet. `seen` counts ratings and observations in the last four weeks. Habits count in `seen`
    alone; they are judged on levels, not held. Arrays, since thousands of small objects are slow to keep.
    """

    learner_ids: tuple[int, ...]
    counted_at: datetime
    revision: tuple[int, ...]
    held: NDArray[np.int64]
    new: NDArray[np.int64]
    refresh: NDArray[np.int64]
    working: NDArray[np.int64]
    seen: NDArray[np.int64]
    worked_on: NDArray[np.int64]
    unclear: NDArray[np.int64]
    stuck: dict[int, tuple[Stuck, ...]]
    stuck_days: NDArray[np.float64]
    quiet_days: NDArray[np.float64]
    contact_days: NDArray[np.float64]
    last_evidence: NDArray[np.float64]
    last_contact: NDArray[np.float64]
    contact_with: NDArray[np.int64]
    names: tuple[str, ...]

    @property
    def is_unseen(self) -> NDArray[np.bool_]:
        """Which learners have no evidence at all."""
        unseen: NDArray[np.bool_] = np.isnan(self.last_evidence)
        return unseen

    @property
    def lacks_contact(self) -> NDArray[np.bool_]:
        """Which learners nobody of the staff had to do with for a week or more, or ever."""
        return ~(self.contact_days < WAITING_DAYS)

    def evidence_at(self, number: int) -> datetime | None:
        """When the last evidence of a learner came in."""
        return _moment(self.last_evidence[number])

    def contact_of(self, number: int) -> tuple[datetime, str] | None:
        """When somebody of the staff last had to do with a learner, and who, by the given name."""
        moment = _moment(self.last_contact[number])
        return (moment, self.names[self.contact_with[number]]) if moment else None


def gather_flow(
    learners: QuerySet[Person], progression: Progression, as_of: datetime, *, learner_ids: Sequence[int]
) -> Flow:
    """Count anew: the same queries, however many learners there are; `learner_ids` are those of the learners, in order.

    The caller has the learners from a `..._visible_to` or `learners_led_...` selector.
    """
    standing = gather_group_standing(learners, progression, as_of, learner_ids=learner_ids)
    number_of = {learner_id: number for number, learner_id in enumerate(standing.learner_ids)}
    within = learners.order_by().values("pk")
    strand, n_strands = progression.strand, len(progression.strands)
    counted = ~progression.is_habit

    def by_strand(marks: NDArray[np.bool_]) -> NDArray[np.int64]:
        return count_by_strand(marks & counted, strand, n_strands)

    new = _pairs_in(standing, number_of, _newly_attained(within, as_of)) & standing.attained
    working = standing.working & counted
    worked_on = estimates_in_use().filter(
        learner__in=within,
        attained_at__isnull=True,
        last_evidence_at__gt=as_of - timedelta(days=WORKING_DAYS),
        enough_evidence=False,
    )
    unclear = _pairs_in(standing, number_of, worked_on.values_list("learner_id", "competency_id")) & working
    seen = np.zeros((len(standing.learner_ids), n_strands), dtype=np.int64)
    for learner_id, competency_id, times in _seen(within, as_of):
        if competency_id in progression.place_of and learner_id in number_of:
            seen[number_of[learner_id], strand[progression.place_of[competency_id]]] += times
    contacts = last_contacts(learners, as_of)
    by_number = [contacts.get(learner_id) for learner_id in standing.learner_ids]
    names = tuple(sorted({each.given_name for each in contacts.values()}))
    name_place = {name: place for place, name in enumerate(names)}
    quiet = [standing.quiet_since(number) for number in range(len(standing.learner_ids))]
    return Flow(
        learner_ids=standing.learner_ids,
        counted_at=as_of,
        revision=tuple(card.id for card in progression.cards),
        held=by_strand(standing.held),
        new=by_strand(new),
        refresh=by_strand(standing.attained & ~standing.held),
        working=by_strand(working),
        seen=seen,
        worked_on=np.argwhere(working),
        unclear=np.argwhere(unclear),
        stuck={number: own for number, own in enumerate(standing.stuck) if own},
        stuck_days=_days_since([own[0].since if own else None for own in standing.stuck], as_of),
        quiet_days=_days_since(quiet, as_of),
        contact_days=_days_since([each.at if each else None for each in by_number], as_of),
        last_evidence=_seconds(standing.last_evidence_at),
        last_contact=_seconds([each.at if each else None for each in by_number]),
        contact_with=np.array([name_place[each.given_name] if each else -1 for each in by_number], dtype=np.int64),
        names=names,
    )


def gather_kept_flow(
    learners: QuerySet[Person],
    progression: Progression,
    as_of: datetime,
    *,
    learner_ids: Sequence[int],
    district: UUID,
) -> Flow:
    """The counts of a short while ago, else counted anew; `counted_at` says when, and a page must say it too.

    Who may be seen is asked every time: only counts of exactly these learners are used.
    """
    key = _key_of(district, learner_ids)
    kept = cache.get(key)
    seconds = KEPT_SECONDS + KEPT_SECONDS_A_LEARNER * len(learner_ids)
    if (
        isinstance(kept, Flow)
        and timedelta(0) <= as_of - kept.counted_at < timedelta(seconds=seconds)
        and kept.revision == tuple(card.id for card in progression.cards)
    ):
        return kept
    flow = gather_flow(learners, progression, as_of, learner_ids=learner_ids)
    cache.set(key, flow, seconds)
    return flow


def _key_of(district: UUID, learner_ids: Sequence[int]) -> str:
    ids = hashlib.sha256(np.array(learner_ids, dtype=np.int64).tobytes()).hexdigest()
    # A request keeps to one generation of estimates, and so must what is kept for it.
    return f"flow-{district}-{generation_read()}-{timezone.get_current_timezone_name()}-{ids}"


def _days_since(moments: Sequence[datetime | None], as_of: datetime) -> NDArray[np.float64]:
    """Days of the school's calendar."""
    zone = timezone.get_current_timezone()
    today = as_of.astimezone(zone).date().toordinal()
    days = (today - each.astimezone(zone).date().toordinal() if each else np.nan for each in moments)
    return np.maximum(np.fromiter(days, dtype=np.float64, count=len(moments)), 0)


def _seconds(moments: Sequence[datetime | None]) -> NDArray[np.float64]:
    return np.array([each.timestamp() if each else np.nan for each in moments], dtype=np.float64)


def _moment(seconds: float) -> datetime | None:
    return None if np.isnan(seconds) else datetime.fromtimestamp(float(seconds), UTC)


def _newly_attained(within: Any, as_of: datetime) -> Iterable[tuple[int, int]]:
    """What was first attained in the last four weeks; what a record from before the school says is not new."""
    since = as_of - timedelta(days=NEW_DAYS)
    earlier = attainments_in_use().filter(
        learner=OuterRef("learner"), competency=OuterRef("competency"), attained_at__lte=since
    )
    return (
        attainments_in_use()
        .filter(~Exists(earlier), learner__in=within, attained_at__gt=since, attained_at__lte=as_of)
        .exclude(evidence__kind=EvidenceKind.PRIOR)
        .values_list("learner_id", "competency_id")
    )


def _seen(within: Any, as_of: datetime) -> Iterable[tuple[int, int, int]]:
    """How often each learner was rated or observed lately, competency by competency."""
    rows = evidence_seen_by_people().filter(
        learner__in=within, ordered_at__gt=as_of - timedelta(days=SEEN_DAYS), ordered_at__lte=as_of
    )
    pairs = standing_evidence(rows).order_by().values_list("learner_id", "competency_id")
    counted: Iterable[tuple[Any, ...]] = pairs.annotate(times=Count("pk"))
    return ((row[0], row[1], row[2]) for row in counted)


def _pairs_in(standing: GroupStanding, number_of: dict[int, int], rows: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """A matrix like those of a standing, true where the rows say so."""
    matrix = np.zeros_like(standing.attained)
    place_of = standing.progression.place_of
    for learner_id, competency_id in rows:
        if competency_id in place_of and learner_id in number_of:
            matrix[number_of[learner_id], place_of[competency_id]] = True
    return matrix
