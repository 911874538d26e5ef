"""Recompute every estimate from evidence and compare with what stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.estimation import (
    ESTIMATE_FIELDS,
    LEARNER_ESTIMATE_FIELDS,
    Rules,
    estimate_row,
    gather_rules,
    learner_row,
    replay_from_start,
    replay_learners,
    store_work,
    stored_values,
)
from ownpath.proficiency.models import Estimate, LearnerEstimate

LEARNERS_AT_ONCE = 50
MOST_DIFFERENCES_LISTED = 20


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild found."""

    learners: int = 0
    estimates: int = 0
    evidence: int = 0
    different: int = 0
    differences: list[str] = field(default_factory=list)

    def note(self, difference: str) -> None:
        """One more difference; only the first are kept in words."""
        self.different += 1
        if len(self.differences) < MOST_DIFFERENCES_LISTED:
            self.differences.append(difference)


def rebuild_estimates(*, district: District, repair: bool = False, progress: Progress = NO_PROGRESS) -> Rebuilt:
    """Replay all evidence of a district in time order. With `repair` what differs is stored anew."""
    found = Rebuilt()
    rules = gather_rules(district)
    with_evidence = Evidence.objects.filter(district=district).values("learner")
    learner_ids = sorted(
        set(LearnerEstimate.objects.filter(district=district).values_list("learner_id", flat=True))
        | set(with_evidence.values_list("learner_id", flat=True).distinct())
    )
    progress.begin("Replaying the evidence of each learner", len(learner_ids))
    for batch in _batches(learner_ids, LEARNERS_AT_ONCE):
        with transaction.atomic():
            list(LearnerEstimate.objects.select_for_update().filter(learner__in=batch).values_list("pk"))
            wrong = _compare(district, batch, rules, found)
            if repair and wrong:
                store_work(district, replay_from_start(wrong, rules), rules, now())
        progress.advance(len(batch))
    return found


def _batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _compare(district: District, learner_ids: Sequence[int], rules: Rules, found: Rebuilt) -> list[int]:
    """Count what differs for some learners, and return those who need repair."""
    learner_rows = {row.learner_id: row for row in LearnerEstimate.objects.filter(learner__in=learner_ids)}
    estimates = {(row.learner_id, row.competency_id): row for row in Estimate.objects.filter(learner__in=learner_ids)}
    wrong: set[int] = set()
    seen: set[int] = set()
    for work in replay_learners(learner_ids, rules):
        seen.add(work.learner_id)
        found.learners += 1
        found.evidence += work.evidence_count
        if not _same(learner_rows.get(work.learner_id), learner_row(district.pk, work, rules), LEARNER_ESTIMATE_FIELDS):
            found.note(f"learner {work.learner_id}: what is common to all competencies differs")
            wrong.add(work.learner_id)
        for competency_id, standing in work.competencies.items():
            found.estimates += 1
            expected = estimate_row(district.pk, work.learner_id, competency_id, standing, rules)
            stored = estimates.pop((work.learner_id, competency_id), None)
            if different := _different_fields(stored, expected):
                found.note(f"learner {work.learner_id}, competency {competency_id}: {', '.join(different)}")
                wrong.add(work.learner_id)
    for learner_id, competency_id in estimates:
        found.note(f"learner {learner_id}, competency {competency_id}: an estimate without evidence")
        wrong.add(learner_id)
    for learner_id, row in learner_rows.items():
        if learner_id not in seen and row.evidence_count:
            found.note(f"learner {learner_id}: counts evidence that is not there")
            wrong.add(learner_id)
    return sorted(wrong)


def _different_fields(stored: Estimate | None, expected: Estimate) -> list[str]:
    if stored is None:
        return ["missing"]
    pairs = zip(
        ESTIMATE_FIELDS, stored_values(stored, ESTIMATE_FIELDS), stored_values(expected, ESTIMATE_FIELDS), strict=True
    )
    return [name for name, before, after in pairs if before != after]


def _same(stored: LearnerEstimate | None, expected: LearnerEstimate, fields: Sequence[str]) -> bool:
    return stored is not None and stored_values(stored, fields) == stored_values(expected, fields)
