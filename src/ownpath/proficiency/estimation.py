"""Gather, compute, store: how evidence becomes estimates. The one fold here serves every door, so that an estimate
kept up to date piece by piece equals the same estimate rebuilt from the beginning, to the last bit."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from ownpath.core.mastery import (
    MODEL_NAME,
    MODEL_VERSION,
    CompetencyState,
    Criterion,
    LearnerState,
    Observation,
    Parameters,
    begin_competency_from,
    read,
    support,
    update,
)
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.foundation.models import District
from ownpath.proficiency.storage import (
    Row,
    fetch,
    listed,
    moment_in_database,
    on_sqlite,
    reasons_in_database,
    seconds_in_database,
)

MOST_LISTED = 900


class EvidenceRow(NamedTuple):
    """The part of an evidence row that the model reads; `ordered_at` stands in the database's form."""

    learner_id: int
    competency_id: int
    id: int
    ordered_at: Any
    sequence: int
    seconds: float | None
    kind: str
    share: float
    spread: int
    task: str
    task_difficulty: float | None
    reference_difficulty: float | None
    supersedes_id: int | None
    above_lowest: float | None
    scale_width: float | None
    rater_id: int | None
    hints: int | None

    @property
    def place(self) -> tuple[Any, int, int]:
        """Where it stands in time order."""
        return (self.ordered_at, self.sequence, self.id)


@dataclass(slots=True)
class CompetencyWork:
    """One competency of one learner while evidence is being folded in; moments in the database's form."""

    state: CompetencyState
    learner_then: LearnerState
    evidence_count: int
    first_evidence_at: Any
    last_evidence_at: Any
    attained_at: Any = None
    attained_evidence_id: int | None = None
    newly_attained: bool = False


@dataclass(slots=True)
class LearnerWork:
    """One learner while evidence is being folded in."""

    learner_id: int
    state: LearnerState
    evidence_count: int = 0
    last: tuple[Any, int, int] | None = None
    competencies: dict[int, CompetencyWork] = field(default_factory=dict)


MOST_LEVELS = 20


def level_of(kind: str, above_lowest: float | None, scale_width: float | None) -> tuple[int, int] | None:
    """Which level of how many a rubric rating is; None where its scale is not one of whole levels."""
    if kind != EvidenceKind.RUBRIC or above_lowest is None or scale_width is None:
        return None
    if not above_lowest.is_integer() or not scale_width.is_integer():
        return None
    return (int(above_lowest) + 1, int(scale_width) + 1) if scale_width < MOST_LEVELS else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the estimates of a district are computed with; a heading of the outline has no uuid here.

    `edges` says which state the progressions are in: the number of *requires* edges and the sum of their ids.
    """

    parameters: Parameters
    criterion_by_framework: Mapping[int, Criterion]
    framework_by_competency: Mapping[int, int]
    uuid_by_competency: Mapping[int, UUID]
    required_by_competency: Mapping[int, tuple[int, ...]]
    edges: tuple[int, int]

    def criterion_of(self, competency_id: int) -> Criterion:
        """The criterion of the framework that a competency belongs to."""
        return self.criterion_by_framework[self.framework_by_competency[competency_id]]

    def are_those_of(self, other: Rules) -> bool:
        """Whether two readings would give the same estimates."""
        return (
            self.parameters.hash == other.parameters.hash
            and self.criterion_by_framework == other.criterion_by_framework
            and self.framework_by_competency == other.framework_by_competency
            and self.edges == other.edges
        )

    def signature_of(self, competency_id: int) -> str:
        """A hash of parameters, criterion and progression: an estimate with another was computed under other rules."""
        return _signature(self.parameters.hash, self.criterion_of(competency_id), self.edges)

    def name_of(self, competency_id: int) -> str:
        """The name under which parameters know a competency."""
        return str(self.uuid_by_competency[competency_id])


_DEFAULT_CRITERION = Criterion()
_RULES = """
SELECT c.id, c.uuid, c.is_heading, c.framework_id,
  r.reference_probability, r.claim_confidence, r.least_evidence, r.least_tasks, r.hold_probability
FROM competencies_competency c LEFT JOIN competencies_masteryrule r ON r.framework_id = c.framework_id
WHERE c.district_id = %s"""
_EDGES = """
SELECT e.later_id, e.earlier_id FROM competencies_progressionedge e
WHERE e.district_id = %s AND e.kind = 'requires'"""
_STATE_OF_EDGES = """
SELECT count(*), coalesce(sum(e.id), 0) FROM competencies_progressionedge e
WHERE e.kind = 'requires' AND e.district_id = %s"""


@lru_cache(maxsize=256)
def _signature(parameters_hash: str, criterion: Criterion, edges: tuple[int, int]) -> str:
    return hashlib.sha256(f"{parameters_hash} {criterion!r} {edges}".encode()).hexdigest()


@lru_cache(maxsize=256)
def _criterion(*values: Any) -> Criterion:
    return Criterion(*values)


def gather_rules(district: District, parameters: Parameters, competency_ids: Iterable[int] | None = None) -> Rules:
    """The mastery rule of every competency, or of some with those they require, and the progressions; three queries."""
    only = on_edges = ""
    if competency_ids is not None and len(ids := set(competency_ids)) <= MOST_LISTED:
        wanted = listed(ids)
        only = (
            f" AND (c.id IN ({wanted}) OR c.id IN (SELECT e.earlier_id FROM competencies_progressionedge e"
            f" WHERE e.later_id IN ({wanted}) AND e.kind = 'requires'))"
        )
        on_edges = f" AND e.later_id IN ({wanted})"
    criteria: dict[int, Criterion] = {}
    frameworks: dict[int, int] = {}
    uuids: dict[int, UUID] = {}
    for competency_id, uuid, is_heading, framework_id, *values in fetch(_RULES + only, [district.pk]):
        frameworks[competency_id] = framework_id
        if not is_heading:
            uuids[competency_id] = uuid if isinstance(uuid, UUID) else UUID(uuid)
        if framework_id not in criteria:
            criteria[framework_id] = _DEFAULT_CRITERION if values[0] is None else _criterion(*values)
    required: dict[int, list[int]] = defaultdict(list)
    for later_id, earlier_id in fetch(_EDGES + on_edges + " ORDER BY 1, 2", [district.pk]):
        required[later_id].append(earlier_id)
    count, total = fetch(_STATE_OF_EDGES, [district.pk])[0]
    by_later = {later: tuple(each) for later, each in required.items()}
    return Rules(parameters, criteria, frameworks, uuids, by_later, (int(count), int(total)))


def observation_of(row: EvidenceRow, rules: Rules) -> Observation:
    """An evidence row in the model's terms."""
    level, n_levels = level_of(row.kind, row.above_lowest, row.scale_width) or (None, None)
    return Observation(
        kind=row.kind,
        result=row.share,
        moment_seconds=row.seconds,
        task=row.task,
        task_difficulty=row.task_difficulty,
        competency_difficulty=row.reference_difficulty,
        spread=row.spread,
        competency=rules.name_of(row.competency_id),
        level=level,
        n_levels=n_levels,
        rater="" if row.rater_id is None else str(row.rater_id),
        hints=row.hints or 0,
    )


def fold_evidence(work: LearnerWork, rows: Iterable[EvidenceRow], rules: Rules) -> set[int]:
    """Let the model see rows that are later than all it has seen of this learner, in time order.

    Returns the competencies whose state changed: those the rows are about, and those of which one of them required
    something. `work` must hold the state of each of these that has evidence already.
    """
    parameters = rules.parameters
    changed: set[int] = set()
    for row in rows:
        seen = observation_of(row, rules)
        standing = work.competencies.get(row.competency_id)
        required = [
            work.competencies[each]
            for each in rules.required_by_competency.get(row.competency_id, ())
            if each in work.competencies
        ]
        before = standing.state if standing else begin_competency_from([each.state for each in required], parameters)
        work.state, after, _trace = update(work.state, before, seen, parameters, rules.criterion_of(row.competency_id))
        if standing is None:
            standing = CompetencyWork(after, work.state, 0, row.ordered_at, row.ordered_at)
            work.competencies[row.competency_id] = standing
        standing.state, standing.learner_then = after, work.state
        standing.evidence_count += 1
        standing.last_evidence_at = row.ordered_at
        if after.attained and standing.attained_at is None:
            standing.attained_at, standing.attained_evidence_id = row.ordered_at, row.id
            standing.newly_attained = True
        changed.add(row.competency_id)
        if row.kind != EvidenceKind.PRIOR:
            for each in rules.required_by_competency.get(row.competency_id, ()):
                if below := work.competencies.get(each):
                    below.state, below.learner_then = support(below.state, seen, parameters), work.state
                    changed.add(each)
        work.evidence_count += 1
        work.last = row.place
    return changed


def estimate_values(competency_id: int, work: CompetencyWork, rules: Rules) -> Row:
    """What stands for one learner on one competency, in the order of ESTIMATE_COLUMNS."""
    reading = read(
        work.learner_then,
        work.state,
        rules.parameters,
        rules.criterion_of(competency_id),
        name=rules.name_of(competency_id),
    )
    as_text = on_sqlite()
    return (
        work.state.to_bytes(),
        work.evidence_count,
        work.first_evidence_at,
        work.last_evidence_at,
        reading.logit,
        reading.sd,
        reading.probability,
        reading.probability_met,
        reading.interval_80[0],
        reading.interval_80[1],
        reading.effective_evidence,
        work.attained_at,
        reading.attained_rule if work.attained_at else "",
        work.attained_evidence_id,
        seconds_in_database(reading.hold_until, as_text),
        bool(reading.enough_evidence),
        reading.missing,
        reading.missing_count,
        seconds_in_database(reading.struggling_since, as_text),
        reasons_in_database(reading.reasons, as_text),
        MODEL_NAME,
        MODEL_VERSION,
        rules.signature_of(competency_id),
    )


def learner_values(work: LearnerWork, rules: Rules) -> Row:
    """What is common to one learner's competencies, in the order of LEARNER_COLUMNS."""
    last = work.last or (None, 0, 0)
    return (work.state.to_bytes(), work.evidence_count, *last, MODEL_NAME, MODEL_VERSION, rules.parameters.hash)


def no_evidence_yet(learner_id: int, rules: Rules) -> Row:
    """The row of a learner about whom nothing is known: learner, then LEARNER_COLUMNS."""
    return (learner_id, *learner_values(LearnerWork(learner_id, LearnerState.new()), rules))


def attained_values(work: LearnerWork, competency_id: int, standing: CompetencyWork, values: Row) -> Row:
    """What is noted of something attained: learner, competency, when, by which rule, on which evidence."""
    return (work.learner_id, competency_id, standing.attained_at, values[12], standing.attained_evidence_id)


def resume_learner(learner_id: int, stored: Row, estimates: Iterable[tuple[int, Row]]) -> LearnerWork:
    """Take up the work on a learner where the stored rows left it: LEARNER_COLUMNS, and RESUME_COLUMNS by
    competency."""
    state = LearnerState.from_bytes(bytes(stored[0]))
    work = LearnerWork(learner_id, state, stored[1], stored[2:5] if stored[2] is not None else None)
    for competency_id, (body, count, first, last, attained_at, attained_evidence_id, _signature) in estimates:
        work.competencies[competency_id] = CompetencyWork(
            CompetencyState.from_bytes(bytes(body)), state, count, first, last, attained_at, attained_evidence_id
        )
    return work


def evidence_row(evidence: Evidence) -> EvidenceRow:
    """A piece of evidence that was just stored, as the fold reads it."""
    assert evidence.result is not None
    return EvidenceRow(
        evidence.learner_id,
        evidence.competency_id,
        evidence.pk,
        moment_in_database(evidence.ordered_at),
        evidence.sequence,
        evidence.happened_at.timestamp() if evidence.happened_at is not None else None,
        evidence.kind,
        (evidence.result - evidence.result_low) / (evidence.result_high - evidence.result_low),
        evidence.spread,
        evidence.task,
        evidence.task_difficulty,
        evidence.reference_difficulty,
        evidence.supersedes_id,
        evidence.result - evidence.result_low,
        evidence.result_high - evidence.result_low,
        evidence.recorded_by_id,
        evidence.hints,
    )
