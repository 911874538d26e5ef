"""Placement on simulated learners whose truth is known, beside catsim. One command.

    python benchmarks/placement.py [--learners 200] [--processes 2] [--seed 2026] [--cells NAME ...] [--again]

Cells that were run with the same code, learners and seed are kept, so a run that was stopped goes on.

Frameworks: three parts of the Coherence Map (left out, and said so, where the file is not there) and three drawn ones.
Learners follow three laws in turn, of which one has the form that the diagnostic assumes (`placement_worlds.py`).
All learners of a cell are asked question by question until balanced accuracy over all their competencies, mastered
called where P >= 1/2, has reached 95%, 40 questions at least. Prints a table, writes benchmarks/results/placement.json
and docs/reference/placement-figures.md. The seeds used while the diagnostic was made were 101 and 1; this one is
another.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import platform
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
from placement_figures_page import page_of
from placement_worlds import (
    GRADES,
    LAWS,
    Graph,
    coherence_graph,
    draw_learner,
    draw_noise,
    drawn_graph,
    truly_ready,
    with_wrong_edges,
)

from ownpath.core.placement import kernel
from ownpath.core.placement.claims import CLAIM_AT, check_claims, claimed_confidence
from ownpath.core.placement.items import Item
from ownpath.core.placement.model import MODEL_VERSION, PlacementModel
from ownpath.core.placement.refit import refit_positions
from ownpath.core.placement.sitting import Answer, Sitting, SittingOptions, begin_sitting, next_question, record_answer

HERE = Path(__file__).resolve().parent
MAP = HERE.parent.parent / "shared" / "data" / "frameworks" / "ccss_math_coherence_map.json"
READY_AFTER = 30
COMPARE_AFTER = 40
CATSIM_SLOPES = (1.0, 2.0)


@dataclass(frozen=True)
class Cell:
    """What is simulated: a framework, items, and what the diagnostic is told wrongly."""

    graph: str
    noisy: bool
    kind: str = "plain"  # plain, wrong edges, wrong edges and slips, refitted

    @property
    def name(self) -> str:
        return f"{self.graph}, {'noisy' if self.noisy else 'clean'}" + (
            "" if self.kind == "plain" else f", {self.kind}"
        )


def graphs() -> dict[str, Graph]:
    """The frameworks; drawn ones from seeds of their own."""
    found = {}
    if MAP.exists():
        found["Coherence Map 3-5"] = coherence_graph(MAP, "Coherence Map 3-5", ["3", "4", "5"])
        found["Coherence Map K-8"] = coherence_graph(MAP, "Coherence Map K-8", GRADES[:9])
        found["Coherence Map K-12"] = coherence_graph(MAP, "Coherence Map K-12", GRADES)
    for n, levels in ((100, 4), (250, 9), (500, 13)):
        name = f"drawn {n}"
        found[name] = drawn_graph(name, n, levels, np.random.default_rng([7, n]))
    return found


def model_of(graph: Graph, position: np.ndarray | None = None) -> PlacementModel:
    """What the diagnostic is told of a framework: levels, strands and edges."""
    ends = np.array(graph.edges)
    return PlacementModel(graph.level, graph.strand, ends[:, 0], ends[:, 1], position)  # type: ignore[arg-type]


def balanced(probability: np.ndarray, mastered: np.ndarray) -> float:
    """Mean of the shares right among what is mastered and among what is not, over all learners and competencies."""
    called = probability >= 0.5
    return float(0.5 * (called[mastered].mean() + (~called[~mastered]).mean()))


def first_at(curve: list[float], bound: float) -> int | None:
    """The first number of questions with at least so much."""
    return next((k for k, value in enumerate(curve) if value >= bound), None)


class Group:
    """The learners of a cell, asked side by side."""

    def __init__(self, cell: Cell, n_learners: int, seed: int) -> None:
        self.cell, self.graph = cell, graphs()[cell.graph]
        key = [seed, zlib.crc32(cell.graph.encode()), int(cell.noisy)]
        told = self.graph
        if cell.kind.startswith("wrong edges"):
            told = with_wrong_edges(self.graph, 0.1, np.random.default_rng([*key, 3]))
        position = self._refitted(key) if cell.kind == "refitted" else None
        self.model = model_of(told, position)
        self.chances = [np.random.default_rng([*key, 1, k]) for k in range(n_learners)]
        self.learners = [draw_learner(self.graph, k, self.chances[k]) for k in range(n_learners)]
        self.noise = [draw_noise(self.graph, cell.noisy, chance) for chance in self.chances]
        self.items = [self._items_of(*noise) for noise in self.noise]
        self.mastered = np.array([learner.mastered for learner in self.learners])
        self.milliseconds: list[float] = []
        self.processor_milliseconds: list[float] = []
        self.sittings = [begin_sitting(self.model, self._options(int(c.integers(2**31)))) for c in self.chances]

    def _options(self, seed: int) -> SittingOptions:
        return SittingOptions(seed, most_questions=10_000, target_error=-1.0, audit=False)

    def _items_of(self, slip: np.ndarray, guess: np.ndarray) -> list[Item]:
        if self.cell.kind == "wrong edges and slips":
            slip, guess = np.full_like(slip, 0.08), np.full_like(guess, 0.08)
        return [Item(f"{i}.{k}", i, float(slip[i]), float(guess[i])) for i in range(self.graph.n) for k in (0, 1)]

    def _refitted(self, key: list[int]) -> np.ndarray:
        """Positions learned from 200 sittings of 30 questions of other learners."""
        model, ended = model_of(self.graph), []
        for k in range(200):
            chance = np.random.default_rng([*key, 2, k])
            learner, noise = draw_learner(self.graph, k, chance), draw_noise(self.graph, self.cell.noisy, chance)
            items = self._items_of(*noise)
            sitting = begin_sitting(model, self._options(int(chance.integers(2**31))))
            for _ in range(30):
                question = next_question(model, sitting, items)
                place = question.item.competency
                outcome = learner.outcome(place, float(noise[0][place]), float(noise[1][place]), chance)
                sitting = record_answer(model, sitting, Answer(question.item, outcome))
            ended.append(sitting.particles)
        return refit_positions(model, ended)

    def ask_all(self) -> None:
        """One question to everybody."""
        for k, sitting in enumerate(self.sittings):
            self.sittings[k] = self._ask(k, sitting)

    def _ask(self, k: int, sitting: Sitting) -> Sitting:
        began, busy = time.perf_counter(), time.thread_time()
        question = next_question(self.model, sitting, self.items[k])
        if question is None:
            return sitting
        place = question.item.competency
        slip, guess = (float(each[place]) for each in self.noise[k])
        outcome = self.learners[k].outcome(place, slip, guess, self.chances[k])
        sitting = record_answer(self.model, sitting, Answer(question.item, outcome))
        self.milliseconds.append(1e3 * (time.perf_counter() - began))
        self.processor_milliseconds.append(1e3 * (time.thread_time() - busy))
        return sitting

    def probability(self) -> np.ndarray:
        return np.array([sitting.particles.probability for sitting in self.sittings])

    def ready_right(self) -> tuple[float, float, float, float]:
        """Of each learner's five likeliest, the share ready and what was said; of all called ready, right, found."""
        right, said, called, true = [], [], [], []
        for learner, sitting in zip(self.learners, self.sittings, strict=True):
            truth, ready = truly_ready(self.graph, learner.mastered), sitting.particles.ready
            top = np.argsort(-ready, kind="stable")[:5]
            right.append(truth[top].mean())
            said.append(ready[top].mean())
            called.append(ready >= 0.5)
            true.append(truth)
        both = np.array(called) & np.array(true)
        precision = both.sum() / max(np.sum(called), 1)
        return float(np.mean(right)), float(np.mean(said)), float(precision), float(both.sum() / max(np.sum(true), 1))

    def claims(self) -> dict[str, object]:
        """What is claimed at this moment against what is so: mastered and not yet, by bins and together."""
        held = self.probability()
        found: dict[str, object] = {}
        for name, sure, truth in (("mastered", held, self.mastered), ("not yet", 1.0 - held, ~self.mastered)):
            said = claimed_confidence(sure)
            made = said >= CLAIM_AT
            found[name] = {
                "claims": int(made.sum()),
                "claimed": float(said[made].mean()) if made.any() else None,
                "realised": float(truth[made].mean()) if made.any() else None,
                "of all true": float((made & truth).sum() / max(truth.sum(), 1)),
                "bins": check_claims(said[made], truth[made], (0.9, 0.93, 0.96, 1.0)),
                "plain": [float(sure[sure >= 0.9].mean()), float(truth[sure >= 0.9].mean())],
            }
        return found


def run_cell(cell: Cell, n_learners: int, seed: int) -> dict:
    """All figures of a cell."""
    group = Group(cell, n_learners, seed)
    most = 110 if cell.noisy else 70
    curve = [balanced(group.probability(), group.mastered)]
    by_law: dict[str, list[float]] = {law: [] for law in LAWS}
    laws = np.array([learner.law for learner in group.learners])
    found: dict[str, object] = {}
    while len(curve) <= most and (len(curve) <= COMPARE_AFTER or max(curve) < 0.95):
        group.ask_all()
        held = group.probability()
        curve.append(balanced(held, group.mastered))
        for law in LAWS:
            by_law[law].append(balanced(held[laws == law], group.mastered[laws == law]))
        if len(curve) - 1 == READY_AFTER:
            top, said, precision, recall = group.ready_right()
            found = {"top5": top, "top5_said": said, "ready_precision": precision, "ready_recall": recall}
            found["claims"] = group.claims()
    return {
        "cell": cell.name,
        "graph": cell.graph,
        "noisy": cell.noisy,
        "kind": cell.kind,
        "competencies": group.graph.n,
        "edges": len(group.graph.edges),
        "learners": n_learners,
        "mastered_share": float(group.mastered.mean()),
        "to_90": first_at(curve, 0.90),
        "to_95": first_at(curve, 0.95),
        "asked": len(curve) - 1,
        "curve": curve,
        "by_law": by_law,
        "at_40": curve[COMPARE_AFTER],
        "ms_mean": float(np.mean(group.milliseconds)),
        "ms_p95": float(np.percentile(group.milliseconds, 95)),
        "processor_ms_mean": float(np.mean(group.processor_milliseconds)),
        "processor_ms_p95": float(np.percentile(group.processor_milliseconds, 95)),
        **found,
    }


def run_catsim(cell: Cell, n_learners: int, seed: int) -> dict:
    """catsim on the same learners: a 4PL bank that knows each item's slip and guess; the better of two slopes."""
    try:
        from catsim.estimation import NumericalSearchEstimator
        from catsim.item_bank import ItemBank
        from catsim.selection import MaxInfoSelector
    except ImportError:
        return {"cell": cell.name, "skipped": "catsim is not installed: python3 run peers"}
    graph = graphs()[cell.graph]
    key = [seed, zlib.crc32(cell.graph.encode()), int(cell.noisy)]
    place = graph.level - (graph.n_levels - 1) / 2.0
    estimator, selector = NumericalSearchEstimator(), MaxInfoSelector()
    best: dict[float, list[float]] = {}
    for slope in CATSIM_SLOPES:
        called: dict[int, list[np.ndarray]] = {10: [], 20: [], 30: [], COMPARE_AFTER: []}
        truth = []
        for k in range(n_learners):
            chance = np.random.default_rng([*key, 1, k])
            learner = draw_learner(graph, k, chance)
            slip, guess = draw_noise(graph, cell.noisy, chance)
            rows = [[slope, place[i], guess[i], 1.0 - slip[i]] for i in range(graph.n) for _ in (0, 1)]
            bank, asked, right, ability = ItemBank(np.array(rows)), [], [], 0.0
            for number in range(1, COMPARE_AFTER + 1):
                item = selector.select(item_bank=bank, administered_items=asked, est_theta=ability)
                asked.append(int(item))
                i = int(item) // 2
                right.append(learner.outcome(i, float(slip[i]), float(guess[i]), chance) == "right")
                with redirect_stdout(StringIO()):  # it prints an empty line for each answer
                    ability = estimator.estimate(
                        item_bank=bank, administered_items=asked, response_vector=right, est_theta=ability
                    )
                if number in called:
                    called[number].append(place <= ability)
            truth.append(learner.mastered)
        best[slope] = [balanced(np.array(each).astype(float), np.array(truth)) for each in called.values()]
    slope = max(best, key=lambda each: best[each][-1])
    return {"cell": cell.name, "slope": slope, "at": [10, 20, 30, COMPARE_AFTER], "balanced": best[slope]}


def cells() -> list[Cell]:
    """Everything that is run, the smallest first."""
    names = sorted(graphs(), key=lambda name: graphs()[name].n)
    plain = [Cell(name, noisy) for name in names for noisy in (False, True)]
    told_wrongly = [name for name in names if 200 < graphs()[name].n <= 300]
    other = [Cell(name, True, "wrong edges") for name in told_wrongly]
    other += [Cell(name, True, "wrong edges and slips") for name in told_wrongly]
    other += [Cell(name, False, "refitted") for name in told_wrongly]
    return plain + other


def code_digest() -> str:
    """A short name for the code that the figures hang on."""
    digest = hashlib.sha256()
    folder = Path(kernel.__file__).parent
    names = ("kernel", "particles", "model", "items", "sitting", "claims", "refit")
    for path in (*(folder / f"{name}.py" for name in names), HERE / "placement_worlds.py"):
        digest.update(ast.dump(ast.parse(path.read_text())).encode())
    return digest.hexdigest()[:16]


def by_size(wanted: list[Cell], beside: list[Cell]) -> list[Cell]:
    """What is as it should be before what is told wrongly, the smallest first, so that much is seen soon."""
    return sorted({*wanted, *beside}, key=lambda cell: (cell.kind != "plain", graphs()[cell.graph].n, cell.name))


def said(found: dict) -> str:
    """One line of the table."""
    claim = found["claims"]["mastered"]
    over = "-" if claim["claimed"] is None else f"{100 * (claim['claimed'] - claim['realised']):+.1f}"
    return (
        f"{found['cell']:42} {found['competencies']:4} {found['to_90'] or '-':>5} {found['to_95'] or '-':>5} "
        f"{found['at_40']:.3f} {found['top5']:.3f} {over:>6} {found['processor_ms_p95']:6.1f} {found['ms_p95']:6.1f}"
    )


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--cells", nargs="*", help="only cells whose name holds one of these")
    parser.add_argument("--again", action="store_true", help="run also what was run before")
    parser.add_argument("--page", action="store_true", help="only write the page anew from what was run")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    if not MAP.exists():
        print(f"{MAP.name} is not there: the Coherence Map's cells are left out")
    wanted = [c for c in cells() if not arguments.cells or any(each in c.name for each in arguments.cells)]
    beside = [c for c in wanted if c.noisy and c.kind == "plain" and graphs()[c.graph].n <= 300]
    target = HERE / "results" / "placement.json"
    page = HERE.parent / "docs" / "reference" / "placement-figures.md"
    if arguments.page:
        page.write_text(page_of(json.loads(target.read_text())))
        return
    report = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "model": MODEL_VERSION,
        "code": code_digest(),
        "learners": arguments.learners,
        "seed": arguments.seed,
        "planned": len(cells()),
        "cells": [],
        "catsim": [],
    }
    if target.exists() and not arguments.again:
        before = json.loads(target.read_text())
        if all(before.get(name) == report[name] for name in ("code", "learners", "seed")):
            report["cells"] = before["cells"]
            report["catsim"] = [row for row in before["catsim"] if "skipped" not in row]
    there = {row["cell"] for row in report["cells"]}
    beside = [c for c in beside if c.name not in {row["cell"] for row in report["catsim"]}]
    for row in report["cells"]:
        print(said(row), flush=True)
    wanted = [c for c in wanted if c.name not in there]
    print(f"{'cell':42} {'n':>4} {'to 90':>5} {'to 95':>5} at 40 top 5   over p95cpu p95 ms", flush=True)
    with ProcessPoolExecutor(arguments.processes) as pool:
        jobs = {}
        for cell in by_size(wanted, beside):
            if cell in wanted:
                jobs[pool.submit(run_cell, cell, arguments.learners, arguments.seed)] = "cells"
            if cell in beside:
                jobs[pool.submit(run_catsim, cell, arguments.learners, arguments.seed)] = "catsim"
        for done in as_completed(jobs):
            found = done.result()
            report[jobs[done]].append(found)
            if jobs[done] == "cells":
                print(said(found), flush=True)
            else:
                print(f"catsim on {found['cell']}: {found.get('skipped') or found['balanced']}", flush=True)
            order = {c.name: k for k, c in enumerate(cells())}
            report[jobs[done]].sort(key=lambda each: order[each["cell"]])
            if not arguments.dry:
                target.write_text(json.dumps(report, indent=1) + "\n")
    if not arguments.dry:
        page.write_text(page_of(report))
        print(f"written: {target.relative_to(HERE.parent)}, {page.relative_to(HERE.parent)}")


if __name__ == "__main__":
    sys.exit(main())
