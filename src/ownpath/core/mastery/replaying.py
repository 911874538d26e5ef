"""Many learners' evidence of every kind from the beginning on, folded by compiled code in one go."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ownpath.core.mastery.claims import claim_if_met, read_state
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.estimator import MOST_DIFFICULTY, fill_rating, strength_of, task_key
from ownpath.core.mastery.kernel import (
    BIT_WORDS,
    begin_competency,
    begin_from_required,
    begin_learner,
    support_required,
    update_state,
)
from ownpath.core.mastery.layout import (
    E_DIFFICULTY,
    E_DISCRIMINATION,
    E_IS_PRIOR,
    E_MOMENT,
    E_NAME,
    E_REFERENCE,
    E_RESULT,
    E_SLOPE,
    E_SPREAD,
    E_STRENGTH,
    EVIDENCE_SIZE,
    LEARNER_SIZE,
    N_FEATURES,
    READING_SIZE,
    STATE_SIZE,
)
from ownpath.core.mastery.logits import own_part
from ownpath.core.mastery.observation import KINDS
from ownpath.core.mastery.parameters import Criterion, Parameters

NO_ROW: Final = -1


@dataclass(frozen=True, slots=True)
class EvidenceColumns:
    """Evidence as columns of equal length n, by learner and, within a learner, in time order.

    Attributes
    ----------
    learner, competency : ndarray of int64, shape (n,)
        Learners from 0 and never falling; competencies index `competency_names` of `replay_many`.
    kind, task, rater : sequence of str, length n
        As in `Observation`.
    result, moment_seconds, task_difficulty, competency_difficulty : ndarray of float64, shape (n,)
        NaN where `Observation` has None.
    spread, hints, level, n_levels : ndarray of int64, shape (n,)
        Level 0 of 0 levels where the evidence is no rating.
    """

    learner: np.ndarray
    competency: np.ndarray
    kind: Sequence[str]
    task: Sequence[str]
    rater: Sequence[str]
    result: np.ndarray
    moment_seconds: np.ndarray
    task_difficulty: np.ndarray
    competency_difficulty: np.ndarray
    spread: np.ndarray
    hints: np.ndarray
    level: np.ndarray
    n_levels: np.ndarray


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the evidence of many learners amounts to; pairs are learners with a competency, as they first appear.

    Attributes
    ----------
    learner_numbers : ndarray of float64, shape (n_learners, LEARNER_SIZE)
    pair_learner, pair_competency : ndarray of int64, shape (n_pairs,)
    numbers : ndarray of float64, shape (n_pairs, STATE_SIZE)
    bits : ndarray of int64, shape (n_pairs, 16)
    learner_then : ndarray of float64, shape (n_pairs, LEARNER_SIZE)
        The learner's state when the pair last changed.
    readings : ndarray of float64, shape (n_pairs, READING_SIZE)
    count, first_row, last_row, attained_row : ndarray of int64, shape (n_pairs,)
        How many rows, which was the first, the last, and after which the criterion was first met (-1: never).
    """

    learner_numbers: np.ndarray
    pair_learner: np.ndarray
    pair_competency: np.ndarray
    numbers: np.ndarray
    bits: np.ndarray
    learner_then: np.ndarray
    readings: np.ndarray
    count: np.ndarray
    first_row: np.ndarray
    last_row: np.ndarray
    attained_row: np.ndarray


def evidence_matrix(columns: EvidenceColumns, competency_names: Sequence[str], parameters: Parameters) -> np.ndarray:
    """Return what compiled code needs of each piece of evidence; row by row equal to `estimator.evidence_row`.

    Returns
    -------
    ndarray of float64, shape (n, EVIDENCE_SIZE)

    Raises
    ------
    ValueError
        If a kind is not known, a result lies outside 0..1, a spread is below 1 or a number not finite; it names the
        row.
    """
    p = parameters
    n = len(columns.result)
    rows = np.full((n, EVIDENCE_SIZE), np.nan)
    if n == 0:
        return rows
    known = np.array([p.competency_difficulty.get(name, np.nan) for name in competency_names])[columns.competency]
    fallback = np.where(np.isnan(columns.competency_difficulty), p.number("overall"), columns.competency_difficulty)
    reference = np.where(np.isnan(known), fallback, known)
    tasks = sorted(set(columns.task))
    place = {name: i for i, name in enumerate(tasks)}
    task = np.fromiter((place[name] for name in columns.task), dtype=np.int64, count=n)
    of_task = np.array([p.task_difficulty.get(name, np.nan) if name else np.nan for name in tasks])[task]
    own = np.where(np.isnan(columns.task_difficulty), reference, columns.task_difficulty)
    kinds = sorted(set(columns.kind))
    kind_place = {name: i for i, name in enumerate(kinds)}
    kind = np.fromiter((kind_place[name] for name in columns.kind), dtype=np.int64, count=n)
    rows[:, E_NAME] = np.array([task_key(name) for name in tasks])[task]
    hinted = np.maximum(0.0, 1.0 - p.number("hint_cost") * columns.hints)
    rows[:, E_RESULT] = np.where(columns.hints > 0, columns.result * hinted, columns.result)
    rows[:, E_STRENGTH] = np.array([strength_of(name, p) for name in kinds])[kind]
    rows[:, E_SPREAD] = columns.spread
    rows[:, E_IS_PRIOR] = np.array([name == "prior" for name in kinds])[kind]
    rows[:, E_DIFFICULTY] = np.where(np.isnan(of_task), own, of_task)
    rows[:, E_DISCRIMINATION] = np.array([p.task_discrimination.get(name, 0.0) for name in tasks])[task]
    rows[:, E_REFERENCE] = reference
    rows[:, E_SLOPE] = np.array([p.learning_slope.get(name, 0.0) for name in competency_names])[columns.competency]
    rows[:, E_MOMENT] = columns.moment_seconds
    _check(rows, columns, kinds, kind)
    within = [E_DIFFICULTY, E_REFERENCE]
    rows[:, within] = np.clip(rows[:, within], -MOST_DIFFICULTY, MOST_DIFFICULTY)
    for i in np.flatnonzero(columns.n_levels > 0).tolist():
        severe = rows[i, E_DIFFICULTY] + p.rater_severity.get(columns.rater[i], 0.0)
        fill_rating(rows[i], int(columns.level[i]), int(columns.n_levels[i]), float(severe), p)
    return rows


def _check(rows: np.ndarray, columns: EvidenceColumns, kinds: Sequence[str], kind: np.ndarray) -> None:
    unknown = np.array([name not in KINDS for name in kinds])[kind]
    outside = ~((columns.result >= 0.0) & (columns.result <= 1.0))
    infinite = ~np.isfinite(rows[:, E_DIFFICULTY] + rows[:, E_REFERENCE]) | np.isinf(columns.moment_seconds)
    for wrong, what in (
        (unknown, "is of a kind that is not known"),
        (outside, "has a result that does not lie between 0 and 1"),
        (columns.spread < 1, "has a spread below 1"),
        (columns.hints < 0, "has fewer hints than none"),
        (infinite, "has a difficulty or a moment that is not finite"),
    ):
        if wrong.any():
            raise ValueError(f"evidence {int(np.flatnonzero(wrong)[0])} {what}")


@compiled
def replay_rows(
    learner: np.ndarray,
    competency: np.ndarray,
    evidence: np.ndarray,
    weights: np.ndarray,
    numbers: np.ndarray,
    criteria: np.ndarray,
    criterion_of: np.ndarray,
    required_start: np.ndarray,
    required: np.ndarray,
    slope: np.ndarray,
    where: np.ndarray,
    learner_numbers: np.ndarray,
    pair_learner: np.ndarray,
    pair_competency: np.ndarray,
    states: np.ndarray,
    bits: np.ndarray,
    then: np.ndarray,
    readings: np.ndarray,
    spans: np.ndarray,
) -> int:
    """Fold rows that come by learner and in time order; return the number of pairs. `spans` (n_pairs, 4) holds how many
    rows, the first, the last and the one after which the criterion was first met. `where` is -1 before and after."""
    scratch = np.zeros(N_FEATURES)
    n_pairs = 0
    first_pair = 0
    current = -1
    for r in range(len(evidence)):
        who, c = learner[r], competency[r]
        own = learner_numbers[who]
        if who != current:
            for i in range(first_pair, n_pairs):
                where[pair_competency[i]] = -1
            first_pair = n_pairs
            current = who
            begin_learner(own)
        at = where[c]
        if at < 0:
            at = n_pairs
            n_pairs += 1
            pair_learner[at] = who
            pair_competency[at] = c
            begin_competency(states[at], bits[at])
            spans[at, 0] = 0
            spans[at, 1] = r
            spans[at, 3] = -1
            weakest = math.inf
            for j in range(required_start[c], required_start[c + 1]):
                below = where[required[j]]
                if below >= 0:
                    weakest = min(weakest, own_part(states[below], weights, numbers))
            if weakest < math.inf:
                begin_from_required(states[at], weakest, numbers)
            where[c] = at
        better = update_state(own, states[at], bits[at], evidence[r], numbers)
        if better and claim_if_met(
            scratch, own, states[at], bits[at], slope[c], weights, numbers, criteria[criterion_of[c]]
        ):
            spans[at, 3] = r
        spans[at, 0] += 1
        spans[at, 2] = r
        then[at] = own
        if evidence[r, E_IS_PRIOR] == 0.0:
            for j in range(required_start[c], required_start[c + 1]):
                below = where[required[j]]
                if below >= 0 and below != at:
                    support_required(states[below], evidence[r], numbers)
                    then[below] = own
    for i in range(first_pair, n_pairs):
        where[pair_competency[i]] = -1
    for i in range(n_pairs):
        c = pair_competency[i]
        read_state(
            readings[i],
            scratch,
            then[i],
            states[i],
            bits[i],
            slope[c],
            math.nan,
            weights,
            numbers,
            criteria[criterion_of[c]],
        )
    return n_pairs


def replay_many(
    columns: EvidenceColumns,
    competency_names: Sequence[str],
    parameters: Parameters,
    criterion_of: Sequence[Criterion],
    required: Mapping[int, Sequence[int]] | None = None,
) -> Replayed:
    """Fold the evidence of many learners from nothing.

    Parameters
    ----------
    columns : EvidenceColumns
    competency_names : sequence of str, length n_competencies
        As the parameters know them.
    parameters : Parameters
    criterion_of : sequence of Criterion, length n_competencies
    required : mapping of competency index to indices, or None
        Which competencies each one requires.

    Returns
    -------
    Replayed
        To the last bit what `update`, `begin_competency_from` and `support` give one piece at a time. Empty arrays for
        no evidence.

    Raises
    ------
    ValueError
        As `evidence_matrix`.
    """
    evidence = evidence_matrix(columns, competency_names, parameters)
    n_competencies = len(competency_names)
    distinct = sorted(set(criterion_of), key=repr) or [Criterion()]
    criterion_place = {criterion: i for i, criterion in enumerate(distinct)}
    edges = required or {}
    below = [list(edges.get(c, ())) for c in range(n_competencies)]
    required_start = np.concatenate(([0], np.cumsum([len(each) for each in below], dtype=np.int64))).astype(np.int64)
    n_learners = int(columns.learner[-1]) + 1 if len(columns.learner) else 0
    n_most = len(np.unique(columns.learner * max(n_competencies, 1) + columns.competency))
    learner_numbers = np.zeros((n_learners, LEARNER_SIZE))
    pair_learner, pair_competency = np.zeros(n_most, dtype=np.int64), np.zeros(n_most, dtype=np.int64)
    states, bits = np.zeros((n_most, STATE_SIZE)), np.zeros((n_most, BIT_WORDS), dtype=np.int64)
    then, readings = np.zeros((n_most, LEARNER_SIZE)), np.zeros((n_most, READING_SIZE))
    spans = np.zeros((n_most, 4), dtype=np.int64)
    replay_rows(
        columns.learner,
        columns.competency,
        evidence,
        parameters.weights,
        parameters.numbers,
        np.array([criterion.numbers for criterion in distinct]),
        np.array([criterion_place[criterion] for criterion in criterion_of], dtype=np.int64),
        required_start,
        np.array([each for group in below for each in group], dtype=np.int64),
        np.array([parameters.learning_slope.get(name, 0.0) for name in competency_names]),
        np.full(n_competencies, NO_ROW, dtype=np.int64),
        learner_numbers,
        pair_learner,
        pair_competency,
        states,
        bits,
        then,
        readings,
        spans,
    )
    return Replayed(
        learner_numbers, pair_learner, pair_competency, states, bits, then, readings, *(spans[:, i] for i in range(4))
    )
