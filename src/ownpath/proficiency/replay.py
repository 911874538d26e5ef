"""Many learners from their first evidence on, in three steps that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ownpath.core.mastery import LearnerState
from ownpath.evidence.selectors import evidence_in_time_order, seconds_of
from ownpath.foundation.models import District
from ownpath.proficiency.estimation import (
    EvidenceRow,
    LearnerWork,
    Rules,
    attained_values,
    estimate_values,
    fold_evidence,
    learner_values,
    no_evidence_yet,
)
from ownpath.proficiency.storage import (
    Row,
    remove_estimates,
    write_attainments,
    write_estimate_rows,
    write_learner_rows,
)


class Computed(NamedTuple):
    """What some learners' evidence amounts to, in the database's form and in order of learner and competency."""

    evidence: int
    learners: list[Row]
    estimates: list[Row]
    attained: list[Row]


class Gathered(NamedTuple):
    """The evidence of some learners by learner, in time order: rows of REPLAY_COLUMNS, and when each happened."""

    rows: list[Row]
    seconds: NDArray[np.float64]

    def folded(self) -> Iterator[EvidenceRow]:
        """The rows as the fold reads them."""
        for row, seconds in zip(self.rows, self.seconds.tolist(), strict=True):
            yield EvidenceRow(*row[:5], seconds if row[5] else None, *row[6:12])


def gather_evidence(learner_ids: Sequence[int]) -> Gathered:
    """One query, and no object more than the database gives."""
    rows = evidence_in_time_order(learner_ids)
    return Gathered(rows, seconds_of([row[3] for row in rows]))


def compute_estimates(gathered: Gathered, rules: Rules) -> Computed:
    """Fold each learner's rows from the beginning; learners without evidence do not come back."""
    learners: list[Row] = []
    estimates: list[Row] = []
    attained: list[Row] = []
    for learner_id, own_rows in groupby(gathered.folded(), key=lambda row: row.learner_id):
        work = LearnerWork(learner_id=learner_id, state=LearnerState.new())
        fold_evidence(work, own_rows, rules)
        learners.append((learner_id, *learner_values(work, rules)))
        for competency_id, standing in sorted(work.competencies.items()):
            values = estimate_values(competency_id, standing, rules)
            estimates.append((learner_id, competency_id, *values))
            if standing.attained_at is not None:
                attained.append(attained_values(work, competency_id, standing, values))
    return Computed(len(gathered.rows), learners, estimates, attained)


def replace_learners(
    district: District,
    generation: int,
    learner_ids: Sequence[int],
    computed: Computed,
    rules: Rules,
    attained_at: datetime | None,
) -> None:
    """Let one generation say of some learners what was computed, and nothing else.

    A learner whose evidence was all taken back keeps a row that counts none. What was attained is noted only where
    `attained_at` says when: what is being built is not seen yet.
    """
    remove_estimates(generation, learner_ids)
    found = {row[0] for row in computed.learners}
    empty = [no_evidence_yet(each, rules) for each in learner_ids if each not in found]
    write_learner_rows(district.pk, generation, [*computed.learners, *empty])
    write_estimate_rows(district.pk, generation, computed.estimates)
    if attained_at is not None:
        write_attainments(district.pk, generation, computed.attained, attained_at)
