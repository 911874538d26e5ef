"""The worked example of docs/algorithms/ratings.md, carried out; its tables must be those of the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ownpath.core.mastery.ratings import expected_levels, fit_ratings
from ownpath.core.mastery.ratings_steps import rating_information, rating_residual

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "ratings.md").read_text()


def table_below(heading: str) -> list[list[str]]:
    lines = PAGE[PAGE.index(heading) :].splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_residuals_and_information_are_those_of_the_page() -> None:
    rows = table_below("## Worked example")
    assert len(rows) == 3
    for difficulty, *residuals, information in rows:
        at = float(difficulty.split()[0])
        found = [rating_residual(level, [-2.0, 0.0, 2.0], at) for level in range(1, 5)]
        assert found == pytest.approx([float(each) for each in residuals], abs=5e-5)
        assert rating_information([-2.0, 0.0, 2.0], at) == pytest.approx(float(information), abs=5e-5)


def test_severities_and_expected_levels_are_those_of_the_page() -> None:
    given = [(1, 2), (2, 2), (3, 2), (3, 4), (4, 4)]
    ratings = [
        (learner, criterion, rater, max(level - rater, 1))
        for learner, levels in enumerate(given)
        for criterion, level in enumerate(levels)
        for rater in (0, 1)
    ]
    fitted = fit_ratings(*np.array(ratings).T, n_levels=[4, 4], spread=False)
    lenient, strict, unknown = 0, 1, -1
    assert "severities come out at\n-1.30 and 1.81" in PAGE
    assert fitted.severity == pytest.approx([-1.30, 1.81], abs=5e-3)
    rows = table_below("A new learner has level 3")
    assert len(rows) == 4
    pairs = [(lenient, strict), (lenient, unknown), (strict, lenient), (strict, unknown)]
    for (known, asked), (_, _, *chances) in zip(pairs, rows, strict=True):
        found = expected_levels(fitted, [9], [0], [known], [3], [9], [0], [asked])[0]
        assert found == pytest.approx([float(each) for each in chances], abs=5.1e-4)
