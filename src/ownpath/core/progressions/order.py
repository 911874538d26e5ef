"""The order that edges give."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Node = TypeVar("Node", bound=Hashable)


def find_cycle(edges: Iterable[tuple[Node, Node]]) -> list[Node] | None:
    """Find a cycle, if there is one.

    Parameters
    ----------
    edges : iterable of (earlier, later)
        Any hashable nodes; an edge may occur several times.

    Returns
    -------
    list of nodes or None
        The nodes along one cycle, each earlier than the next, the first one repeated at the end; None where the
        edges have no cycle, as on empty input.

    References
    ----------
    Kahn, A. B. (1962). Topological sorting of large networks. CACM 5(11), 558-562; the search for the cycle itself
    is that of the standard library's graphlib.
    """
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    for earlier, later in edges:
        sorter.add(later, earlier)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def longest_path_ranks(
    n_competencies: int, earlier: ArrayLike, later: ArrayLike, at_least: ArrayLike | None = None
) -> NDArray[np.int64]:
    """Give every competency the length of the longest way to it.

    Parameters
    ----------
    n_competencies : int
        Competencies are numbered from 0.
    earlier, later : array_like of int, shape (n_edges,)
        The two ends of each edge.
    at_least : array_like of int, shape (n_competencies,), optional
        Ranks that must not sink, as a store needs that keeps its edges climbing while ranks change.

    Returns
    -------
    ndarray of int, shape (n_competencies,)
        0 (or `at_least`) where no edge leads to a competency, else at least one more than the highest rank it comes
        after. Every edge climbs.

    Raises
    ------
    ValueError
        The edges have a cycle, or name a competency that is not there.

    References
    ----------
    Kahn (1962), as in `find_cycle`; the rank is the length of the longest path, as in a PERT network.
    """
    starts, ends = np.asarray(earlier, dtype=np.int64), np.asarray(later, dtype=np.int64)
    if starts.shape != ends.shape or starts.ndim != 1:
        raise ValueError("earlier and later must be one-dimensional and of the same length")
    if starts.size and not (min(starts.min(), ends.min()) >= 0 and max(starts.max(), ends.max()) < n_competencies):
        raise ValueError("an edge names a competency that is not there")
    ranks = np.zeros(n_competencies, dtype=np.int64) if at_least is None else np.array(at_least, dtype=np.int64)
    for _ in range(n_competencies + 1):
        raised = ranks.copy()
        np.maximum.at(raised, ends, ranks[starts] + 1)
        if np.array_equal(raised, ranks):
            return ranks
        ranks = raised
    raise ValueError("the edges have a cycle")
