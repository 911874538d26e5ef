"""The numbers of the model and the criterion that a school sets."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Final

MODEL_NAME: Final = "ownpath-additive"
MODEL_VERSION: Final = "1.0"

HOUR_SECONDS: Final = 3600.0
DAY_SECONDS: Final = 86400.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a school asks before the estimate may propose that a competency is attained.

    Parameters
    ----------
    reference_probability : float
        A fresh reference task is to be done right with at least this probability; strictly between 0 and 1.
    claim_confidence : float
        How sure the estimate must be that this is so; strictly between .5 and 1.
    least_evidence : float
        Evidence needed, in whole answers.
    least_tasks : int
        How many different tasks it must come from.
    hold_probability : float
        Attained is still held while the predicted probability has not fallen below this.

    Raises
    ------
    ValueError
        If a value is outside its range.
    """

    reference_probability: float = 0.8
    claim_confidence: float = 0.9
    least_evidence: float = 4
    least_tasks: int = 3
    hold_probability: float = 0.65
    reference_logit: float = field(init=False, repr=False, compare=False, default=0.0)
    hold_logit: float = field(init=False, repr=False, compare=False, default=0.0)

    def __post_init__(self) -> None:
        if not 0.0 < self.reference_probability < 1.0:
            raise ValueError(f"reference_probability must lie between 0 and 1, is {self.reference_probability}")
        if not 0.5 < self.claim_confidence < 1.0:
            raise ValueError(f"claim_confidence must lie between .5 and 1, is {self.claim_confidence}")
        if not 0.0 < self.hold_probability < 1.0:
            raise ValueError(f"hold_probability must lie between 0 and 1, is {self.hold_probability}")
        if not (self.least_evidence >= 0 and self.least_tasks >= 0):
            raise ValueError("least_evidence and least_tasks must not be negative")
        p = self.reference_probability
        object.__setattr__(self, "reference_logit", math.log(p / (1.0 - p)))
        q = self.hold_probability
        object.__setattr__(self, "hold_logit", math.log(q / (1.0 - q)))


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of the model. Weights are not negative, which is what the guarantees rest on.

    Attributes
    ----------
    learner_decays, response_decays : tuple of float, length 4
        What is left of the past after one more answer, 0 to 1.
    half_lives_seconds : tuple of float, length 3
        After this time half of what was shown is left.
    learner_kappa, response_kappa, time_kappa : float
        Information set against the evidence (shrinkage), in units of p(1 - p); four times it is answers.
    learner_weights, response_weights, time_weights : tuple of float
        Logits per logit of each level, not negative.
    start : float
        Logits of a learner about whom nothing is known.
    variety_weight : float
        Logits per log(1 + different tasks done well).
    repeat_information : float
        Weight of a task met before, 0 to 1, relative to a fresh one.
    repeat_done, repeat_open : float
        Logits added to the prediction for a task met before that was, or was not yet, done well.
    kind_information : tuple of (str, float)
        Weight of each kind of evidence relative to one answer.
    prior_kappa, prior_information, prior_weight, prior_strong, prior_wear : float
        Shrinkage, information and weight of a record from elsewhere; the result from which it is strong; what is left
        of it after each piece of evidence that speaks against it.
    forgetting_scale_seconds, forgetting_power, spacing_gain : float
        What was shown fades as (1 + t / scale) ** -(power / (1 + gain * spaced successes)).
    relearning : float
        Share of what had faded of the general strength that one success brings back, 0 to 1.
    information_half_life_seconds : float
        How fast evidence grows old: half of its information is left after this time.
    variance_start, variance_information, variance_learner, variance_learner_kappa : float
        variance = 1 / (1/start + information * V) + learner / (kappa + V of the learner).
    variance_enough : float
        Below this variance the estimate is as sure as it will get.
    struggling_level : float
        The recent level, in logits, below which a stretch counts as struggling.
    struggling_amount : float
        Evidence in whole answers such a stretch must hold.
    """

    learner_decays: tuple[float, ...] = (1.0, 0.98, 0.9, 0.6)
    response_decays: tuple[float, ...] = (1.0, 0.9, 0.7, 0.4)
    half_lives_seconds: tuple[float, ...] = (HOUR_SECONDS, DAY_SECONDS, 7 * DAY_SECONDS)
    learner_kappa: float = 2.0
    response_kappa: float = 1.0
    time_kappa: float = 1.0
    learner_weights: tuple[float, ...] = (0.357, 0.227, 0.166, 0.0)
    response_weights: tuple[float, ...] = (0.147, 0.317, 0.118, 0.024)
    time_weights: tuple[float, ...] = (0.0, 0.0, 0.027)
    start: float = -0.021
    variety_weight: float = 0.134
    repeat_information: float = 0.6
    repeat_done: float = 0.5
    repeat_open: float = 0.0
    kind_information: tuple[tuple[str, float], ...] = (
        ("response", 1.0),
        ("rubric", 2.0),
        ("observation", 1.0),
        ("artifact", 2.0),
    )
    prior_kappa: float = 0.25
    prior_information: float = 2.0
    prior_weight: float = 1.6
    prior_strong: float = 0.95
    prior_wear: float = 0.7
    forgetting_scale_seconds: float = DAY_SECONDS
    forgetting_power: float = 0.2
    relearning: float = 0.5
    spacing_gain: float = 0.5
    information_half_life_seconds: float = 90 * DAY_SECONDS
    variance_start: float = 0.983
    variance_information: float = 1.15
    variance_learner: float = 0.738
    variance_learner_kappa: float = 1.34
    variance_enough: float = 0.4
    struggling_level: float = -0.5
    struggling_amount: float = 5.0
    hash: str = field(init=False, repr=False, compare=False, default="")
    information_by_kind: dict[str, float] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        weights = (*self.learner_weights, *self.response_weights, *self.time_weights, self.variety_weight)
        if any(not weight >= 0.0 for weight in (*weights, self.prior_weight)):
            raise ValueError("weights must not be negative: a right answer would lower the estimate")
        if any(not 0.0 < decay <= 1.0 for decay in (*self.learner_decays, *self.response_decays, self.prior_wear)):
            raise ValueError("decays must lie above 0 and not above 1")
        if not (self.learner_kappa > 0.0 and self.response_kappa > 0.0 and self.time_kappa > 0.0):
            raise ValueError("shrinkage must be above 0")
        canonical = repr([(f.name, getattr(self, f.name)) for f in fields(self) if f.init])
        text = f"{MODEL_NAME} {MODEL_VERSION} {canonical}"
        object.__setattr__(self, "information_by_kind", dict(self.kind_information))
        object.__setattr__(self, "hash", hashlib.sha256(text.encode()).hexdigest())


@lru_cache(maxsize=1)
def default_parameters() -> Parameters:
    """Return the parameters shipped with Ownpath: fitted on simulated learners, on no real person's data."""
    return Parameters()
