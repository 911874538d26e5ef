"""Recompute every estimate from evidence and compare with what stands."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ownpath.core.mastery.passes import Passes
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.estimation import Rules, gather_rules
from ownpath.proficiency.generations import InUse, find_in_use, hold_in_use, learner_estimates_in_use
from ownpath.proficiency.replay import Computed, compute_estimates, gather_evidence, replace_learners
from ownpath.proficiency.storage import (
    ESTIMATE_COLUMNS,
    LEARNER_COLUMNS,
    Row,
    comparable,
    read_estimate_rows,
    read_learner_rows,
)

LEARNERS_AT_ONCE = 300
LEARNERS_FOR_A_CLUSTER = 3000
MOST_DIFFERENCES_LISTED = 20
_COUNT = LEARNER_COLUMNS.index("evidence_count")


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild found, and how long each step took."""

    learners: int = 0
    estimates: int = 0
    evidence: int = 0
    different: int = 0
    differences: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: {"gather": 0.0, "compute": 0.0, "compare": 0.0})

    def note(self, difference: str) -> None:
        """One more difference; only the first are kept in words."""
        self.different += 1
        if len(self.differences) < MOST_DIFFERENCES_LISTED:
            self.differences.append(difference)


@dataclass(slots=True)
class _Standing:
    """What the tables say of some learners."""

    learners: dict[int, Row]
    estimates: list[Row]


def rebuild_estimates(
    *, district: District, repair: bool = False, progress: Progress = NO_PROGRESS, passes: Passes | None = None
) -> Rebuilt:
    """Replay all evidence of a district in time order. With `repair` what differs is stored anew.

    With `passes` the workers of a cluster fold the evidence; reading and comparing stay here.
    """
    found = Rebuilt()
    rules = gather_rules(district, find_in_use(district).parameters)
    with_evidence = Evidence.objects.filter(district=district).values("learner")
    learner_ids = sorted(
        set(learner_estimates_in_use().filter(district=district).values_list("learner_id", flat=True))
        | set(with_evidence.values_list("learner_id", flat=True).distinct())
    )
    progress.begin("Replaying the evidence of each learner", len(learner_ids))
    for batch in in_batches(learner_ids, LEARNERS_AT_ONCE if passes is None else LEARNERS_FOR_A_CLUSTER):
        with transaction.atomic():
            in_use = hold_in_use(district)
            if in_use.parameters.hash != rules.parameters.hash:
                rules = gather_rules(district, in_use.parameters)
            wrong = _compare(in_use, batch, rules, found, passes)
            if repair and wrong:
                computed = compute_estimates(gather_evidence(wrong), rules)
                replace_learners(district, in_use.live, wrong, computed, rules, now())
        progress.advance(len(batch))
    return found


def in_batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """So many at a time."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _compare(
    in_use: InUse, learner_ids: Sequence[int], rules: Rules, found: Rebuilt, passes: Passes | None
) -> list[int]:
    """Count what differs for some learners, and return those who need repair."""
    clock = time.perf_counter
    begun = clock()
    standing = _Standing(
        read_learner_rows(in_use.live, learner_ids, lock=True), read_estimate_rows(in_use.live, learner_ids)
    )
    rows = gather_evidence(learner_ids)
    gathered = clock()
    computed = compute_estimates(rows, rules, passes)
    folded = clock()
    wrong = _differences(standing, computed, found)
    found.learners += len(computed.learners)
    found.evidence += computed.evidence
    found.estimates += len(computed.estimates)
    for step, seconds in (("gather", gathered - begun), ("compute", folded - gathered), ("compare", clock() - folded)):
        found.seconds[step] += seconds
    return wrong


def _differences(standing: _Standing, computed: Computed, found: Rebuilt) -> list[int]:
    """Where tables and evidence disagree. Most often nowhere, so a whole batch is compared at once."""
    wrong: set[int] = set()
    with_evidence = {row[0] for row in computed.learners}
    for learner_id, row in standing.learners.items():
        if learner_id not in with_evidence and row[_COUNT]:
            found.note(f"learner {learner_id}: counts evidence that is not there")
            wrong.add(learner_id)
    for learner_id, *values in computed.learners:
        stored = standing.learners.get(learner_id)
        if stored is None or [bytes(stored[0]), *stored[1:]] != values:
            found.note(f"learner {learner_id}: what is common to all competencies differs")
            wrong.add(learner_id)
    expected, seen = comparable(computed.estimates), comparable(standing.estimates)
    if expected == seen:
        return sorted(wrong)
    left = {row[:2]: row[2:] for row in seen}
    for learner_id, competency_id, *values in expected:
        stored = left.pop((learner_id, competency_id), None)
        if different := _different_columns(stored, tuple(values)):
            found.note(f"learner {learner_id}, competency {competency_id}: {', '.join(different)}")
            wrong.add(learner_id)
    for learner_id, competency_id in left:
        found.note(f"learner {learner_id}, competency {competency_id}: an estimate without evidence")
        wrong.add(learner_id)
    return sorted(wrong)


def _different_columns(stored: Row | None, expected: Row) -> list[str]:
    if stored is None:
        return ["missing"]
    pairs = zip(ESTIMATE_COLUMNS, stored, expected, strict=True)
    return [name for name, before, after in pairs if before != after]
