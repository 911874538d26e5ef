"""A claim is tested on what comes next: simulated learners whose true state is known, from a seed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, fit_anchors, read, update
from ownpath.core.mastery.simulated import SimulatedWorld, simulate_responses


@pytest.fixture(scope="module")
def followed() -> dict[str, np.ndarray]:
    """Anchors from one half of the learners; the other half followed one response at a time."""
    right_after: list[list[float]] = []
    truth_at_claim: list[float] = []
    answers_at_claim: list[int] = []
    predicted: list[float] = []
    results: list[float] = []
    inside: list[bool] = []
    for seed in range(4):
        generator = np.random.default_rng(300 + seed)
        world = SimulatedWorld(competency_spread=0.4) if seed else SimulatedWorld(gain_per_answer=0.25)
        made = simulate_responses(generator, n_learners=120, n_sessions=16, world=world)
        columns = (made.learner, made.item, made.competency, made.result, made.moment_seconds, made.true_logit)
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        anchors = fit_anchors((row[0], str(row[1]), (str(row[2]),), row[3]) for row in rows if row[0] % 2)
        learners: dict[int, LearnerState] = {}
        states: dict[tuple[int, int], CompetencyState] = {}
        open_claims: dict[tuple[int, int], list[float]] = {}
        for learner, item, competency, result, moment, truth in rows:
            if learner % 2:
                continue
            key = (learner, competency)
            before = states.get(key, CompetencyState.new())
            state = learners.get(learner, LearnerState.new())
            hard = anchors.difficulty(str(item), (str(competency),))
            reference = anchors.competency_difficulty(str(competency))
            observation = Observation("response", result, moment, str(item), hard, 1, reference)
            reading = read(state, before, PARAMETERS, CRITERION, moment)
            inside.append(reading.interval_80[0] <= 1.0 / (1.0 + math.exp(-truth)) <= reading.interval_80[1])
            learners[learner], states[key], trace = update(state, before, observation, PARAMETERS, CRITERION)
            predicted.append(trace.predicted)
            results.append(result)
            if key in open_claims and len(open_claims[key]) < 3:
                open_claims[key].append(result)
            if states[key].attained and not before.attained:
                open_claims[key] = []
                truth_at_claim.append(truth)
                answers_at_claim.append(states[key].count)
        right_after += open_claims.values()
    return {
        "right_after": np.array([result for claim in right_after for result in claim]),
        "truth_at_claim": np.array(truth_at_claim),
        "answers_at_claim": np.array(answers_at_claim),
        "predicted": np.array(predicted),
        "results": np.array(results),
        "inside": np.array(inside),
    }


def test_of_the_three_answers_after_a_claim_at_least_nine_in_ten_are_right(followed) -> None:
    assert len(followed["truth_at_claim"]) >= 40
    assert followed["right_after"].mean() >= 0.9


def test_claims_are_true_of_the_simulated_learner_at_least_four_times_in_five(followed) -> None:
    assert np.mean(followed["truth_at_claim"] >= CRITERION.reference_logit) >= 0.8


def test_predictions_are_calibrated_on_simulated_learners(followed) -> None:
    place = np.minimum((followed["predicted"] * 10).astype(int), 9)
    for b in range(10):
        here = place == b
        if here.sum() >= 400:
            assert abs(followed["predicted"][here].mean() - followed["results"][here].mean()) < 0.08


def test_the_interval_of_eighty_holds_the_truth_about_that_often(followed) -> None:
    assert 0.7 <= followed["inside"].mean() <= 0.9


def test_the_same_seed_gives_the_same_simulated_responses() -> None:
    one, other = (simulate_responses(np.random.default_rng(5), n_learners=3) for _ in range(2))
    assert np.array_equal(one.result, other.result)
    assert np.array_equal(one.true_logit, other.true_logit)
    assert len(simulate_responses(np.random.default_rng(5), n_learners=0).result) == 0
