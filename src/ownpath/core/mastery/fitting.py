"""Fits all parameters in passes over chunks of learners, wherever the chunks are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from ownpath.core.mastery.calibration import Easiness, fit_easiness
from ownpath.core.mastery.chunks import Answers, Chunk, Outline, ends_of_chunks, sets_of
from ownpath.core.mastery.estimator import task_key
from ownpath.core.mastery.head import (
    X_INFORMATION,
    X_LEARNER_INFORMATION,
    Head,
    Penalty,
    Rows,
    fit_weights,
    squeeze_rows,
    sum_curvature,
    sum_rows,
    sum_slopes,
    whole_curvature,
)
from ownpath.core.mastery.layout import IS_FREE, NUMBER_NAMES
from ownpath.core.mastery.parameters import Criterion, Parameters, default_parameters
from ownpath.core.mastery.passes import Passes, Sums
from ownpath.core.mastery.walking import Ground, Steps, walk

RIDGE: Final = 10.0
SLOPE_RIDGE: Final = 20.0
MOST_DISCRIMINATION: Final = 0.5
FIRST_STEPS, NEXT_STEPS, LATER_STEPS, SLOPE_ROUNDS = 2, 2, 2, 2
ROWS_AT_ONCE: Final = 8_192
ROWS_IN_TICKET: Final = 16_384
_SCALES: Final = np.geomspace(0.25, 4.0, 17)
_SCALE_WEIGHT: Final = 4.0
_FLATTENING: Final = 0.4  # of the variance of a chance whose logit is normal; by quadrature, at chances of .5 to .7


@dataclass(frozen=True, slots=True)
class Tasks:
    """What a walk must know of each kind of task.

    Attributes
    ----------
    name : ndarray of float64, shape (n_units,)
        As states remember it; 0 for none.
    item, combination : ndarray of int64, shape (n_units,)
    difficulty : ndarray of float64, shape (CROSS_FIT_PARTS, n_units)
        As it looks without each part of the learners.
    """

    name: np.ndarray
    item: np.ndarray
    combination: np.ndarray
    difficulty: np.ndarray


def fit_chunks(
    passes: Passes,
    chunks: Sequence[Any],
    outline: Outline,
    start: Parameters | None = None,
    known_difficulty: Mapping[str, float] | None = None,
) -> Parameters:
    """Fit all parameters.

    Difficulties first (everyone, cross-fitted by learner), then weights, discriminations and learning slopes on the
    chosen learners. The weights shrink to those of `start`, so that few responses change little.

    Parameters
    ----------
    passes : Passes
    chunks : sequence of Chunk, or of what stands for them where the passes run
    outline : Outline
    start : Parameters or None
        What the weights shrink to and begin from; None means the shipped defaults.
    known_difficulty : mapping of str to float, or None
        Logits by the name of a task that somebody has calibrated already; the fit only corrects it.

    Returns
    -------
    Parameters
        The same bits for the same chunks wherever the passes run; `start` for no responses.

    References
    ----------
    Gervet et al. (2020), When is deep learning the best approach to knowledge tracing?, JEDM 12(3), for the logistic
    head; Pelanek (2016), Computers & Education 98, for the levels; docs/algorithms/mastery.md for where we deviate.
    """
    begun = default_parameters() if start is None else start
    if outline.n_responses == 0:
        return begun
    known = known_difficulty or {}
    told = -np.array([*(known.get(name, 0.0) for name in outline.item_names), 0.0])[outline.unit_item]
    easiness, by_part, met = fit_easiness(passes, chunks, outline, told)
    numbers = begun.numbers.copy()
    # Where nothing was told, the whole is what the middle task is like.
    middle = float(np.sum(met * told) / max(float(np.sum(met)), 1.0))
    numbers[NUMBER_NAMES.index("overall")] = -(easiness.whole[0] + middle)
    tasks = Tasks(
        np.array([*(task_key(name) for name in outline.item_names), 0.0])[outline.unit_item],
        outline.unit_item,
        outline.unit_combination,
        -by_part,
    )
    n_competencies = len(outline.competency_names)
    ground = Ground(
        outline.combination_start,
        outline.combination_competency,
        -(easiness.whole[0] + middle + easiness.of_competency),
        np.zeros(n_competencies),
        begun.weights,
        numbers,
        Criterion().numbers,
    )
    n_few, n_others = passes.add_up(count_chosen, chunks)[0].tolist()
    few = keep_rows(passes, rows_of_few, chunks, n_few, tasks, ground)
    everyone = [*few, *keep_rows(passes, rows_of_others, chunks, n_others, tasks, ground)]
    n_rows = n_few + n_others
    level = Head(begun.weights, np.zeros(len(outline.item_names) + 1), np.zeros(n_competencies))
    head = fit_head(passes, few, everyone, level, n_few, n_rows)
    products = passes.add_up(sum_products, everyone, head, begun.numbers)
    numbers[NUMBER_NAMES.index("variance_scale")] = variance_scale(*products)
    return named_parameters(outline, easiness, met, numbers, head, n_rows)


def count_chosen(chunk: Chunk) -> Sums:
    """Return how many answers the first steps are made on, and how many others were chosen; shape (2,)."""
    return (np.array([len(chunk.few), len(chunk.others)]),)


def keep_rows(
    passes: Passes, rows_of: Callable[..., Rows], chunks: Sequence[Any], n_rows: int, tasks: Tasks, ground: Ground
) -> list[Any]:
    """Return tickets for the rows of all chunks, those of so many neighbours in one that it is worth a pass."""
    neighbours = max(1, ROWS_IN_TICKET * len(chunks) // max(n_rows, 1))
    return passes.keep_joined(join_rows, neighbours, passes.keep(rows_of, chunks, tasks, ground))


def join_rows(parts: Sequence[Rows]) -> Rows:
    """Return the rows of several chunks as one."""
    joined = {each.name: [getattr(part, each.name) for part in parts] for each in fields(Rows)}
    filled = np.cumsum([0, *(int(start[-1]) for start in joined["start"])])
    learners = np.cumsum([0, *(int(learner[-1]) + 1 if len(learner) else 0 for learner in joined["learner"])])
    joined["start"] = [np.zeros(1, np.int64), *(own[1:] + at for own, at in zip(joined["start"], filled, strict=False))]
    joined["learner"] = [(own + at).astype(np.int32) for own, at in zip(joined["learner"], learners, strict=False)]
    return Rows(**{name: np.concatenate(own) for name, own in joined.items()})


def rows_of_few(chunk: Chunk, tasks: Tasks, ground: Ground) -> Rows:
    """Return the features of the answers on which the first steps are made."""
    return walk_answers(chunk.few, tasks, ground)


def rows_of_others(chunk: Chunk, tasks: Tasks, ground: Ground) -> Rows:
    """Return the features of the other chosen answers."""
    return walk_answers(chunk.others, tasks, ground)


def walk_answers(answers: Answers, tasks: Tasks, ground: Ground) -> Rows:
    """Walk through answers, some learners at a time, and return the features behind each prediction."""
    unit = answers.unit
    sizes = np.diff(answers.start)
    learner = np.repeat(np.arange(len(sizes)), sizes)
    steps = Steps(
        learner,
        tasks.name[unit],
        tasks.combination[unit],
        answers.result.astype(float),
        answers.moment_seconds.astype(float),
        tasks.difficulty[answers.part[learner], unit],
        np.zeros(len(unit)),
    )
    starts, places, values = [np.zeros(1, dtype=np.int64)], [np.zeros(0, np.uint8)], [np.zeros(0, np.float32)]
    extras = [np.zeros((0, 4), np.float32)]
    first = 0
    for end in ends_of_chunks(answers.start.tolist(), ROWS_AT_ONCE):
        piece = Steps(*(getattr(steps, name)[first:end] for name in Steps.__slots__))
        walked = walk(piece, ground, wants_rows=True)
        n_filled = int(np.count_nonzero(walked.rows))
        start = np.zeros(end - first + 1, dtype=np.int64)
        place, value = np.zeros(n_filled, dtype=np.uint8), np.zeros(n_filled, dtype=np.float32)
        squeeze_rows(walked.rows, start, place, value)
        starts.append(start[1:] + starts[-1][-1])
        places.append(place)
        values.append(value)
        extras.append(walked.extra)
        first = end
    set_start = ground.combination_start
    return Rows(
        np.concatenate(starts),
        np.concatenate(places),
        np.concatenate(values),
        np.concatenate(extras),
        steps.result,
        steps.difficulty,
        learner.astype(np.int32),
        tasks.item[unit].astype(np.int32),
        ground.combination_competency[set_start[steps.combination]].astype(np.int32),
        np.diff(set_start)[steps.combination] == 1,
    )


def fit_head(passes: Passes, few: Sequence[Any], everyone: Sequence[Any], begun: Head, n_few: int, n_rows: int) -> Head:
    """Fit weights, discriminations and learning slopes, shrunk to those that it is begun with."""
    penalty = Penalty(begun.weights, RIDGE, IS_FREE)
    head = begun

    def adder(rows: Sequence[Any]) -> Callable[[np.ndarray], Sums]:
        return lambda weights: passes.add_up(sum_rows, rows, Head(weights, head.discrimination, head.slope))

    def bend(weights: np.ndarray) -> np.ndarray:
        at = Head(weights, head.discrimination, head.slope)
        return whole_curvature(passes.add_up(sum_curvature, few, at)[0])

    weights = begun.weights
    bent = np.zeros((0, 0))
    for steps in (FIRST_STEPS, NEXT_STEPS):
        bent = bend(weights)
        weights = fit_weights(adder(few), bent, start=weights, penalty=penalty, n_responses=n_few, steps=steps)
    bent *= n_rows / n_few

    def weigh(start: np.ndarray, steps: int) -> np.ndarray:
        return fit_weights(adder(everyone), bent, start=start, penalty=penalty, n_responses=n_rows, steps=steps)

    weights = weigh(weights, LATER_STEPS)
    for _ in range(SLOPE_ROUNDS):
        head = Head(weights, head.discrimination, head.slope)
        pull, firm, slope_pull, slope_firm = passes.add_up(sum_slopes, everyone, head)
        discrimination, slope = head.discrimination[:-1], head.slope
        discrimination = discrimination + (pull - SLOPE_RIDGE * discrimination) / (firm + SLOPE_RIDGE)
        discrimination = np.append(np.clip(discrimination, -MOST_DISCRIMINATION, MOST_DISCRIMINATION), 0.0)
        # Half a step: all competencies' slopes move at once.
        slope = slope + 0.5 * (slope_pull - SLOPE_RIDGE * slope) / (slope_firm + SLOPE_RIDGE)
        head = Head(weights, discrimination, slope)
        weights = weigh(weights, 1)
    return Head(weights, head.discrimination, head.slope)


def sum_products(rows: Rows, head: Head, numbers: np.ndarray) -> Sums:
    """Return what `variance_scale` divides, at each scale it may choose; two ndarrays of shape (n_scales,).

    Two answers in a row to one competency, both predicted with what was known before the first, err in the same
    direction as far as the estimate itself was wrong: the product of their residuals has the variance of the estimate,
    times how steeply both chances rise, as its expectation. Only answers about one competency alone are used.
    """
    alone = np.flatnonzero(rows.is_alone)
    key = rows.learner[alone].astype(np.int64) * len(head.slope) + rows.competency[alone]
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    first, second = alone[order[:-1][same]], alone[order[1:][same]]
    fresh = (rows.item[first] != rows.item[second]) | (rows.item[first] < 0)
    first, second = first[fresh], second[fresh]
    logit = head.predict(rows)
    early = 1.0 / (1.0 + np.exp(-logit[first]))
    late = 1.0 / (1.0 + np.exp(-(logit[first] + rows.difficulty[first] - rows.difficulty[second])))
    product = (rows.result[first] - early) * (rows.result[second] - late)
    at = dict(zip(NUMBER_NAMES, numbers.tolist(), strict=True))
    variance = 1.0 / (1.0 / at["variance_start"] + at["variance_information"] * rows.extra[first, X_INFORMATION])
    variance += at["variance_learner"] / (at["variance_learner_kappa"] + rows.extra[first, X_LEARNER_INFORMATION])
    steep = early * (1.0 - early) * late * (1.0 - late)
    top, bottom = np.zeros(len(_SCALES)), np.zeros(len(_SCALES))
    for i, scale in enumerate(_SCALES.tolist()):
        # Chances rise less steeply away from the middle, so that wide uncertainty shows less than its variance.
        flat = variance / (1.0 + _FLATTENING * scale * variance)
        # An answer scatters by p(1 - p), so each is weighed with the inverse.
        top[i] = np.sum(product * flat)
        bottom[i] = np.sum(steep * flat * flat)
    return top, bottom


def variance_scale(top: np.ndarray, bottom: np.ndarray) -> float:
    """Return by what factor learners here differ more from what is estimated than the numbers say.

    From .25 to 4; near 1 for few responses, as a few hundred answers' worth is set against them.
    """
    wanted = (top + _SCALE_WEIGHT) / (bottom + _SCALE_WEIGHT)
    scale = 1.0
    for _ in range(30):
        scale = min(max(float(np.interp(np.log(scale), np.log(_SCALES), wanted)), 0.25), 4.0)
    return scale


def ordinary_difficulty(outline: Outline, met: np.ndarray, difficulty: np.ndarray) -> np.ndarray:
    """Return how hard the tasks on each competency are, as often as they are met; shape (n_competencies,)."""
    start, flat = outline.combination_start, outline.combination_competency
    sizes = np.diff(start)[outline.unit_combination]
    unit = np.repeat(np.arange(outline.n_units), sizes)
    within = np.arange(len(unit)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    competency = flat[np.repeat(start[outline.unit_combination], sizes) + within]
    weight = met[unit] / sizes[unit]
    total = np.bincount(competency, weight, len(outline.competency_names))
    summed = np.bincount(competency, weight * difficulty[unit], len(outline.competency_names))
    overall = float(np.sum(met * difficulty) / max(np.sum(met), 1.0))
    return np.where(total > 0.0, summed / np.maximum(total, 1e-12), overall)


def set_key(names: Sequence[str]) -> str:
    """Return the name of a set of competencies."""
    return "\n".join(sorted(names))


def named_parameters(
    outline: Outline, easiness: Easiness, met: np.ndarray, numbers: np.ndarray, head: Head, n_rows: int
) -> Parameters:
    """Return what was fitted under the names of tasks and competencies."""
    difficulty = -easiness.by_unit(outline)
    names = outline.competency_names
    items, first_unit = np.unique(outline.unit_item, return_index=True)
    items, first_unit = items[items >= 0], first_unit[items >= 0]
    of_set = (-easiness.of_sets(outline)).tolist()
    bent = np.flatnonzero(np.abs(head.discrimination[:-1]) >= 0.01)
    provenance: Mapping[str, int] = {
        "responses": outline.n_responses,
        "learners": outline.n_learners,
        "responses_for_weights": n_rows,
    }
    return Parameters(
        head.weights,
        numbers,
        dict(zip((outline.item_names[i] for i in items.tolist()), difficulty[first_unit].tolist(), strict=True)),
        dict(zip(names, ordinary_difficulty(outline, met, difficulty).tolist(), strict=True)),
        {set_key(own): value for own, value in zip(sets_of(outline), of_set, strict=True) if len(own) > 1},
        dict(zip((outline.item_names[i] for i in bent.tolist()), head.discrimination[bent].tolist(), strict=True)),
        {name: value for name, value in zip(names, head.slope.tolist(), strict=True) if value != 0.0},
        provenance=provenance,
    )
