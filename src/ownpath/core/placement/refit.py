"""Positions of competencies learned from a district's own sittings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.placement.model import PlacementModel
from ownpath.core.placement.particles import Particles

BIN_LEVELS: Final = 0.1
BEYOND_LEVELS: Final = 6.0
POSITION_SPREAD: Final = 0.7


class PositionCounts:
    """What sittings say about positions, added up: of any number of sittings it takes the same room.

    Parameters
    ----------
    model : PlacementModel
        The one the sittings were held with.
    """

    def __init__(self, model: PlacementModel) -> None:
        self._model = model
        self._n_bins = int(np.ceil((model.n_levels + 2.0 * BEYOND_LEVELS) / BIN_LEVELS)) + 1
        self.tried: NDArray[np.float64] = np.zeros((model.n_competencies, self._n_bins))
        self.held: NDArray[np.float64] = np.zeros((model.n_competencies, self._n_bins))

    @property
    def centres(self) -> NDArray[np.float64]:
        """The ability in the middle of each bin, levels from the middle of the framework."""
        return np.asarray((np.arange(self._n_bins) - (self._n_bins - 1) / 2.0) * BIN_LEVELS, dtype=np.float64)

    def add(self, particles: Particles) -> None:
        """Add one sitting: for each particle what is mastered, of what rests on nothing missing, at which ability."""
        model = self._model
        size = particles.mastered.shape[0]
        shift = model.parameters.unit_missed_levels
        open_to = np.ones((size, model.n_competencies), dtype=bool)
        np.logical_and.at(open_to.T, model.later, particles.mastered.T[model.earlier] == 1)
        ability = particles.ability[:, model.strand] - shift * particles.missed[:, model.unit]
        place = np.rint(ability / BIN_LEVELS + (self._n_bins - 1) / 2.0).astype(np.int64)
        place = np.clip(place, 0, self._n_bins - 1) + np.arange(model.n_competencies) * self._n_bins
        for counts, inside in ((self.tried, open_to), (self.held, open_to & (particles.mastered == 1))):
            counts += np.bincount(place[inside], minlength=counts.size).reshape(counts.shape) / size

    def positions(self) -> NDArray[np.float64]:
        """Return the likeliest position of each competency, held near its level where sittings say little."""
        model = self._model
        slope, start = model.parameters.slope, model.level - model.middle
        place = model.position - model.middle
        for _ in range(40):
            chance = 1.0 / (1.0 + np.exp(np.clip(slope * (place[:, None] - self.centres), -60.0, 60.0)))
            force = slope * (self.tried * chance - self.held).sum(axis=1) - (place - start) / POSITION_SPREAD**2
            stiff = slope**2 * (self.tried * chance * (1.0 - chance)).sum(axis=1) + 1.0 / POSITION_SPREAD**2
            place = place + np.clip(force / stiff, -0.5, 0.5)
        return place + model.middle


def refit_positions(model: PlacementModel, sittings: Iterable[Particles]) -> NDArray[np.float64]:
    """Learn where competencies stand from the sittings held: one step of EM.

    Parameters
    ----------
    model : PlacementModel
        The one the sittings were held with.
    sittings : iterable of Particles
        What each sitting ended with; taken one at a time.

    Returns
    -------
    ndarray of float, shape (n_competencies,)
        For `PlacementModel(position=...)`. Without sittings, the levels. Going through the stored answers again with
        the new positions and calling this again comes nearer to the likeliest positions.

    References
    ----------
    Dempster, Laird, Rubin (1977), Maximum likelihood from incomplete data via the EM algorithm, JRSS B 39(1). The
    expectation is taken over particles (Monte Carlo EM); each position has a normal prior around its level.
    """
    counts = PositionCounts(model)
    for particles in sittings:
        counts.add(particles)
    return counts.positions()
