"""The weights: a logistic regression with ridge and signs, by Newton steps whose sums are taken chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from ownpath.core.mastery.calibration import fill_chances
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.layout import N_FEATURES
from ownpath.core.mastery.passes import Sums

ENOUGH: Final = 1e-7  # of the loss for each response
EXTRAS: Final = 4
X_LEVEL, X_GROWN, X_INFORMATION, X_LEARNER_INFORMATION = range(EXTRAS)


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of some answers without their many zeros; they stay where they were computed.

    Attributes
    ----------
    start : ndarray of int64, shape (n + 1,)
        Where each answer's features begin.
    place : ndarray of uint8, shape (n_filled,)
        Which feature.
    value : ndarray of float32, shape (n_filled,)
    extra : ndarray of float32, shape (n, EXTRAS)
        What the discrimination and the learning slope multiply, and the information of competency and learner.
    result, difficulty : ndarray of float64, shape (n,)
    learner, item, competency : ndarray of int32, shape (n,)
        The first competency of the set; -1 as item where it has no name.
    is_alone : ndarray of bool, shape (n,)
        Whether the set holds one competency only.
    """

    start: np.ndarray
    place: np.ndarray
    value: np.ndarray
    extra: np.ndarray
    result: np.ndarray
    difficulty: np.ndarray
    learner: np.ndarray
    item: np.ndarray
    competency: np.ndarray
    is_alone: np.ndarray

    def __len__(self) -> int:
        return len(self.result)


@dataclass(frozen=True, slots=True)
class Head:
    """What the rows are multiplied with.

    Attributes
    ----------
    weights : ndarray of float64, shape (N_FEATURES,)
    discrimination : ndarray of float64, shape (n_items + 1,)
        The last is 0: that of tasks without a name.
    slope : ndarray of float64, shape (n_competencies,)
    """

    weights: np.ndarray
    discrimination: np.ndarray
    slope: np.ndarray

    def predict(self, rows: Rows) -> np.ndarray:
        """Return the logit of each answer."""
        logits = np.zeros(len(rows))
        fill_logits(rows.start, rows.place, rows.value, self.weights, logits)
        logits += self.discrimination[rows.item] * rows.extra[:, X_LEVEL]
        logits += self.slope[rows.competency] * rows.extra[:, X_GROWN]
        return logits


@compiled
def squeeze_rows(dense: np.ndarray, start: np.ndarray, place: np.ndarray, value: np.ndarray) -> None:
    """Write down what is not zero; `start[0]` is where to begin, `place` and `value` have room enough."""
    at = start[0]
    for r in range(len(dense)):
        for i in range(dense.shape[1]):
            if dense[r, i] != 0.0:
                place[at] = i
                value[at] = dense[r, i]
                at += 1
        start[r + 1] = at


@compiled
def fill_logits(
    start: np.ndarray, place: np.ndarray, value: np.ndarray, weights: np.ndarray, logits: np.ndarray
) -> None:
    """Multiply rows with weights."""
    for r in range(len(logits)):
        total = 0.0
        for i in range(start[r], start[r + 1]):
            total += weights[place[i]] * value[i]
        logits[r] = total


@compiled
def add_gradient(
    start: np.ndarray,
    place: np.ndarray,
    value: np.ndarray,
    residual: np.ndarray,
    certain: np.ndarray,
    gradient: np.ndarray,
    bend: np.ndarray,
) -> None:
    """Add the gradient of the log loss and the diagonal of its curvature."""
    for r in range(len(residual)):
        for i in range(start[r], start[r + 1]):
            amount = residual[r] * value[i]
            gradient[place[i]] -= amount
            bend[place[i]] += certain[r] * value[i] * value[i]


@compiled
def add_curvature(
    start: np.ndarray, place: np.ndarray, value: np.ndarray, certain: np.ndarray, curvature: np.ndarray
) -> None:
    """Add the curvature of the log loss, below the diagonal and on it."""
    for r in range(len(certain)):
        for i in range(start[r], start[r + 1]):
            amount = certain[r] * value[i]
            row = curvature[place[i]]
            for j in range(start[r], i + 1):
                row[place[j]] += amount * value[j]


def sum_rows(rows: Rows, head: Head) -> Sums:
    """Return the log loss, shape (1,), its gradient and the diagonal of its curvature, shape (N_FEATURES,)."""
    logit = head.predict(rows)
    chance = _chances(logit)
    loss = np.array([np.sum(np.maximum(logit, 0.0) - rows.result * logit - np.log(np.maximum(chance, 1.0 - chance)))])
    gradient, bend = np.zeros(N_FEATURES), np.zeros(N_FEATURES)
    add_gradient(rows.start, rows.place, rows.value, rows.result - chance, chance * (1.0 - chance), gradient, bend)
    return loss, gradient, bend


def sum_curvature(rows: Rows, head: Head) -> Sums:
    """Return the curvature of the log loss, shape (N_FEATURES, N_FEATURES), below the diagonal and on it."""
    chance = _chances(head.predict(rows))
    curvature = np.zeros((N_FEATURES, N_FEATURES))
    add_curvature(rows.start, rows.place, rows.value, chance * (1.0 - chance), curvature)
    return (curvature,)


def sum_slopes(rows: Rows, head: Head) -> Sums:
    """Return which way each item's discrimination and each competency's learning slope is pulled, and how firmly."""
    chance = _chances(head.predict(rows))
    residual, certain = rows.result - chance, chance * (1.0 - chance)
    level, grown = rows.extra[:, X_LEVEL], rows.extra[:, X_GROWN]
    n_items, n_competencies = len(head.discrimination) - 1, len(head.slope)
    item = np.where(rows.item < 0, n_items, rows.item)
    sums = (
        np.bincount(item, residual * level, n_items + 1)[:n_items],
        np.bincount(item, certain * level**2, n_items + 1)[:n_items],
        np.bincount(rows.competency, residual * grown, n_competencies),
        np.bincount(rows.competency, certain * grown**2, n_competencies),
    )
    return tuple(each.astype(float) for each in sums)  # of no rows, NumPy counts in whole numbers


def _chances(logit: np.ndarray) -> np.ndarray:
    chance = np.empty(len(logit))
    fill_chances(logit, 0.0, chance, len(logit))
    return chance


@compiled
def minimise_quadratic(
    start: np.ndarray, gradient: np.ndarray, curvature: np.ndarray, is_free: np.ndarray, sweeps: int
) -> np.ndarray:
    """Minimise a quadratic around `start` under signs, by coordinate descent; return the new point."""
    point = start.copy()
    slope = gradient.copy()
    n = len(point)
    for _ in range(sweeps):
        largest = 0.0
        for i in range(n):
            bend = curvature[i, i]
            if bend <= 0.0:
                continue
            wanted = point[i] - slope[i] / bend
            if not is_free[i] and wanted < 0.0:
                wanted = 0.0
            step = wanted - point[i]
            if step != 0.0:
                point[i] = wanted
                row = curvature[i]
                for j in range(n):
                    slope[j] += row[j] * step
                largest = max(largest, abs(step) * bend)
        if largest < 1e-9:
            break
    return point


@dataclass(frozen=True, slots=True)
class Penalty:
    """Ridge / 2 times the squared distance from `centre`; where `is_free` is False, a weight stays at 0 or above."""

    centre: np.ndarray
    ridge: float
    is_free: np.ndarray

    def of(self, weights: np.ndarray) -> float:
        """Return the penalty."""
        return 0.5 * self.ridge * float(np.sum((weights - self.centre) ** 2))


def whole_curvature(below: np.ndarray) -> np.ndarray:
    """Return a symmetric matrix of what stands below its diagonal and on it."""
    whole: np.ndarray = below + np.tril(below, -1).T
    return whole


def fit_weights(
    add_up: Callable[[np.ndarray], Sums],
    curvature: np.ndarray,
    *,
    start: np.ndarray,
    penalty: Penalty,
    n_responses: int,
    steps: int,
) -> np.ndarray:
    """Minimise the log loss plus the penalty.

    Parameters
    ----------
    add_up : callable
        Gives loss, gradient and the diagonal of the curvature over all responses at some weights.
    curvature : ndarray of float64, shape (n_features, n_features)
        Near the weights; it serves every step. One taken from a part of the responses, in proportion, will do: what
        that part has not seen, the diagonal knows.
    start : ndarray of float64, shape (n_features,)
    penalty : Penalty
    n_responses : int
    steps : int
        At most so many.

    Returns
    -------
    ndarray of float64, shape (n_features,)

    References
    ----------
    Bertsekas (1982), Projected Newton methods, SIAM J. Control Optim. 20(2); the inner problem by coordinate descent
    as in Friedman, Hastie, Tibshirani (2010), J. Stat. Softw. 33(1); curvature from a part as in Byrd et al. (2011),
    On the use of stochastic Hessian information in optimization methods, SIAM J. Optim. 21(3).
    """
    point: np.ndarray = np.where(penalty.is_free, start, np.maximum(start, 0.0))
    loss, gradient, bend = add_up(point)
    value = float(loss[0]) + penalty.of(point)
    for _ in range(steps):
        bent = curvature.copy()
        np.fill_diagonal(bent, np.maximum(np.diag(bent), bend) + penalty.ridge)
        slope = gradient + penalty.ridge * (point - penalty.centre)
        wanted = minimise_quadratic(point, slope, bent, penalty.is_free, 400)
        step = 1.0
        while True:
            tried = point + step * (wanted - point)
            loss, gradient, bend = add_up(tried)
            new_value = float(loss[0]) + penalty.of(tried)
            if new_value <= value or step < 1e-3:
                break
            step *= 0.5
        gained = value - new_value
        if gained < 0.0:
            break
        point, value = tried, new_value
        if gained < ENOUGH * max(n_responses, 1):
            break
    return point
