"""How far to the right every point stands, given the order in each row: whole numbers, nothing overlaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ownpath.core.progressions.layout.ordering import Layers

ROUNDS = 12
STRAIGHT, HALF_STRAIGHT, LOOSE = 8.0, 2.0, 1.0
HELD_FAST, OWN_PLACE = 64.0, 0.1


def place_columns(
    layers: Layers, orders: list[NDArray[np.int64]], widths: NDArray[np.int64], band_gap: int
) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """Give every point a column so that long edges run straight and nothing overlaps.

    Parameters
    ----------
    layers : Layers
    orders : list of ndarray of int, length n_rows
        The points of each row from left to right, bands together and in their order.
    widths : ndarray of int, shape (n_points,)
        Even numbers: how much room each point needs.
    band_gap : int
        Room between two bands.

    Returns
    -------
    x : ndarray of int, shape (n_points,)
        The middle of each point; two neighbours stand at least half their widths apart.
    bands : list of (left, right), length n_bands
        Each as wide as its fullest row needs.

    References
    ----------
    Gansner et al. (1993), section 4, for the aim: edges short, and the straighter the longer they are. Theirs is a
    network simplex; here each row in turn is solved exactly by pooling adjacent violators (Ayer, M. et al. (1955). An
    empirical distribution function for sampling with incomplete information. Annals of Mathematical Statistics 26,
    641-647).
    """
    n_bands = int(layers.band.max()) + 1 if len(layers.band) else 0
    need = np.zeros((layers.n_rows, n_bands), dtype=np.int64)
    np.add.at(need, (layers.row, layers.band), widths)
    wide = need.max(axis=0) if layers.n_rows else np.zeros(0, dtype=np.int64)
    left = np.concatenate(([0], np.cumsum(wide + band_gap)[:-1])).astype(np.int64) if n_bands else wide
    bands = [(int(begin), int(begin + size)) for begin, size in zip(left, wide, strict=True)]
    segments = _segments(layers, orders, widths, bands)
    x = np.zeros(len(layers.row))
    for points, offset, low, high in segments:
        x[points] = offset + (low + high) / 2
    is_bend = np.arange(len(layers.row)) >= layers.n_competencies
    pulled = list(zip(segments, _pulls(layers, is_bend, segments), strict=True))
    for turn in range(ROUNDS):
        for (points, offset, low, high), pull in pulled if turn % 2 == 0 else reversed(pulled):
            x[points] = offset + np.clip(pooled(pull.mean(points, x) - offset, pull.heavy), low, high)
    whole = np.zeros(len(layers.row), dtype=np.int64)
    over = _bend_above(layers, is_bend)
    for points, offset, low, high in segments:
        target = np.where(over[points] >= 0, whole[over[points]], x[points])
        weight = np.where(over[points] >= 0, HELD_FAST, LOOSE)
        whole[points] = offset + np.rint(np.clip(pooled(target - offset, weight), low, high)).astype(np.int64)
    return whole, bands


def pooled(target: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the numbers that never fall and lie nearest to the targets, by weighted squares.

    Parameters
    ----------
    target, weight : ndarray of float, shape (n,)
        Weights are above 0.

    Returns
    -------
    ndarray of float, shape (n,)
        Empty for no targets.
    """
    if not len(target) or (np.diff(target) >= 0).all():
        return target
    means: list[float] = []
    weights: list[float] = []
    sizes: list[int] = []
    for mean, heavy in zip(target.tolist(), weight.tolist(), strict=True):
        size = 1
        while means and means[-1] > mean:
            before, other = means.pop(), weights.pop()
            mean = (before * other + mean * heavy) / (other + heavy)
            heavy += other
            size += sizes.pop()
        means.append(mean)
        weights.append(heavy)
        sizes.append(size)
    return np.repeat(means, sizes)


Segment = tuple[NDArray[np.int64], NDArray[np.int64], int, int]


def _segments(
    layers: Layers, orders: list[NDArray[np.int64]], widths: NDArray[np.int64], bands: list[tuple[int, int]]
) -> list[Segment]:
    """The points of each row and band, how far each stands from the first, and how far the first may move."""
    segments = []
    for order in orders:
        cuts = [0, *(np.flatnonzero(np.diff(layers.band[order])) + 1).tolist(), len(order)]
        for begin, end in pairwise(cuts):
            points = order[begin:end]
            if not len(points):
                continue
            half = widths[points] // 2
            offset = np.concatenate(([0], np.cumsum(half[:-1] + half[1:]))).astype(np.int64)
            left, right = bands[int(layers.band[points[0]])]
            segments.append((points, offset, int(left + half[0]), int(right - half[-1] - offset[-1])))
    return segments


@dataclass(frozen=True, slots=True)
class _Pull:
    """What draws the points of one segment: the other ends of their links, the weights, whose link each is."""

    other: NDArray[np.int64]
    weight: NDArray[np.float64]
    whose: NDArray[np.int64]
    heavy: NDArray[np.float64]

    def mean(self, points: NDArray[np.int64], x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The weighted mean of what each point hangs on, above and below, and a little of where it stands."""
        sums = np.bincount(self.whose, weights=self.weight * x[self.other], minlength=len(points))
        mean: NDArray[np.float64] = (sums + OWN_PLACE * x[points]) / self.heavy
        return mean


def _pulls(layers: Layers, is_bend: NDArray[np.bool_], segments: list[Segment]) -> list[_Pull]:
    """What draws the points of every segment."""
    own = np.concatenate([layers.above, layers.below])
    other = np.concatenate([layers.below, layers.above])
    weight = np.array([LOOSE, HALF_STRAIGHT, STRAIGHT])[is_bend[own].astype(np.int64) + is_bend[other]]
    sort = np.argsort(own, kind="stable")
    other, weight = other[sort], weight[sort]
    begins = np.searchsorted(own[sort], np.arange(len(layers.row) + 1))
    pulls = []
    for points, *_ in segments:
        links = np.concatenate([np.arange(begins[point], begins[point + 1]) for point in points.tolist()])
        whose = np.repeat(np.arange(len(points)), begins[points + 1] - begins[points])
        heavy = np.bincount(whose, weights=weight[links], minlength=len(points)).astype(np.float64) + OWN_PLACE
        pulls.append(_Pull(other[links], weight[links], whose, heavy))
    return pulls


def _bend_above(layers: Layers, is_bend: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each bend the bend over it, from which it should not be moved sideways; else -1."""
    over = np.full(len(layers.row), -1, dtype=np.int64)
    both = is_bend[layers.above] & is_bend[layers.below]
    over[layers.below[both]] = layers.above[both]
    return over
