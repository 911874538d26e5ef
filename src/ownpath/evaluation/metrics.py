"""How well predicted probabilities agree with what happened.

Results lie between 0 and 1; where a class is asked for, from .5 up is right.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

RIGHT_FROM = 0.5
N_BINS = 15
LEAST_PROBABILITY = 1e-7


@dataclass(frozen=True, slots=True)
class Metrics:
    """NaN where there is nothing to say: without responses, or the area under the curve with one class only."""

    responses: int
    auc: float
    rmse: float
    accuracy: float
    ece: float
    log_loss: float

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, which knows no NaN."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Bin:
    """Responses whose predictions lie in one fifteenth of the range."""

    low: float
    high: float
    responses: int
    predicted: float
    right: float


def measure(predicted: np.ndarray, result: np.ndarray) -> Metrics:
    """All measures of one set of predictions."""
    if len(predicted) == 0:
        return Metrics(0, *[float("nan")] * 5)
    right = result >= RIGHT_FROM
    sure = np.clip(predicted, LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY)
    return Metrics(
        responses=len(predicted),
        auc=area_under_curve(predicted, right),
        rmse=float(np.sqrt(np.mean((predicted - result) ** 2))),
        accuracy=float(np.mean((predicted >= RIGHT_FROM) == right)),
        ece=sum(each.responses * abs(each.predicted - each.right) for each in reliability(predicted, result))
        / len(predicted),
        log_loss=float(-np.mean(result * np.log(sure) + (1.0 - result) * np.log1p(-sure))),
    )


def area_under_curve(predicted: np.ndarray, right: np.ndarray) -> float:
    """The share of pairs (right, wrong) in which the right one was given more; equal ones count half."""
    n_right = int(np.sum(right))
    n_wrong = len(right) - n_right
    if not n_right or not n_wrong:
        return float("nan")
    values, place, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    middle_rank = np.cumsum(counts) - (counts - 1) / 2.0
    rank_sum = float(np.sum(np.bincount(place, weights=right, minlength=len(values)) * middle_rank))
    return (rank_sum - n_right * (n_right + 1) / 2.0) / (n_right * n_wrong)


def reliability(predicted: np.ndarray, result: np.ndarray) -> list[Bin]:
    """Fifteen bins of equal width; the empty ones are left out."""
    place = np.minimum((predicted * N_BINS).astype(np.int64), N_BINS - 1)
    counts = np.bincount(place, minlength=N_BINS)
    sums = np.bincount(place, weights=predicted, minlength=N_BINS)
    rights = np.bincount(place, weights=result, minlength=N_BINS)
    return [
        Bin(
            low=index / N_BINS,
            high=(index + 1) / N_BINS,
            responses=int(counts[index]),
            predicted=float(sums[index] / counts[index]),
            right=float(rights[index] / counts[index]),
        )
        for index in np.flatnonzero(counts)
    ]
