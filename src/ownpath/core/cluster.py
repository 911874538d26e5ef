"""Runs passes on the workers of a Dask cluster; what is kept stays there and only small sums come back.

Chunks and results are tasks, never data that was only sent: when a worker is lost, the scheduler makes again what it
held, from the file or from the chunk that the scheduler still has.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ownpath.core.mastery.parameters import MODEL_VERSION
from ownpath.core.mastery.passes import Sums, add_group, in_groups

if TYPE_CHECKING:
    from distributed import Client


class OnCluster:
    """Passes on a cluster.

    Parameters
    ----------
    client : distributed.Client
        Connected; the workers run the same version of this package.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def place(self, chunks: Sequence[Any]) -> list[Any]:
        """Bring chunks to the workers; the scheduler keeps a copy for the case that one is lost."""
        return [self._client.submit(_same, each, pure=False) for each in chunks]

    def keep(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> list[Any]:
        """Return a future for each result; all stay with the workers."""
        sent = self.place(shared)
        return [self._client.submit(function, chunk, *sent, pure=False) for chunk in chunks]

    def keep_joined(self, join: Callable[[Sequence[Any]], Any], neighbours: int, tickets: list[Any]) -> list[Any]:
        """Return a future for so many neighbours as one, made on the workers."""
        if neighbours < 2:
            return tickets
        return [self._client.submit(join, list(group), pure=False) for group in in_groups(tickets, neighbours)]

    def each(self, function: Callable[..., Any], chunks: Sequence[Any], *shared: Any) -> Iterator[Any]:
        """Give the results in order; only so many are made ahead that no worker waits."""
        sent = self.place(shared)
        threads: dict[str, int] = self._client.nthreads()  # type: ignore[no-untyped-call]
        ahead = 2 * sum(threads.values()) + 2
        waiting: deque[Any] = deque()
        for chunk in chunks:
            waiting.append(self._client.submit(function, chunk, *sent, pure=False))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def add_up(self, function: Callable[..., Sums], chunks: Sequence[Any], *shared: Any) -> Sums:
        """Return the sums over all chunks; neighbours are added on the workers, in the same grouping as everywhere."""
        sent = self.place(shared)
        groups = [
            self._client.submit(
                add_group, [self._client.submit(function, chunk, *sent, pure=False) for chunk in group], pure=False
            )
            for group in in_groups(chunks)
        ]

        def in_order() -> Iterator[Sums]:
            while groups:
                yield groups.pop(0).result()

        return add_group(in_order())

    def drop(self, tickets: list[Any]) -> None:
        """Let go of what is kept."""
        tickets.clear()


def _same(given: Any) -> Any:
    return given


def model_version() -> str:
    """Return the version of the model that is installed here; asked of every worker before it is given work."""
    return MODEL_VERSION


def dask_setup(worker: object) -> None:
    """Load what is compiled before the first piece of work: `dask worker --preload ownpath.core.cluster` calls this."""
    from ownpath.core.mastery.warm import warm_up

    warm_up()
