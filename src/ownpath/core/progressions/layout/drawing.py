"""A whole framework, or the neighbourhood of some competencies, laid out on a grid of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.progressions.layout.columns import place_columns
from ownpath.core.progressions.layout.ordering import make_layers, order_rows
from ownpath.core.progressions.layout.rows import assign_rows, turned_edges

MARK, MARK_CELL, MARK_ROW, MARK_LANE, STRAND_GAP, LEVEL_GAP = 12, 24, 24, 2, 12, 10
BOX_GAP, BOX_ROW_GAP, BOX_LANE = 10, 30, 6
WIDE_TO_HIGH = 0.65
SIDE_BY_SIDE = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48)
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands; x grows to the right, y downward, and what is required stands above what requires it.

    Attributes
    ----------
    width, height : int
        All there is lies within.
    box_width, box_height : int
        Of each competency's box or mark.
    x, y : ndarray of int, shape (n_competencies,)
        The middle of each box.
    row : ndarray of int, shape (n_competencies,)
        The row of each, from 0 at the top.
    order : tuple of tuple of int, length n_rows
        The competencies of each row from left to right.
    lines : tuple of tuple of (x, y), length n_edges
        Each edge from the lower side of its earlier end to the upper side of its later one: the points between which it
        bends, two for each row that it passes.
    strands : tuple of (strand, left, right)
        The band of each strand, from left to right.
    levels : tuple of (level, top, bottom)
        The rows of each level, from the top.
    turned : tuple of int
        The numbers of edges that close a circle, and so are drawn upward; empty for every progression without one.
    crossings : int
        How many pairs of drawn lines cross between rows; edges that share a line count once.
    """

    width: int
    height: int
    box_width: int
    box_height: int
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    row: NDArray[np.int64]
    order: tuple[tuple[int, ...], ...]
    lines: tuple[tuple[Point, ...], ...]
    strands: tuple[tuple[int, int, int], ...]
    levels: tuple[tuple[int, int, int], ...]
    turned: tuple[int, ...]
    crossings: int


@dataclass(frozen=True, slots=True)
class _Sizes:
    """How large things are drawn."""

    box_width: int
    box_height: int
    cell: int
    row: int
    lane: int
    strand_gap: int
    level_gap: int


def lay_out_framework(level: ArrayLike, strand: ArrayLike, earlier: ArrayLike, later: ArrayLike) -> Layout:
    """Lay out a whole framework: rows by level, a band for each strand, a small mark for each competency.

    Parameters
    ----------
    level, strand : array_like of int, shape (n_competencies,)
        Levels stand from the top, strands from the left, both in ascending order. A competency that requires one of a
        higher level is drawn in the rows of that level.
    earlier, later : array_like of int, shape (n_edges,)
        The ends of the *requires* edges. An edge that is there twice is drawn as one.

    Returns
    -------
    Layout
        The same for the same input, bit for bit; empty where there are no competencies. How many marks of a strand may
        stand side by side is chosen so that the whole is nearly two thirds as wide as it is high, as pages are read
        downward.

    Raises
    ------
    ValueError
        The shapes do not fit, or an edge names a competency that is not there.

    References
    ----------
    Sugiyama et al. (1981) for the four steps: turn circles, assign rows, order rows, place columns. The details stand
    with each step.
    """
    levels, strands, starts, ends = _checked(level, strand, earlier, later)
    sizes = _Sizes(MARK, MARK, MARK_CELL, MARK_ROW, MARK_LANE, STRAND_GAP, LEVEL_GAP)
    names, bands = np.unique(strands, return_inverse=True)
    graph = _Graph(len(levels), starts, ends)
    return _laid_out(graph, _rows_of_good_shape(graph, levels, bands, sizes), bands, sizes, names.tolist(), strands)


def lay_out_neighbourhood(
    strand: ArrayLike,
    earlier: ArrayLike,
    later: ArrayLike,
    *,
    box_width: int = 144,
    box_height: int = 48,
    most_in_row: int = 4,
) -> Layout:
    """Lay out a few competencies as boxes with room for a title, by the longest way between them.

    Parameters
    ----------
    strand : array_like of int, shape (n_competencies,)
        What belongs to one strand begins side by side; edges may draw it apart.
    earlier, later : array_like of int, shape (n_edges,)
    box_width, box_height : int
        Even numbers.
    most_in_row : int
        So many boxes side by side at most: four of 144 and the edges that pass them are about 760 wide, two of 140 fit
        a phone.

    Returns
    -------
    Layout
        `strands` and `levels` are one each, over everything.

    Raises
    ------
    ValueError
        As `lay_out_framework`; also where a box is not of even size or no box may stand in a row.
    """
    if most_in_row < 1 or box_width < 2 or box_height < 2 or box_width % 2 or box_height % 2:
        raise ValueError("boxes must be of even size, and at least one stands in a row")
    strands = np.asarray(strand, dtype=np.int64)
    nothing = np.zeros(strands.shape, dtype=np.int64)
    _, _, starts, ends = _checked(nothing, strands, earlier, later)
    sizes = _Sizes(box_width, box_height, box_width + BOX_GAP, box_height + BOX_ROW_GAP, BOX_LANE, 0, 0)
    graph = _Graph(len(strands), starts, ends)
    all_alike = [0] * graph.n
    rows = _Rows(*assign_rows(graph.before, graph.after, all_alike, all_alike, most_in_row))
    return _laid_out(graph, rows, nothing, sizes, [0], strands)


class _Graph:
    """The edges without doubles and circles, and which drawn edge stands for which given one."""

    def __init__(self, n: int, earlier: NDArray[np.int64], later: NDArray[np.int64]) -> None:
        turned = turned_edges(n, earlier, later)
        self.n = n
        self.turned = tuple(np.flatnonzero(turned).tolist())
        starts, ends = np.where(turned, later, earlier), np.where(turned, earlier, later)
        self.given = list(zip(starts.tolist(), ends.tolist(), strict=True))
        self.edges = list(dict.fromkeys(edge for edge in self.given if edge[0] != edge[1]))
        self.before: list[list[int]] = [[] for _ in range(n)]
        self.after: list[list[int]] = [[] for _ in range(n)]
        for start, end in self.edges:
            self.before[end].append(start)
            self.after[start].append(end)


@dataclass(frozen=True, slots=True)
class _Rows:
    """In which row every competency stands, and of which level each row is."""

    row: list[int]
    level_of_row: list[int]

    def sides(self, graph: _Graph, band: NDArray[np.int64], sizes: _Sizes) -> tuple[int, int]:
        """How wide and high this will be: a strand is as wide as its fullest row and the long edges passing there."""
        row, n_rows = np.array(self.row, dtype=np.int64), len(self.level_of_row)
        need = np.zeros((n_rows + 1, int(band.max(initial=0)) + 1), dtype=np.int64)
        last = row.copy()
        if graph.edges:
            starts, ends = np.array(graph.edges, dtype=np.int64).T
            np.maximum.at(last, starts, row[ends])
        passes = last > row + 1
        np.add.at(need, (row[passes] + 1, band[passes]), sizes.lane)
        np.add.at(need, (last[passes], band[passes]), -sizes.lane)
        need = np.cumsum(need, axis=0)
        np.add.at(need, (row, band), sizes.cell)
        wide = int((need.max(axis=0) + sizes.strand_gap).sum())
        return wide, max(1, n_rows) * sizes.row + len(set(self.level_of_row)) * sizes.level_gap


def _rows_of_good_shape(graph: _Graph, level: NDArray[np.int64], band: NDArray[np.int64], sizes: _Sizes) -> _Rows:
    """The rows of which the whole comes nearest to the wanted shape."""
    fullest = int(np.unique(np.stack([level, band]), axis=1, return_counts=True)[1].max(initial=1))
    best, nearest = _Rows([], []), np.inf
    for most in sorted({min(each, fullest) for each in SIDE_BY_SIDE}):
        rows = _Rows(*assign_rows(graph.before, graph.after, level.tolist(), band.tolist(), most))
        wide, high = rows.sides(graph, band, sizes)
        off = abs(np.log(wide / high / WIDE_TO_HIGH))
        if off < nearest:
            best, nearest = rows, off
    return best


def _laid_out(
    graph: _Graph,
    rows: _Rows,
    band: NDArray[np.int64],
    sizes: _Sizes,
    strand_names: list[int],
    strand: NDArray[np.int64],
) -> Layout:
    """Order and place what stands in rows."""
    layers = make_layers(rows.row, band.tolist(), strand.tolist(), graph.edges, len(rows.level_of_row))
    orders, crossings = order_rows(layers)
    widths = np.where(np.arange(len(layers.row)) < graph.n, sizes.cell, sizes.lane)
    x, bands = place_columns(layers, orders, widths, sizes.strand_gap)
    new_level = np.diff(rows.level_of_row, prepend=rows.level_of_row[:1]) != 0
    y_of_row = np.arange(layers.n_rows) * sizes.row + np.cumsum(new_level) * sizes.level_gap + sizes.row // 2
    y = y_of_row[layers.row] if layers.n_rows else np.zeros(0, dtype=np.int64)
    half = sizes.box_height // 2
    routes = dict(zip(graph.edges, layers.routes, strict=True))
    n = graph.n
    return Layout(
        width=bands[-1][1] if bands else 0,
        height=int(y_of_row[-1]) + sizes.row // 2 if layers.n_rows else 0,
        box_width=sizes.box_width,
        box_height=sizes.box_height,
        x=x[:n],
        y=y[:n],
        row=layers.row[:n],
        order=tuple(tuple(order[order < n].tolist()) for order in orders),
        lines=tuple(_line(routes.get(edge, ()), x, y, half) for edge in graph.given),
        strands=tuple((name, left, right) for name, (left, right) in zip(strand_names, bands, strict=True))
        if n
        else (),
        levels=_level_rows(rows.level_of_row, y_of_row, sizes),
        turned=graph.turned,
        crossings=crossings,
    )


def _line(route: Sequence[int], x: NDArray[np.int64], y: NDArray[np.int64], half: int) -> tuple[Point, ...]:
    """Where an edge bends: it runs straight past every row and turns between them."""
    points: list[Point] = []
    for number, point in enumerate(route):
        column, middle = int(x[point]), int(y[point])
        if number:
            points.append((column, middle - half))
        if number < len(route) - 1:
            points.append((column, middle + half))
    return tuple(points)


def _level_rows(
    level_of_row: list[int], y_of_row: NDArray[np.int64], sizes: _Sizes
) -> tuple[tuple[int, int, int], ...]:
    """Where the rows of each level begin and end."""
    found: dict[int, tuple[int, int]] = {}
    for level, y in zip(level_of_row, y_of_row.tolist(), strict=True):
        top = found[level][0] if level in found else y - sizes.row // 2
        found[level] = (top, y + sizes.row // 2)
    return tuple((level, top, bottom) for level, (top, bottom) in found.items())


def _checked(
    level: ArrayLike, strand: ArrayLike, earlier: ArrayLike, later: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The input as arrays that fit together."""
    levels, strands = np.asarray(level, dtype=np.int64), np.asarray(strand, dtype=np.int64)
    starts, ends = np.asarray(earlier, dtype=np.int64), np.asarray(later, dtype=np.int64)
    if levels.ndim != 1 or levels.shape != strands.shape:
        raise ValueError("level and strand must be one-dimensional and of the same length")
    if starts.shape != ends.shape or starts.ndim != 1:
        raise ValueError("earlier and later must be one-dimensional and of the same length")
    both = np.concatenate([starts, ends])
    if both.size and not (both.min() >= 0 and both.max() < len(levels)):
        raise ValueError("an edge names a competency that is not there")
    return levels, strands, starts, ends
