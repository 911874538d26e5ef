"""What a progression says about next steps, the same for every learner: worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

DISCOUNT: Final = 0.5  # what lies one edge further counts half
MOST_EDGES: Final = 4


@dataclass(frozen=True, slots=True)
class Landscape:
    """A progression as next steps look at it.

    Attributes
    ----------
    requires : tuple of tuple of int, length n_competencies
        What each competency directly requires.
    earlier, later : ndarray of int, shape (n_edges,)
        The *requires* edges.
    strand, level : ndarray of int, shape (n_competencies,)
    is_habit : ndarray of bool, shape (n_competencies,)
        Habits of success are lived, never suggested.
    deepens : tuple of tuple of int, length n_competencies
        What goes deeper into each competency.
    extends : ndarray of bool, shape (n_competencies,)
        Whether a level above the usual one is described for it.
    reach_from, reach_to : ndarray of int, shape (n_pairs,)
        Every pair of a competency and what it leads to, over at most `MOST_EDGES` edges, sorted by the first.
    reach_edges : ndarray of int, shape (n_pairs,)
        The fewest edges between the two, at least 1.
    """

    requires: tuple[tuple[int, ...], ...]
    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    strand: NDArray[np.int64]
    level: NDArray[np.int64]
    is_habit: NDArray[np.bool_]
    deepens: tuple[tuple[int, ...], ...]
    extends: NDArray[np.bool_]
    reach_from: NDArray[np.int64]
    reach_to: NDArray[np.int64]
    reach_edges: NDArray[np.int64]

    @property
    def n_competencies(self) -> int:
        """How many competencies it has."""
        return len(self.requires)


def make_landscape(
    requires: Sequence[Sequence[int]],
    *,
    strand: ArrayLike,
    level: ArrayLike,
    deepens: Iterable[tuple[int, int]] = (),
    extends: ArrayLike | None = None,
    is_habit: ArrayLike | None = None,
) -> Landscape:
    """Work out what each competency leads to.

    Parameters
    ----------
    requires : sequence of sequence of int, length n_competencies
        What each competency directly requires; without a circle.
    strand, level : array_like of int, shape (n_competencies,)
        The number of the strand, and the order of the level.
    deepens : iterable of (int, int)
        Pairs of a competency and what goes deeper into it.
    extends, is_habit : array_like of bool, shape (n_competencies,), or None
        None means: none.

    Returns
    -------
    Landscape
        Empty where there are no competencies.

    Raises
    ------
    ValueError
        The shapes do not fit, or an edge names a competency that is not there.
    """
    n = len(requires)
    strands, levels = np.asarray(strand, dtype=np.int64), np.asarray(level, dtype=np.int64)
    extending = np.zeros(n, dtype=bool) if extends is None else np.asarray(extends, dtype=bool)
    habits = np.zeros(n, dtype=bool) if is_habit is None else np.asarray(is_habit, dtype=bool)
    if any(each.shape != (n,) for each in (strands, levels, extending, habits)):
        raise ValueError("strand, level, extends and is_habit must have one value for each competency")
    deeper: list[set[int]] = [set() for _ in range(n)]
    for base, further in deepens:
        if not (0 <= base < n and 0 <= further < n):
            raise ValueError(f"a deepens edge from {base} to {further} names a competency that is not there")
        deeper[base].add(further)
    opened: list[list[int]] = [[] for _ in range(n)]
    for place, below in enumerate(requires):
        for each in sorted(set(below)):
            if not 0 <= each < n:
                raise ValueError(f"{place} requires {each}, which is not there")
            opened[each].append(place)
    pairs = [(place, to, edges) for place in range(n) for to, edges in _reach_of(place, opened)]
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    edges = [(below, place) for place, each in enumerate(requires) for below in sorted(set(each))]
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    return Landscape(
        requires=tuple(tuple(sorted(set(each))) for each in requires),
        earlier=ends[0],
        later=ends[1],
        strand=strands,
        level=levels,
        is_habit=habits,
        deepens=tuple(tuple(sorted(each)) for each in deeper),
        extends=extending,
        reach_from=columns[0],
        reach_to=columns[1],
        reach_edges=columns[2],
    )


def _reach_of(place: int, opened: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """What a competency leads to, and over how many edges at least, in ascending order."""
    edges_to: dict[int, int] = {}
    ring = [place]
    for edges in range(1, MOST_EDGES + 1):
        ring = [further for further in {to for each in ring for to in opened[each]} if further not in edges_to]
        edges_to.update(dict.fromkeys(ring, edges))
    return sorted(edges_to.items())
