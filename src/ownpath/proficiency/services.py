"""All writes about what learners can do. `record_evidence` is the only door for evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.core.mastery import LearnerState
from ownpath.evidence.models import Evidence
from ownpath.evidence.services import EvidencePiece, append_evidence
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.foundation.models import District
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.proficiency.estimation import (
    EvidenceRow,
    LearnerWork,
    evidence_row,
    fold_evidence,
    gather_rules,
    learner_row,
    replay_from_start,
    resume_learner,
    store_work,
)
from ownpath.proficiency.models import Attainment, Estimate, Judgement, LearnerEstimate
from ownpath.schools.selectors import learners_taught_by

LOOKUP_BATCH = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `record_evidence` did."""

    stored: int
    known_already: int
    estimates: int
    attained: int


@transaction.atomic
def record_evidence(
    *,
    acting_person: Person | None,
    district: District,
    pieces: Sequence[EvidencePiece],
    acting_system: str = "",
    recorded_at: datetime | None = None,
) -> Recorded:
    """Store what was seen and bring the estimates up to date, all of it or nothing.

    Any number of pieces about any number of learners. What is known already is passed over. Evidence that is older
    than what a learner's estimate has seen, or that mends something, makes that learner's estimates be replayed.
    """
    moment = recorded_at or now()
    if not pieces:
        return Recorded(0, 0, 0, 0)
    learner_uuids = _require_learners(acting_person, district, {piece.learner_id for piece in pieces})
    competency_ids = {piece.competency_id for piece in pieces}
    competency_uuids = _require_competencies(district, competency_ids)
    standing = _lock_learner_estimates(district, sorted(learner_uuids))
    fresh = append_evidence(
        district=district,
        pieces=pieces,
        learner_uuids=learner_uuids,
        competency_uuids=competency_uuids,
        recorded_by_id=acting_person.pk if acting_person else None,
        recorded_at=moment,
    )
    estimates, attained = _re_estimate(district, fresh, standing, moment)
    if acting_person is not None or acting_system:
        _audit_evidence(district, acting_person, acting_system, fresh, learner_uuids)
    return Recorded(len(fresh), len(pieces) - len(fresh), estimates, attained)


def _require_learners(acting_person: Person | None, district: District, learner_ids: set[int]) -> dict[int, UUID]:
    """The uuids of the learners, if all are in the district and the acting person teaches them."""
    found: dict[int, UUID] = {}
    ordered = sorted(learner_ids)
    for start in range(0, len(ordered), LOOKUP_BATCH):
        batch = ordered[start : start + LOOKUP_BATCH]
        people = (
            Person.objects.filter(district=district, erased_at__isnull=True)
            if acting_person is None
            else learners_taught_by(acting_person).filter(district=district)
        )
        found.update(people.filter(pk__in=batch).values_list("pk", "uuid"))
    if len(found) < len(learner_ids):
        if acting_person is None:
            raise InputError("There is evidence about somebody who is not a learner of this district.", field="learner")
        raise NotAllowed("You can add evidence about the learners whom you teach or coach.")
    return found


def _require_competencies(district: District, competency_ids: set[int]) -> dict[int, UUID]:
    found: dict[int, UUID] = {}
    ordered = sorted(competency_ids)
    for start in range(0, len(ordered), LOOKUP_BATCH):
        found.update(
            Competency.objects.filter(
                district=district, is_heading=False, pk__in=ordered[start : start + LOOKUP_BATCH]
            ).values_list("pk", "uuid")
        )
    if len(found) < len(competency_ids):
        raise InputError("There is evidence about a competency that this district does not have.", field="competency")
    return found


def _lock_learner_estimates(district: District, learner_ids: Sequence[int]) -> dict[int, LearnerEstimate]:
    """One writer per learner at a time: the rows are made where missing, and locked in one order."""
    standing: dict[int, LearnerEstimate] = {}
    for start in range(0, len(learner_ids), LOOKUP_BATCH):
        batch = learner_ids[start : start + LOOKUP_BATCH]
        locked = LearnerEstimate.objects.select_for_update(of=("self",)).order_by("learner_id")
        found = {row.learner_id: row for row in locked.filter(learner__in=batch)}
        missing = [learner_id for learner_id in batch if learner_id not in found]
        if missing:
            rules = gather_rules(district, ())
            LearnerEstimate.objects.bulk_create(
                [learner_row(district.pk, LearnerWork(each, LearnerState.new()), rules) for each in missing],
                ignore_conflicts=True,
            )
            found.update({row.learner_id: row for row in locked.filter(learner__in=missing)})
        standing.update(found)
    return standing


def _re_estimate(
    district: District, fresh: Sequence[Evidence], standing: dict[int, LearnerEstimate], moment: datetime
) -> tuple[int, int]:
    if not fresh:
        return 0, 0
    by_learner: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in fresh:
        by_learner[evidence.learner_id].append(evidence)
    touched = {evidence.competency_id for evidence in fresh}
    rules = gather_rules(district, touched)
    to_replay: list[int] = []
    going_on: dict[int, list[EvidenceRow]] = {}
    for learner_id, own in by_learner.items():
        stored = standing[learner_id]
        if any(each.supersedes_id is not None for each in own) or stored.parameters_hash != rules.parameters.hash:
            to_replay.append(learner_id)
            continue
        rows = sorted((evidence_row(each) for each in own), key=lambda row: row.place)
        last = (stored.last_ordered_at, stored.last_sequence, stored.last_evidence_id)
        if stored.last_ordered_at is not None and rows[0].place < last:
            to_replay.append(learner_id)
        else:
            going_on[learner_id] = rows
    works: list[tuple[LearnerWork, set[int]]] = []
    estimates_of = _touched_estimates(going_on)
    for learner_id, rows in going_on.items():
        own_estimates = estimates_of.get(learner_id, [])
        if any(each.parameters_hash != rules.signature_of(each.competency_id) for each in own_estimates):
            to_replay.append(learner_id)
            continue
        work = resume_learner(standing[learner_id], own_estimates)
        fold_evidence(work, rows, rules)
        works.append((work, {row.competency_id for row in rows}))
    if to_replay:
        rules = gather_rules(district)
        works.extend(replay_from_start(sorted(to_replay), rules))
    return store_work(district, works, rules, moment)


def _touched_estimates(going_on: dict[int, list[EvidenceRow]]) -> dict[int, list[Estimate]]:
    """The estimates that the rows will move, for many learners in few queries."""
    found: dict[int, list[Estimate]] = defaultdict(list)
    learner_ids = sorted(going_on)
    for start in range(0, len(learner_ids), LOOKUP_BATCH):
        batch = learner_ids[start : start + LOOKUP_BATCH]
        wanted = {(each, row.competency_id) for each in batch for row in going_on[each]}
        competency_ids = {competency_id for _, competency_id in wanted}
        estimates = Estimate.objects.filter(learner__in=batch)
        if len(competency_ids) <= LOOKUP_BATCH:
            estimates = estimates.filter(competency__in=competency_ids)
        for estimate in estimates.defer("reasons"):
            if (estimate.learner_id, estimate.competency_id) in wanted:
                found[estimate.learner_id].append(estimate)
    return found


def _audit_evidence(
    district: District,
    acting_person: Person | None,
    acting_system: str,
    fresh: Iterable[Evidence],
    learner_uuids: dict[int, UUID],
) -> None:
    """A person's evidence is noted per learner; a whole import once."""
    count_by_learner: dict[int, int] = defaultdict(int)
    for evidence in fresh:
        count_by_learner[evidence.learner_id] += 1
    if acting_person is None:
        record_audit(
            district=district,
            acting_system=acting_system,
            action=AuditAction.CHANGED,
            what="evidence",
            detail={"pieces": sum(count_by_learner.values()), "learners": len(count_by_learner)},
        )
        return
    for learner_id, count in count_by_learner.items():
        record_audit(
            district=district,
            acting_person=acting_person,
            learner=Person(pk=learner_id),
            action=AuditAction.CHANGED,
            what="evidence",
            detail={"pieces": count},
        )


@transaction.atomic
def record_judgement(
    *, acting_person: Person, learner: Person, competency: Competency, verdict: str, reason: str
) -> Judgement:
    """Note what a teacher decided, with the reason. The estimate stays beside it as it is."""
    if not learners_taught_by(acting_person).filter(pk=learner.pk).exists():
        raise NotAllowed("You can judge the work of the learners whom you teach or coach.")
    if competency.district_id != acting_person.district_id or competency.is_heading:
        raise InputError("This is not a competency of your district.", field="competency")
    if verdict not in Judgement.Verdict.values:
        raise InputError(f"{verdict} is not a verdict.", field="verdict")
    reason = reason.strip()
    if not reason:
        raise InputError("Please write the reason in a few words.", field="reason")
    if len(reason) > 1000:
        raise InputError("Please keep the reason under 1,000 characters.", field="reason")
    moment = now()
    judgement = Judgement.objects.create(
        district_id=acting_person.district_id,
        learner=learner,
        competency=competency,
        verdict=verdict,
        reason=reason,
        judged_by=acting_person,
        judged_at=moment,
    )
    if verdict == Judgement.Verdict.ATTAINED:
        Attainment.objects.create(
            district_id=acting_person.district_id,
            learner=learner,
            competency=competency,
            attained_at=moment,
            judgement=judgement,
            recorded_at=moment,
        )
    record_audit(
        district=acting_person.district,
        acting_person=acting_person,
        learner=learner,
        action=AuditAction.CHANGED,
        what="judgement",
        detail={"competency": str(competency.uuid), "verdict": verdict},
    )
    return judgement
