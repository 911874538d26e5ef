"""How hard tasks are, for gradient boosting: a Rasch model with tasks shrunken under sets of competencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery.responses import Responses, meetings_of

SWEEPS = 12
SHRINK_LEARNER, SHRINK_SET, SHRINK_TASK, SHRINK_COMPETENCY = 1.0, 1.0, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Difficulties:
    """In logits of being easy; zero where nothing is known."""

    overall: float
    of_set: np.ndarray
    of_task: np.ndarray
    of_competency: np.ndarray
    set_count: np.ndarray
    task_count: np.ndarray

    def easiness(self, responses: Responses) -> np.ndarray:
        """What a learner about whom nothing is known would do, in logits."""
        return self.overall + self.of_set[responses.combination] + self.of_task[tasks_of(responses)]

    def columns(self, responses: Responses) -> dict[str, np.ndarray]:
        """Features that hang on the task alone."""
        meetings = meetings_of(responses)
        of_competency = self.of_competency[meetings.competency]
        return {
            "easiness": self.easiness(responses),
            "easiness_of_task": self.of_task[tasks_of(responses)],
            "easiness_of_set": self.of_set[responses.combination],
            "easiest_competency": _over(np.maximum, of_competency, meetings.start),
            "hardest_competency": _over(np.minimum, of_competency, meetings.start),
            "task_seen": np.log1p(self.task_count[tasks_of(responses)]),
            "set_seen": np.log1p(self.set_count[responses.combination]),
            "competencies": meetings.size.astype(float),
        }


def tasks_of(responses: Responses) -> np.ndarray:
    """Items; all responses whose item is not known share the last place."""
    return np.where(responses.item >= 0, responses.item, len(responses.item_names))


def fit_difficulties(responses: Responses, rows: np.ndarray) -> Difficulties:
    """Coordinate-wise Newton steps over chosen rows; shape of rows (n,), bool."""
    learner, combination = responses.learner[rows], responses.combination[rows]
    task, result = tasks_of(responses)[rows], responses.result[rows]
    right = float(np.clip(result.mean(), 0.01, 0.99)) if len(result) else 0.5
    overall = float(np.log(right / (1.0 - right)))
    n_sets, n_tasks = len(responses.combination_start) - 1, len(responses.item_names) + 1
    ability = np.zeros(responses.n_learners)
    of_set, of_task = np.zeros(n_sets), np.zeros(n_tasks)
    for _ in range(SWEEPS):
        for values, index, shrink in (
            (ability, learner, SHRINK_LEARNER),
            (of_set, combination, SHRINK_SET),
            (of_task, task, SHRINK_TASK),
        ):
            probability = 1.0 / (1.0 + np.exp(-(overall + ability[learner] + of_set[combination] + of_task[task])))
            gap = np.bincount(index, weights=result - probability, minlength=len(values)) - shrink * values
            information = np.bincount(index, weights=probability * (1.0 - probability), minlength=len(values))
            values += np.clip(gap / (information + shrink), -1.0, 1.0)
    of_task[-1] = 0.0
    return Difficulties(
        overall,
        of_set,
        of_task,
        _by_competency(responses, rows, overall, ability),
        np.bincount(combination, minlength=n_sets).astype(float),
        np.bincount(task, minlength=n_tasks).astype(float),
    )


def _by_competency(responses: Responses, rows: np.ndarray, overall: float, ability: np.ndarray) -> np.ndarray:
    """A competency's own easiness, whichever sets it stands in."""
    meetings = meetings_of(responses)
    chosen = rows[meetings.row]
    row, competency = meetings.row[chosen], meetings.competency[chosen]
    values = np.zeros(len(responses.competency_names))
    for _ in range(5):
        probability = 1.0 / (1.0 + np.exp(-(overall + ability[responses.learner[row]] + values[competency])))
        gap = np.bincount(competency, weights=responses.result[row] - probability, minlength=len(values))
        information = np.bincount(competency, weights=probability * (1.0 - probability), minlength=len(values))
        values += np.clip((gap - SHRINK_COMPETENCY * values) / (information + SHRINK_COMPETENCY), -1.0, 1.0)
    return values


def _over(function: np.ufunc, values: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Reduce over each response's competencies."""
    reduced: np.ndarray = function.reduceat(values, start) if len(start) else np.empty(0)
    return reduced
