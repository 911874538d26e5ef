"""Which answers speak for a claim, how strongly, and along which edges."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.placement.items import OUTCOMES
from ownpath.core.placement.model import PlacementModel
from ownpath.core.placement.particles import count_together, draw_population
from ownpath.core.placement.sitting import Sitting, general_prior

PRIOR_SIZE: Final = 2048
MOST_REASONS: Final = 3
LEAST_WEIGHT: Final = 0.2


@dataclass(frozen=True, slots=True)
class PlacementReason:
    """One answer that bears on a competency.

    Attributes
    ----------
    answer : int
        Its place among the sitting's answers.
    weight : float
        Logits by which this answer alone would move the chance that the competency is mastered, from what is known
        before any answer; above 0 speaks for mastery. Weights of several answers do not add up: what two say may be
        the same thing.
    by : str
        ``answered`` (the question was about it), ``builds_on_it`` (about something that requires it, by way of the
        edges), ``required`` (about something it requires), ``strand`` (about the same strand), ``overall``.
    way : tuple of int
        The competencies along the edges from the one asked about to this one, both ends included; empty where no way
        leads there.
    """

    answer: int
    weight: float
    by: str
    way: tuple[int, ...]


def find_ways(model: PlacementModel, start: int) -> dict[int, int]:
    """Find shortest ways from a competency to everything it requires, near or far.

    Parameters
    ----------
    model : PlacementModel
    start : int

    Returns
    -------
    dict of int to int
        For each competency that `start` rests on the one before it on a shortest way; `start` itself leads to itself.
    """
    before, waiting = {start: start}, deque([start])
    while waiting:
        here = waiting.popleft()
        for required in model.required_by(here).tolist():
            if required not in before:
                before[required] = here
                waiting.append(required)
    return before


def _way_to(before: dict[int, int], start: int, end: int) -> tuple[int, ...]:
    """Return the way from `start` to `end`, both included; empty where none leads there."""
    if end not in before:
        return ()
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return tuple(reversed(way))


def explain(model: PlacementModel, sitting: Sitting) -> list[tuple[PlacementReason, ...]]:
    """Give for every competency the answers that bear on it most.

    Parameters
    ----------
    model : PlacementModel
    sitting : Sitting

    Returns
    -------
    list of tuple of PlacementReason, length n_competencies
        At most three each, and only what moves the chance by .2 logits or more: what was answered about the competency
        itself first, then the strongest. The same sitting gives the same reasons. Empty tuples without answers.

    References
    ----------
    Good (1985), Weight of evidence: a brief survey, Bayesian Statistics 2. The chances that the weights rest on are
    counted in 2,048 learners drawn from the law before any answer, half a learner added to each count.
    """
    counted = [(k, answer) for k, answer in enumerate(sitting.answers) if not answer.is_audit]
    n = model.n_competencies
    if not counted or not n:
        return [() for _ in range(n)]
    middle, spread = general_prior(model, sitting.options)
    generator = np.random.default_rng([sitting.options.seed, 2**32 - 2])
    prior = draw_population(model, generator, PRIOR_SIZE, middle=middle, spread=spread)[0]
    asked = sorted({answer.item.competency for _, answer in counted})
    together = count_together(prior[:, asked], prior)
    alone = prior.sum(axis=0, dtype=np.int64)
    # P(asked one mastered | this one mastered, not mastered), shape (n_asked, n_competencies)
    if_held = (together + 0.5) / (alone + 1.0)
    if_not = (alone[asked][:, None] - together + 0.5) / (PRIOR_SIZE - alone + 1.0)
    weights = np.empty((len(counted), n))
    for row, (_, answer) in enumerate(counted):
        at = asked.index(answer.item.competency)
        mastered, not_mastered = answer.item.chances(model.parameters)[:, OUTCOMES.index(answer.outcome)]
        of_held = np.minimum(if_held[at], 1.0) * mastered + np.maximum(1.0 - if_held[at], 0.0) * not_mastered
        of_not = np.minimum(if_not[at], 1.0) * mastered + np.maximum(1.0 - if_not[at], 0.0) * not_mastered
        weights[row] = np.log(of_held / of_not)
        weights[row, answer.item.competency] = math.log(mastered / not_mastered)
    about = [answer.item.competency for _, answer in counted]
    places = [place for place, _ in counted]
    ways = {place: find_ways(model, place) for place in asked}
    return [_strongest(model, places, about, ways, weights[:, i], i) for i in range(n)]


def _strongest(
    model: PlacementModel,
    places: list[int],
    about: list[int],
    ways: dict[int, dict[int, int]],
    weights: NDArray[np.float64],
    competency: int,
) -> tuple[PlacementReason, ...]:
    strength = np.abs(weights).tolist()
    ranked = sorted(range(len(places)), key=lambda k: (about[k] != competency, -strength[k], k))
    found: list[PlacementReason] = []
    below: dict[int, int] | None = None
    for k in ranked[:MOST_REASONS]:
        if strength[k] < LEAST_WEIGHT:
            continue
        by = "answered"
        way: tuple[int, ...] = (competency,)
        if about[k] != competency:
            by, way = "builds_on_it", _way_to(ways[about[k]], about[k], competency)
            if not way:
                below = find_ways(model, competency) if below is None else below
                by, way = "required", tuple(reversed(_way_to(below, competency, about[k])))
            if not way:
                by = "strand" if model.strand[about[k]] == model.strand[competency] else "overall"
        found.append(PlacementReason(places[k], float(weights[k]), by, way))
    return tuple(found)
