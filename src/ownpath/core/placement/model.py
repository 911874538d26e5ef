"""What a placement knows before the first answer: competencies, levels, strands, edges, and the numbers of the law."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.progressions.order import longest_path_ranks

MODEL_NAME: Final = "ownpath-placement"
MODEL_VERSION: Final = "1.0"


@dataclass(frozen=True, slots=True)
class PlacementParameters:
    """The numbers of the law; abilities and positions are counted in levels of the framework.

    Parameters
    ----------
    slope : float
        Logits a level: how steeply mastery falls from what lies below a learner's ability to what lies above.
    general_spread : float
        Standard deviation of the general ability, as a share of the number of levels.
    strand_spread : float
        Standard deviation of a strand's ability around the general one, levels.
    unit_missed : float
        Chance that a learner missed a unit, that is what one strand holds at one level.
    unit_missed_levels : float
        By how many levels a missed unit stands higher for that learner.
    leak_share, leak : float
        Something of which a requirement is not mastered is mastered all the same with `leak_share` times the chance it
        would have, plus `leak`.
    ready_reach : float
        What lies more levels than this above the strand's ability is never called ready: published maps hold advanced
        competencies that name no requirement.
    ready_weight : float
        How much a question is chosen for what it says about what is ready, beside what is mastered (1).
    n_particles : int
        Size of the population, at least 2.
    n_candidates : int
        Among so many of the least certain competencies the next question is looked for.
    most_questions_each : int
        At most so many questions about one competency.
    strand_steps : int
        Metropolis steps a strand and answer.
    strand_jumps : int
        Jumps of one strand each for each answer, in which what is mastered follows along; one of all strands besides.
    unknown_if_mastered, unknown_if_not : float
        Share of the answers that are not right for which "I don't know yet" is said, by a learner who has mastered it
        and slipped, and by one who has not.

    Raises
    ------
    ValueError
        A number is outside its range.
    """

    slope: float = 2.0
    general_spread: float = 0.3
    strand_spread: float = 1.2
    unit_missed: float = 0.1
    unit_missed_levels: float = 3.0
    leak_share: float = 0.2
    leak: float = 0.005
    ready_reach: float = 1.0
    ready_weight: float = 1.0
    n_particles: int = 320
    n_candidates: int = 24
    most_questions_each: int = 2
    strand_steps: int = 1
    strand_jumps: int = 6
    unknown_if_mastered: float = 0.3
    unknown_if_not: float = 0.5

    def __post_init__(self) -> None:
        if (
            min(self.slope, self.general_spread, self.strand_spread) <= 0.0
            or min(self.unit_missed_levels, self.ready_weight) < 0.0
        ):
            raise ValueError("slope and spreads must be above 0, unit_missed_levels and ready_weight not below")
        if not (0.0 <= self.unit_missed < 1.0 and 0.0 <= self.leak_share < 1.0 and 0.0 < self.leak < 0.5):
            raise ValueError("unit_missed and leak_share lie in 0 .. 1, leak between 0 and .5")
        if self.n_particles < 2 or min(self.n_candidates, self.most_questions_each, self.strand_steps) < 1:
            raise ValueError("at least 2 particles, 1 candidate, 1 question and 1 step")
        if not (0.0 < self.unknown_if_mastered < 1.0 and 0.0 < self.unknown_if_not < 1.0):
            raise ValueError("shares of not knowing lie between 0 and 1")


def _groups(of: NDArray[np.int64], n_groups: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each group begins, and the members of all groups one after another."""
    start = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=n_groups))))
    return start.astype(np.int64), np.argsort(of, kind="stable").astype(np.int64)


@dataclass(frozen=True, eq=False)
class PlacementModel:
    """A framework, or a part of one, ready for sittings.

    Parameters
    ----------
    level : array_like of int, shape (n_competencies,)
        The order of each competency's level, from 0; levels may be left out.
    strand : array_like of int, shape (n_competencies,)
        The number of its strand, from 0.
    earlier, later : array_like of int, shape (n_edges,)
        The *requires* edges: `later` requires `earlier`. An edge may occur twice; it counts once.
    position : array_like of float, shape (n_competencies,), optional
        Where a competency stands, in levels: a learner of that ability has mastered it with chance 1/2 where
        everything it requires is. The level itself where not given; `refit_positions` learns it from sittings.
    parameters : PlacementParameters

    Raises
    ------
    ValueError
        Shapes do not fit, an edge names what is not there, or the edges have a cycle.
    """

    level: NDArray[np.int64]
    strand: NDArray[np.int64]
    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    position: NDArray[np.float64] = None  # type: ignore[assignment]  # filled in below
    parameters: PlacementParameters = field(default_factory=PlacementParameters)

    def __post_init__(self) -> None:
        put = object.__setattr__
        level, strand = np.array(self.level, dtype=np.int64), np.array(self.strand, dtype=np.int64)
        n = len(level)
        if level.ndim != 1 or strand.shape != (n,) or (n and min(level.min(), strand.min()) < 0):
            raise ValueError("level and strand must be of one length and not below 0")
        pairs = sorted(set(zip(np.asarray(self.earlier).tolist(), np.asarray(self.later).tolist(), strict=True)))
        earlier = np.array([a for a, _ in pairs], dtype=np.int64)
        later = np.array([b for _, b in pairs], dtype=np.int64)
        ranks = longest_path_ranks(n, earlier, later)
        position = level.astype(np.float64) if self.position is None else np.array(self.position, dtype=np.float64)
        if position.shape != (n,) or not np.isfinite(position).all():
            raise ValueError("a position must be given for each competency, and be finite")
        for name, value in (("level", level), ("strand", strand), ("earlier", earlier), ("later", later)):
            put(self, name, value)
        put(self, "position", position)
        put(self, "order", np.argsort(ranks, kind="stable").astype(np.int64))
        by_later, by_earlier = _groups(later, n), _groups(earlier, n)
        put(self, "parents", (by_later[0], earlier[by_later[1]]))
        put(self, "children", (by_earlier[0], later[by_earlier[1]]))
        put(self, "n_strands", int(strand.max()) + 1 if n else 0)
        put(self, "strands", _groups(strand, self.n_strands))
        keys, unit = np.unique(np.stack([strand, level]), axis=1, return_inverse=True)
        put(self, "unit", np.asarray(unit, dtype=np.int64).reshape(-1))
        put(self, "unit_strand", keys[0].astype(np.int64))
        put(self, "units", _groups(self.unit, keys.shape[1]))
        put(self, "n_levels", int(level.max() - level.min()) + 1 if n else 0)
        put(self, "middle", (float(level.max()) + float(level.min())) / 2.0 if n else 0.0)
        numbers = self.parameters
        put(self, "leak", np.array([numbers.leak_share, numbers.leak]))
        put(self, "ease", np.exp(np.clip(-numbers.slope * (position - self.middle), -60.0, 60.0)))
        near = 0.7 * numbers.slope * np.bincount(strand, minlength=self.n_strands) / max(self.n_levels, 1)
        put(self, "step", 2.4 / np.sqrt(1.0 / numbers.strand_spread**2 + near))
        for value in self.__dict__.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    order: NDArray[np.int64] = field(init=False, repr=False)
    parents: tuple[NDArray[np.int64], NDArray[np.int64]] = field(init=False, repr=False)
    children: tuple[NDArray[np.int64], NDArray[np.int64]] = field(init=False, repr=False)
    strands: tuple[NDArray[np.int64], NDArray[np.int64]] = field(init=False, repr=False)
    units: tuple[NDArray[np.int64], NDArray[np.int64]] = field(init=False, repr=False)
    unit: NDArray[np.int64] = field(init=False, repr=False)
    unit_strand: NDArray[np.int64] = field(init=False, repr=False)
    n_strands: int = field(init=False, repr=False)
    n_levels: int = field(init=False, repr=False)
    middle: float = field(init=False, repr=False)
    leak: NDArray[np.float64] = field(init=False, repr=False)
    ease: NDArray[np.float64] = field(init=False, repr=False)
    step: NDArray[np.float64] = field(init=False, repr=False)

    @property
    def n_competencies(self) -> int:
        """How many competencies there are."""
        return len(self.level)

    @property
    def hash(self) -> str:
        """A short name for everything that a sitting depends on."""
        digest = hashlib.sha256(f"{MODEL_NAME} {MODEL_VERSION} {self.parameters}".encode())
        for part in (self.level, self.strand, self.earlier, self.later, self.position):
            digest.update(b"|" + part.tobytes())
        return digest.hexdigest()[:16]

    def required_by(self, competency: int) -> NDArray[np.int64]:
        """Return what a competency directly requires."""
        start, members = self.parents
        return members[start[competency] : start[competency + 1]]

    def opened_by(self, competency: int) -> NDArray[np.int64]:
        """Return what directly requires a competency."""
        start, members = self.children
        return members[start[competency] : start[competency + 1]]


def choose_part(model: PlacementModel, chosen: ArrayLike) -> PlacementModel:
    """Keep a part of a framework; ways that lead through what is left out stay as edges.

    Parameters
    ----------
    model : PlacementModel
    chosen : array_like of int, shape (n_chosen,)
        The competencies to keep; in the part they are numbered in this order.

    Returns
    -------
    PlacementModel
        A learner who has mastered `c` is still expected to have mastered `a` where `c` requires `b` and `b` requires
        `a`, although `b` is not in the part. Empty where nothing is chosen.

    Raises
    ------
    ValueError
        One is chosen twice or is not there.
    """
    kept = np.asarray(chosen, dtype=np.int64).reshape(-1)
    if len(np.unique(kept)) != len(kept) or (kept.size and not 0 <= kept.min() <= kept.max() < model.n_competencies):
        raise ValueError("each chosen competency must be there, and be chosen once")
    number = {int(place): i for i, place in enumerate(kept)}
    nearest: list[set[int]] = [set() for _ in range(model.n_competencies)]
    edges: list[tuple[int, int]] = []
    for place in map(int, model.order):
        for required in map(int, model.required_by(place)):
            nearest[place] |= {number[required]} if required in number else nearest[required]
        if place in number:
            edges += [(each, number[place]) for each in sorted(nearest[place])]
    return replace(
        model,
        level=model.level[kept],
        strand=model.strand[kept],
        earlier=np.array([a for a, _ in edges], dtype=np.int64),
        later=np.array([b for _, b in edges], dtype=np.int64),
        position=model.position[kept],
    )
