"""Sets out the room that a compiled walk needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery.kernel import BIT_WORDS
from ownpath.core.mastery.layout import N_FEATURES, STATE_SIZE
from ownpath.core.mastery.walk import walk_responses


@dataclass(frozen=True, slots=True)
class Steps:
    """Responses of whole learners, in order, with what a walk needs to know of their tasks; arrays of shape (n,)."""

    learner: np.ndarray
    task_name: np.ndarray
    combination: np.ndarray
    result: np.ndarray
    moment_seconds: np.ndarray
    difficulty: np.ndarray
    discrimination: np.ndarray

    def __len__(self) -> int:
        return len(self.result)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is the same for all responses of a walk.

    Attributes
    ----------
    combination_start, combination_competency : ndarray of int64
        The sets of competencies, as in `Responses`.
    reference, slope : ndarray of float64, shape (n_competencies,)
    weights, numbers, criterion : ndarray of float64
        As in `Parameters` and `Criterion`.
    """

    combination_start: np.ndarray
    combination_competency: np.ndarray
    reference: np.ndarray
    slope: np.ndarray
    weights: np.ndarray
    numbers: np.ndarray
    criterion: np.ndarray


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk says.

    Attributes
    ----------
    logits : ndarray of float64, shape (n,)
        The prediction before each response.
    claimed : ndarray of int64, shape (n_claims, 2)
        Rows, and competencies; empty where rows are wanted.
    rows : ndarray of float32, shape (n, N_FEATURES) or (0, N_FEATURES)
    extra : ndarray of float32, shape (n, 4) or (0, 4)
    """

    logits: np.ndarray
    claimed: np.ndarray
    rows: np.ndarray
    extra: np.ndarray


def walk(steps: Steps, ground: Ground, *, wants_rows: bool = False) -> Walked:
    """Walk through responses: predict each, then learn from it."""
    n = len(steps)
    sizes = np.diff(ground.combination_start)[steps.combination]
    n_competencies = len(ground.reference)
    by_learner = np.bincount(steps.learner - steps.learner[0], weights=sizes) if n else np.zeros(1)
    most = int(min(n_competencies, by_learner.max()))
    rows = np.zeros((n if wants_rows else 0, N_FEATURES), dtype=np.float32)
    extra = np.zeros((n if wants_rows else 0, 4), dtype=np.float32)
    logits = np.zeros(n)
    claimed = np.zeros((0 if wants_rows else int(sizes.sum()), 2), dtype=np.int64)
    n_claims = walk_responses(
        steps.learner,
        steps.task_name,
        ground.combination_start,
        ground.combination_competency,
        steps.combination,
        steps.result,
        steps.moment_seconds,
        steps.difficulty,
        steps.discrimination,
        ground.reference,
        ground.slope,
        ground.weights,
        ground.numbers,
        ground.criterion,
        np.full(n_competencies, -1, dtype=np.int64),
        np.zeros((most, STATE_SIZE)),
        np.zeros((most, BIT_WORDS), dtype=np.int64),
        rows,
        extra,
        logits,
        claimed,
    )
    return Walked(logits, claimed[:n_claims].copy(), rows, extra)
