"""Fit on a file that no worker could hold: one machine, one worker, two workers, and two of which one is killed.

    .venv/bin/python benchmarks/cluster.py [--small] [--responses 20000000] [--memory-limit 500MB] [--folder FOLDER]

Simulated responses (`large_world.py`). Scheduler, nannies, workers and `ownpath fit` are processes of their own. Prints
a table and writes benchmarks/results/cluster.json; --small is a quick look that writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from large_world import write_world

from ownpath.core.mastery import Parameters

RESULTS = Path(__file__).resolve().parent / "results" / "cluster.json"
BYTES_IN_ROW = 40  # of `Responses`: five numbers of eight bytes
REPEATS = 3
KILL_AFTER = 0.5  # of the time that the run with two workers took
CONFIG = """
distributed:
  logging: {distributed: error}
  nanny:
    pre-spawn-environ:
      MALLOC_ARENA_MAX: 1
      MALLOC_TRIM_THRESHOLD_: 33554432
      MALLOC_MMAP_THRESHOLD_: 1048576
      ARROW_DEFAULT_MEMORY_POOL: system
      OMP_NUM_THREADS: 1
      OPENBLAS_NUM_THREADS: 1
"""


@dataclass(slots=True)
class Run:
    """One fit."""

    name: str
    seconds: float
    parameters: Parameters
    peak_megabytes: dict[str, float] = field(default_factory=dict)
    load: float = 0.0


class Peaks:
    """The highest memory of processes, from the system's own count, looked at five times a second."""

    def __init__(self) -> None:
        self.megabytes: dict[str, float] = {}
        self._groups: dict[str, Callable[[], list[psutil.Process]]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def watch(self, name: str, processes: Callable[[], list[psutil.Process]]) -> None:
        """Look at the highest of these processes from now on."""
        self._groups[name] = processes

    def end(self) -> dict[str, float]:
        """No more looking."""
        self._stop.set()
        self._thread.join()
        return self.megabytes

    def _look(self) -> None:
        while not self._stop.wait(0.2):
            for name, processes in list(self._groups.items()):
                try:
                    found = [_peak_of(each) for each in processes()]
                except (psutil.Error, OSError, IndexError):
                    continue
                self.megabytes[name] = max([self.megabytes.get(name, 0.0), *found])


def _peak_of(process: psutil.Process) -> float:
    return int(Path(f"/proc/{process.pid}/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


class Workers:
    """The nannies of some workers."""

    def __init__(self, nannies: list[subprocess.Popen[bytes]]) -> None:
        self._nannies = nannies

    def processes(self) -> list[psutil.Process]:
        """The workers themselves: of what a nanny started, the one that holds most."""
        found = []
        for nanny in self._nannies:
            children = psutil.Process(nanny.pid).children(recursive=True)
            if children:
                found.append(max(children, key=lambda each: each.memory_info().rss))
        return found

    def kill_one(self) -> None:
        """As the system does it when memory runs out: without a word."""
        os.kill(self.processes()[0].pid, signal.SIGKILL)


@contextmanager
def open_cluster(n_workers: int, memory_limit: str, folder: Path) -> Iterator[tuple[str, Workers, psutil.Process]]:
    """A scheduler and workers with nannies, each a process; gone when the block ends."""
    config = folder / "dask.yaml"
    config.write_text(CONFIG)
    env = {**os.environ, "DASK_CONFIG": str(config), "OMP_WAIT_POLICY": "passive"}
    told = folder / f"scheduler-{time.time_ns()}.json"
    dask = [sys.executable, "-m", "dask"]
    log = (folder / "dask.log").open("ab")
    quiet: dict[str, Any] = {"env": env, "stdout": log, "stderr": log, "cwd": folder}
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)],
        **quiet,
    )
    worker = [*dask, "worker", "--scheduler-file", str(told), "--nthreads", "1", "--memory-limit", memory_limit]
    worker += ["--preload", "ownpath.core.cluster", "--preload", "ownpath.evaluation.fitting_files"]
    nannies: list[subprocess.Popen[bytes]] = []
    try:
        address = _wait_for(lambda: json.loads(told.read_text())["address"])
        nannies = [
            subprocess.Popen([*worker, "--no-dashboard", "--local-directory", str(folder)], **quiet)
            for _ in range(n_workers)
        ]
        _wait_for(lambda: _count_workers(address) == n_workers)
        yield address, Workers(nannies), psutil.Process(scheduler.pid)
    except BaseException:
        print((folder / "dask.log").read_text(errors="replace")[-3000:], file=sys.stderr)
        raise
    finally:
        log.close()
        for process in (*nannies, scheduler):
            process.terminate()
        for process in (*nannies, scheduler):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _count_workers(address: str) -> int:
    from distributed import Client

    with Client(address, timeout=20, set_as_default=False) as client:
        return len(client.nthreads())


def _wait_for(found: Callable[[], Any], seconds: float = 60.0) -> Any:
    until = time.monotonic() + seconds
    while True:
        try:
            if value := found():
                return value
        except (OSError, ValueError, KeyError):
            pass
        if time.monotonic() > until:
            raise TimeoutError("the cluster did not come up")
        time.sleep(0.3)


def fit_once(name: str, data: Path, folder: Path, cluster: str | None, peaks: Peaks, kill: Callable[[], None]) -> Run:
    """`ownpath fit` in a process of its own."""
    # What is compiled once on a machine is no part of a fit.
    subprocess.run([sys.executable, "-m", "ownpath.core.mastery.warm"], check=True)
    out = folder / "parameters.json"
    out.unlink(missing_ok=True)
    command = [str(Path(sys.executable).with_name("ownpath")), "fit", "--json", "--responses", str(data)]
    command += ["--out", str(out), *(["--cluster", cluster] if cluster else [])]
    begun = time.perf_counter()
    client = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks.watch("client", lambda: [psutil.Process(client.pid)])
    kill()
    if client.wait() != 0:
        raise RuntimeError(f"{name}: ownpath fit ended with {client.returncode}")
    seconds = time.perf_counter() - begun
    parameters = Parameters.from_dict(json.loads(out.read_text()))
    return Run(name, seconds, parameters, peaks.end(), os.getloadavg()[0])


def fit_on_cluster(
    name: str, n_workers: int, data: Path, folder: Path, memory_limit: str, kill_after: float | None = None
) -> Run:
    """The same with workers; one may be killed so many seconds after the start."""
    with open_cluster(n_workers, memory_limit, folder) as (address, workers, scheduler):
        peaks = Peaks()
        peaks.watch("worker", workers.processes)
        peaks.watch("scheduler", lambda: [scheduler])

        def kill() -> None:
            if kill_after is not None:
                time.sleep(kill_after)
                workers.kill_one()

        return fit_once(name, data, folder, address, peaks, kill)


def largest_difference(one: Parameters, other: Parameters) -> float:
    """The largest difference between any two numbers that belong together."""
    found = [float(abs(one.weights - other.weights).max()), float(abs(one.numbers - other.numbers).max())]
    for name in (
        "task_difficulty",
        "competency_difficulty",
        "set_difficulty",
        "task_discrimination",
        "learning_slope",
    ):
        own, others = getattr(one, name), getattr(other, name)
        if own.keys() != others.keys():
            return float("inf")
        found += [abs(value - others[key]) for key, value in own.items()]
    return max(found)


def table_of(runs: list[Run]) -> str:
    """For people."""
    names = [f"{name} MB" for name in PEAKS]
    lines = [f"{'run':34}{'seconds':>9}{names[0]:>11}{names[1]:>11}{names[2]:>14}{'largest diff':>14}{'load':>7}"]
    for run in runs:
        peaks = [f"{run.peak_megabytes[key]:,.0f}" if key in run.peak_megabytes else "-" for key in PEAKS]
        difference = largest_difference(runs[0].parameters, run.parameters)
        told = "same bits" if run.parameters.hash == runs[0].parameters.hash else f"{difference:.1e}"
        seconds = f"{run.name:34}{run.seconds:9.1f}"
        lines.append(f"{seconds}{peaks[0]:>11}{peaks[1]:>11}{peaks[2]:>14}{told:>14}{run.load:7.1f}")
    return "\n".join(lines)


PEAKS = ("client", "worker", "scheduler")


def main() -> None:
    """One command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="two million responses; writes nothing")
    parser.add_argument("--responses", type=int, default=20_000_000)
    parser.add_argument("--memory-limit", default="500MB", help="of each worker")
    parser.add_argument("--folder", type=Path, help="where the simulated file lies, or is written (a temporary one)")
    arguments = parser.parse_args()
    n_responses = 2_000_000 if arguments.small else arguments.responses
    with tempfile.TemporaryDirectory(prefix="ownpath-cluster-") as temporary:
        folder = Path(temporary)
        data = arguments.folder or folder / "world"
        parts = write_world(data, n_responses)
        few = folder / "quarter"
        few.mkdir()
        for path in parts[: max(1, len(parts) // 4)]:
            (few / path.name).symlink_to(path.resolve())
        whole = folder / "whole"
        whole.mkdir()
        for path in parts:
            (whole / path.name).symlink_to(path.resolve())
        limit = arguments.memory_limit
        runs = [fit_once("one machine, threads", whole, folder, None, Peaks(), lambda: None)]
        # In turns and the faster of each: other work on the machine slows one run or another.
        tried: dict[int, list[Run]] = {1: [], 2: []}
        for _ in range(1 if arguments.small else REPEATS):
            for n_workers, name in ((1, "one worker"), (2, "two workers")):
                tried[n_workers].append(fit_on_cluster(name, n_workers, whole, folder, limit))
        runs += [min(each, key=lambda run: run.seconds) for each in tried.values()]
        runs.append(
            fit_on_cluster(
                "two workers, one killed half way", 2, whole, folder, limit, kill_after=KILL_AFTER * runs[2].seconds
            )
        )
        quarter = fit_on_cluster("two workers, a quarter of the file", 2, few, folder, limit)
    speed_up = runs[1].seconds / runs[2].seconds
    in_memory = n_responses * BYTES_IN_ROW / 1e6
    print(f"{n_responses:,} simulated responses in {len(parts)} parts, {in_memory:,.0f} MB as arrays; limit {limit}")
    print(table_of(runs))
    print(f"{quarter.name}: {quarter.seconds:.1f} s, client {quarter.peak_megabytes['client']:,.0f} MB")
    print(f"two workers against one: {speed_up:.2f} times as fast (the faster of {len(tried[1])} runs each)")
    if arguments.small:
        return
    RESULTS.write_text(
        json.dumps(
            {
                "responses": n_responses,
                "simulated": True,
                "parts": len(parts),
                "megabytes_as_arrays": in_memory,
                "memory_limit": limit,
                "cores": os.cpu_count(),
                "speed_up_with_two_workers": speed_up,
                "seconds_of_every_run": {
                    f"{n_workers} workers": [run.seconds for run in each] for n_workers, each in tried.items()
                },
                "runs": [
                    {
                        "name": run.name,
                        "seconds": run.seconds,
                        "peak_megabytes": run.peak_megabytes,
                        "largest_difference": largest_difference(runs[0].parameters, run.parameters),
                        "same_bits": run.parameters.hash == runs[0].parameters.hash,
                        "load_average_at_the_end": run.load,
                    }
                    for run in runs
                ],
                "client_megabytes_on_a_quarter": quarter.peak_megabytes["client"],
            },
            indent=1,
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
