"""The mastery check does exactly what it says of itself."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.placement import (
    Answer,
    CheckRule,
    Item,
    characteristics,
    judge_check,
    judge_unsure,
    opens_check,
)

RULE = CheckRule()


def test_it_passes_few_who_should_not_and_most_who_should() -> None:
    assert characteristics(RULE, 0.5).passes == pytest.approx(0.0476, abs=5e-5)
    assert characteristics(RULE, 0.9).passes == pytest.approx(0.8999, abs=5e-5)
    assert characteristics(RULE, 0.3).passes == pytest.approx(0.0027, abs=5e-5)
    assert characteristics(RULE, 1.0) == characteristics(RULE, 1.0).__class__(1.0, 5.0, 0.0)
    assert characteristics(RULE, 0.0).passes == 0.0
    assert characteristics(RULE, 0.9).tasks == pytest.approx(6.76, abs=0.005)


@given(
    st.floats(0.2, 0.6),
    st.floats(0.75, 0.97),
    st.floats(0.02, 0.2),
    st.floats(0.02, 0.3),
    st.integers(6, 12),
    st.floats(0, 1),
)
@settings(max_examples=40, deadline=None)
def test_the_exact_law_equals_going_through_all_runs(
    low: float, high: float, alpha: float, beta: float, most: int, chance: float
) -> None:
    try:
        rule = CheckRule(low, high, alpha, beta, most)
    except ValueError:
        return
    passes = tasks = 0.0
    for run in itertools.product([True, False], repeat=most):
        standing = judge_check(run, rule)
        weight = float(np.prod([chance if each else 1.0 - chance for each in run]))
        assert standing.status != "open"
        passes += weight * (standing.status == "attained")
        tasks += weight * standing.n_tasks
    exact = characteristics(rule, chance)
    assert exact.passes == pytest.approx(passes, abs=1e-9)
    assert exact.tasks == pytest.approx(tasks, abs=1e-9)
    assert characteristics(rule, low).passes <= alpha * (1.0 + alpha / beta) + 0.02


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_who_can_do_more_passes_no_less_often(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert characteristics(RULE, low).passes <= characteristics(RULE, high).passes + 1e-12


@given(st.lists(st.booleans(), max_size=14), st.integers(0, 13))
def test_one_more_right_never_turns_attained_into_not_yet(results: list[bool], at: int) -> None:
    better = [True if k == at else each for k, each in enumerate(results)]
    rank = {"not_yet": 0, "open": 1, "attained": 2}
    assert rank[judge_check(better, RULE).status] >= rank[judge_check(results, RULE).status]


@given(st.lists(st.booleans(), max_size=12), st.lists(st.booleans(), max_size=5))
def test_what_is_decided_stays_decided_whatever_comes_after(results: list[bool], more: list[bool]) -> None:
    standing = judge_check(results, RULE)
    if standing.status != "open":
        assert judge_check([*results, *more], RULE) == standing


def test_the_worked_example_of_the_docs() -> None:
    run = [True, True, False, True, True, True, True, True, True]
    told = [judge_check(run[:n], RULE) for n in range(10)]
    assert [each.status for each in told] == ["open"] * 9 + ["attained"]
    assert [each.right_needed for each in told] == [5, 4, 3, 6, 5, 4, 3, 2, 1, 0]
    assert judge_check([False, False], RULE).status == "not_yet"
    assert judge_check([True] * 5, RULE).status == "attained"


def test_it_says_not_yet_as_soon_as_attaining_is_out_of_reach() -> None:
    run = [True, False, True, True, False, True, True, False, True, True, True, True]
    standing = judge_check(run, RULE)
    assert standing.status == "not_yet"
    assert standing.n_tasks < 12


def test_simulated_learners_pass_as_often_as_the_law_says() -> None:
    rng = np.random.default_rng(12)
    for chance, bound in ((0.5, (0.0, 0.05)), (0.9, (0.80, 1.0))):
        passed = np.mean([judge_check(list(rng.random(12) < chance), RULE).status == "attained" for _ in range(8000)])
        assert passed == pytest.approx(characteristics(RULE, chance).passes, abs=0.012)
        assert bound[0] <= characteristics(RULE, chance).passes <= bound[1]


def test_three_in_a_row_open_the_check_and_a_miss_begins_again() -> None:
    assert [opens_check(run) for run in ([], [True] * 2, [True] * 3, [True, True, False, True, True])] == [
        False,
        False,
        True,
        False,
    ]
    assert opens_check([False, True, True, True])
    with pytest.raises(ValueError, match="at least one"):
        opens_check([True], 0)


def test_an_unsure_competency_is_settled_by_two_to_four_tasks() -> None:
    item = Item("t", 0)
    right, wrong = Answer(item, "right"), Answer(item, "wrong")
    assert judge_unsure(0.5, []).status == "open"
    assert judge_unsure(0.5, [right]).status == "open"
    assert judge_unsure(0.5, [right, right]).status == "mastered"
    assert judge_unsure(0.5, [wrong, wrong]).status == "not_yet"
    assert judge_unsure(0.5, [right, wrong]).status == "open"
    easy = Item("t", 0, 0.2, 0.25)
    mixed = [Answer(easy, each) for each in ("right", "wrong", "right", "wrong")]
    assert judge_unsure(0.5, mixed).status == "unsure"
    assert judge_unsure(0.5, [*mixed, *[Answer(easy, "right")] * 3]) == judge_unsure(0.5, mixed)


@given(st.floats(0.05, 0.95), st.lists(st.sampled_from(["right", "wrong", "unknown"]), min_size=2, max_size=4))
def test_a_settled_claim_is_as_sure_as_it_says(start: float, outcomes: list[str]) -> None:
    standing = judge_unsure(start, [Answer(Item("t", 0, 0.1, 0.1), each) for each in outcomes])
    if standing.status in {"mastered", "not_yet"}:
        sure = standing.probability if standing.status == "mastered" else 1.0 - standing.probability
        assert 0.9 <= standing.confidence <= sure


def test_rules_that_cannot_hold_are_refused() -> None:
    for wrong in ({"chance_not": 0.9}, {"pass_wrongly": 0.0}, {"most_tasks": 0}):
        with pytest.raises(ValueError, match=r"must|lie"):
            CheckRule(**wrong)
    with pytest.raises(ValueError, match="too few"):
        CheckRule(most_tasks=3)
