"""The features of one learner, one competency and one task, in the small part of Python that also compiles."""

from __future__ import annotations

import math

import numpy as np

from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.kernel import HALF_LIVES_SECONDS, LOG_2
from ownpath.core.mastery.layout import (
    AMOUNT_KNOTS,
    C_COUNT,
    C_INFORMATION,
    C_LAST,
    C_LEVEL,
    C_SPACED,
    C_SUM,
    COUNT_KNOTS,
    DIFFICULTY_KNOTS,
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
    KNOTS_AMOUNT,
    KNOTS_COUNT,
    KNOTS_LAG,
    KNOTS_TIME,
    L_AMOUNT,
    L_INFORMATION,
    L_LEVEL,
    L_SUM,
    LAG_KNOTS,
    N_COMPETENCY_KAPPA,
    N_LEARNER_KAPPA,
    N_OVERALL,
    N_SPACING_GAIN,
    N_TASK_KAPPA,
    T_COUNT,
    T_INFORMATION,
    T_LAST,
    T_LAST_AMOUNT,
    T_LAST_RESULT,
    T_SUM,
    TIME_KNOTS,
    TRIES_KNOTS,
)


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
            left = math.exp(-LOG_2 * elapsed / HALF_LIVES_SECONDS[i])
            row[F_HALF_LIFE + i] += share * left * state[C_SUM + 4 + i] / (kappa + left * state[C_INFORMATION + 4 + i])
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
