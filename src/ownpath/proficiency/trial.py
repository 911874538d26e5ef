"""New parameters against the live ones, on the latest weeks, which neither was fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.passes import Passes
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.answers import Answers, fit_parameters, follow_answers
from ownpath.proficiency.calibration import measure_predictions
from ownpath.proficiency.models import Refit

DAY = 86400.0
HELD_OUT_WEEKS = 4
LEAST_ANSWERS, LEAST_LEARNERS = 5000, 50
LEAST_HELD_OUT = 1000
ECE_MARGIN = 0.005
FEW_ANSWERS = 50
SEEN_ENOUGH, LEARNERS_ENOUGH = 50, 10
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Split:
    """Which answers are held out: all from a moment on. `reason` says why there is nothing to decide on yet."""

    earlier: NDArray[np.bool_]
    later: NDArray[np.bool_]
    reason: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: an outcome of `Refit`, why, what was measured, and the parameters if they are better."""

    outcome: str
    reason: str
    record: dict[str, Any]
    answers: Answers
    parameters: Parameters | None = None


def held_out(answers: Answers, not_before: float | None) -> Split:
    """The latest weeks, but nothing that the live parameters were fitted on, and nothing from before a roll back.

    So neither side has seen what decides. Before them enough must be left to fit on.
    """
    is_answer = answers.is_answer
    if not is_answer.any():
        return Split(is_answer, is_answer, "no_answers")
    cut_off = float(answers.ordered_seconds[is_answer].max()) - HELD_OUT_WEEKS * 7 * DAY
    if not_before is not None:
        cut_off = max(cut_off, not_before)
    later = is_answer & (answers.ordered_seconds > cut_off)
    earlier = is_answer & ~later
    reason = ""
    if int(is_answer.sum()) < LEAST_ANSWERS or answers.count_learners(is_answer) < LEAST_LEARNERS:
        reason = "too_few"
    elif int(later.sum()) < LEAST_HELD_OUT:
        reason = "too_few_new"
    elif int(earlier.sum()) < LEAST_ANSWERS - LEAST_HELD_OUT:
        reason = "too_short"
    return Split(earlier, later, reason)


def measure_here(
    answers: Answers,
    split: Split,
    parameters: Parameters,
    progress: Progress = NO_PROGRESS,
    passes: Passes | None = None,
) -> dict[str, Any]:
    """How well the live parameters predict here: on what is held out, or on all where that is too little."""
    progress.begin("Predicting every answer from the ones before", None)
    predicted = follow_answers(answers, parameters, passes)
    rows = split.later if int(split.later.sum()) >= LEAST_HELD_OUT else answers.is_answer
    return {**_about(answers, split, rows), "live": _measured(answers, rows, predicted, parameters)}


def try_new_parameters(
    answers: Answers,
    split: Split,
    parameters: Parameters,
    progress: Progress = NO_PROGRESS,
    passes: Passes | None = None,
) -> Trial:
    """Fit on what came before the cut-off, predict what came after with both, and decide."""
    progress.begin("Fitting on the earlier answers", None)
    candidate = fit_parameters(_until(answers, split), parameters, passes)
    progress.begin("Predicting the latest answers with both", None)
    rows = split.later
    live = follow_answers(answers, parameters, passes)
    new = follow_answers(answers, candidate, passes)
    record = {
        **_about(answers, split, rows),
        "live": _measured(answers, rows, live, parameters),
        "new": _measured(answers, rows, new, candidate),
        "moved": _moved(live[rows], new[rows]),
    }
    reason = decide(record["live"], record["new"])
    outcome = Refit.Outcome.LIVE if reason == "better" else Refit.Outcome.REFUSED
    return Trial(outcome, reason, record, answers, candidate)


def _until(answers: Answers, split: Split) -> Answers:
    """The evidence from before the cut-off; what else came in meanwhile is left out as well."""
    last = answers.ordered_seconds[split.earlier].max()
    return answers.only(answers.ordered_seconds <= last)


def decide(live: dict[str, Any], new: dict[str, Any]) -> str:
    """Better is: a lower log loss, and a calibration that is not worse than by a small margin."""
    if not new["log_loss"] < live["log_loss"]:
        return "not_better"
    return "worse_calibrated" if new["ece"] > live["ece"] + ECE_MARGIN else "better"


def _about(answers: Answers, split: Split, rows: NDArray[np.bool_]) -> dict[str, Any]:
    """From how much this was measured; a moment is an ISO text."""
    seconds = answers.ordered_seconds[rows]
    is_answer = answers.is_answer
    return {
        "answers": int(is_answer.sum()),
        "learners": answers.count_learners(is_answer),
        "measured": {
            "answers": int(rows.sum()),
            "learners": answers.count_learners(rows),
            "from": _iso(seconds.min()) if len(seconds) else None,
            "until": _iso(seconds.max()) if len(seconds) else None,
            "latest_weeks_only": bool((is_answer & ~rows).any()),
        },
        "earlier": {"answers": int(split.earlier.sum()), "learners": answers.count_learners(split.earlier)},
        "new_answers": int(split.later.sum()),
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(float(seconds), UTC).isoformat()


def _measured(
    answers: Answers, rows: NDArray[np.bool_], predicted: NDArray[np.float64], parameters: Parameters
) -> dict[str, Any]:
    return {
        "hash": parameters.hash,
        **measure_predictions(predicted[rows], answers.responses.result[rows]),
        "weak": _weak_places(answers, rows, predicted),
    }


def _weak_places(answers: Answers, rows: NDArray[np.bool_], predicted: NDArray[np.float64]) -> dict[str, Any]:
    """Competencies with few answers, and those where expected and seen lie apart most, beyond what chance explains.

    Numbers of answers of many learners together; never about a person or a group.
    """
    of = answers.responses
    sizes = np.diff(of.combination_start)
    first = of.combination_start[:-1][of.combination]
    single = (sizes[of.combination] == 1) if len(of) else np.zeros(0, dtype=bool)
    names = of.competency_names
    every = np.zeros(len(names), dtype=np.int64)
    for number, count in enumerate(np.bincount(of.combination[answers.is_answer], minlength=len(sizes))):
        every[of.combination_competency[of.combination_start[number] : of.combination_start[number + 1]]] += count
    chosen = rows & single
    competency = of.combination_competency[first[chosen]] if chosen.any() else np.empty(0, dtype=np.int64)
    given, seen, result = predicted[chosen], of.learner[chosen], of.result[chosen]
    apart, looked_at = [], 0
    for each in np.unique(competency):
        own = competency == each
        n = int(own.sum())
        if n < SEEN_ENOUGH or len(np.unique(seen[own])) < LEARNERS_ENOUGH:
            continue
        looked_at += 1
        expected, right = float(given[own].mean()), float(result[own].mean())
        spread = float(np.sqrt(np.sum(given[own] * (1 - given[own])))) / n
        if abs(expected - right) > 2 * spread:
            apart.append({"competency": names[each], "answers": n, "expected": expected, "right": right})
    apart.sort(key=lambda each: (-abs(each["expected"] - each["right"]), each["competency"]))
    few = np.flatnonzero(every < FEW_ANSWERS)
    few = few[np.argsort(every[few], kind="stable")]
    return {
        "competencies": len(names),
        "looked_at": looked_at,
        "apart": apart[:MOST_NAMED],
        "apart_in_all": len(apart),
        "few": [{"competency": names[each], "answers": int(every[each])} for each in few[:MOST_NAMED]],
        "few_in_all": len(few),
    }


def _moved(live: NDArray[np.float64], new: NDArray[np.float64]) -> dict[str, int]:
    """How many predictions moved by more than five in a hundred, and which way."""
    return {"up": int((new - live > 0.05).sum()), "down": int((live - new > 0.05).sum()), "of": len(live)}
