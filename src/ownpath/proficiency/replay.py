"""Many learners from their first evidence on, in three steps that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ownpath.core.mastery import MODEL_NAME, MODEL_VERSION, LearnerState
from ownpath.core.mastery.layout import (
    C_ATTAINED_CONFIDENCE,
    C_ATTAINED_REFERENCE,
    C_FLAGS,
    C_LOW_SINCE,
    L_COUNT,
    MISSING_CODES,
    R_EFFECTIVE,
    R_HELD_UNTIL,
    R_HIGH,
    R_LOGIT,
    R_LOW,
    R_MET,
    R_MISSING,
    R_MISSING_COUNT,
    R_PARTS,
    R_PROBABILITY,
    R_SD,
    STRUGGLING,
)
from ownpath.core.mastery.passes import Passes
from ownpath.core.mastery.reading import NEEDED, reasons_from
from ownpath.core.mastery.replay_pieces import replay_in_passes
from ownpath.core.mastery.replaying import EvidenceColumns, Replayed, replay_many
from ownpath.core.mastery.state import competencies_to_bytes, rule_code
from ownpath.evidence.models import EvidenceKind
from ownpath.evidence.selectors import evidence_in_time_order, seconds_of
from ownpath.foundation.models import District
from ownpath.proficiency.attaining import note_attained
from ownpath.proficiency.estimation import (
    EvidenceRow,
    LearnerWork,
    Rules,
    learner_values,
    level_of,
    no_evidence_yet,
)
from ownpath.proficiency.storage import (
    Row,
    on_sqlite,
    reasons_in_database,
    remove_estimates,
    seconds_in_database,
    write_estimate_rows,
    write_learner_rows,
)

_FACTS = (C_FLAGS, C_LOW_SINCE, C_ATTAINED_CONFIDENCE, C_ATTAINED_REFERENCE)


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
        """The rows as `fold_evidence` takes them, one at a time."""
        for row, seconds in zip(self.rows, self.seconds.tolist(), strict=True):
            yield EvidenceRow(*row[:5], seconds if row[5] else None, *row[6:])


def gather_evidence(learner_ids: Sequence[int]) -> Gathered:
    """One query, and no object more than the database gives."""
    rows = evidence_in_time_order(learner_ids)
    return Gathered(rows, seconds_of([row[3] for row in rows]))


def columns_of(gathered: Gathered, place_of: Mapping[int, int]) -> EvidenceColumns:
    """The rows as the model's compiled fold takes them; competencies by their place."""
    (
        learner,
        competency,
        _ids,
        _ordered,
        _sequence,
        has_time,
        kind,
        share,
        spread,
        task,
        task_difficulty,
        reference_difficulty,
        _supersedes,
        above_lowest,
        scale_width,
        rater,
        hints,
    ) = zip(*gathered.rows, strict=True)
    n = len(learner)
    _, codes = np.unique(np.array(learner, dtype=np.int64), return_inverse=True)
    levels, no_hints = np.zeros((n, 2), dtype=np.int64), np.zeros(n, dtype=np.int64)
    if EvidenceKind.RUBRIC in kind:
        for i, each in enumerate(kind):
            if found := level_of(each, above_lowest[i], scale_width[i]):
                levels[i] = found
    return EvidenceColumns(
        learner=codes.astype(np.int64),
        competency=np.fromiter((place_of[each] for each in competency), dtype=np.int64, count=n),
        kind=kind,
        task=task,
        rater=["" if each is None else str(each) for each in rater] if levels.any() else [""] * n,
        result=np.array(share, dtype=float),
        moment_seconds=np.where(np.array(has_time, dtype=bool), gathered.seconds, np.nan),
        task_difficulty=np.array(task_difficulty, dtype=float),
        competency_difficulty=np.array(reference_difficulty, dtype=float),
        spread=np.array(spread, dtype=np.int64),
        hints=np.fromiter((each or 0 for each in hints), dtype=np.int64, count=n) if any(hints) else no_hints,
        level=levels[:, 0],
        n_levels=levels[:, 1],
    )


def compute_estimates(gathered: Gathered, rules: Rules, passes: Passes | None = None) -> Computed:
    """Fold each learner's rows from the beginning; learners without evidence do not come back.

    To the last bit what `fold_evidence` gives piece by piece; with `passes`, pieces are folded where those run.
    """
    rows = gathered.rows
    if not rows:
        return Computed(0, [], [], [])
    competency_ids = sorted({row[1] for row in rows})
    place_of = {each: place for place, each in enumerate(competency_ids)}
    columns = columns_of(gathered, place_of)
    fold = replay_many if passes is None else partial(replay_in_passes, passes)
    replayed = fold(
        columns,
        [rules.name_of(each) for each in competency_ids],
        rules.parameters,
        [rules.criterion_of(each) for each in competency_ids],
        {
            place: [place_of[below] for below in rules.required_by_competency.get(each, ()) if below in place_of]
            for place, each in enumerate(competency_ids)
        },
    )
    learners: list[Row] = []
    ends = np.flatnonzero(np.append(columns.learner[1:] != columns.learner[:-1], True)).tolist()
    begun = 0
    learner_ids: list[int] = []
    for code, end in enumerate(ends):
        last = rows[end]
        state = LearnerState(replayed.learner_numbers[code])
        work = LearnerWork(last[0], state, end + 1 - begun, (last[3], last[4], last[2]))
        learners.append((last[0], *learner_values(work, rules)))
        learner_ids.append(last[0])
        begun = end + 1
    estimates, attained = _estimate_rows(rows, competency_ids, learner_ids, replayed, rules)
    return Computed(len(rows), learners, estimates, attained)


def _estimate_rows(
    rows: list[Row], competency_ids: list[int], learner_ids: list[int], replayed: Replayed, rules: Rules
) -> tuple[list[Row], list[Row]]:
    """The rows of estimates, and of what was attained: to the bit those of `estimate_values`, thousands at a time."""
    order = np.lexsort((replayed.pair_competency, replayed.pair_learner))
    states = competencies_to_bytes(replayed.numbers[order], replayed.bits[order])
    needed = replayed.numbers[np.ix_(order, NEEDED)].tolist()
    facts = replayed.numbers[np.ix_(order, _FACTS)].tolist()
    readings = replayed.readings[order].tolist()
    counts = replayed.learner_then[order, L_COUNT].tolist()
    pairs = (replayed.pair_learner, replayed.pair_competency, replayed.count, replayed.first_row, replayed.last_row)
    spans = np.stack([*pairs, replayed.attained_row], axis=1)[order].tolist()
    least = [rules.criterion_of(each).least_evidence for each in competency_ids]
    signatures = [rules.signature_of(each) for each in competency_ids]
    as_text = on_sqlite()
    estimates: list[Row] = []
    attained: list[Row] = []
    for (code, place, count, first_row, last_row, attained_row), state, own, fact, said, learner_count in zip(
        spans, states, needed, facts, readings, counts, strict=True
    ):
        flags, low_since, confidence, reference = fact
        attained_at, by_evidence, rule = None, None, ""
        if attained_row >= 0:
            attained_at, by_evidence = rows[attained_row][3], rows[attained_row][2]
            rule = rule_code(confidence, reference)
            attained.append((learner_ids[code], competency_ids[place], attained_at, rule, by_evidence))
        missing = MISSING_CODES[int(said[R_MISSING])]
        struggling = low_since if int(flags) & STRUGGLING else None
        reasons = reasons_from(said[R_PARTS:], own, int(learner_count), least[place], 0.0)
        estimates.append(
            (
                learner_ids[code],
                competency_ids[place],
                state,
                count,
                rows[first_row][3],
                rows[last_row][3],
                said[R_LOGIT],
                said[R_SD],
                said[R_PROBABILITY],
                said[R_MET],
                said[R_LOW],
                said[R_HIGH],
                said[R_EFFECTIVE],
                attained_at,
                rule,
                by_evidence,
                seconds_in_database(said[R_HELD_UNTIL], as_text),
                not missing,
                missing,
                int(said[R_MISSING_COUNT]),
                seconds_in_database(struggling, as_text),
                reasons_in_database(reasons, as_text),
                MODEL_NAME,
                MODEL_VERSION,
                signatures[place],
            )
        )
    return estimates, attained


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
        note_attained(district, generation, computed.attained, attained_at)
