"""What happened before each response, for all responses at once.

A *meeting* is one response seen from one of its competencies: a response about three competencies is three meetings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery.responses import Meetings


@dataclass(frozen=True, slots=True)
class Grouping:
    """Elements brought together by a key, each group in the order of time."""

    in_groups: np.ndarray
    begins: np.ndarray
    longest: int

    @classmethod
    def by(cls, *keys: np.ndarray) -> Grouping:
        """Group by one or several keys."""
        in_groups = np.lexsort(keys[::-1])
        begins = np.ones(len(in_groups), dtype=bool)
        if len(in_groups):
            begins[1:] = np.any([key[in_groups][1:] != key[in_groups][:-1] for key in keys], axis=0)
        sizes = np.diff(np.append(np.flatnonzero(begins), len(in_groups)))
        return cls(in_groups, begins, int(sizes.max(initial=0)))

    def sum_before(self, values: np.ndarray) -> np.ndarray:
        """The sum over earlier elements of the group."""
        own = np.asarray(values, dtype=float)[self.in_groups]
        before = np.cumsum(own) - own
        first = np.maximum.accumulate(np.where(self.begins, np.arange(len(own)), 0))
        return self._back(before - before[first] if len(own) else before)

    def place(self) -> np.ndarray:
        """How many elements of the group came before."""
        return np.rint(self.sum_before(np.ones(len(self.in_groups))))

    def value_before(self, values: np.ndarray, missing: float) -> np.ndarray:
        """The value of the element before in the group."""
        own = np.asarray(values, dtype=float)[self.in_groups]
        before = np.concatenate(([missing], own))[:-1]
        return self._back(np.where(self.begins, missing, before))

    def faded_sum_before(self, values: np.ndarray, kept: np.ndarray | float) -> np.ndarray:
        """The sum over earlier elements, of which `kept` is left at each step from the one before to this."""
        own = np.asarray(values, dtype=float)[self.in_groups]
        factor = np.broadcast_to(np.asarray(kept, dtype=float), own.shape)
        factor = np.where(self.begins, 0.0, factor[self.in_groups])
        # s_t = kept_t (s_{t-1} + v_{t-1}); doubling the reach each time solves it in log2(longest) passes.
        total = factor * np.concatenate(([0.0], own))[:-1]
        reach = 1
        while reach < self.longest:
            total[reach:] = total[reach:] + factor[reach:] * total[:-reach]
            factor[reach:] = factor[reach:] * factor[:-reach]
            reach *= 2
        return self._back(total)

    def _back(self, grouped: np.ndarray) -> np.ndarray:
        values = np.empty(len(grouped))
        values[self.in_groups] = grouped
        return values


def sum_by_row(meetings: Meetings, values: np.ndarray, n_rows: int) -> np.ndarray:
    """The sum over each response's competencies."""
    return np.bincount(meetings.row, weights=values, minlength=n_rows)
