"""Review: how long what was shown lasts, what to refresh, and how much of a session that takes."""

from __future__ import annotations

import math

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.review import (
    MOST_SHARE,
    Memory,
    Shown,
    fold_memories,
    list_due,
    mix_session,
    most_refreshes,
    prerequisite_to_check,
    retention,
)

DAY = 86400.0
BEGIN = 1_700_000_000.0
# 0 add, 1 multiply (requires add), 2 divide (requires multiply), 3 length (requires nothing)
REQUIRES = ((), (0,), (1,), ())

moments = st.floats(0, 400, allow_nan=False).map(lambda day: BEGIN + round(day * DAY))
pieces = st.builds(
    Shown,
    competency=st.integers(0, 3),
    seconds=moments,
    result=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    was_helped=st.booleans(),
)
histories = st.lists(pieces, max_size=25)


def right(competency: int, day: float, result: float = 1.0) -> Shown:
    return Shown(competency, BEGIN + day * DAY, result)


def test_the_worked_example_of_the_docs_comes_out():
    history = [right(0, 0), right(0, 0.01), right(0, 4), right(1, 20), right(1, 40)]
    memories = fold_memories(history, REQUIRES)
    alone = fold_memories(history[:3], REQUIRES)
    assert memories[0].sittings == 2
    assert fold_memories(history[:1], REQUIRES)[0].stability_days == pytest.approx(2.31, abs=0.01)
    assert memories[1].stability_days == pytest.approx(32.79, abs=0.01)
    assert retention(memories[0], BEGIN + 90 * DAY) == pytest.approx(0.815, abs=0.001)
    assert alone[0].stability_days == pytest.approx(13.83, abs=0.01)
    assert memories[0].stability_days == pytest.approx(30.41, abs=0.01)
    due = list_due(memories, REQUIRES, attained=[0, 1], held=[0, 1], certainty={}, as_of_seconds=BEGIN + 90 * DAY)
    assert [(each.competency, each.why, each.covers) for each in due] == [(1, "due", (0,)), (0, "due", ())]
    assert most_refreshes(6) == 4 and most_refreshes(3) == 2 and most_refreshes(0) == 0


def test_one_repetition_is_that_of_the_package():
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    from datetime import UTC, datetime

    card = Card(0)
    for day in (0, 3, 10):
        card, _ = scheduler.review_card(card, Rating.Good, datetime.fromtimestamp(BEGIN + day * DAY, UTC))
    ours = fold_memories([right(3, day) for day in (0, 3, 10)], REQUIRES)[3]
    assert (ours.stability_days, ours.difficulty) == (card.stability, card.difficulty)


def test_who_never_knew_something_cannot_forget_it():
    assert fold_memories([right(3, 0, 0.0), right(3, 1, 0.25)], REQUIRES) == {}
    assert fold_memories([right(3, 0, 0.0), right(3, 1)], REQUIRES)[3].sittings == 1


def test_many_answers_of_one_afternoon_are_one_sitting():
    afternoon = [Shown(3, BEGIN + 60.0 * minute, float(minute != 3)) for minute in range(10)]
    assert fold_memories(afternoon, REQUIRES)[3].sittings == 1


def test_help_and_half_success_let_memory_grow_less():
    plain = fold_memories([right(3, 0), right(3, 5)], REQUIRES)[3]
    helped = fold_memories([right(3, 0), Shown(3, BEGIN + 5 * DAY, 1.0, True)], REQUIRES)[3]
    half = fold_memories([right(3, 0), right(3, 5, 0.5)], REQUIRES)[3]
    assert plain.stability_days > helped.stability_days == half.stability_days


def test_a_success_counts_partly_for_what_it_builds_on_and_less_further_down():
    base = [right(0, 0), right(1, 0)]
    without = fold_memories(base, REQUIRES)
    with_more = fold_memories([*base, right(2, 10)], REQUIRES)
    gained = [with_more[each].stability_days / without[each].stability_days for each in (1, 0)]
    itself = fold_memories([*base, right(0, 10)], REQUIRES)[0].stability_days / without[0].stability_days
    assert itself > gained[0] > gained[1] > 1.0
    assert gained[0] == pytest.approx(itself**0.25)
    assert gained[1] == pytest.approx(itself ** (0.25**2))


def test_a_failure_says_nothing_about_what_it_builds_on():
    base = [right(0, 0), right(1, 0)]
    assert fold_memories([*base, right(1, 10, 0.0)], REQUIRES)[0] == fold_memories(base, REQUIRES)[0]


def test_a_repeated_failure_names_the_least_certain_requirement():
    requires = ((), (), (0, 1))
    history = [right(2, 0), right(2, 5, 0.0), right(2, 9, 0.0)]
    memories = fold_memories(history, requires)
    about = {"attained": [2], "held": [2], "as_of_seconds": BEGIN + 9 * DAY}
    listed = list_due(memories, requires, certainty={0: 0.97, 1: 0.91}, **about)
    assert [(each.why, each.check_first) for each in listed] == [("failed_again", 1)]
    assert list_due(fold_memories(history[:2], requires), requires, certainty={}, **about)[0].check_first is None
    assert list_due(fold_memories([*history, right(2, 9.6)], requires), requires, certainty={}, **about) == []


def test_nothing_to_check_where_nothing_is_required():
    assert prerequisite_to_check(3, REQUIRES, {}) is None
    assert prerequisite_to_check(1, REQUIRES, {}) == 0


def test_what_faded_by_the_estimate_comes_before_what_is_only_due():
    memories = fold_memories([right(0, 0), right(3, 0)], REQUIRES)
    listed = list_due(memories, REQUIRES, attained=[0, 2, 3], held=[0], certainty={}, as_of_seconds=BEGIN + 200 * DAY)
    assert [(each.competency, each.why) for each in listed] == [(2, "faded"), (3, "faded"), (0, "due")]
    assert math.isnan(listed[0].retention)


def test_what_takes_most_others_along_comes_first():
    memories = {place: Memory(5.0, 5.0, BEGIN) for place in range(4)}
    listed = list_due(
        memories, REQUIRES, attained=range(4), held=range(4), certainty={}, as_of_seconds=BEGIN + 30 * DAY
    )
    assert [each.competency for each in listed] == [2, 0, 1, 3]
    assert listed[0].covers == (0, 1)


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms())
def test_the_order_in_which_evidence_is_given_does_not_matter(history, chance):
    mixed = list(history)
    chance.shuffle(mixed)
    assert fold_memories(history, REQUIRES) == fold_memories(mixed, REQUIRES)


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(0, 3), st.floats(0, 500), st.floats(0, 500))
def test_retention_lies_between_none_and_all_and_never_rises_with_time(history, place, first, second):
    memories = fold_memories(history, REQUIRES)
    if place in memories:
        early, late = sorted((first, second))
        memory = memories[place]
        now = [retention(memory, memory.last_seconds + day * DAY) for day in (early, late)]
        assert 0.0 < now[1] <= now[0] <= 1.0
        assert retention(memory, memory.last_seconds + memory.stability_days * DAY) == pytest.approx(0.9)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_what_is_due_was_attained_and_comes_back_with_a_success(history):
    memories = fold_memories(history, REQUIRES)
    as_of = BEGIN + 500 * DAY
    everything = list(memories)
    listed = list_due(memories, REQUIRES, attained=everything, held=everything, certainty={}, as_of_seconds=as_of)
    assert {each.competency for each in listed} <= set(everything)
    for each in listed:
        again = fold_memories([*history, Shown(each.competency, as_of, 1.0)], REQUIRES)
        still = list_due(again, REQUIRES, attained=everything, held=everything, certainty={}, as_of_seconds=as_of)
        assert each.competency not in {other.competency for other in still}


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(0, 2), moments)
def test_a_success_above_never_shortens_what_it_builds_on(history, place, moment):
    later = max([moment, *(each.seconds for each in history)], default=moment) + DAY
    before = fold_memories(history, REQUIRES)
    after = fold_memories([*history, Shown(place, later, 1.0)], REQUIRES)
    for below in REQUIRES[place]:
        if below in before:
            assert after[below].stability_days >= before[below].stability_days


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 30), st.floats(0, MOST_SHARE))
def test_refreshing_never_takes_more_than_its_share_and_never_comes_first(n_new, n_refresh, tasks, share):
    new, refresh = [("new", n) for n in range(n_new)], [("again", n) for n in range(n_refresh)]
    session = mix_session(new, refresh, tasks=tasks, share=share)
    again = [each for each in session if each[0] == "again"]
    assert len(session) <= tasks and len(session) == len(set(session))
    assert len(again) <= 0.4 * len(session) + 1e-9
    assert again == refresh[: len(again)]
    assert [each for each in session if each[0] == "new"] == new[: len(session) - len(again)]
    if session:
        assert session[0][0] == "new"


def test_a_session_is_filled_as_far_as_there_is_something():
    assert mix_session(list("abcdef"), list("xyz"), tasks=5) == ["a", "b", "x", "c", "y"]
    assert mix_session([], list("xyz"), tasks=5) == []
    with pytest.raises(ValueError, match="between none and"):
        mix_session(["a"], ["x"], tasks=2, share=0.5)


def test_what_cannot_be_evidence_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        fold_memories([right(0, 0, 1.5)], REQUIRES)
    with pytest.raises(ValueError, match="no competency 9"):
        fold_memories([right(9, 0)], REQUIRES)
