"""Folding a district's evidence in compiled code gives what `update` gives one piece at a time, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mastery_histories import CRITERION, KEYS, PARAMETERS, REQUIRED, drawn_parameters
from mastery_twin import drawn_history

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, Reading, read, replay
from ownpath.core.mastery.reading import reading_from
from ownpath.core.mastery.replaying import EvidenceColumns, replay_many

EDGES = {KEYS.index(key): [KEYS.index(each) for each in below] for key, below in REQUIRED.items()}
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


@pytest.mark.parametrize("seed", range(4))
def test_folding_many_learners_equals_updating_one_piece_at_a_time_to_the_last_bit(seed) -> None:
    parameters, pieces = drawn_parameters(seed), pieces_of(12)
    found = replay_many(columns_of(pieces), KEYS, parameters, [CRITERION] * len(KEYS), EDGES)
    compared = 0
    for who in range(12):
        own = [(key, observation) for each, key, observation in pieces if each == who]
        learner, states = replay(own, parameters, CRITERION, REQUIRED)
        assert LearnerState(found.learner_numbers[who]) == learner
        pairs = np.flatnonzero(found.pair_learner == who).tolist()
        assert [KEYS[found.pair_competency[i]] for i in pairs] == list(states)
        for i, (key, state) in zip(pairs, states.items(), strict=True):
            assert CompetencyState(found.numbers[i], found.bits[i]) == state
            assert (found.attained_row[i] >= 0) == state.attained
            assert found.count[i] == sum(each == key for each, _ in own)
            then = LearnerState(found.learner_then[i])
            assert said_by(found.readings[i], then, state) == read(then, state, parameters, CRITERION, name=key)
            compared += 1
    assert compared >= 30


def said_by(numbers: np.ndarray, learner: LearnerState, state: CompetencyState) -> Reading:
    return reading_from(numbers, learner, state, CRITERION, float("nan"))


def test_no_evidence_gives_nothing() -> None:
    found = replay_many(columns_of([]), KEYS, PARAMETERS, [CRITERION] * len(KEYS))
    assert len(found.pair_learner) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"result": 1.5}, "result"),
        ({"result": float("nan")}, "result"),
        ({"spread": 0}, "spread"),
        ({"hints": -1}, "hints"),
        ({"task_difficulty": float("inf")}, "finite"),
        ({"moment_seconds": float("inf")}, "finite"),
    ],
)
def test_evidence_that_means_nothing_is_refused_with_its_place(change, words) -> None:
    pieces = pieces_of(1)
    who, key, observation = pieces[3]
    pieces[3] = (who, key, replace(observation, level=None, n_levels=None, **change))
    with pytest.raises(ValueError, match=f"evidence 3 .*{words}"):
        replay_many(columns_of(pieces), KEYS, PARAMETERS, [CRITERION] * len(KEYS))
