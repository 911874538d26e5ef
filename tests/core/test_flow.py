"""Counting who moves and who waits."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ownpath.core.flow import FEWEST_SHOWN, bands_up_to, count_by_strand, count_in_bands, is_too_small


def test_marks_are_counted_learner_by_learner_and_strand_by_strand():
    marked = np.array([[1, 1, 0, 1], [0, 0, 0, 1]], dtype=bool)
    assert count_by_strand(marked, [0, 0, 1, 2], 4).tolist() == [[2, 0, 1, 0], [0, 0, 1, 0]]


def test_no_learners_and_no_competencies_count_nothing():
    assert count_by_strand(np.zeros((0, 3)), [0, 1, 1], 2).shape == (0, 2)
    assert count_by_strand(np.zeros((2, 0)), [], 2).tolist() == [[0, 0], [0, 0]]


def test_shapes_and_strands_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="shape"):
        count_by_strand(np.zeros((2, 3)), [0, 1], 2)
    with pytest.raises(ValueError, match="n_strands"):
        count_by_strand(np.zeros((2, 2)), [0, 2], 2)


@given(st.data())
def test_nothing_is_lost_or_counted_twice_by_strand(data):
    n_strands = data.draw(st.integers(1, 4))
    marked = data.draw(arrays.arrays(bool, st.tuples(st.integers(0, 5), st.integers(0, 6))))
    strands = data.draw(st.lists(st.integers(0, n_strands - 1), min_size=marked.shape[1], max_size=marked.shape[1]))
    assert count_by_strand(marked, strands, n_strands).sum(axis=1).tolist() == marked.sum(axis=1).tolist()


def test_a_band_holds_its_beginning_and_not_the_next_ones():
    assert count_in_bands([0, 6, 6.99, 7, 13, 14, 28, 400], [0, 7, 14, 28]).tolist() == [3, 2, 1, 2]


def test_what_is_not_known_or_lies_before_the_first_band_is_in_none():
    assert count_in_bands([np.nan, -1, 3], [0, 7]).tolist() == [1, 0]
    assert count_in_bands([], [0, 7]).tolist() == [0, 0]


def test_bands_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rise"):
        count_in_bands([1], [0, 7, 7])


@given(st.lists(st.integers(0, 400)), st.integers(0, 400))
def test_everybody_stands_in_one_band(values, most):
    values = [each for each in values if each <= most]
    bands = bands_up_to(most)
    counts = count_in_bands(values, [first for first, _ in bands])
    assert counts.tolist() == [sum(first <= each <= last for each in values) for first, last in bands]
    assert counts.sum() == len(values)


@given(st.integers(0, 100_000))
def test_bands_follow_each_other_from_nothing_to_the_most_and_are_few(most):
    bands = bands_up_to(most)
    assert bands[0][0] == 0 and bands[-1][1] == most
    assert all(before[1] + 1 == after[0] for before, after in pairwise(bands))
    assert 1 <= len(bands) <= 8


def test_bands_are_tens_as_long_as_eight_are_enough():
    assert bands_up_to(61) == ((0, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 61))
    assert bands_up_to(4) == ((0, 4),)
    assert bands_up_to(0) == ((0, 0),)
    assert bands_up_to(20) == ((0, 9), (10, 20))
    assert bands_up_to(85)[:2] == ((0, 19), (20, 39))
    with pytest.raises(ValueError, match="fewer than 0"):
        bands_up_to(-1)


def test_nine_people_are_too_few_and_ten_are_not():
    assert FEWEST_SHOWN == 10
    assert (is_too_small(9), is_too_small(10)) == (True, False)
