"""Hold the estimate against simulated learners whose truth is known; count answers that move it the wrong way.

    .venv/bin/python benchmarks/mastery_recovery.py [--learners 2000] [--data ../shared/data/responses]

Prints two tables and writes benchmarks/results/mastery_recovery.json. Public sets that are not there are skipped.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from ownpath.core.mastery import Criterion, Parameters, default_parameters
from ownpath.core.mastery.batch import fit
from ownpath.core.mastery.recovery import chance_met_before, posterior_of, readings_around, responses_of
from ownpath.core.mastery.responses import Responses
from ownpath.core.mastery.simulated import SimulatedWorld, simulate_responses
from ownpath.evaluation.responses_file import read_responses

HERE = Path(__file__).resolve().parent


def recovery_of(number: int, n_learners: int) -> dict[str, Any]:
    """Simulate a school (0: the middle one, others drawn), fit it as a district does, compare with the truth."""
    generator = np.random.default_rng(number)
    world = SimulatedWorld.draw(generator) if number else SimulatedWorld()
    made = simulate_responses(generator, n_learners=n_learners, world=world)
    responses = responses_of(made)
    own = fit(responses)
    readings = readings_around(responses, own)
    said = chance_met_before(readings, own, Criterion())
    met = made.true_logit >= Criterion().reference_logit
    middle, sd = posterior_of(readings, own)
    items, first = np.unique(made.item, return_index=True)
    truth = made.task_difficulty[first]
    found = np.array([own.task_difficulty[str(item)] for item in items.tolist()])
    tenth = np.minimum((said * 10).astype(int), 9)
    return {
        "world": number,
        "responses": len(responses),
        "difficulty_correlation": float(np.corrcoef(found, truth)[0, 1]),
        "difficulty_slope": float(np.polyfit(truth, found, 1)[0]),
        "inside_80": float(np.mean(np.abs(made.true_logit - middle) < 1.2816 * sd)),
        "count": np.bincount(tenth, minlength=10).tolist(),
        "said": np.bincount(tenth, said, 10).tolist(),
        "met": np.bincount(tenth, met, 10).tolist(),
    }


def wrong_way(responses: Responses, parameters: Parameters) -> dict[str, float]:
    """How often, and by how much, a right answer lowers or a wrong one raises the estimate of the same moment."""
    readings = readings_around(responses, parameters)
    moved = readings[:, 3] - readings[:, 0]
    found: dict[str, float] = {}
    for name, chosen in (
        ("right_lowers", -moved[responses.result == 1.0]),
        ("wrong_raises", moved[responses.result == 0.0]),
    ):
        against = chosen[chosen > 1e-9]
        found[f"{name}_share"] = len(against) / max(len(chosen), 1)
        found[f"{name}_over_.05"] = float(np.mean(chosen > 0.05)) if len(chosen) else 0.0
        found[f"{name}_mean"] = float(np.mean(against)) if len(against) else 0.0
        found[f"{name}_most"] = float(np.max(against)) if len(against) else 0.0
    return found


def print_recovery(all_found: list[dict[str, Any]]) -> None:
    """One line for each school, then the tenths of all together."""
    print("school  responses  difficulty r  slope  in 80%  largest gap in a tenth of 1% or more")
    for each in all_found:
        count, said, met = (np.array(each[name], dtype=float) for name in ("count", "said", "met"))
        enough = count >= 0.01 * count.sum()
        each["largest_gap"] = float(np.max(np.abs(said - met)[enough] / count[enough]))
        print(
            f"{each['world']:6d} {each['responses']:10,d} {each['difficulty_correlation']:13.3f} "
            f"{each['difficulty_slope']:6.3f} {each['inside_80']:7.3f} {each['largest_gap']:8.3f}"
        )
    count, said, met = (np.sum([each[name] for each in all_found], axis=0) for name in ("count", "said", "met"))
    print("P(met), all schools together:")
    for b in range(10):
        if count[b]:
            print(
                f"  {b / 10:.1f}-{b / 10 + 0.1:.1f} {count[b]:9,d} said {said[b] / count[b]:.3f} "
                f"true {met[b] / count[b]:.3f}"
            )


def main() -> None:
    """Print both tables and write them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--learners", type=int, default=2000)
    options.add_argument("--schools", type=int, default=5)
    options.add_argument("--data", type=Path, default=HERE.parents[1] / "shared" / "data" / "responses")
    chosen = options.parse_args()
    recovered = [recovery_of(number, chosen.learners) for number in (0, *range(7001, 7000 + chosen.schools))]
    print_recovery(recovered)
    shipped = default_parameters()
    simulated = responses_of(simulate_responses(np.random.default_rng(77), n_learners=chosen.learners))
    answers = {"simulated, shipped numbers": wrong_way(simulated, shipped)}
    answers["simulated, fitted there"] = wrong_way(simulated, fit(simulated))
    for name, items in (("lkt_stats", None), ("ednet", "item_skills.csv.gz")):
        folder = chosen.data / name
        if not folder.exists():
            print(f"{folder} is not there: skipped")
            continue
        held = read_responses([folder / "responses.parquet"], items=folder / items if items else None).responses
        answers[f"{name}, shipped numbers"] = wrong_way(held, shipped)
        answers[f"{name}, fitted there"] = wrong_way(held, fit(held))
    for name, found in answers.items():
        print(f"{name:28s}", " ".join(f"{key} {value:.4f}" for key, value in found.items()))
    target = HERE / "results" / "mastery_recovery.json"
    target.write_text(json.dumps({"recovery": recovered, "wrong_way": answers}, indent=1) + "\n")


if __name__ == "__main__":
    main()
