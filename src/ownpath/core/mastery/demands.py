"""What a school asks beside the estimate before something counts as attained, and when that is met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Asks = Literal["", "performance", "teacher"]
WENT_WELL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked beside the estimate.

    Parameters
    ----------
    least_pieces : int
        So many pieces of evidence that went well.
    least_contexts : int
        From so many contexts.
    asks : {"", "performance", "teacher"}
        Nothing more; also a performance task that went well; also a teacher's yes, which no evidence replaces.

    Raises
    ------
    ValueError
        A number is negative, or what is asked is not known.
    """

    least_pieces: int = 0
    least_contexts: int = 0
    asks: Asks = ""

    def __post_init__(self) -> None:
        if self.least_pieces < 0 or self.least_contexts < 0:
            raise ValueError("what is asked cannot be less than nothing")
        if self.asks not in ("", "performance", "teacher"):
            raise ValueError(f"{self.asks} cannot be asked for")

    @property
    def is_empty(self) -> bool:
        """Whether the estimate is enough."""
        return self == Demand()


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of evidence as demands look at it: when in seconds, how well from 0 to 1, where, and what it is."""

    seconds: float
    result: float
    context: str
    is_performance: bool = False


def missing_for(demand: Demand, seen: Sequence[Seen]) -> tuple[str, int]:
    """Tell what is missing of a demand.

    Parameters
    ----------
    demand : Demand
    seen : sequence of Seen
        About one competency, without records from before; in any order.

    Returns
    -------
    code : str
        `pieces`, `contexts`, `performance` or `teacher`, the first that is missing; empty where nothing is.
    count : int
        How many more; 0 where nothing is missing.
    """
    good = [each for each in seen if each.result >= WENT_WELL]
    if len(good) < demand.least_pieces:
        return "pieces", demand.least_pieces - len(good)
    contexts = len({each.context for each in good})
    if contexts < demand.least_contexts:
        return "contexts", demand.least_contexts - contexts
    if demand.asks == "performance" and not any(each.is_performance for each in good):
        return "performance", 1
    return ("teacher", 1) if demand.asks == "teacher" else ("", 0)


def first_met(
    proposed_seconds: float, seen: Sequence[Seen], demands: Sequence[tuple[float, Demand]]
) -> tuple[float, int] | None:
    """Find when something that the estimate proposes counts as attained.

    Parameters
    ----------
    proposed_seconds : float
        When the estimate first proposed it.
    seen : sequence of Seen
        About one competency, without records from before, in time order.
    demands : sequence of (float, Demand)
        From when each is in force, in time order; before the first nothing is asked.

    Returns
    -------
    (seconds, count) or None
        The first moment, not before it was proposed, at which the demand then in force was met, and how many pieces
        were seen by then; None where that is still to come.
    """
    moments = {proposed_seconds, *(each.seconds for each in seen), *(begins for begins, _ in demands)}
    for moment in sorted(each for each in moments if each >= proposed_seconds):
        standing = [demand for begins, demand in demands if begins <= moment]
        by_then = [each for each in seen if each.seconds <= moment]
        if not standing or not missing_for(standing[-1], by_then)[0]:
            return moment, len(by_then)
    return None
