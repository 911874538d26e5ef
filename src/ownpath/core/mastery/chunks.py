"""Learners' answers as parameters are fitted on them: small numbers, in chunks that hold whole learners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final
from zlib import crc32

import numpy as np

from ownpath.core.mastery.responses import Responses

CROSS_FIT_PARTS: Final = 5
DRAWS: Final = 4096
MOST_CHOSEN: Final = 260_000
MOST_FEW: Final = 32_000
LEAST_ROWS, MOST_ROWS, CHUNKS_WANTED = 4_096, 131_072, 12


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of some learners, all of one learner together and in the order they happened.

    Attributes
    ----------
    start : ndarray of int64, shape (n_learners + 1,)
        Where each learner's answers begin.
    part : ndarray of int64, shape (n_learners,)
        The cross-fitting part of each learner.
    unit : ndarray of int32, shape (n,)
        Which kind of task: index into `Outline.unit_item`.
    result : ndarray of uint8 or float64, shape (n,)
        Small where all are 0 or 1.
    moment_seconds : ndarray of float64 or uint32, shape (n,) or (0,)
        NaN where not known; small where all are known and whole; empty where nobody will ask.
    """

    start: np.ndarray
    part: np.ndarray
    unit: np.ndarray
    result: np.ndarray
    moment_seconds: np.ndarray

    def __len__(self) -> int:
        return len(self.unit)

    def of_learners(self, chosen: np.ndarray) -> Answers:
        """Return those of some learners (ndarray of bool)."""
        sizes = np.diff(self.start)
        rows = np.repeat(chosen, sizes)
        start = np.concatenate(([0], np.cumsum(sizes[chosen]))).astype(np.int64)
        return Answers(start, self.part[chosen], self.unit[rows], self.result[rows], self.moment_seconds[rows])

    def without_moments(self) -> Answers:
        """Return what the difficulties are fitted on."""
        return replace(self, moment_seconds=np.zeros(0))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk of whole learners: all of them for the difficulties, the chosen ones again, with times, for the weights.

    `few` are those of the chosen on whom the first steps are made, `others` the rest of the chosen.
    """

    everyone: Answers
    few: Answers
    others: Answers


@dataclass(frozen=True, slots=True)
class Outline:
    """What all chunks together are about.

    Attributes
    ----------
    item_names, competency_names : tuple of str
        Sorted.
    combination_start, combination_competency : ndarray of int64
        The sets of competencies, as in `Responses`.
    unit_item, unit_combination : ndarray of int64, shape (n_units,)
        The kinds of task that get a difficulty of their own: each item with its set, in the order of set and item; -1
        as item stands for tasks that have no name.
    n_responses, n_learners : int
    few_below, chosen_below : int
        Learners whose draw (`draw_of_learners`) lies below take part in the first steps, and in fitting the weights.
    """

    item_names: tuple[str, ...]
    competency_names: tuple[str, ...]
    combination_start: np.ndarray
    combination_competency: np.ndarray
    unit_item: np.ndarray
    unit_combination: np.ndarray
    n_responses: int
    n_learners: int
    few_below: int
    chosen_below: int

    @property
    def n_units(self) -> int:
        """How many kinds of task there are."""
        return len(self.unit_item)

    def without_names(self) -> Outline:
        """Return what passes need that look at numbers only."""
        return replace(self, item_names=(), competency_names=())

    def unit_of(self, item: np.ndarray, combination: np.ndarray) -> np.ndarray:
        """Return the kind of task of each response (ndarray of int32) from indices into the names of this outline."""
        n_items = max(len(self.item_names), int(self.unit_item.max(initial=0)) + 1)
        first_unit = np.zeros(n_items + 1, dtype=np.int64)
        first_unit[self.unit_item[::-1]] = np.arange(self.n_units - 1, -1, -1)
        unit = first_unit[item]
        # Nearly every item has one set of competencies only; the others are looked for.
        other = np.flatnonzero(self.unit_combination[unit] != combination)
        if len(other):
            width = n_items + 1
            own = self.unit_combination * width + self.unit_item + 1
            unit[other] = np.searchsorted(own, combination[other] * width + item[other] + 1)
        found: np.ndarray = unit.astype(np.int32)
        return found


def part_of_learners(names: Sequence[str]) -> np.ndarray:
    """Return the cross-fitting part of each learner, by name alone, so that neither order nor company matters."""
    return np.array([crc32(b"part " + name.encode()) % CROSS_FIT_PARTS for name in names], dtype=np.int64)


def draw_of_learners(names: Sequence[str]) -> np.ndarray:
    """Return a number from 0 to DRAWS - 1 for each learner, by name alone."""
    return np.array([crc32(b"sample " + name.encode()) % DRAWS for name in names], dtype=np.int64)


def count_draws(responses: Responses) -> np.ndarray:
    """Return how many responses the learners of each draw have; ndarray of int64, shape (DRAWS,)."""
    weights = np.diff(responses.learner_start)
    return np.bincount(draw_of_learners(responses.learner_names), weights, DRAWS).astype(np.int64)


def share_below(counts: np.ndarray, most: int) -> int:
    """Return the draw below which there are at most so many responses, but some."""
    below = int(np.searchsorted(np.cumsum(counts), most, side="right"))
    return max(below, int(np.argmax(counts > 0)) + 1)


def outline_of(responses: Responses) -> Outline:
    """Return the outline of responses that are all here."""
    width = len(responses.item_names) + 1
    keys = np.unique(responses.combination * width + responses.item + 1)
    return with_draws(
        Outline(
            responses.item_names,
            responses.competency_names,
            responses.combination_start,
            responses.combination_competency,
            keys % width - 1,
            keys // width,
            len(responses),
            responses.n_learners,
            0,
            0,
        ),
        count_draws(responses),
    )


def with_draws(outline: Outline, counts: np.ndarray) -> Outline:
    """Return the outline with the learners chosen on whom the weights are fitted."""
    chosen = share_below(counts, MOST_CHOSEN)
    few = min(share_below(counts, MOST_FEW), chosen)
    return replace(outline, few_below=few, chosen_below=chosen)


class OutlineOfParts:
    """Puts an outline together from parts that come one by one and are not kept.

    Names get numbers as they come and their sorted places at the end: the order of the parts does not matter.
    """

    def __init__(self) -> None:
        self._items: dict[str, int] = {}
        self._sets: dict[tuple[str, ...], int] = {}
        self._keys = np.zeros(0, dtype=np.int64)
        self._counts = np.zeros(DRAWS, dtype=np.int64)
        self._n_responses = 0
        self._n_learners = 0

    def add(self, part: Outline, counts: np.ndarray) -> None:
        """Take in the outline of a part and its counts of draws."""
        item = [self._items.setdefault(name, len(self._items)) for name in part.item_names]
        sets = [self._sets.setdefault(names, len(self._sets)) for names in sets_of(part)]
        own = np.array(sets, dtype=np.int64)[part.unit_combination] << 32
        own += np.array([*item, -1], dtype=np.int64)[part.unit_item] + 1
        self._keys = np.union1d(self._keys, own)
        self._counts += counts
        self._n_responses += part.n_responses
        self._n_learners += part.n_learners

    def whole(self) -> Outline:
        """Return the outline of all parts so far."""
        item_names, item_place = _sorted_places(self._items)
        sets, set_place = _sorted_places(self._sets)
        competency_names = tuple(sorted({name for each in sets for name in each}))
        code = {name: place for place, name in enumerate(competency_names)}
        item = np.append(item_place, -1)[(self._keys & 0xFFFFFFFF) - 1]
        combination = set_place[self._keys >> 32]
        order = np.lexsort((item, combination))
        return with_draws(
            Outline(
                item_names,
                competency_names,
                np.concatenate(([0], np.cumsum([len(each) for each in sets], dtype=np.int64))).astype(np.int64),
                np.array([code[name] for each in sets for name in each], dtype=np.int64),
                item[order],
                combination[order],
                self._n_responses,
                self._n_learners,
                0,
                0,
            ),
            self._counts,
        )


def _sorted_places(numbers: dict[Any, int]) -> tuple[tuple[Any, ...], np.ndarray]:
    names = tuple(sorted(numbers))
    place = np.zeros(len(names), dtype=np.int64)
    place[[numbers[name] for name in names]] = np.arange(len(names))
    return names, place


def sets_of(outline: Outline | Responses) -> list[tuple[str, ...]]:
    """Return the sets of competencies by name."""
    names = [outline.competency_names[code] for code in outline.combination_competency.tolist()]
    start = outline.combination_start.tolist()
    return [tuple(names[first:end]) for first, end in pairwise(start)]


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of some learners in numbers of their own, as they wait until all parts have been seen.

    Attributes
    ----------
    outline : Outline
        Of this part alone.
    answers : Answers
        With moments; units are those of this outline.
    draw : ndarray of int64, shape (n_learners,)
        See `draw_of_learners`.
    """

    outline: Outline
    answers: Answers
    draw: np.ndarray


def part_of(responses: Responses) -> Part:
    """Return responses as a part."""
    outline = outline_of(responses)
    answers, draw = _answers((0, len(responses)), responses, outline)
    return Part(outline, answers, draw)


def cut_chunk(rows: tuple[int, int], responses: Responses, outline: Outline) -> Chunk:
    """Return the chunk of some rows, which hold whole learners, of responses that share the outline's numbers."""
    return _chunk(*_answers(rows, responses, outline), outline)


def encode_part(part: Part, outline: Outline) -> Chunk:
    """Return a part as a chunk in the numbers of an outline of all parts."""
    own = part.outline
    code = {name: place for place, name in enumerate(outline.item_names)}
    item = np.array([*(code[name] for name in own.item_names), -1], dtype=np.int64)
    place = {names: number for number, names in enumerate(sets_of(outline))}
    combination = np.array([place[names] for names in sets_of(own)], dtype=np.int64)
    unit = outline.unit_of(item[own.unit_item], combination[own.unit_combination])
    return _chunk(replace(part.answers, unit=unit[part.answers.unit]), part.draw, outline)


def _answers(rows: tuple[int, int], responses: Responses, outline: Outline) -> tuple[Answers, np.ndarray]:
    first, end = rows
    learner = responses.learner[first:end]
    begins = np.flatnonzero(np.append(True, learner[1:] != learner[:-1])) if len(learner) else np.zeros(0, np.int64)
    names = [responses.learner_names[code] for code in learner[begins].tolist()]
    answers = Answers(
        np.append(begins, len(learner)).astype(np.int64),
        part_of_learners(names),
        outline.unit_of(responses.item[first:end], responses.combination[first:end]),
        _small(responses.result[first:end], np.uint8, 1.0),
        _small(responses.moment_seconds[first:end], np.uint32, 2.0**32 - 1.0),
    )
    return answers, draw_of_learners(names)


def _small(values: np.ndarray, kind: type[np.unsignedinteger[Any]], most: float) -> np.ndarray:
    """Return the values in whole numbers of a smaller kind, where that loses nothing; else as they are."""
    if not bool(np.all((values >= 0.0) & (values <= most))):
        return values.copy()
    small: np.ndarray = values.astype(kind)
    return small if bool(np.all(small == values)) else values.copy()


def _chunk(answers: Answers, draw: np.ndarray, outline: Outline) -> Chunk:
    few = draw < outline.few_below
    others = (draw < outline.chosen_below) & ~few
    return Chunk(answers.without_moments(), answers.of_learners(few), answers.of_learners(others))


def rows_of_chunks(responses: Responses, rows_at_once: int | None = None) -> list[tuple[int, int]]:
    """Return ranges of rows that hold whole learners; they hang on the responses alone, not on who works on them."""
    wanted = min(max(len(responses) // CHUNKS_WANTED, LEAST_ROWS), MOST_ROWS) if rows_at_once is None else rows_at_once
    chunks: list[tuple[int, int]] = []
    first = 0
    for start in ends_of_chunks(responses.learner_start.tolist(), wanted):
        chunks.append((first, start))
        first = start
    return chunks


def ends_of_chunks(starts: Iterable[int], wanted: int) -> list[int]:
    """Return after which rows a chunk ends: with the first learner that fills it."""
    ends, first, last = [], 0, 0
    for last in starts:
        if last - first >= wanted:
            ends.append(last)
            first = last
    if last > first:
        ends.append(last)
    return ends
