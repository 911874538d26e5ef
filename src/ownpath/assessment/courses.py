"""How a sitting goes: what is asked next, when it ends, and what it comes to. One course a kind of sitting.

A course decides by what was done so far. What it keeps besides stands in `Sitting.state`. `register_course` is the seam
for a kind whose algorithm stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ownpath.assessment.models import Sitting
from ownpath.core.placement import CheckRule, judge_check, opens_check

MOST_PRACTICE = 12
MOST_REFRESH = 4
REFRESHED_AFTER = 2


@dataclass(frozen=True, slots=True)
class Done:
    """One task that was answered."""

    competency_id: int
    source: str
    outcome: str
    score: float
    hints: int
    is_audit: bool = False

    @property
    def is_right(self) -> bool:
        """Whether all of it was right."""
        return self.outcome == "right"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask next: a fresh task of a competency, from one source where the course names it."""

    competency_id: int
    source: str = ""
    is_audit: bool = False


class Course(Protocol):
    """One kind of sitting."""

    shows_feedback: bool
    gives_hints: bool
    only_fresh: bool

    def begin(self, sitting: Sitting) -> bytes:
        """What to keep when the sitting begins."""

    def absorb(self, sitting: Sitting, done: Sequence[Done]) -> bytes:
        """What to keep after the last of the tasks that were done."""

    def choose(self, sitting: Sitting, done: Sequence[Done]) -> Wanted | None:
        """What to ask next; None where the sitting is over."""

    def close(self, sitting: Sitting, done: Sequence[Done]) -> Mapping[str, Any]:
        """What it came to, as plain values."""


class _WithoutMemory:
    """A course that decides by the answers alone."""

    def begin(self, sitting: Sitting) -> bytes:
        """Nothing is kept."""
        return b""

    def absorb(self, sitting: Sitting, done: Sequence[Done]) -> bytes:
        """Nothing is kept."""
        return b""


def _counted(done: Sequence[Done]) -> dict[str, int]:
    return {"tasks": len(done), "right": sum(each.is_right for each in done)}


class Practice(_WithoutMemory):
    """Tasks with feedback at once. Three right in a row, without a hint, open the check; twelve tasks are enough."""

    shows_feedback, gives_hints, only_fresh = True, True, False

    def choose(self, sitting: Sitting, done: Sequence[Done]) -> Wanted | None:
        """Another task until the check is open."""
        assert sitting.competency_id is not None
        over = _opens(done) or len(done) >= MOST_PRACTICE
        return None if over else Wanted(sitting.competency_id)

    def close(self, sitting: Sitting, done: Sequence[Done]) -> Mapping[str, Any]:
        """How many were done, how many right, and whether the check is open."""
        return {**_counted(done), "opens_check": _opens(done)}


def _opens(done: Sequence[Done]) -> bool:
    return opens_check([each.is_right and each.hints == 0 for each in done])


class MasteryCheck(_WithoutMemory):
    """Fresh tasks until it is clear enough. Feedback comes at the end."""

    shows_feedback, gives_hints, only_fresh = False, False, True

    def __init__(self, rule: CheckRule | None = None) -> None:
        self.rule = rule or CheckRule()

    def choose(self, sitting: Sitting, done: Sequence[Done]) -> Wanted | None:
        """Another task while it is open either way."""
        assert sitting.competency_id is not None
        standing = judge_check([each.is_right for each in done], self.rule)
        return Wanted(sitting.competency_id) if standing.status == "open" else None

    def close(self, sitting: Sitting, done: Sequence[Done]) -> Mapping[str, Any]:
        """Attained or not yet; a check that was left is not yet."""
        standing = judge_check([each.is_right for each in done], self.rule)
        return {**_counted(done), "attained": standing.status == "attained"}


class Refresh(_WithoutMemory):
    """A short look back at something attained: until two are right in a row, four tasks at most."""

    shows_feedback, gives_hints, only_fresh = True, True, False

    def choose(self, sitting: Sitting, done: Sequence[Done]) -> Wanted | None:
        """Another task until two in a row are right."""
        assert sitting.competency_id is not None
        over = _is_fresh_again(done) or len(done) >= MOST_REFRESH
        return None if over else Wanted(sitting.competency_id)

    def close(self, sitting: Sitting, done: Sequence[Done]) -> Mapping[str, Any]:
        """How many were done and right, and whether it came back."""
        return {**_counted(done), "came_back": _is_fresh_again(done)}


def _is_fresh_again(done: Sequence[Done]) -> bool:
    last = done[-REFRESHED_AFTER:]
    return len(last) == REFRESHED_AFTER and all(each.is_right for each in last)


_COURSES: dict[str, Course] = {
    Sitting.Kind.PRACTICE: Practice(),
    Sitting.Kind.MASTERY_CHECK: MasteryCheck(),
    Sitting.Kind.REFRESH: Refresh(),
}


def register_course(kind: str, course: Course) -> None:
    """Let a kind of sitting go by a course."""
    _COURSES[kind] = course


def course_of(kind: str) -> Course | None:
    """The course of a kind of sitting, where there is one."""
    return _COURSES.get(kind)
