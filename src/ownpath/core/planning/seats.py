"""Places in groups: a matching of learners to groups with a smallest and a largest size, grown one group at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray


def _numbers_in(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Seats:
    """Who has a place in which group; sets of learners are the bits of an integer, which makes chains of moves quick.

    Parameters
    ----------
    values : ndarray of int, shape (n_learners, n_competencies)
        What a place is worth to a learner; 0 where they do not need it.
    smallest, largest : int
        Every group has so many learners at least and at most.
    """

    def __init__(self, values: NDArray[np.int64], smallest: int, largest: int) -> None:
        self.values, self.smallest, self.largest = values, smallest, largest
        self.competencies: list[int] = []
        self._needed_by = [
            int.from_bytes(np.packbits(column > 0, bitorder="little").tobytes(), "little") for column in values.T
        ]
        self._inside: list[int] = []
        self._waiting: int = (1 << int(values.shape[0])) - 1

    @property
    def placed(self) -> int:
        """How many learners have a place."""
        return int(self.values.shape[0]) - self._waiting.bit_count()

    def members(self) -> list[list[int]]:
        """The learners of each group, in the order of their numbers."""
        return [list(_numbers_in(inside)) for inside in self._inside]

    def waiting_mask(self) -> NDArray[np.bool_]:
        """Who has no place, of shape (n_learners,)."""
        mask = np.zeros(self.values.shape[0], dtype=bool)
        mask[list(_numbers_in(self._waiting))] = True
        return mask

    def with_group(self, competency: int) -> tuple[Seats | None, int]:
        """The places after one group more, and how many learners more then have one.

        None instead of the places where the group cannot reach the smallest size without another falling below it.
        """
        trial = self._copy()
        trial.competencies.append(competency)
        trial._inside.append(0)
        new = len(trial._inside) - 1
        gain = 0
        while trial._inside[new].bit_count() < self.largest and trial._bring(new, from_waiting=True):
            gain += 1
        while trial._inside[new].bit_count() < self.smallest:
            if not trial._bring(new, from_waiting=False):
                return None, gain
        return trial, gain

    def take_over(self, other: Seats) -> None:
        """Become what a trial found."""
        self.competencies, self._inside, self._waiting = other.competencies, other._inside, other._waiting

    def _copy(self) -> Seats:
        copy = object.__new__(Seats)
        copy.values, copy.smallest, copy.largest = self.values, self.smallest, self.largest
        copy._needed_by = self._needed_by
        copy.competencies, copy._inside, copy._waiting = [*self.competencies], [*self._inside], self._waiting
        return copy

    def _bring(self, group: int, *, from_waiting: bool) -> bool:
        """Bring one learner more into a group by the shortest chain of moves: somebody who waits, or, where not asked
        for those, somebody of a group that can spare one. Other groups keep their size."""
        towards = {group: -1}
        ring = [group]
        for at in ring:  # it grows while it is walked
            able = self._needed_by[self.competencies[at]]
            if from_waiting and able & self._waiting:
                self._move(next(_numbers_in(able & self._waiting)), None, at)
                self._shift(at, towards)
                return True
            for other, inside in enumerate(self._inside):
                if other in towards or not able & inside:
                    continue
                towards[other] = at
                if not from_waiting and inside.bit_count() > self.smallest:
                    self._shift(other, towards)
                    return True
                ring.append(other)
        return False

    def _shift(self, start: int, towards: dict[int, int]) -> None:
        """Pass one learner on from group to group along a chain."""
        at = start
        while (to := towards[at]) >= 0:
            moved = self._inside[at] & self._needed_by[self.competencies[to]]
            self._move(next(_numbers_in(moved)), at, to)
            at = to

    def _move(self, learner: int, start: int | None, to: int | None) -> None:
        bit = 1 << learner
        if start is None:
            self._waiting &= ~bit
        else:
            self._inside[start] &= ~bit
        if to is None:
            self._waiting |= bit
        else:
            self._inside[to] |= bit

    def exchange(self) -> None:
        """Exchange places round circles of groups until no exchange is worth more; as many learners keep a place.

        Who waits is a group of its own whose size does not change. A further node stands for sizes: a circle through
        it makes one group smaller and another larger, within the limits.
        """
        while circle := self._gainful_circle():
            for learner, start, to in circle:
                self._move(learner, start, to)

    def _gainful_circle(self) -> list[tuple[int, int | None, int | None]]:
        """Moves that are together worth more than nothing; empty where there are none (Bellman and Ford)."""
        n_groups = len(self._inside)
        waiting, sizes = n_groups, n_groups + 1
        edges: list[tuple[int, int, int, int]] = []
        for start in range(n_groups + 1):
            inside = self._waiting if start == waiting else self._inside[start]
            for to in range(n_groups + 1):
                if start != to and (best := self._best_move(inside, start, to)) is not None:
                    edges.append((start, to, *best))
        for group, inside in enumerate(self._inside):
            if inside.bit_count() < self.largest:
                edges.append((group, sizes, 0, -1))
            if inside.bit_count() > self.smallest:
                edges.append((sizes, group, 0, -1))
        worth = [0] * (n_groups + 2)
        came_by: list[tuple[int, int] | None] = [None] * (n_groups + 2)
        last = -1
        for _ in range(n_groups + 2):
            last = -1
            for start, to, value, learner in edges:
                if worth[start] + value > worth[to]:
                    worth[to], came_by[to], last = worth[start] + value, (start, learner), to
            if last < 0:
                return []
        for _ in range(n_groups + 2):  # far enough back to stand on the circle itself
            last = came_by[last][0]  # type: ignore[index]
        circle: list[tuple[int, int | None, int | None]] = []
        at = last
        while True:
            start, learner = came_by[at]  # type: ignore[misc]
            if learner >= 0:
                circle.append((learner, start if start < waiting else None, at if at < waiting else None))
            at = start
            if at == last:
                return circle

    def _best_move(self, inside: int, start: int, to: int) -> tuple[int, int] | None:
        """What the most gainful move of one learner between two groups is worth, and whose it is."""
        n_groups = len(self._inside)
        able = inside if to == n_groups else inside & self._needed_by[self.competencies[to]]
        if not able:
            return None
        numbers = list(_numbers_in(able))
        worth = np.zeros(len(numbers), dtype=np.int64)
        if to < n_groups:
            worth += self.values[numbers, self.competencies[to]]
        if start < n_groups:
            worth -= self.values[numbers, self.competencies[start]]
        best = int(worth.argmax())
        return int(worth[best]), numbers[best]
