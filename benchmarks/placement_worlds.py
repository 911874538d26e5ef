"""Graphs and simulated learners for the placement benchmark. Nothing here is shared with `ownpath.core.placement`.

Three laws of what a learner has mastered; only the last has the form that the diagnostic assumes:

- history: a learner reached some level, each strand earlier or later (Laplace); what lies below is mastered, with a
  ragged edge; some units were knocked out; what rests on a gap is mostly missing; some islands were self-taught.
- walk: no abilities at all. One competency after another is learned from what is within reach, strands by the
  learner's own taste; then some is forgotten and some is picked up out of turn.
- own law: logistic in an ability for each strand, with positions off the levels, and leaks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

GRADES = ["K", "1", "2", "3", "4", "5", "6", "7", "8", "HS"]


@dataclass(frozen=True)
class Graph:
    """A framework as the simulation sees it: level, strand and edges by number, and an order along the edges."""

    name: str
    level: np.ndarray
    strand: np.ndarray
    edges: list[tuple[int, int]]

    def __post_init__(self) -> None:
        n = len(self.level)
        requires: list[list[int]] = [[] for _ in range(n)]
        opens: list[list[int]] = [[] for _ in range(n)]
        for before, after in self.edges:
            requires[after].append(before)
            opens[before].append(after)
        left, order = [len(each) for each in requires], []
        waiting = [i for i in range(n) if not left[i]]
        while waiting:
            here = waiting.pop(0)
            order.append(here)
            for after in opens[here]:
                left[after] -= 1
                if not left[after]:
                    waiting.append(after)
        if len(order) != n:
            raise ValueError("the edges have a cycle")
        for name, value in (("requires", requires), ("opens", opens), ("order", order), ("n", n)):
            object.__setattr__(self, name, value)

    requires: list[list[int]] = None  # type: ignore[assignment]
    opens: list[list[int]] = None  # type: ignore[assignment]
    order: list[int] = None  # type: ignore[assignment]
    n: int = 0

    @property
    def n_levels(self) -> int:
        return int(self.level.max()) + 1

    @property
    def n_strands(self) -> int:
        return int(self.strand.max()) + 1


def coherence_graph(path: Path, name: str, grades: Sequence[str]) -> Graph:
    """The Coherence Map between some grades; standards without any edge there are left out."""
    data = json.loads(path.read_text())
    standards = {each["code"]: each for each in data["standards"] if each["grade"] in grades}
    edges = [(a, b) for a, b in data["prerequisite_edges"] if a in standards and b in standards]
    used = sorted({end for edge in edges for end in edge}, key=lambda c: (GRADES.index(standards[c]["grade"]), c))
    number = {code: i for i, code in enumerate(used)}
    level = np.array([GRADES.index(standards[code]["grade"]) for code in used])
    named = [
        code.split("-")[0] if standards[code]["grade"] == "HS" else standards[code]["domain"].strip("*")
        for code in used
    ]
    strands = sorted(set(named))
    strand = np.array([strands.index(each) for each in named])
    return Graph(name, level - level.min(), strand, [(number[a], number[b]) for a, b in edges])


def drawn_graph(name: str, n: int, levels: int, rng: np.random.Generator, strands: int = 5) -> Graph:
    """Units in strands and levels, chains within a unit, bridges from the level below, some across strands."""
    level: list[int] = []
    strand: list[int] = []
    edges: list[tuple[int, int]] = []
    units: dict[tuple[int, int], list[int]] = {}
    size = n / (levels * strands)
    for at in range(levels):
        for of in range(strands):
            own = list(range(len(level), len(level) + max(2, round(size + rng.integers(-2, 3)))))
            units[at, of] = own
            level += [at] * len(own)
            strand += [of] * len(own)
            for j, i in enumerate(own):
                before = set()
                if j and rng.random() < 0.6:
                    before.add(own[j - 1])
                if j > 1 and rng.random() < 0.2:
                    before.add(own[int(rng.integers(j - 1))])
                if at and rng.random() < 0.65:
                    before.add(int(rng.choice(units[at - 1, of])))
                if at and rng.random() < 0.2:
                    before.add(int(rng.choice(units[at - 1, int(rng.integers(strands))])))
                edges += [(each, i) for each in sorted(before)]
    return Graph(name, np.array(level), np.array(strand), edges)


def with_wrong_edges(graph: Graph, share: float, rng: np.random.Generator) -> Graph:
    """Leave out a share of the edges and put as many made-up ones in, at most two levels apart, without a cycle."""
    count = round(share * len(graph.edges))
    gone = set(rng.choice(len(graph.edges), count, replace=False).tolist())
    edges = [edge for k, edge in enumerate(graph.edges) if k not in gone]
    known, rank = set(graph.edges), np.empty(graph.n, dtype=int)
    rank[graph.order] = np.arange(graph.n)
    while count:
        a, b = map(int, rng.integers(graph.n, size=2))
        if rank[a] < rank[b] and abs(graph.level[a] - graph.level[b]) <= 2 and (a, b) not in known:
            known.add((a, b))
            edges.append((a, b))
            count -= 1
    return Graph(graph.name, graph.level, graph.strand, edges)


def _within_level(graph: Graph) -> np.ndarray:
    """Level, and within it how far along its unit a competency stands."""
    place = graph.level.astype(float)
    for at in range(graph.n_levels):
        for of in range(graph.n_strands):
            own = [i for i in graph.order if graph.level[i] == at and graph.strand[i] == of]
            for j, i in enumerate(own):
                place[i] += (j + 0.5) / len(own)
    return place


def draw_history(graph: Graph, rng: np.random.Generator) -> np.ndarray:
    """See the head of this module."""
    place = _within_level(graph)
    reach = rng.uniform(0.3, graph.n_levels - 0.1) + rng.laplace(0.0, 0.6, graph.n_strands)
    mastered = place + rng.uniform(-0.75, 0.75, graph.n) < reach[graph.strand]
    for _ in range(rng.poisson(0.35 * graph.n_levels)):
        i = int(rng.integers(graph.n))
        unit = (graph.level == graph.level[i]) & (graph.strand == graph.strand[i])
        mastered &= ~(unit & (rng.random(graph.n) < 0.85))
    for i in graph.order:
        if mastered[i] and not all(mastered[j] for j in graph.requires[i]) and rng.random() < 0.8:
            mastered[i] = False
    for _ in range(rng.poisson(1.0)):
        far = np.flatnonzero(~mastered & (place > reach[graph.strand]) & (place < reach[graph.strand] + 2.5))
        if far.size:
            island = {int(rng.choice(far))}
            for _ in range(2):
                island |= {j for i in island for j in graph.requires[i]}
            mastered[list(island)] = True
    return mastered


def draw_walk(graph: Graph, rng: np.random.Generator) -> np.ndarray:
    """See the head of this module."""
    taste = rng.dirichlet(np.full(graph.n_strands, 3.0))
    mastered = np.zeros(graph.n, dtype=bool)
    lacking = np.array([len(each) for each in graph.requires])
    for _ in range(int(rng.uniform(0.08, 0.92) * graph.n)):
        reachable = np.flatnonzero(~mastered & (lacking == 0))
        of = np.unique(graph.strand[reachable])
        lowest = np.array([graph.level[reachable[graph.strand[reachable] == s]].min() for s in of])
        pull = taste[of] * np.exp(-(lowest - lowest.min()))
        here = reachable[graph.strand[reachable] == rng.choice(of, p=pull / pull.sum())]
        here = here[graph.level[here] <= graph.level[here].min() + (1 if rng.random() < 0.2 else 0)]
        learned = int(rng.choice(here))
        mastered[learned] = True
        for after in graph.opens[learned]:
            lacking[after] -= 1
    chance = rng.random(graph.n)
    return np.where(mastered, chance >= 0.04, chance < 0.01)


def draw_own_law(graph: Graph, rng: np.random.Generator) -> np.ndarray:
    """See the head of this module."""
    top = max(graph.n_levels - 1, 1)
    position = 6.0 * (graph.level / top - 0.5) - 0.5 + rng.normal(0.0, 0.4, graph.n)
    ability = rng.normal(0.0, 2.0) + rng.normal(0.0, 0.8, graph.n_strands)
    mastered = np.zeros(graph.n, dtype=bool)
    for i in graph.order:
        chance = 1.0 / (1.0 + np.exp(-2.6 * (ability[graph.strand[i]] - position[i])))
        mastered[i] = rng.random() < (chance if all(mastered[j] for j in graph.requires[i]) else 0.03)
    return mastered


LAWS: dict[str, Callable[[Graph, np.random.Generator], np.ndarray]] = {
    "history": draw_history,
    "walk": draw_walk,
    "own law": draw_own_law,
}
IN_TURN = ("history", "walk", "history", "own law")  # half histories, a quarter each of the others


def truly_ready(graph: Graph, mastered: np.ndarray) -> np.ndarray:
    """Not mastered, everything required mastered, at most one level above where the learner works.

    A learner works at the highest level of which half is mastered, in the strand or over all, whichever is higher.
    """

    def works_at(inside: np.ndarray) -> int:
        held = [
            at
            for at in range(graph.n_levels)
            if (here := inside & (graph.level == at)).any() and mastered[here].mean() >= 0.5
        ]
        return max(held, default=-1)

    overall = works_at(np.ones(graph.n, dtype=bool))
    within = np.zeros(graph.n, dtype=bool)
    for of in range(graph.n_strands):
        inside = graph.strand == of
        within |= inside & (graph.level <= max(works_at(inside), overall) + 1)
    open_now = np.array([all(mastered[j] for j in graph.requires[i]) for i in range(graph.n)])
    return within & open_now & ~mastered


@dataclass(frozen=True)
class SimulatedLearner:
    """What one learner has mastered, and how they answer what they do not get right."""

    law: str
    mastered: np.ndarray
    says_unknown: float  # of the answers not right where not mastered, "I don't know yet"
    doubts: float  # the same where mastered

    def outcome(self, competency: int, slip: float, guess: float, rng: np.random.Generator) -> str:
        """Answer a question: right, wrong or unknown."""
        held = bool(self.mastered[competency])
        right, unknown = rng.random() < (1.0 - slip if held else guess), rng.random()
        if right:
            return "right"
        return "unknown" if unknown < (self.doubts if held else self.says_unknown) else "wrong"


def draw_learner(graph: Graph, number: int, rng: np.random.Generator) -> SimulatedLearner:
    """The learner of this number: laws take turns; the timid say "I don't know yet" oftener than the bold."""
    law = IN_TURN[number % len(IN_TURN)]
    return SimulatedLearner(law, LAWS[law](graph, rng), float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.0, 0.5)))


def draw_noise(graph: Graph, noisy: bool, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Slip and guess of one item for each competency: 5 to 20% each, or 5% and 3%."""
    if noisy:
        return rng.uniform(0.05, 0.2, graph.n), rng.uniform(0.05, 0.2, graph.n)
    return np.full(graph.n, 0.05), np.full(graph.n, 0.03)
