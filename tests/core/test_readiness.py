"""What a learner is ready for, what is suggested next, and the map around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownpath.core.progressions import neighbourhood, next_steps, opens_counts, ready_matrix

# add -> multiply -> divide, add -> money, and length, which stands alone
ADD, MULTIPLY, DIVIDE, MONEY, LENGTH = range(5)
EARLIER, LATER = [ADD, MULTIPLY, ADD], [MULTIPLY, DIVIDE, MONEY]
REQUIRES = ((), (ADD,), (MULTIPLY,), (ADD,), ())
OPENS = ((MULTIPLY, MONEY), (DIVIDE,), (), (), ())


def row(*places: int) -> np.ndarray:
    found = np.zeros((1, 5), dtype=bool)
    found[0, list(places)] = True
    return found


def test_a_beginner_is_ready_for_what_requires_nothing():
    assert np.flatnonzero(ready_matrix(row(), row(), EARLIER, LATER)[0]).tolist() == [ADD, LENGTH]


def test_holding_the_requirement_opens_what_builds_on_it_and_closes_itself():
    assert np.flatnonzero(ready_matrix(row(ADD), row(ADD), EARLIER, LATER)[0]).tolist() == [MULTIPLY, MONEY, LENGTH]


def test_what_was_attained_but_is_no_longer_held_opens_nothing_and_is_not_new():
    assert np.flatnonzero(ready_matrix(row(), row(ADD), EARLIER, LATER)[0]).tolist() == [LENGTH]


def test_learners_do_not_mix():
    held = np.vstack([row(ADD), row(LENGTH)])
    ready = ready_matrix(held, held, EARLIER, LATER)
    assert [np.flatnonzero(each).tolist() for each in ready] == [[MULTIPLY, MONEY, LENGTH], [ADD]]


def test_no_learners_give_an_empty_matrix():
    assert ready_matrix(np.zeros((0, 5)), np.zeros((0, 5)), EARLIER, LATER).shape == (0, 5)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        ready_matrix(row(), np.zeros((2, 5)), EARLIER, LATER)
    with pytest.raises(ValueError, match="same length"):
        ready_matrix(row(), row(), [0], [1, 2])


@given(st.data())
def test_readiness_is_what_its_sentence_says(data):
    size = data.draw(st.integers(1, 7))
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    edges = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    attained = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    held = [was and data.draw(st.booleans()) for was in attained]
    ready = ready_matrix([held], [attained], [a for a, _ in edges], [b for _, b in edges])[0]
    for place in range(size):
        required = [a for a, b in edges if b == place]
        assert ready[place] == (all(held[each] for each in required) and not attained[place])


def test_opens_counts_only_what_directly_requires_it():
    assert opens_counts(5, EARLIER).tolist() == [2, 1, 0, 0, 0]


def steps(*ready: int, **changes: object) -> list[int]:
    given_values = {
        "held": row(ADD)[0],
        "strand": [0, 0, 0, 0, 1],
        "level": [2, 3, 4, 3, 2],
        "opens": [2, 1, 0, 0, 0],
        "requires": REQUIRES,
    }
    return [step.competency for step in next_steps(row(*ready)[0], **{**given_values, **changes})]


def test_the_first_choice_of_every_strand_comes_before_any_second_choice():
    assert steps(MULTIPLY, MONEY, LENGTH) == [MULTIPLY, LENGTH, MONEY]


def test_within_a_strand_the_lowest_level_comes_first():
    assert steps(DIVIDE, MONEY, held=row(ADD, MULTIPLY)[0]) == [MONEY, DIVIDE]


def test_what_builds_on_something_held_comes_before_what_requires_nothing():
    assert steps(MULTIPLY, LENGTH, strand=[0] * 5, level=[2, 3, 4, 3, 0]) == [MULTIPLY, LENGTH]


def test_what_lies_far_above_all_that_is_held_in_its_strand_is_not_suggested():
    assert steps(DIVIDE, MONEY, level=[1, 2, 8, 2, 2]) == [MONEY]
    assert steps(DIVIDE, level=[1, 2, 8, 2, 2]) == []
    assert steps(DIVIDE, held=row(ADD, MULTIPLY)[0]) == [DIVIDE]


def test_where_nothing_is_held_in_a_strand_only_its_very_lowest_level_is_suggested():
    assert steps(ADD, DIVIDE, held=row()[0]) == [ADD]
    assert steps(DIVIDE, held=row()[0]) == []


def test_what_builds_on_something_attained_lately_comes_before_what_opens_more():
    requires = ((), (LENGTH,), (MULTIPLY,), (ADD,), ())
    assert steps(MULTIPLY, MONEY, requires=requires) == [MULTIPLY, MONEY]
    assert steps(MULTIPLY, MONEY, requires=requires, lately_attained=frozenset({ADD})) == [MONEY, MULTIPLY]


def test_a_strand_gets_no_more_suggestions_than_asked_for():
    assert steps(MULTIPLY, MONEY, most_per_strand=1) == [MULTIPLY]


def test_a_suggestion_says_what_it_builds_on_and_opens():
    (step,) = next_steps(
        row(MULTIPLY)[0],
        held=row(ADD)[0],
        strand=[0] * 5,
        level=[0] * 5,
        opens=[2, 1, 0, 0, 0],
        requires=REQUIRES,
        lately_attained=frozenset({ADD}),
    )
    assert (step.builds_on, step.opens, step.newly_open, step.lowest_open_level) == ((ADD,), 1, True, True)


def test_the_map_grows_ring_by_ring_and_stops_when_full():
    assert neighbourhood([MULTIPLY], REQUIRES, OPENS) == [ADD, MULTIPLY, DIVIDE, MONEY]
    assert neighbourhood([MULTIPLY], REQUIRES, OPENS, most=2) == [ADD, MULTIPLY]
    assert neighbourhood([], REQUIRES, OPENS) == []
    assert neighbourhood([DIVIDE, ADD, DIVIDE], REQUIRES, OPENS, most=2) == [ADD, DIVIDE]


def test_a_map_without_room_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        neighbourhood([ADD], REQUIRES, OPENS, most=0)
