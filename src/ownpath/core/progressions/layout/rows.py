"""Which row a competency stands in: by its level, and within a level after everything there that it requires."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def turned_edges(n_points: int, earlier: NDArray[np.int64], later: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find edges that must be turned round so that none is left that closes a circle.

    Parameters
    ----------
    n_points : int
        Points are numbered from 0.
    earlier, later : ndarray of int, shape (n_edges,)
        The ends of each edge.

    Returns
    -------
    ndarray of bool, shape (n_edges,)
        True for the edges that lead back to a point from which the search came; nowhere True where there is no circle.
        An edge from a point to itself is one of them.

    References
    ----------
    Gansner, E. R., Koutsofios, E., North, S. C. & Vo, K.-P. (1993). A technique for drawing directed graphs. IEEE
    Transactions on Software Engineering 19(3), 214-230, section 2.1: edges back along a depth-first search.
    """
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(n_points)]
    for number, (start, end) in enumerate(zip(earlier.tolist(), later.tolist(), strict=True)):
        leaving[start].append((number, end))
    turned = np.zeros(len(earlier), dtype=bool)
    unseen, open_now, done = 0, 1, 2
    seen = [unseen] * n_points
    for root in range(n_points):
        if seen[root] != unseen:
            continue
        seen[root] = open_now
        way = [(root, iter(leaving[root]))]
        while way:
            point, rest = way[-1]
            for number, end in rest:
                if seen[end] == open_now:
                    turned[number] = True
                elif seen[end] == unseen:
                    seen[end] = open_now
                    way.append((end, iter(leaving[end])))
                    break
            else:
                seen[point] = done
                way.pop()
    return turned


def assign_rows(
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    level: Sequence[int],
    strand: Sequence[int],
    most_in_cell: int,
) -> tuple[list[int], list[int]]:
    """Give every point a row: levels one below the other, and in a level one row after another is filled.

    A level takes as many rows as its longest way inside it, or as it needs where no strand may have more than
    `most_in_cell` points side by side. What comes first is what the longest way still hangs on.

    Parameters
    ----------
    before, after : sequence of sequence of int, length n_points
        What each point comes after, and what comes after it, without a circle.
    level, strand : sequence of int, length n_points
        A point that comes after one of a higher level is drawn there.
    most_in_cell : int
        At least 1.

    Returns
    -------
    row : list of int, length n_points
        From 0, without a gap; every edge leads to a higher row.
    level_of_row : list of int, length n_rows

    References
    ----------
    Coffman, E. G. & Graham, R. L. (1972). Optimal scheduling for two-processor systems. Acta Informatica 1, 200-213;
    here as list scheduling with the longest remaining way as its priority, one machine for each strand.
    """
    ordered = _in_order(before, after)
    drawn = list(level)
    for point in ordered:
        drawn[point] = max([drawn[point], *(drawn[each] for each in before[point])])
    remaining = [0] * len(drawn)
    for point in reversed(ordered):
        inside = [remaining[each] + 1 for each in after[point] if drawn[each] == drawn[point]]
        remaining[point] = max(inside, default=0)
    rows = [0] * len(drawn)
    level_of_row: list[int] = []
    for own in sorted(set(drawn)):
        members = [point for point in range(len(drawn)) if drawn[point] == own]
        lacking = {point: sum(drawn[each] == own for each in before[point]) for point in members}
        waiting = sorted((point for point in members if not lacking[point]), key=lambda each: (-remaining[each], each))
        while waiting:
            room: dict[int, int] = {}
            stay: list[int] = []
            placed: list[int] = []
            for point in waiting:
                room[strand[point]] = room.get(strand[point], most_in_cell) - 1
                (placed if room[strand[point]] >= 0 else stay).append(point)
            for point in placed:
                rows[point] = len(level_of_row)
                for each in after[point]:
                    if drawn[each] == own:
                        lacking[each] -= 1
                        if not lacking[each]:
                            stay.append(each)
            level_of_row.append(own)
            waiting = sorted(stay, key=lambda each: (-remaining[each], each))
    return rows, level_of_row


def _in_order(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> list[int]:
    """All points, each after what it comes after."""
    lacking = [len(each) for each in before]
    ordered = [point for point, number in enumerate(lacking) if not number]
    for point in ordered:
        for each in after[point]:
            lacking[each] -= 1
            if not lacking[each]:
                ordered.append(each)
    return ordered
