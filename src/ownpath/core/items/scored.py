"""What scoring an answer gives, and the ways an answer can be wrong that have a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ownpath.core.items.words import Fields, Json, Words

RIGHT, PARTLY, WRONG, UNREADABLE, UNKNOWN = "right", "partly", "wrong", "unreadable", "unknown"
DO_NOT_KNOW: Final[Mapping[str, Any]] = {"unknown": True}
LONGEST_ANSWER = 200
MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """What one answer is worth.

    Attributes
    ----------
    score : float
        From 0 to 1; below 1 unless right.
    outcome : str
        `right`, `partly`, `wrong`, `unreadable` (ask again: nothing was answered yet) or `unknown` ("I don't know
        yet": the learner said something true, and it is no error).
    misconception : str
        The name of a known misconception that leads to exactly this answer, or empty.
    feedback : str
        A code of `core.items.feedback`, which holds the sentences in both languages.
    words : Words or None
        What the author wrote for exactly this wrong answer.
    """

    score: float
    outcome: str
    misconception: str = ""
    feedback: str = ""
    words: Words | None = None

    @property
    def is_right(self) -> bool:
        return self.outcome == RIGHT

    @property
    def is_statement(self) -> bool:
        return self.outcome == UNKNOWN


@dataclass(frozen=True, slots=True)
class Slip:
    """What a row of the wrong-answer table says about an answer."""

    misconception: str = ""
    words: Words | None = None

    def to_json(self) -> Json:
        data: Json = {"misconception": self.misconception}
        if self.words:
            data["words"] = self.words.to_json()
        return data

    @staticmethod
    def from_fields(fields: Fields) -> Slip:
        words = fields.words("words") if fields.data.get("words") else None
        return Slip(fields.text("misconception", default=""), words)


def right() -> Scored:
    return Scored(1.0, RIGHT, feedback="right")


def wrong(slip: Slip | None = None, feedback: str = "wrong") -> Scored:
    if slip is None:
        return Scored(0.0, WRONG, feedback=feedback)
    return Scored(0.0, WRONG, slip.misconception, feedback, slip.words)


def unreadable(feedback: str = "cannot_read") -> Scored:
    return Scored(0.0, UNREADABLE, feedback=feedback)


def by_share(share: float, slip: Slip | None = None) -> Scored:
    """Score what has several parts; a slip that explains the answer is told with it."""
    if share >= 1:
        return right()
    if slip is not None and share <= 0:
        return wrong(slip)
    if share <= 0:
        return wrong()
    return Scored(share, PARTLY, slip.misconception if slip else "", "partly", slip.words if slip else None)


def says_unknown(answer: object) -> bool:
    """Tell whether the learner said "I don't know yet"."""
    return isinstance(answer, Mapping) and answer.get("unknown") is True


def part_of(answer: object, field: str, longest: int = LONGEST_ANSWER) -> str | None:
    """Give one text of an answer as the browser sent it, or None where there is none of a fair length."""
    value = answer.get(field) if isinstance(answer, Mapping) else None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        value = str(value)
    return value if isinstance(value, str) and len(value.strip()) > 0 and len(value) <= longest else None


def parts_of(answer: object, field: str) -> list[str] | None:
    """Give a list of short texts of an answer, or None where it is anything else."""
    value = answer.get(field) if isinstance(answer, Mapping) else None
    if not isinstance(value, list | tuple) or len(value) > MOST_PARTS:
        return None
    if not all(isinstance(each, str) and len(each) <= 40 for each in value):
        return None
    return list(value)


def pairs_of(answer: object, field: str) -> dict[str, str] | None:
    """Give an object of short texts of an answer, or None where it is anything else."""
    value = answer.get(field) if isinstance(answer, Mapping) else None
    if not isinstance(value, Mapping) or len(value) > MOST_PARTS:
        return None
    pairs: dict[str, str] = {}
    for name, each in value.items():
        if not isinstance(name, str) or len(name) > 40:
            return None
        if isinstance(each, int) and not isinstance(each, bool) and abs(each) < 10**15:
            each = str(each)
        if not isinstance(each, str) or len(each) > LONGEST_ANSWER:
            return None
        pairs[name] = each
    return pairs
