"""Compare the mastery estimate with Elo on held-out learners: prequential AUC and ECE, claims, speed. One command.

    python benchmarks/mastery_first_look.py [--data ../shared/data/responses] [--folds 5] [--simulated-only]

Prints a table and writes benchmarks/results/mastery_first_look.json. Sets that are not there are skipped, with a line.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ownpath.core.mastery import (
    MODEL_VERSION,
    Anchors,
    CompetencyState,
    Criterion,
    LearnerState,
    Observation,
    default_parameters,
    fit_anchors,
    read,
    update,
)
from ownpath.core.mastery.simulated import SimulatedWorld, simulate_responses

HERE = Path(__file__).resolve().parent
FIRST_STEP, STEP_FALL = 0.8, 0.1  # of Elo: near the best of twelve pairs tried on each public set
Row = tuple[int, str, tuple[str, ...], float, float | None]


@dataclass
class Outcome:
    """What one model did on the held-out responses."""

    predicted: list[float]
    result: list[float]
    seconds: float = 0.0
    claims: int = 0
    claims_followed: int = 0
    next_right: float = 0.0
    next_count: int = 0
    answers_before_claim: int = 0


def area_under_curve(predicted: np.ndarray, result: np.ndarray) -> float:
    """Return the AUC by ranks, ties shared."""
    _, inverse, counts = np.unique(predicted, return_inverse=True, return_counts=True)
    middle_rank = np.cumsum(counts) - (counts - 1) / 2.0
    right = result > 0.5
    n_right, n_wrong = int(right.sum()), int((~right).sum())
    return float((middle_rank[inverse][right].sum() - n_right * (n_right + 1) / 2.0) / (n_right * n_wrong))


def calibration_error(predicted: np.ndarray, result: np.ndarray, bins: int = 15) -> float:
    """Return the ECE over bins of equal width."""
    place = np.minimum((predicted * bins).astype(int), bins - 1)
    gaps = [abs(predicted[place == b].sum() - result[place == b].sum()) for b in range(bins)]
    return float(sum(gaps) / len(predicted))


def elo(train: list[Row], held_out: list[Row]) -> Outcome:
    """Elo with an uncertainty function (Pelanek 2016): item difficulties from `train`, learners online."""
    difficulty: dict[str, float] = {}
    item_count: dict[str, int] = {}
    for fitting, rows in ((True, train), (False, held_out)):
        ability: dict[int, float] = {}
        learner_count: dict[int, int] = {}
        outcome = Outcome([], [])
        began = time.perf_counter()
        for learner, item, _, result, _ in rows:
            level, n = ability.get(learner, 0.0), learner_count.get(learner, 0)
            hard, m = difficulty.get(item, 0.0), item_count.get(item, 0)
            predicted = 1.0 / (1.0 + math.exp(hard - level))
            ability[learner] = level + (result - predicted) * FIRST_STEP / (1.0 + STEP_FALL * n)
            learner_count[learner] = n + 1
            if fitting:
                difficulty[item] = hard - (result - predicted) * FIRST_STEP / (1.0 + STEP_FALL * m)
                item_count[item] = m + 1
            outcome.predicted.append(predicted)
            outcome.result.append(result)
        outcome.seconds = time.perf_counter() - began
    return outcome


def ownpath(train: list[Row], held_out: list[Row]) -> Outcome:
    """Anchors from `train`, default parameters, states online; then what follows each claim."""
    anchors = fit_anchors((learner, item, competencies, result) for learner, item, competencies, result, _ in train)
    return follow(held_out, anchors)


def follow(rows: list[Row], anchors: Anchors) -> Outcome:
    """Predict each response, then learn from it."""
    parameters, criterion = default_parameters(), Criterion()
    learners: dict[int, LearnerState] = {}
    states: dict[tuple[int, str], CompetencyState] = {}
    after_claim: dict[tuple[int, str], list[float]] = {}
    outcome = Outcome([], [])
    began = time.perf_counter()
    for learner, item, competencies, result, moment in rows:
        state = learners.get(learner) or LearnerState.new()
        difficulty = anchors.difficulty(item, competencies)
        total = 0.0
        spread = len(competencies)
        new_state = state
        for competency in competencies:
            key = (learner, competency)
            before = states.get(key) or CompetencyState.new()
            observation = Observation(
                "response", result, moment, item, difficulty, spread, anchors.competency_difficulty(competency)
            )
            new_state, after, trace = update(new_state, before, observation, parameters, criterion)
            states[key] = after
            total += trace.logit
            if before.attained and len(after_claim[key]) < 3:
                after_claim[key].append(result)
            if after.attained and not before.attained:
                after_claim[key] = []
                outcome.claims += 1
                outcome.answers_before_claim += after.count
        learners[learner] = new_state
        outcome.predicted.append(1.0 / (1.0 + math.exp(-total / spread)))
        outcome.result.append(result)
    outcome.seconds = time.perf_counter() - began
    for results in after_claim.values():
        outcome.claims_followed += bool(results)
        outcome.next_right += sum(results)
        outcome.next_count += len(results)
    return outcome


def load(folder: Path) -> list[Row] | None:
    """Read one public set in the order of its responses; None where it or a reader of Parquet is absent."""
    path = folder / "responses.parquet"
    try:
        import polars
    except ImportError:
        print(f"skipped {folder.name}: polars is not installed")
        return None
    if not path.exists():
        print(f"skipped {folder.name}: {path} is not there")
        return None
    frame = polars.read_parquet(path).sort("learner", "order")
    moments = frame["timestamp"].cast(float).to_list() if "timestamp" in frame.columns else [None] * len(frame)
    columns = (frame[name].to_list() for name in ("learner", "item", "skill", "correct"))
    return [
        (learner, str(item), (str(competency),), float(correct), moment)
        for learner, item, competency, correct, moment in zip(*columns, moments, strict=True)
    ]


def simulated() -> list[Row]:
    """Six drawn worlds in one list, with item and competency names of their own."""
    rows: list[Row] = []
    for number in range(6):
        generator = np.random.default_rng(1000 + number)
        made = simulate_responses(generator, n_learners=100, world=SimulatedWorld.draw(generator))
        rows += [
            (
                number * 1000 + int(learner),
                f"{number}-{item}",
                (f"{number}-{competency}",),
                float(result),
                float(moment),
            )
            for learner, item, competency, result, moment in zip(
                made.learner, made.item, made.competency, made.result, made.moment_seconds, strict=True
            )
        ]
    return rows


def compare(rows: list[Row], folds: int, seed: int = 7) -> dict[str, dict[str, float]]:
    """Cross-validate by learner; each model sees the same folds."""
    names = sorted({row[0] for row in rows})
    fold_of = dict(zip(names, np.random.default_rng(seed).integers(folds, size=len(names)).tolist(), strict=True))
    table: dict[str, dict[str, float]] = {}
    for name, model in (("elo", elo), ("ownpath", ownpath)):
        parts = []
        for fold in range(folds):
            train = [row for row in rows if fold_of[row[0]] != fold]
            parts.append(model(train, [row for row in rows if fold_of[row[0]] == fold]))
        predicted = np.array([value for part in parts for value in part.predicted])
        result = np.array([value for part in parts for value in part.result])
        table[name] = {
            "responses": len(result),
            "auc": area_under_curve(predicted, result),
            "ece": calibration_error(predicted, result),
            "microseconds_per_response": 1e6 * sum(part.seconds for part in parts) / len(result),
        }
        claims = sum(part.claims for part in parts)
        if claims:
            count = sum(part.next_count for part in parts)
            table[name] |= {
                "claims": claims,
                "claims_followed": sum(part.claims_followed for part in parts),
                "next_three_right": sum(part.next_right for part in parts) / count if count else float("nan"),
                "answers_before_claim": sum(part.answers_before_claim for part in parts) / claims,
            }
    return table


def time_parts(rows: list[Row]) -> dict[str, float]:
    """Time one update with one read, and the fitting of anchors, on given rows."""
    began = time.perf_counter()
    anchors = fit_anchors((learner, item, competencies, result) for learner, item, competencies, result, _ in rows)
    anchor_seconds = time.perf_counter() - began
    parameters, criterion = default_parameters(), Criterion()
    states: dict[tuple[int, str], CompetencyState] = {}
    learners: dict[int, LearnerState] = {}
    part = rows[:20_000]
    made = [
        (
            learner,
            competencies[0],
            Observation("response", result, moment, item, anchors.difficulty(item, competencies)),
        )
        for learner, item, competencies, result, moment in part
    ]
    began = time.perf_counter()
    for learner, competency, observation in made:
        state, after, _ = update(
            learners.get(learner) or LearnerState.new(),
            states.get((learner, competency)) or CompetencyState.new(),
            observation,
            parameters,
            criterion,
        )
        learners[learner], states[learner, competency] = state, after
        read(state, after, parameters, criterion)
    return {
        "update_and_read_microseconds": 1e6 * (time.perf_counter() - began) / len(part),
        "anchors_responses_per_second": len(rows) / anchor_seconds,
    }


def main() -> None:
    """Run, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "responses")
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--simulated-only", action="store_true")
    chosen = options.parse_args()
    sets = {"simulated": simulated()}
    if not chosen.simulated_only:
        for name in ("ednet", "lkt_stats"):
            rows = load(chosen.data / name)
            if rows:
                sets[name] = rows
    report: dict[str, object] = {"model_version": MODEL_VERSION, "parameters": default_parameters().hash}
    print(f"{'set':<11}{'model':<9}{'AUC':>7}{'ECE':>7}{'us/resp':>9}{'claims':>8}{'next 3':>8}{'answers':>9}")
    for name, rows in sets.items():
        table = compare(rows, chosen.folds)
        for model, row in table.items():
            line = f"{name:<11}{model:<9}{row['auc']:7.4f}{row['ece']:7.4f}{row['microseconds_per_response']:9.2f}"
            if "claims" in row:
                line += f"{row['claims']:8.0f}{row['next_three_right']:8.3f}{row['answers_before_claim']:9.1f}"
            print(line)
        speed = time_parts(rows)
        print(
            f"{'':<11}AUC ratio to Elo {table['ownpath']['auc'] / table['elo']['auc']:.4f}; one update and read "
            f"{speed['update_and_read_microseconds']:.1f} us; anchors {speed['anchors_responses_per_second']:,.0f}/s"
        )
        report[name] = {"models": table, "speed": speed}
    target = HERE / "results" / "mastery_first_look.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=1) + "\n")
    print(f"written: {target.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
