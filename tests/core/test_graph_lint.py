"""Lint of a framework's edges: what they show by themselves, what answers say about them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.progressions import find_contradicted_edges, lint_edges, suggest_edges
from ownpath.core.progressions.lint import at_least_by_chance, hold_false_discoveries


def test_the_edges_themselves_are_looked_at() -> None:
    level, strand = [0, 1, 2, 2, 3, 1], [0, 0, 0, 0, 0, 1]
    found = lint_edges(level, strand, [0, 1, 0, 3, 0], [1, 2, 2, 1, 1])
    assert found.doubled == ((0, 1),)
    assert found.redundant == ((0, 2),)
    assert found.without_requirement == (3, 4)
    assert found.downhill == ((3, 1),)
    assert found.cycle == ()
    circle = lint_edges([0, 0, 0], [0, 0, 0], [0, 1, 2], [1, 2, 0]).cycle
    assert len(circle) == 4
    assert circle[0] == circle[-1]
    assert lint_edges([], [], [], []).cycle == ()
    with pytest.raises(ValueError, match="not there"):
        lint_edges([0], [0], [0], [4])


@given(st.integers(0, 300))
@settings(max_examples=40, deadline=None)
def test_leaving_out_redundant_edges_changes_nothing_that_something_rests_on(seed: int) -> None:
    rng = np.random.default_rng(seed)
    edges = [(a, b) for a in range(8) for b in range(a + 1, 8) if rng.random() < 0.4]

    def rests(kept: list[tuple[int, int]]) -> np.ndarray:
        way = np.zeros((8, 8), dtype=bool)
        for a, b in kept:
            way[a, b] = True
        for k in range(8):
            way |= way[:, k : k + 1] & way[k : k + 1, :]
        return way

    redundant = set(lint_edges([0] * 8, [0] * 8, [a for a, _ in edges], [b for _, b in edges]).redundant)
    kept = [edge for edge in edges if edge not in redundant]
    assert (rests(kept) == rests(edges)).all()
    assert all((rests([other for other in kept if other != edge]) != rests(edges)).any() for edge in kept)


def test_the_binomial_tail_is_exact() -> None:
    assert at_least_by_chance(0, 5, 0.3) == 1.0
    assert at_least_by_chance(6, 5, 0.3) == 0.0
    assert at_least_by_chance(5, 5, 0.3) == pytest.approx(0.3**5)
    assert at_least_by_chance(1, 4, 0.5) == pytest.approx(1 - 0.5**4)


def test_false_discoveries_are_held_under_any_dependence() -> None:
    assert hold_false_discoveries([], 0.05).tolist() == []
    assert hold_false_discoveries([0.02, 0.9], 0.05).tolist() == [False, False]
    assert hold_false_discoveries([0.001, 0.9, 0.018], 0.05).tolist() == [True, False, True]
    assert hold_false_discoveries([0.001, 0.9, 0.03], 0.05).tolist() == [True, False, False]


def simulated_answers(n: int, seed: int) -> np.ndarray:
    """0 before 1, 2 stands alone, 3 needs 2 in truth; able learners show more of all; 5% slips and guesses."""
    rng = np.random.default_rng(seed)
    able = rng.normal(0.0, 1.0, (n, 1))
    has = rng.random((n, 8)) < 1.0 / (1.0 + np.exp(-1.2 * able + np.array([-0.5, 0, 0, 0.2, 0.4, 0, 0.3, -0.2])))
    has[:, 1] &= has[:, 0]
    has[:, 3] = has[:, 2] & (rng.random(n) < 0.8)
    return np.where(rng.random((n, 8)) < 0.05, ~has, has).astype(int)


def test_an_edge_that_many_learners_contradict_is_found_with_its_counts() -> None:
    shown = simulated_answers(600, 1)
    found = find_contradicted_edges(shown, [0, 5], [1, 4])
    assert [(each.earlier, each.later) for each in found] == [(5, 4)]
    each = found[0]
    assert each.n_later_only == int(((shown[:, 4] == 1) & (shown[:, 5] == 0)).sum())
    assert each.n_both + each.n_later_only + each.n_earlier_only + each.n_neither == 600


def test_an_edge_that_the_answers_bear_out_is_suggested_and_a_mere_likeness_of_ability_is_not() -> None:
    shown = simulated_answers(900, 2)
    found = suggest_edges(shown, [0] * 8, [0], [1])
    assert {(each.earlier, each.later) for each in found} == {(2, 3)}


def test_chance_alone_brings_findings_no_oftener_than_promised() -> None:
    wrong_edges = wrong_pairs = 0
    for seed in range(40):
        rng = np.random.default_rng([5, seed])
        able = rng.normal(0.0, 1.0, (300, 1))
        shown = (rng.random((300, 10)) < 1.0 / (1.0 + np.exp(-able - 3.0))).astype(int)
        wrong_pairs += bool(suggest_edges(shown, [0] * 10, [], []))
        first = rng.random((300, 10)) < 0.6
        first[:, 1::2] &= first[:, ::2]
        noise = (first[:, 1::2]) & (rng.random((300, 5)) < 0.14)
        first[:, ::2] &= ~noise
        wrong_edges += bool(find_contradicted_edges(first.astype(int), [0, 2, 4, 6, 8], [1, 3, 5, 7, 9]))
    assert wrong_pairs <= 5
    assert wrong_edges <= 5


def test_few_answers_are_not_judged_and_unasked_ones_do_not_count() -> None:
    shown = simulated_answers(600, 1)
    shown[15:, 4] = -1
    assert find_contradicted_edges(shown, [5], [4]) == []
    assert suggest_edges(np.zeros((0, 4), dtype=int), [0] * 4, [], []) == []
    with pytest.raises(ValueError, match="matrix of 1"):
        find_contradicted_edges([[2, 0]], [0], [1])
