"""One pure update per piece of evidence. Why a right answer cannot lower it stands in docs/algorithms/mastery.md."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from zlib import crc32

import numpy as np

from ownpath.core.mastery.claims import observe
from ownpath.core.mastery.kernel import begin_from_required, sigmoid, support_required
from ownpath.core.mastery.layout import (
    E_DIFFICULTY,
    E_DISCRIMINATION,
    E_INFORMATION,
    E_IS_PRIOR,
    E_MOMENT,
    E_NAME,
    E_NOT_PASSED,
    E_PASSED,
    E_REFERENCE,
    E_RESULT,
    E_SLOPE,
    E_SPREAD,
    E_STRENGTH,
    EVIDENCE_SIZE,
    N_FEATURES,
    N_PARTS,
    PARTS,
)
from ownpath.core.mastery.logits import own_part
from ownpath.core.mastery.observation import KINDS, Observation
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.ratings_steps import rating_information
from ownpath.core.mastery.state import CompetencyState, LearnerState

_FAR: Final = 60.0  # a threshold that everybody, or nobody, reaches
MOST_DIFFICULTY: Final = 30.0  # either way, in logits; more counts as this
_MOST_LEVELS: Final = 20
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Trace:
    """What the estimator expected just before a piece of evidence, and why.

    Attributes
    ----------
    predicted : float
        Probability that it goes well (or expected share of the full result), between 0 and 1.
    logit : float
        The same in logits; the sum of `contributions`.
    contributions : tuple of (str, float)
        Stable codes (`layout.PARTS`) with logits, in fixed order.
    """

    predicted: float
    logit: float
    contributions: tuple[tuple[str, float], ...]


def task_key(name: str) -> float:
    """Return the number under which a state remembers a task; 0 stands for no name."""
    return float(crc32(name.encode("utf-8", "surrogatepass")) + 1) if name else 0.0


def evidence_row(observation: Observation, parameters: Parameters) -> np.ndarray:
    """Return what compiled code needs of an observation.

    Returns
    -------
    ndarray of float64, shape (EVIDENCE_SIZE,)

    Raises
    ------
    ValueError
        If the kind is not known, the result lies outside 0..1, the spread is below 1, a level outside its rubric or a
        number not finite.
    """
    o, p = observation, parameters
    reference = p.competency_difficulty.get(o.competency) if o.competency else None
    if reference is None:
        reference = p.number("overall") if o.competency_difficulty is None else o.competency_difficulty
    difficulty = p.task_difficulty.get(o.task) if o.task else None
    if difficulty is None:
        difficulty = reference if o.task_difficulty is None else o.task_difficulty
    if not 0.0 <= o.result <= 1.0:
        raise ValueError(f"result must lie between 0 and 1, is {o.result}")
    if o.kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, is {o.kind!r}")
    if not o.spread >= 1:
        raise ValueError(f"spread must be at least 1, is {o.spread}")
    if o.hints < 0:
        raise ValueError(f"hints must not be negative, are {o.hints}")
    moment = math.nan if o.moment_seconds is None else o.moment_seconds
    if not math.isfinite(reference + difficulty + (o.moment_seconds or 0.0)):
        raise ValueError("difficulties and moment must be finite numbers")
    reference = min(max(reference, -MOST_DIFFICULTY), MOST_DIFFICULTY)
    difficulty = min(max(difficulty, -MOST_DIFFICULTY), MOST_DIFFICULTY)
    row = np.empty(EVIDENCE_SIZE)
    result = o.result
    if o.hints:
        result *= max(0.0, 1.0 - p.number("hint_cost") * o.hints)
    row[E_NAME] = task_key(o.task)
    row[E_RESULT] = result
    row[E_STRENGTH] = strength_of(o.kind, p)
    row[E_SPREAD] = o.spread
    row[E_IS_PRIOR] = o.kind == "prior"
    row[E_DIFFICULTY] = difficulty
    row[E_DISCRIMINATION] = p.task_discrimination.get(o.task, 0.0)
    row[E_REFERENCE] = reference
    row[E_SLOPE] = p.learning_slope.get(o.competency, 0.0)
    row[E_MOMENT] = moment
    row[E_PASSED] = row[E_NOT_PASSED] = row[E_INFORMATION] = math.nan
    if o.level is not None or o.n_levels is not None:
        severe = difficulty + p.rater_severity.get(o.rater, 0.0)
        fill_rating(row, o.level or 0, o.n_levels or 0, severe, p)
    return row


def strength_of(kind: str, parameters: Parameters) -> float:
    """Return the weight of a kind of evidence, in answers."""
    if kind == "rubric":
        return parameters.number("rubric_strength")
    if kind == "artifact":
        return parameters.number("artifact_strength")
    return parameters.number("observation_strength") if kind == "observation" else 1.0


def fill_rating(row: np.ndarray, level: int, n_levels: int, difficulty: float, parameters: Parameters) -> None:
    """Write into an evidence row what a rating is: which thresholds it passed and did not pass.

    Parameters
    ----------
    row : ndarray of float64, shape (EVIDENCE_SIZE,)
    level, n_levels : int
    difficulty : float
        Logits, the severity of the rater included.
    parameters : Parameters

    Raises
    ------
    ValueError
        If the level does not lie within its rubric.
    """
    if not 2 <= n_levels <= _MOST_LEVELS or not 1 <= level <= n_levels:
        raise ValueError(f"a level must lie between 1 and its number of levels, is {level} of {n_levels}")
    thresholds = parameters.thresholds_of(n_levels)
    row[E_PASSED] = -_FAR if level == 1 else difficulty + thresholds[level - 2]
    row[E_NOT_PASSED] = _FAR if level == n_levels else difficulty + thresholds[level - 1]
    row[E_INFORMATION] = rating_information(thresholds, difficulty)
    row[E_RESULT] = (level - 1) / (n_levels - 1)


def update(
    learner: LearnerState,
    competency: CompetencyState,
    observation: Observation,
    parameters: Parameters,
    criterion: Criterion,
) -> tuple[LearnerState, CompetencyState, Trace]:
    """Take in one piece of evidence.

    Evidence comes in time order. A moment before the last one counts as the last one; no moment leaves time alone.

    Parameters
    ----------
    learner : LearnerState
    competency : CompetencyState
    observation : Observation
        Never a withdrawal: what was taken back is left out and the rest folded anew (`replay`).
    parameters : Parameters
    criterion : Criterion

    Returns
    -------
    learner : LearnerState
    competency : CompetencyState
    trace : Trace
        The prediction before the evidence was taken in.

    Raises
    ------
    ValueError
        If the kind is not known, the result lies outside 0..1, the spread is below 1, a level outside its rubric or a
        number not finite.
    """
    row = evidence_row(observation, parameters)
    new_learner = LearnerState(learner.numbers.copy())
    after = CompetencyState(competency.numbers.copy(), competency.bits.copy())
    parts = np.zeros(N_PARTS)
    observe(
        new_learner.numbers,
        after.numbers,
        after.bits,
        row,
        parts,
        np.empty(N_FEATURES),
        parameters.weights,
        parameters.numbers,
        criterion.numbers,
    )
    contributions = parts.tolist()
    logit = 0.0
    for part in contributions:
        logit += part
    return new_learner, after, Trace(sigmoid(logit), logit, tuple(zip(PARTS, contributions, strict=True)))


def begin_competency_from(required: Sequence[CompetencyState], parameters: Parameters) -> CompetencyState:
    """Return the state of a competency before its first evidence, given those it requires.

    Parameters
    ----------
    required : sequence of CompetencyState
        The states of those required competencies that have evidence; the weakest of them decides.
    parameters : Parameters

    Returns
    -------
    CompetencyState
        As `CompetencyState.new` where none has evidence.
    """
    state = CompetencyState.new()
    if required:
        weakest = min(own_part(each.numbers, parameters.weights, parameters.numbers) for each in required)
        begin_from_required(state.numbers, weakest, parameters.numbers)
    return state


def support(required: CompetencyState, observation: Observation, parameters: Parameters) -> CompetencyState:
    """Return a required competency's state after something that requires it was shown; a failure changes nothing."""
    after = CompetencyState(required.numbers.copy(), required.bits.copy())
    if observation.kind != "prior":
        support_required(after.numbers, evidence_row(observation, parameters), parameters.numbers)
    return after


def replay(
    observations: Iterable[tuple[_Key, Observation]],
    parameters: Parameters,
    criterion: Criterion,
    required: Mapping[_Key, Sequence[_Key]] | None = None,
) -> tuple[LearnerState, dict[_Key, CompetencyState]]:
    """Fold one learner's evidence, in time order, from nothing.

    Parameters
    ----------
    observations : iterable of (competency key, Observation)
        Any hashable key names the competency.
    parameters : Parameters
    criterion : Criterion
    required : mapping of key to keys, or None
        Which competencies each one requires; None leaves them apart.

    Returns
    -------
    learner : LearnerState
    by_competency : dict
        In the order of first appearance; empty where there is no evidence. Identical to the last bit with the states
        that `update` gives one piece at a time.
    """
    learner = LearnerState.new()
    by_competency: dict[_Key, CompetencyState] = {}
    edges = required or {}
    for key, observation in observations:
        below = [each for each in edges.get(key, ()) if each in by_competency]
        competency = by_competency.get(key)
        if competency is None:
            competency = begin_competency_from([by_competency[each] for each in below], parameters)
        learner, by_competency[key], _ = update(learner, competency, observation, parameters, criterion)
        for each in below:
            by_competency[each] = support(by_competency[each], observation, parameters)
    return learner, by_competency
