"""The worked example in docs/algorithms/mastery.md is carried out and compared, cell by cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, read, update

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "mastery.md"
HEADING = "| day | kind | result | task | difficulty | predicted | logit | sd | probability | met | missing |"
ROUNDING = 2e-4  # of a sum of numbers that are written with four places


def table_rows() -> list[list[str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = lines.index(HEADING) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def observation_of(day: str, kind: str, result: str, task: str, difficulty: str) -> Observation:
    level, _, n_levels = result.partition(" of ")
    return Observation(
        kind,
        0.0 if n_levels else float(result),
        86400.0 * float(day),
        task,
        float(difficulty) if difficulty else None,
        level=int(level) if n_levels else None,
        n_levels=int(n_levels) if n_levels else None,
    )


def test_the_worked_example_in_the_document_is_what_the_estimator_says() -> None:
    learner, state = LearnerState.new(), CompetencyState.new()
    rows = table_rows()
    assert len(rows) == 9
    for day, kind, result, task, difficulty, *said in rows:
        learner, state, trace = update(
            learner, state, observation_of(day, kind, result, task, difficulty), PARAMETERS, CRITERION
        )
        reading = read(learner, state, PARAMETERS, CRITERION)
        numbers = (trace.predicted, reading.logit, reading.sd, reading.probability, reading.probability_met)
        missing = f"{reading.missing_count} {reading.missing}" if reading.missing else ""
        assert [*(f"{number:.4f}" for number in numbers), missing] == said
    assert state.attained


def test_the_first_row_can_be_done_by_hand() -> None:
    """What the document does by hand is calculated as it stands there, and is what the reasons say."""
    learner, state, _ = update(
        LearnerState.new(), CompetencyState.new(), observation_of(*table_rows()[0][:5]), PARAMETERS, CRITERION
    )
    reasons = {reason.code: reason.logits for reason in read(learner, state, PARAMETERS, CRITERION).reasons}
    text = DOCUMENT.read_text(encoding="utf-8")
    by_hand = re.findall(r"^(start|practice|learner|so far|recent) +(.*?) += +(-?\.\d{4})$", text, flags=re.MULTILINE)
    codes = ("few_answers", "practice", "learner_general", "success_so_far", "recent_success")
    assert len(by_hand) == len(codes)
    for (_, sum_of, said), code in zip(by_hand, codes, strict=True):
        assert re.fullmatch(r"[-+*(). \d]+", sum_of)
        assert eval(sum_of) == pytest.approx(float(said), abs=ROUNDING)
        assert reasons[code] == pytest.approx(float(said), abs=0.5e-4)
    assert f"=  {sum(reasons.values()):.4f}".replace(" 0.", " .") in text


def test_the_levels_after_the_first_row_are_those_done_by_hand() -> None:
    learner, state, _ = update(
        LearnerState.new(), CompetencyState.new(), observation_of(*table_rows()[0][:5]), PARAMETERS, CRITERION
    )
    assert (learner.level, state.level) == (pytest.approx(0.5 / 1.5), pytest.approx(0.5 / 1.5))
