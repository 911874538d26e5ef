"""Drawn evidence of many learners, piece by piece and as columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from mastery_histories import KEYS
from mastery_twin import drawn_history

from ownpath.core.mastery import Observation
from ownpath.core.mastery.replaying import EvidenceColumns

Piece = tuple[int, str, Observation]


def pieces_of(n_learners: int) -> list[Piece]:
    """Evidence of every kind, by learner; difficulties far out among it."""
    made = [
        (who, key, replace(observation, competency=key))
        for who in range(n_learners)
        for key, observation in drawn_history(who)
    ]
    made[5] = (*made[5][:2], replace(made[5][2], task_difficulty=1e300))
    return made


def columns_of(pieces: list[Piece]) -> EvidenceColumns:
    seen = [observation for _, _, observation in pieces]

    def numbers(name: str) -> np.ndarray:
        return np.array([np.nan if getattr(each, name) is None else getattr(each, name) for each in seen], dtype=float)

    return EvidenceColumns(
        np.array([who for who, _, _ in pieces], dtype=np.int64),
        np.array([KEYS.index(key) for _, key, _ in pieces], dtype=np.int64),
        [each.kind for each in seen],
        [each.task for each in seen],
        [each.rater for each in seen],
        numbers("result"),
        numbers("moment_seconds"),
        numbers("task_difficulty"),
        numbers("competency_difficulty"),
        np.array([each.spread for each in seen], dtype=np.int64),
        np.array([each.hints for each in seen], dtype=np.int64),
        np.array([each.level or 0 for each in seen], dtype=np.int64),
        np.array([each.n_levels or 0 for each in seen], dtype=np.int64),
    )
