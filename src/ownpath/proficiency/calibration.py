"""How well predictions agree with what happened: plain numbers that can be stored, and shown to people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownpath.core.measures import RIGHT_FROM, area_under_curve, calibration_error, log_loss, reliability

SHOWN_BINS = 10


def measure_predictions(predicted: NDArray[np.float64], result: NDArray[np.float64]) -> dict[str, Any]:
    """Log loss, area under the curve, expected calibration error, and the bins of a reliability diagram."""
    measured = {
        "log_loss": log_loss(predicted, result),
        "auc": area_under_curve(predicted, result >= RIGHT_FROM),
        "ece": calibration_error(predicted, result),
    }
    return {
        "answers": len(predicted),
        # JSON knows no NaN.
        **{name: None if np.isnan(value) else value for name, value in measured.items()},
        "bins": [
            {
                "low": each.low,
                "high": each.high,
                "answers": each.responses,
                "expected": each.predicted,
                "right": each.right,
            }
            for each in reliability(predicted, result, SHOWN_BINS)
        ],
    }
