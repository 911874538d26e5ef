"""What a fit of rubric ratings leaves behind: criteria, raters, variances."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.mastery.ratings_fit import Knobs, first_knobs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNKNOWN_RATER: Final = -1
_FORMAT: Final = "ownpath-ratings-1"
_LOGIT_TO_PROBIT: Final = 3.0 / math.pi**2  # one over the variance of a logistic variable


@dataclass(frozen=True, slots=True)
class RatingParameters:
    """What was learned about criteria and raters. All numbers are logits, variances logits squared.

    P(level >= k) = sigmoid(ability - difficulty - severity - deviation - threshold_k - spread * fan_k), k = 2..K, where
    fan_k runs evenly from -1 (k = 2) to 1 (k = K); it is 0 where K = 2.

    Attributes
    ----------
    n_levels : ndarray of int64, shape (n_criteria,)
        K of each criterion, from 2 to 12.
    difficulty : ndarray of float64, shape (n_criteria,)
        A learner of this ability is between the middle levels. The learners fitted on have mean 0.
    thresholds : ndarray of float64, shape (n_criteria, max K - 1)
        Column j is that of level j + 2; ascending, mean 0 in each row; infinite where a criterion has fewer levels.
    severity : ndarray of float64, shape (n_raters,)
        Above 0: strict. Shrunk to 0.
    deviation : ndarray of float64, shape (n_raters, n_criteria)
        How much stricter than usual a rater is on one criterion. Shrunk to 0.
    spread : ndarray of float64, shape (n_raters,)
        Above 0: keeps to the middle levels (central tendency). All 0 where it did not predict better.
    severity_error : ndarray of float64, shape (n_raters,)
        Variance that is left of each severity; `severity_variance` for a rater never met.
    deviation_error : ndarray of float64, shape (n_raters, n_criteria)
        Variance left of each deviation, given the severity.
    learner_variance, criterion_variance, sheet_variance : float
        Of abilities; of a learner's own part on one criterion; of what one rater's ratings of one learner share (halo).
    severity_variance, deviation_variance, spread_variance : float
        Of raters, as learned (empirical Bayes). `spread_variance` is 0 where `spread` is not used.
    count : int
        Ratings fitted to.
    """

    n_levels: Ints
    difficulty: Floats
    thresholds: Floats
    severity: Floats
    deviation: Floats
    spread: Floats
    severity_error: Floats
    deviation_error: Floats
    learner_variance: float
    criterion_variance: float
    sheet_variance: float
    severity_variance: float
    deviation_variance: float
    spread_variance: float
    count: int

    def cut_points(
        self, criterion: int, rater: int = UNKNOWN_RATER, *, learner_variance: float | None = None
    ) -> tuple[Floats, float]:
        """Return what `rating_residual` and `rating_information` take: thresholds and one difficulty.

        Parameters
        ----------
        criterion : int
            From 0 to n_criteria - 1.
        rater : int
            From 0 to n_raters - 1, or -1 for a rater about whom nothing is known (severity 0).
        learner_variance : float or None
            Variance of abilities on the scale of the state that is to be moved. The cut points are then drawn together
            so that a learner drawn at random reaches each level as often as under this model: on the scale of the
            state a rating has the noise of one logistic variable, and shared shifts count as noise. None: this
            model's own scale.

        Returns
        -------
        thresholds : ndarray of float64, shape (K - 1,)
            Ascending, mean 0.
        difficulty : float
            Difficulty of the criterion plus severity of the rater on it.

        Raises
        ------
        IndexError
            If there is no such criterion or rater.
        ValueError
            If `learner_variance` is negative.
        """
        if not (0 <= criterion < len(self.n_levels) and -1 <= rater < len(self.severity)):
            raise IndexError(f"no criterion {criterion} or no rater {rater}")
        k = int(self.n_levels[criterion])
        cuts = self.thresholds[criterion, : k - 1] + self.difficulty[criterion]
        unsure = self.severity_variance + self.deviation_variance
        if rater != UNKNOWN_RATER:
            fan = first_knobs(self.n_levels[criterion : criterion + 1], 0, True).fan[0, 1:k]
            cuts = cuts + self.severity[rater] + self.deviation[rater, criterion] + self.spread[rater] * fan
            unsure = float(self.severity_error[rater] + self.deviation_error[rater, criterion])
        if learner_variance is not None:
            if not learner_variance >= 0.0:
                raise ValueError(f"learner_variance must not be negative, is {learner_variance}")
            here = self.learner_variance + self.criterion_variance + self.sheet_variance + unsure
            cuts = cuts * math.sqrt((1.0 + _LOGIT_TO_PROBIT * learner_variance) / (1.0 + _LOGIT_TO_PROBIT * here))
        difficulty = float(cuts.mean())
        return cuts - difficulty, difficulty

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; `from_dict` reads them back exactly."""
        values: dict[str, Any] = {"format": _FORMAT}
        for name in self.__slots__:
            value = getattr(self, name)
            values[name] = value.tolist() if isinstance(value, np.ndarray) else value
        values["thresholds"] = [row[: k - 1] for row, k in zip(values["thresholds"], values["n_levels"], strict=True)]
        return values

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> RatingParameters:
        """Read what `to_dict` gave.

        Raises
        ------
        ValueError
            If the values are of another form.
        """
        if values.get("format") != _FORMAT:
            raise ValueError(f"not rating parameters of the form {_FORMAT}")
        n_levels = np.asarray(values["n_levels"], dtype=np.int64)
        n_criteria, n_raters = len(n_levels), len(values["severity"])
        thresholds = np.full((n_criteria, int(n_levels.max(initial=2)) - 1), np.inf)
        for row, own in zip(thresholds, values["thresholds"], strict=True):
            row[: len(own)] = own
        shapes = {
            "difficulty": (n_criteria,),
            "severity": (n_raters,),
            "deviation": (n_raters, n_criteria),
            "spread": (n_raters,),
            "severity_error": (n_raters,),
            "deviation_error": (n_raters, n_criteria),
        }
        found: dict[str, Any] = {
            name: np.asarray(values[name], dtype=np.float64).reshape(shape) for name, shape in shapes.items()
        }
        found.update((name, float(values[name])) for name in values if name.endswith("_variance"))
        return cls(n_levels=n_levels, thresholds=thresholds, count=int(values["count"]), **found)


def knobs_of(p: RatingParameters) -> Knobs:
    """Return the parameters in the form of the fit, with one rater more: index -1, about whom nothing is known."""
    n_criteria = len(p.n_levels)
    knobs = first_knobs(p.n_levels, len(p.severity) + 1, True)
    inside = np.isfinite(p.thresholds)
    if n_criteria:
        own = knobs.cuts[:, 1:-1]
        own[inside] = (np.where(inside, p.thresholds, 0.0) + p.difficulty[:, None])[inside]
    knobs.severity[:-1] = p.severity
    knobs.pair[:-1] = p.deviation
    knobs.spread[:-1] = p.spread
    knobs.severity_error = np.append(p.severity_error, p.severity_variance)
    knobs.pair_error = np.vstack([p.deviation_error, np.full((1, n_criteria), p.deviation_variance)])
    knobs.learner_variance = p.learner_variance
    knobs.criterion_variance = p.criterion_variance
    knobs.sheet_variance = p.sheet_variance
    return knobs
