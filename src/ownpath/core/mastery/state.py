"""What is remembered: two small records of bounded size, each with a form in bytes that comes back to the last bit."""

from __future__ import annotations

import math
import struct
from typing import Final

import numpy as np

from ownpath.core.mastery.kernel import BIT_WORDS, begin_competency
from ownpath.core.mastery.layout import (
    ATTAINED,
    C_AMOUNT,
    C_ATTAINED_AT,
    C_ATTAINED_CONFIDENCE,
    C_ATTAINED_REFERENCE,
    C_COUNT,
    C_FLAGS,
    C_LAST,
    C_LEVEL,
    C_LOW_SINCE,
    C_TASKS,
    L_AMOUNT,
    L_COUNT,
    L_LEVEL,
    LEARNER_SIZE,
    STATE_SIZE,
    STRUGGLING,
    T_NAME,
    TASK_SIZE,
    TASK_SLOTS,
)

_FORMAT_VERSION: Final = 2
_LEARNER: Final = struct.Struct(f"<B{LEARNER_SIZE}d")
_COMPETENCY: Final = struct.Struct(f"<BB{C_TASKS}d{BIT_WORDS}I")
LONGEST_STATE: Final = _COMPETENCY.size + 8 * TASK_SLOTS * TASK_SIZE


class LearnerState:
    """What all competencies of one learner have in common.

    Attributes
    ----------
    numbers : ndarray of float64, shape (LEARNER_SIZE,)
        Laid out as in `layout`; never written to once a state holds it.
    """

    __slots__ = ("numbers",)

    def __init__(self, numbers: np.ndarray) -> None:
        self.numbers = numbers

    @classmethod
    def new(cls) -> LearnerState:
        """Return the state of a learner about whom nothing is known."""
        return cls(np.zeros(LEARNER_SIZE))

    @property
    def count(self) -> int:
        """How many pieces of evidence were taken in (one for each competency a thing counted for)."""
        return int(self.numbers[L_COUNT])

    @property
    def amount(self) -> float:
        """How many answers, ratings and so on were taken in, each counted once over all its competencies."""
        return float(self.numbers[L_AMOUNT])

    @property
    def level(self) -> float:
        """Logits above or below the anchors, over everything the learner does; from -6 to 6."""
        return float(self.numbers[L_LEVEL])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LearnerState) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return the state as bytes of fixed length, equal to the last bit when read back."""
        return _LEARNER.pack(_FORMAT_VERSION, *self.numbers.tolist())

    @classmethod
    def from_bytes(cls, data: bytes) -> LearnerState:
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If the length or the version of the form is not the one written here.
        """
        if len(data) != _LEARNER.size or data[0] != _FORMAT_VERSION:
            raise ValueError(f"not a learner's state of version {_FORMAT_VERSION}: {len(data)} bytes")
        return cls(np.frombuffer(data, dtype="<f8", offset=1).astype(float))


class CompetencyState:
    """What is remembered about one learner on one competency.

    Attributes
    ----------
    numbers : ndarray of float64, shape (STATE_SIZE,)
        Laid out as in `layout`: sums, levels, facts, and the tasks met last; never written to once a state holds it.
    bits : ndarray of int64, shape (16,)
        Two sets of 256 hashed task names: met at all; done well at least once.
    """

    __slots__ = ("bits", "numbers")

    def __init__(self, numbers: np.ndarray, bits: np.ndarray) -> None:
        self.numbers = numbers
        self.bits = bits

    @classmethod
    def new(cls) -> CompetencyState:
        """Return the state before any evidence."""
        state = cls(np.zeros(STATE_SIZE), np.zeros(BIT_WORDS, dtype=np.int64))
        begin_competency(state.numbers, state.bits)
        return state

    @property
    def count(self) -> int:
        """How many pieces of evidence were taken in."""
        return int(self.numbers[C_COUNT])

    @property
    def amount(self) -> float:
        """Evidence in whole answers: an answer that counts for two competencies adds one half to each."""
        return float(self.numbers[C_AMOUNT])

    @property
    def level(self) -> float:
        """Logits above or below the anchors; from -6 to 6."""
        return float(self.numbers[C_LEVEL])

    @property
    def last_moment(self) -> float | None:
        """Seconds since 1970 of the latest evidence with a time; None while none had one."""
        return _known(self.numbers[C_LAST])

    @property
    def attained(self) -> bool:
        """Whether the rule was ever met. Once true it stays true."""
        return bool(int(self.numbers[C_FLAGS]) & ATTAINED)

    @property
    def attained_moment(self) -> float | None:
        """When the rule was first met; None if never or where no time was known."""
        return _known(self.numbers[C_ATTAINED_AT])

    @property
    def attained_rule(self) -> str:
        """The rule that was met, such as ``estimate>=0.90@0.80``; empty if never."""
        if not self.attained:
            return ""
        return rule_code(float(self.numbers[C_ATTAINED_CONFIDENCE]), float(self.numbers[C_ATTAINED_REFERENCE]))

    @property
    def struggling_since(self) -> float | None:
        """When the present stretch of effort without success began; None if there is none or no time was known."""
        return _known(self.numbers[C_LOW_SINCE]) if int(self.numbers[C_FLAGS]) & STRUGGLING else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompetencyState) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return the state as at most `LONGEST_STATE` bytes, equal to the last bit when read back."""
        return competency_to_bytes(self.numbers, self.bits)

    @classmethod
    def from_bytes(cls, data: bytes) -> CompetencyState:
        """Read what `to_bytes` wrote.

        Raises
        ------
        ValueError
            If the length or the version of the form is not the one written here.
        """
        n_tasks = data[1] if len(data) > 1 else 0
        if not data or data[0] != _FORMAT_VERSION or len(data) != _COMPETENCY.size + 8 * TASK_SIZE * n_tasks:
            raise ValueError(f"not a competency's state of version {_FORMAT_VERSION}: {len(data)} bytes")
        numbers = np.zeros(STATE_SIZE)
        numbers[:C_TASKS] = np.frombuffer(data, dtype="<f8", count=C_TASKS, offset=2)
        bits = np.frombuffer(data, dtype="<u4", count=BIT_WORDS, offset=2 + 8 * C_TASKS).astype(np.int64)
        tasks = np.frombuffer(data, dtype="<f8", offset=_COMPETENCY.size)
        numbers[C_TASKS : C_TASKS + len(tasks)] = tasks
        return cls(numbers, bits)


def competency_to_bytes(numbers: np.ndarray, bits: np.ndarray) -> bytes:
    """Return a competency's state as bytes; places in the memory of tasks that were never used are left out."""
    n_tasks = int(np.count_nonzero(numbers[C_TASKS + T_NAME :: TASK_SIZE]))
    head = bytes((_FORMAT_VERSION, n_tasks)) + numbers[:C_TASKS].astype("<f8").tobytes()
    return head + bits.astype("<u4").tobytes() + numbers[C_TASKS : C_TASKS + TASK_SIZE * n_tasks].tobytes()


def competencies_to_bytes(numbers: np.ndarray, bits: np.ndarray) -> list[bytes]:
    """Return what `competency_to_bytes` gives for each of many states.

    Parameters
    ----------
    numbers : ndarray of float64, shape (n, STATE_SIZE)
    bits : ndarray of int64, shape (n, 16)
    """
    wide, narrow, task = 8 * C_TASKS, 4 * BIT_WORDS, 8 * TASK_SIZE
    heads, words = numbers[:, :C_TASKS].astype("<f8").tobytes(), bits.astype("<u4").tobytes()
    tasks = numbers[:, C_TASKS:].astype("<f8").tobytes()
    counts = np.count_nonzero(numbers[:, C_TASKS + T_NAME :: TASK_SIZE], axis=1).tolist()
    return [
        bytes((_FORMAT_VERSION, n))
        + heads[i * wide : (i + 1) * wide]
        + words[i * narrow : (i + 1) * narrow]
        + tasks[i * task * TASK_SLOTS : i * task * TASK_SLOTS + n * task]
        for i, n in enumerate(counts)
    ]


def rule_code(confidence: float, reference_probability: float) -> str:
    """Return the stable short code of a rule met by the estimate."""
    return f"estimate>={confidence:.2f}@{reference_probability:.2f}"


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
