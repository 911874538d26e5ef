"""The worked example in docs/algorithms/measures.md is carried out; what the measures guarantee holds for anything."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownpath.core import measures

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "measures.md"
SHARES = st.sampled_from([0.0, 1 / 15, 0.25, 0.5, 0.6, 1.0])
SEEN = st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=30).map(lambda rows: np.array(rows, dtype=float).T)


def table_below(heading: str) -> list[list[str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    below = lines[lines.index(heading) + 2 :]
    end = next(place for place, line in enumerate(below) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in below[:end]]


def test_the_worked_example_in_the_document_is_what_the_measures_say() -> None:
    predicted, result = np.array(table_below("| predicted | result |"), dtype=float).T
    values = dict(table_below("| measure | value |"))
    assert len(predicted) == 4 and len(values) == 5
    for name, said in values.items():
        seen = result >= measures.RIGHT_FROM if name == "area_under_curve" else result
        assert f"{getattr(measures, name)(predicted, seen):.4f}" == said, name


@given(seen=SEEN, n_bins=st.integers(1, 20))
def test_bins_hold_everything_once_and_lie_where_they_say(seen: np.ndarray, n_bins: int) -> None:
    predicted, result = seen
    bins = measures.reliability(predicted, result, n_bins)
    assert sum(each.responses for each in bins) == len(predicted)
    assert sum(each.responses * each.right for each in bins) == pytest.approx(result.sum())
    assert all(each.low - 1e-12 <= each.predicted <= each.high + 1e-12 for each in bins)
    assert [each.low for each in bins] == sorted({each.low for each in bins})


@given(seen=SEEN)
def test_what_foretells_exactly_has_no_error_and_nothing_does_better(seen: np.ndarray) -> None:
    predicted, result = seen
    assert measures.calibration_error(result, result) == measures.root_mean_square_error(result, result) == 0.0
    assert measures.accuracy(result, result) == 1.0
    assert measures.log_loss(result, result) <= measures.log_loss(predicted, result) + 1e-12
    assert 0.0 <= measures.calibration_error(predicted, result) <= 1.0


def test_without_predictions_there_is_nothing_to_say() -> None:
    none = np.empty(0)
    for name in ("log_loss", "root_mean_square_error", "accuracy", "calibration_error"):
        assert math.isnan(getattr(measures, name)(none, none)), name
    assert math.isnan(measures.area_under_curve(none, none > 0))
    assert measures.reliability(none, none) == []
