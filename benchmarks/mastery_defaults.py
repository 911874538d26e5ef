"""Fit the shipped parameters of the mastery estimate on simulated learners, on no real person's data.

    .venv/bin/python benchmarks/mastery_defaults.py [--worlds 90] [--learners 60] [--write]

Prints what they are worth on simulated learners who were held out; with --write they become the shipped ones.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from ownpath.core.mastery import Criterion, Parameters
from ownpath.core.mastery.batch import fit
from ownpath.core.mastery.layout import F_DIFFICULTY_LINEAR, F_LEARNER, F_LEVEL, N_FEATURES, NUMBER_NAMES
from ownpath.core.mastery.recovery import VARIANCE_NAMES, chance_of, posterior_of, readings_around, variance_of
from ownpath.core.mastery.responses import Responses, make_responses
from ownpath.core.mastery.simulated import SimulatedResponses, SimulatedWorld, simulate_responses

TARGET = Path(__file__).resolve().parents[1] / "src" / "ownpath" / "core" / "mastery" / "default_parameters.json"
NUMBERS = {
    "learner_kappa": 2.0,
    "competency_kappa": 1.0,
    "task_kappa": 0.5,
    "level_kappa": 1.5,
    "learner_keep": 0.99,
    "competency_keep": 0.97,
    "repeat_information": 1.0,
    "prior_kappa": 0.25,
    "prior_information": 2.0,
    "prior_weight": 1.6,
    "prior_strong": 0.95,
    "prior_wear": 0.7,
    "forgetting_power": 0.2,
    "variance_start": 1.0,
    "variance_information": 1.0,
    "variance_learner": 0.7,
    "variance_learner_kappa": 1.3,
    "variance_enough": 0.4,
    "variance_scale": 1.0,
    "met_shift": 0.0,
    "met_slope": 1.0,
    "information_half_life_seconds": 90 * 86400.0,
    "information_keep": 0.95,
    "struggling_level": -0.5,
    "struggling_amount": 5.0,
    "overall": 0.0,
    "spacing_gain": 0.5,
    "rubric_strength": 2.0,
    "artifact_strength": 2.0,
    "observation_strength": 1.0,
    "hint_cost": 0.25,
    "requires_weight": 0.5,
    "support_gain": 0.25,
    "related_kappa": 0.5,
}


def neutral() -> Parameters:
    """Where fitting begins: what everybody would write down without data."""
    weights = np.zeros(N_FEATURES)
    weights[F_DIFFICULTY_LINEAR] = -1.0
    weights[F_LEARNER + 4] = weights[F_LEVEL] = 0.5
    return Parameters(weights, np.array([NUMBERS[name] for name in NUMBER_NAMES]))


def world_number(number: int, n_learners: int) -> SimulatedResponses:
    """Simulate one drawn world. Of three, two work on a competency until it is done, the last gets mixed practice."""
    generator = np.random.default_rng(number)
    world = SimulatedWorld.draw(generator)
    if number % 3 == 1:
        # A school where no task is calibrated: competencies are about equally hard once their turn has come.
        world = replace(world, competency_spread=0.3)
    if number % 3 < 2:
        return simulate_responses(generator, n_learners=n_learners, world=world)
    world = replace(world, answers_per_session=1, gain_per_answer=0.02, insight_chance=0.0)
    return simulate_responses(generator, n_learners=n_learners, world=world, n_competencies=60, n_sessions=100)


def worlds_together(numbers: range, n_learners: int) -> tuple[Responses, np.ndarray]:
    """Several worlds in one, with names of their own, and the true logit before each response."""
    made = [(number, world_number(number, n_learners)) for number in numbers]
    rows = [
        (f"{number:04d}-{who:05d}", f"{number:04d}-{i}", (f"{number:04d}-{c}",), result, moment, truth)
        for number, each in made
        for who, i, c, result, moment, truth in zip(
            *(a.tolist() for a in (each.learner, each.item, each.competency)),
            *(a.tolist() for a in (each.result, each.moment_seconds, each.true_logit)),
            strict=True,
        )
    ]
    rows.sort(key=lambda row: (row[0], row[4]))
    learner, item, competencies, result, moment, truth = zip(*rows, strict=True)
    responses = make_responses(
        learner=learner, item=item, competencies=competencies, result=result, moment_seconds=moment
    )
    return responses, np.array(truth)


def fit_variance(readings: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The four numbers under which the truth is most likely, normal around the middle of the posterior."""

    def loss(logs: np.ndarray) -> float:
        variance = variance_of(readings, np.exp(logs))
        middle = readings[:, 0] * np.sqrt(1.0 + math.pi * variance / 8.0)
        return float(np.mean(np.log(variance) + (truth - middle) ** 2 / variance))

    found = minimize(loss, np.log([0.9, 1.0, 0.7, 1.3]), method="Nelder-Mead", options={"maxiter": 1200})
    return np.exp(found.x)


def errors_of_worlds(start: Parameters, numbers: range, n_learners: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fit each world by itself, as a district does.

    Returns how far the truth lies above the middle of the posterior and how far the middle lies above the criterion,
    both in standard deviations, and whether the criterion is truly met.
    """
    criterion = Criterion()
    errors, overs, mets, scales = [], [], [], []
    for number in numbers:
        held, truth = worlds_together(range(number, number + 1), n_learners)
        own = fit(held, start=start)
        readings = readings_around(held, own)
        middle, sd = posterior_of(readings, own)
        errors.append((truth - middle) / sd)
        overs.append((middle - criterion.reference_logit) / sd)
        mets.append(truth >= criterion.reference_logit)
        scales.append(own.number("variance_scale"))
    print("variance scale of each world:", " ".join(f"{scale:.2f}" for scale in scales))
    return np.concatenate(errors), np.concatenate(overs), np.concatenate(mets)


def fit_chance(over: np.ndarray, met: np.ndarray) -> np.ndarray:
    """Shift and slope of the chance that the criterion is met, by maximum likelihood."""

    def loss(values: np.ndarray) -> float:
        chance = np.clip(chance_of(over, *values), 1e-9, 1.0 - 1e-9)
        return float(-np.mean(np.where(met, np.log(chance), np.log(1.0 - chance))))

    return np.asarray(minimize(loss, np.array([0.0, 1.0]), method="Nelder-Mead").x)


def print_recovery(shipped: Parameters, numbers: range, n_learners: int) -> None:
    """Compare the posterior with the truth on worlds that nothing was fitted on, each fitted by itself."""
    errors, over, met = errors_of_worlds(shipped, numbers, n_learners)
    inside = np.mean(np.abs(errors) < 1.2816)
    print(f"held out: bias {np.mean(errors):.3f} sd, spread {np.std(errors):.3f}, in the 80% interval {inside:.3f}")
    said = chance_of(over, shipped.number("met_shift"), shipped.number("met_slope"))
    for low in np.arange(0.0, 1.0, 0.1):
        chosen = (said >= low) & (said < low + 0.1)
        if chosen.any():
            print(
                f"P(met) {low:.1f}-{low + 0.1:.1f}: {chosen.sum():7d} said {said[chosen].mean():.3f} "
                f"true {met[chosen].mean():.3f}"
            )


def main() -> None:
    """Fit, print what they are worth, write if asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--worlds", type=int, default=90)
    options.add_argument("--learners", type=int, default=60)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    responses, truth = worlds_together(range(chosen.worlds), chosen.learners)
    fitted = fit(responses, start=neutral())
    readings = readings_around(responses, fitted)
    values = fit_variance(readings, truth)
    numbers = fitted.numbers.copy()
    for name, value in zip(VARIANCE_NAMES, values, strict=True):
        numbers[NUMBER_NAMES.index(name)] = round(float(value), 4)
    numbers[NUMBER_NAMES.index("overall")] = 0.0
    shipped = Parameters(
        np.round(fitted.weights, 4),
        numbers,
        provenance={"simulated": True, "responses": len(responses), "learners": responses.n_learners},
    )
    print(f"{len(responses)} simulated responses of {responses.n_learners} simulated learners; variance {values}")
    every = 4 * chosen.learners
    _, over, met = errors_of_worlds(shipped, range(4000, 4000 + chosen.worlds // 3), every)
    sample = np.random.default_rng(1).permutation(len(over))[:100_000]
    for name, value in zip(("met_shift", "met_slope"), fit_chance(over[sample], met[sample]), strict=True):
        numbers[NUMBER_NAMES.index(name)] = round(float(value), 4)
    shipped = replace(shipped, numbers=numbers)
    print("met", shipped.number("met_shift"), shipped.number("met_slope"))
    print_recovery(shipped, range(5000, 5000 + chosen.worlds // 3), every)
    if chosen.write:
        TARGET.write_text(json.dumps(shipped.to_dict(), indent=1) + "\n")
        print(f"written: {TARGET.name}, hash {shipped.hash[:12]}")


if __name__ == "__main__":
    main()
