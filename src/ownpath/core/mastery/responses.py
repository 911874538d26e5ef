"""Many learners' responses as arrays, in one canonical order: what models are fitted on and measured with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Responses:
    """Responses of many learners, all of one learner together and in the order they happened.

    Names are sorted, so that the same responses give the same arrays whatever order the learners came in.

    Attributes
    ----------
    learner : ndarray of int64, shape (n_responses,)
        Index into `learner_names`, never falling.
    item : ndarray of int64, shape (n_responses,)
        Index into `item_names`; -1 where the task is not known.
    combination : ndarray of int64, shape (n_responses,)
        Index of the set of competencies a response is about.
    combination_start : ndarray of int64, shape (n_combinations + 1,)
        Where each set begins in `combination_competency`; every set holds at least one.
    combination_competency : ndarray of int64, shape (sum of the sets' sizes,)
        Indices into `competency_names`.
    result : ndarray of float64, shape (n_responses,)
        0 to 1.
    moment_seconds : ndarray of float64, shape (n_responses,)
        Seconds since 1970; NaN where not known.
    learner_names, item_names, competency_names : tuple of str
        Sorted, without repeats.
    """

    learner: np.ndarray
    item: np.ndarray
    combination: np.ndarray
    combination_start: np.ndarray
    combination_competency: np.ndarray
    result: np.ndarray
    moment_seconds: np.ndarray
    learner_names: tuple[str, ...]
    item_names: tuple[str, ...]
    competency_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.result)

    @property
    def n_learners(self) -> int:
        """How many learners there are."""
        return len(self.learner_names)

    @property
    def learner_start(self) -> np.ndarray:
        """Where each learner's responses begin, and one past the last; shape (n_learners + 1,)."""
        return np.searchsorted(self.learner, np.arange(self.n_learners + 1))

    def of_learners(self, chosen: np.ndarray) -> Responses:
        """Return the responses of some learners.

        Parameters
        ----------
        chosen : ndarray of bool, shape (n_learners,)

        Returns
        -------
        Responses
            Items and competencies keep their indices, also those that nobody chosen has met.
        """
        rows = chosen[self.learner]
        renumbered = np.cumsum(chosen) - 1
        return Responses(
            renumbered[self.learner[rows]],
            self.item[rows],
            self.combination[rows],
            self.combination_start,
            self.combination_competency,
            self.result[rows],
            self.moment_seconds[rows],
            tuple(name for name, keep in zip(self.learner_names, chosen, strict=True) if keep),
            self.item_names,
            self.competency_names,
        )


@dataclass(frozen=True, slots=True)
class Meetings:
    """Each response with each of its competencies, in the order of responses.

    Attributes
    ----------
    row, competency : ndarray of int64, shape (n_meetings,)
        Which response, and which competency it is about.
    start, size : ndarray of int64, shape (n_responses,)
        Where each response's meetings begin, and how many they are.
    """

    row: np.ndarray
    competency: np.ndarray
    start: np.ndarray
    size: np.ndarray


def meetings_of(responses: Responses) -> Meetings:
    """Return every response with each of its competencies; empty arrays for no responses."""
    sizes = np.diff(responses.combination_start)[responses.combination]
    start = np.concatenate(([0], np.cumsum(sizes)))[:-1].astype(np.int64)
    row = np.repeat(np.arange(len(responses)), sizes)
    within = np.arange(len(row)) - np.repeat(start, sizes)
    competency = responses.combination_competency[responses.combination_start[responses.combination[row]] + within]
    return Meetings(row, competency, start, sizes)


def make_responses(
    *,
    learner: Sequence[str],
    item: Sequence[str | None] | None,
    competencies: Sequence[tuple[str, ...]],
    result: Sequence[float],
    moment_seconds: Sequence[float | None] | None,
    order: Sequence[float] | None = None,
) -> Responses:
    """Bring rows into the canonical form.

    Parameters
    ----------
    learner : sequence of str, length n
    item : sequence of str or None, length n, or None
        None where tasks are not known.
    competencies : sequence of tuple of str, length n
        Each holds at least one name; repeated names count once.
    result : sequence of float, length n
        0 to 1.
    moment_seconds : sequence of float or None, length n, or None
    order : sequence of float, length n, or None
        Rows of one learner are put in this order; equal ones, and all where it is None, stay as they came.

    Returns
    -------
    Responses
        Empty arrays for no rows.

    Raises
    ------
    ValueError
        If a result lies outside 0..1 or a row has no competency.
    """
    results = np.asarray(result, dtype=float)
    if not bool(np.all((results >= 0.0) & (results <= 1.0))):
        raise ValueError("results must lie between 0 and 1")
    learner_names, learner_code = np.unique(np.asarray(learner, dtype=object), return_inverse=True)
    places = np.arange(len(results)) if order is None else np.asarray(order)
    by_time = np.lexsort((np.arange(len(results)), places, learner_code))
    item_names: tuple[str, ...] = ()
    item_code = np.full(len(results), -1, dtype=np.int64)
    if item is not None:
        item_names = tuple(sorted({each for each in item if each is not None}))
        code_of = {name: code for code, name in enumerate(item_names)}
        item_code = np.array([-1 if each is None else code_of[each] for each in item], dtype=np.int64)
    sets = sorted({tuple(sorted(set(each))) for each in competencies})
    if any(not each for each in sets):
        raise ValueError("a response must be about at least one competency")
    set_code = {each: code for code, each in enumerate(sets)}
    own_set = {each: set_code[tuple(sorted(set(each)))] for each in set(competencies)}
    combination = np.array([own_set[each] for each in competencies], dtype=np.int64)
    competency_names = tuple(sorted({name for each in sets for name in each}))
    competency_code = {name: code for code, name in enumerate(competency_names)}
    flat = np.array([competency_code[name] for each in sets for name in each], dtype=np.int64)
    start = np.concatenate(([0], np.cumsum([len(each) for each in sets], dtype=np.int64))).astype(np.int64)
    moments = np.full(len(results), np.nan)
    if moment_seconds is not None:
        moments = np.array([np.nan if each is None else each for each in moment_seconds], dtype=float)
    return Responses(
        np.asarray(learner_code, dtype=np.int64)[by_time],
        item_code[by_time],
        combination[by_time],
        start,
        flat,
        results[by_time],
        moments[by_time],
        tuple(str(name) for name in learner_names),
        item_names,
        competency_names,
    )
