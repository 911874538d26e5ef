"""How often lines between two rows cross: counted exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def count_crossings(upper: ArrayLike, lower: ArrayLike) -> int:
    """Count the crossings of straight lines between two rows.

    Parameters
    ----------
    upper, lower : array_like of int, shape (n_lines,)
        Where each line begins in the upper row and ends in the lower one. Lines that share an end do not cross there.

    Returns
    -------
    int
        The number of pairs of lines that cross; 0 where there are fewer than two.

    References
    ----------
    Barth, W., Mutzel, P. & Jünger, M. (2004). Simple and efficient bilayer cross counting. Journal of Graph Algorithms
    and Applications 8(2), 179-194: crossings are inversions once the lines are sorted by their upper, then their lower
    end. Inversions are counted here while blocks are merged, all blocks of one size at once, instead of in a tree.
    """
    above, below = np.asarray(upper, dtype=np.int64), np.asarray(lower, dtype=np.int64)
    if len(below) < 2:
        return 0
    below = below[np.lexsort((below, above))]
    below = np.unique(below, return_inverse=True)[1].astype(np.int64)
    size, n, found = 1, len(below), 0
    key = n + 1
    places = np.arange(n)
    while size < n:
        block = places // size
        right = np.flatnonzero(block % 2 == 1)
        keys = block * key + below
        left = block[right] - 1
        not_above = np.searchsorted(keys, left * key + below[right], side="right") - left * size
        found += int((size - not_above).sum())
        below = below[np.lexsort((below, places // (2 * size)))]
        size *= 2
    return found


def crossing_matrix(n_points: int, own: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count, for every two points of a row, the crossings of their lines if the one stood left of the other.

    Parameters
    ----------
    n_points : int
        Points of the row are numbered from 0.
    own, other : ndarray of int, shape (n_lines,)
        From which point each line goes, and to which place of the neighbouring row.

    Returns
    -------
    ndarray of int, shape (n_points, n_points)
        Entry (i, j): crossings of the lines of i with those of j if i stands left of j.
    """
    counted = np.zeros((n_points, n_points), dtype=np.int64)
    if len(own):
        sort = np.argsort(own, kind="stable")
        points, places = own[sort], other[sort]
        ends_at = np.zeros((n_points, int(places.max()) + 2), dtype=np.int64)
        ends_at[points, places + 1] = 1
        further_left = ends_at.cumsum(axis=1)
        begins = np.flatnonzero(np.diff(points, prepend=-1))
        counted[points[begins]] = np.add.reduceat(further_left[:, places], begins, axis=1).T
    return counted
