"""What was expected of each piece of evidence, for many learners at once, is what `update` says one piece at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mastery_columns import columns_of, pieces_of
from mastery_histories import CRITERION, KEYS, PARAMETERS, drawn_parameters

from ownpath.core.mastery import CompetencyState, LearnerState, update
from ownpath.core.mastery.foretelling import foretell
from ownpath.core.mastery.passes import InThreads
from small_cluster import open_cluster


def expected_one_by_one(pieces, parameters) -> np.ndarray:
    expected, current = [], None
    general, states = LearnerState.new(), {}
    for who, key, observation in pieces:
        if who != current:
            current, general, states = who, LearnerState.new(), {}
        before = states.get(key, CompetencyState.new())
        general, states[key], trace = update(general, before, observation, parameters, CRITERION)
        expected.append(trace.predicted)
    return np.array(expected)


@pytest.mark.parametrize("rows_in_piece", [1, 90, 10_000])
def test_many_at_once_are_foretold_as_one_piece_after_the_other_to_the_last_bit(rows_in_piece) -> None:
    parameters, pieces = drawn_parameters(2), pieces_of(12)
    found = foretell(columns_of(pieces), KEYS, parameters, CRITERION, rows_in_piece=rows_in_piece)
    assert found.tobytes() == expected_one_by_one(pieces, parameters).tobytes()
    assert len(found) == 480


def test_two_workers_foretell_the_same_bits() -> None:
    from ownpath.core.cluster import OnCluster

    columns = columns_of(pieces_of(12))
    with open_cluster(processes=False) as client, InThreads(1) as here:
        there = foretell(columns, KEYS, PARAMETERS, CRITERION, passes=OnCluster(client), rows_in_piece=100)
        assert there.tobytes() == foretell(columns, KEYS, PARAMETERS, CRITERION, passes=here).tobytes()


def test_no_evidence_is_foretold_nothing_and_evidence_that_means_nothing_is_refused() -> None:
    assert len(foretell(columns_of([]), KEYS, PARAMETERS)) == 0
    pieces = pieces_of(1)
    who, key, observation = pieces[3]
    pieces[3] = (who, key, replace(observation, level=None, n_levels=None, result=1.5))
    with pytest.raises(ValueError, match=r"evidence 3 .*result"):
        foretell(columns_of(pieces), KEYS, PARAMETERS)
