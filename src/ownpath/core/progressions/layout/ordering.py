"""The order of the points within their rows: sweeps by barycentre, then swaps and moves by exact counts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ownpath.core.progressions.layout.crossings import count_crossings, crossing_matrix

SWEEPS = 12
ROUNDS = 12
PATIENCE = 4


@dataclass(frozen=True, slots=True)
class Layers:
    """Points in rows, joined by links between neighbouring rows only.

    Attributes
    ----------
    row, band : ndarray of int, shape (n_points,)
        In which row and in which band across the rows each point stands. The first points are the competencies, the
        others bends of long edges.
    strand : ndarray of int, shape (n_points,)
        What begins side by side; where each strand is a band it also stays so.
    above, below : ndarray of int, shape (n_links,)
        The ends of each link, each link once; the lower end stands one row further.
    routes : tuple of tuple of int, length n_edges
        The points that each edge runs through, from its earlier end to its later one.
    n_rows : int
    n_competencies : int
    """

    row: NDArray[np.int64]
    band: NDArray[np.int64]
    strand: NDArray[np.int64]
    above: NDArray[np.int64]
    below: NDArray[np.int64]
    routes: tuple[tuple[int, ...], ...]
    n_rows: int
    n_competencies: int


def make_layers(
    row: list[int], band: list[int], strand: list[int], edges: list[tuple[int, int]], n_rows: int
) -> Layers:
    """Cut long edges into links with a bend in every row they pass.

    All edges that leave one competency share their bends for as long as they run side by side, so that they are drawn
    as one line that branches. It stands in the competency's own band and leaves it just above where an edge ends.

    Parameters
    ----------
    row, band, strand : list of int, length n_competencies
    edges : list of (int, int)
        Each from a row to a higher one.
    n_rows : int

    Returns
    -------
    Layers

    References
    ----------
    Sugiyama, K., Tagawa, S. & Toda, M. (1981). Methods for visual understanding of hierarchical system structures. IEEE
    Transactions on Systems, Man and Cybernetics 11(2), 109-125: the bends are its dummy vertices. Sharing them is ours.
    """
    rows, bands, strands = list(row), list(band), list(strand)
    bend_at: dict[tuple[int, int], int] = {}
    links: dict[tuple[int, int], None] = {}
    routes = []
    for start, end in edges:
        route = [start]
        for passed in range(row[start] + 1, row[end]):
            key = (start, passed)
            if key not in bend_at:
                bend_at[key] = len(rows)
                rows.append(passed)
                bands.append(band[start])
                strands.append(strand[start])
            route.append(bend_at[key])
        route.append(end)
        links.update(dict.fromkeys(pairwise(route)))
        routes.append(tuple(route))
    ends = np.array(list(links), dtype=np.int64).reshape(-1, 2)
    return Layers(
        row=np.array(rows, dtype=np.int64),
        band=np.array(bands, dtype=np.int64),
        strand=np.array(strands, dtype=np.int64),
        above=ends[:, 0],
        below=ends[:, 1],
        routes=tuple(routes),
        n_rows=n_rows,
        n_competencies=len(row),
    )


def order_rows(layers: Layers) -> tuple[list[NDArray[np.int64]], int]:
    """Order the points of every row so that few links cross; bands stay together and in their order.

    Parameters
    ----------
    layers : Layers

    Returns
    -------
    orders : list of ndarray of int, length n_rows
        The points of each row from left to right.
    crossings : int
        How many pairs of links cross, counted exactly.

    References
    ----------
    Sugiyama et al. (1981) for the sweeps by barycentre; Gansner et al. (1993), section 3, for exchanging neighbours and
    for keeping the best order seen; Matuszewski, C., Schönfeld, R. & Molitor, P. (1999). Using sifting for k-layer
    straightline crossing minimization. Graph Drawing, LNCS 1731, 217-224, for moving one point to its best place.
    """
    search = _Search(layers)
    best, fewest, last_gain = search.copied(), search.crossings(), 0
    for turn in range(SWEEPS):
        search.sweep(downward=turn % 2 == 0)
        search.exchange_all()
        found = search.crossings()
        if found < fewest:
            best, fewest, last_gain = search.copied(), found, turn
        elif turn - last_gain >= PATIENCE:
            break
    search.take(best)
    for _ in range(ROUNDS):
        search.sift_all()
        found = search.crossings()
        if found >= fewest:
            break
        best, fewest = search.copied(), found
    return best, fewest


class _Search:
    """The orders that are being tried, and where each point stands in its row."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.place = np.zeros(len(layers.row), dtype=np.int64)
        upper_row = layers.row[layers.above]
        self.gaps = [np.flatnonzero(upper_row == number) for number in range(layers.n_rows - 1)]
        self.take(
            [
                points[np.lexsort((layers.strand[points], layers.band[points]))]
                for points in (np.flatnonzero(layers.row == number) for number in range(layers.n_rows))
            ]
        )

    def take(self, orders: list[NDArray[np.int64]]) -> None:
        self.orders = [order.copy() for order in orders]
        for order in self.orders:
            self.place[order] = np.arange(len(order))

    def copied(self) -> list[NDArray[np.int64]]:
        return [order.copy() for order in self.orders]

    def crossings(self) -> int:
        """All gaps at once: with each gap's places beyond those of the gap before, lines of two gaps never cross."""
        layers, place = self.layers, self.place
        beyond = layers.row[layers.above] * len(place)
        return count_crossings(beyond + place[layers.above], beyond + place[layers.below])

    def _put(self, number: int, order: NDArray[np.int64]) -> None:
        self.orders[number] = order
        self.place[order] = np.arange(len(order))

    def sweep(self, *, downward: bool) -> None:
        """Every row by the mean place of what it hangs on in the row before."""
        layers = self.layers
        rows = range(1, layers.n_rows) if downward else range(layers.n_rows - 2, -1, -1)
        for number in rows:
            gap = self.gaps[number - 1] if downward else self.gaps[number]
            own, other = (layers.below, layers.above) if downward else (layers.above, layers.below)
            order = self.orders[number]
            at, places = self.place[own[gap]], self.place[other[gap]]
            links = np.bincount(at, minlength=len(order))
            sums = np.bincount(at, weights=places, minlength=len(order))
            centre = np.where(links > 0, sums / np.maximum(links, 1), _kept_between(links > 0))
            centre = np.where(links > 0, centre, np.interp(centre, *_known(links > 0, centre)))
            self._put(number, order[np.lexsort((centre, layers.band[order]))])

    def _preference(self, number: int) -> NDArray[np.int64]:
        """Entry (i, j): how many crossings more there are with i left of j than the other way round."""
        layers, size = self.layers, len(self.orders[number])
        counted = np.zeros((size, size), dtype=np.int64)
        if number:
            gap = self.gaps[number - 1]
            counted += crossing_matrix(size, self.place[layers.below[gap]], self.place[layers.above[gap]])
        if number < len(self.gaps):
            gap = self.gaps[number]
            counted += crossing_matrix(size, self.place[layers.above[gap]], self.place[layers.below[gap]])
        return counted - counted.T

    def exchange_all(self) -> None:
        """Exchange neighbours in every row for as long as that takes crossings away."""
        for number in range(self.layers.n_rows):
            order = self.orders[number]
            if len(order) < 2:
                continue
            more, band = self._preference(number), self.layers.band[order]
            at = np.arange(len(order))
            unchanged, turn = 0, 0
            while unchanged < 2 and turn < 2 * len(order):
                left = np.arange(turn % 2, len(order) - 1, 2)
                swap = left[(more[at[left], at[left + 1]] > 0) & (band[at[left]] == band[at[left + 1]])]
                at[swap], at[swap + 1] = at[swap + 1], at[swap]
                unchanged = 0 if len(swap) else unchanged + 1
                turn += 1
            self._put(number, order[at])

    def sift_all(self) -> None:
        """Move every point of every row to the best place in its band."""
        for number in range(self.layers.n_rows):
            order = self.orders[number]
            if len(order) < 2:
                continue
            more, band = self._preference(number), self.layers.band[order]
            at = np.arange(len(order))
            for begin, end in _runs(band):
                at[begin:end] = _sifted(at[begin:end], more)
            self._put(number, order[at])


def _sifted(at: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    """One band of one row after every point was moved to its best place once."""
    costs = np.zeros(len(at), dtype=np.int64)
    for point in at.tolist():
        now = int((at == point).argmax())
        rest = np.concatenate((at[:now], at[now + 1 :]))
        more[rest, point].cumsum(out=costs[1:])
        best = int(costs.argmin())
        if costs[best] < costs[now]:
            at = np.concatenate((rest[:best], [point], rest[best:]))
    return at


def _runs(band: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where each band of a row begins and ends."""
    cuts = [0, *(np.flatnonzero(np.diff(band)) + 1).tolist(), len(band)]
    return list(pairwise(cuts))


def _kept_between(has_links: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The place as it is, for points that nothing draws anywhere."""
    return np.arange(len(has_links), dtype=np.float64)


def _known(
    has_links: NDArray[np.bool_], centre: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where points with links stand and are drawn to, so that those without go along with their neighbours."""
    places = np.flatnonzero(has_links).astype(np.float64)
    return (places, centre[has_links]) if len(places) else (np.array([0.0]), np.array([0.0]))
