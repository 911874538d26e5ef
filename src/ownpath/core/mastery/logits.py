"""The logit that a task is done right, whole and in its parts, in the small part of Python that also compiles."""

from __future__ import annotations

import math

import numpy as np

from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.features import fill_row, place_between
from ownpath.core.mastery.kernel import kept_after
from ownpath.core.mastery.layout import (
    C_COUNT,
    C_INFORMATION,
    C_LAST,
    C_LEVEL,
    C_PRIOR,
    C_RELATED,
    C_SUM,
    COUNT_KNOTS,
    F_COUNT,
    F_DIFFICULTY,
    F_LEVEL,
    F_LEVEL_COUNT,
    F_RECENT,
    F_SO_FAR,
    KNOTS_COUNT,
    KNOTS_DIFFICULTY,
    L_LEVEL,
    N_COMPETENCY_KAPPA,
    N_FEATURES,
    N_PARTS,
    N_PRIOR_WEIGHT,
    N_RELATED_KAPPA,
    P_DIFFICULTY,
    P_LEARNER,
    P_PRACTICE,
    P_PRIOR,
    P_RELATED,
    P_START,
    PART_OF_FEATURE,
)


@compiled
def prior_part(state: np.ndarray, moment: float, numbers: np.ndarray) -> float:
    """Return the logits that a record from elsewhere contributes at a moment; one that speaks for it fades."""
    part = numbers[N_PRIOR_WEIGHT] * state[C_PRIOR]
    if part > 0.0 and moment == moment and state[C_LAST] == state[C_LAST]:
        part *= kept_after(moment - state[C_LAST], state, numbers)
    return part


@compiled
def related_part(state: np.ndarray, moment: float, numbers: np.ndarray) -> float:
    """Return the logits that neighbours in the progression contribute; own evidence takes their place."""
    kappa = numbers[N_RELATED_KAPPA]
    part = state[C_RELATED] * kappa / (kappa + state[C_INFORMATION])
    if part > 0.0 and moment == moment and state[C_LAST] == state[C_LAST]:
        part *= kept_after(moment - state[C_LAST], state, numbers)
    return part


@compiled
def own_part(state: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> float:
    """Return what a competency's own evidence says, in logits: what a neighbour may take from it."""
    kappa = numbers[N_COMPETENCY_KAPPA]
    total = 0.0
    for i in range(4):
        weight = weights[(F_SO_FAR if i < 2 else F_RECENT - 2) + i]
        total += weight * state[C_SUM + i] / (kappa + state[C_INFORMATION + i])
    count_j, count_f = place_between(math.log(1.0 + state[C_COUNT]), COUNT_KNOTS)
    fast = state[C_SUM + 1] / (kappa + state[C_INFORMATION + 1])
    for k in range(2):
        at = F_LEVEL_COUNT + k * KNOTS_COUNT + count_j
        total += ((1.0 - count_f) * weights[at] + count_f * weights[at + 1]) * (state[C_LEVEL] if k else fast)
    return (
        total
        + weights[F_LEVEL] * state[C_LEVEL]
        + prior_part(state, math.nan, numbers)
        + related_part(state, math.nan, numbers)
    )


@compiled
def logit_of(
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    task_at: int,
    difficulty: float,
    slope: float,
    discrimination: float,
    moment: float,
    weights: np.ndarray,
    numbers: np.ndarray,
) -> float:
    """Return the logit that a task of one competency is done right; `row` is scratch space."""
    for i in range(N_FEATURES):
        row[i] = 0.0
    fill_row(row, learner, state, task_at, difficulty, moment, 1.0, numbers)
    logit = 0.0
    for i in range(N_FEATURES):
        logit += weights[i] * row[i]
    return (
        logit
        + discrimination * learner[L_LEVEL]
        + slope * math.log(1.0 + state[C_COUNT])
        + prior_part(state, moment, numbers)
        + related_part(state, moment, numbers)
    )


@compiled
def parts_of(
    parts: np.ndarray,
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    task_at: int,
    difficulty: float,
    slope: float,
    discrimination: float,
    moment: float,
    weights: np.ndarray,
    numbers: np.ndarray,
) -> None:
    """Split the logit into what a reader is told; the parts add up to it."""
    for i in range(N_FEATURES):
        row[i] = 0.0
    for i in range(N_PARTS):
        parts[i] = 0.0
    fill_row(row, learner, state, task_at, difficulty, moment, 1.0, numbers)
    for i in range(N_FEATURES):
        parts[PART_OF_FEATURE[i]] += weights[i] * row[i]
    parts[P_LEARNER] += discrimination * learner[L_LEVEL]
    parts[P_PRACTICE] += slope * math.log(1.0 + state[C_COUNT])
    parts[P_PRIOR] += prior_part(state, moment, numbers)
    parts[P_RELATED] += related_part(state, moment, numbers)
    # What every learner has for an ordinary task, before any practice, belongs to where everybody starts.
    ordinary = weights[F_DIFFICULTY + KNOTS_DIFFICULTY // 2]
    parts[P_DIFFICULTY] -= ordinary
    parts[P_PRACTICE] -= weights[F_COUNT]
    parts[P_START] += ordinary + weights[F_COUNT]
