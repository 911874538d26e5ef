"""The numbers of the model and the criterion that a school sets."""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from ownpath.core.mastery.layout import IS_FREE, N_FEATURES, NUMBER_NAMES

MODEL_NAME: Final = "ownpath-additive"
MODEL_VERSION: Final = "2.0"

HOUR_SECONDS: Final = 3600.0
DAY_SECONDS: Final = 86400.0
_THRESHOLD_GAP: Final = 1.5
_FORMAT: Final = "ownpath-parameters-2"


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
    numbers: np.ndarray = field(init=False, repr=False, compare=False)

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
        numbers = np.array(
            [self.reference_logit, self.claim_confidence, self.least_evidence, self.least_tasks, p, self.hold_logit]
        )
        object.__setattr__(self, "numbers", numbers)


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of the model: the same for every learner, with how hard each task is.

    Attributes
    ----------
    weights : ndarray of float64, shape (N_FEATURES,)
        Logits per unit of each feature (`layout`). All but the free ones are at least 0: the guarantees rest on it.
    numbers : ndarray of float64, shape (len(NUMBER_NAMES),)
        Shrinkage, forgetting, uncertainty and the overall difficulty, in the order of `layout.NUMBER_NAMES`.
    task_difficulty : mapping of str to float
        Logits, by the name of the task; its competencies are included.
    competency_difficulty : mapping of str to float
        Logits of an ordinary task on the competency.
    set_difficulty : mapping of str to float
        Logits of an ordinary task on several competencies at once, by their sorted names joined by a line feed.
    task_discrimination : mapping of str to float
        How much more the learner's general level counts for a task than for most.
    learning_slope : mapping of str to float
        Logits per log(1 + answers) by which practice counts more for a competency than for most.
    rubric_thresholds : mapping of str to tuple of float
        By the number of a rubric's levels: logits over the difficulty at which each level but the lowest is reached.
    rater_severity : mapping of str to float
        Logits by which a rater asks more than the others, by the rater's name.
    provenance : mapping of str to int, float or str
        What they were fitted on; it takes no part in any computation, yet belongs to the hash.
    """

    weights: np.ndarray
    numbers: np.ndarray
    task_difficulty: Mapping[str, float] = field(default_factory=dict)
    competency_difficulty: Mapping[str, float] = field(default_factory=dict)
    set_difficulty: Mapping[str, float] = field(default_factory=dict)
    task_discrimination: Mapping[str, float] = field(default_factory=dict)
    learning_slope: Mapping[str, float] = field(default_factory=dict)
    rubric_thresholds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    rater_severity: Mapping[str, float] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    hash: str = field(init=False, default="")

    def __post_init__(self) -> None:
        weights = np.array(self.weights, dtype=float)
        numbers = np.array(self.numbers, dtype=float)
        if weights.shape != (N_FEATURES,) or numbers.shape != (len(NUMBER_NAMES),):
            raise ValueError(f"{N_FEATURES} weights and {len(NUMBER_NAMES)} numbers are needed")
        if not (np.isfinite(weights).all() and np.isfinite(numbers).all()):
            raise ValueError("weights and numbers must be finite")
        if bool((weights[~IS_FREE] < 0.0).any()):
            raise ValueError("weights must not be negative: a right answer would lower the estimate")
        weights.setflags(write=False)
        numbers.setflags(write=False)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "numbers", numbers)
        text = f"{MODEL_NAME} {MODEL_VERSION} {self._canonical()}"
        object.__setattr__(self, "hash", hashlib.sha256(text.encode()).hexdigest())

    def number(self, name: str) -> float:
        """Return one of the single numbers by its name."""
        return float(self.numbers[NUMBER_NAMES.index(name)])

    def difficulty_of(self, task: str, competency: str) -> float:
        """Return how hard a task is; one that nobody has calibrated starts from its competency."""
        found = self.task_difficulty.get(task) if task else None
        return self.difficulty_of_competency(competency) if found is None else found

    def difficulty_of_competency(self, competency: str) -> float:
        """Return how hard an ordinary task on a competency is; an unknown competency counts as the middle."""
        found = self.competency_difficulty.get(competency)
        return self.number("overall") if found is None else found

    def thresholds_of(self, n_levels: int) -> tuple[float, ...]:
        """Return the thresholds of a rubric with so many levels; evenly spread where none were fitted."""
        found = self.rubric_thresholds.get(str(n_levels))
        if found is None:
            found = tuple(_THRESHOLD_GAP * (k - (n_levels - 2) / 2.0) for k in range(n_levels - 1))
        return found

    def to_bytes(self) -> bytes:
        """Return everything as bytes; `from_bytes` gives equal parameters with the same hash."""
        return zlib.compress(self._canonical().encode(), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> Parameters:
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If the bytes are of another form.
        """
        try:
            return cls.from_dict(json.loads(zlib.decompress(data)))
        except (zlib.error, UnicodeDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"not parameters of the form {_FORMAT}") from error

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "format": _FORMAT,
            "weights": self.weights.tolist(),
            "numbers": dict(zip(NUMBER_NAMES, self.numbers.tolist(), strict=True)),
            "task_difficulty": dict(self.task_difficulty),
            "competency_difficulty": dict(self.competency_difficulty),
            "set_difficulty": dict(self.set_difficulty),
            "task_discrimination": dict(self.task_discrimination),
            "learning_slope": dict(self.learning_slope),
            "rubric_thresholds": {key: list(value) for key, value in self.rubric_thresholds.items()},
            "rater_severity": dict(self.rater_severity),
            "provenance": dict(self.provenance),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Parameters:
        """Read what `to_dict` gave.

        Raises
        ------
        ValueError
            If the values are of another form.
        """
        if values.get("format") != _FORMAT:
            raise ValueError(f"not parameters of the form {_FORMAT}")
        by_name = {
            name: {str(key): float(value) for key, value in values[name].items()}
            for name in (
                "task_difficulty",
                "competency_difficulty",
                "set_difficulty",
                "task_discrimination",
                "learning_slope",
                "rater_severity",
            )
        }
        return cls(
            np.array(values["weights"], dtype=float),
            np.array([values["numbers"][name] for name in NUMBER_NAMES], dtype=float),
            rubric_thresholds={
                str(key): tuple(map(float, value)) for key, value in values["rubric_thresholds"].items()
            },
            provenance=values["provenance"],
            **by_name,
        )

    def _canonical(self) -> str:
        return json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), allow_nan=False)


@lru_cache(maxsize=1)
def default_parameters() -> Parameters:
    """Return the parameters shipped with Ownpath: fitted on simulated learners, on no real person's data."""
    text = Path(__file__).with_name("default_parameters.json").read_text(encoding="utf-8")
    return Parameters.from_dict(json.loads(text))
