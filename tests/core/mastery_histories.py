"""Histories of evidence and parameters that Hypothesis can make, shared by the tests of the mastery estimate."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from hypothesis import strategies as st

from ownpath.core.mastery import (
    CompetencyState,
    Criterion,
    LearnerState,
    Observation,
    Parameters,
    default_parameters,
    replay,
)
from ownpath.core.mastery.layout import (
    ATTAINED,
    C_ATTAINED_AT,
    C_ATTAINED_CONFIDENCE,
    C_ATTAINED_REFERENCE,
    C_FLAGS,
    IS_FREE,
    N_FEATURES,
    NUMBER_NAMES,
)

PARAMETERS = default_parameters()
CRITERION = Criterion()
KEYS = ("fractions", "ratios", "percent")
REQUIRED = {"ratios": ("fractions",), "percent": ("fractions", "ratios")}
TASKS = ("", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
EXTREMES = (-1e300, -1e6, -30.0, 30.0, 1e6, 1e300)

results = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
gaps_seconds = st.one_of(
    st.none(), st.sampled_from([0.0, 60.0, 7 * 86400.0]), st.floats(0.0, 1e10), st.sampled_from([-1e9, 1e300])
)
difficulties = st.one_of(st.none(), st.floats(-4, 4), st.sampled_from(EXTREMES))


@st.composite
def observations(draw: st.DrawFn, moment: float | None) -> Observation:
    """Draw one piece of evidence of any kind; a rating has a level, a rater and sometimes neither."""
    kind = draw(st.sampled_from(("response", "response", "rubric", "observation", "artifact", "prior")))
    n_levels = draw(st.sampled_from([None, 2, 4, 7])) if kind != "response" else None
    return Observation(
        kind=kind,
        result=draw(results),
        moment_seconds=moment,
        task=draw(st.sampled_from(TASKS)),
        task_difficulty=draw(difficulties),
        spread=draw(st.sampled_from([1, 1, 2, 7])),
        competency_difficulty=draw(difficulties),
        competency=draw(st.sampled_from(["", *KEYS])),
        level=None if n_levels is None else draw(st.integers(1, n_levels)),
        n_levels=n_levels,
        rater=draw(st.sampled_from(["", "strict", "mild"])),
        hints=draw(st.sampled_from([0, 0, 1, 9])),
    )


@st.composite
def histories(draw: st.DrawFn, least: int = 0, most: int = 12) -> list[tuple[str, Observation]]:
    """Draw evidence of one learner on up to three competencies; extreme moments and difficulties included."""
    moment = draw(st.floats(-1e9, 2e9))
    made = []
    for _ in range(draw(st.integers(least, most))):
        gap = draw(gaps_seconds)
        moment += gap or 0.0
        made.append((draw(st.sampled_from(KEYS)), draw(observations(None if gap is None else moment))))
    return made


@lru_cache(maxsize=64)
def drawn_parameters(seed: int) -> Parameters:
    """Valid parameters far from the shipped ones: any weight that need not be free is at least 0. Seed 0: shipped."""
    if seed == 0:
        return PARAMETERS
    generator = np.random.default_rng(seed)
    weights = generator.normal(0.0, generator.uniform(0.05, 1.5), N_FEATURES)
    weights[~IS_FREE] = np.abs(weights[~IS_FREE]) * (generator.random(int((~IS_FREE).sum())) < 0.6)
    numbers = PARAMETERS.numbers * generator.uniform(0.2, 2.5, len(NUMBER_NAMES))
    for name, low, high in (
        ("learner_keep", 0.5, 1.0),
        ("competency_keep", 0.5, 1.0),
        ("information_keep", 0.5, 1.0),
        ("prior_wear", 0.0, 1.0),
        ("prior_strong", 0.5, 1.0),
        ("level_kappa", 0.02, 3.0),
        ("overall", -1.0, 1.0),
        ("met_shift", -1.0, 1.0),
        ("repeat_information", 0.0, 1.0),
    ):
        numbers[NUMBER_NAMES.index(name)] = generator.uniform(low, high)
    return Parameters(
        weights,
        numbers,
        task_difficulty={"a": 0.7, "b": -2.5},
        competency_difficulty={"ratios": 0.4},
        task_discrimination={"a": 0.5, "c": -0.5},
        learning_slope={"fractions": 0.3, "percent": -0.4},
        rubric_thresholds={"4": (-2.0, 0.1, 1.4)},
        rater_severity={"strict": 1.2, "mild": -0.8},
    )


parameters_drawn = st.integers(0, 40).map(drawn_parameters)


def states_after(
    history: list[tuple[str, Observation]],
    key: str = "fractions",
    parameters: Parameters = PARAMETERS,
) -> tuple[LearnerState, CompetencyState]:
    """The states after a history in which competencies require each other."""
    learner, by_competency = replay(history, parameters, CRITERION, REQUIRED)
    return learner, by_competency.get(key, CompetencyState.new())


def made_better(observation: Observation, draw: st.DrawFn) -> Observation:
    """The same piece of evidence with a result (or a level) at least as good, and no more hints."""
    raised = replace(
        observation,
        result=draw(st.floats(observation.result, 1.0)),
        hints=draw(st.integers(0, observation.hints)),
    )
    if observation.level is not None and observation.n_levels is not None:
        raised = replace(raised, level=draw(st.integers(observation.level, observation.n_levels)))
    return raised


def claimed(state: CompetencyState, moment: float) -> CompetencyState:
    """The same state with the claim that it was attained at a moment by the rule .90 at .80."""
    numbers = state.numbers.copy()
    numbers[C_FLAGS] = float(int(numbers[C_FLAGS]) | ATTAINED)
    numbers[C_ATTAINED_AT], numbers[C_ATTAINED_CONFIDENCE], numbers[C_ATTAINED_REFERENCE] = moment, 0.9, 0.8
    return CompetencyState(numbers, state.bits)
