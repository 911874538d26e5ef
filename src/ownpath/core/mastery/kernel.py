"""The arithmetic of the estimate, in the small part of Python that also compiles: one source, the same bits.

Everything here works in place on the arrays that `layout` describes. What each step means and why a right answer
cannot lower the estimate stands in docs/algorithms/mastery.md.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.layout import (
    AMOUNT_KNOTS,
    ATTAINED,
    C_AMOUNT,
    C_ATTAINED_AT,
    C_ATTAINED_CONFIDENCE,
    C_ATTAINED_REFERENCE,
    C_COUNT,
    C_FLAGS,
    C_FRESH_INFORMATION,
    C_GATHERED,
    C_INFORMATION,
    C_LAST,
    C_LEVEL,
    C_LOW_AMOUNT,
    C_LOW_COUNT,
    C_LOW_SINCE,
    C_PRIOR,
    C_PRIOR_INFORMATION,
    C_REFERENCE,
    C_RELATED,
    C_SPACED,
    C_SUM,
    C_TASKS,
    COUNT_KNOTS,
    DIFFICULTY_KNOTS,
    E_DIFFICULTY,
    E_DISCRIMINATION,
    E_INFORMATION,
    E_IS_PRIOR,
    E_MOMENT,
    E_NAME,
    E_NOT_PASSED,
    E_PASSED,
    E_REFERENCE,
    E_RESULT,
    E_SLOPE,
    E_SPREAD,
    E_STRENGTH,
    F_AMOUNT,
    F_COUNT,
    F_DIFFICULTY,
    F_DIFFICULTY_LINEAR,
    F_FADED,
    F_FRESH,
    F_HALF_LIFE,
    F_LEARNER,
    F_LEARNER_AMOUNT,
    F_LEARNER_DIFFICULTY,
    F_LEVEL,
    F_LEVEL_COUNT,
    F_LEVEL_DIFFICULTY,
    F_MET_AMOUNT,
    F_MET_LAG,
    F_MET_TIME,
    F_MET_TRIES,
    F_RECENT,
    F_SO_FAR,
    F_START,
    F_TASK,
    F_TASK_AMOUNT,
    F_TASK_LAG,
    F_TASK_TIME,
    F_TASK_TRIES,
    K_CONFIDENCE,
    K_HOLD_LOGIT,
    K_LEAST_EVIDENCE,
    K_LEAST_TASKS,
    K_REFERENCE_LOGIT,
    K_REFERENCE_PROBABILITY,
    KNOTS_AMOUNT,
    KNOTS_COUNT,
    KNOTS_DIFFICULTY,
    KNOTS_LAG,
    KNOTS_TIME,
    L_AMOUNT,
    L_COUNT,
    L_GATHERED,
    L_INFORMATION,
    L_LEVEL,
    L_SUM,
    LAG_KNOTS,
    LEARNER_SIZE,
    N_COMPETENCY_KAPPA,
    N_COMPETENCY_KEEP,
    N_FEATURES,
    N_FORGETTING_POWER,
    N_INFORMATION_HALF_LIFE_SECONDS,
    N_INFORMATION_KEEP,
    N_LEARNER_KAPPA,
    N_LEARNER_KEEP,
    N_LEVEL_KAPPA,
    N_MET_SHIFT,
    N_MET_SLOPE,
    N_OVERALL,
    N_PARTS,
    N_PRIOR_INFORMATION,
    N_PRIOR_KAPPA,
    N_PRIOR_STRONG,
    N_PRIOR_WEAR,
    N_PRIOR_WEIGHT,
    N_RELATED_KAPPA,
    N_REPEAT_INFORMATION,
    N_REQUIRES_WEIGHT,
    N_SPACING_GAIN,
    N_STRUGGLING_AMOUNT,
    N_STRUGGLING_LEVEL,
    N_SUPPORT_GAIN,
    N_TASK_KAPPA,
    N_VARIANCE_ENOUGH,
    N_VARIANCE_INFORMATION,
    N_VARIANCE_LEARNER,
    N_VARIANCE_LEARNER_KAPPA,
    N_VARIANCE_SCALE,
    N_VARIANCE_START,
    P_DIFFICULTY,
    P_LEARNER,
    P_LONG_AGO,
    P_PRACTICE,
    P_PRIOR,
    P_RELATED,
    P_START,
    PART_OF_FEATURE,
    R_EFFECTIVE,
    R_HELD_UNTIL,
    R_HIGH,
    R_LOGIT,
    R_LOW,
    R_MET,
    R_MISSING,
    R_MISSING_COUNT,
    R_PARTS,
    R_SD,
    STATE_SIZE,
    STRONG_PRIOR,
    STRUGGLING,
    T_COUNT,
    T_INFORMATION,
    T_LAST,
    T_LAST_AMOUNT,
    T_LAST_RESULT,
    T_NAME,
    T_SUM,
    TASK_SIZE,
    TASK_SLOTS,
    TIME_KNOTS,
    TRIES_KNOTS,
)

LEVEL_BOUND: Final = 6.0
MOST_GAIN: Final = 2.0  # with a larger step a better past could lead to a lower level
DAY_SECONDS: Final = 86400.0
HALF_DAY_SECONDS: Final = 43200.0
TEN_YEARS_SECONDS: Final = 3652.5 * 86400.0
LEARNER_DECAYS: Final = np.array([1.0, 0.98, 0.9, 0.6])
COMPETENCY_DECAYS: Final = np.array([1.0, 0.9, 0.7, 0.4])
HALF_LIVES_SECONDS: Final = np.array([3600.0, 86400.0, 604800.0])
TASK_DECAY: Final = 0.7
BIT_WORDS: Final = 16  # 256 bits of tasks met and 256 of tasks done, 32 in a word
_LOG_2: Final = math.log(2.0)
_ROOT_2: Final = math.sqrt(2.0)
Z_80: Final = 1.2815515655446004  # 90th percentile of the standard normal


@compiled
def sigmoid(logit: float) -> float:
    """Return the probability of a logit; never overflows."""
    if logit >= 0.0:
        return 1.0 / (1.0 + math.exp(-logit))
    power = math.exp(logit)
    return power / (1.0 + power)


@compiled
def begin_learner(learner: np.ndarray) -> None:
    """Set a learner's state to that before any evidence."""
    for i in range(LEARNER_SIZE):
        learner[i] = 0.0


@compiled
def begin_competency(state: np.ndarray, bits: np.ndarray) -> None:
    """Set a competency's state to that before any evidence."""
    for i in range(STATE_SIZE):
        state[i] = 0.0
    state[C_LAST] = math.nan
    state[C_ATTAINED_AT] = math.nan
    state[C_LOW_SINCE] = math.nan
    for i in range(BIT_WORDS):
        bits[i] = 0


@compiled
def place_between(value: float, knots: np.ndarray) -> tuple[int, float]:
    """Return the knot below a value and how far it lies towards the next one, 0 to 1."""
    last = len(knots) - 1
    if value <= knots[0]:
        return 0, 0.0
    if value >= knots[last]:
        return last - 1, 1.0
    j = 0
    while value >= knots[j + 1]:
        j += 1
    return j, (value - knots[j]) / (knots[j + 1] - knots[j])


@compiled
def add_hat(row: np.ndarray, first: int, j: int, f: float, amount: float) -> None:
    """Share an amount between two neighbouring knots."""
    row[first + j] += (1.0 - f) * amount
    row[first + j + 1] += f * amount


@compiled
def residual_at(level: float, evidence: np.ndarray) -> float:
    """Return the result less what a learner at a level is expected to show; for a rating, the score of its level."""
    if evidence[E_INFORMATION] == evidence[E_INFORMATION]:
        return 1.0 - sigmoid(level - evidence[E_PASSED]) - sigmoid(level - evidence[E_NOT_PASSED])
    return evidence[E_RESULT] - sigmoid(level - evidence[E_DIFFICULTY])


@compiled
def find_task(state: np.ndarray, name: float) -> int:
    """Return where the memory of a task begins in the state; -1 where it is not remembered."""
    if name != 0.0:
        for slot in range(TASK_SLOTS):
            at = C_TASKS + slot * TASK_SIZE
            if state[at + T_NAME] == name:
                return at
    return -1


@compiled
def fill_row(
    row: np.ndarray,
    learner: np.ndarray,
    state: np.ndarray,
    task_at: int,
    difficulty: float,
    moment: float,
    share: float,
    numbers: np.ndarray,
) -> None:
    """Add the features of one learner, competency and task at a moment, times `share`."""
    over = difficulty - numbers[N_OVERALL]
    kappa = numbers[N_LEARNER_KAPPA]
    amount_j, amount_f = place_between(math.log(1.0 + learner[L_AMOUNT]), AMOUNT_KNOTS)
    difficulty_j, difficulty_f = place_between(over, DIFFICULTY_KNOTS)
    row[F_START] += share
    add_hat(row, F_AMOUNT, amount_j, amount_f, share)
    add_hat(row, F_DIFFICULTY, difficulty_j, difficulty_f, share)
    row[F_DIFFICULTY_LINEAR] += share * over
    for i in range(4):
        level = share * learner[L_SUM + i] / (kappa + learner[L_INFORMATION + i])
        row[F_LEARNER + i] += level
        if i == 1:
            add_hat(row, F_LEARNER_AMOUNT, amount_j, amount_f, level)
    level = share * learner[L_LEVEL]
    row[F_LEARNER + 4] += level
    add_hat(row, F_LEARNER_AMOUNT + KNOTS_AMOUNT, amount_j, amount_f, level)
    add_hat(row, F_LEARNER_DIFFICULTY, difficulty_j, difficulty_f, level)

    kappa = numbers[N_COMPETENCY_KAPPA]
    count_j, count_f = place_between(math.log(1.0 + state[C_COUNT]), COUNT_KNOTS)
    add_hat(row, F_COUNT, count_j, count_f, share)
    for i in range(4):
        level = share * state[C_SUM + i] / (kappa + state[C_INFORMATION + i])
        row[(F_SO_FAR if i < 2 else F_RECENT - 2) + i] += level
        if i == 1:
            add_hat(row, F_LEVEL_COUNT, count_j, count_f, level)
    level = share * state[C_LEVEL]
    row[F_LEVEL] += level
    add_hat(row, F_LEVEL_COUNT + KNOTS_COUNT, count_j, count_f, level)
    add_hat(row, F_LEVEL_DIFFICULTY, difficulty_j, difficulty_f, level)

    # Time: only what was shown can fade. Successes on other days slow it.
    elapsed = 0.0
    if moment == moment and state[C_LAST] == state[C_LAST] and moment > state[C_LAST]:
        elapsed = moment - state[C_LAST]
    for i in range(3):
        if state[C_SUM + 4 + i] > 0.0:
            left = math.exp(-_LOG_2 * elapsed / HALF_LIVES_SECONDS[i])
            row[F_HALF_LIFE + i] += (
                share * left * state[C_SUM + 4 + i] / (kappa + left * state[C_INFORMATION + 4 + i])
            )
    slowed = elapsed / (1.0 + numbers[N_SPACING_GAIN] * state[C_SPACED])
    time_j, time_f = place_between(math.log(1.0 + slowed / 60.0), TIME_KNOTS)
    fast = max(share * state[C_SUM + 1] / (kappa + state[C_INFORMATION + 1]), 0.0)
    slow = max(level, 0.0)
    for j in range(KNOTS_TIME - 1):
        still = 1.0 if j > time_j else (1.0 - time_f if j == time_j else 0.0)
        row[F_FRESH + j] += still * fast
        row[F_FRESH + KNOTS_TIME - 1 + j] += still * slow
        row[F_FADED + j] -= share * (1.0 - still)

    if task_at >= 0:
        kappa = numbers[N_TASK_KAPPA]
        elapsed = 0.0
        if moment == moment and state[task_at + T_LAST] == state[task_at + T_LAST]:
            elapsed = max(moment - state[task_at + T_LAST], 0.0)
        time_j, time_f = place_between(math.log(1.0 + elapsed / 60.0), TIME_KNOTS)
        since = max(learner[L_AMOUNT] - state[task_at + T_LAST_AMOUNT], 0.0)
        lag_j, lag_f = place_between(math.log(1.0 + since), LAG_KNOTS)
        tries_j, tries_f = place_between(math.log(1.0 + state[task_at + T_COUNT]), TRIES_KNOTS)
        add_hat(row, F_MET_AMOUNT, amount_j, amount_f, share)
        add_hat(row, F_MET_LAG, lag_j, lag_f, share)
        add_hat(row, F_MET_TIME, time_j, time_f, share)
        # At least one try, so the knot of none is never touched.
        if tries_j > 0:
            row[F_MET_TRIES + tries_j - 1] += (1.0 - tries_f) * share
        row[F_MET_TRIES + tries_j] += tries_f * share
        for i in range(3):
            if i < 2:
                level = share * state[task_at + T_SUM + i] / (kappa + state[task_at + T_INFORMATION + i])
            else:
                level = share * state[task_at + T_LAST_RESULT]
            row[F_TASK + i] += level
            add_hat(row, F_TASK_LAG + i * KNOTS_LAG, lag_j, lag_f, level)
            add_hat(row, F_TASK_TIME + i * KNOTS_TIME, time_j, time_f, level)
            if i == 0:
                if tries_j > 0:
                    row[F_TASK_TRIES + tries_j - 1] += (1.0 - tries_f) * level
                row[F_TASK_TRIES + tries_j] += tries_f * level
            elif i == 2:
                add_hat(row, F_TASK_AMOUNT, amount_j, amount_f, level)


@compiled
def kept_after(elapsed: float, state: np.ndarray, numbers: np.ndarray) -> float:
    """Return the share that is left, after a time without evidence, of what others told of a competency."""
    if elapsed <= 0.0:
        return 1.0
    slowed = elapsed / (1.0 + numbers[N_SPACING_GAIN] * state[C_SPACED])
    return math.exp(-numbers[N_FORGETTING_POWER] * math.log(1.0 + slowed / DAY_SECONDS))


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
def begin_from_required(state: np.ndarray, weakest: float, numbers: np.ndarray) -> None:
    """Let a new competency start from the weakest of those it requires; `weakest` is that one's `own_part`."""
    state[C_RELATED] = min(max(numbers[N_REQUIRES_WEIGHT] * weakest, -2.0), 2.0)


@compiled
def support_required(state: np.ndarray, evidence: np.ndarray, numbers: np.ndarray) -> None:
    """Let a success raise a competency that the one shown requires; a failure says nothing about it."""
    residual = residual_at(0.0, evidence)
    if residual > 0.0:
        gained = numbers[N_SUPPORT_GAIN] * evidence[E_STRENGTH] / evidence[E_SPREAD] * residual
        state[C_RELATED] = min(state[C_RELATED] + gained, max(state[C_RELATED], 2.0))


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


@compiled
def variance_at(learner: np.ndarray, state: np.ndarray, moment: float, numbers: np.ndarray) -> float:
    """Return the variance of the logit at a moment. It depends on tasks and times, never on results."""
    information = state[C_FRESH_INFORMATION]
    if moment == moment and state[C_LAST] == state[C_LAST] and moment > state[C_LAST]:
        information *= math.exp(-_LOG_2 * (moment - state[C_LAST]) / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
    own = 1.0 / (
        1.0 / numbers[N_VARIANCE_START]
        + numbers[N_VARIANCE_INFORMATION] * information
        + state[C_PRIOR_INFORMATION]
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
def update_state(
    learner: np.ndarray, state: np.ndarray, bits: np.ndarray, evidence: np.ndarray, numbers: np.ndarray
) -> bool:
    """Take in one piece of evidence, in place; return whether it speaks for the competency.

    Every level moves by a residual with a gain that depends on tasks and times alone, so that a better result, now or
    earlier, never gives a lower level.
    """
    name, result, strength = evidence[E_NAME], evidence[E_RESULT], evidence[E_STRENGTH]
    difficulty, moment = evidence[E_DIFFICULTY], evidence[E_MOMENT]
    spread = evidence[E_SPREAD]
    share = 1.0 / spread
    last = state[C_LAST]
    elapsed = 0.0
    if moment != moment:
        moment = last
    elif last == last:
        if moment > last:
            elapsed = moment - last
        else:
            moment = last
    state[C_REFERENCE] = evidence[E_REFERENCE]
    state[C_COUNT] += 1.0
    learner[L_COUNT] += 1.0
    if elapsed > 0.0:
        state[C_FRESH_INFORMATION] *= math.exp(-_LOG_2 * elapsed / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
        kept = kept_after(elapsed, state, numbers)
        if state[C_PRIOR] > 0.0:
            state[C_PRIOR] *= kept
        if state[C_RELATED] > 0.0:
            state[C_RELATED] *= kept
    state[C_LAST] = moment
    if evidence[E_IS_PRIOR] != 0.0:
        if elapsed > 0.0:
            # The record is the latest evidence now; what was shown before it must not look fresh again.
            for i in range(3):
                decay = math.exp(-_LOG_2 * elapsed / HALF_LIVES_SECONDS[i])
                state[C_SUM + 4 + i] *= decay
                state[C_INFORMATION + 4 + i] *= decay
        better = result >= 0.5
        granted = share * strength * numbers[N_PRIOR_INFORMATION]
        held = numbers[N_PRIOR_KAPPA] + state[C_PRIOR_INFORMATION]
        moved = (state[C_PRIOR] * held + 4.0 * granted * (result - 0.5)) / (held + granted)
        state[C_PRIOR] = max(state[C_PRIOR], moved) if better else min(state[C_PRIOR], moved)
        state[C_PRIOR_INFORMATION] += granted
        if result >= numbers[N_PRIOR_STRONG]:
            state[C_FLAGS] = float(int(state[C_FLAGS]) | STRONG_PRIOR)
        return better

    task_at = find_task(state, name)
    # A task without a name counts each time as a fresh one.
    bit = int(name) % 256 if name != 0.0 else int(state[C_COUNT]) * 37 % 256
    word, mask = bit >> 5, 1 << (bit & 31)
    met = (bits[word] & mask) != 0
    expected = sigmoid(-difficulty)
    weight = share * strength * (numbers[N_REPEAT_INFORMATION] if met else 1.0)
    certain = expected * (1.0 - expected)
    if evidence[E_INFORMATION] == evidence[E_INFORMATION]:
        certain = evidence[E_INFORMATION]
    plain = residual_at(0.0, evidence)
    residual = weight * plain
    information = weight * certain
    better = residual >= 0.0

    for i in range(4):
        decay = LEARNER_DECAYS[i]
        if share != 1.0 and i > 0:
            decay = math.exp(share * math.log(decay))
        learner[L_SUM + i] = decay * learner[L_SUM + i] + residual
        learner[L_INFORMATION + i] = decay * learner[L_INFORMATION + i] + information
    gain = min(weight / (numbers[N_LEVEL_KAPPA] + learner[L_GATHERED]), MOST_GAIN)
    level = learner[L_LEVEL] + gain * residual_at(learner[L_LEVEL], evidence)
    learner[L_LEVEL] = min(max(level, -LEVEL_BOUND), LEVEL_BOUND)
    keep = numbers[N_LEARNER_KEEP]
    kept = keep if share == 1.0 else math.exp(share * math.log(keep))
    learner[L_GATHERED] = kept * learner[L_GATHERED] + information
    learner[L_AMOUNT] += share

    for i in range(7):
        decay = 1.0
        if i >= 4:
            if elapsed > 0.0:
                decay = math.exp(-_LOG_2 * elapsed / HALF_LIVES_SECONDS[i - 4])
        elif i > 0:
            decay = COMPETENCY_DECAYS[i]
            if share != 1.0:
                decay = math.exp(share * math.log(decay))
        state[C_SUM + i] = decay * state[C_SUM + i] + residual
        state[C_INFORMATION + i] = decay * state[C_INFORMATION + i] + information
    gain = min(weight / (numbers[N_LEVEL_KAPPA] + state[C_GATHERED]), MOST_GAIN)
    level = state[C_LEVEL] + gain * residual_at(state[C_LEVEL], evidence)
    state[C_LEVEL] = min(max(level, -LEVEL_BOUND), LEVEL_BOUND)
    keep = numbers[N_COMPETENCY_KEEP]
    kept = keep if share == 1.0 else math.exp(share * math.log(keep))
    state[C_GATHERED] = kept * state[C_GATHERED] + information
    keep = numbers[N_INFORMATION_KEEP]
    state[C_FRESH_INFORMATION] = (
        keep if share == 1.0 else math.exp(share * math.log(keep))
    ) * state[C_FRESH_INFORMATION] + information
    if state[C_PRIOR] != 0.0 and (state[C_PRIOR] < 0.0) == better:
        state[C_PRIOR] *= numbers[N_PRIOR_WEAR]
    state[C_AMOUNT] += share
    bits[word] |= mask
    if better:
        bits[BIT_WORDS // 2 + word] |= mask
        if elapsed >= HALF_DAY_SECONDS:
            state[C_SPACED] += share

    if name != 0.0:
        if task_at < 0:
            task_at = C_TASKS
            for slot in range(TASK_SLOTS):
                at = C_TASKS + slot * TASK_SIZE
                if state[at + T_NAME] == 0.0:
                    task_at = at
                    break
                if state[at + T_LAST_AMOUNT] < state[task_at + T_LAST_AMOUNT]:
                    task_at = at
            for i in range(TASK_SIZE):
                state[task_at + i] = 0.0
            state[task_at + T_NAME] = name
        state[task_at + T_COUNT] += 1.0
        state[task_at + T_SUM] += plain
        state[task_at + T_INFORMATION] += certain
        state[task_at + T_SUM + 1] = TASK_DECAY * state[task_at + T_SUM + 1] + plain
        state[task_at + T_INFORMATION + 1] = TASK_DECAY * state[task_at + T_INFORMATION + 1] + certain
        state[task_at + T_LAST_RESULT] = result
        state[task_at + T_LAST] = moment
        state[task_at + T_LAST_AMOUNT] = learner[L_AMOUNT]

    # A stretch below expectation begins with the error that starts it and ends when the recent level is back.
    low = state[C_SUM + 2] / (1.0 + state[C_INFORMATION + 2])
    flags = int(state[C_FLAGS])
    if low >= 0.0:
        state[C_LOW_SINCE] = math.nan
        state[C_LOW_AMOUNT] = 0.0
        state[C_LOW_COUNT] = 0.0
        flags &= ~STRUGGLING
    else:
        if state[C_LOW_COUNT] == 0.0:
            state[C_LOW_SINCE] = moment
        state[C_LOW_AMOUNT] += share
        state[C_LOW_COUNT] += 1.0
        if low <= numbers[N_STRUGGLING_LEVEL] and state[C_LOW_AMOUNT] >= numbers[N_STRUGGLING_AMOUNT]:
            flags |= STRUGGLING
    state[C_FLAGS] = float(flags)
    return better


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
        information *= math.exp(-_LOG_2 * (moment - last) / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
    reading[R_LOGIT] = logit
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
        reading[R_HELD_UNTIL] = held_until(
            row, learner, state, slope, criterion[K_HOLD_LOGIT], weights, numbers
        )


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
