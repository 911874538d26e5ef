"""A population of possible learners: what each has mastered, how able they are, which units they missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.placement import kernel
from ownpath.core.placement.model import PlacementModel

# Standard deviations of jumps, levels: particles that are far off need long ones, others short ones.
_LONG_AND_SHORT: Final = np.array([0.3, 0.8, 2.0])


@dataclass(frozen=True, slots=True, eq=False)
class Particles:
    """Equally weighted possible learners.

    Attributes
    ----------
    mastered : ndarray of uint8, shape (n_particles, n_competencies)
        1 where mastered.
    general : ndarray of float, shape (n_particles,)
        General ability, levels from the middle of the framework.
    ability : ndarray of float, shape (n_particles, n_strands)
        Ability in each strand, on the same scale.
    missed : ndarray of uint8, shape (n_particles, n_units)
        1 where the unit was missed.
    probability, ready : ndarray of float, shape (n_competencies,)
        P(mastered); P(not mastered, everything required mastered, within reach). Means of the chances met in the last
        sweep, which vary less from population to population than counting particles does.
    """

    mastered: NDArray[np.uint8]
    general: NDArray[np.float64]
    ability: NDArray[np.float64]
    missed: NDArray[np.uint8]
    probability: NDArray[np.float64]
    ready: NDArray[np.float64]


def _powers(
    model: PlacementModel, ability: NDArray[np.float64], missed: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    numbers = model.parameters
    power = np.exp(np.clip(numbers.slope * ability, -60.0, 60.0))
    missed_power = float(np.exp(-numbers.slope * numbers.unit_missed_levels))
    return power, np.where(missed == 1, missed_power, 1.0), missed_power


def draw_population(
    model: PlacementModel,
    generator: np.random.Generator,
    n_particles: int,
    *,
    middle: float = 0.0,
    spread: float | None = None,
) -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.float64], NDArray[np.uint8]]:
    """Draw possible learners from the law alone.

    Parameters
    ----------
    model : PlacementModel
    generator : numpy.random.Generator
    n_particles : int
    middle : float
        Expected general ability, levels from the middle of the framework.
    spread : float, optional
        Its standard deviation, levels; from the model's parameters where not given.

    Returns
    -------
    mastered, general, ability, missed
        As in `Particles`.
    """
    numbers = model.parameters
    wide = spread if spread is not None else max(numbers.general_spread * model.n_levels, 0.1)
    general = middle + wide * generator.standard_normal(n_particles)
    apart = generator.standard_normal((n_particles, model.n_strands))
    ability = general[:, None] + numbers.strand_spread * apart
    missed = (generator.random((n_particles, len(model.unit_strand))) < numbers.unit_missed).astype(np.uint8)
    power, unit_power, _ = _powers(model, ability, missed)
    mastered = np.zeros((n_particles, model.n_competencies), dtype=np.uint8)
    drawn = generator.random((n_particles, model.n_competencies))
    kernel.draw_mastery(
        model.order,
        *model.parents,
        model.strand,
        model.unit,
        model.ease,
        model.leak,
        drawn,
        power,
        unit_power,
        mastered,
    )
    return mastered, general, ability, missed


def resample(weight: NDArray[np.float64], drawn: float) -> NDArray[np.int64]:
    """Choose particles in proportion to their weight, by one drawn number (systematic resampling).

    Parameters
    ----------
    weight : ndarray of float, shape (n_particles,)
        Above 0, not all 0.
    drawn : float
        In 0 .. 1.

    Returns
    -------
    ndarray of int, shape (n_particles,)
        Ascending places; a particle occurs as often as its share of the weight says, rounded up or down.

    References
    ----------
    Kitagawa (1996), Monte Carlo filter and smoother, J. Computational and Graphical Statistics 5(1).
    """
    size = len(weight)
    share = np.cumsum(weight)
    wanted = (np.arange(size) + drawn) * (share[-1] / size)
    chosen: NDArray[np.int64] = np.minimum(np.searchsorted(share, wanted, side="right"), size - 1)
    return chosen


def sweep(
    model: PlacementModel,
    mastered: NDArray[np.uint8],
    ability: NDArray[np.float64],
    missed: NDArray[np.uint8],
    evidence: NDArray[np.float64],
    generator: np.random.Generator,
    *,
    middle: float,
    spread: float,
    backwards: bool,
) -> Particles:
    """Move a population once by steps that leave the law given all evidence as it is.

    Parameters
    ----------
    model : PlacementModel
    mastered, ability, missed
        As in `Particles`; copied, not changed.
    evidence : ndarray of float, shape (n_competencies,)
        How many times likelier everything seen of each competency is if it is mastered than if it is not.
    generator : numpy.random.Generator
    middle, spread : float
        Of the general ability before any answer.
    backwards : bool
        Go against the edges this time.

    Returns
    -------
    Particles

    References
    ----------
    Gilks & Berzuini (2001), Following a moving target: Monte Carlo inference for dynamic Bayesian models, JRSS B 63(1):
    resample, then move. Deviation: every answer is followed by both, so that all particles weigh the same and counts
    are whole numbers.
    """
    numbers = model.parameters
    size, n = mastered.shape
    new_mastered, new_ability = mastered.copy(), ability.copy()
    power, unit_power, missed_power = _powers(model, new_ability, missed)
    missing = np.zeros((size, n), dtype=np.int16)
    kernel.count_missing(*model.parents, new_mastered, missing)
    probability, ready, general = np.zeros(n), np.zeros(n), np.zeros(size)
    n_draws = model.n_strands * numbers.strand_steps
    jumps = generator.random((size, 1 + numbers.strand_jumps if model.n_strands else 0, 3))
    jumps[:, :, 1] = _LONG_AND_SHORT[np.arange(jumps.size // 3).reshape(jumps.shape[:2]) % 3]
    jumps[:, :, 1] *= generator.standard_normal(jumps.shape[:2])
    kernel.move_particles(
        np.ascontiguousarray(model.order[::-1]) if backwards else model.order,
        model.order,
        *model.parents,
        *model.children,
        model.strand,
        *model.strands,
        model.unit,
        *model.units,
        model.unit_strand,
        model.ease,
        model.leak,
        evidence,
        model.step,
        np.array(
            [
                numbers.slope,
                middle,
                spread,
                numbers.strand_spread,
                numbers.unit_missed / (1.0 - numbers.unit_missed),
                missed_power,
                np.exp(-numbers.slope * numbers.ready_reach),
            ]
        ),
        generator.random((size, n)),
        generator.random((size, n_draws)),
        generator.standard_normal((size, n_draws + 1)),
        generator.random((size, len(model.unit_strand))),
        generator.random((size, n)),
        jumps,
        general,
        new_ability,
        power,
        unit_power,
        new_mastered,
        missing,
        probability,
        ready,
    )
    now_missed = (unit_power != 1.0).astype(np.uint8)
    return Particles(new_mastered, general, new_ability, now_missed, probability, ready)


def ready_bits(model: PlacementModel, particles: Particles) -> NDArray[np.uint8]:
    """Tell for each particle what is ready: not mastered, everything required mastered, within reach.

    Parameters
    ----------
    model : PlacementModel
    particles : Particles

    Returns
    -------
    ndarray of uint8, shape (n_particles, n_competencies)
    """
    missing = np.zeros(particles.mastered.shape, dtype=np.int16)
    kernel.count_missing(*model.parents, particles.mastered, missing)
    within = particles.ability + (model.middle + model.parameters.ready_reach)
    near = within[:, model.strand] > model.position
    ready: NDArray[np.uint8] = ((missing == 0) & (particles.mastered == 0) & near).astype(np.uint8)
    return ready


def count_together(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Count in how many particles two things are so together.

    Parameters
    ----------
    one, other : ndarray of uint8, shapes (n_particles, n) and (n_particles, m)
        0 or 1.

    Returns
    -------
    ndarray of int, shape (n, m)
        Whole numbers, so they are the same on every machine; 64 particles are counted at a time.
    """
    ones, others = _packed(one), _packed(other)
    counts: NDArray[np.int64] = np.bitwise_count(ones[:, None, :] & others[None, :, :]).sum(axis=2, dtype=np.int64)
    return counts


def _packed(bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    filled = np.pad(bits, ((0, -bits.shape[0] % 64), (0, 0)))
    return np.packbits(np.ascontiguousarray(filled.T), axis=1).view(np.uint64)
