"""Predict a hidden rater's rubric levels of held-out learners: ordered logit beside simple rules. One command.

    python benchmarks/ratings.py [--data ../shared/data/responses/rubric_ratings] [--folds 5]

Five folds by learner: parameters come from the other folds. Of each held-out learner, each rater's sheet is hidden in
turn and predicted from one other rater's sheet (all criteria), in a ring where there are more than two; then, where
there are more than two, from all the others. Quadratic weighted kappa (QWK) is taken for each criterion and averaged.

The level named is the one that maximises the expected kappa: expected levels are drawn out about their mean by one
number for each criterion, from the model's own probabilities on the training learners (`agreement_stretch`).

Beside it: the mean of the other ratings of the same criterion (rounded; for the log loss a smoothed table of what
follows that rounded mean in training, its best case), the same of all criteria of the other sheets, the most frequent
level of the criterion (log loss: its frequencies), and the agreement of two raters.
Prints a table, writes benchmarks/results/ratings.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path

import numpy as np

from ownpath.core.mastery.ratings import expected_levels, fit_ratings
from ownpath.core.mastery.ratings_agreement import agreement_stretch, levels_for_agreement, sheets_in_turn

HERE = Path(__file__).resolve().parent
ROWS = ("ordered logit", "mean of same criterion", "mean of all criteria", "most frequent level", "another rater")


def read_ratings(path: Path) -> tuple[list[np.ndarray], list[str]]:
    """Return learner, criterion, rater and level (from 1) of every rating given, and the names of the criteria."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    criteria = [name for name in rows[0] if name not in {"idstud", "rater", ""}]
    found = [
        (row["idstud"], number, row["rater"], int(float(row[name])) + 1)
        for row in rows
        for number, name in enumerate(criteria)
        if row[name] not in {"", "NA"}
    ]
    learner, criterion, rater, level = zip(*found, strict=True)
    columns = [np.unique(learner, return_inverse=True)[1], criterion, np.unique(rater, return_inverse=True)[1], level]
    return [np.asarray(column, dtype=np.int64) for column in columns], criteria


def others_in_full(columns: list[np.ndarray]) -> tuple[tuple, tuple, np.ndarray]:
    """Hide each rater's sheet in turn and leave all others of the same learner; the form of `sheets_in_turn`."""
    learner, criterion, rater, level = columns
    known, asked, truth, number = [], [], [], 0
    for who in np.unique(learner):
        own = np.flatnonzero(learner == who)
        raters = np.unique(rater[own])
        for hidden in raters if len(raters) > 1 else ():
            seen, unseen = own[rater[own] != hidden], own[rater[own] == hidden]
            known.append(np.stack([np.full(len(seen), number), criterion[seen], rater[seen], level[seen]]))
            asked.append(np.stack([np.full(len(unseen), number), criterion[unseen], rater[unseen]]))
            truth.append(level[unseen])
            number += 1
    return tuple(np.concatenate(known, axis=1)), tuple(np.concatenate(asked, axis=1)), np.concatenate(truth)


def kappa(said: np.ndarray, truth: np.ndarray) -> float:
    """Return the quadratic weighted kappa; 0 where one level was always said."""
    apart = float(((said - truth) ** 2).mean())
    at_random = float(said.var() + truth.var() + (said.mean() - truth.mean()) ** 2)
    return 1.0 - apart / at_random if at_random else 1.0


def table_after(mean: np.ndarray, criterion: np.ndarray, truth: np.ndarray, n_criteria: int, most: int) -> np.ndarray:
    """Return how often each level followed each rounded mean, one rating spread over the levels added."""
    counts = np.full((n_criteria, most + 1, most), 1.0 / most)
    np.add.at(counts, (criterion, mean, truth - 1), 1.0)
    return counts / counts.sum(axis=2, keepdims=True)


def other_means(known: tuple, asked: tuple, same: bool, overall: np.ndarray) -> np.ndarray:
    """Return the mean of the known levels of each asked learner, of the same criterion or of all."""
    n_criteria = len(overall)
    key = known[0] * n_criteria + known[1] if same else known[0]
    wanted = asked[0] * n_criteria + asked[1] if same else asked[0]
    size = int(max(key.max(), wanted.max())) + 1
    count = np.bincount(key, minlength=size)[wanted]
    total = np.bincount(key, known[3], minlength=size)[wanted]
    return np.where(count > 0, total / np.maximum(count, 1), overall[asked[1]])


def evaluate(columns: list[np.ndarray], n_criteria: int, folds: int) -> dict[str, dict]:
    """Return for each way of hiding the figures of each row of the table."""
    learner, criterion, _, level = columns
    n_levels = np.array([level[criterion == c].max() for c in range(n_criteria)])
    most = int(n_levels.max())
    fold = np.random.default_rng(0).permutation(int(learner.max()) + 1) % folds
    ways = {"from one other sheet": lambda part: sheets_in_turn(*part)}
    if np.bincount(np.unique(np.stack([learner, columns[2]]), axis=1)[0]).max() > 2:
        ways["from all other sheets"] = others_in_full
    said: dict[str, dict[str, list]] = {way: {row: [] for row in (*ROWS, "truth", "criterion")} for way in ways}
    chance: dict[str, dict[str, list]] = {way: {row: [] for row in ROWS[:4]} for way in ways}
    seconds, spreads, n_raters = 0.0, 0, int(columns[2].max()) + 1
    for held_out in range(folds):
        train = [column[fold[learner] != held_out] for column in columns]
        test = [column[fold[learner] == held_out] for column in columns]
        began = time.process_time()
        parameters = fit_ratings(*train, n_levels=n_levels, n_raters=n_raters)
        seconds += time.process_time() - began
        spreads += bool(parameters.spread.any())
        marginal = np.stack(
            [np.bincount(train[3][train[1] == c], minlength=most + 1)[1:] + 1e-3 for c in range(n_criteria)]
        )
        marginal /= marginal.sum(axis=1, keepdims=True)
        overall = marginal @ np.arange(1, most + 1)
        for way, hide in ways.items():
            # How far to draw out is learned on sheets of training learners, one other sheet known: as in use.
            fitted, asked_train, truth_train = sheets_in_turn(*train) if way == "from one other sheet" else hide(train)
            before = expected_levels(parameters, *fitted, *asked_train)
            known, asked, truth = hide(test)
            after = expected_levels(parameters, *known, *asked)
            named = np.zeros(len(truth), dtype=np.int64)
            for c, k in enumerate(n_levels):
                centre, drawn = agreement_stretch(before[asked_train[1] == c, :k])
                named[asked[1] == c] = levels_for_agreement(after[asked[1] == c, :k], centre, drawn)
            out, odds = said[way], chance[way]
            out["ordered logit"].append(named)
            odds["ordered logit"].append(after)
            for row, same in (("mean of same criterion", True), ("mean of all criteria", False)):
                rounded = np.floor(other_means(known, asked, same, overall) + 0.5).astype(np.int64)
                there = np.floor(other_means(fitted, asked_train, same, overall) + 0.5).astype(np.int64)
                table = table_after(there, asked_train[1], truth_train, n_criteria, most)
                out[row].append(rounded)
                odds[row].append(table[asked[1], rounded])
            out["most frequent level"].append(marginal.argmax(axis=1)[asked[1]] + 1)
            odds["most frequent level"].append(marginal[asked[1]])
            one_known, one_asked, one_truth = sheets_in_turn(*test)
            level_of = dict(
                zip(zip(one_known[0].tolist(), one_known[1].tolist(), strict=True), one_known[3], strict=True)
            )
            pairs = [level_of.get(key, 0) for key in zip(one_asked[0].tolist(), one_asked[1].tolist(), strict=True)]
            out["another rater"].append(np.stack([pairs, one_truth, one_asked[1]]))
            out["truth"].append(truth)
            out["criterion"].append(asked[1])
    results: dict[str, dict] = {}
    for way in ways:
        truth, of = np.concatenate(said[way]["truth"]), np.concatenate(said[way]["criterion"])
        results[way] = {"ratings_predicted": len(truth), "rows": {}}
        for row in ROWS:
            if row == "another rater":
                pair, own_truth, own = np.concatenate(said[way][row], axis=1)
                given = pair > 0
                by_criterion = [
                    kappa(pair[given & (own == c)], own_truth[given & (own == c)]) for c in range(n_criteria)
                ]
                results[way]["rows"][row] = {"qwk": float(np.mean(by_criterion)), "by_criterion": by_criterion}
                continue
            levels, odds = np.concatenate(said[way][row]), np.concatenate(chance[way][row])
            by_criterion = [kappa(levels[of == c], truth[of == c]) for c in range(n_criteria)]
            loss = float(-np.log(np.maximum(odds[np.arange(len(truth)), truth - 1], 1e-9)).mean())
            results[way]["rows"][row] = {
                "qwk": float(np.mean(by_criterion)),
                "qwk_all_criteria_together": kappa(levels, truth),
                "log_loss": loss,
                "by_criterion": by_criterion,
            }
    results["fit"] = {"cpu_seconds_per_fold": seconds / folds, "folds_with_spread": spreads, "folds": folds}
    return results


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/data/responses/rubric_ratings")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    everything: dict[str, dict] = {}
    for number in (1, 2, 3):
        path = arguments.data / f"data.ratings{number}.csv"
        if not path.exists():
            print(f"{path.name} is not there: skipped")
            continue
        columns, criteria = read_ratings(path)
        learners, _, raters = (len(np.unique(column)) for column in columns[:3])
        size = f"{len(columns[0])} ratings of {learners} learners on {len(criteria)} criteria, {raters} raters"
        print(f"\n{path.name}: {size}")
        results = everything[path.name] = evaluate(columns, len(criteria), arguments.folds)
        fit = results["fit"]
        print(
            f"  a fit takes {fit['cpu_seconds_per_fold']:.1f} s of CPU with the choice of spread, "
            f"chosen in {fit['folds_with_spread']} of {fit['folds']} folds"
        )
        for way, found in results.items():
            if way == "fit":
                continue
            print(f"  {way}: {found['ratings_predicted']} ratings predicted")
            print(f"    {'':26}{'QWK':>8}{'log loss':>10}")
            for row, figures in found["rows"].items():
                loss = f"{figures['log_loss']:10.4f}" if "log_loss" in figures else f"{'-':>10}"
                print(f"    {row:26}{figures['qwk']:8.4f}{loss}")
    if everything:
        target = HERE / "results" / "ratings.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(everything, indent=1) + "\n")
        print(f"\nwritten: {target.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
