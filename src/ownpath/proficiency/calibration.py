"""How well predictions agree with what happened: plain numbers that can be stored, and shown to people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

ERROR_BINS = 15
SHOWN_BINS = 10
LEAST_PROBABILITY = 1e-7
RIGHT_FROM = 0.5


def measure_predictions(predicted: NDArray[np.float64], result: NDArray[np.float64]) -> dict[str, Any]:
    """Log loss, area under the curve, expected calibration error, and the bins of a reliability diagram."""
    if not len(predicted):
        return {"answers": 0, "log_loss": None, "auc": None, "ece": None, "bins": []}
    sure = np.clip(predicted, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    log_loss = -np.mean(result * np.log(sure) + (1 - result) * np.log1p(-sure))
    counts, expected, right = binned(predicted, result, ERROR_BINS)
    full = counts > 0
    error = np.sum(np.abs(expected[full] - right[full])) / len(predicted)
    return {
        "answers": len(predicted),
        "log_loss": float(log_loss),
        "auc": area_under_curve(predicted, result >= RIGHT_FROM),
        "ece": float(error),
        "bins": [
            {
                "low": place / SHOWN_BINS,
                "high": (place + 1) / SHOWN_BINS,
                "answers": int(n),
                "expected": float(e / n),
                "right": float(r / n),
            }
            for place, (n, e, r) in enumerate(zip(*binned(predicted, result, SHOWN_BINS), strict=True))
            if n
        ],
    }


def binned(
    predicted: NDArray[np.float64], result: NDArray[np.float64], bins: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Answers in bins of equal width: how many, and the sums of what was expected and of what happened."""
    place = np.minimum((predicted * bins).astype(np.int64), bins - 1)
    return (
        np.bincount(place, minlength=bins),
        np.bincount(place, weights=predicted, minlength=bins),
        np.bincount(place, weights=result, minlength=bins),
    )


def area_under_curve(predicted: NDArray[np.float64], right: NDArray[np.bool_]) -> float | None:
    """In how many pairs of a right and a wrong answer the right one was given more; nothing where all are alike."""
    n_right = int(right.sum())
    n_wrong = len(right) - n_right
    if not n_right or not n_wrong:
        return None
    _, place, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2
    return float((rank[place][right].sum() - n_right * (n_right + 1) / 2) / (n_right * n_wrong))
