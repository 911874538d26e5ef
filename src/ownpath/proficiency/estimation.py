"""Gather, compute, store: how evidence becomes estimates. The one fold here serves every door, so that an estimate
kept up to date piece by piece equals the same estimate rebuilt from the beginning, to the last bit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from ownpath.competencies.models import Competency, MasteryRule
from ownpath.core.mastery import (
    MODEL_NAME,
    MODEL_VERSION,
    CompetencyState,
    Criterion,
    LearnerState,
    Observation,
    Parameters,
    default_parameters,
    read,
    update,
)
from ownpath.evidence.models import Evidence
from ownpath.evidence.selectors import evidence_in_time_order
from ownpath.foundation.models import District
from ownpath.proficiency.models import Attainment, Estimate, LearnerEstimate

STORE_BATCH = 1000
ESTIMATE_FIELDS = [
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
    "holds_until",
    "enough_evidence",
    "missing",
    "missing_count",
    "struggling_since",
    "reasons",
    "model_name",
    "model_version",
    "parameters_hash",
]
LEARNER_ESTIMATE_FIELDS = [
    "state",
    "evidence_count",
    "last_ordered_at",
    "last_sequence",
    "last_evidence_id",
    "model_name",
    "model_version",
    "parameters_hash",
]


class EvidenceRow(NamedTuple):
    """The part of an evidence row that the model reads; the same order as evidence.selectors.REPLAY_FIELDS."""

    learner_id: int
    competency_id: int
    id: int
    ordered_at: datetime
    sequence: int
    happened_at: datetime | None
    kind: str
    result: float
    result_low: float
    result_high: float
    spread: int
    task: str
    task_difficulty: float | None
    reference_difficulty: float | None

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands in time order."""
        return (self.ordered_at, self.sequence, self.id)


@dataclass(slots=True)
class CompetencyWork:
    """One competency of one learner while evidence is being folded in."""

    state: CompetencyState
    learner_then: LearnerState
    evidence_count: int
    first_evidence_at: datetime
    last_evidence_at: datetime
    attained_at: datetime | None = None
    attained_by_evidence: int | None = None


@dataclass(slots=True)
class LearnerWork:
    """One learner while evidence is being folded in."""

    learner_id: int
    state: LearnerState
    evidence_count: int = 0
    last: tuple[datetime, int, int] | None = None
    competencies: dict[int, CompetencyWork] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the estimates of a district are computed with."""

    parameters: Parameters
    criterion_by_framework: Mapping[int, Criterion]
    framework_by_competency: Mapping[int, int]

    def criterion_of(self, competency_id: int) -> Criterion:
        """The criterion of the framework that a competency belongs to."""
        return self.criterion_by_framework.get(self.framework_by_competency[competency_id], _DEFAULT_CRITERION)

    def signature_of(self, competency_id: int) -> str:
        """A hash of parameters and criterion: an estimate with another one was computed under other rules."""
        return _signature(self.parameters.hash, self.criterion_of(competency_id))


_DEFAULT_CRITERION = Criterion()


@lru_cache(maxsize=256)
def _signature(parameters_hash: str, criterion: Criterion) -> str:
    return hashlib.sha256(f"{parameters_hash} {criterion!r}".encode()).hexdigest()


def gather_rules(district: District, competency_ids: Iterable[int] | None = None) -> Rules:
    """The parameters, and the mastery rule of every framework, in two queries."""
    criteria = {
        rule.framework_id: Criterion(
            reference_probability=rule.reference_probability,
            claim_confidence=rule.claim_confidence,
            least_evidence=rule.least_evidence,
            least_tasks=rule.least_tasks,
            hold_probability=rule.hold_probability,
        )
        for rule in MasteryRule.objects.filter(district=district)
    }
    competencies = Competency.objects.filter(district=district)
    if competency_ids is not None and len(ids := set(competency_ids)) <= 900:
        competencies = competencies.filter(pk__in=ids)
    return Rules(
        parameters=default_parameters(),
        criterion_by_framework=criteria,
        framework_by_competency=dict(competencies.values_list("pk", "framework_id")),
    )


def observation_of(row: EvidenceRow) -> Observation:
    """An evidence row in the model's terms: the result from 0 to 1, the moment in seconds."""
    return Observation(
        kind=row.kind,
        result=(row.result - row.result_low) / (row.result_high - row.result_low),
        moment_seconds=row.happened_at.timestamp() if row.happened_at is not None else None,
        task=row.task,
        task_difficulty=row.task_difficulty,
        competency_difficulty=row.reference_difficulty or 0.0,
        spread=row.spread,
    )


def fold_evidence(work: LearnerWork, rows: Iterable[EvidenceRow], rules: Rules) -> None:
    """Let the model see rows that are later than all it has seen of this learner, in time order."""
    parameters = rules.parameters
    for row in rows:
        standing = work.competencies.get(row.competency_id)
        before = standing.state if standing else CompetencyState.new()
        work.state, after, _trace = update(
            work.state, before, observation_of(row), parameters, rules.criterion_of(row.competency_id)
        )
        if standing is None:
            standing = CompetencyWork(after, work.state, 0, row.ordered_at, row.ordered_at)
            work.competencies[row.competency_id] = standing
        standing.state, standing.learner_then = after, work.state
        standing.evidence_count += 1
        standing.last_evidence_at = row.ordered_at
        if after.attained and standing.attained_at is None:
            standing.attained_at, standing.attained_by_evidence = row.ordered_at, row.id
        work.evidence_count += 1
        work.last = row.place


def _moment(seconds: float | None) -> datetime | None:
    if seconds is None or not -2_000_000_000 < seconds < 32_000_000_000:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def estimate_row(district_id: int, learner_id: int, competency_id: int, work: CompetencyWork, rules: Rules) -> Estimate:
    """The row that stands for one learner on one competency."""
    reading = read(work.learner_then, work.state, rules.parameters, rules.criterion_of(competency_id))
    return Estimate(
        district_id=district_id,
        learner_id=learner_id,
        competency_id=competency_id,
        state=work.state.to_bytes(),
        evidence_count=work.evidence_count,
        first_evidence_at=work.first_evidence_at,
        last_evidence_at=work.last_evidence_at,
        logit=reading.logit,
        logit_sd=reading.sd,
        probability=reading.probability,
        probability_met=reading.probability_met,
        interval_low=reading.interval_80[0],
        interval_high=reading.interval_80[1],
        effective_evidence=reading.effective_evidence,
        attained_at=work.attained_at,
        attained_rule=reading.attained_rule if work.attained_at else "",
        holds_until=_moment(reading.hold_until),
        enough_evidence=reading.enough_evidence,
        missing=reading.missing,
        missing_count=reading.missing_count,
        struggling_since=_moment(reading.struggling_since),
        reasons=[{"code": each.code, "logits": each.logits, "detail": dict(each.detail)} for each in reading.reasons],
        model_name=MODEL_NAME,
        model_version=MODEL_VERSION,
        parameters_hash=rules.signature_of(competency_id),
    )


def learner_row(district_id: int, work: LearnerWork, rules: Rules) -> LearnerEstimate:
    """The row that holds what is common to one learner's competencies."""
    last = work.last
    return LearnerEstimate(
        district_id=district_id,
        learner_id=work.learner_id,
        state=work.state.to_bytes(),
        evidence_count=work.evidence_count,
        last_ordered_at=last[0] if last else None,
        last_sequence=last[1] if last else 0,
        last_evidence_id=last[2] if last else 0,
        model_name=MODEL_NAME,
        model_version=MODEL_VERSION,
        parameters_hash=rules.parameters.hash,
    )


def replay_learners(learner_ids: Sequence[int], rules: Rules) -> Iterator[LearnerWork]:
    """Recompute some learners from their first evidence on; learners without evidence do not come back."""
    rows = (EvidenceRow(*values) for values in evidence_in_time_order(learner_ids))
    for learner_id, own_rows in groupby(rows, key=lambda row: row.learner_id):
        work = LearnerWork(learner_id=learner_id, state=LearnerState.new())
        fold_evidence(work, own_rows, rules)
        yield work


def replay_from_start(learner_ids: Sequence[int], rules: Rules) -> list[tuple[LearnerWork, set[int]]]:
    """Some learners recomputed, ready to be stored; their estimates that no longer have evidence are removed."""
    works = [(work, set(work.competencies)) for work in replay_learners(learner_ids, rules)]
    kept = {work.learner_id: competencies for work, competencies in works}
    for learner_id in learner_ids:
        Estimate.objects.filter(learner=learner_id).exclude(competency__in=kept.get(learner_id, set())).delete()
        if learner_id not in kept:
            works.append((LearnerWork(learner_id, LearnerState.new()), set()))
    return works


def resume_learner(stored: LearnerEstimate, estimates: Iterable[Estimate]) -> LearnerWork:
    """Take up the work on a learner where the stored rows left it."""
    last = (
        (stored.last_ordered_at, stored.last_sequence, stored.last_evidence_id)
        if stored.last_ordered_at is not None
        else None
    )
    state = LearnerState.from_bytes(bytes(stored.state))
    return LearnerWork(
        learner_id=stored.learner_id,
        state=state,
        evidence_count=stored.evidence_count,
        last=last,
        competencies={
            estimate.competency_id: CompetencyWork(
                state=CompetencyState.from_bytes(bytes(estimate.state)),
                learner_then=state,
                evidence_count=estimate.evidence_count,
                first_evidence_at=estimate.first_evidence_at,
                last_evidence_at=estimate.last_evidence_at,
                attained_at=estimate.attained_at,
            )
            for estimate in estimates
        },
    )


def evidence_row(evidence: Evidence) -> EvidenceRow:
    """A stored piece of evidence as the fold reads it."""
    assert evidence.result is not None
    return EvidenceRow(
        evidence.learner_id,
        evidence.competency_id,
        evidence.pk,
        evidence.ordered_at,
        evidence.sequence,
        evidence.happened_at,
        evidence.kind,
        evidence.result,
        evidence.result_low,
        evidence.result_high,
        evidence.spread,
        evidence.task,
        evidence.task_difficulty,
        evidence.reference_difficulty,
    )


def store_work(
    district: District, works: Iterable[tuple[LearnerWork, set[int]]], rules: Rules, recorded_at: datetime
) -> tuple[int, int]:
    """Store learners with those of their competencies that changed; note first attainments. Counts estimates,
    attainments."""
    learner_rows: list[LearnerEstimate] = []
    estimate_rows: list[Estimate] = []
    newly_attained: list[Attainment] = []
    for work, changed in works:
        learner_rows.append(learner_row(district.pk, work, rules))
        for competency_id in sorted(changed):
            standing = work.competencies[competency_id]
            row = estimate_row(district.pk, work.learner_id, competency_id, standing, rules)
            estimate_rows.append(row)
            if standing.attained_at is not None and standing.attained_by_evidence is not None:
                newly_attained.append(
                    Attainment(
                        district=district,
                        learner_id=work.learner_id,
                        competency_id=competency_id,
                        attained_at=standing.attained_at,
                        rule=row.attained_rule,
                        evidence_id=standing.attained_by_evidence,
                        recorded_at=recorded_at,
                    )
                )
    LearnerEstimate.objects.bulk_create(
        learner_rows,
        batch_size=STORE_BATCH,
        update_conflicts=True,
        unique_fields=["learner"],
        update_fields=LEARNER_ESTIMATE_FIELDS,
    )
    Estimate.objects.bulk_create(
        estimate_rows,
        batch_size=STORE_BATCH,
        update_conflicts=True,
        unique_fields=["learner", "competency"],
        update_fields=ESTIMATE_FIELDS,
    )
    Attainment.objects.bulk_create(newly_attained, batch_size=STORE_BATCH, ignore_conflicts=True)
    return len(estimate_rows), len(newly_attained)


def stored_values(row: Any, fields: Sequence[str]) -> tuple[Any, ...]:
    """A row's columns in a form that compares bit for bit."""
    values = []
    for name in fields:
        value = getattr(row, name)
        values.append(bytes(value) if isinstance(value, memoryview) else value)
    return tuple(values)
