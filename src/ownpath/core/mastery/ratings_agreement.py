"""Which level to name so that it agrees best with the rater, and how to hide one rater's sheet to measure it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def whole_columns(*columns: ArrayLike) -> list[Ints]:
    """Return flat columns of whole numbers, equally long.

    Raises
    ------
    ValueError
        If they are not.
    """
    rows = [np.asarray(column) for column in columns]
    if any(part.ndim != 1 or len(part) != len(rows[0]) for part in rows):
        raise ValueError("columns must be flat and equally long, are of shapes " + str([part.shape for part in rows]))
    for part in rows:
        if not len(part):
            continue
        if part.dtype.kind not in "iuf" or not np.isfinite(part).all() or (part != np.floor(part)).any():
            raise ValueError("learners, criteria, raters and levels are whole numbers")
    return [part.astype(np.int64) for part in rows]


def agreement_stretch(probabilities: ArrayLike) -> tuple[float, float]:
    """Return the centre and the kappa by which `levels_for_agreement` draws out expected levels.

    Parameters
    ----------
    probabilities : array_like of float, shape (n, K)
        Of the levels of one criterion, from `expected_levels`, for learners like those to be predicted.

    Returns
    -------
    centre : float
        Mean expected level, from 1 to K; 1 where n is 0.
    kappa : float
        The quadratic weighted kappa that the best levels are expected to reach, above 0 and at most 1; 1 where n is 0.
    """
    chance = np.asarray(probabilities, dtype=np.float64)
    if not len(chance):
        return 1.0, 1.0
    levels = np.arange(1, chance.shape[1] + 1)
    expected = chance @ levels
    noise = float((chance @ levels**2 - expected**2).mean())
    centre = float(expected.mean())
    around = noise + float(((expected - centre) ** 2).mean())
    kappa = 1.0
    for _ in range(100):
        chosen = _stretched(expected, centre, kappa, chance.shape[1])
        apart = noise + float(((chosen - expected) ** 2).mean())
        at_random = around + float(((chosen - centre) ** 2).mean())
        after = max(1.0 - apart / at_random, 0.05) if at_random > 0.0 else 1.0
        if after == kappa:
            break
        kappa = after
    return centre, kappa


def levels_for_agreement(probabilities: ArrayLike, centre: float, kappa: float) -> Ints:
    """Return the levels that maximise the expected quadratic weighted kappa.

    Kappa is 1 - D / E: D the mean squared distance to the true level, E the same for pairs drawn at random. The levels
    that maximise it minimise D - (1 - kappa) E (Dinkelbach 1967), which for each rating alone is smallest at the
    level nearest to centre + (expected - centre) / kappa.

    Parameters
    ----------
    probabilities : array_like of float, shape (n, K)
    centre, kappa : float
        From `agreement_stretch`, on data that are not to be predicted.

    Returns
    -------
    ndarray of int64, shape (n,)
        From 1 to K. Empty where n is 0.
    """
    chance = np.asarray(probabilities, dtype=np.float64)
    expected = chance @ np.arange(1, chance.shape[1] + 1)
    return _stretched(expected, centre, kappa, chance.shape[1]).astype(np.int64)


def _stretched(expected: Floats, centre: float, kappa: float, most: int) -> Floats:
    return np.clip(np.floor(centre + (expected - centre) / kappa + 0.5), 1.0, float(most))


def sheets_in_turn(
    learner: ArrayLike, criterion: ArrayLike, rater: ArrayLike, level: ArrayLike
) -> tuple[tuple[Ints, Ints, Ints, Ints], tuple[Ints, Ints, Ints], Ints]:
    """Hide each rater's sheet in turn, and leave one other rater's sheet of the same learner to predict it from.

    Raters of one learner stand in a ring, in the order of their numbers: each is predicted from the next one. With two
    raters that is both directions; learners with one rater are left out.

    Parameters
    ----------
    learner, criterion, rater, level : array_like of int, shape (n,)

    Returns
    -------
    known : tuple of ndarray of int64, each of shape (m,)
        Learner, criterion, rater, level. Each hidden sheet counts as a learner of its own, numbered from 0.
    asked : tuple of ndarray of int64, each of shape (a,)
        Learner, criterion, rater.
    truth : ndarray of int64, shape (a,)
        The hidden levels. Empty where nobody has two raters.

    Raises
    ------
    ValueError
        If lengths differ.
    """
    who, c, r, k = whole_columns(learner, criterion, rater, level)
    order = np.lexsort((k, c, r, who))
    who, c, r, k = who[order], c[order], r[order], k[order]
    new = np.ones(len(who), dtype=bool)
    new[1:] = (who[1:] != who[:-1]) | (r[1:] != r[:-1])
    sheet = np.cumsum(new) - 1
    owner = who[new]
    n = len(owner)
    first = np.searchsorted(owner, owner)
    last = np.searchsorted(owner, owner, side="right") - 1
    following = np.where(np.arange(n) == last, first, np.arange(n) + 1)
    alone = first == last
    hidden = ~alone[sheet]
    # The sheet that `s` helps to predict is the one whose next sheet is `s`.
    helps = np.empty(n, dtype=np.int64)
    helps[following] = np.arange(n)
    return (
        (helps[sheet][hidden], c[hidden], r[hidden], k[hidden]),
        (sheet[hidden], c[hidden], r[hidden]),
        k[hidden],
    )
