"""Log loss, squared error, order, share of right guesses and calibration of probabilities; the last also in bins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

RIGHT_FROM: Final = 0.5
LEAST_PROBABILITY: Final = 1e-7
ERROR_BINS: Final = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions that lie in one of several equal parts of the range from 0 to 1.

    Attributes
    ----------
    low, high : float
        Where the part begins and ends; a prediction of 1 lies in the last.
    responses : int
        How many there are, at least 1.
    predicted, right : float
        What was predicted and what happened, on average; 0 to 1.
    """

    low: float
    high: float
    responses: int
    predicted: float
    right: float


def reliability(predicted: np.ndarray, result: np.ndarray, n_bins: int = ERROR_BINS) -> list[Bin]:
    """Return what a reliability diagram shows.

    Parameters
    ----------
    predicted, result : ndarray of float64, shape (n,)
        Probabilities that it goes well, and how well it went, 0 to 1.
    n_bins : int
        Into how many parts of equal width the range is cut.

    Returns
    -------
    list of Bin
        In ascending order, without the empty ones; none for no predictions.

    References
    ----------
    DeGroot and Fienberg (1983), The comparison and evaluation of forecasters, The Statistician 32.
    """
    place = np.minimum((predicted * n_bins).astype(np.int64), n_bins - 1)
    counts = np.bincount(place, minlength=n_bins)
    sums = np.bincount(place, weights=predicted, minlength=n_bins)
    rights = np.bincount(place, weights=result, minlength=n_bins)
    return [
        Bin(
            low=index / n_bins,
            high=(index + 1) / n_bins,
            responses=int(counts[index]),
            predicted=float(sums[index] / counts[index]),
            right=float(rights[index] / counts[index]),
        )
        for index in np.flatnonzero(counts).tolist()
    ]


def calibration_error(predicted: np.ndarray, result: np.ndarray) -> float:
    """Return how far predictions lie from what happened, on average over 15 bins of equal width.

    Parameters
    ----------
    predicted, result : ndarray of float64, shape (n,)
        0 to 1.

    Returns
    -------
    float
        0 to 1; each bin counts by how many are in it. NaN for no predictions.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI 29: the
    expected calibration error.
    """
    if len(predicted) == 0:
        return math.nan
    apart = sum(each.responses * abs(each.predicted - each.right) for each in reliability(predicted, result))
    return apart / len(predicted)


def log_loss(predicted: np.ndarray, result: np.ndarray) -> float:
    """Return the mean surprise at what happened, in nats.

    Parameters
    ----------
    predicted, result : ndarray of float64, shape (n,)
        0 to 1. Predictions are kept at least 1e-7 from 0 and 1, so that nothing is endlessly surprising.

    Returns
    -------
    float
        Lower is better. NaN for no predictions.

    References
    ----------
    Good (1952), Rational decisions, Journal of the Royal Statistical Society B 14.
    """
    sure = np.clip(predicted, LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY)
    return -_mean(result * np.log(sure) + (1.0 - result) * np.log1p(-sure))


def root_mean_square_error(predicted: np.ndarray, result: np.ndarray) -> float:
    """Return how far predictions lie from single results: the root of the Brier score.

    Parameters
    ----------
    predicted, result : ndarray of float64, shape (n,)
        0 to 1.

    Returns
    -------
    float
        0 to 1, lower is better. NaN for no predictions.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78.
    """
    return math.sqrt(_mean((predicted - result) ** 2))


def accuracy(predicted: np.ndarray, result: np.ndarray) -> float:
    """Return the share of predictions on the same side of one half as the result; one half itself is right.

    Parameters
    ----------
    predicted, result : ndarray of float64, shape (n,)
        0 to 1.

    Returns
    -------
    float
        0 to 1, higher is better. NaN for no predictions.
    """
    return _mean((predicted >= RIGHT_FROM) == (result >= RIGHT_FROM))


def area_under_curve(predicted: np.ndarray, right: np.ndarray) -> float:
    """Return the share of pairs (right, wrong) in which the right one was given more; equal ones count half.

    Parameters
    ----------
    predicted : ndarray of float64, shape (n,)
    right : ndarray of bool, shape (n,)

    Returns
    -------
    float
        0 to 1, one half by chance. NaN where all went alike.

    References
    ----------
    Hanley and McNeil (1982), The meaning and use of the area under a receiver operating characteristic curve,
    Radiology 143, for the sum of ranks.
    """
    n_right = int(np.sum(right))
    n_wrong = len(right) - n_right
    if not n_right or not n_wrong:
        return math.nan
    values, place, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    middle_rank = np.cumsum(counts) - (counts - 1) / 2.0
    rank_sum = float(np.sum(np.bincount(place, weights=right, minlength=len(values)) * middle_rank))
    return (rank_sum - n_right * (n_right + 1) / 2.0) / (n_right * n_wrong)


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else math.nan
