"""Runs one model over all folds in a process of its own, so that its time and its memory are its own.

    python -m ownpath.evaluation.measuring FOLDER MODEL

The folder holds the responses and folds as `store_for_children` writes them; the answer goes into it as MODEL.json and
MODEL.npz.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from ownpath.core.mastery.responses import Responses
from ownpath.evaluation.claims import Aftermath, Claims, claim_after_in_a_row, follow_claims
from ownpath.evaluation.folds import Fold
from ownpath.evaluation.models import ModelNotInstalled, make_model
from ownpath.evaluation.models.protocol import Model

WARM_UP_LEARNERS = 12
IN_A_ROW = {"3-in-a-row": 3, "5-in-a-row": 5}


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What one model did over all folds; `predicted` is NaN for responses never held out."""

    name: str
    description: str
    predicted: np.ndarray
    fold_of_row: np.ndarray
    claims: dict[str, list[Aftermath]]
    cost: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ModelLeftOut:
    """Why there is nothing to show for a model."""

    name: str
    reason: str


def store_for_children(folder: Path, responses: Responses, folds: list[Fold]) -> None:
    """Write what every model reads; the folder is ours and goes when the run ends."""
    arrays = {each.name: getattr(responses, each.name) for each in fields(responses)}
    for name in [name for name, values in arrays.items() if isinstance(values, np.ndarray)]:
        np.save(folder / f"{name}.npy", arrays.pop(name))
    (folder / "names.json").write_text(json.dumps(arrays))
    (folder / "folds.json").write_text(
        json.dumps([[fold.name, fold.train.tolist(), fold.held_out.tolist()] for fold in folds])
    )


def run_model(folder: Path, name: str) -> ModelRun | ModelLeftOut:
    """Run a model in a child and take what it left."""
    command = [sys.executable, "-m", "ownpath.evaluation.measuring", str(folder), name]
    # Threads that wait must not spin: on a busy machine that would count as work.
    env = {**os.environ, "OMP_WAIT_POLICY": "passive"}
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=env)
    told = folder / f"{name}.json"
    if done.returncode or not told.exists():
        lines = done.stderr.strip().splitlines() or [f"its process ended with {done.returncode}"]
        return ModelLeftOut(name, f"{name} is left out: it failed ({lines[-1]}).")
    said = json.loads(told.read_text())
    if "left_out" in said:
        return ModelLeftOut(name, said["left_out"])
    with np.load(folder / f"{name}.npz") as arrays:
        claims = {
            rule: [
                Aftermath(*(arrays[f"{rule}/{place}/{part}"] for part in ("after", "right", "needed")), of_pairs)
                for place, of_pairs in enumerate(pairs)
            ]
            for rule, pairs in said["pairs"].items()
        }
        return ModelRun(name, said["description"], arrays["predicted"], arrays["fold"], claims, said["cost"])


def _load(folder: Path) -> tuple[Responses, list[Fold]]:
    names = json.loads((folder / "names.json").read_text())
    arrays = {path.stem: np.load(path) for path in folder.glob("*.npy")}
    responses = Responses(**arrays, **{name: tuple(values) for name, values in names.items()})
    folds = [
        Fold(name, np.array(train, dtype=bool), np.array(held_out, dtype=bool))
        for name, train, held_out in json.loads((folder / "folds.json").read_text())
    ]
    return responses, folds


def _cpu_seconds() -> float:
    """Of this process with its threads, and of its children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _memory_bytes(which: str) -> int:
    """From the system's own count for this program; getrusage would count what the parent held before it."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split(f"{which}:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _warm_up(model: Model, responses: Responses) -> float:
    """What is done once in a process, such as compiling, is told apart from fitting."""
    begun = _cpu_seconds()
    few = responses.of_learners(np.arange(responses.n_learners) < WARM_UP_LEARNERS)
    # So few responses may be too few for a model; then the fit itself will say what it needs.
    with contextlib.suppress(Exception):
        model.fit(few).predict_in_order(few)
    return _cpu_seconds() - begun


def _measure(folder: Path, name: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    try:
        model = make_model(name)
    except ModelNotInstalled as error:
        return {"left_out": str(error)}, {}
    responses, folds = _load(folder)
    warm_up = _warm_up(model, responses)
    at_rest = _memory_bytes("VmRSS")
    arrays = {"predicted": np.full(len(responses), np.nan), "fold": np.full(len(responses), -1, dtype=np.int64)}
    pairs: dict[str, list[int]] = {}
    fit_cpu, fit_wall, predict_cpu, trained, held = [], [], [], 0, 0
    for place, fold in enumerate(folds):
        train, held_out = responses.of_learners(fold.train), responses.of_learners(fold.held_out)
        begun, begun_wall = _cpu_seconds(), time.perf_counter()
        fitted = model.fit(train)
        fit_cpu.append(_cpu_seconds() - begun)
        fit_wall.append(time.perf_counter() - begun_wall)
        begun = _cpu_seconds()
        predicted = fitted.predict_in_order(held_out)
        predict_cpu.append(_cpu_seconds() - begun)
        if predicted.shape != (len(held_out),) or not bool(np.all((predicted >= 0.0) & (predicted <= 1.0))):
            raise ValueError(f"{name} gave what is not one probability for each response")
        rows = fold.held_out[responses.learner]
        arrays["predicted"][rows] = predicted
        arrays["fold"][rows] = place
        trained, held = trained + len(train), held + len(held_out)
        for rule, claims in _claims(name, fitted, held_out).items():
            after = follow_claims(claims, held_out)
            pairs.setdefault(rule, []).append(after.of_pairs)
            parts = {"after": after.n_after, "right": after.right_after, "needed": after.needed}
            arrays |= {f"{rule}/{place}/{part}": values for part, values in parts.items()}
    cost = {
        "fit_cpu_seconds": sum(fit_cpu),
        "fit_wall_seconds": sum(fit_wall),
        "fit_cpu_seconds_by_fold": fit_cpu,
        "fit_responses": trained,
        "fit_responses_per_cpu_second": trained / max(sum(fit_cpu), 1e-9),
        "fit_responses_per_second": trained / max(sum(fit_wall), 1e-9),
        "peak_memory_bytes": _memory_bytes("VmHWM"),
        "memory_before_fitting_bytes": at_rest,
        "warm_up_cpu_seconds": warm_up,
        "predict_microseconds": sum(predict_cpu) / max(held, 1) * 1e6,
    }
    return {"description": model.describe(), "pairs": pairs, "cost": cost}, arrays


def _claims(name: str, fitted: object, held_out: Responses) -> dict[str, Claims]:
    found = {}
    if hasattr(fitted, "claims"):
        found[name] = fitted.claims(held_out)
    return found


def run_in_a_row(responses: Responses, folds: list[Fold]) -> dict[str, list[Aftermath]]:
    """The rules that schools use without a model, on the same held-out learners."""
    return {
        rule: [
            follow_claims(claim_after_in_a_row(held_out, length), held_out)
            for held_out in (responses.of_learners(fold.held_out) for fold in folds)
        ]
        for rule, length in IN_A_ROW.items()
    }


def main(folder: Path, name: str) -> None:
    """Measure one model and leave what was found in the folder."""
    said, arrays = _measure(folder, name)
    if arrays:
        np.savez(folder / f"{name}.npz", **arrays)  # type: ignore[arg-type]
    unfinished = folder / f"{name}.json.part"
    unfinished.write_text(json.dumps(said))
    os.replace(unfinished, folder / f"{name}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
