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
    C_AMOUNT,
    C_ATTAINED_AT,
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
    E_DIFFICULTY,
    E_INFORMATION,
    E_IS_PRIOR,
    E_MOMENT,
    E_NAME,
    E_NOT_PASSED,
    E_PASSED,
    E_REFERENCE,
    E_RESULT,
    E_SPREAD,
    E_STRENGTH,
    L_AMOUNT,
    L_COUNT,
    L_GATHERED,
    L_INFORMATION,
    L_LEVEL,
    L_SUM,
    LEARNER_SIZE,
    N_COMPETENCY_KEEP,
    N_FORGETTING_POWER,
    N_INFORMATION_HALF_LIFE_SECONDS,
    N_INFORMATION_KEEP,
    N_LEARNER_KEEP,
    N_LEVEL_KAPPA,
    N_PRIOR_INFORMATION,
    N_PRIOR_KAPPA,
    N_PRIOR_STRONG,
    N_PRIOR_WEAR,
    N_REPEAT_INFORMATION,
    N_REQUIRES_WEIGHT,
    N_SPACING_GAIN,
    N_STRUGGLING_AMOUNT,
    N_STRUGGLING_LEVEL,
    N_SUPPORT_GAIN,
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
)

LEVEL_BOUND: Final = 6.0
MOST_GAIN: Final = 2.0  # with a larger step a better past could lead to a lower level
DAY_SECONDS: Final = 86400.0
HALF_DAY_SECONDS: Final = 43200.0
LEARNER_DECAYS: Final = np.array([1.0, 0.98, 0.9, 0.6])
COMPETENCY_DECAYS: Final = np.array([1.0, 0.9, 0.7, 0.4])
HALF_LIVES_SECONDS: Final = np.array([3600.0, 86400.0, 604800.0])
TASK_DECAY: Final = 0.7
BIT_WORDS: Final = 16  # 256 bits of tasks met and 256 of tasks done, 32 in a word
LOG_2: Final = math.log(2.0)


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
def left_after(keep: float, share: float) -> float:
    """Return what an answer leaves of the past where it counts by a share only."""
    return keep if share == 1.0 or keep == 1.0 else math.exp(share * math.log(keep))


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
def kept_after(elapsed: float, state: np.ndarray, numbers: np.ndarray) -> float:
    """Return the share that is left, after a time without evidence, of what others told of a competency."""
    if elapsed <= 0.0:
        return 1.0
    slowed = elapsed / (1.0 + numbers[N_SPACING_GAIN] * state[C_SPACED])
    return math.exp(-numbers[N_FORGETTING_POWER] * math.log(1.0 + slowed / DAY_SECONDS))


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
        state[C_FRESH_INFORMATION] *= math.exp(-LOG_2 * elapsed / numbers[N_INFORMATION_HALF_LIFE_SECONDS])
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
                decay = math.exp(-LOG_2 * elapsed / HALF_LIVES_SECONDS[i])
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
        decay = left_after(LEARNER_DECAYS[i], share)
        learner[L_SUM + i] = decay * learner[L_SUM + i] + residual
        learner[L_INFORMATION + i] = decay * learner[L_INFORMATION + i] + information
    gain = min(weight / (numbers[N_LEVEL_KAPPA] + learner[L_GATHERED]), MOST_GAIN)
    level = learner[L_LEVEL] + gain * residual_at(learner[L_LEVEL], evidence)
    learner[L_LEVEL] = min(max(level, -LEVEL_BOUND), LEVEL_BOUND)
    learner[L_GATHERED] = left_after(numbers[N_LEARNER_KEEP], share) * learner[L_GATHERED] + information
    learner[L_AMOUNT] += share

    for i in range(7):
        decay = 1.0
        if i >= 4:
            if elapsed > 0.0:
                decay = math.exp(-LOG_2 * elapsed / HALF_LIVES_SECONDS[i - 4])
        else:
            decay = left_after(COMPETENCY_DECAYS[i], share)
        state[C_SUM + i] = decay * state[C_SUM + i] + residual
        state[C_INFORMATION + i] = decay * state[C_INFORMATION + i] + information
    gain = min(weight / (numbers[N_LEVEL_KAPPA] + state[C_GATHERED]), MOST_GAIN)
    level = state[C_LEVEL] + gain * residual_at(state[C_LEVEL], evidence)
    state[C_LEVEL] = min(max(level, -LEVEL_BOUND), LEVEL_BOUND)
    state[C_GATHERED] = left_after(numbers[N_COMPETENCY_KEEP], share) * state[C_GATHERED] + information
    kept = left_after(numbers[N_INFORMATION_KEEP], share)
    state[C_FRESH_INFORMATION] = kept * state[C_FRESH_INFORMATION] + information
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
