"""What the owner of a framework should look at again: in the edges themselves, and in what answers say about them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.progressions.order import find_cycle, longest_path_ranks

MOST_GROUPS: Final = 20


@dataclass(frozen=True, slots=True)
class GraphLint:
    """What the edges alone show.

    Attributes
    ----------
    cycle : tuple of int
        The competencies along one cycle, the first repeated at the end; empty where there is none.
    doubled : tuple of (int, int)
        Edges that are given more than once.
    redundant : tuple of (int, int)
        Edges that say nothing more: another way leads from the earlier to the later competency. Empty with a cycle.
    without_requirement : tuple of int
        Competencies above the entry level of their strand that require nothing: a missing edge makes a false way in.
    downhill : tuple of (int, int)
        Edges whose earlier competency stands at a higher level than the later one.
    """

    cycle: tuple[int, ...]
    doubled: tuple[tuple[int, int], ...]
    redundant: tuple[tuple[int, int], ...]
    without_requirement: tuple[int, ...]
    downhill: tuple[tuple[int, int], ...]


def _checked(n: int, earlier: ArrayLike, later: ArrayLike) -> list[tuple[int, int]]:
    starts, ends = np.asarray(earlier, dtype=np.int64), np.asarray(later, dtype=np.int64)
    if starts.shape != ends.shape or starts.ndim != 1:
        raise ValueError("earlier and later must be one-dimensional and of the same length")
    if starts.size and not (min(starts.min(), ends.min()) >= 0 and max(starts.max(), ends.max()) < n):
        raise ValueError("an edge names a competency that is not there")
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _rests_on(n: int, edges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Return for each competency what it rests on, near or far; shape (n, n), row later, column earlier."""
    rests = np.zeros((n, n), dtype=bool)
    if not edges:
        return rests
    starts, ends = np.array(edges, dtype=np.int64).T
    for place in np.argsort(longest_path_ranks(n, starts, ends), kind="stable"):
        for required in starts[ends == place]:
            rests[place] |= rests[required]
            rests[place, required] = True
    return rests


def lint_edges(level: ArrayLike, strand: ArrayLike, earlier: ArrayLike, later: ArrayLike) -> GraphLint:
    """Look at the edges alone.

    Parameters
    ----------
    level, strand : array_like of int, shape (n_competencies,)
    earlier, later : array_like of int, shape (n_edges,)
        The *requires* edges: `later` requires `earlier`.

    Returns
    -------
    GraphLint
        Everything in ascending order; empty on empty input.

    Raises
    ------
    ValueError
        Shapes do not fit, or an edge names a competency that is not there.

    References
    ----------
    Aho, Garey, Ullman (1972), The transitive reduction of a directed graph, SIAM J. Computing 1(2): of a graph without
    a cycle, the edges that are not redundant are unique.
    """
    levels, strands = np.asarray(level, dtype=np.int64), np.asarray(strand, dtype=np.int64)
    if levels.ndim != 1 or levels.shape != strands.shape:
        raise ValueError("level and strand must be of one length")
    n = len(levels)
    given = _checked(n, earlier, later)
    edges = sorted(set(given))
    doubled = tuple(edge for edge in edges if given.count(edge) > 1)
    cycle = tuple(find_cycle(edges) or ())
    redundant: list[tuple[int, int]] = []
    if not cycle and edges:
        rests = _rests_on(n, edges)
        requires: dict[int, list[int]] = {}
        for a, b in edges:
            requires.setdefault(b, []).append(a)
        redundant = [(a, b) for a, b in edges if any(rests[other, a] for other in requires[b] if other != a)]
    entry = {int(s): int(levels[strands == s].min()) for s in np.unique(strands)}
    with_requirement = {b for _, b in edges}
    alone = [i for i in range(n) if i not in with_requirement and levels[i] > entry[int(strands[i])]]
    downhill = [(a, b) for a, b in edges if levels[a] > levels[b]]
    return GraphLint(cycle, doubled, tuple(redundant), tuple(alone), tuple(downhill))


@dataclass(frozen=True, slots=True)
class EdgeFinding:
    """What answers say about one edge, or about one that is not there.

    Attributes
    ----------
    earlier, later : int
    n_both, n_later_only, n_earlier_only, n_neither : int
        How many learners have shown both, and so on, of those asked about both.
    p_value : float
        Of the test named by the function, before many edges are taken into account.
    """

    earlier: int
    later: int
    n_both: int
    n_later_only: int
    n_earlier_only: int
    n_neither: int
    p_value: float


def _tables(shown: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Return counts of both, column only, row only and neither; each (n, n), row earlier, column later."""
    yes, no = (shown == 1).astype(np.float64), (shown == 0).astype(np.float64)
    return tuple((a.T @ b).astype(np.int64) for a, b in ((yes, yes), (no, yes), (yes, no), (no, no)))


def _finding(a: int, b: int, tables: tuple[NDArray[np.int64], ...], p_value: float) -> EdgeFinding:
    both, later_only, earlier_only, neither = (int(table[a, b]) for table in tables)
    return EdgeFinding(a, b, both, later_only, earlier_only, neither, p_value)


def _shown_matrix(shown: ArrayLike) -> NDArray[np.int64]:
    known = np.asarray(shown, dtype=np.int64)
    if known.ndim != 2 or not np.isin(known, (-1, 0, 1)).all():
        raise ValueError("what was shown must be a matrix of 1 (yes), 0 (not) and -1 (not asked)")
    return known


def at_least_by_chance(count: int, n: int, chance: float) -> float:
    """Return the chance of so many or more out of n independent tries, each with one chance (exact binomial tail).

    Parameters
    ----------
    count, n : int
    chance : float
        Strictly between 0 and 1.

    Returns
    -------
    float
        1 where the count is 0 or less, 0 where it is above n.
    """
    if count <= 0:
        return 1.0
    rest = [
        math.lgamma(n + 1)
        - math.lgamma(k + 1)
        - math.lgamma(n - k + 1)
        + k * math.log(chance)
        + (n - k) * math.log1p(-chance)
        for k in range(count, n + 1)
    ]
    return min(math.fsum(math.exp(each) for each in rest), 1.0)


def hold_false_discoveries(p_values: ArrayLike, share: float) -> NDArray[np.bool_]:
    """Keep so many of the smallest p values that on average at most a share of what is kept is false.

    Parameters
    ----------
    p_values : array_like of float, shape (n_tests,)
        They may depend on each other in any way.
    share : float
        Between 0 and 1.

    Returns
    -------
    ndarray of bool, shape (n_tests,)

    References
    ----------
    Benjamini & Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency, Annals
    of Statistics 29(4), Theorem 1.3.
    """
    values = np.asarray(p_values, dtype=np.float64)
    n = len(values)
    kept = np.zeros(n, dtype=bool)
    if not n:
        return kept
    ranked = np.argsort(values, kind="stable")
    bound = share * np.arange(1, n + 1) / (n * (1.0 / np.arange(1, n + 1)).sum())
    below = np.flatnonzero(values[ranked] <= bound)
    if below.size:
        kept[ranked[: below[-1] + 1]] = True
    return kept


def find_contradicted_edges(
    shown: ArrayLike,
    earlier: ArrayLike,
    later: ArrayLike,
    *,
    tolerated: float = 0.15,
    false_discoveries: float = 0.05,
    least_learners: int = 20,
) -> list[EdgeFinding]:
    """Find edges of which too many learners show the later competency without the earlier one.

    Parameters
    ----------
    shown : array_like of int, shape (n_learners, n_competencies)
        1 shown, 0 asked and not shown, -1 not asked. From answers alone: what a placement infers follows from the
        edges and can only agree with them.
    earlier, later : array_like of int, shape (n_edges,)
    tolerated : float
        Of the learners who show the later one, so large a share may fail at the earlier one by slips and guesses
        alone.
    false_discoveries : float
        Of the edges found, at most this share is found by chance, on average.
    least_learners : int
        Edges with fewer learners who show the later one and were asked about both are not judged.

    Returns
    -------
    list of EdgeFinding
        Most certain first. The p value is that of an exact one-sided binomial test that the share is no more than
        tolerated; false discoveries are held by the rule of Benjamini and Yekutieli.

    Raises
    ------
    ValueError
        What was shown is no such matrix, edges name what is not there, or a share is not between 0 and 1.
    """
    known = _shown_matrix(shown)
    if not (0.0 < tolerated < 1.0 and 0.0 < false_discoveries < 1.0):
        raise ValueError("shares lie between 0 and 1")
    tables = _tables(known)
    both, later_only = tables[0], tables[1]
    found = []
    for a, b in sorted(set(_checked(known.shape[1], earlier, later))):
        with_later = int(both[a, b] + later_only[a, b])
        if with_later >= least_learners:
            p_value = at_least_by_chance(int(later_only[a, b]), with_later, tolerated)
            found.append(_finding(a, b, tables, p_value))
    kept = hold_false_discoveries([each.p_value for each in found], false_discoveries)
    return sorted((each for each, keep in zip(found, kept, strict=True) if keep), key=lambda e: (e.p_value, e.earlier))


def suggest_edges(
    shown: ArrayLike,
    level: ArrayLike,
    earlier: ArrayLike,
    later: ArrayLike,
    *,
    ability: ArrayLike | None = None,
    levels_apart: int = 1,
    most_without: float = 0.15,
    tie_odds: float = 2.0,
    false_discoveries: float = 0.05,
    least_learners: int = 40,
) -> list[EdgeFinding]:
    """Find pairs without a way between them in which the later is hardly ever shown without the earlier.

    Parameters
    ----------
    shown : array_like of int, shape (n_learners, n_competencies)
        As in `find_contradicted_edges`.
    level : array_like of int, shape (n_competencies,)
    earlier, later : array_like of int, shape (n_edges,)
        The edges that are there, without a cycle.
    ability : array_like of float, shape (n_learners,), optional
        How much each learner can do over all, from a placement for instance. Where not given, the share of what they
        were asked that they have shown; of no use where questions were chosen to be half right.
    levels_apart : int
        The later one stands at the same level or at most so many above.
    most_without : float
        At most this share of the learners who show the later one may fail at the earlier one.
    tie_odds : float
        The tie tested for is an odds ratio above this among learners of like ability, at least 1; groups of like
        ability are never quite alike, so 1 would find likeness of ability again.
    false_discoveries : float
        Of the pairs found, at most this share has no such tie, on average.
    least_learners : int
        Pairs of which fewer learners were asked about both are not judged.

    Returns
    -------
    list of EdgeFinding
        Most certain first. The p value is that of the one-sided Mantel-Haenszel test, in its form for an odds ratio
        other than 1 (with correction for continuity), over groups of learners of like ability; false discoveries are
        held by the rule of Benjamini and Yekutieli. Ties may run through a third competency; an owner decides.

    Raises
    ------
    ValueError
        What was shown is no such matrix, the edges have a cycle or name what is not there.

    References
    ----------
    Mantel & Haenszel (1959), Statistical aspects of the analysis of data from retrospective studies of disease, JNCI
    22(4); Fisher (1935), The logic of inductive inference, JRSS 98(1), for a table's law at an odds ratio; Desmarais &
    Pu (2005), A Bayesian student model without hidden nodes, for keeping pairs that few learners contradict. With
    groups by the number right, both included, ties are understated, if anything, where learners differ in one ability
    alone (Rasch).
    """
    known, levels = _shown_matrix(shown), np.asarray(level, dtype=np.int64)
    n = known.shape[1]
    edges = sorted(set(_checked(n, earlier, later)))
    rests = _rests_on(n, edges)
    tables = _tables(known)
    both, later_only = tables[0], tables[1]
    asked = both + later_only + tables[2] + tables[3]
    near = (levels[None, :] >= levels[:, None]) & (levels[None, :] - levels[:, None] <= levels_apart)
    open_pairs = near & ~rests & ~rests.T & ~np.eye(n, dtype=bool) & (asked >= least_learners)
    few_without = later_only <= most_without * np.maximum(both + later_only, 1)
    groups = _groups_of(known, ability)
    found = []
    for a, b in np.argwhere(open_pairs):
        tied = few_without[a, b] and both[a, b] > 0
        p_value = _tied(known[:, a], known[:, b], groups, tie_odds) if tied else 1.0
        found.append(_finding(int(a), int(b), tables, p_value))
    kept = hold_false_discoveries([each.p_value for each in found], false_discoveries)
    chosen = [each for each, keep in zip(found, kept, strict=True) if keep]
    return sorted(chosen, key=lambda each: (each.p_value, each.earlier, each.later))


def _groups_of(known: NDArray[np.int64], ability: ArrayLike | None) -> NDArray[np.int64]:
    """Return the number of each learner's group of like ability."""
    answered = np.maximum((known >= 0).sum(axis=1), 1)
    able = (known == 1).sum(axis=1) / answered if ability is None else np.asarray(ability, dtype=np.float64)
    if able.shape != (known.shape[0],):
        raise ValueError("an ability must be given for each learner")
    values, group = np.unique(able, return_inverse=True)
    if len(values) > MOST_GROUPS:
        group = np.searchsorted(np.quantile(able, np.arange(1, MOST_GROUPS) / MOST_GROUPS), able, side="right")
    return group.astype(np.int64)


def _tied(first: NDArray[np.int64], second: NDArray[np.int64], groups: NDArray[np.int64], odds: float) -> float:
    """Return the p value of an odds ratio above `odds` between two competencies within groups."""
    inside = (first >= 0) & (second >= 0)
    surplus = spread = 0.0
    for group in np.unique(groups[inside]):
        here = inside & (groups == group)
        one, other = first[here], second[here]
        mean, variance = _table_law(len(one), int(one.sum()), int(other.sum()), odds)
        surplus += int((one & other).sum()) - mean
        spread += variance
    if spread <= 0.0:
        return 1.0
    return 0.5 * math.erfc((surplus - 0.5) / math.sqrt(2.0 * spread))


def _table_law(n: int, n_one: int, n_other: int, odds: float) -> tuple[float, float]:
    """Return mean and variance of how many show both, given how many show each, at an odds ratio."""
    low, high = max(0, n_one + n_other - n), min(n_one, n_other)
    both = np.arange(low, high + 1, dtype=np.float64)
    ways = np.zeros(len(both))
    for k in range(1, len(both)):
        b = both[k - 1]
        ways[k] = ways[k - 1] + math.log(odds * (n_one - b) * (n_other - b) / ((b + 1) * (n - n_one - n_other + b + 1)))
    chance = np.exp(ways - ways.max())
    chance /= chance.sum()
    mean = float(chance @ both)
    return mean, float(chance @ (both - mean) ** 2)
