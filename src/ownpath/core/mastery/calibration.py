"""How hard each task is: a hierarchical 1PL over many learners' responses, cross-fitted by learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ownpath.core.mastery.chunks import CROSS_FIT_PARTS, DRAWS, Answers, Chunk, Outline
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.passes import Passes, Sums

EARLY_PASSES: Final = 4  # over the chosen learners, where they are not all
LATE_PASSES: Final = 3  # over everyone
SWEEPS: Final = 30
ENOUGH: Final = 1e-5  # logits
ABILITY_STEPS: Final = 4
ABILITY_ENOUGH: Final = 0.02  # logits: one more Newton step moves by its square
ABILITY_VARIANCE: Final = 1.0
WHOLE_VARIANCE: Final = 1.0  # else a handful of answers that are all right would make the whole endlessly easy
COMPETENCY_VARIANCE: Final = 0.5
SET_VARIANCE: Final = 0.2
TASK_VARIANCE: Final = 0.6
_FAR: Final = 30.0


@dataclass(frozen=True, slots=True)
class Easiness:
    """What adds up to how easy each kind of task is, in logits.

    Attributes
    ----------
    whole : ndarray of float64, shape (1,)
    of_competency : ndarray of float64, shape (n_competencies,)
    of_set : ndarray of float64, shape (n_combinations,)
    of_unit : ndarray of float64, shape (n_units,)
    told : ndarray of float64, shape (n_units,)
        What was known before any response, where somebody has calibrated a task; 0 elsewhere. It stays as it is.
    """

    whole: np.ndarray
    of_competency: np.ndarray
    of_set: np.ndarray
    of_unit: np.ndarray
    told: np.ndarray

    @classmethod
    def level(cls, outline: Outline, told: np.ndarray | None = None) -> Easiness:
        """Return the start: everything equally easy, or as easy as was told."""
        return cls(
            np.zeros(1),
            np.zeros(len(outline.competency_names)),
            np.zeros(len(outline.combination_start) - 1),
            np.zeros(outline.n_units),
            np.zeros(outline.n_units) if told is None else told,
        )

    def copy(self) -> Easiness:
        """Return a copy that may be moved in place."""
        return Easiness(
            self.whole.copy(), self.of_competency.copy(), self.of_set.copy(), self.of_unit.copy(), self.told
        )

    def of_sets(self, outline: Outline) -> np.ndarray:
        """Return how easy an unknown task of each set is; shape (n_combinations,)."""
        start = outline.combination_start
        sums = np.add.reduceat(self.of_competency[outline.combination_competency], start[:-1])
        total: np.ndarray = self.whole[0] + sums / np.diff(start) + self.of_set
        return total

    def settle(self, outline: Outline, gradient: np.ndarray, information: np.ndarray) -> None:
        """Move to the top of the quadratic described by residuals and information of each unit."""
        settle_easiness(
            gradient.copy(),
            information.copy(),
            outline.unit_combination,
            outline.combination_start,
            outline.combination_competency,
            self.whole,
            self.of_competency,
            self.of_set,
            self.of_unit,
            np.array([COMPETENCY_VARIANCE, SET_VARIANCE, TASK_VARIANCE]),
            SWEEPS,
            ENOUGH,
        )

    def by_unit(self, outline: Outline) -> np.ndarray:
        """Return how easy each unit is; shape (n_units,)."""
        total: np.ndarray = self.of_sets(outline)[outline.unit_combination] + self.of_unit + self.told
        return total


def fit_easiness(
    passes: Passes, chunks: Sequence[Any], outline: Outline, told: np.ndarray | None = None
) -> tuple[Easiness, np.ndarray, np.ndarray]:
    """Fit how easy each kind of task is.

    Parameters
    ----------
    passes : Passes
    chunks : sequence of Chunk, or of what stands for them
    outline : Outline
    told : ndarray of float64, shape (n_units,), or None
        How easy each is by what was known before; 0 where nothing was.

    Returns
    -------
    easiness : Easiness
    by_part : ndarray of float64, shape (CROSS_FIT_PARTS, n_units)
        How easy they look without each part of the learners: one Newton step from the whole.
    met : ndarray of float64, shape (n_units,)
        How often each was met.
    """
    easiness = Easiness.level(outline, told)
    early, late = (EARLY_PASSES, LATE_PASSES) if outline.chosen_below < DRAWS else (0, EARLY_PASSES + LATE_PASSES - 1)
    for turn in range(early + late - 1):
        gather = gather_chosen if turn < early else gather_everyone
        gradient, information = passes.add_up(gather, chunks, easiness.by_unit(outline))
        easiness.settle(outline, gradient, information)
    gradients, informations, met = passes.add_up(gather_by_part, chunks, easiness.by_unit(outline))
    by_part = np.zeros((CROSS_FIT_PARTS, outline.n_units))
    for part in range(CROSS_FIT_PARTS):
        others = easiness.copy()
        keep = np.arange(CROSS_FIT_PARTS) != part
        others.settle(outline, gradients[:, keep].sum(axis=1), informations[:, keep].sum(axis=1))
        by_part[part] = others.by_unit(outline)
    easiness.settle(outline, gradients.sum(axis=1), informations.sum(axis=1))
    return easiness, by_part, met


def gather_chosen(chunk: Chunk, easiness: np.ndarray) -> Sums:
    """Return residuals and information of each unit among the chosen learners of a chunk."""
    sums = np.zeros((len(easiness), 1, 2))
    for answers in (chunk.few, chunk.others):
        _gather(answers, np.zeros(len(answers.part), dtype=np.int64), easiness, sums)
    return sums[:, 0, 0], sums[:, 0, 1]


def gather_everyone(chunk: Chunk, easiness: np.ndarray) -> Sums:
    """Return residuals and information of each unit in a chunk."""
    sums = np.zeros((len(easiness), 1, 2))
    _gather(chunk.everyone, np.zeros(len(chunk.everyone.part), dtype=np.int64), easiness, sums)
    return sums[:, 0, 0], sums[:, 0, 1]


def gather_by_part(chunk: Chunk, easiness: np.ndarray) -> Sums:
    """Return the same by part of the learners, ndarrays of shape (n_units, CROSS_FIT_PARTS), and how often met."""
    sums = np.zeros((len(easiness), CROSS_FIT_PARTS, 2))
    _gather(chunk.everyone, chunk.everyone.part, easiness, sums)
    met = np.bincount(chunk.everyone.unit, minlength=len(easiness)).astype(float)
    return sums[:, :, 0], sums[:, :, 1], met


def _gather(answers: Answers, part: np.ndarray, easiness: np.ndarray, sums: np.ndarray) -> None:
    most = int(np.diff(answers.start).max(initial=0))
    result = answers.result.astype(float)
    gather_difficulty(answers.start, part, answers.unit, result, easiness, np.zeros(most), np.zeros(most), sums)


@compiled
def fill_chances(logits: np.ndarray, shift: float, chances: np.ndarray, n: int) -> None:
    """Turn logits into chances, several at once, by arithmetic alone: the same bits on every machine.

    The exponential is the 64th power of a Taylor polynomial at a 64th: right to eight digits within 10 logits.
    """
    for i in range(n):
        y = -min(max(logits[i] + shift, -_FAR), _FAR) / 64.0
        e = 1.0 + y * (1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (1.0 + y / 5.0 * (1.0 + y / 6.0)))))
        e = e * e
        e = e * e
        e = e * e
        e = e * e
        e = e * e
        chances[i] = 1.0 / (1.0 + e * e)


@compiled
def gather_difficulty(
    start: np.ndarray,
    part: np.ndarray,
    unit: np.ndarray,
    result: np.ndarray,
    easiness: np.ndarray,
    logits: np.ndarray,
    chances: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Add up, for each unit and part of the learners, residuals and information at the given easiness.

    Every learner's ability is first found by Newton steps of the 1PL with a normal prior. `logits` and `chances` are
    scratch for the longest learner; `sums` has the shape (n_units, n_parts, 2).
    """
    for who in range(len(start) - 1):
        first = start[who]
        n = start[who + 1] - first
        for i in range(n):
            logits[i] = easiness[unit[first + i]]
        ability = 0.0
        for _ in range(ABILITY_STEPS):
            fill_chances(logits, ability, chances, n)
            slope = -ability / ABILITY_VARIANCE
            bend = 1.0 / ABILITY_VARIANCE
            for i in range(n):
                slope += result[first + i] - chances[i]
                bend += chances[i] * (1.0 - chances[i])
            step = min(max(slope / bend, -1.5), 1.5)
            ability += step
            if abs(step) < ABILITY_ENOUGH:
                break
        fill_chances(logits, ability, chances, n)
        for i in range(n):
            u = unit[first + i]
            sums[u, part[who], 0] += result[first + i] - chances[i]
            sums[u, part[who], 1] += chances[i] * (1.0 - chances[i])


@compiled
def settle_easiness(
    left: np.ndarray,
    information: np.ndarray,
    unit_set: np.ndarray,
    set_start: np.ndarray,
    set_competency: np.ndarray,
    of_whole: np.ndarray,
    of_competency: np.ndarray,
    of_set: np.ndarray,
    of_unit: np.ndarray,
    variances: np.ndarray,
    sweeps: int,
    enough: float,
) -> None:
    """Move whole, competencies, sets and units to the top of the quadratic that residuals and information describe.

    Coordinate ascent, in place; `left` are the residuals and become those that are left. `variances` are those of
    competency, set and unit (task) under a normal prior. Ends when no step is longer than `enough`.
    """
    n_units, n_competencies, n_sets = len(left), len(of_competency), len(of_set)
    of_set_left = np.zeros(n_sets)
    of_set_information = np.zeros(n_sets)
    up = np.zeros(n_competencies)
    bend = np.zeros(n_competencies)
    for u in range(n_units):
        of_set_information[unit_set[u]] += information[u]
    for _ in range(sweeps):
        largest = 0.0
        for s in range(n_sets):
            of_set_left[s] = 0.0
        for u in range(n_units):
            of_set_left[unit_set[u]] += left[u]
        # Whole, competencies and sets move all tasks of a set alike, so only the sets' sums are needed.
        slope, total = -of_whole[0] / WHOLE_VARIANCE, 1.0 / WHOLE_VARIANCE
        for s in range(n_sets):
            slope += of_set_left[s]
            total += of_set_information[s]
        whole = slope / total
        of_whole[0] += whole
        largest = max(largest, abs(whole))
        for c in range(n_competencies):
            up[c] = 0.0
            bend[c] = 0.0
        for s in range(n_sets):
            of_set_left[s] -= of_set_information[s] * whole
            share = 1.0 / (set_start[s + 1] - set_start[s])
            for j in range(set_start[s], set_start[s + 1]):
                up[set_competency[j]] += share * of_set_left[s]
                # Information whole, not squared: steps of all competencies of a set at once must not overshoot.
                bend[set_competency[j]] += share * of_set_information[s]
        for c in range(n_competencies):
            up[c] = (up[c] - of_competency[c] / variances[0]) / (bend[c] + 1.0 / variances[0])
            of_competency[c] += up[c]
            largest = max(largest, abs(up[c]))
        for s in range(n_sets):
            moved = 0.0
            for j in range(set_start[s], set_start[s + 1]):
                moved += up[set_competency[j]]
            moved /= set_start[s + 1] - set_start[s]
            of_set_left[s] -= of_set_information[s] * moved
            step = (of_set_left[s] - of_set[s] / variances[1]) / (of_set_information[s] + 1.0 / variances[1])
            of_set[s] += step
            largest = max(largest, abs(step))
            of_set_left[s] = whole + moved + step  # from here on: how far the set's tasks moved
        for u in range(n_units):
            left[u] -= information[u] * of_set_left[unit_set[u]]
            step = (left[u] - of_unit[u] / variances[2]) / (information[u] + 1.0 / variances[2])
            of_unit[u] += step
            left[u] -= information[u] * step
            largest = max(largest, abs(step))
        if largest < enough:
            break
