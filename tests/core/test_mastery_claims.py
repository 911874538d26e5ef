"""A claim is tested on what comes next, and the estimate on a truth that is known: simulated learners from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.batch import Followed, fit, follow
from ownpath.core.mastery.recovery import chance_met_before, posterior_of, readings_around, responses_of
from ownpath.core.mastery.responses import Responses
from ownpath.core.mastery.simulated import SimulatedWorld, simulate_responses


@dataclass(frozen=True)
class School:
    """A simulated school: its parameters come from some of its learners, all others are followed."""

    parameters: Parameters
    held: Responses
    truth: np.ndarray
    followed: Followed
    readings: np.ndarray

    @property
    def met(self) -> np.ndarray:
        """Whether the criterion is truly met before each response."""
        return self.truth >= CRITERION.reference_logit

    def right_after_claims(self) -> list[float]:
        """The results of the three answers to a competency that come after it was claimed."""
        competency = self.held.combination_competency[self.held.combination_start[self.held.combination]]
        results: list[float] = []
        for row, claimed in zip(self.followed.claimed_row, self.followed.claimed_competency, strict=True):
            same = (self.held.learner == self.held.learner[row]) & (competency == claimed)
            same[: row + 1] = False
            results += self.held.result[same][:3].tolist()
        return results


@pytest.fixture(scope="module")
def schools() -> list[School]:
    """Four schools, each fitted on half of its learners; the other half is followed one response at a time."""
    found = []
    for seed in range(4):
        world = SimulatedWorld(competency_spread=0.4) if seed else SimulatedWorld(gain_per_answer=0.25)
        made = simulate_responses(np.random.default_rng(300 + seed), n_learners=120, n_sessions=16, world=world)
        responses = responses_of(made)
        fitted_on = np.arange(responses.n_learners) % 2 == 1
        parameters = fit(responses.of_learners(fitted_on))
        held = responses.of_learners(~fitted_on)
        truth = made.true_logit[made.learner % 2 == 0]
        found.append(School(parameters, held, truth, follow(held, parameters), readings_around(held, parameters)))
    return found


def largest_gap(said: np.ndarray, happened: np.ndarray, least: int) -> float:
    """By how much what is said differs from what happens, over tenths that hold so many responses."""
    tenth = np.minimum((said * 10).astype(int), 9)
    counts = np.bincount(tenth, minlength=10)
    assert (counts >= least).sum() >= 6
    gaps = np.bincount(tenth, said - happened, 10) / np.maximum(counts, 1)
    return float(np.max(np.abs(gaps[counts >= least])))


def test_of_the_three_answers_after_a_claim_at_least_nine_in_ten_are_right(schools) -> None:
    assert sum(len(school.followed.claimed_row) for school in schools) >= 200
    assert np.mean([result for school in schools for result in school.right_after_claims()]) >= 0.9


def test_claims_are_true_of_the_simulated_learner_at_least_nine_times_in_ten(schools) -> None:
    assert np.mean(np.concatenate([school.met[school.followed.claimed_row] for school in schools])) >= 0.9


def test_predictions_of_learners_nobody_was_fitted_on_are_calibrated(schools) -> None:
    predicted = np.concatenate([school.followed.predicted for school in schools])
    assert largest_gap(predicted, np.concatenate([school.held.result for school in schools]), 400) < 0.04


def test_the_interval_of_eighty_holds_the_truth_about_that_often(schools) -> None:
    inside = []
    for school in schools:
        middle, sd = posterior_of(school.readings, school.parameters)
        inside.append(np.abs(school.truth - middle) < 1.2816 * sd)
    assert 0.7 <= np.mean(np.concatenate(inside)) <= 0.9


def test_from_four_hundred_learners_difficulties_and_the_chance_that_the_criterion_is_met_come_back() -> None:
    made = simulate_responses(np.random.default_rng(21), n_learners=400)
    responses = responses_of(made)
    own = fit(responses)
    items, first = np.unique(made.item, return_index=True)
    truth = made.task_difficulty[first]
    found = np.array([own.task_difficulty[str(item)] for item in items.tolist()])
    assert np.corrcoef(truth, found)[0, 1] > 0.95
    # Learners grow and differ from one competency to the next, which brings all chances nearer to the middle.
    assert 0.7 < np.polyfit(truth, found, 1)[0] < 1.0
    said = chance_met_before(readings_around(responses, own), own, CRITERION)
    assert largest_gap(said, made.true_logit >= CRITERION.reference_logit, 400) < 0.08


def test_a_school_predicts_its_other_learners_better_with_its_own_numbers_once_it_has_many_answers() -> None:
    responses = responses_of(simulate_responses(np.random.default_rng(40), n_learners=160))
    learner = np.arange(responses.n_learners)
    held = responses.of_learners(learner >= 80)

    def loss(parameters: Parameters) -> float:
        predicted = follow(held, parameters).predicted
        return -float(np.mean(np.log(np.where(held.result == 1.0, predicted, 1.0 - predicted))))

    shipped = loss(PARAMETERS)
    few, many = (loss(fit(responses.of_learners(learner < n))) for n in (2, 80))
    assert many < shipped - 0.01
    # With two hundred answers its own are worse: that is why a district's numbers go live only where they are better.
    assert many < few < shipped + 0.1


@pytest.mark.parametrize("number", range(3))
def test_with_the_shipped_numbers_the_last_answer_hardly_ever_moves_an_ordinary_estimate_the_wrong_way(number) -> None:
    generator = np.random.default_rng(80 + number)
    world = SimulatedWorld.draw(generator) if number else SimulatedWorld()
    responses = responses_of(simulate_responses(generator, n_learners=60, world=world))
    readings = readings_around(responses, PARAMETERS)
    moved = readings[:, 3] - readings[:, 0]
    assert moved[responses.result == 1.0].min() > 0.0
    assert moved[responses.result == 0.0].max() < 0.06
    assert np.mean(moved[responses.result == 0.0] > 0.0) < 0.06


def test_the_same_seed_gives_the_same_simulated_responses() -> None:
    one, other = (simulate_responses(np.random.default_rng(5), n_learners=3) for _ in range(2))
    assert np.array_equal(one.result, other.result)
    assert np.array_equal(one.true_logit, other.true_logit)
    assert len(simulate_responses(np.random.default_rng(5), n_learners=0).result) == 0
