"""Two workers on this machine, as a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def open_cluster(*, processes: bool) -> Iterator[object]:
    """A client of two workers: in processes of their own, or in this one."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'ownpath[cluster]'")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=processes, dashboard_address=":0", silence_logs=60
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client
