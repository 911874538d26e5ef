"""What to refresh, and in which order."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final

from ownpath.core.review.memory import DAY_SECONDS, MOST_CREDIT_EDGES, Memory, retention

FAILED_OFTEN: Final = 2


@dataclass(frozen=True, slots=True)
class Refresh:
    """One thing to refresh.

    Attributes
    ----------
    competency : int
    why : str
        `faded` (no longer held), `failed_again` (the last sittings did not go well), or `due` (still held, and a short
        look now keeps it so).
    retention : float
        Expected now, between 0 and 1; NaN where no memory is there, as of what only a person judged.
    days_since : float
        Since the last sitting; NaN where none is known.
    failed_in_a_row : int
    covers : tuple of int
        What else is due and gets some of it along.
    check_first : int or None
        After repeated failures: the least certain of what it requires.
    """

    competency: int
    why: str
    retention: float
    days_since: float
    failed_in_a_row: int
    covers: tuple[int, ...]
    check_first: int | None


def list_due(
    memories: Mapping[int, Memory],
    requires: Sequence[Sequence[int]],
    *,
    attained: Collection[int],
    held: Collection[int],
    certainty: Mapping[int, float],
    as_of_seconds: float,
) -> list[Refresh]:
    """List what to refresh: what is no longer held, what failed again, what is due; each before the next.

    Parameters
    ----------
    memories : mapping of int to Memory
    requires : sequence of sequence of int, length n_competencies
    attained, held : collection of int
        Ever attained; attained and still held, as the estimate and the judgements say. What was never attained is
        learned, not refreshed.
    certainty : mapping of int to float
        How sure the estimate is of each competency, between 0 and 1; what is missing counts as 0.
    as_of_seconds : float

    Returns
    -------
    list of Refresh
        Among equals first what takes the most others along that are due as well, then what is likeliest forgotten,
        then the order of the competencies. Empty where nothing is to refresh.
    """
    now_held = set(held)
    waiting: dict[int, str] = {}
    for place in sorted(attained):
        memory = memories.get(place)
        if place not in now_held:
            waiting[place] = "faded"
        elif memory is not None and memory.failed_in_a_row >= FAILED_OFTEN:
            waiting[place] = "failed_again"
        elif memory is not None and memory.due_seconds <= as_of_seconds:
            waiting[place] = "due"
    below = {place: _below(place, requires) for place in waiting}
    left = set(waiting)
    listed = []
    for why in ("faded", "failed_again", "due"):
        # What else something takes along only becomes less, so that the first whose count still holds is the best.
        queue = [
            (-len(below[place] & left), _kept(memories, place, as_of_seconds), place)
            for place, own in waiting.items()
            if own == why
        ]
        heapify(queue)
        while queue:
            count, kept, place = heappop(queue)
            covers = below[place] & left
            if -len(covers) != count:
                heappush(queue, (-len(covers), kept, place))
                continue
            left -= {place, *covers}
            listed.append(_refresh(place, why, tuple(sorted(covers)), memories, requires, certainty, as_of_seconds))
    return listed


def _below(place: int, requires: Sequence[Sequence[int]]) -> set[int]:
    found: set[int] = set()
    ring = {place}
    for _ in range(MOST_CREDIT_EDGES):
        ring = {each for at in ring for each in requires[at]} - found
        found |= ring
    return found - {place}


def _kept(memories: Mapping[int, Memory], place: int, as_of_seconds: float) -> float:
    memory = memories.get(place)
    return retention(memory, as_of_seconds) if memory is not None else 0.0


def _refresh(
    place: int,
    why: str,
    covers: tuple[int, ...],
    memories: Mapping[int, Memory],
    requires: Sequence[Sequence[int]],
    certainty: Mapping[int, float],
    as_of_seconds: float,
) -> Refresh:
    memory = memories.get(place)
    failed = memory.failed_in_a_row if memory is not None else 0
    return Refresh(
        competency=place,
        why=why,
        retention=retention(memory, as_of_seconds) if memory is not None else math.nan,
        days_since=max(0.0, as_of_seconds - memory.last_seconds) / DAY_SECONDS if memory is not None else math.nan,
        failed_in_a_row=failed,
        covers=covers,
        check_first=prerequisite_to_check(place, requires, certainty) if failed >= FAILED_OFTEN else None,
    )


def prerequisite_to_check(
    competency: int, requires: Sequence[Sequence[int]], certainty: Mapping[int, float]
) -> int | None:
    """Name the least certain of what a competency directly requires: the first place to look when it fails again.

    Parameters
    ----------
    competency : int
    requires : sequence of sequence of int, length n_competencies
    certainty : mapping of int to float
        Between 0 and 1; what is missing counts as 0.

    Returns
    -------
    int or None
        The first in order among equals; None where nothing is required.
    """
    return min(sorted(requires[competency]), key=lambda each: certainty.get(each, 0.0), default=None)
