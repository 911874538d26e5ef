"""One thing seen about one learner and one competency, in the form the estimator takes."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("response", "rubric", "observation", "artifact", "prior")


@dataclass(frozen=True, slots=True)
class Observation:
    """One piece of evidence, reduced to what the estimator uses. It uses nothing about the person.

    Parameters
    ----------
    kind : str
        One of ``response``, ``rubric``, ``observation``, ``artifact``, ``prior``.
    result : float
        How well it went, 0 (not at all) to 1 (fully). Partial credit lies between.
    moment_seconds : float or None
        When it happened, seconds since 1970 (UTC). None where not known: then time is left alone.
    task : str
        Stable name of the task. Empty where not known: then each such piece counts as a fresh task.
    task_difficulty : float or None
        Logits: a learner whose logit equals it does the task right half the time. It includes the difficulty of the
        competency. What the parameters know of the task goes before it; None where not known.
    spread : int
        Over how many competencies the thing seen counts, at least 1; each gets that fraction of the weight.
    competency_difficulty : float or None
        Logits: the difficulty of the reference task of this competency. What the parameters know of the competency
        goes before it; None where not known.
    competency : str
        Name of the competency, as the parameters know it; empty where it is not in them.
    level, n_levels : int or None
        The level of a rubric rating, 1 to `n_levels`; `result` then counts no more. Both or neither.
    rater : str
        Who rated, as the parameters know the rater; empty where not known.
    hints : int
        How many hints were used; each takes a part of a right answer away.
    """

    kind: str
    result: float
    moment_seconds: float | None = None
    task: str = ""
    task_difficulty: float | None = None
    spread: int = 1
    competency_difficulty: float | None = None
    competency: str = ""
    level: int | None = None
    n_levels: int | None = None
    rater: str = ""
    hints: int = 0
