"""How sure an estimate is, what it claims, and how long it holds, in the small part of Python that also compiles."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.kernel import BIT_WORDS, LOG_2, find_task, sigmoid, update_state
from ownpath.core.mastery.layout import (
    ATTAINED,
    C_AMOUNT,
    C_ATTAINED_AT,
    C_ATTAINED_CONFIDENCE,
    C_ATTAINED_REFERENCE,
    C_FLAGS,
    C_FRESH_INFORMATION,
    C_LAST,
    C_PRIOR_INFORMATION,
    C_REFERENCE,
    E_DIFFICULTY,
    E_DISCRIMINATION,
    E_MOMENT,
    E_NAME,
    E_SLOPE,
    K_CONFIDENCE,
    K_HOLD_LOGIT,
    K_LEAST_EVIDENCE,
    K_LEAST_TASKS,
    K_REFERENCE_LOGIT,
    K_REFERENCE_PROBABILITY,
    L_INFORMATION,
    N_INFORMATION_HALF_LIFE_SECONDS,
    N_MET_SHIFT,
    N_MET_SLOPE,
    N_PARTS,
    N_VARIANCE_ENOUGH,
    N_VARIANCE_INFORMATION,
    N_VARIANCE_LEARNER,
    N_VARIANCE_LEARNER_KAPPA,
    N_VARIANCE_SCALE,
    N_VARIANCE_START,
    P_LONG_AGO,
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
    STRONG_PRIOR,
)
from ownpath.core.mastery.logits import logit_of, parts_of

TEN_YEARS_SECONDS: Final = 3652.5 * 86400.0
_ROOT_2: Final = math.sqrt(2.0)
Z_80: Final = 1.2815515655446004  # 90th percentile of the standard normal


@compiled
def variance_at(learner: np.ndarray, state: np.ndarray, moment: float, numbers: np.ndarray) -> float:
    """Return the variance of the logit at a moment. It depends on tasks and times, never on results."""
    information = state[C_FRESH_INFORMATION]
    if moment == moment and state[C_LAST] == state[C_LAST] and moment > state[C_LAST]:
        information *= math.exp(-LOG_2 * (moment - state[C_LAST]) / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
    own = 1.0 / (
        1.0 / numbers[N_VARIANCE_START] + numbers[N_VARIANCE_INFORMATION] * information + state[C_PRIOR_INFORMATION]
    )
    shared = numbers[N_VARIANCE_LEARNER] / (numbers[N_VARIANCE_LEARNER_KAPPA] + learner[L_INFORMATION + 1])
    return numbers[N_VARIANCE_SCALE] * (own + shared)


@compiled
def middle_of(logit: float, variance: float) -> float:
    """Return the middle of the posterior: the logit is that of the expected answer, which lies nearer to 0."""
    return logit * math.sqrt(1.0 + math.pi * variance / 8.0)


@compiled
def chance_met(logit: float, variance: float, criterion_logit: float, numbers: np.ndarray) -> float:
    """Return the posterior probability that the logit is at or above the criterion: normal, then calibrated."""
    over = (middle_of(logit, variance) - criterion_logit) / math.sqrt(variance)
    return 0.5 * math.erfc(-(numbers[N_MET_SHIFT] + numbers[N_MET_SLOPE] * over) / _ROOT_2)


@compiled
def count_bits(bits: np.ndarray, first: int) -> int:
    """Count the tasks in one of the two sets of 256 bits."""
    total = 0
    for i in range(first, first + BIT_WORDS // 2):
        word = bits[i]
        while word:
            word &= word - 1
            total += 1
    return total


@compiled
def missing_evidence(state: np.ndarray, bits: np.ndarray, least_evidence: float, least_tasks: float) -> tuple[int, int]:
    """Return what is missing (0 nothing, 1 evidence, 2 other tasks) and how much of it."""
    if int(state[C_FLAGS]) & STRONG_PRIOR:
        return 0, 0
    short = least_evidence - state[C_AMOUNT]
    if short > 1e-9:
        return 1, math.ceil(short - 1e-9)
    tasks_short = int(least_tasks) - count_bits(bits, 0)
    if tasks_short > 0:
        return 2, tasks_short
    return 0, 0


@compiled
def claim_if_met(
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    bits: np.ndarray,
    slope: float,
    weights: np.ndarray,
    numbers: np.ndarray,
    criterion: np.ndarray,
) -> bool:
    """Note that the criterion is met for the first time, if it is; return whether that happened now."""
    flags = int(state[C_FLAGS])
    if flags & ATTAINED or missing_evidence(state, bits, criterion[K_LEAST_EVIDENCE], criterion[K_LEAST_TASKS])[0] != 0:
        return False
    moment = state[C_LAST]
    logit = logit_of(row, learner, state, -1, state[C_REFERENCE], slope, 0.0, moment, weights, numbers)
    variance = variance_at(learner, state, moment, numbers)
    if chance_met(logit, variance, criterion[K_REFERENCE_LOGIT], numbers) < criterion[K_CONFIDENCE]:
        return False
    state[C_FLAGS] = float(flags | ATTAINED)
    state[C_ATTAINED_AT] = moment
    state[C_ATTAINED_CONFIDENCE] = criterion[K_CONFIDENCE]
    state[C_ATTAINED_REFERENCE] = criterion[K_REFERENCE_PROBABILITY]
    return True


@compiled
def held_until(
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    slope: float,
    hold_logit: float,
    weights: np.ndarray,
    numbers: np.ndarray,
) -> float:
    """Return the moment at which the fading logit falls below the bound; NaN if not within ten years.

    Halving in the logarithm of time; the logit only falls. Where no moment is known, 0 says that it is below already.
    """
    last = state[C_LAST]
    reference = state[C_REFERENCE]
    if logit_of(row, learner, state, -1, reference, slope, 0.0, last, weights, numbers) < hold_logit:
        return last if last == last else 0.0
    if last != last:
        return math.nan
    at_end = last + TEN_YEARS_SECONDS
    if logit_of(row, learner, state, -1, reference, slope, 0.0, at_end, weights, numbers) >= hold_logit:
        return math.nan
    low, high = 0.0, math.log(1.0 + TEN_YEARS_SECONDS)
    for _ in range(32):
        middle = 0.5 * (low + high)
        moment = last + (math.exp(middle) - 1.0)
        if logit_of(row, learner, state, -1, reference, slope, 0.0, moment, weights, numbers) >= hold_logit:
            low = middle
        else:
            high = middle
    return last + (math.exp(high) - 1.0)


@compiled
def answers_until_sure(shared: float, own: float, numbers: np.ndarray) -> int:
    """Return how many answers to a reference task bring the variance down to where it is enough, at least one."""
    target = max(numbers[N_VARIANCE_ENOUGH] - shared, 0.5 * numbers[N_VARIANCE_ENOUGH])
    if own <= target:
        return 1
    return max(1, min(20, math.ceil((1.0 / target - 1.0 / own) / (0.25 * numbers[N_VARIANCE_INFORMATION]))))


@compiled
def read_state(
    reading: np.ndarray,
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    bits: np.ndarray,
    slope: float,
    moment: float,
    weights: np.ndarray,
    numbers: np.ndarray,
    criterion: np.ndarray,
) -> None:
    """Fill a reading: the estimate over a fresh reference task at a moment (NaN: that of the last evidence)."""
    last = state[C_LAST]
    reference = state[C_REFERENCE]
    if moment != moment or (last == last and moment < last):
        moment = last
    parts = reading[R_PARTS:]
    parts_of(parts, row, learner, state, -1, reference, slope, 0.0, last, weights, numbers)
    logit = 0.0
    for i in range(N_PARTS):
        logit += parts[i]
    if moment == moment and last == last and moment > last:
        later = logit_of(row, learner, state, -1, reference, slope, 0.0, moment, weights, numbers)
        # Rounding must not let time raise an estimate.
        faded = min(later - logit, 0.0)
        parts[P_LONG_AGO] += faded
        logit += faded
    variance = variance_at(learner, state, moment, numbers)
    shared = (
        numbers[N_VARIANCE_SCALE]
        * numbers[N_VARIANCE_LEARNER]
        / (numbers[N_VARIANCE_LEARNER_KAPPA] + learner[L_INFORMATION + 1])
    )
    sd = math.sqrt(variance)
    met = chance_met(logit, variance, criterion[K_REFERENCE_LOGIT], numbers)
    middle = middle_of(logit, variance)
    missing, count = missing_evidence(state, bits, criterion[K_LEAST_EVIDENCE], criterion[K_LEAST_TASKS])
    sure = criterion[K_CONFIDENCE]
    if missing == 0 and variance > numbers[N_VARIANCE_ENOUGH] and 1.0 - sure < met < sure:
        missing, count = 3, answers_until_sure(shared, variance - shared, numbers)
    information = state[C_FRESH_INFORMATION]
    if moment == moment and last == last and moment > last:
        information *= math.exp(-LOG_2 * (moment - last) / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
    reading[R_LOGIT] = logit
    reading[R_PROBABILITY] = sigmoid(logit)
    reading[R_SD] = sd
    reading[R_MET] = met
    # Far from 0 the expected answer may lie outside of the interval of what it is an average of.
    reading[R_LOW] = sigmoid(min(middle - Z_80 * sd, logit))
    reading[R_HIGH] = sigmoid(max(middle + Z_80 * sd, logit))
    reading[R_EFFECTIVE] = 4.0 * information
    reading[R_MISSING] = missing
    reading[R_MISSING_COUNT] = count
    reading[R_HELD_UNTIL] = math.nan
    if int(state[C_FLAGS]) & ATTAINED:
        reading[R_HELD_UNTIL] = held_until(row, learner, state, slope, criterion[K_HOLD_LOGIT], weights, numbers)


@compiled
def observe(
    learner: np.ndarray,
    state: np.ndarray,
    bits: np.ndarray,
    evidence: np.ndarray,
    parts: np.ndarray,
    row: np.ndarray,
    weights: np.ndarray,
    numbers: np.ndarray,
    criterion: np.ndarray,
) -> bool:
    """Predict a piece of evidence (its parts, over the task itself), take it in, and note a first claim if one is due.

    Returns whether the criterion was met for the first time.
    """
    moment, last = evidence[E_MOMENT], state[C_LAST]
    if moment != moment or (last == last and moment < last):
        moment = last
    task_at = find_task(state, evidence[E_NAME])
    parts_of(
        parts,
        row,
        learner,
        state,
        task_at,
        evidence[E_DIFFICULTY],
        evidence[E_SLOPE],
        evidence[E_DISCRIMINATION],
        moment,
        weights,
        numbers,
    )
    better = update_state(learner, state, bits, evidence, numbers)
    if not better:
        return False
    return claim_if_met(row, learner, state, bits, evidence[E_SLOPE], weights, numbers, criterion)
