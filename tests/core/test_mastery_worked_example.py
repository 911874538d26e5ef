"""The worked example in docs/algorithms/mastery.md is carried out and compared, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, read, update

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "mastery.md"
HEADING = "| day | kind | result | task | difficulty | predicted | logit | sd | probability | met | missing |"


def table_rows() -> list[list[str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = lines.index(HEADING) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_worked_example_in_the_document_is_what_the_estimator_says() -> None:
    learner, state = LearnerState.new(), CompetencyState.new()
    rows = table_rows()
    assert len(rows) == 8
    for day, kind, result, task, difficulty, *said in rows:
        observation = Observation(
            kind, float(result), 86400.0 * float(day), task, float(difficulty) if difficulty else None
        )
        learner, state, trace = update(learner, state, observation, PARAMETERS, CRITERION)
        reading = read(learner, state, PARAMETERS, CRITERION)
        numbers = (trace.predicted, reading.logit, reading.sd, reading.probability, reading.probability_met)
        missing = f"{reading.missing_count} {reading.missing}" if reading.missing else ""
        assert [*(f"{number:.4f}" for number in numbers), missing] == said


def test_the_first_row_can_be_done_by_hand() -> None:
    _, kind, result, task, difficulty, *_ = table_rows()[0]
    assert (kind, result, difficulty) == ("response", "1", "0.0")
    learner, state, _ = update(
        LearnerState.new(), CompetencyState.new(), Observation(kind, 1.0, 0.0, task, 0.0), PARAMETERS, CRITERION
    )
    # Residual 1 - 1/2, information 1/4, so a level is .5 / (kappa + .25): kappa is 2 for the learner, 1 here.
    assert learner.levels == pytest.approx([0.5 / 2.25] * 4)
    assert state.levels == pytest.approx([0.5 / 1.25] * 7)
