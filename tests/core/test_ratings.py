"""The ordered logit of rubric levels: it finds the raters and criteria that made the ratings, and predicts honestly."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest
from rating_worlds import RatedWorld, draw_world

from ownpath.core.mastery.ratings import estimate_abilities, expected_levels, fit_ratings
from ownpath.core.mastery.ratings_agreement import agreement_stretch, levels_for_agreement, sheets_in_turn
from ownpath.core.mastery.ratings_parameters import RatingParameters

NOTHING = np.zeros(0, dtype=np.int64)


@cache
def known_world() -> tuple[RatedWorld, RatingParameters]:
    world = draw_world(7)
    return world, fit_ratings(*world.columns, spread=False)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def same(first: RatingParameters, second: RatingParameters) -> bool:
    return json.dumps(first.to_dict()) == json.dumps(second.to_dict())


def test_severities_thresholds_and_abilities_of_simulated_ratings_are_recovered() -> None:
    world, fitted = known_world()
    assert correlation(fitted.severity, world.severity) > 0.96
    found = fitted.thresholds + fitted.difficulty[:, None]
    centred = world.cuts + world.severity.mean() - np.mean(world.ability)
    assert np.abs(found - centred).max() < 0.5
    assert np.sqrt(np.mean((found - centred) ** 2)) < 0.2
    n_learners, n_criteria = world.ability.shape
    who, what = (part.ravel() for part in np.meshgrid(range(n_learners), range(n_criteria), indexing="ij"))
    mean, variance = estimate_abilities(fitted, *world.columns, who, what)
    assert correlation(mean, world.ability) > 0.85
    # The beliefs are as sure as they should be: errors in units of the stated deviation.
    error = (world.ability.ravel() - world.ability.mean() - mean) / np.sqrt(variance)
    assert 0.9 < error.std() < 1.1


def test_the_variances_of_learners_halo_and_raters_are_recovered() -> None:
    _, fitted = known_world()
    assert fitted.learner_variance == pytest.approx(4.0, rel=0.25)
    assert fitted.criterion_variance == pytest.approx(1.0, rel=0.4)
    assert fitted.sheet_variance == pytest.approx(0.49, rel=0.6)
    assert fitted.severity_variance == pytest.approx(0.64, rel=0.6)
    assert fitted.deviation_variance < 0.1


def test_stated_chances_of_levels_come_true_for_new_learners() -> None:
    _, fitted = known_world()
    # The same raters and criteria, other learners: the seed draws severities before learners.
    fresh = draw_world(7, n_learners=1500)
    known, asked, truth = sheets_in_turn(*fresh.columns)
    new = asked[0] >= 0
    chance = expected_levels(fitted, *known, *asked)[new]
    for level in range(1, 5):
        stated, came = chance[:, level - 1], truth[new] == level
        for low in np.arange(0.0, 0.8, 0.1):
            some = (stated >= low) & (stated < low + 0.1)
            if some.sum() >= 300:
                assert abs(stated[some].mean() - came[some].mean()) < 0.045, (level, low)


def test_the_same_bits_come_out_of_any_order_of_rows() -> None:
    world = draw_world(3, n_learners=40, n_raters=6)
    order = np.random.default_rng(1).permutation(len(world.level))
    first = fit_ratings(*world.columns, most_rounds=15)
    assert same(first, fit_ratings(*(column[order] for column in world.columns), most_rounds=15))
    asked = world.learner, world.criterion, (world.rater + 1) % 6
    plain = expected_levels(first, *world.columns, *asked)
    shuffled = expected_levels(first, *(c[order] for c in world.columns), *(c[order] for c in asked))
    np.testing.assert_array_equal(plain[order], shuffled)


def test_parameters_come_back_from_plain_values_exactly() -> None:
    world = draw_world(4, n_learners=40, n_raters=5, spread_sd=0.5)
    level = np.where(world.criterion == 2, np.minimum(world.level, 2), world.level)
    fitted = fit_ratings(world.learner, world.criterion, world.rater, level, spread=True)
    assert fitted.n_levels.tolist() == [4, 4, 2, 4]
    assert same(fitted, RatingParameters.from_dict(json.loads(json.dumps(fitted.to_dict(), allow_nan=False))))
    with pytest.raises(ValueError, match="not rating parameters"):
        RatingParameters.from_dict({"format": "ownpath-anchors-1"})


def test_raters_who_keep_to_the_middle_are_found_where_there_are_such_and_only_there() -> None:
    fans = draw_world(11, n_learners=250, n_raters=10, spread_sd=1.0)
    found = fit_ratings(*fans.columns, most_rounds=60)
    assert found.spread_variance > 0.3
    assert correlation(found.spread, fans.spread) > 0.9
    alike = fit_ratings(*draw_world(12, n_learners=250, n_raters=10).columns, spread=True, most_rounds=60)
    assert alike.spread_variance < 0.1


def test_a_rater_with_few_ratings_stays_nearer_to_the_others_than_one_with_many() -> None:
    world = draw_world(5, n_learners=200, n_raters=8)
    often = np.where(world.rater == 0, np.maximum(world.level - 1, 1), world.level)
    many = fit_ratings(world.learner, world.criterion, world.rater, often, spread=False)
    only = (world.rater != 0) | (world.learner == world.learner[world.rater == 0][0])
    few = fit_ratings(*(c[only] for c in (world.learner, world.criterion, world.rater, often)), spread=False)
    assert 0.0 < few.severity[0] < many.severity[0]
    assert few.severity_error[0] > many.severity_error[0]


def test_a_stricter_raters_level_says_more_and_a_stricter_rater_is_expected_to_give_less() -> None:
    _, fitted = known_world()
    strict, lenient = int(fitted.severity.argmax()), int(fitted.severity.argmin())
    middle = int(np.abs(fitted.severity).argmin())
    columns = np.array([0, 1]), np.array([0, 0]), np.array([strict, lenient]), np.array([3, 3])
    levels = np.arange(1, 5)
    chance = expected_levels(fitted, *columns, [0, 1], [1, 1], [middle, middle])
    assert chance[0] @ levels > chance[1] @ levels
    from_one = expected_levels(fitted, [0], [0], [middle], [3], [0, 0], [1, 1], [strict, lenient])
    assert from_one[0] @ levels < from_one[1] @ levels


def test_a_better_level_never_lowers_what_is_expected_on_any_criterion() -> None:
    _, fitted = known_world()
    levels = np.arange(1, 5)
    for criterion in range(4):
        means = [
            expected_levels(fitted, [0, 0], [criterion, 1], [2, 3], [level, 2], [0] * 4, range(4), [5] * 4) @ levels
            for level in levels
        ]
        assert (np.diff(means, axis=0) > 0.0).all()


def test_many_sheets_that_agree_move_further_than_one_and_leave_less_doubt() -> None:
    _, fitted = known_world()
    one = estimate_abilities(fitted, [0], [0], [1], [4], [0], [0])
    many = estimate_abilities(fitted, [0] * 15, [0] * 15, range(15), [4] * 15, [0], [0])
    assert 0.0 < one[0][0] < many[0][0]
    assert many[1][0] < one[1][0] < fitted.learner_variance + fitted.criterion_variance


def test_ratings_of_one_sheet_count_for_less_than_those_of_several_raters() -> None:
    _, fitted = known_world()
    one_sheet = estimate_abilities(fitted, [0] * 4, range(4), [1] * 4, [3] * 4, [0], [0])
    several = estimate_abilities(fitted, [0] * 4, range(4), [1, 2, 3, 4], [3] * 4, [0], [0])
    assert several[1][0] < one_sheet[1][0]


def test_an_unknown_rater_and_an_unknown_learner_leave_more_doubt_but_have_chances_that_sum_to_one() -> None:
    _, fitted = known_world()
    chance = expected_levels(fitted, [3], [1], [-1], [4], [3, 3, 9], [0, 0, 0], [0, -1, -1])
    np.testing.assert_allclose(chance.sum(axis=1), 1.0, atol=1e-12)
    by_known = estimate_abilities(fitted, [3], [1], [0], [4], [3], [0])[1][0]
    by_unknown = estimate_abilities(fitted, [3], [1], [-1], [4], [3], [0])[1][0]
    assert by_known < by_unknown
    mean, variance = estimate_abilities(fitted, [3], [1], [-1], [4], [9], [0])
    assert mean[0] == 0.0
    assert variance[0] == pytest.approx(fitted.learner_variance + fitted.criterion_variance)


@pytest.mark.parametrize("level", [1, 4])
def test_a_file_of_one_level_only_and_many_raters_stays_finite(level: int) -> None:
    learner, rater = (part.ravel() for part in np.meshgrid(range(5), range(60), indexing="ij"))
    fitted = fit_ratings(learner, learner * 0, rater, np.full(300, level), n_levels=[4], most_rounds=60)
    assert np.isfinite(fitted.thresholds).all() and (np.diff(fitted.thresholds[0]) > 0.0).all()
    chance = expected_levels(fitted, learner, learner * 0, rater, np.full(300, level), [0], [0], [1])
    assert np.isfinite(chance).all() and chance[0].argmax() == level - 1


def test_no_ratings_at_all_give_evenly_spaced_thresholds_and_every_learner_alike() -> None:
    nothing = fit_ratings(NOTHING, NOTHING, NOTHING, NOTHING, n_levels=[4, 2], n_raters=3)
    assert nothing.count == 0
    assert nothing.severity.tolist() == [0.0, 0.0, 0.0]
    np.testing.assert_allclose(np.diff(nothing.thresholds[0]), 1.8)
    chance = expected_levels(nothing, NOTHING, NOTHING, NOTHING, NOTHING, [0, 0], [0, 1], [2, -1])
    np.testing.assert_allclose(chance[0], chance[0][::-1], atol=1e-12)
    np.testing.assert_allclose(chance[1], [0.5, 0.5, 0.0, 0.0], atol=1e-12)
    assert expected_levels(nothing, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING).shape == (0, 4)
    empty = fit_ratings(NOTHING, NOTHING, NOTHING, NOTHING)
    assert empty.n_levels.shape == (0,)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([0], [0], [0], [0]), "levels begin at 1"),
        (([0], [0], [0], [13]), "at most 12"),
        (([0], [0], [-1], [1]), "numbered from 0"),
        (([0, 1], [0], [0], [1]), "equally long"),
        (([0], [0], [0], [1.5]), "whole numbers"),
        (([0], [0], [0], [float("nan")]), "whole numbers"),
    ],
)
def test_ratings_that_cannot_be_are_refused_with_a_reason(columns: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_ratings(*columns)


def test_questions_about_what_is_not_there_are_refused() -> None:
    _, fitted = known_world()
    for known, asked, message in [
        (([0], [9], [0], [1]), ([0], [0], [0]), "criterion"),
        (([0], [0], [99], [1]), ([0], [0], [0]), "rater"),
        (([0], [0], [0], [5]), ([0], [0], [0]), "level"),
        (([0], [0], [0], [1]), ([0], [0], [-2]), "rater"),
    ]:
        with pytest.raises(ValueError, match=message):
            expected_levels(fitted, *known, *asked)
    with pytest.raises(IndexError):
        fitted.cut_points(4)


def test_cut_points_on_another_scale_are_reached_as_often_by_learners_drawn_at_random() -> None:
    _, fitted = known_world()
    generator = np.random.default_rng(2)
    chance = expected_levels(fitted, NOTHING, NOTHING, NOTHING, NOTHING, [0], [2], [4])[0]
    thresholds, difficulty = fitted.cut_points(2, 4, learner_variance=1.0)
    own, own_difficulty = fitted.cut_points(2, 4)
    assert own_difficulty == pytest.approx(fitted.difficulty[2] + fitted.severity[4] + fitted.deviation[4, 2])
    assert (np.abs(thresholds) < np.abs(own)).all()
    ability = generator.normal(0.0, 1.0, 200_000)
    for k, cut in enumerate(thresholds + difficulty):
        reached = float((1.0 / (1.0 + np.exp(cut - ability))).mean())
        assert reached == pytest.approx(chance[k + 1 :].sum(), abs=0.015)


def test_levels_for_agreement_reach_a_higher_kappa_than_the_likeliest_and_the_nearest_level() -> None:
    world, fitted = known_world()
    known, asked, truth = sheets_in_turn(*world.columns)
    chance = expected_levels(fitted, *known, *asked)
    drawn = levels_for_agreement(chance, *agreement_stretch(chance))

    def kappa(said: np.ndarray) -> float:
        return float(
            1.0 - ((said - truth) ** 2).mean() / (said.var() + truth.var() + (said.mean() - truth.mean()) ** 2)
        )

    assert kappa(drawn) > kappa(chance.argmax(axis=1) + 1)
    assert kappa(drawn) > kappa(np.rint(chance @ np.arange(1, 5)))
    assert agreement_stretch(chance)[1] == pytest.approx(kappa(drawn), abs=0.03)
    assert agreement_stretch(np.zeros((0, 4))) == (1.0, 1.0)
    assert levels_for_agreement(np.zeros((0, 4)), 1.0, 1.0).shape == (0,)


def test_each_sheet_is_hidden_once_and_predicted_from_the_next_of_the_same_learner() -> None:
    known, asked, truth = sheets_in_turn([5, 5, 5, 6, 5], [0, 0, 0, 0, 1], [2, 0, 1, 0, 1], [3, 1, 2, 4, 4])
    by_name = dict(zip(asked[0].tolist(), asked[2].tolist(), strict=False))
    assert sorted(by_name.values()) == [0, 1, 2]
    helped = {by_name[name]: rater for name, rater in zip(known[0].tolist(), known[2].tolist(), strict=True)}
    assert helped == {0: 1, 1: 2, 2: 0}
    assert truth.tolist() == [1, 2, 4, 3]
    assert len(sheets_in_turn([0, 1], [0, 0], [0, 0], [1, 2])[2]) == 0
