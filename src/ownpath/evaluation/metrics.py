"""All measures of one set of predictions, as tables and files show them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from ownpath.core.measures import (
    RIGHT_FROM,
    accuracy,
    area_under_curve,
    calibration_error,
    log_loss,
    root_mean_square_error,
)


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


def measure(predicted: np.ndarray, result: np.ndarray) -> Metrics:
    """All measures of one set of predictions."""
    return Metrics(
        responses=len(predicted),
        auc=area_under_curve(predicted, result >= RIGHT_FROM),
        rmse=root_mean_square_error(predicted, result),
        accuracy=accuracy(predicted, result),
        ece=calibration_error(predicted, result),
        log_loss=log_loss(predicted, result),
    )
