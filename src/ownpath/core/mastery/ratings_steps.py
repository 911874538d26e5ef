"""The two numbers by which a rubric level moves a state: how much better than expected, and how much it tells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rating_residual(level: int, thresholds: Sequence[float] | Floats, difficulty: float) -> float:
    """Return the score d log P(level | ability) / d ability at ability 0; elsewhere give `difficulty` less the ability.

    It is 1 - P(at least this level) - P(at least the next level), so with two levels result - p exactly, as for a
    response. Plain arithmetic on numbers and one array, and no other function of ours, so that numba can compile it.

    Parameters
    ----------
    level : int
        From 1 to K. Not checked: compiled loops call it.
    thresholds : sequence of float, shape (K - 1,)
        Ascending logits, the first of level 2.
    difficulty : float
        Logits; that of the criterion plus the severity of the rater (`RatingParameters.cut_points`).

    Returns
    -------
    float
        From -1 to 1, never falling with `level` or `difficulty`. Logits beyond 30 count as 30.

    References
    ----------
    Samejima (1969), logistic case: the basic function of a graded level.
    """
    at_least = 1.0
    if level > 1:
        at_least = 1.0 / (1.0 + math.exp(min(max(thresholds[level - 2] + difficulty, -30.0), 30.0)))
    beyond = 0.0
    if level <= len(thresholds):
        beyond = 1.0 / (1.0 + math.exp(min(max(thresholds[level - 1] + difficulty, -30.0), 30.0)))
    return 1.0 - at_least - beyond


def rating_information(thresholds: Sequence[float] | Floats, difficulty: float) -> float:
    """Return the Fisher information that a rating is expected to give, whatever level it turns out to be.

    Parameters
    ----------
    thresholds : sequence of float, shape (K - 1,)
        As in `rating_residual`.
    difficulty : float
        Logits, less the ability where that is not 0.

    Returns
    -------
    float
        Sum over levels of P(level) * residual^2, above 0: with two levels p (1 - p), with more at most 1/3.

    References
    ----------
    Samejima (1969), eq. for the information of a graded item.
    """
    information = 0.0
    at_least = 1.0
    for threshold in thresholds:
        beyond = 1.0 / (1.0 + math.exp(min(max(threshold + difficulty, -30.0), 30.0)))
        residual = 1.0 - at_least - beyond
        information += (at_least - beyond) * residual * residual
        at_least = beyond
    return information + at_least * (1.0 - at_least) * (1.0 - at_least)
