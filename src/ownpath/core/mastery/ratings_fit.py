"""Fitting the ordered logit of rubric levels: Gaussian variational EM with few, small, batched matrices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHUNK: Final = 4_000_000  # numbers in the largest temporary array
LEAST_GAP: Final = 0.05  # logits between two thresholds of one rater, at least
LEAST_VARIANCE: Final = 1e-4
STRIDE: Final = 1.8
EVENLY: Final = 0.2  # precision of the prior of evenly spaced thresholds
BARRIER: Final = 0.1  # ratings' worth of every middle level that each criterion starts with
DAMPING: Final = 0.5  # whole steps overshoot where many raters agree


def _gauss_hermite(n_nodes: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(n_nodes)
    return np.asarray(nodes, dtype=np.float64), np.asarray(weights / weights.sum(), dtype=np.float64)


_WHILE_FITTING: Final = _gauss_hermite(7)
TO_PREDICT: Final = _gauss_hermite(31)


@dataclass(frozen=True, slots=True)
class Rows:
    """Ratings in canonical order: by learner, rater, criterion, level; each column of shape (n,)."""

    learner: Ints
    criterion: Ints
    rater: Ints
    level: Ints

    def __len__(self) -> int:
        return len(self.level)

    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the columns."""
        return self.learner, self.criterion, self.rater, self.level

    def where(self, chosen: NDArray[np.bool_]) -> Rows:
        """Return some of the rows, in the same order."""
        return Rows(self.learner[chosen], self.criterion[chosen], self.rater[chosen], self.level[chosen])


@dataclass(frozen=True, slots=True)
class Sheets:
    """Ratings in canonical order, and where each belongs: a cell (learner, criterion), a sheet (learner, rater).

    `groups` holds learners with the same number of cells: for each the first and last position of consecutive learners,
    and the number of cells.
    """

    n_cells: int
    n_sheets: int
    cell: Ints  # (n,) of each row
    sheet: Ints  # (n,)
    cell_learner: Ints  # (n_cells,)
    sheet_learner: Ints  # (n_sheets,)
    groups: tuple[tuple[Ints, Ints, Ints], ...]  # cells (m, p), sheets of all m (s,), place of a sheet's learner (s,)
    slots: tuple[tuple[Ints, Ints, Ints], ...]  # rows of the group, place of their sheet in it, place of their cell


@dataclass(slots=True)
class Posterior:
    """What is believed about one rating's logit, and the expected squares that variances are learned from."""

    mean: Floats  # (n,) of ability + own part of the criterion + the sheet's shift
    variance: Floats  # (n,)
    learner_square: float
    criterion_square: float
    sheet_square: float


def arrange(learner: Ints, criterion: Ints, rater: Ints) -> Sheets:
    """Find cells and sheets; rows must be sorted by learner."""
    n_criteria = int(criterion.max(initial=-1)) + 1
    n_raters = int(rater.max(initial=-1)) + 1
    cell_key, cell = np.unique(learner * n_criteria + criterion, return_inverse=True)
    sheet_key, sheet = np.unique(learner * n_raters + rater, return_inverse=True)
    cell_learner_name = cell_key // max(n_criteria, 1)
    sheet_learner_name = sheet_key // max(n_raters, 1)
    names, cell_learner = np.unique(cell_learner_name, return_inverse=True)
    sheet_learner = np.searchsorted(names, sheet_learner_name)
    n_learners = len(names)
    cells_of = np.bincount(cell_learner, minlength=n_learners)
    sheets_of = np.bincount(sheet_learner, minlength=n_learners)
    first_cell = np.concatenate([[0], np.cumsum(cells_of)])
    row_learner = cell_learner[cell]
    groups, slots = [], []
    for p in np.unique(cells_of):
        members = np.flatnonzero(cells_of == p)
        # Consecutive members, so many that (sheets, p, p) stays under CHUNK.
        load = np.cumsum(sheets_of[members]) * int(p) * int(p) // CHUNK
        for part in np.unique(load):
            some = members[load == part]
            place_of_learner = np.full(n_learners, -1)
            place_of_learner[some] = np.arange(len(some))
            own_sheets = np.flatnonzero(place_of_learner[sheet_learner] >= 0)
            rows = np.flatnonzero(place_of_learner[row_learner] >= 0)
            groups.append(
                (
                    first_cell[some][:, None] + np.arange(p)[None, :],
                    own_sheets,
                    place_of_learner[sheet_learner[own_sheets]],
                )
            )
            slots.append((rows, np.searchsorted(own_sheets, sheet[rows]), cell[rows] - first_cell[row_learner[rows]]))
    return Sheets(len(cell_key), len(sheet_key), cell, sheet, cell_learner, sheet_learner, tuple(groups), tuple(slots))


def moments(
    mean: Floats, variance: Floats, cut: Floats, rule: tuple[Floats, Floats] = _WHILE_FITTING
) -> tuple[Floats, Floats]:
    """Return E[S] and E[S (1 - S)] of S = sigmoid(x - cut), x normal; a cut may be infinite."""
    finite = np.isfinite(cut)
    first = np.where(cut > 0.0, 0.0, 1.0)
    second = np.zeros(len(cut))
    at = (mean[finite] - cut[finite])[:, None] + np.sqrt(variance[finite])[:, None] * rule[0]
    s = 1.0 / (1.0 + np.exp(-np.clip(at, -35.0, 35.0)))
    first[finite] = (s * rule[1]).sum(axis=1)
    second[finite] = (s * (1.0 - s) * rule[1]).sum(axis=1)
    return first, second


def believe(
    sheets: Sheets,
    precision: Floats,
    pull: Floats,
    learner_variance: float,
    criterion_variance: float,
    sheet_variance: Floats,
) -> Posterior:
    """Combine the ratings' Gaussian sites (`precision`, `pull` = precision x centre) with the prior.

    A learner's logit on a criterion is b = ability + own part; on one sheet it is b + h, h shared by the sheet. h is
    summed out exactly, so that one matrix of (cells, cells) is left for each learner.
    """
    mean, variance = np.zeros(len(precision)), np.zeros(len(precision))
    sum_learner = sum_criterion = sum_sheet = 0.0
    n_learners = 0
    for (cells, own_sheets, place), (rows, in_sheet, in_cell) in zip(sheets.groups, sheets.slots, strict=True):
        m, p = cells.shape
        s = len(own_sheets)
        slot = in_sheet * p + in_cell
        weight = np.bincount(slot, precision[rows], minlength=s * p).reshape(s, p)
        drawn = np.bincount(slot, pull[rows], minlength=s * p).reshape(s, p)
        q = 1.0 / sheet_variance[own_sheets] + weight.sum(axis=1)
        total = drawn.sum(axis=1)
        starts = np.searchsorted(place, np.arange(m))
        inner = -weight[:, :, None] * (weight / q[:, None])[:, None, :]
        inner[:, np.arange(p), np.arange(p)] += weight
        matrix = np.add.reduceat(inner, starts, axis=0)
        vector = np.add.reduceat(drawn - weight * (total / q)[:, None], starts, axis=0)
        alone = 1.0 / criterion_variance
        shared = alone / (1.0 / learner_variance + p * alone)
        matrix -= alone * shared
        matrix[:, np.arange(p), np.arange(p)] += alone
        cover = np.linalg.inv(matrix)
        centre = np.einsum("mij,mj->mi", cover, vector)
        # Expected squares of the parts (EM for variance components).
        sum_all = cover.sum(axis=(1, 2)) + centre.sum(axis=1) ** 2
        sum_own = np.trace(cover, axis1=1, axis2=2) + (centre**2).sum(axis=1)
        squares = shared**2 * sum_all + 1.0 / (1.0 / learner_variance + p * alone)
        sum_learner += float(squares.sum())
        sum_criterion += float((sum_own - 2.0 * shared * sum_all + p * squares).sum())
        n_learners += m
        spread = np.einsum("sij,sj->si", cover[place], weight)
        own = (weight * spread).sum(axis=1)
        shift = (total - (weight * centre[place]).sum(axis=1)) / q
        sum_sheet += float((shift**2 + 1.0 / q + own / q**2).sum())
        diagonal = cover[place][:, np.arange(p), np.arange(p)]
        at = centre[place] + shift[:, None]
        width = diagonal - 2.0 * spread / q[:, None] + (own / q**2 + 1.0 / q)[:, None]
        mean[rows] = at[in_sheet, in_cell]
        variance[rows] = width[in_sheet, in_cell]
    return Posterior(
        mean,
        np.maximum(variance, 1e-12),
        sum_learner / max(n_learners, 1),
        sum_criterion / max(sheets.n_cells, 1),
        sum_sheet / max(sheets.n_sheets, 1),
    )


@dataclass(slots=True)
class Knobs:
    """What is fitted, in logits; changed in place while fitting.

    `cuts[c, k]` is the threshold that separates level k from level k + 1 of criterion c: minus infinity before the
    lowest level, plus infinity after the highest. `fan[c, k]` says how a rater's spread moves it.
    """

    n_levels: Ints  # (C,)
    cuts: Floats  # (C, K + 1)
    fan: Floats  # (C, K + 1)
    severity: Floats  # (R,)
    pair: Floats  # (R, C)
    spread: Floats  # (R,)
    severity_error: Floats  # (R,) variances left after fitting
    pair_error: Floats  # (R, C) given the severity
    learner_variance: float = 2.0
    criterion_variance: float = 0.5
    sheet_variance: float = 0.5
    severity_variance: float = 0.3
    pair_variance: float = 0.1
    spread_variance: float = 0.1
    threshold_variance: float = 0.3
    with_spread: bool = True


def first_knobs(n_levels: Ints, n_raters: int, with_spread: bool) -> Knobs:
    """Return evenly spaced thresholds and raters who are all alike."""
    n_criteria, most = len(n_levels), int(n_levels.max(initial=2))
    step = np.arange(most + 1)[None, :]
    middle = (n_levels / 2.0)[:, None]
    inside = (step > 0) & (step < n_levels[:, None])
    cuts = np.where(inside, 1.8 * (step - middle), np.where(step == 0, -np.inf, np.inf))
    fan = np.where(inside & (n_levels[:, None] > 2), (step - middle) / np.maximum(middle - 1.0, 0.5), 0.0)
    return Knobs(
        n_levels,
        cuts,
        fan,
        np.zeros(n_raters),
        np.zeros((n_raters, n_criteria)),
        np.zeros(n_raters),
        np.zeros(n_raters),
        np.zeros((n_raters, n_criteria)),
        with_spread=with_spread,
    )


class Slopes:
    """Expected slope and curvature of each rating's log-likelihood by its two thresholds."""

    def __init__(self, knobs: Knobs, criterion: Ints, rater: Ints, level: Ints, mean: Floats, variance: Floats) -> None:
        shift = knobs.severity[rater] + knobs.pair[rater, criterion]
        spread = knobs.spread[rater]
        lower = knobs.cuts[criterion, level - 1] + shift + spread * knobs.fan[criterion, level - 1]
        upper = knobs.cuts[criterion, level] + shift + spread * knobs.fan[criterion, level]
        s_lower, c_lower = moments(mean, variance, lower)
        s_upper, c_upper = moments(mean, variance, upper)
        both = np.isfinite(lower) & np.isfinite(upper)
        gap = np.maximum(np.where(both, upper, 1.0) - np.where(both, lower, 0.0), LEAST_GAP)
        between = np.where(both, 1.0 / np.expm1(gap), 0.0)
        self.cross = between * (1.0 + between)  # e^gap / (e^gap - 1)^2
        self.by_ability = 1.0 - s_lower - s_upper
        self.curvature = c_lower + c_upper
        self.by_lower = np.where(np.isfinite(lower), s_lower - 1.0 - between, 0.0)
        self.by_upper = np.where(np.isfinite(upper), s_upper + between, 0.0)
        self.lower_lower = c_lower + self.cross
        self.upper_upper = c_upper + self.cross


def _limit(step: Floats, most: float = 0.5) -> Floats:
    return np.clip(step, -most, most)


def move_raters(knobs: Knobs, criterion: Ints, rater: Ints, level: Ints, slopes: Slopes) -> None:
    """One Newton step for each rater's severity, severity by criterion and spread; then their variances."""
    n_raters, n_criteria = knobs.pair.shape
    shape = (n_raters, n_criteria)
    both = rater * n_criteria + criterion
    met = np.bincount(rater, minlength=n_raters) > 0
    if not met.any():
        return
    # Severity s and its deviations by criterion are found together: their sum on a criterion is seen with
    # information I, the deviation is summed out, then comes back given s.
    known = np.bincount(both, slopes.curvature, minlength=n_raters * n_criteria).reshape(shape)
    slope = np.bincount(both, -slopes.by_ability, minlength=n_raters * n_criteria).reshape(shape)
    seen = known > 0.0
    step = np.divide(slope, known, out=np.zeros(shape), where=seen)
    centre = knobs.severity[:, None] + knobs.pair + _limit(step, 1.0)
    weight = known / (1.0 + knobs.pair_variance * known)
    error = np.reciprocal(1.0 / knobs.severity_variance + weight.sum(axis=1), dtype=np.float64)
    knobs.severity[:] = error * np.einsum("rc,rc->r", weight, centre)
    gain = knobs.pair_variance * weight
    knobs.pair = np.where(seen, gain * (centre - knobs.severity[:, None]), 0.0)
    alone = knobs.pair_variance / (1.0 + knobs.pair_variance * known)
    knobs.severity_error[:] = error
    knobs.pair_error[:] = alone
    knobs.severity_variance = _variance(knobs.severity[met] ** 2 + error[met])
    knobs.pair_variance = _variance((knobs.pair**2 + alone + gain**2 * error[:, None])[seen])
    if not knobs.with_spread:
        return
    low, up = knobs.fan[criterion, level - 1], knobs.fan[criterion, level]
    pull = np.bincount(rater, slopes.by_lower * low + slopes.by_upper * up, minlength=n_raters)
    bends = slopes.lower_lower * low**2 + slopes.upper_upper * up**2 - 2.0 * slopes.cross * low * up
    steep = np.add(np.bincount(rater, bends, minlength=n_raters), 1.0 / knobs.spread_variance, dtype=np.float64)
    knobs.spread += _limit((pull - knobs.spread / knobs.spread_variance) / steep)
    knobs.spread_variance = _variance(knobs.spread[met] ** 2 + 1.0 / steep[met])
    # What all raters share belongs to the thresholds.
    shared = float(knobs.spread[met].mean())
    knobs.spread[met] -= shared
    knobs.cuts += shared * knobs.fan
    # No rater's thresholds may change places.
    rise = np.diff(knobs.fan, axis=1)
    with np.errstate(invalid="ignore"):
        tall = np.diff(knobs.cuts, axis=1)
    inside = np.isfinite(tall) & (rise > 0.0)
    if inside.any():
        knobs.spread = np.maximum(knobs.spread, -float(((tall[inside] - LEAST_GAP) / rise[inside]).min()))


def _variance(squares: Floats) -> float:
    return max(float(squares.mean()), LEAST_VARIANCE)


def move_cuts(knobs: Knobs, criterion: Ints, level: Ints, slopes: Slopes) -> None:
    """One Newton step for the thresholds of every criterion, shrunk to those of all criteria with as many levels."""
    width = knobs.cuts.shape[1]
    size = len(knobs.n_levels) * width
    at_lower, at_upper = criterion * width + level - 1, criterion * width + level
    slope_all = np.bincount(at_lower, slopes.by_lower, minlength=size) + np.bincount(
        at_upper, slopes.by_upper, minlength=size
    )
    steep_all = np.bincount(at_lower, slopes.lower_lower, minlength=size) + np.bincount(
        at_upper, slopes.upper_upper, minlength=size
    )
    cross_all = np.bincount(at_lower, slopes.cross, minlength=size)  # between k and k + 1
    slope_all, steep_all, cross_all = (a.reshape(-1, width) for a in (slope_all, steep_all, cross_all))
    leftover: list[Floats] = []
    evenly = first_knobs(knobs.n_levels, 0, False).cuts
    for k in np.unique(knobs.n_levels):
        own = np.flatnonzero(knobs.n_levels == k)
        t = int(k) - 1
        cuts = knobs.cuts[own, 1:k]
        gap = np.maximum(np.diff(cuts, axis=1), LEAST_GAP)
        slope, steep = slope_all[own, 1:k], np.zeros((len(own), t, t))
        steep[:, np.arange(t), np.arange(t)] = steep_all[own, 1:k]
        near = np.arange(t - 1)
        steep[:, near, near + 1] = steep[:, near + 1, near] = -cross_all[own, 1 : k - 1]
        # The prior: a middling criterion, thresholds like those of the others, and never two at one place. Where hardly
        # anything is known they are evenly spaced.
        slope = slope - cuts.mean(axis=1, keepdims=True) / (4.0 * t)
        steep = steep + 1.0 / (4.0 * t * t)
        within = cuts - cuts.mean(axis=1, keepdims=True)
        slope -= EVENLY * (within - evenly[own, 1:k])
        steep += EVENLY * (np.eye(t) - 1.0 / t)
        slope -= (within - within.mean(axis=0)) / knobs.threshold_variance
        steep += (np.eye(t) - 1.0 / t) / knobs.threshold_variance
        between = 1.0 / np.expm1(gap)
        slope[:, :-1] -= BARRIER * between
        slope[:, 1:] += BARRIER * between
        bend = BARRIER * between * (1.0 + between)
        steep[:, near, near] += bend
        steep[:, near + 1, near + 1] += bend
        steep[:, near, near + 1] -= bend
        steep[:, near + 1, near] -= bend
        cover = np.linalg.inv(steep)
        step = _limit(np.einsum("cij,cj->ci", cover, slope))
        # At most half of a gap is closed in one step.
        closed = np.maximum(-np.diff(step, axis=1) / (0.5 * gap), 0.0).max(axis=1, initial=1.0)
        knobs.cuts[own, 1:k] = cuts + step / closed[:, None]
        if t > 1 and len(own) > 1:
            within = knobs.cuts[own, 1:k] - knobs.cuts[own, 1:k].mean(axis=1, keepdims=True)
            apart = ((within - within.mean(axis=0)) ** 2).sum(axis=1)
            leftover.append(apart / (t - 1) + np.trace(cover, axis1=1, axis2=2) / t / len(own))
    if leftover:
        knobs.threshold_variance = float(np.clip(np.concatenate(leftover).mean(), 0.01, 2.0))


def _further(variance: float, square: float) -> float:
    """Go beyond the EM step, on the logarithmic scale: the fixed point is the same and is reached sooner."""
    return max(variance * math.exp(STRIDE * math.log(max(square, LEAST_VARIANCE) / variance)), LEAST_VARIANCE)


def fit_knobs(rows: Rows, knobs: Knobs, most_rounds: int, tolerance: float) -> Posterior:
    """Variational EM; `knobs` are changed in place. Returns the beliefs they were found with."""
    learner, criterion, rater, level = rows.columns()
    sheets = arrange(learner, criterion, rater)
    mean, variance = np.zeros(len(level)), np.full(len(level), 2.0)
    precision, pull = np.zeros(len(level)), np.zeros(len(level))
    belief = Posterior(mean, variance, 0.0, 0.0, 0.0)
    slopes = Slopes(knobs, criterion, rater, level, mean, variance)
    for _ in range(most_rounds if len(rows) else 0):
        precision += DAMPING * (slopes.curvature - precision)
        pull += DAMPING * (slopes.by_ability + slopes.curvature * mean - pull)
        alike = np.full(sheets.n_sheets, knobs.sheet_variance)
        belief = believe(sheets, precision, pull, knobs.learner_variance, knobs.criterion_variance, alike)
        moved = float(np.abs(belief.mean - mean).max(initial=0.0))
        mean, variance = belief.mean, belief.variance
        before = knobs.cuts[np.isfinite(knobs.cuts)].copy(), knobs.severity.copy()
        knobs.learner_variance = _further(knobs.learner_variance, belief.learner_square)
        knobs.criterion_variance = _further(knobs.criterion_variance, belief.criterion_square)
        knobs.sheet_variance = _further(knobs.sheet_variance, belief.sheet_square)
        move_cuts(knobs, criterion, level, Slopes(knobs, criterion, rater, level, mean, variance))
        slopes = Slopes(knobs, criterion, rater, level, mean, variance)
        move_raters(knobs, criterion, rater, level, slopes)
        moved = max(
            moved,
            float(np.abs(knobs.cuts[np.isfinite(knobs.cuts)] - before[0]).max(initial=0.0)),
            float(np.abs(knobs.severity - before[1]).max(initial=0.0)),
        )
        if moved < tolerance:
            break
    return belief


def settle(rows: Rows, knobs: Knobs, most_rounds: int, tolerance: float) -> Posterior:
    """Return beliefs under fixed knobs; rows of level 0 are asked about, not known."""
    learner, criterion, rater, level = rows.columns()
    sheets = arrange(learner, criterion, rater)
    known = np.flatnonzero(level > 0)
    c, r, k = criterion[known], rater[known], level[known]
    precision, pull = np.zeros(len(level)), np.zeros(len(level))
    # What is not known about a rater's severity is shared by all that rater gave on one sheet.
    alike = np.empty(sheets.n_sheets)
    alike[sheets.sheet] = knobs.sheet_variance + knobs.severity_error[rater]
    variances = (knobs.learner_variance, knobs.criterion_variance, alike)
    belief = believe(sheets, precision, pull, *variances)
    for _ in range(most_rounds):
        mean = belief.mean[known]
        slopes = Slopes(knobs, c, r, k, mean, belief.variance[known])
        precision[known] += DAMPING * (slopes.curvature - precision[known])
        pull[known] += DAMPING * (slopes.by_ability + slopes.curvature * mean - pull[known])
        belief = believe(sheets, precision, pull, *variances)
        if float(np.abs(belief.mean[known] - mean).max(initial=0.0)) < tolerance:
            break
    return belief
