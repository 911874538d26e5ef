"""Next steps: what speaks for each, and what must hold whatever is known of a learner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.recommendation import (
    Due,
    LearnerNow,
    Limits,
    NextSteps,
    Reason,
    make_landscape,
    rank_next_steps,
    score_ready,
)

# add -> multiply -> divide, add -> money; length in another strand; "estimate" goes deeper into add.
ADD, MULTIPLY, DIVIDE, MONEY, LENGTH, ESTIMATE = range(6)
SCHOOL = make_landscape(
    [(), (ADD,), (MULTIPLY,), (ADD,), (), (ADD,)],
    strand=[0, 0, 0, 0, 1, 0],
    level=[2, 3, 4, 3, 2, 3],
    deepens=[(ADD, ESTIMATE)],
    extends=[False, False, False, False, True, False],
)
EVERYTHING = Limits(99, 99, 99)


def learner(held: tuple[int, ...] = (), attained: tuple[int, ...] = (), n: int = 6, **more: object) -> LearnerNow:
    is_held, was_attained, working = (np.zeros(n, dtype=bool) for _ in range(3))
    is_held[list(held)] = True
    was_attained[list({*held, *attained})] = True
    working[list(more.pop("working", ()))] = True
    return LearnerNow(is_held, was_attained, working, **more)


def steps(now: LearnerNow, limits: Limits | None = None) -> NextSteps:
    return rank_next_steps(SCHOOL, [now], limits)[0]


def names(found: NextSteps, kind: str) -> list[int]:
    return [step.competency for step in found.of(kind)]


def codes(found: NextSteps, competency: int) -> list[str]:
    return [reason.code for step in found.steps if step.competency == competency for reason in step.reasons]


def test_the_worked_example_of_the_docs_comes_out():
    now = learner(held=(ADD,), lately=frozenset({ADD}))
    found = steps(now)
    assert [(step.kind, step.competency, round(step.points, 2)) for step in found.steps] == [
        ("ready", MULTIPLY, 2.23),
        ("ready", MONEY, 1.9),
        ("ready", LENGTH, 0.5),
        ("deeper", ESTIMATE, 0.4),
    ]
    assert codes(found, MULTIPLY) == ["builds_on", "newly_open", "opens"]
    with_goal = steps(replace(now, goals=frozenset({MONEY})))
    assert names(with_goal, "ready")[0] == MONEY
    assert codes(with_goal, MONEY)[0] == "goal"
    pinned = steps(replace(now, pins=(DIVIDE,)))
    assert pinned.steps[0].competency == DIVIDE
    assert [(each.code, each.about) for each in pinned.steps[0].reasons] == [
        ("pinned", (DIVIDE,)),
        ("not_ready", (MULTIPLY,)),
    ]
    assert pinned.steps[0].overruled_by == ("release_pin", "choose_another")


def test_what_leads_to_a_goal_is_said_with_the_way_that_is_left():
    found = steps(learner(held=(ADD,), goals=frozenset({DIVIDE})))
    assert Reason("leads_to_goal", 1, (DIVIDE,)) in found.steps[0].reasons
    assert found.steps[0].competency == MULTIPLY


def test_an_interest_lifts_what_fits_it():
    plain = learner(held=(ADD,))
    assert names(steps(plain), "ready")[0] == MULTIPLY
    assert names(steps(replace(plain, interests={MONEY: 1.0})), "ready")[0] == MONEY


def test_what_was_begun_and_left_lying_is_lifted():
    now = learner(held=(ADD,), days_since={MONEY: 60.0})
    assert names(steps(now), "ready")[0] == MONEY
    assert "begun_before" in codes(steps(now), MONEY)


def test_no_strand_is_forgotten():
    crowded = make_landscape([()] * 8, strand=[0] * 7 + [1], level=[1] * 8)
    found = rank_next_steps(crowded, [learner(n=8)])[0]
    assert 7 in [step.competency for step in found.steps[:2]]


def test_what_lies_far_above_is_not_suggested_unless_a_goal_is_about_it():
    steep = make_landscape([(), ()], strand=[0, 0], level=[1, 8])
    assert [step.competency for step in rank_next_steps(steep, [learner(n=2)])[0].steps] == [0]
    wanted = learner(n=2, goals=frozenset({1}))
    assert [step.competency for step in rank_next_steps(steep, [wanted])[0].steps] == [1, 0]


def test_a_level_above_is_a_way_deeper_until_it_was_shown():
    assert names(steps(learner(held=(LENGTH,))), "deeper") == [LENGTH]
    assert codes(steps(learner(held=(LENGTH,))), LENGTH) == ["extends"]
    assert names(steps(learner(held=(LENGTH,), at_top=frozenset({LENGTH}))), "deeper") == []


def test_where_nothing_deeper_is_written_the_list_says_so():
    assert steps(learner(held=(ADD, MULTIPLY, LENGTH), lately=frozenset({ADD, MULTIPLY, LENGTH}))).nothing_deeper == (
        MULTIPLY,
    )


def test_what_is_put_off_or_chosen_is_not_suggested_again():
    now = learner(held=(ADD,), put_off=frozenset({MULTIPLY}), chosen=frozenset({MONEY}))
    assert names(steps(now), "ready") == [LENGTH]
    assert names(steps(replace(now, pins=(MULTIPLY, MONEY))), "ready")[0] == MULTIPLY


def test_refreshing_keeps_the_order_in_which_it_is_due():
    due = (Due(MULTIPLY, (Reason("faded"),)), Due(ADD, (Reason("due"),)), Due(DIVIDE))
    found = steps(learner(held=(ADD,), attained=(MULTIPLY,), due=due))
    assert names(found, "refresh") == [MULTIPLY, ADD]
    assert codes(found, MULTIPLY) == ["faded"]


def test_a_pin_on_something_attained_says_so():
    found = steps(learner(held=(ADD,), pins=(ADD,)))
    assert (found.steps[0].kind, codes(found, ADD)) == ("refresh", ["pinned", "attained_already"])


def test_habits_are_lived_and_never_suggested():
    habits = make_landscape([(), ()], strand=[0, 0], level=[1, 1], is_habit=[True, False])
    assert [step.competency for step in rank_next_steps(habits, [learner(n=2)])[0].steps] == [1]


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="one value for each competency"):
        make_landscape([(), ()], strand=[0], level=[0, 0])
    with pytest.raises(ValueError, match="not there"):
        make_landscape([(3,)], strand=[0], level=[0])
    with pytest.raises(ValueError, match="one value for each competency"):
        rank_next_steps(SCHOOL, [learner(n=2)])
    assert rank_next_steps(SCHOOL, []) == []
    assert score_ready(SCHOOL, []).shape == (0, 6)


@st.composite
def worlds(draw: st.DrawFn):
    n = draw(st.integers(1, 9))
    requires = [draw(st.sets(st.integers(0, place - 1), max_size=3)) if place else set() for place in range(n)]
    deepens = [(base, up) for up in range(n) for base in range(up) if draw(st.integers(0, 5)) == 0]
    landscape = make_landscape(
        [tuple(each) for each in requires],
        strand=[draw(st.integers(0, 2)) for _ in range(n)],
        level=[draw(st.integers(0, 4)) for _ in range(n)],
        deepens=deepens,
        extends=[draw(st.booleans()) for _ in range(n)],
        is_habit=[draw(st.integers(0, 6)) == 0 for _ in range(n)],
    )
    some = st.sets(st.integers(0, n - 1), max_size=n)

    def one() -> LearnerNow:
        attained = draw(some)
        return learner(
            n=n,
            held=tuple(each for each in attained if draw(st.booleans())),
            attained=tuple(attained),
            working=tuple(draw(some) - attained),
            lately=frozenset(draw(some) & attained),
            days_since={each: draw(st.floats(0, 90)) for each in draw(some)},
            pins=tuple(draw(st.lists(st.integers(0, n - 1), max_size=2, unique=True))),
            goals=frozenset(draw(some)),
            interests={each: draw(st.floats(0, 1)) for each in draw(some)},
            put_off=frozenset(draw(some)),
            chosen=frozenset(draw(st.sets(st.integers(0, n - 1), max_size=2))),
            due=tuple(Due(each) for each in draw(some)),
        )

    return landscape, [one() for _ in range(draw(st.integers(1, 3)))]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_new_work_is_never_attained_and_always_ready_unless_pinned(world):
    landscape, learners = world
    for now, found in zip(learners, rank_next_steps(landscape, learners, EVERYTHING), strict=True):
        for step in found.steps:
            assert step.reasons and step.overruled_by
            lacking = [each for each in landscape.requires[step.competency] if not now.held[each]]
            if step.kind == "ready":
                assert not now.attained[step.competency]
            if step.kind != "refresh" and lacking:
                assert step.is_pinned and "not_ready" in [reason.code for reason in step.reasons]
            if step.kind == "refresh":
                assert now.attained[step.competency]
            if not step.is_pinned:
                assert step.competency not in now.put_off | now.chosen
                assert not landscape.is_habit[step.competency]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_pins_come_first_in_their_order_and_nothing_comes_twice(world):
    landscape, learners = world
    for now, found in zip(learners, rank_next_steps(landscape, learners), strict=True):
        pins = [each for each in now.pins if each not in now.chosen and not now.working[each]]
        assert [step.competency for step in found.steps[: len(pins)]] == pins
        assert [step.is_pinned for step in found.steps] == [True] * len(pins) + [False] * (len(found.steps) - len(pins))
        assert len({step.competency for step in found.steps}) == len(found.steps)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_learners_never_mix(world):
    landscape, learners = world
    together = rank_next_steps(landscape, learners)
    assert together == [rank_next_steps(landscape, [now])[0] for now in learners]
    assert together == rank_next_steps(landscape, learners[::-1])[::-1]


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_the_order_of_what_is_known_does_not_matter(world):
    landscape, learners = world
    turned = [
        replace(
            now,
            days_since=dict(reversed(now.days_since.items())),
            interests=dict(reversed(now.interests.items())),
            goals=frozenset(reversed(sorted(now.goals))),
        )
        for now in learners
    ]
    assert rank_next_steps(landscape, turned) == rank_next_steps(landscape, learners)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data())
def test_a_goal_never_lowers_a_step(world, data):
    landscape, learners = world
    now = learners[0]
    goal = data.draw(st.integers(0, landscape.n_competencies - 1))
    without = replace(now, goals=now.goals - {goal})
    with_goal = replace(now, goals=now.goals | {goal})
    before, after = score_ready(landscape, [without, with_goal])
    assert np.all(after >= before - 1e-12)
    places = [
        [step.competency for step in found.steps if step.kind == "ready" and not step.is_pinned]
        for found in rank_next_steps(landscape, [without, with_goal], EVERYTHING)
    ]
    if goal in places[0]:
        assert places[1].index(goal) <= places[0].index(goal)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_every_list_is_short(world):
    landscape, learners = world
    for now, found in zip(learners, rank_next_steps(landscape, learners, Limits(2, 1, 1)), strict=True):
        free = [step for step in found.steps if not step.is_pinned]
        assert [
            sum(step.kind == kind for step in free) <= most
            for kind, most in (("ready", 2), ("deeper", 1), ("refresh", 1))
        ] == [True] * 3
        assert len(found.steps) <= len(now.pins) + 4
