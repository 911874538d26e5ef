"""Passes over chunks of learners: each is a pure function of one chunk and a few shared arrays that gives small sums.

Sums are added in the order of the chunks, always in the same grouping. So one thread, two threads and many machines
come to the same bits; which machine holds which chunk does not matter.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol

import numpy as np

CHUNKS_IN_GROUP: Final = 8
Sums = tuple[np.ndarray, ...]


class Passes(Protocol):
    """Where passes run: in threads here, or on the workers of a cluster."""

    def place(self, chunks: Sequence[Any]) -> list[Any]:
        """Bring chunks that are here to where passes run; return tickets for them."""

    def keep(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> list[Any]:
        """Return `function(chunk, *shared)` of each chunk, in order, as tickets: what they stand for stays away."""

    def keep_joined(self, join: Callable[[Sequence[Any]], Any], neighbours: int, tickets: list[Any]) -> list[Any]:
        """Return tickets for so many neighbours as one; those given are let go."""

    def each(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> Iterator[Any]:
        """Give `function(chunk, *shared)` of each chunk, in order, a few at a time."""

    def add_up(self, function: Callable[..., Sums], chunks: Sequence[Any], *shared: Any) -> Sums:
        """Return the sums over all chunks."""

    def drop(self, tickets: list[Any]) -> None:
        """Let go of what is kept; the list is empty afterwards."""


def add_group(group: Iterable[Sums]) -> Sums:
    """Add sums from left to right; what is given stays as it is."""
    parts = iter(group)
    total = tuple(each.copy() for each in next(parts))
    for part in parts:
        for own, other in zip(total, part, strict=True):
            own += other
    return total


def in_groups(chunks: Sequence[Any], size: int = CHUNKS_IN_GROUP) -> list[Sequence[Any]]:
    """Return neighbours together; the grouping hangs on the number of chunks alone."""
    return [chunks[first : first + size] for first in range(0, len(chunks), size)]


@dataclass(frozen=True, slots=True)
class Stored:
    """A ticket for something that waits in a file."""

    path: Path


class InThreads:
    """Passes on the cores of this machine.

    Parameters
    ----------
    threads : int or None
        None means one for each core.
    folder : Path or None
        Where what is kept waits between passes, so that memory does not grow with the chunks; None means in memory.
    """

    def __init__(self, threads: int | None = None, folder: Path | None = None) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._folder = folder
        self._stored = 0
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> InThreads:
        if self._threads > 1:
            self._pool = ThreadPoolExecutor(self._threads)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def place(self, chunks: Sequence[Any]) -> list[Any]:
        """Return the chunks, or tickets for the files they wait in."""
        return [self._put(each) for each in chunks]

    def keep(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> list[Any]:
        """Return the results, or tickets for the files they wait in."""
        return [self._put(each) for each in self.each(function, chunks, *shared)]

    def keep_joined(self, join: Callable[[Sequence[Any]], Any], neighbours: int, tickets: list[Any]) -> list[Any]:
        """Return tickets for so many neighbours as one."""
        if neighbours < 2:
            return tickets
        joined = []
        for group in in_groups(tickets, neighbours):
            joined.append(self._put(join([_take(each) for each in group])))
        self.drop(tickets)
        return joined

    def each(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> Iterator[Any]:
        """Give the results in order; only a few wait at any time."""
        if self._pool is None or len(chunks) < 2:
            for chunk in chunks:
                yield function(_take(chunk), *shared)
            return
        waiting: deque[Future[Any]] = deque()
        for chunk in chunks:
            waiting.append(self._pool.submit(_run, function, chunk, shared))
            if len(waiting) > 2 * self._threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def add_up(self, function: Callable[..., Sums], chunks: Sequence[Any], *shared: Any) -> Sums:
        """Return the sums over all chunks."""
        found = self.each(function, chunks, *shared)
        return add_group(add_group(next(found) for _ in group) for group in in_groups(chunks))

    def drop(self, tickets: list[Any]) -> None:
        """Let go of what is kept."""
        for ticket in tickets:
            if isinstance(ticket, Stored):
                ticket.path.unlink()
        tickets.clear()

    def _put(self, kept: Any) -> Any:
        if self._folder is None:
            return kept
        path = self._folder / f"kept-{self._stored:06d}"
        self._stored += 1
        with path.open("wb") as file:
            pickle.dump(kept, file, protocol=5)
        return Stored(path)


def _run(function: Callable[..., Any], chunk: Any, shared: tuple[Any, ...]) -> Any:
    return function(_take(chunk), *shared)


def _take(chunk: Any) -> Any:
    """Return what a ticket stands for."""
    if isinstance(chunk, Stored):
        with chunk.path.open("rb") as file:
            return pickle.load(file)
    return chunk
