"""What gradient boosting sees of the past of each response."""

from __future__ import annotations

import numpy as np

from ownpath.core.mastery.responses import Meetings, Responses, meetings_of
from ownpath.core.measures import RIGHT_FROM
from ownpath.evaluation.histories import Grouping

KAPPA = 0.5
HALF_LIVES_SECONDS = {"hour": 3600.0, "day": 86_400.0, "week": 604_800.0}
SESSION_GAP_SECONDS = 1800.0


def history_columns(responses: Responses, easiness: np.ndarray) -> dict[str, np.ndarray]:
    """Counts, faded residuals and times, over all, over the set, over the competencies and over the item."""
    expected = 1.0 / (1.0 + np.exp(-easiness))
    residual, information = responses.result - expected, expected * (1.0 - expected)
    right = (responses.result >= RIGHT_FROM).astype(float)
    meetings = meetings_of(responses)
    return {
        **_of_learner(responses, right, residual, information, easiness),
        **_of_key(responses, "set", responses.combination, right, residual, information),
        **_of_key(responses, "task", _task_or_row(responses), right, residual, information),
        **_of_competencies(responses, meetings, right, residual, information),
    }


def _task_or_row(responses: Responses) -> np.ndarray:
    """A task that is not known was never met before."""
    return np.where(responses.item >= 0, responses.item, len(responses.item_names) + np.arange(len(responses)))


def _level(grouping: Grouping, residual: np.ndarray, information: np.ndarray, kept: np.ndarray | float) -> np.ndarray:
    return grouping.faded_sum_before(residual, kept) / (KAPPA + grouping.faded_sum_before(information, kept))


def _since(grouping: Grouping, moments: np.ndarray) -> np.ndarray:
    return np.asarray(moments - grouping.value_before(moments, np.nan))


def _log_time(seconds: np.ndarray) -> np.ndarray:
    return np.log1p(np.maximum(seconds, 0.0))


def _kept_over(seconds: np.ndarray, half_life: float) -> np.ndarray:
    return np.asarray(0.5 ** (np.nan_to_num(np.maximum(seconds, 0.0)) / half_life))


def _in_a_row(grouping: Grouping, right: np.ndarray) -> np.ndarray:
    """Right ones in a row as a positive number, wrong ones as a negative one."""
    last = grouping.value_before(right, 0.0)
    last_wrong = grouping.value_before(1.0 - right, 0.0)
    ones = np.ones(len(right))
    return grouping.faded_sum_before(ones, last) - grouping.faded_sum_before(ones, last_wrong)


def _of_learner(
    responses: Responses, right: np.ndarray, residual: np.ndarray, information: np.ndarray, easiness: np.ndarray
) -> dict[str, np.ndarray]:
    whole = Grouping.by(responses.learner)
    count = whole.place()
    elapsed = _since(whole, responses.moment_seconds)
    columns = {
        "count": count,
        "rate": (whole.sum_before(right) + 1.0) / (count + 2.0),
        "in_a_row": _in_a_row(whole, right),
        "last": whole.value_before(right, np.nan),
        "last_residual": whole.value_before(residual, np.nan),
        "residual_before_last": whole.value_before(whole.value_before(residual, np.nan), np.nan),
        "easiness_change": easiness - whole.value_before(easiness, np.nan),
        "elapsed": _log_time(elapsed),
        "elapsed_before": whole.value_before(_log_time(elapsed), np.nan),
        "usual_elapsed": whole.sum_before(np.nan_to_num(np.minimum(_log_time(elapsed), 6.0))) / np.maximum(count, 1.0),
        "in_session": whole.faded_sum_before(
            np.ones(len(right)), np.where(np.nan_to_num(elapsed) > SESSION_GAP_SECONDS, 0.0, 1.0)
        ),
        "same_set_as_last": (whole.value_before(responses.combination, -1.0) == responses.combination).astype(float),
        "different_sets": whole.sum_before(
            (Grouping.by(responses.learner, responses.combination).place() == 0).astype(float)
        ),
    }
    for kept in (1.0, 0.98, 0.9, 0.6):
        columns[f"level_{kept}"] = _level(whole, residual, information, kept)
    columns["level_hour"] = _level(whole, residual, information, _kept_over(elapsed, HALF_LIVES_SECONDS["hour"]))
    return {f"learner_{name}": values for name, values in columns.items()}


def _of_key(
    responses: Responses,
    name: str,
    key: np.ndarray,
    right: np.ndarray,
    residual: np.ndarray,
    information: np.ndarray,
) -> dict[str, np.ndarray]:
    grouping = Grouping.by(responses.learner, key)
    count = grouping.place()
    columns = {
        "count": count,
        "rights": grouping.sum_before(right),
        "in_a_row": _in_a_row(grouping, right),
        "last_residual": grouping.value_before(residual, np.nan),
        "level_1.0": _level(grouping, residual, information, 1.0),
        "level_0.7": _level(grouping, residual, information, 0.7),
        "elapsed": _log_time(_since(grouping, responses.moment_seconds)),
        "responses_between": _log_time(_since(grouping, np.arange(len(key), dtype=float))),
    }
    return {f"{name}_{each}": values for each, values in columns.items()}


def _of_competencies(
    responses: Responses, meetings: Meetings, right: np.ndarray, residual: np.ndarray, information: np.ndarray
) -> dict[str, np.ndarray]:
    """The middle and the lowest over a response's competencies."""
    row = meetings.row
    grouping = Grouping.by(responses.learner[row], meetings.competency)
    elapsed = _since(grouping, responses.moment_seconds[row])
    own = {f"level_{kept}": _level(grouping, residual[row], information[row], kept) for kept in (1.0, 0.9, 0.7, 0.4)}
    if bool(np.any(np.isfinite(elapsed))):
        for name, half_life in HALF_LIVES_SECONDS.items():
            own[f"level_{name}"] = _level(grouping, residual[row], information[row], _kept_over(elapsed, half_life))
    own["count"] = grouping.place()
    own["rights"] = grouping.sum_before(right[row])
    own["wrongs"] = own["count"] - own["rights"]
    own["in_a_row"] = _in_a_row(grouping, right[row])
    own["elapsed"] = _log_time(elapsed)
    own["responses_between"] = _log_time(_since(grouping, row.astype(float)))
    columns = {}
    several = bool(np.any(meetings.size > 1))
    for name, values in own.items():
        columns[f"competency_{name}"] = np.add.reduceat(values, meetings.start) / meetings.size
        if several and name in ("level_1.0", "level_0.7", "count"):
            columns[f"competency_lowest_{name}"] = np.minimum.reduceat(values, meetings.start)
    return columns
