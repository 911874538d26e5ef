"""Rubric ratings drawn from known learners, criteria and raters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class RatedWorld:
    """Ratings and what made them."""

    learner: np.ndarray
    criterion: np.ndarray
    rater: np.ndarray
    level: np.ndarray
    ability: np.ndarray  # (n_learners, n_criteria)
    cuts: np.ndarray  # (n_criteria, K - 1)
    severity: np.ndarray  # (n_raters,)
    spread: np.ndarray  # (n_raters,)

    @property
    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        return self.learner, self.criterion, self.rater, self.level


def draw_world(
    seed: int,
    n_learners: int = 500,
    n_raters: int = 20,
    sheets_each: int = 2,
    severity_sd: float = 0.8,
    spread_sd: float = 0.0,
    learner_sd: float = 2.0,
    own_sd: float = 1.0,
    halo_sd: float = 0.7,
) -> RatedWorld:
    """Draw four criteria of four levels; every learner is rated by `sheets_each` raters picked at random."""
    generator = np.random.default_rng(seed)
    n_criteria = 4
    difficulty = np.array([-0.8, -0.2, 0.3, 0.7])
    cuts = difficulty[:, None] + np.array([-2.2, 0.1, 2.1]) + generator.normal(0.0, 0.15, (n_criteria, 3))
    severity = generator.normal(0.0, severity_sd, n_raters)
    spread = generator.normal(0.0, spread_sd, n_raters) if spread_sd else np.zeros(n_raters)
    ability = generator.normal(0.0, learner_sd, (n_learners, 1)) + generator.normal(
        0.0, own_sd, (n_learners, n_criteria)
    )
    chosen = np.argsort(generator.random((n_learners, n_raters)), axis=1)[:, :sheets_each]
    learner, sheet, criterion = (
        part.ravel() for part in np.meshgrid(range(n_learners), range(sheets_each), range(n_criteria), indexing="ij")
    )
    rater = chosen[learner, sheet]
    halo = generator.normal(0.0, halo_sd, (n_learners, sheets_each))
    logit = ability[learner, criterion] + halo[learner, sheet] - severity[rater]
    own_cuts = cuts[criterion] + spread[rater][:, None] * np.array([-1.0, 0.0, 1.0])
    at_least = 1.0 / (1.0 + np.exp(-(logit[:, None] - own_cuts)))
    level = 1 + (generator.random(len(logit))[:, None] < at_least).sum(axis=1)
    return RatedWorld(learner, criterion, rater, level, ability, cuts, severity, spread)
