"""Fit the default parameters of the mastery estimate on simulated learners and print them. Nothing is written.

python benchmarks/mastery_defaults.py [--worlds 90] [--learners 50]
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace

import numpy as np

from ownpath.core.mastery import (
    CompetencyState,
    Criterion,
    LearnerState,
    Observation,
    Parameters,
    default_parameters,
    fit_anchors,
    update,
)
from ownpath.core.mastery.forgetting import fade
from ownpath.core.mastery.reading import learner_part
from ownpath.core.mastery.simulated import SimulatedResponses, SimulatedWorld, simulate_responses

NAMES = (
    "start",
    *(f"learner{i}" for i in range(4)),
    *(f"response{i}" for i in range(4)),
    "hour",
    "day",
    "week",
    "variety",
)

CENTRE = np.array([0.0, 0.3, 0.3, 0.1, 0.05, 0.15, 0.15, 0.1, 0.03, 0.01, 0.02, 0.04, 0.05])
RIDGE = np.array([1000.0, *[200.0] * 7, 20000.0, *[20000.0] * 3, 3000.0])


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


def features_of(
    made: SimulatedResponses, parameters: Parameters, seed: int, calibrated: bool
) -> tuple[np.ndarray, ...]:
    """Return features, offsets, results, true logits and two informations, on learners held out from the anchors."""
    names = np.unique(made.learner)
    held = set(np.random.default_rng(seed).permutation(names)[: len(names) // 2].tolist())
    rows = list(
        zip(
            made.learner.tolist(),
            made.item.tolist(),
            made.competency.tolist(),
            made.result.tolist(),
            made.moment_seconds.tolist(),
            made.true_logit.tolist(),
            strict=True,
        )
    )
    anchors = fit_anchors((who, str(i), (str(c),), r) for who, i, c, r, _, _ in rows if who not in held)
    criterion = Criterion()
    learners: dict[int, LearnerState] = {}
    states: dict[tuple[int, int], CompetencyState] = {}
    out: list[tuple[float, ...]] = []
    for learner, item, competency, result, moment, truth in rows:
        if learner not in held:
            continue
        state = learners.get(learner) or LearnerState.new()
        before = states.get((learner, competency)) or CompetencyState.new()
        levels, informations, _, kept = fade(before, moment - (before.last_moment or moment), parameters)
        difficulty = anchors.difficulty(str(item), (str(competency),))
        reference = anchors.competency_difficulty(str(competency))
        if not calibrated:
            difficulty = reference = 0.0
        variety = kept * math.log(1.0 + before.tasks_done.bit_count())
        general = [level * (kept if learner_part(state, parameters) > 0.0 else 1.0) for level in state.levels]
        out.append(
            (
                1.0,
                *general,
                *levels,
                variety,
                -difficulty,
                result,
                truth + reference,
                informations[1],
                state.informations[1],
            )
        )
        observation = Observation("response", result, moment, str(item), difficulty, 1, reference)
        learners[learner], states[learner, competency], _ = update(state, before, observation, parameters, criterion)
    table = np.array(out)
    return table[:, :13], table[:, 13], table[:, 14], table[:, 15], table[:, 16], table[:, 17]


def fit_weights(
    x: np.ndarray, offset: np.ndarray, y: np.ndarray, centre: np.ndarray, penalty: np.ndarray
) -> np.ndarray:
    """Ridge logistic regression towards `centre`, weights not negative but the first, by projected Newton steps."""
    w = centre.copy()
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-(x @ w + offset)))
        slope = x.T @ (y - p) - penalty * (w - centre)
        active = (w > 0.0) | (slope > 0.0)
        active[0] = True
        curve = (x[:, active] * (p * (1.0 - p))[:, None]).T @ x[:, active] + np.diag(penalty[active])
        step = np.zeros_like(w)
        step[active] = np.linalg.solve(curve, slope[active])
        moved = w + step
        moved[1:] = np.maximum(moved[1:], 0.0)
        if np.abs(moved - w).max() < 1e-10:
            break
        w = moved
    return w


def fit_variance(error: np.ndarray, own: np.ndarray, learner: np.ndarray) -> tuple[float, float, float, float]:
    """Search the variance formula by Gaussian likelihood over a grid, finer twice."""
    best, width = np.array([0.8, 1.0, 0.5, 1.0]), 2.0
    squared = error**2

    def loss(v: np.ndarray) -> float:
        variance = 1.0 / (1.0 / v[0] + v[1] * own) + v[2] / (v[3] + learner)
        return float(np.mean(np.log(variance) + squared / variance))

    for _ in range(30):
        improved = False
        for i in range(4):
            for factor in (width, 1.0 / width):
                trial = best.copy()
                trial[i] *= factor
                if 0.02 <= trial[i] <= 10.0 and loss(trial) < loss(best) - 1e-9:
                    best, improved = trial, True
        if not improved:
            width = math.sqrt(width)
    return tuple(float(f"{value:.3g}") for value in best)


def main() -> None:
    """Simulate, fit, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--worlds", type=int, default=90)
    options.add_argument("--learners", type=int, default=50)
    chosen = options.parse_args()
    parts = []
    for number in range(chosen.worlds):
        parts.append(features_of(world_number(number, chosen.learners), default_parameters(), number, number % 3 != 1))
    x, offset, y, truth, own, learner = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    w = fit_weights(x, offset, y, CENTRE, RIDGE)
    logit = x @ w + offset
    before = x @ CENTRE + offset
    for name, values in (("where the fit starts", before), ("fitted", logit)):
        print(f"{name}: log loss {np.mean(np.logaddexp(0.0, values) - y * values):.5f}, {len(y):,} simulated responses")
    print("weights:", " ".join(f"{name}={value:.3g}" for name, value in zip(NAMES, w, strict=True)))
    print("variance:", fit_variance(truth - x @ w, own, learner))


if __name__ == "__main__":
    main()
