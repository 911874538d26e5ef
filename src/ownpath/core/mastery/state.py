"""What is remembered: two small records of constant size, each with a fixed-length form in bytes."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Any, Final

TASK_BITS: Final = 256
N_LEARNER_PAIRS: Final = 4
N_COMPETENCY_PAIRS: Final = 7

_FORMAT_VERSION: Final = 1
_NOT_KNOWN: Final = float("nan")
_LEARNER: Final = struct.Struct(f"<B{2 * N_LEARNER_PAIRS}dq")
_COMPETENCY: Final = struct.Struct(f"<BBBB{2 * N_COMPETENCY_PAIRS}d12dqq32s32s")


@dataclass(frozen=True, slots=True)
class LearnerState:
    """What all competencies of one learner have in common.

    Attributes
    ----------
    levels : tuple of float, length 4
        Logits above or below the anchors, one for each decay per response (`Parameters.learner_decays`).
    informations : tuple of float, length 4
        The decayed sums of information behind each level, in units of p(1 - p), at least 0.
    count : int
        How many pieces of evidence were taken in (one for each competency a thing counted for).
    """

    levels: tuple[float, ...]
    informations: tuple[float, ...]
    count: int

    @classmethod
    def new(cls) -> LearnerState:
        """Return the state of a learner about whom nothing is known."""
        return _NEW_LEARNER

    def to_bytes(self) -> bytes:
        """Return the state as bytes of fixed length, equal to the last bit when read back."""
        return _LEARNER.pack(_FORMAT_VERSION, *self.levels, *self.informations, self.count)

    @classmethod
    def from_bytes(cls, data: bytes) -> LearnerState:
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If the length or the version of the form is not the one written here.
        """
        values = _unpack(_LEARNER, data)
        return cls(values[1:5], values[5:9], values[9])


@dataclass(frozen=True, slots=True)
class CompetencyState:
    """What is remembered about one learner on one competency.

    Attributes
    ----------
    levels, informations : tuple of float, length 7
        As in `LearnerState`: four decays per response, then three half-lives in time.
    reference_difficulty : float
        Logits; the difficulty of this competency's reference task, as the last evidence gave it.
    amount : float
        Evidence taken in, in whole answers: an answer that counts for two competencies adds one half to each.
    spaced_success : float
        Successes at least half a day after the evidence before them; they slow forgetting.
    kept : float
        How much of the learner's general strength still counts here after forgetting, above 0 and at most 1.
    prior_level, prior_information : float
        What a record from elsewhere says, in logits, and the information granted to it.
    prior_strong : bool
        Whether a record from elsewhere was strong enough to stand for `Criterion.least_evidence`.
    last_moment : float
        Seconds since 1970 of the latest evidence with a time; None while none had one.
    attained : bool
        Whether the rule was ever met. Once true it stays true.
    attained_moment, attained_confidence, attained_reference : float
        When it was first met (None where no time was known) and the rule that was met.
    low_since, low_amount, low_count : float, float, int
        When the present stretch below expectation began (None where not known), and how much evidence it holds.
    struggling : bool
        Whether that stretch became deep; ends only with the stretch.
    count : int
        How many pieces of evidence were taken in.
    tasks_seen, tasks_done : int
        Bit sets of 256 hashed task names: met at all; done well at least once.
    """

    levels: tuple[float, ...]
    informations: tuple[float, ...]
    reference_difficulty: float
    amount: float
    spaced_success: float
    kept: float
    prior_level: float
    prior_information: float
    last_moment: float | None
    attained_moment: float | None
    attained_confidence: float
    attained_reference: float
    low_since: float | None
    low_amount: float
    count: int
    low_count: int
    prior_strong: bool
    attained: bool
    struggling: bool
    tasks_seen: int
    tasks_done: int

    @classmethod
    def new(cls) -> CompetencyState:
        """Return the state before any evidence."""
        return _NEW_COMPETENCY

    def to_bytes(self) -> bytes:
        """Return the state as bytes of fixed length, equal to the last bit when read back."""
        return _COMPETENCY.pack(
            _FORMAT_VERSION,
            self.prior_strong,
            self.attained,
            self.struggling,
            *self.levels,
            *self.informations,
            self.reference_difficulty,
            self.amount,
            self.spaced_success,
            self.kept,
            self.prior_level,
            self.prior_information,
            _NOT_KNOWN if self.last_moment is None else self.last_moment,
            _NOT_KNOWN if self.attained_moment is None else self.attained_moment,
            self.attained_confidence,
            self.attained_reference,
            _NOT_KNOWN if self.low_since is None else self.low_since,
            self.low_amount,
            self.count,
            self.low_count,
            self.tasks_seen.to_bytes(32, "little"),
            self.tasks_done.to_bytes(32, "little"),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> CompetencyState:
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If the length or the version of the form is not the one written here.
        """
        values = _unpack(_COMPETENCY, data)
        # Only moments may be unknown, and only they are written as NaN, the one value unequal to itself.
        numbers: list[Any] = [None if math.isnan(value) else value for value in values[18:32]]
        flags: list[Any] = [bool(flag) for flag in values[1:4]]
        tasks: list[Any] = [int.from_bytes(bits, "little") for bits in values[32:34]]
        return cls(values[4:11], values[11:18], *[*numbers, *flags, *tasks])


def _unpack(form: struct.Struct, data: bytes) -> tuple[Any, ...]:
    if len(data) != form.size or data[0] != _FORMAT_VERSION:
        raise ValueError(f"not a state of version {_FORMAT_VERSION}: {len(data)} bytes, {form.size} expected")
    return form.unpack(data)


_NEW_LEARNER: Final = LearnerState((0.0,) * N_LEARNER_PAIRS, (0.0,) * N_LEARNER_PAIRS, 0)
_NEW_COMPETENCY: Final = CompetencyState(
    levels=(0.0,) * N_COMPETENCY_PAIRS,
    informations=(0.0,) * N_COMPETENCY_PAIRS,
    reference_difficulty=0.0,
    amount=0.0,
    spaced_success=0.0,
    kept=1.0,
    prior_level=0.0,
    prior_information=0.0,
    last_moment=None,
    attained_moment=None,
    attained_confidence=0.0,
    attained_reference=0.0,
    low_since=None,
    low_amount=0.0,
    count=0,
    low_count=0,
    prior_strong=False,
    attained=False,
    struggling=False,
    tasks_seen=0,
    tasks_done=0,
)
