"""What the mastery estimate guarantees for every history, however strange."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from mastery_histories import CRITERION, PARAMETERS, histories

from ownpath.core.mastery import (
    CompetencyState,
    LearnerState,
    Observation,
    probability_at,
    read,
    replay,
    update,
)

ROUNDING = 1e-9


def states_after(history, key: str = "fractions") -> tuple[LearnerState, CompetencyState]:
    learner, by_competency = replay(history, PARAMETERS, CRITERION)
    return learner, by_competency.get(key, CompetencyState.new())


@given(histories(), histories(least=1, most=1))
def test_a_right_answer_never_lowers_and_a_wrong_answer_never_raises_the_estimate_of_that_moment(history, last) -> None:
    learner, before = states_after(history)
    template = last[0][1]
    moment = template.moment_seconds
    if moment is not None and before.last_moment is not None:
        moment = max(moment, before.last_moment)
    earlier = read(learner, before, PARAMETERS, CRITERION, moment).logit
    for result in (0.0, 1.0):
        observation = replace(template, result=result, moment_seconds=moment)
        new_learner, after, _ = update(learner, before, observation, PARAMETERS, CRITERION)
        later = read(new_learner, after, PARAMETERS, CRITERION).logit
        if result == 1.0:
            assert later >= earlier - ROUNDING
        else:
            assert later <= earlier + ROUNDING


@given(histories(least=1), st.data())
def test_a_better_result_in_the_same_history_never_gives_a_lower_estimate(history, data) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    key, observation = history[place]
    better = replace(observation, result=data.draw(st.floats(observation.result, 1.0)))
    raised = [*history[:place], (key, better), *history[place + 1 :]]
    for competency in ("fractions", "ratios"):
        low, high = states_after(history, competency), states_after(raised, competency)
        one, other = read(*low, PARAMETERS, CRITERION), read(*high, PARAMETERS, CRITERION)
        assert other.logit >= one.logit - ROUNDING
        assert other.sd == one.sd
        assert other.probability_met >= one.probability_met - ROUNDING


@given(histories(least=1), st.lists(st.floats(0.0, 1e12), min_size=2, max_size=6))
def test_time_alone_only_lowers_and_only_widens(history, waits) -> None:
    learner, state = states_after(history)
    start = state.last_moment or 0.0
    moments = [start + wait for wait in sorted(waits)]
    probabilities = [probability_at(learner, state, moment, PARAMETERS) for moment in (start, *moments)]
    assert all(late <= early + ROUNDING for early, late in pairwise(probabilities))
    readings = [read(learner, state, PARAMETERS, CRITERION, moment) for moment in (start, *moments)]
    assert all(late.sd >= early.sd - ROUNDING for early, late in pairwise(readings))
    for reading, probability in zip(readings, probabilities, strict=True):
        assert math.isclose(reading.probability, probability, abs_tol=ROUNDING)


@given(histories(), histories())
def test_attained_stays_with_its_moment_and_its_rule_whatever_follows(first, then) -> None:
    learner, state = states_after(first)
    claimed = replace(state, attained=True, attained_moment=5.0, attained_confidence=0.9, attained_reference=0.8)
    for _, observation in then:
        learner, claimed, _ = update(learner, claimed, replace(observation, result=0.0), PARAMETERS, CRITERION)
        reading = read(learner, claimed, PARAMETERS, CRITERION)
        assert reading.attained
        assert reading.attained_moment == 5.0
        assert reading.attained_rule == "estimate>=0.90@0.80"


@given(histories())
def test_attained_is_first_proposed_only_where_the_rule_is_met_and_evidence_is_enough(history) -> None:
    learner, states = LearnerState.new(), {}
    for key, observation in history:
        before = states.get(key, CompetencyState.new())
        learner, states[key], _ = update(learner, before, observation, PARAMETERS, CRITERION)
        if states[key].attained and not before.attained:
            reading = read(learner, states[key], PARAMETERS, CRITERION)
            assert reading.probability_met >= CRITERION.claim_confidence - ROUNDING
            assert reading.enough_evidence
            assert reading.missing == ""


@given(histories(), st.one_of(st.none(), st.floats(-1e9, 1e12)))
def test_reasons_add_up_to_the_logit_and_are_at_most_five_largest_first(history, moment) -> None:
    learner, state = states_after(history)
    reading = read(learner, state, PARAMETERS, CRITERION, moment)
    sizes = [abs(reason.logits) for reason in reading.reasons]
    assert len(sizes) <= 5
    assert sizes == sorted(sizes, reverse=True)
    assert math.isclose(sum(reason.logits for reason in reading.reasons), reading.logit, abs_tol=1e-9)
    _, _, trace = update(learner, state, Observation("response", 1.0), PARAMETERS, CRITERION)
    assert math.isclose(sum(logits for _, logits in trace.contributions), trace.logit, abs_tol=1e-9)


@given(histories(), st.one_of(st.none(), st.floats(-1e9, 1e12)))
def test_every_number_of_a_reading_lies_in_its_range(history, moment) -> None:
    learner, state = states_after(history)
    reading = read(learner, state, PARAMETERS, CRITERION, moment)
    low, high = reading.interval_80
    assert math.isfinite(reading.logit)
    assert 0.0 < reading.sd < 10.0
    assert 0.0 <= low <= reading.probability <= high <= 1.0
    assert 0.0 <= reading.probability_met <= 1.0
    assert reading.effective_evidence >= 0.0
    assert reading.missing in ("", "more_evidence", "other_tasks", "surer")
    assert reading.enough_evidence == (reading.missing == "") == (reading.missing_count == 0)
    assert reading.attained or reading.hold_until is None
    assert all(
        0.0 <= update(learner, state, observation, PARAMETERS, CRITERION)[2].predicted <= 1.0
        for _, observation in history
    )


@given(histories(), st.floats(0.0, 2e9))
def test_what_is_held_ends_when_the_prediction_falls_below_the_bound(history, moment) -> None:
    from_before = ("fractions", Observation("prior", 1.0, moment))
    shown = [(key, replace(observation, result=1.0)) for key, observation in history]
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
