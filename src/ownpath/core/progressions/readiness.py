"""What a learner is ready for, and in which order to suggest it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ready_matrix(held: ArrayLike, attained: ArrayLike, earlier: ArrayLike, later: ArrayLike) -> NDArray[np.bool_]:
    """Tell for each learner which competencies they are ready for: the frontier of the progression.

    Parameters
    ----------
    held : array_like of bool, shape (n_learners, n_competencies)
        Attained and still held.
    attained : array_like of bool, shape (n_learners, n_competencies)
        Ever attained; what is attained is never suggested as new.
    earlier, later : array_like of int, shape (n_edges,)
        The *requires* edges: `later` requires `earlier`.

    Returns
    -------
    ndarray of bool, shape (n_learners, n_competencies)
        True where every required competency is held and this one is not attained. A competency that requires nothing
        is ready until attained. No learners, or no competencies, give an empty matrix.

    Raises
    ------
    ValueError
        The shapes do not fit.

    References
    ----------
    Doignon, J.-P. & Falmagne, J.-C. (1999). Knowledge Spaces: the outer fringe of a state, here for a space that is
    closed under union and intersection (given by edges alone).
    """
    is_held, was_attained = np.asarray(held, dtype=bool), np.asarray(attained, dtype=bool)
    starts, ends = np.asarray(earlier, dtype=np.int64), np.asarray(later, dtype=np.int64)
    if is_held.ndim != 2 or is_held.shape != was_attained.shape:
        raise ValueError("held and attained must be matrices of one shape")
    if starts.shape != ends.shape or starts.ndim != 1:
        raise ValueError("earlier and later must be one-dimensional and of the same length")
    lacking = np.zeros((is_held.shape[1], is_held.shape[0]), dtype=bool)
    np.logical_or.at(lacking, ends, ~is_held.T[starts])
    ready: NDArray[np.bool_] = ~lacking.T & ~was_attained
    return ready


def opens_counts(n_competencies: int, earlier: ArrayLike) -> NDArray[np.int64]:
    """Count how many competencies directly require each one.

    Parameters
    ----------
    n_competencies : int
        Competencies are numbered from 0.
    earlier : array_like of int, shape (n_edges,)
        The required end of each *requires* edge, each edge once.

    Returns
    -------
    ndarray of int, shape (n_competencies,)
        0 where nothing requires it.
    """
    return np.bincount(np.asarray(earlier, dtype=np.int64), minlength=n_competencies)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One suggestion with what speaks for it.

    Attributes
    ----------
    competency : int
        Its number.
    builds_on : tuple of int
        The held competencies that it requires, all of them.
    opens : int
        How many competencies directly require it.
    newly_open : bool
        Whether one of what it requires was attained lately, so that it has become ready only now.
    lowest_open_level : bool
        Whether no competency of a lower level is still ready in its strand.
    """

    competency: int
    builds_on: tuple[int, ...]
    opens: int
    newly_open: bool
    lowest_open_level: bool


def next_steps(
    ready: ArrayLike,
    *,
    held: ArrayLike,
    strand: ArrayLike,
    level: ArrayLike,
    opens: ArrayLike,
    requires: tuple[tuple[int, ...], ...],
    lately_attained: frozenset[int] = frozenset(),
    most_per_strand: int = 2,
) -> list[NextStep]:
    """Choose what to suggest next to one learner: in every strand what builds on something held, lowest level first.

    What requires nothing comes after that, as nothing held speaks for it: a learner whose record begins at level 3 is
    not sent back to counting only because nobody ever noted it. Within a level comes first what builds on something
    attained lately (it is fresh), then what opens most, then the order of the framework. All first choices of the
    strands stand before all second ones, so that no strand is forgotten. What stands more than one level above all
    that is held in its strand is left out: published maps hold advanced competencies that name no requirement, and
    having none is no sign that a beginner is ready.

    Parameters
    ----------
    ready : array_like of bool, shape (n_competencies,)
        What the learner is ready for, without what is worked on already.
    held : array_like of bool, shape (n_competencies,)
        What the learner holds. Where that is nothing in a strand, only the strand's very lowest level is suggested.
    strand, level, opens : array_like of int, shape (n_competencies,)
        The number of the strand; the order of the level; from `opens_counts`.
    requires : tuple of tuple of int, length n_competencies
        What each competency requires.
    lately_attained : frozenset of int
        What the learner attained in the last weeks.
    most_per_strand : int
        At most so many of each strand.

    Returns
    -------
    list of NextStep
        Empty where nothing is ready.
    """
    strands, levels = np.asarray(strand, dtype=np.int64), np.asarray(level, dtype=np.int64)
    counts = np.asarray(opens, dtype=np.int64)
    chosen: list[tuple[int, int, NextStep]] = []
    places = np.flatnonzero(np.asarray(ready, dtype=bool))
    fresh = {int(place) for place in places if not lately_attained.isdisjoint(requires[place])}
    by_strand: dict[int, list[int]] = {}
    for place in map(int, places):
        by_strand.setdefault(int(strands[place]), []).append(place)
    is_held = np.asarray(held, dtype=bool)
    for number, members in sorted(by_strand.items()):
        lowest = min(int(levels[place]) for place in members)
        held_levels = levels[is_held & (strands == number)]
        reach = int(held_levels.max()) + 1 if held_levels.size else int(levels[strands == number].min())
        members = [place for place in members if levels[place] <= reach]
        members.sort(key=lambda place: (not requires[place], levels[place], place not in fresh, -counts[place], place))
        for turn, place in enumerate(members[:most_per_strand]):
            step = NextStep(
                competency=place,
                builds_on=requires[place],
                opens=int(counts[place]),
                newly_open=place in fresh,
                lowest_open_level=int(levels[place]) == lowest,
            )
            chosen.append((turn, number, step))
    chosen.sort(key=lambda each: each[:2])
    return [step for _, _, step in chosen]
