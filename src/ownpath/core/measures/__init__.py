"""How well predicted probabilities agree with what happened; prose and an example: docs/algorithms/measures.md."""

from ownpath.core.measures.agreement import (
    RIGHT_FROM,
    Bin,
    accuracy,
    area_under_curve,
    calibration_error,
    log_loss,
    reliability,
    root_mean_square_error,
)

__all__ = [
    "RIGHT_FROM",
    "Bin",
    "accuracy",
    "area_under_curve",
    "calibration_error",
    "log_loss",
    "reliability",
    "root_mean_square_error",
]
