"""All figures of the mastery estimate in one command: accuracy beside peers, claims, speed, memory, recovery.

    .venv/bin/python benchmarks/mastery.py [--models ownpath,pybkt,pfa,best-lr,elo,lightgbm] [--rows 5000000] [--quick]

Writes benchmarks/results/mastery.json and docs/reference/mastery-figures.md. Public sets and peers that are not there
are skipped, with a line. With --quick the simulated file is small and nothing is written to the docs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from mastery_figures_page import page_of
from scipy.special import ndtr

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "responses"
PAGE = HERE.parent / "docs" / "reference" / "mastery-figures.md"
RECOVERY_SCHOOLS, MANY_SCHOOLS, LEAST_READINGS, DRAWN_ANEW = 10, 90, 200, 200
NEAR = 1.2  # logits from the criterion, where P(met) hangs on the middle
COUNTS_FROM = np.array([0, 1, 4, 16, 32, 64])
ALL_MODELS = "ownpath,pybkt,pfa,best-lr,elo,lightgbm"
SETS = {
    "EdNet sample": (DATA / "ednet" / "responses.parquet", DATA / "ednet" / "item_skills.csv.gz"),
    "lkt_stats": (DATA / "lkt_stats" / "responses.parquet", None),
}


def evaluate(file: Path, items: Path | None, models: str) -> dict[str, Any]:
    """The measuring stick, as anybody would call it."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, "-m", "ownpath.config.command_line.main", "evaluate", str(file), "--models", models]
        if items is not None:
            command += ["--items", str(items)]
        done = subprocess.run([*command, "--json", out.name], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr or done.stdout)
        print(done.stderr.strip() or done.stdout.strip(), flush=True)
        found: dict[str, Any] = json.loads(Path(out.name).read_text())
    return found


def in_a_process(what: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement of this file in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--only", what, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def many_responses(rows: int) -> Any:
    """Simulated responses as arrays: learners who differ, competencies that differ, growth with practice."""
    from ownpath.core.mastery.responses import Responses

    generator = np.random.default_rng(20_261_124)
    per_learner, n_items, n_competencies = 200, 20_000, 400
    n_learners = rows // per_learner
    learner = np.repeat(np.arange(n_learners), per_learner)
    # Blocks of twenty answers to one competency, each competency with fifty items.
    competency = np.repeat(generator.integers(n_competencies, size=(n_learners, per_learner // 20)), 20, axis=1).ravel()
    item = competency * (n_items // n_competencies) + generator.integers(n_items // n_competencies, size=len(learner))
    ability = generator.normal(0.0, 0.9, n_learners)
    hard = generator.normal(0.0, 0.7, n_competencies)[np.arange(n_items) // (n_items // n_competencies)]
    hard = hard + generator.normal(0.0, 0.6, n_items)
    growth = 0.06 * np.tile(np.arange(20), len(learner) // 20)
    logit = ability[learner] + growth - hard[item]
    result = (generator.random(len(learner)) < 1.0 / (1.0 + np.exp(-logit))).astype(float)
    return Responses(
        learner,
        item,
        competency,
        np.arange(n_competencies + 1),
        np.arange(n_competencies),
        result,
        1.6e9 + 60.0 * np.tile(np.arange(per_learner, dtype=float), n_learners),
        tuple(f"l{i:07d}" for i in range(n_learners)),
        tuple(f"i{i:06d}" for i in range(n_items)),
        tuple(f"c{i:04d}" for i in range(n_competencies)),
    )


def warm_up() -> None:
    """Load or make the machine code before any clock starts."""
    from ownpath.core.mastery import batch

    responses = many_responses(20_000)
    batch.follow(responses, batch.fit(responses))


def measure_fit(rows: int) -> dict[str, Any]:
    """Fit many simulated responses: seconds, and the peak memory of this process with the responses in it."""
    from ownpath.core.mastery import batch

    warm_up()
    responses = many_responses(rows)
    begun, used = time.perf_counter(), time.process_time()
    parameters = batch.fit(responses)
    seconds = time.perf_counter() - begun
    cpu = time.process_time() - used
    begun = time.perf_counter()
    batch.follow(responses, parameters)
    follow_seconds = time.perf_counter() - begun
    return {
        "responses": rows,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "responses_per_second": rows / seconds,
        "follow_seconds": follow_seconds,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure_calls() -> dict[str, Any]:
    """One update with its prediction: in the compiled walk (CPU of all threads), and through the Python call."""
    from ownpath.core.mastery import (
        CompetencyState,
        Criterion,
        LearnerState,
        Observation,
        batch,
        default_parameters,
        read,
        update,
    )

    warm_up()
    responses = many_responses(200_000)
    parameters, criterion = default_parameters(), Criterion()
    compiled = []
    for _ in range(5):
        begun = time.process_time()
        batch.follow(responses, parameters, criterion)
        compiled.append((time.process_time() - begun) / len(responses))
    learner, state = LearnerState.new(), CompetencyState.new()
    seen = [
        Observation("response", float(i % 3 > 0), 1.6e9 + 60.0 * i, f"t{i % 40}", 0.1 * (i % 5)) for i in range(20_000)
    ]
    begun = time.perf_counter()
    for each in seen:
        learner, state, _ = update(learner, state, each, parameters, criterion)
    called = (time.perf_counter() - begun) / len(seen)
    begun = time.perf_counter()
    for _ in range(5_000):
        read(learner, state, parameters, criterion)
    reading = (time.perf_counter() - begun) / 5_000
    return {
        "compiled_microseconds": 1e6 * min(compiled),
        "called_microseconds": 1e6 * called,
        "reading_microseconds": 1e6 * reading,
    }


def told_the_truth(middle: np.ndarray, sd: np.ndarray, truth: np.ndarray, goal: float, *, spread: bool) -> np.ndarray:
    """The chance that the criterion is met, were a school's bias near the criterion known, or its spread as well."""
    near = np.abs(middle - goal) < NEAR
    line = np.polyfit(middle[near], truth[near], 1)
    fitted = np.polyval(line, middle)
    wide = float(np.std((truth - fitted)[near] / sd[near])) if spread else 1.0
    return np.asarray(ndtr((fitted - goal) / (wide * sd)))


def answers_before(learner: np.ndarray, competency: np.ndarray) -> np.ndarray:
    """How many answers of the learner to the competency come before each, in the order given."""
    key = learner * (competency.max() + 1) + competency
    order = np.argsort(key, kind="stable")
    place = np.arange(len(key))
    begins = np.append(True, np.diff(key[order]) != 0)
    before = np.empty(len(key), dtype=np.int64)
    before[order] = place - np.maximum.accumulate(np.where(begins, place, 0))
    return before


def measure_recovery(learners: int, first: int, schools: int) -> dict[str, Any]:
    """Fit drawn schools of simulated learners by themselves, as districts do, and compare with the known truth.

    Learners of a school share its luck and each is read many times, so what chance alone does to a tenth is found by
    drawing the learners of every school anew.
    """
    from mastery_defaults import world_number

    from ownpath.core.mastery import Criterion, batch
    from ownpath.core.mastery.recovery import chance_met_before, posterior_of, readings_around, responses_of

    goal = Criterion().reference_logit
    generator = np.random.default_rng(first)
    each = learners // schools
    tenths, drawn = np.zeros((3, 10, 3)), np.zeros((DRAWN_ANEW, 10, 3))
    by_count = np.zeros((len(COUNTS_FROM), 3))
    found: dict[str, list[float]] = {name: [] for name in ("correlation", "off", "bias", "spread")}
    for number in range(first, first + schools):
        made = world_number(number, each)
        responses = responses_of(made)
        fitted = batch.fit(responses)
        true_difficulty = dict(zip(map(str, made.item.tolist()), made.task_difficulty.tolist(), strict=True))
        pairs = np.array([[fitted.task_difficulty[name], value] for name, value in true_difficulty.items()])
        found["correlation"].append(float(np.corrcoef(pairs.T)[0, 1]))
        readings = readings_around(responses, fitted)
        middle, sd = posterior_of(readings, fitted)
        met = made.true_logit >= goal
        said = chance_met_before(readings, fitted, Criterion())
        table = np.zeros((each, 10, 3))
        np.add.at(table, (made.learner, tenth_of(said)), np.column_stack((np.ones(len(said)), said, met)))
        drawn += [table[generator.integers(each, size=each)].sum(axis=0) for _ in range(DRAWN_ANEW)]
        tenths[0] += table.sum(axis=0)
        for place, spread in ((1, False), (2, True)):
            told = told_the_truth(middle, sd, made.true_logit, goal, spread=spread)
            np.add.at(tenths[place], tenth_of(told), np.column_stack((np.ones(len(told)), told, met)))
        count = np.searchsorted(COUNTS_FROM, answers_before(made.learner, made.competency), side="right") - 1
        near = np.abs(middle - goal) < NEAR
        np.add.at(by_count, count[near], np.column_stack((np.ones(len(said)), said, met))[near])
        found["off"].append(largest_off(table.sum(axis=0)))
        found["bias"].append(float(np.mean((made.true_logit - middle)[near])))
        found["spread"].append(float(np.std(((made.true_logit - middle) / sd)[near])))
    off = [(own[:, 1] - own[:, 2]) / np.maximum(own[:, 0], 1.0) for own in (*drawn, tenths[0])]
    enough = tenths[0, :, 0] >= LEAST_READINGS
    by_chance = np.abs(np.array(off[:-1]) - off[-1])[:, enough].max(axis=1)
    spreads = np.std(off[:-1], axis=0)
    return {
        "learners": learners,
        "schools": schools,
        "bins": [
            {"tenth": b, "readings": int(n), "said": said / n, "true": true / n, "chance": float(spreads[b])}
            for b, (n, said, true) in enumerate(tenths[0])
            if enough[b]
        ],
        "by_count": [
            {"from": int(start), "readings": int(n), "said": said / n, "true": true / n}
            for start, (n, said, true) in zip(COUNTS_FROM, by_count, strict=True)
            if n >= LEAST_READINGS
        ],
        "largest_off": largest_off(tenths[0]),
        "largest_off_told_bias": largest_off(tenths[1]),
        "largest_off_told_bias_and_spread": largest_off(tenths[2]),
        "largest_by_chance": [float(np.mean(by_chance)), float(np.quantile(by_chance, 0.95))],
        "by_school": found,
    }


def tenth_of(said: np.ndarray) -> np.ndarray:
    """In which tenth each probability lies."""
    return np.minimum((said * 10).astype(np.int64), 9)


def largest_off(table: np.ndarray) -> float:
    """The largest distance between said and true over the tenths that hold enough readings."""
    return float(max((abs(said - true) / n for n, said, true in table if n >= LEAST_READINGS), default=0.0))


def measure_recoveries(learners: int) -> dict[str, Any]:
    """The asked figure, and the same over many more schools, where chance hardly blurs it."""
    found = measure_recovery(learners, 6000, RECOVERY_SCHOOLS)
    many = MANY_SCHOOLS * learners // RECOVERY_SCHOOLS
    return found | {"many": measure_recovery(many, 6100, MANY_SCHOOLS)}


def other_benchmark(name: str, *arguments: str) -> dict[str, Any] | None:
    """Another benchmark of this folder, by its JSON; None where it could not run."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, str(HERE / name), *arguments, "--out", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(done.stdout.strip() or done.stderr.strip()[-400:], flush=True)
        return json.loads(out.read_text()) if out.exists() else None


def write(report: dict[str, Any], out: Path, quick: bool) -> int:
    """Keep the figures, show the page, and put it among the docs unless the run was a quick one."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1) + "\n")
    page = page_of(report).rstrip() + "\n"
    if not quick:
        PAGE.write_text(page)
    print(page)
    return 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--models", default=ALL_MODELS)
    options.add_argument("--rows", type=int, default=5_000_000)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--out", type=Path, default=HERE / "results" / "mastery.json")
    options.add_argument("--again", choices=["recovery", "rebuild"], help="measure this part again and keep the others")
    options.add_argument("--only", choices=["fit", "calls", "recovery"], help=argparse.SUPPRESS)
    chosen = options.parse_args()
    rows = 200_000 if chosen.quick else chosen.rows
    learners = 200 if chosen.quick else 2_000
    if chosen.only:
        measured = {
            "fit": lambda: measure_fit(rows),
            "calls": measure_calls,
            "recovery": lambda: measure_recoveries(learners),
        }[chosen.only]()
        print(json.dumps(measured))
        return 0
    from ownpath.core.mastery import MODEL_NAME, MODEL_VERSION

    size = ["--quick"] if chosen.quick else ["--rows", str(rows)]
    if chosen.again:
        report = json.loads(chosen.out.read_text())
        if chosen.again == "rebuild":
            report["rebuild"] = other_benchmark("rebuild.py", "--learners", "1000")
        else:
            report["recovery"] = in_a_process("recovery", *size)
        return write(report, chosen.out, chosen.quick)
    report = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}",
        "model": f"{MODEL_NAME} {MODEL_VERSION}",
        "sets": {},
    }
    for name, (file, items) in SETS.items():
        if file.exists():
            report["sets"][name] = evaluate(file, items, chosen.models)
        else:
            print(f"{name}: skipped, {file.name} is not there")
    for what in ("fit", "calls", "recovery"):
        report[what] = in_a_process(what, *size)
        print(what, json.dumps(report[what]), flush=True)
    report["record"] = other_benchmark("record_evidence.py", "--rounds", "300" if chosen.quick else "1500")
    report["rebuild"] = other_benchmark("rebuild.py", "--learners", "100" if chosen.quick else "1000")
    return write(report, chosen.out, chosen.quick)


if __name__ == "__main__":
    sys.exit(main())
