"""Fit on, and walk through, the responses of many learners; arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ownpath.core.mastery.chunks import Chunk, cut_chunk, outline_of, rows_of_chunks
from ownpath.core.mastery.estimator import task_key
from ownpath.core.mastery.fitting import fit_chunks, set_key
from ownpath.core.mastery.parameters import Criterion, Parameters, default_parameters
from ownpath.core.mastery.passes import InThreads, Passes
from ownpath.core.mastery.responses import Responses
from ownpath.core.mastery.walking import Ground, Steps, Walked, walk

ROWS_AT_ONCE: Final = 16_384


@dataclass(frozen=True, slots=True)
class Followed:
    """What the model said while it walked through responses.

    Attributes
    ----------
    predicted : ndarray of float64, shape (n_responses,)
        Probability that each goes well, before it was seen; strictly between 0 and 1.
    claimed_row, claimed_competency : ndarray of int64, shape (n_claims,)
        After which response, and for which competency, the criterion was first met; by rows.
    """

    predicted: np.ndarray
    claimed_row: np.ndarray
    claimed_competency: np.ndarray


@dataclass(frozen=True, slots=True)
class Tables:
    """What each row of some responses needs to know of the parameters, as arrays.

    Attributes
    ----------
    task_name : ndarray of float64, shape (n_items + 1,)
        The last is that of no name.
    difficulty, discrimination : ndarray of float64, shape (n_responses,)
    reference, slope : ndarray of float64, shape (n_competencies,)
    """

    task_name: np.ndarray
    difficulty: np.ndarray
    discrimination: np.ndarray
    reference: np.ndarray
    slope: np.ndarray


def follow(
    responses: Responses,
    parameters: Parameters,
    criterion: Criterion | None = None,
    *,
    passes: Passes | None = None,
) -> Followed:
    """Predict each response, then learn from it; note when the criterion is first met.

    Parameters
    ----------
    responses : Responses
    parameters : Parameters
        Tasks and competencies are looked up by name; unknown ones start from what they belong to.
    criterion : Criterion or None
        None means the default one.
    passes : Passes or None
        Where the walks are made; None means on all cores here. They say the same to the last bit.

    Returns
    -------
    Followed
        Empty arrays for no responses. Learners do not influence each other.
    """
    if passes is None:
        with InThreads() as here:
            return follow(responses, parameters, criterion, passes=here)
    tables = look_up(responses, parameters)
    ground = Ground(
        responses.combination_start,
        responses.combination_competency,
        tables.reference,
        tables.slope,
        parameters.weights,
        parameters.numbers,
        (criterion or Criterion()).numbers,
    )
    chunks = rows_of_chunks(responses, ROWS_AT_ONCE)
    pieces = [_steps(responses, tables, *chunk) for chunk in chunks]
    walked = list(passes.each(walk_steps, pieces, ground))
    logits = np.concatenate([np.zeros(0), *(each.logits for each in walked)])
    claims = [each.claimed + np.array([first, 0]) for each, (first, _) in zip(walked, chunks, strict=True)]
    claimed = np.concatenate([np.zeros((0, 2), dtype=np.int64), *claims])
    return Followed(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))), claimed[:, 0], claimed[:, 1])


def walk_steps(steps: Steps, ground: Ground) -> Walked:
    """Walk through the responses of some learners."""
    return walk(steps, ground)


def _steps(responses: Responses, tables: Tables, first: int, end: int) -> Steps:
    return Steps(
        responses.learner[first:end],
        tables.task_name[responses.item[first:end]],
        responses.combination[first:end],
        responses.result[first:end],
        responses.moment_seconds[first:end],
        tables.difficulty[first:end],
        tables.discrimination[first:end],
    )


def look_up(responses: Responses, parameters: Parameters) -> Tables:
    """Return what the parameters say about the tasks and competencies of some responses."""
    overall = parameters.number("overall")
    names = responses.competency_names
    reference = np.array([parameters.competency_difficulty.get(name, overall) for name in names])
    start, flat = responses.combination_start, responses.combination_competency
    of_set = np.zeros(max(len(start) - 1, 0))
    for s in range(len(of_set)):
        own = flat[start[s] : start[s + 1]]
        found = None
        if len(own) > 1:
            found = parameters.set_difficulty.get(set_key([names[c] for c in own]))
        of_set[s] = float(np.mean(reference[own])) if found is None else found
    of_item = np.array([parameters.task_difficulty.get(name, np.nan) for name in responses.item_names] + [np.nan])
    of_row = of_item[responses.item]
    discrimination = np.array([parameters.task_discrimination.get(name, 0.0) for name in responses.item_names] + [0.0])
    return Tables(
        np.array([task_key(name) for name in responses.item_names] + [0.0]),
        np.where(np.isnan(of_row), of_set[responses.combination], of_row),
        discrimination[responses.item],
        reference,
        np.array([parameters.learning_slope.get(name, 0.0) for name in names]),
    )


def fit(
    responses: Responses,
    *,
    start: Parameters | None = None,
    known_difficulty: Mapping[str, float] | None = None,
    passes: Passes | None = None,
) -> Parameters:
    """Fit all parameters on responses: `fit_chunks` on chunks whose ends hang on the responses alone.

    Parameters
    ----------
    responses : Responses
    start : Parameters or None
        What the weights shrink to and begin from; None means the shipped defaults.
    known_difficulty : mapping of str to float, or None
        Logits by the name of a task that somebody has calibrated already; the fit only corrects it.
    passes : Passes or None
        Where the passes run; None means on all cores here.

    Returns
    -------
    Parameters
        The same bits for the same responses, whatever order the learners came in and wherever the passes run; `start`
        for no responses.
    """
    if passes is None:
        with InThreads() as here:
            return fit(responses, start=start, known_difficulty=known_difficulty, passes=here)
    if len(responses) == 0:
        return default_parameters() if start is None else start
    outline = outline_of(responses)
    with InThreads() as here:
        chunks: Sequence[Chunk] = list(here.each(cut_chunk, rows_of_chunks(responses), responses, outline))
    return fit_chunks(passes, passes.place(chunks), outline, start, known_difficulty)
