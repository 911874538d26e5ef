"""Finds rows that are one attempt and makes one response of them: a row per competency or per action leaks its answer.

One attempt is: one learner, one item, one value of the order or one moment. Where the file knows no moment finer than a
minute, rows that stand next to each other, with one item and one outcome but different competencies, are one as well.
Rows without an item are one attempt only if their outcomes agree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COARSE_SECONDS = 60.0


@dataclass(slots=True)
class Rows:
    """Rows in the order they happened, learner by learner; `sets` are what `combination` points into."""

    learner: np.ndarray
    item: np.ndarray
    combination: np.ndarray
    result: np.ndarray
    moment_seconds: np.ndarray
    order: np.ndarray | None
    sets: list[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.learner)

    def keep(self, rows: np.ndarray) -> None:
        """Let go of the others."""
        for name in ("learner", "item", "combination", "result", "moment_seconds", "order"):
            column = getattr(self, name)
            if column is not None:
                setattr(self, name, column[rows])


@dataclass(slots=True)
class Removed:
    """How many rows went, and why."""

    joined: int = 0
    repeated: int = 0
    contradicting: int = 0

    def in_words(self) -> list[str]:
        """One sentence for each kind of row that went."""
        sentences = []
        if self.joined:
            sentences.append(f"{self.joined} rows named a further competency of a response and were joined with it.")
        if self.repeated:
            sentences.append(f"{self.repeated} rows repeated a response and were dropped.")
        if self.contradicting:
            sentences.append(
                f"{self.contradicting} rows gave a response at the same moment another outcome; the first was kept."
            )
        return sentences


def join_attempts(rows: Rows) -> Removed:
    """Leave one row for each attempt, with all its competencies and its first outcome."""
    removed = Removed()
    if rows.order is not None:
        _join(rows, _attempts_at(rows, rows.order), removed)
    known = rows.moment_seconds[~np.isnan(rows.moment_seconds)]
    fine = bool(len(known)) and bool(np.any(np.mod(known, COARSE_SECONDS) != 0.0))
    if fine:
        _join(rows, _attempts_at(rows, rows.moment_seconds), removed)
    else:
        _join(rows, _attempts_side_by_side(rows), removed)
    return removed


def _attempts_at(rows: Rows, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows that may be of one attempt in the order of attempts, and where an attempt begins."""
    same_learner = rows.learner[1:] == rows.learner[:-1]
    if not bool(np.any(same_learner & ~(moment[1:] >= moment[:-1]))):
        # Nearly always moments never fall, and then rows of one moment stand side by side: few are left to sort.
        shared = same_learner & (moment[1:] == moment[:-1])
        few = np.flatnonzero(np.append(shared, False) | np.append(False, shared))
        by_attempt, begins = _sorted_into_attempts(rows, few, moment[few])
        return few[by_attempt], begins
    return _sorted_into_attempts(rows, np.arange(len(rows)), moment)


def _sorted_into_attempts(rows: Rows, which: np.ndarray, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n_items = int(rows.item.max(initial=0)) + 1
    # Where no item is known, the outcome stands in for it.
    outcomes, outcome = np.unique(rows.result[which], return_inverse=True)
    task = np.where(rows.item[which] >= 0, rows.item[which], n_items + outcome)
    who_and_what = rows.learner[which] * (n_items + len(outcomes)) + task
    by_attempt = np.lexsort((moment, who_and_what))
    key, when = who_and_what[by_attempt], moment[by_attempt]
    begins = np.ones(len(which), dtype=bool)
    # NaN differs from itself: a row without a moment is an attempt of its own.
    begins[1:] = (key[1:] != key[:-1]) | (when[1:] != when[:-1])
    return by_attempt, begins


def _attempts_side_by_side(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    begins = np.ones(len(rows), dtype=bool)
    begins[1:] = (
        (rows.learner[1:] != rows.learner[:-1])
        | (rows.item[1:] != rows.item[:-1])
        | (rows.item[1:] < 0)
        | (rows.result[1:] != rows.result[:-1])
        | (rows.combination[1:] == rows.combination[:-1])
    )
    # The first competency again means that the next attempt begins.
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    begins |= rows.combination == rows.combination[first]
    return np.arange(len(rows)), begins


def _join(rows: Rows, attempts: tuple[np.ndarray, np.ndarray], removed: Removed) -> None:
    by_attempt, begins = attempts
    if bool(begins.all()):
        return
    attempt = np.cumsum(begins) - 1
    start = np.flatnonzero(begins)
    first = by_attempt[start]
    rank = np.arange(len(by_attempt)) - start[attempt]
    combination = rows.combination[first]
    outcome = rows.result[first]
    known = {each: code for code, each in enumerate(rows.sets)}
    later = np.flatnonzero(~begins)
    for place in range(1, int(rank.max()) + 1):
        here = later[rank[later] == place]
        row, group = by_attempt[here], attempt[here]
        united = _unite(combination[group], rows.combination[row], rows.sets, known)
        grew = united != combination[group]
        other = rows.result[row] != outcome[group]
        removed.joined += int(np.sum(grew & ~other))
        removed.contradicting += int(np.sum(other))
        removed.repeated += int(np.sum(~grew & ~other))
        combination[group] = united
        later = later[rank[later] > place]
    rows.combination[first] = combination
    stays = np.ones(len(rows), dtype=bool)
    stays[by_attempt[~begins]] = False
    rows.keep(stays)


def _unite(
    one: np.ndarray, other: np.ndarray, sets: list[tuple[str, ...]], known: dict[tuple[str, ...], int]
) -> np.ndarray:
    """Codes of the unions; new sets are added to `sets`."""
    size = len(sets)
    pairs, place = np.unique(one * size + other, return_inverse=True)
    codes = np.empty(len(pairs), dtype=np.int64)
    for index, pair in enumerate(pairs.tolist()):
        union = tuple(sorted({*sets[pair // size], *sets[pair % size]}))
        if union not in known:
            known[union] = len(sets)
            sets.append(union)
        codes[index] = known[union]
    return codes[place]
