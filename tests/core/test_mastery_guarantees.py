"""What the mastery estimate guarantees for every history and all valid parameters, however strange."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mastery_histories import (
    CRITERION,
    KEYS,
    PARAMETERS,
    REQUIRED,
    claimed,
    histories,
    made_better,
    parameters_drawn,
    states_after,
)

from ownpath.core.mastery import (
    CompetencyState,
    LearnerState,
    Observation,
    begin_competency_from,
    probability_at,
    read,
    replay,
    update,
)
from ownpath.core.mastery.layout import NUMBER_NAMES

ROUNDING = 1e-9
moments = st.one_of(st.none(), st.floats(-1e9, 1e12), st.just(1e301))


@settings(max_examples=150)
@given(histories(least=1), st.data(), parameters_drawn, st.floats(0.0, 1e9))
def test_a_better_result_in_the_same_history_never_reads_lower_anywhere_now_or_later(
    history, data, parameters, wait
) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    key, observation = history[place]
    raised = [*history[:place], (key, made_better(observation, data.draw)), *history[place + 1 :]]
    (learner, states), (other_learner, other_states) = (
        replay(each, parameters, CRITERION, REQUIRED) for each in (history, raised)
    )
    for competency in KEYS:
        # A competency without evidence may start from those it requires.
        low, high = (
            found.get(competency)
            or begin_competency_from(
                [found[each] for each in REQUIRED.get(competency, ()) if each in found], parameters
            )
            for found in (states, other_states)
        )
        for moment in (None, (low.last_moment or 0.0) + wait):
            one = read(learner, low, parameters, CRITERION, moment, competency)
            other = read(other_learner, high, parameters, CRITERION, moment, competency)
            assert other.logit >= one.logit - ROUNDING
            assert other.sd == one.sd
            assert other.probability_met >= one.probability_met - ROUNDING
            assert other.effective_evidence == one.effective_evidence


@given(histories(least=1), st.lists(st.floats(0.0, 1e12), min_size=2, max_size=6), parameters_drawn)
def test_time_alone_only_lowers_and_only_widens(history, waits, parameters) -> None:
    learner, state = states_after(history, parameters=parameters)
    start = state.last_moment or 0.0
    later = [start + wait for wait in sorted(waits)]
    probabilities = [probability_at(learner, state, moment, parameters) for moment in (start, *later)]
    assert all(late <= early + ROUNDING for early, late in pairwise(probabilities))
    readings = [read(learner, state, parameters, CRITERION, moment) for moment in (start, *later)]
    assert all(late.logit <= early.logit + ROUNDING for early, late in pairwise(readings))
    assert all(late.sd >= early.sd - ROUNDING for early, late in pairwise(readings))
    assert all(late.effective_evidence <= early.effective_evidence + ROUNDING for early, late in pairwise(readings))
    for reading, probability in zip(readings, probabilities, strict=True):
        assert math.isclose(reading.probability, probability, abs_tol=ROUNDING)


@settings(max_examples=40)
@given(histories(), histories())
def test_attained_stays_with_its_moment_and_its_rule_whatever_follows(first, then) -> None:
    learner, state = states_after(first)
    state = claimed(state, 5.0)
    for _, observation in then:
        worst = replace(observation, result=0.0, level=observation.level and 1)
        learner, state, _ = update(learner, state, worst, PARAMETERS, CRITERION)
        reading = read(learner, state, PARAMETERS, CRITERION)
        assert reading.attained
        assert reading.attained_moment == 5.0
        assert reading.attained_rule == "estimate>=0.90@0.80"


@given(histories(), parameters_drawn)
def test_attained_is_first_proposed_only_where_the_rule_is_met_and_evidence_is_enough(history, parameters) -> None:
    learner, states = LearnerState.new(), {}
    for key, observation in history:
        before = states.get(key, CompetencyState.new())
        learner, states[key], _ = update(learner, before, observation, parameters, CRITERION)
        if states[key].attained and not before.attained:
            reading = read(learner, states[key], parameters, CRITERION, name=observation.competency)
            assert reading.probability_met >= CRITERION.claim_confidence - ROUNDING
            assert reading.enough_evidence
            assert reading.attained_moment == states[key].last_moment


@given(histories(least=1), st.data(), parameters_drawn)
def test_a_better_result_never_takes_a_claim_away(history, data, parameters) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    key, observation = history[place]
    raised = [*history[:place], (key, made_better(observation, data.draw)), *history[place + 1 :]]
    _, states = replay(history, parameters, CRITERION, REQUIRED)
    _, other_states = replay(raised, parameters, CRITERION, REQUIRED)
    for competency, state in states.items():
        assert other_states[competency].attained or not state.attained


@given(histories(), moments, parameters_drawn)
def test_reasons_add_up_to_the_logit_and_are_at_most_five_largest_first(history, moment, parameters) -> None:
    learner, state = states_after(history, parameters=parameters)
    reading = read(learner, state, parameters, CRITERION, moment)
    sizes = [abs(reason.logits) for reason in reading.reasons]
    assert len(sizes) <= 5
    assert sizes == sorted(sizes, reverse=True)
    assert math.isclose(sum(reason.logits for reason in reading.reasons), reading.logit, abs_tol=1e-9)
    for observation in (Observation("response", 1.0), *(each for _, each in history)):
        _, _, trace = update(learner, state, observation, parameters, CRITERION)
        assert math.isclose(sum(logits for _, logits in trace.contributions), trace.logit, abs_tol=1e-9)


@settings(max_examples=120)
@given(histories(), moments, parameters_drawn)
def test_every_number_of_a_reading_lies_in_its_range(history, moment, parameters) -> None:
    learner, state = states_after(history, parameters=parameters)
    reading = read(learner, state, parameters, CRITERION, moment)
    low, high = reading.interval_80
    assert math.isfinite(reading.logit)
    assert 0.0 < reading.sd < 10.0
    assert 0.0 <= low <= reading.probability <= high <= 1.0
    assert 0.0 <= reading.probability_met <= 1.0
    assert 0.0 <= reading.effective_evidence < math.inf
    assert reading.missing in ("", "more_evidence", "other_tasks", "surer")
    assert reading.enough_evidence == (reading.missing == "") == (reading.missing_count == 0)
    assert reading.attained or reading.hold_until is None
    assert reading.hold_until is None or math.isfinite(reading.hold_until)
    assert all(math.isfinite(reason.logits) for reason in reading.reasons)
    assert -6.0 <= min(learner.level, state.level) <= max(learner.level, state.level) <= 6.0
    for _, observation in history:
        _, _, trace = update(learner, state, observation, parameters, CRITERION)
        assert math.isfinite(trace.logit)
        assert 0.0 <= trace.predicted <= 1.0


@given(histories(), st.floats(0.0, 2e9))
def test_what_is_held_ends_when_the_prediction_falls_below_the_bound(history, moment) -> None:
    from_before = ("fractions", Observation("prior", 1.0, moment))
    shown = [(key, replace(observation, result=1.0, level=None, n_levels=None)) for key, observation in history]
    learner, state = states_after([from_before, *shown])
    reading = read(learner, state, PARAMETERS, CRITERION)
    assert reading.attained
    if reading.hold_until is None:
        nearly_ten_years_later = state.last_moment + 3600 * 86400.0
        assert probability_at(learner, state, nearly_ten_years_later, PARAMETERS) >= CRITERION.hold_probability - 1e-3
    else:
        at_end = probability_at(learner, state, reading.hold_until, PARAMETERS)
        if reading.hold_until > state.last_moment:
            assert math.isclose(at_end, CRITERION.hold_probability, abs_tol=1e-3)
        else:
            assert at_end < CRITERION.hold_probability


@given(
    st.lists(st.floats(0.0, 1.0), min_size=2, max_size=2).map(sorted),
    st.lists(st.sampled_from([-9.0, -1.0, 0.0, 1.0, 9.0]), min_size=2, max_size=4),
    st.sampled_from(["response", "rubric"]),
)
def test_not_even_where_levels_move_as_fast_as_they_may_does_a_better_past_lead_to_a_lower_level(
    firsts, difficulties, kind
) -> None:
    numbers = PARAMETERS.numbers.copy()
    numbers[NUMBER_NAMES.index("level_kappa")] = 1e-6
    fast = replace(PARAMETERS, numbers=numbers)
    found = []
    for first in firsts:
        learner, state = LearnerState.new(), CompetencyState.new()
        for number, difficulty in enumerate(difficulties):
            level = {"level": 2, "n_levels": 3} if kind == "rubric" and number else {}
            observation = Observation(kind, first if number == 0 else 0.0, None, f"t{number}", difficulty, **level)
            learner, state, _ = update(learner, state, observation, fast, CRITERION)
        found.append((learner.level, state.level))
    assert found[1][0] >= found[0][0] - ROUNDING
    assert found[1][1] >= found[0][1] - ROUNDING


@pytest.mark.parametrize("far", [-1.7e308, 1.7e308])
def test_a_difficulty_beyond_thirty_logits_counts_as_thirty(far) -> None:
    new = LearnerState.new(), CompetencyState.new()
    for known in ({"task_difficulty": far}, {"task_difficulty": 0.0, "competency_difficulty": far / 2}):
        bounded = {name: min(max(value, -30.0), 30.0) for name, value in known.items()}
        assert update(*new, Observation("response", 1.0, **known), PARAMETERS, CRITERION) == update(
            *new, Observation("response", 1.0, **bounded), PARAMETERS, CRITERION
        )
