"""Measures with values checked by hand, folds, histories and claims."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_responses import simulate_responses

from ownpath.core.mastery.responses import Responses, make_responses, meetings_of
from ownpath.core.measures import area_under_curve, reliability
from ownpath.evaluation.claims import Claims, claim_after_in_a_row, follow_claims, summarise_claims
from ownpath.evaluation.folds import deal_folds, folds_from_split
from ownpath.evaluation.histories import Grouping
from ownpath.evaluation.metrics import measure
from ownpath.foundation.errors import OwnpathError

PROBABILITIES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.5001, 0.9, 1.0])
PAIRS = st.lists(st.tuples(PROBABILITIES, st.booleans()), min_size=1, max_size=40)


def test_the_measures_of_four_responses_are_those_worked_out_by_hand() -> None:
    measured = measure(np.array([0.9, 0.6, 0.4, 0.2]), np.array([1.0, 0.0, 1.0, 0.0]))
    # Pairs: .9 beats both wrong ones, .4 beats .2 only: 3 of 4.
    assert measured.auc == 0.75
    assert measured.rmse == pytest.approx(math.sqrt((0.01 + 0.36 + 0.36 + 0.04) / 4))
    assert measured.accuracy == 0.5
    assert measured.ece == pytest.approx((0.1 + 0.6 + 0.6 + 0.2) / 4)
    assert measured.log_loss == pytest.approx(-math.log(0.9 * 0.4 * 0.4 * 0.8) / 4)


def test_predictions_in_one_bin_balance_and_those_in_two_do_not() -> None:
    assert measure(np.array([0.41, 0.45, 0.44]), np.array([1.0, 0.0, 0.0])).ece == pytest.approx(1.3 / 3 - 1 / 3)
    assert measure(np.array([0.1, 0.9]), np.array([1.0, 0.0])).ece == pytest.approx(0.9)
    assert [one.low for one in reliability(np.array([0.0, 1.0]), np.array([0.0, 1.0]))] == [0.0, 14 / 15]


def test_scores_between_count_as_they_are_and_as_right_from_a_half() -> None:
    measured = measure(np.array([0.5, 0.2]), np.array([0.5, 0.25]))
    assert (measured.auc, measured.accuracy) == (1.0, 1.0)
    assert measured.rmse == pytest.approx(0.05 / math.sqrt(2))


def test_one_class_or_nothing_at_all_gives_no_area_and_no_error() -> None:
    one_class = measure(np.array([0.3, 0.7]), np.array([1.0, 1.0]))
    assert math.isnan(one_class.auc) and one_class.as_dict()["auc"] is None
    assert measure(np.empty(0), np.empty(0)).as_dict()["rmse"] is None
    assert math.isfinite(measure(np.array([0.0, 1.0]), np.array([1.0, 0.0])).log_loss)


@given(pairs=PAIRS)
def test_the_area_is_the_share_of_pairs_in_the_right_order(pairs: list[tuple[float, bool]]) -> None:
    predicted, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    won = [1.0 if a > b else 0.5 if a == b else 0.0 for a in predicted[right] for b in predicted[~right]]
    area = area_under_curve(predicted, right)
    assert math.isnan(area) if not won else area == pytest.approx(sum(won) / len(won))


def test_the_measures_are_those_of_scikit_learn() -> None:
    sklearn_metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    chance = np.random.default_rng(5)
    predicted = np.round(chance.random(5000), 2)
    result = (chance.random(5000) < predicted).astype(float)
    measured = measure(predicted, result)
    assert measured.auc == pytest.approx(sklearn_metrics.roc_auc_score(result, predicted), abs=1e-12)
    clipped = np.clip(predicted, 1e-7, 1 - 1e-7)
    assert measured.log_loss == pytest.approx(sklearn_metrics.log_loss(result, clipped), abs=1e-12)


def test_each_learner_is_held_out_once_and_where_does_not_hang_on_the_others_order() -> None:
    names = tuple(f"n{number}" for number in range(23))
    folds = deal_folds(names, n_folds=5, seed=3)
    assert np.sum([fold.held_out for fold in folds], axis=0).tolist() == [1] * 23
    assert all(not np.any(fold.train & fold.held_out) and np.all(fold.train | fold.held_out) for fold in folds)
    assert {int(fold.held_out.sum()) for fold in folds} == {4, 5}
    backward = deal_folds(names[::-1], n_folds=5, seed=3)
    assert all(np.array_equal(a.held_out, b.held_out[::-1]) for a, b in zip(folds, backward, strict=True))
    assert not np.array_equal(folds[0].held_out, deal_folds(names, n_folds=5, seed=4)[0].held_out)


def test_words_for_training_and_testing_make_one_fold_and_other_values_one_each() -> None:
    (only,) = folds_from_split(("train", "Test", "valid"))
    assert only.held_out.tolist() == [False, True, False]
    assert only.train.tolist() == [True, False, True]
    assert [fold.held_out.tolist() for fold in folds_from_split(("b", "a", "b"))] == [[0, 1, 0], [1, 0, 1]]
    for wrong in (("x", "x"), ("test", "test")):
        with pytest.raises(OwnpathError):
            folds_from_split(wrong)
    with pytest.raises(OwnpathError, match="folds"):
        deal_folds(("a", "b"), n_folds=3, seed=0)


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.floats(-2, 2, width=16), st.sampled_from([0.0, 0.5, 0.9, 1.0])), max_size=40
    )
)
def test_sums_over_the_past_are_those_of_a_plain_loop(steps: list[tuple[int, float, float]]) -> None:
    key = np.array([step[0] for step in steps], dtype=np.int64)
    value, kept = np.array([step[1] for step in steps]), np.array([step[2] for step in steps])
    grouping = Grouping.by(key)
    sums: dict[int, float] = {}
    faded: dict[int, float] = {}
    seen: dict[int, int] = {}
    wanted = []
    for group, own, left in steps:
        before = faded.get(group, 0.0) * left
        wanted.append((sums.get(group, 0.0), before, seen.get(group, 0)))
        sums[group] = sums.get(group, 0.0) + own
        faded[group] = before + own
        seen[group] = seen.get(group, 0) + 1
    found = np.stack([grouping.sum_before(value), grouping.faded_sum_before(value, kept), grouping.place()], axis=1)
    np.testing.assert_allclose(found, np.array(wanted, dtype=float).reshape(-1, 3), atol=1e-9)


def one_learner(results: str, competency: str = "x") -> Responses:
    return make_responses(
        learner=["a"] * len(results),
        item=None,
        competencies=[(competency,)] * len(results),
        result=[float(each) for each in results],
        moment_seconds=None,
    )


def test_a_claim_is_held_against_the_next_three_responses_only() -> None:
    responses = one_learner("0111011")
    three = claim_after_in_a_row(responses, 3)
    assert three.row.tolist() == [3]
    tested = summarise_claims([follow_claims(three, responses)])
    assert (tested.claims, tested.of_pairs, tested.followed_responses) == (1, 1, 3)
    assert tested.right_after == pytest.approx(2 / 3)
    assert tested.responses_before_mean == 4.0


def test_only_the_first_claim_counts_and_one_at_the_end_is_followed_by_nothing() -> None:
    responses = one_learner("111111")
    claims = claim_after_in_a_row(responses, 3)
    assert claims.row.tolist() == [2, 3, 4, 5]
    assert follow_claims(claims, responses).n_after.tolist() == [3]
    last = follow_claims(Claims(np.array([5]), np.array([0])), responses)
    assert (last.n_after.tolist(), last.needed.tolist()) == ([0], [6])
    nothing = summarise_claims([follow_claims(Claims(np.empty(0, int), np.empty(0, int)), responses)])
    assert nothing.claims == 0 and nothing.as_dict()["right_after"] is None


def two_competencies() -> Responses:
    return make_responses(
        learner=["a"] * 5,
        item=None,
        competencies=[("x",), ("y",), ("x", "y"), ("x",), ("y",)],
        result=[1.0, 0.0, 1.0, 1.0, 1.0],
        moment_seconds=None,
    )


def test_a_response_about_two_competencies_counts_for_both_and_runs_are_kept_apart() -> None:
    responses = two_competencies()
    claims = claim_after_in_a_row(responses, 2)
    assert sorted(zip(claims.row.tolist(), claims.competency.tolist(), strict=True)) == [(2, 0), (3, 0), (4, 1)]
    after = follow_claims(claims, responses)
    assert sorted(after.needed.tolist()) == [2, 3]
    assert after.n_after.tolist() == [1, 0]


def test_a_claim_about_what_a_response_is_not_about_is_refused() -> None:
    with pytest.raises(ValueError, match="claim"):
        follow_claims(Claims(np.array([1]), np.array([0])), two_competencies())


def test_meetings_name_each_competency_of_each_response() -> None:
    responses = simulate_responses(n_learners=3, n_each=5)
    meetings = meetings_of(responses)
    assert np.bincount(meetings.row, minlength=15).tolist() == meetings.size.tolist()
    assert meetings.row[meetings.start].tolist() == list(range(15))
