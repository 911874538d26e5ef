"""What a sitting puts on a learner's record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ownpath.core.placement.reading import PlacementReading
from ownpath.core.placement.sitting import Answer, Sitting

# Below what a record from elsewhere needs to count as enough evidence by itself (docs/algorithms/mastery.md).
MOST_FROM_CLAIM: Final = 0.94


@dataclass(frozen=True, slots=True)
class PlacementEvidence:
    """One row of evidence.

    Attributes
    ----------
    competency : int
        Its number in the model.
    kind : str
        ``response`` for an answer, ``prior`` for a claim that a person confirmed.
    result : float
        1 right; 0 wrong or "I don't know yet". Of a prior: the claimed confidence, at most .94.
    task : str
        The item's name; empty for a prior.
    answer : int or None
        The place of the answer in the sitting; None for a prior.
    """

    competency: int
    kind: str
    result: float
    task: str
    answer: int | None


def evidence_of_answers(answers: Sequence[Answer]) -> list[PlacementEvidence]:
    """Say which evidence the answers of a sitting are: each one row, the audit's too.

    Parameters
    ----------
    answers : sequence of Answer
        All, or those that are new.

    Returns
    -------
    list of PlacementEvidence
        In the same order. "I don't know yet" is a result of 0, as the estimate knows no kinds of not right; that it
        was said is the response's to keep. Nothing is added for what was only inferred: the estimate has its own way
        along the edges, and the same answer would count twice.
    """
    return [
        PlacementEvidence(
            answer.item.competency, "response", 1.0 if answer.outcome == "right" else 0.0, answer.item.name, place
        )
        for place, answer in enumerate(answers)
    ]


def evidence_of_confirmed(
    sitting: Sitting, readings: Sequence[PlacementReading], confirmed: Iterable[int]
) -> list[PlacementEvidence]:
    """Say which evidence claims are that a person has looked at and confirmed.

    Parameters
    ----------
    sitting : Sitting
    readings : sequence of PlacementReading
        From `read_sitting`.
    confirmed : iterable of int
        The competencies whose claim was confirmed.

    Returns
    -------
    list of PlacementEvidence
        One ``prior`` for each confirmed competency that is claimed as mastered and was not asked about. It is a record
        of its day that fades and gives way to what is seen later; it never counts as enough evidence by itself.

    Raises
    ------
    ValueError
        A confirmed competency is not claimed as mastered.
    """
    asked = {answer.item.competency for answer in sitting.answers}
    by_competency = {reading.competency: reading for reading in readings}
    rows = []
    for place in sorted(set(confirmed)):
        reading = by_competency.get(place)
        if reading is None or reading.status != "mastered":
            raise ValueError(f"competency {place} is not claimed as mastered")
        if place not in asked:
            rows.append(PlacementEvidence(place, "prior", min(reading.confidence, MOST_FROM_CLAIM), "", None))
    return rows
