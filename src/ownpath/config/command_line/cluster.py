"""`--cluster ADDRESS`: the workers of a Dask cluster do the passes, instead of this machine's cores."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ownpath.foundation.errors import OwnpathError

if TYPE_CHECKING:
    from ownpath.core.mastery.passes import Passes

SECONDS_TO_CONNECT = 20


def add_cluster_option(parser: argparse.ArgumentParser) -> None:
    """Describe the option."""
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="the scheduler of a Dask cluster whose workers do the work (tcp://...)"
    )


@contextmanager
def open_passes(address: str | None, folder: Path | None = None) -> Iterator[Passes]:
    """Passes on the cluster, or on the cores here; there, what is kept between passes waits in `folder`."""
    if address is None:
        from ownpath.core.mastery.passes import InThreads

        with InThreads(folder=folder) as here:
            yield here
        return
    try:
        from distributed import CancelledError, Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError as error:
        raise OwnpathError("A cluster needs Dask. Install it with: pip install 'ownpath[cluster]'") from error
    from ownpath.core.cluster import OnCluster

    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise OwnpathError(f"No scheduler answers at {address}.") from error
    with client:
        _refuse_others(client, address)
        try:
            yield OnCluster(client)
        except KilledWorker as error:
            raise OwnpathError(
                "One piece of work ended four workers; most often they have too little memory."
            ) from error
        except (CommClosedError, CancelledError) as error:
            raise OwnpathError(f"The scheduler at {address} is gone. Run the same command again.") from error


def _refuse_others(client: object, address: str) -> None:
    """Workers with another version of the model would give other numbers."""
    from ownpath.core.cluster import model_version

    try:
        found = client.run(model_version)  # type: ignore[attr-defined]
    except Exception as error:  # whatever a worker without Ownpath makes of it
        raise OwnpathError(f"The workers of {address} do not have this Ownpath installed: {error}.") from error
    if not found:
        raise OwnpathError(f"The scheduler at {address} has no workers.")
    if others := {version for version in found.values() if version != model_version()}:
        raise OwnpathError(f"The workers of {address} have another version of the model: {', '.join(sorted(others))}.")
