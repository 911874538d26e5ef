"""All writes about what learners can do. `record_evidence` is the only door for evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.evidence.models import Evidence
from ownpath.evidence.services import EvidencePiece, append_evidence
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.foundation.models import District
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.proficiency.attaining import note_attained
from ownpath.proficiency.estimation import (
    EvidenceRow,
    Rules,
    attained_values,
    estimate_values,
    evidence_row,
    fold_evidence,
    gather_rules,
    learner_values,
    no_evidence_yet,
    resume_learner,
)
from ownpath.proficiency.generations import InUse, hold_in_use
from ownpath.proficiency.models import Attainment, Judgement
from ownpath.proficiency.replay import compute_estimates, gather_evidence, replace_learners
from ownpath.proficiency.storage import (
    LEARNER_COLUMNS,
    RESUME_COLUMNS,
    Row,
    read_estimate_rows,
    read_learner_rows,
    remove_estimates,
    write_estimate_rows,
    write_learner_rows,
)
from ownpath.schools.selectors import learners_taught_by, taught_among

LOOKUP_BATCH = 500
PARAMETERS_HASH = LEARNER_COLUMNS.index("parameters_hash")
LAST_PLACE = slice(LEARNER_COLUMNS.index("last_ordered_at"), LEARNER_COLUMNS.index("last_evidence_id") + 1)


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
    While a new generation is being built, what it says of these learners is taken out again and built anew.
    """
    moment = recorded_at or now()
    if not pieces:
        return Recorded(0, 0, 0, 0)
    learner_uuids = _require_learners(acting_person, district, {piece.learner_id for piece in pieces})
    in_use = hold_in_use(district)
    rules = _require_competencies(district, in_use, {piece.competency_id for piece in pieces})
    standing = _lock_learner_estimates(district, in_use, rules, sorted(learner_uuids))
    fresh = append_evidence(
        district=district,
        pieces=pieces,
        learner_uuids=learner_uuids,
        competency_uuids=rules.uuid_by_competency,
        recorded_by_id=acting_person.pk if acting_person else None,
        recorded_at=moment,
    )
    estimates, attained = _re_estimate(district, in_use, rules, fresh, standing, moment)
    if acting_person is not None or acting_system:
        _audit_evidence(district, acting_person, acting_system, fresh, learner_uuids)
    return Recorded(len(fresh), len(pieces) - len(fresh), estimates, attained)


def _require_learners(acting_person: Person | None, district: District, learner_ids: set[int]) -> dict[int, UUID]:
    """The uuids of the learners, if all are in the district and the acting person teaches them."""
    found: dict[int, UUID] = {}
    ordered = sorted(learner_ids)
    for start in range(0, len(ordered), LOOKUP_BATCH):
        batch = ordered[start : start + LOOKUP_BATCH]
        if acting_person is not None and acting_person.district_id == district.pk:
            found.update(taught_among(acting_person, batch))
        elif acting_person is None:
            people = Person.objects.filter(district=district, erased_at__isnull=True, pk__in=batch)
            found.update(people.values_list("pk", "uuid"))
    if len(found) < len(learner_ids):
        if acting_person is None:
            raise InputError("There is evidence about somebody who is not a learner of this district.", field="learner")
        raise NotAllowed("You can add evidence about the learners whom you teach or coach.")
    return found


def _require_competencies(district: District, in_use: InUse, competency_ids: set[int]) -> Rules:
    """The rules of the competencies, if the district has them all and none is a heading."""
    rules = gather_rules(district, in_use.parameters, competency_ids)
    if not competency_ids <= rules.uuid_by_competency.keys():
        raise InputError("There is evidence about a competency that this district does not have.", field="competency")
    return rules


def _lock_learner_estimates(
    district: District, in_use: InUse, rules: Rules, learner_ids: Sequence[int]
) -> dict[int, Row]:
    """One writer per learner at a time: the rows are made where missing, and locked in one order."""
    standing = read_learner_rows(in_use.live, learner_ids, lock=True)
    missing = [learner_id for learner_id in learner_ids if learner_id not in standing]
    if missing:
        empty = [no_evidence_yet(each, rules) for each in missing]
        write_learner_rows(district.pk, in_use.live, empty, keep=True)
        standing.update(read_learner_rows(in_use.live, missing, lock=True))
    return standing


def _re_estimate(
    district: District,
    in_use: InUse,
    rules: Rules,
    fresh: Sequence[Evidence],
    standing: dict[int, Row],
    moment: datetime,
) -> tuple[int, int]:
    """Bring the estimates of the learners of some fresh evidence up to date. Counts estimates and what they attain."""
    if not fresh:
        return 0, 0
    by_learner: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in fresh:
        by_learner[evidence.learner_id].append(evidence)
    if in_use.building is not None:
        remove_estimates(in_use.building, by_learner, also_learners=True)
    to_replay: list[int] = []
    going_on: dict[int, list[EvidenceRow]] = {}
    for learner_id, own in by_learner.items():
        stored = standing[learner_id]
        if any(each.supersedes_id is not None for each in own) or stored[PARAMETERS_HASH] != rules.parameters.hash:
            to_replay.append(learner_id)
            continue
        rows = sorted((evidence_row(each) for each in own), key=lambda row: row.place)
        last = stored[LAST_PLACE]
        if last[0] is not None and rows[0].place < last:
            to_replay.append(learner_id)
        else:
            going_on[learner_id] = rows
    learner_rows: list[Row] = []
    estimate_rows: list[Row] = []
    attained: list[Row] = []
    estimates_of = _touched_estimates(in_use, rules, going_on)
    for learner_id, rows in going_on.items():
        own_estimates = estimates_of[learner_id]
        if any(row[-1] != rules.signature_of(competency_id) for competency_id, row in own_estimates):
            to_replay.append(learner_id)
            continue
        work = resume_learner(learner_id, standing[learner_id], own_estimates)
        changed = fold_evidence(work, rows, rules)
        learner_rows.append((learner_id, *learner_values(work, rules)))
        for competency_id in sorted(changed):
            touched = work.competencies[competency_id]
            values = estimate_values(competency_id, touched, rules)
            estimate_rows.append((learner_id, competency_id, *values))
            if touched.newly_attained:
                attained.append(attained_values(work, competency_id, touched, values))
    write_learner_rows(district.pk, in_use.live, learner_rows)
    write_estimate_rows(district.pk, in_use.live, estimate_rows)
    # Only where a rule was ever changed can something wait for what this evidence brings.
    pairs = {(each.learner_id, each.competency_id) for each in fresh} if in_use.has_changed_rules else ()
    attained_count = note_attained(district, in_use.live, attained, moment, pairs)
    estimates = len(estimate_rows)
    if to_replay:
        all_rules = gather_rules(district, in_use.parameters)
        for start in range(0, len(to_replay), LOOKUP_BATCH):
            batch = sorted(to_replay)[start : start + LOOKUP_BATCH]
            computed = compute_estimates(gather_evidence(batch), all_rules)
            replace_learners(district, in_use.live, batch, computed, all_rules, moment)
            estimates += len(computed.estimates)
            attained_count += len(computed.attained)
    return estimates, attained_count


def _touched_estimates(
    in_use: InUse, rules: Rules, going_on: dict[int, list[EvidenceRow]]
) -> defaultdict[int, list[tuple[int, Row]]]:
    """The estimates that the rows will move or start from, for many learners in few queries."""
    found: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
    learner_ids = sorted(going_on)
    for start in range(0, len(learner_ids), LOOKUP_BATCH):
        batch = learner_ids[start : start + LOOKUP_BATCH]
        wanted = {
            (each, competency_id)
            for each in batch
            for row in going_on[each]
            for competency_id in (row.competency_id, *rules.required_by_competency.get(row.competency_id, ()))
        }
        competency_ids = {competency_id for _, competency_id in wanted}
        for learner_id, competency_id, *row in read_estimate_rows(in_use.live, batch, RESUME_COLUMNS, competency_ids):
            if (learner_id, competency_id) in wanted:
                found[learner_id].append((competency_id, tuple(row)))
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
