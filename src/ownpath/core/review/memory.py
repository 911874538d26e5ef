"""How long what was shown is likely to last: the FSRS model, fed with what learners show, a sitting at a time.

The package `fsrs` does the arithmetic of one repetition. It reads the clock and draws chance where it is let; here it
is not: every time comes in, intervals are not blurred, and learning steps of minutes are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from fsrs import Card, Rating, Scheduler, State

MODEL_NAME: Final = "fsrs"
MODEL_VERSION: Final = "6"

DAY_SECONDS: Final = 86400.0
SITTING_SECONDS: Final = 43200.0
TARGET_RETENTION: Final = 0.9
CREDIT_PER_EDGE: Final = 0.25
MOST_CREDIT_EDGES: Final = 3
GOOD_SHARE: Final = 0.75
HARD_SHARE: Final = 0.5

_SCHEDULER: Final = Scheduler(
    desired_retention=TARGET_RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
)
_DECAY: Final = -_SCHEDULER.parameters[20]
_FACTOR: Final = TARGET_RETENTION ** (1 / _DECAY) - 1


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence: on which competency, when (seconds since 1970), how well from 0 to 1, helped or not."""

    competency: int
    seconds: float
    result: float
    was_helped: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one competency.

    Attributes
    ----------
    stability_days : float
        So many days after the last sitting the expected retention is down to .9; above 0.
    difficulty : float
        Between 1 and 10; how slowly stability grows.
    last_seconds : float
        End of the last sitting, in seconds since 1970.
    sittings : int
        How many counted, at least 1.
    failed_in_a_row : int
        How many of the last ones did not go well.
    """

    stability_days: float
    difficulty: float
    last_seconds: float
    sittings: int = 1
    failed_in_a_row: int = 0

    @property
    def due_seconds(self) -> float:
        """When the expected retention is down to the target; not earlier than a day after the last sitting."""
        return self.last_seconds + DAY_SECONDS * max(self.stability_days, 1.0)


@dataclass(frozen=True, slots=True)
class _Sitting:
    """What was shown about one competency within half a day."""

    competency: int
    ends_seconds: float
    rating: Rating


def fold_memories(shown: Iterable[Shown], requires: Sequence[Sequence[int]]) -> dict[int, Memory]:
    """Work out what one learner remembers from all that they showed.

    What was shown about a competency within half a day is one sitting and counts once: as gone well (at least three
    quarters right, without help), half well (at least half, or with help) or not. A memory begins with the first
    sitting that did not fail: who never knew something cannot forget it. A sitting that went at least half well also
    counts for what its competency requires, over up to three edges: stability grows by the ratio by which a sitting of
    its own would have let it grow, to the power .25 for each edge. A failure says nothing about what is required.

    Parameters
    ----------
    shown : iterable of Shown
        In any order; what stands at one moment is taken in the order of the competencies.
    requires : sequence of sequence of int, length n_competencies
        What each competency directly requires; without a circle.

    Returns
    -------
    dict of int to Memory
        In ascending order of the competencies; empty where nothing was shown. The same input gives the same bits.

    Raises
    ------
    ValueError
        A result lies outside 0..1, or a competency is not there.

    References
    ----------
    Ye, J. (2024), FSRS-6; Skycak, J. (2024), fractional implicit repetition; deviations: docs/algorithms/review.md.
    """
    memories: dict[int, Memory] = {}
    for sitting in _sittings_of(shown, len(requires)):
        before = memories.get(sitting.competency)
        if before is None and sitting.rating == Rating.Again:
            continue
        memories[sitting.competency] = _after(before, sitting)
        if sitting.rating != Rating.Again:
            _give_credit(memories, sitting, requires)
    return dict(sorted(memories.items()))


def _sittings_of(shown: Iterable[Shown], n_competencies: int) -> list[_Sitting]:
    """All sittings in the order of their ends."""
    pieces = sorted(shown, key=lambda each: (each.competency, each.seconds, each.result, each.was_helped))
    sittings: list[_Sitting] = []
    own: list[Shown] = []
    for piece in pieces:
        if not 0 <= piece.competency < n_competencies:
            raise ValueError(f"there is no competency {piece.competency}")
        if not 0.0 <= piece.result <= 1.0:
            raise ValueError(f"a result must lie between 0 and 1, is {piece.result}")
        if own and (piece.competency != own[0].competency or piece.seconds - own[0].seconds >= SITTING_SECONDS):
            sittings.append(_sitting_of(own))
            own = []
        own.append(piece)
    if own:
        sittings.append(_sitting_of(own))
    return sorted(sittings, key=lambda each: (each.ends_seconds, each.competency))


def _sitting_of(pieces: Sequence[Shown]) -> _Sitting:
    share = sum(each.result for each in pieces) / len(pieces)
    rating = Rating.Good if share >= GOOD_SHARE else Rating.Hard if share >= HARD_SHARE else Rating.Again
    if rating == Rating.Good and all(each.was_helped for each in pieces):
        rating = Rating.Hard
    return _Sitting(pieces[0].competency, pieces[-1].seconds, rating)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _repeated(memory: Memory | None, rating: Rating, seconds: float) -> Card:
    """What the package makes of a repetition at a moment."""
    if memory is None:
        card = Card(card_id=0, due=_moment(seconds))
    else:
        last = _moment(memory.last_seconds)
        card = Card(0, State.Review, None, memory.stability_days, memory.difficulty, last, last)
    return _SCHEDULER.review_card(card, rating, _moment(seconds))[0]


def _after(before: Memory | None, sitting: _Sitting) -> Memory:
    card = _repeated(before, sitting.rating, sitting.ends_seconds)
    assert card.stability is not None and card.difficulty is not None
    return Memory(
        card.stability,
        card.difficulty,
        sitting.ends_seconds,
        1 if before is None else before.sittings + 1,
        (before.failed_in_a_row + 1 if before else 1) if sitting.rating == Rating.Again else 0,
    )


def _give_credit(memories: dict[int, Memory], sitting: _Sitting, requires: Sequence[Sequence[int]]) -> None:
    """Let what a competency requires grow along, each once, by the shortest way down."""
    met = {sitting.competency}
    ring = [sitting.competency]
    for edges in range(1, MOST_CREDIT_EDGES + 1):
        ring = sorted({below for place in ring for below in requires[place]} - met)
        met.update(ring)
        for place in ring:
            memory = memories.get(place)
            if memory is None or memory.last_seconds > sitting.ends_seconds:
                continue
            stability = _repeated(memory, Rating.Good, sitting.ends_seconds).stability
            assert stability is not None
            ratio = stability / memory.stability_days
            if ratio > 1.0:
                grown = memory.stability_days * ratio ** (CREDIT_PER_EDGE**edges)
                memories[place] = replace(memory, stability_days=grown)


def retention(memory: Memory, as_of_seconds: float) -> float:
    """Return the expected retention at a moment: the chance that a sitting would go well.

    Parameters
    ----------
    memory : Memory
    as_of_seconds : float
        Seconds since 1970; before the last sitting counts as the last sitting.

    Returns
    -------
    float
        In (0, 1]; 1 right after a sitting, .9 when the stability's days are over; never rises with time.
    """
    days = max(0.0, as_of_seconds - memory.last_seconds) / DAY_SECONDS
    return float((1.0 + _FACTOR * days / memory.stability_days) ** _DECAY)
