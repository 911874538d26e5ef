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
        How well it went, 0 (not at all) to 1 (fully). A rubric level or partial credit lies between.
    moment_seconds : float or None
        When it happened, seconds since 1970 (UTC). None where not known: then time is left alone.
    task : str
        Stable name of the task. Empty where not known: then each such piece counts as a fresh task.
    task_difficulty : float or None
        Logits: a learner whose logit equals it does the task right half the time. It includes the difficulty of the
        competency. None where not known: the task then starts from `competency_difficulty`.
    spread : int
        Over how many competencies the thing seen counts, at least 1; each gets that fraction of the weight.
    competency_difficulty : float
        Logits: the difficulty of the reference task of this competency, 0 unless anchors say otherwise.
    """

    kind: str
    result: float
    moment_seconds: float | None = None
    task: str = ""
    task_difficulty: float | None = None
    spread: int = 1
    competency_difficulty: float = 0.0
