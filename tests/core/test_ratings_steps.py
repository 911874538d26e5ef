"""What one rubric level does to a state: the score and the information of the ordered logit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownpath.core.mastery.ratings_steps import rating_information, rating_residual

logits = st.floats(-8.0, 8.0)
scales = st.lists(logits, min_size=1, max_size=6).map(sorted)


def log_chance(level: int, thresholds: list[float], difficulty: float, ability: float) -> float:
    at_least = [1.0, *(1.0 / (1.0 + math.exp(cut + difficulty - ability)) for cut in thresholds), 0.0]
    return math.log(at_least[level - 1] - at_least[level])


@given(scales, logits)
def test_a_better_level_never_gives_a_smaller_residual(thresholds: list[float], difficulty: float) -> None:
    residuals = [rating_residual(level, thresholds, difficulty) for level in range(1, len(thresholds) + 2)]
    assert residuals == sorted(residuals)
    assert -1.0 < residuals[0] < 0.0 < residuals[-1] < 1.0


@given(scales, logits, st.floats(0.0, 5.0))
def test_the_same_level_counts_for_more_from_a_strict_rater_than_from_a_lenient_one(
    thresholds: list[float], difficulty: float, severity: float
) -> None:
    for level in range(1, len(thresholds) + 2):
        lenient = rating_residual(level, thresholds, difficulty - severity)
        assert rating_residual(level, thresholds, difficulty + severity) >= lenient


@given(logits, logits)
def test_two_levels_are_a_response_right_or_wrong_to_the_last_bit(threshold: float, difficulty: float) -> None:
    p = 1.0 / (1.0 + math.exp(threshold + difficulty))
    assert rating_residual(2, [threshold], difficulty) == 1.0 - p
    assert rating_residual(1, [threshold], difficulty) == 0.0 - p
    assert rating_information([threshold], difficulty) == pytest.approx(p * (1.0 - p), rel=1e-9)


@given(st.lists(st.floats(0.3, 3.0), min_size=1, max_size=5), st.floats(-4.0, 4.0))
def test_the_residual_is_the_slope_of_the_log_likelihood(gaps: list[float], difficulty: float) -> None:
    thresholds = [sum(gaps[:n]) - 2.0 for n in range(1, len(gaps) + 1)]
    step = 1e-5
    for level in range(1, len(thresholds) + 2):
        slope = log_chance(level, thresholds, difficulty, step) - log_chance(level, thresholds, difficulty, -step)
        assert rating_residual(level, thresholds, difficulty) == pytest.approx(slope / (2.0 * step), abs=1e-5)


@given(scales, logits)
def test_information_is_the_mean_square_of_the_residual_and_its_mean_is_nothing(
    thresholds: list[float], difficulty: float
) -> None:
    at_least = [1.0, *(1.0 / (1.0 + math.exp(cut + difficulty)) for cut in thresholds), 0.0]
    levels = range(1, len(thresholds) + 2)
    chances = [at_least[level - 1] - at_least[level] for level in levels]
    residuals = [rating_residual(level, thresholds, difficulty) for level in levels]
    assert sum(c * r for c, r in zip(chances, residuals, strict=True)) == pytest.approx(0.0, abs=1e-12)
    information = rating_information(thresholds, difficulty)
    assert information == pytest.approx(sum(c * r * r for c, r in zip(chances, residuals, strict=True)), abs=1e-12)
    assert 0.0 < information <= 1.0 / 3.0 + 1e-12


@given(scales, st.floats(-4.0, 4.0))
def test_a_level_more_never_takes_information_away(thresholds: list[float], difficulty: float) -> None:
    for left_out in range(len(thresholds)):
        fewer = thresholds[:left_out] + thresholds[left_out + 1 :]
        if fewer:
            assert rating_information(fewer, difficulty) <= rating_information(thresholds, difficulty) + 1e-12


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_logits_of_any_size_stay_within_bounds(difficulty: float) -> None:
    for level in (1, 2, 3, 4):
        assert -1.0 <= rating_residual(level, [-2.0, 0.0, 2.0], difficulty) <= 1.0
    assert 0.0 < rating_information([-2.0, 0.0, 2.0], difficulty) < 0.5
