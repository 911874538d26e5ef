"""What is read just before and just after each response of many learners, to be held against a truth that is known."""

from __future__ import annotations

import math

import numpy as np

from ownpath.core.mastery.batch import look_up
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.estimator import task_key
from ownpath.core.mastery.kernel import BIT_WORDS, begin_competency, begin_learner, update_state
from ownpath.core.mastery.layout import (
    C_FRESH_INFORMATION,
    C_REFERENCE,
    E_DIFFICULTY,
    E_INFORMATION,
    E_MOMENT,
    E_NAME,
    E_REFERENCE,
    E_RESULT,
    E_SPREAD,
    E_STRENGTH,
    EVIDENCE_SIZE,
    L_INFORMATION,
    LEARNER_SIZE,
    N_FEATURES,
    STATE_SIZE,
)
from ownpath.core.mastery.logits import logit_of
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.responses import Responses, make_responses
from ownpath.core.mastery.simulated import SimulatedResponses

VARIANCE_NAMES = ("variance_start", "variance_information", "variance_learner", "variance_learner_kappa")


@compiled
def fill_readings(
    learner: np.ndarray,
    competency: np.ndarray,
    name: np.ndarray,
    result: np.ndarray,
    moment: np.ndarray,
    difficulty: np.ndarray,
    reference: np.ndarray,
    slope: np.ndarray,
    weights: np.ndarray,
    numbers: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill, for each response, what `readings_around` returns."""
    n = len(reference)
    states = np.zeros((n, STATE_SIZE))
    bits = np.zeros((n, BIT_WORDS), dtype=np.int64)
    own = np.zeros(LEARNER_SIZE)
    row = np.zeros(N_FEATURES)
    evidence = np.zeros(EVIDENCE_SIZE)
    evidence[E_STRENGTH] = evidence[E_SPREAD] = 1.0
    evidence[E_INFORMATION] = math.nan
    current = -1
    for r in range(len(result)):
        c = competency[r]
        if learner[r] != current:
            current = learner[r]
            begin_learner(own)
            for i in range(n):
                begin_competency(states[i], bits[i])
        states[c, C_REFERENCE] = reference[c]
        out[r, 0] = logit_of(row, own, states[c], -1, reference[c], slope[c], 0.0, moment[r], weights, numbers)
        out[r, 1] = states[c, C_FRESH_INFORMATION]
        out[r, 2] = own[L_INFORMATION + 1]
        evidence[E_NAME] = name[r]
        evidence[E_RESULT] = result[r]
        evidence[E_DIFFICULTY] = difficulty[r]
        evidence[E_REFERENCE] = reference[c]
        evidence[E_MOMENT] = moment[r]
        update_state(own, states[c], bits[c], evidence, numbers)
        out[r, 3] = logit_of(row, own, states[c], -1, reference[c], slope[c], 0.0, moment[r], weights, numbers)


def readings_around(responses: Responses, parameters: Parameters) -> np.ndarray:
    """Walk through responses; of one that is about several competencies, only the first counts.

    Parameters
    ----------
    responses : Responses
    parameters : Parameters

    Returns
    -------
    ndarray of float64, shape (n_responses, 4)
        The logit over the reference task just before the response, the information about the competency and about the
        learner then, and the logit just after it, at the same moment. Empty for no responses.
    """
    tables = look_up(responses, parameters)
    out = np.zeros((len(responses), 4))
    names = np.array([task_key(name) for name in responses.item_names] + [0.0])
    fill_readings(
        responses.learner,
        responses.combination_competency[responses.combination_start[responses.combination]],
        names[responses.item],
        responses.result,
        responses.moment_seconds,
        tables.difficulty,
        tables.reference,
        tables.slope,
        parameters.weights,
        parameters.numbers,
        out,
    )
    return out


def variance_of(readings: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the variance of the logit before a district's scale, for the four numbers of `VARIANCE_NAMES`."""
    start, information, learner, kappa = values
    variance: np.ndarray = 1.0 / (1.0 / start + information * readings[:, 1]) + learner / (kappa + readings[:, 2])
    return variance


def posterior_of(readings: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Return middle and standard deviation of the posterior before each response; shapes (n_responses,)."""
    values = np.array([parameters.number(name) for name in VARIANCE_NAMES])
    variance = parameters.number("variance_scale") * variance_of(readings, values)
    return readings[:, 0] * np.sqrt(1.0 + math.pi * variance / 8.0), np.sqrt(variance)


def chance_of(over: np.ndarray, shift: float, slope: float) -> np.ndarray:
    """Return the chance that the criterion is met, for how far the middle lies over it in standard deviations."""
    return np.array([0.5 * math.erfc(-(shift + slope * each) / math.sqrt(2.0)) for each in over.tolist()])


def chance_met_before(readings: np.ndarray, parameters: Parameters, criterion: Criterion) -> np.ndarray:
    """Return the probability, before each response, that the criterion is met; shape (n_responses,)."""
    middle, sd = posterior_of(readings, parameters)
    over = (middle - criterion.reference_logit) / sd
    return chance_of(over, parameters.number("met_shift"), parameters.number("met_slope"))


def responses_of(made: SimulatedResponses, world: str = "") -> Responses:
    """Bring simulated responses into the canonical form, in their own order, under names that begin with `world`."""
    return make_responses(
        learner=[f"{world}{who:06d}" for who in made.learner.tolist()],
        item=[f"{world}{i}" for i in made.item.tolist()],
        competencies=[(f"{world}{c:03d}",) for c in made.competency.tolist()],
        result=made.result.tolist(),
        moment_seconds=made.moment_seconds.tolist(),
    )
