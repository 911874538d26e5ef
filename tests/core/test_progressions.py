"""The order that edges give."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownpath.core import progressions
from ownpath.core.progressions import find_cycle, longest_path_ranks

EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40)


def test_the_public_face_is_what_it_says() -> None:
    assert progressions.__all__ == [
        "EdgeFinding",
        "GraphLint",
        "NextStep",
        "find_contradicted_edges",
        "find_cycle",
        "lint_edges",
        "longest_path_ranks",
        "neighbourhood",
        "next_steps",
        "opens_counts",
        "ready_matrix",
        "suggest_edges",
    ]


@given(EDGES)
def test_either_there_is_a_cycle_along_the_edges_or_ranks_in_which_every_edge_climbs(
    edges: list[tuple[int, int]],
) -> None:
    cycle = find_cycle(edges)
    earlier, later = [edge[0] for edge in edges], [edge[1] for edge in edges]
    if cycle is None:
        ranks = longest_path_ranks(12, earlier, later)
        assert all(ranks[start] < ranks[end] for start, end in edges)
    else:
        assert cycle[0] == cycle[-1]
        assert set(pairwise(cycle)) <= set(edges)
        with pytest.raises(ValueError, match="cycle"):
            longest_path_ranks(12, earlier, later)


@given(EDGES.map(lambda edges: [(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]]), st.data())
def test_ranks_never_sink_below_those_that_stand(edges: list[tuple[int, int]], data: st.DataObject) -> None:
    floor = data.draw(st.lists(st.integers(0, 20), min_size=12, max_size=12))
    ranks = longest_path_ranks(12, [edge[0] for edge in edges], [edge[1] for edge in edges], at_least=floor)
    assert all(ranks >= floor)
    assert all(ranks[start] < ranks[end] for start, end in edges)


def test_a_rank_is_the_longest_way_and_nothing_gives_nothing() -> None:
    assert longest_path_ranks(4, [0, 1, 0], [1, 2, 2]).tolist() == [0, 1, 2, 0]
    assert longest_path_ranks(0, [], []).tolist() == []
    assert find_cycle([]) is None
    assert isinstance(longest_path_ranks(1, [], []), np.ndarray)


def test_an_edge_to_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="not there"):
        longest_path_ranks(2, [0], [2])
    with pytest.raises(ValueError, match="same length"):
        longest_path_ranks(2, [0, 1], [1])
