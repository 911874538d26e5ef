"""Folding a district's evidence in compiled code gives what `update` gives one piece at a time, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mastery_columns import columns_of, pieces_of
from mastery_histories import CRITERION, KEYS, PARAMETERS, REQUIRED, drawn_parameters

from ownpath.core.mastery import CompetencyState, LearnerState, Reading, read, replay
from ownpath.core.mastery.reading import reading_from
from ownpath.core.mastery.replaying import replay_many

EDGES = {KEYS.index(key): [KEYS.index(each) for each in below] for key, below in REQUIRED.items()}


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
