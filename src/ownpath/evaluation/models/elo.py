"""Elo ratings: Pelanek 2016, Applications of the Elo rating system in adaptive educational systems.

P(right) = sigmoid(learner - item); both move by U(n) (result - P) with U(n) = a / (1 + b n), n the number of earlier
updates. Where a task is not known, its set of competencies stands in for it. The items' ratings stay as they are after
fitting; a and b of learners and of items are chosen on a tenth of the training learners.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ownpath.core.mastery.responses import Responses

LEARNER_STEPS = ((0.4, 0.02), (0.5, 0.05), (1.0, 0.05), (1.8, 0.05))
ITEM_STEPS = ((1.0, 0.05), (1.0, 0.2), (0.5, 0.05))
USUAL = (1.0, 0.05)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """By numba where it is installed, so that the peer is not slowed down by Python."""
    try:
        import numba
    except ImportError:
        return function
    return numba.njit(cache=True)(function)  # type: ignore[no-any-return]


def _walk(
    learner: Any,
    task: Any,
    result: Any,
    rating: Any,
    updates: Any,
    step: float,
    slowing: float,
    task_step: float,
    task_slowing: float,
) -> Any:
    predicted = np.empty(len(result))
    ability = 0.0
    seen = 0
    for row in range(len(result)):
        if row == 0 or learner[row] != learner[row - 1]:
            ability = 0.0
            seen = 0
        own = task[row]
        probability = 1.0 / (1.0 + np.exp(rating[own] - ability))
        predicted[row] = probability
        surprise = result[row] - probability
        ability += step / (1.0 + slowing * seen) * surprise
        seen += 1
        if task_step > 0.0:
            rating[own] -= task_step / (1.0 + task_slowing * updates[own]) * surprise
            updates[own] += 1
    return predicted


walk = _compiled(_walk)


@dataclass(frozen=True, slots=True)
class FittedElo:
    """Ratings of tasks by their index, and how learners move."""

    rating: np.ndarray
    step: float
    slowing: float

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """Only the learner's rating moves."""
        task = _tasks_of(held_out)
        updates = np.zeros(len(self.rating), dtype=np.int64)
        predicted: np.ndarray = walk(
            held_out.learner, task, held_out.result, self.rating, updates, self.step, self.slowing, 0.0, 0.0
        )
        return predicted


class Elo:
    """One rating a learner, one a task."""

    name = "elo"

    def describe(self) -> str:
        """Which loop runs."""
        return "compiled by numba" if walk is not _walk else "plain Python"

    def fit(self, train: Responses) -> FittedElo:
        """One pass, learner after learner, for each choice on nine tenths, then one on all."""
        inner = np.arange(train.n_learners) % 10 == 9
        choices = [(learner, item) for learner in LEARNER_STEPS for item in ITEM_STEPS]
        best = (USUAL, USUAL)
        if bool(inner.any()):
            begin, check = train.of_learners(~inner), train.of_learners(inner)
            losses = []
            for choice in choices:
                predicted = np.clip(_fit(begin, *choice).predict_in_order(check), 1e-7, 1 - 1e-7)
                losses.append(-np.mean(check.result * np.log(predicted) + (1 - check.result) * np.log1p(-predicted)))
            best = choices[int(np.argmin(losses))]
        return _fit(train, *best)


def _tasks_of(responses: Responses) -> np.ndarray:
    """Items, and after them the sets of competencies for responses whose item is not known."""
    return np.where(responses.item >= 0, responses.item, len(responses.item_names) + responses.combination)


def _fit(train: Responses, of_learner: tuple[float, float], of_item: tuple[float, float]) -> FittedElo:
    n_tasks = len(train.item_names) + len(train.combination_start) - 1
    rating, updates = np.zeros(n_tasks), np.zeros(n_tasks, dtype=np.int64)
    walk(train.learner, _tasks_of(train), train.result, rating, updates, *of_learner, *of_item)
    return FittedElo(rating, *of_learner)
