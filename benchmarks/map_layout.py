"""How often lines cross on our map and on Graphviz' `dot`, how large it is, and the processor time of the layout.

    .venv/bin/python benchmarks/map_layout.py [--rounds 3] [--out FILE.json]

Needs pygraphviz, one of the peers (`python3 run peers`). Crossings are counted on the curves as they are drawn, in both
alike: every curve is cut into short straight pieces, and each point where two pieces cross counts once, however many
edges share one of them. `pairs` counts how many pairs of edges cross there, shared or not. Data: the Coherence Map in
../shared/data, and the demo's frameworks.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ownpath.core.progressions.layout import Layout, lay_out_framework

HERE = Path(__file__).resolve().parent.parent
COHERENCE_MAP = HERE.parent / "shared" / "data" / "frameworks" / "ccss_math_coherence_map.json"
DEMO = HERE / "src" / "ownpath" / "demo" / "content"
PIECES = 8
Curve = NDArray[np.float64]
Graph = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    graphs = [graph for graph in (coherence_map(), demo("mathematics"), demo("literacy")) if graph]
    rows = []
    print(f"{'graph':<24}{'layout':<28}{'CPU s':>9}{'width':>7}{'height':>8}{'points':>8}{'pairs':>9}")
    for graph in graphs:
        for name, draw in layouts():
            row = measured(graph, name, draw, arguments.rounds)
            rows.append(row)
            print(
                f"{row['graph']:<24}{row['layout']:<28}{row['cpu_s']:>9.2f}{row['width']:>7}{row['height']:>8}"
                f"{row['points']:>8,}{row['pairs']:>9,}"
            )
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps({"rows": rows}, indent=1))
    return 0


def layouts() -> list[tuple[str, Callable[[Graph], tuple[int, int, list[Curve]]]]]:
    """Ours with and without bands, and dot as it comes, with our levels, and with our levels and strands."""
    found = [("ours, strands as bands", ours), ("ours, without bands", ours_without_bands)]
    try:
        import pygraphviz  # noqa: F401
    except ImportError:
        print("dot is left out: pygraphviz is not installed; `python3 run peers` installs it")
        return found
    return [*found, ("dot, nothing kept together", dot), ("dot, levels in order", dot_by_level)]


def measured(graph: Graph, name: str, draw: Callable[[Graph], Any], rounds: int) -> dict[str, Any]:
    """The best of some rounds: a machine that others use as well is only ever slower than it is."""
    best, drawn = float("inf"), None
    for _ in range(rounds):
        begun = time.process_time()
        drawn = draw(graph)
        best = min(best, time.process_time() - begun)
    width, height, curves = drawn
    points, pairs = crossings(curves)
    return {
        "graph": graph["name"], "layout": name, "cpu_s": round(best, 3), "width": width, "height": height,
        "points": points, "pairs": pairs,
    }  # fmt: skip


def ours(graph: Graph) -> tuple[int, int, list[Curve]]:
    return _curves(lay_out_framework(graph["level"], graph["strand"], graph["earlier"], graph["later"]))


def ours_without_bands(graph: Graph) -> tuple[int, int, list[Curve]]:
    return _curves(lay_out_framework(graph["level"], [0] * len(graph["level"]), graph["earlier"], graph["later"]))


def _curves(layout: Layout) -> tuple[int, int, list[Curve]]:
    curves = []
    for line in layout.lines:
        parts = [np.array(line[:1], dtype=float)]
        for (x, y), (to_x, to_y) in pairwise(line):
            middle = y + (to_y - y) // 2
            parts.append(_bezier(np.array([[x, y], [x, middle], [to_x, middle], [to_x, to_y]], dtype=float)))
        curves.append(np.concatenate(parts))
    return layout.width, layout.height, curves


def dot(graph: Graph, *, by_level: bool = False) -> tuple[int, int, list[Curve]]:
    """As the map was drawn before: marks as large as ours, Graphviz' own order and curves."""
    import pygraphviz

    drawn = pygraphviz.AGraph(directed=True, strict=True)
    drawn.graph_attr.update(rankdir="TB", nodesep="0.16", ranksep="0.17", margin="0")
    drawn.node_attr.update(shape="box", fixedsize="true", width=12 / 72, height=12 / 72, label="")
    n = len(graph["level"])
    drawn.add_nodes_from(range(n))
    drawn.add_edges_from(zip(graph["earlier"], graph["later"], strict=True))
    if by_level:
        _keep_levels_in_order(drawn, graph["level"])
    drawn.layout(prog="dot")
    _, _, width, height = (float(each) for each in drawn.graph_attr["bb"].split(","))
    curves = []
    for start, end in zip(graph["earlier"], graph["later"], strict=True):
        position = drawn.get_edge(start, end).attr["pos"].replace("\\\n", "").split()
        points = [each for each in position if not each.startswith(("e,", "s,"))]
        numbers = np.array([[float(part) for part in each.split(",")] for each in points])
        parts = [numbers[:1]] + [_bezier(numbers[at : at + 4]) for at in range(0, len(numbers) - 1, 3)]
        curves.append(np.concatenate(parts))
    return round(width), round(height), curves


def dot_by_level(graph: Graph) -> tuple[int, int, list[Curve]]:
    return dot(graph, by_level=True)


def _keep_levels_in_order(drawn: Any, level: list[int]) -> None:
    """Between two levels an unseen point that all of the one stand above and all of the other below."""
    levels = sorted(set(level))
    for number, (above, below) in enumerate(pairwise(levels)):
        gap = f"gap{number}"
        drawn.add_node(gap, style="invis", width=0.01, height=0.01)
        for place, own in enumerate(level):
            if own == above:
                drawn.add_edge(place, gap, style="invis", weight=0)
            elif own == below:
                drawn.add_edge(gap, place, style="invis", weight=0)


def _bezier(control: NDArray[np.float64]) -> NDArray[np.float64]:
    """A cubic curve as short straight pieces, without its first point."""
    t = np.linspace(0, 1, PIECES + 1)[1:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    found: NDArray[np.float64] = np.einsum("ij,jk->ik", weights, control)
    return found


def crossings(curves: list[Curve]) -> tuple[int, int]:
    """Points where drawn pieces cross, each piece once, and pairs of edges that cross."""
    pieces = np.concatenate(
        [
            np.concatenate([curve[:-1], curve[1:], np.full((len(curve) - 1, 1), number)], axis=1)
            for number, curve in enumerate(curves)
        ]
    )
    pieces = pieces[np.any(pieces[:, :2] != pieces[:, 2:4], axis=1)]
    single, which = np.unique(np.round(pieces[:, :4], 6), axis=0, return_inverse=True)
    edges_of: list[list[int]] = [[] for _ in single]
    for piece, edge in zip(which.ravel().tolist(), pieces[:, 4].astype(int).tolist(), strict=True):
        edges_of[piece].append(edge)
    points, pairs = 0, set()
    low, high = np.minimum(single[:, :2], single[:, 2:]), np.maximum(single[:, :2], single[:, 2:])
    order = np.argsort(low[:, 1], kind="stable")
    tops, bottoms = low[order, 1], high[:, 1]
    for at, piece in enumerate(order):
        until = np.searchsorted(tops, bottoms[piece], side="right")
        others = order[at + 1 : until]
        others = others[(low[others, 0] <= high[piece, 0]) & (high[others, 0] >= low[piece, 0])]
        for other in others[_cross(single[piece], single[others])]:
            apart = {(min(one, two), max(one, two)) for one in edges_of[piece] for two in edges_of[other] if one != two}
            points += bool(apart)
            pairs |= apart
    return points, len(pairs)


def _cross(one: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether pieces cross inside both, not where they touch."""

    def side(a: Any, b: Any, c: Any) -> Any:
        return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])

    begin, end, from_, to = one[:2], one[2:4], others[:, :2], others[:, 2:4]
    crossed: NDArray[np.bool_] = (side(begin, end, from_) * side(begin, end, to) < -1e-9) & (
        side(from_, to, begin) * side(from_, to, end) < -1e-9
    )
    return crossed


def coherence_map() -> Graph | None:
    """480 competencies of mathematics; its domains stand for strands, by their last letters as schools group them."""
    if not COHERENCE_MAP.exists():
        print("the Coherence Map is left out: ../shared/data is not there")
        return None
    data = json.loads(COHERENCE_MAP.read_text())
    family = {"CC": 0, "NBT": 0, "NS": 0, "N": 0, "NF": 1, "RP": 1, "OA": 2, "EE": 2, "F": 2, "A": 2, "G": 3}
    standards = data["standards"]
    letters = [
        each["code"].split("-")[0][:1] if each["grade"] == "HS" else each["code"].split(".")[1] for each in standards
    ]
    return _graph(
        "Coherence Map, 480",
        [each["code"] for each in standards],
        [each["grade"] for each in standards],
        [family.get(each, 4) for each in letters],
        data["prerequisite_edges"],
    )


def demo(subject: str) -> Graph:
    """The demo's own framework of a subject."""
    rows = [row for path in sorted(DEMO.glob(f"{subject}*.csv")) for row in _table(path) if "level" in row]
    names = dict.fromkeys(row.get("strand") or row["code"].split(".")[1] for row in rows)
    strands = {name: number for number, name in enumerate(names)}
    edges = [list(row.values())[:2] for row in _table(DEMO / f"{subject}_requires.csv")]
    codes = {row["code"] for row in rows}
    return _graph(
        f"demo {subject}, {len(rows)}",
        [row["code"] for row in rows],
        [row["level"] for row in rows],
        [strands[row.get("strand") or row["code"].split(".")[1]] for row in rows],
        [edge for edge in edges if set(edge) <= codes],
    )


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _order(level: str) -> int:
    """Kindergarten before 1, a level without a number after all."""
    return 0 if level == "K" else int(level) if level.isdigit() else 99


def _graph(name: str, codes: list[str], levels: list[str], strand: list[int], edges: list[list[str]]) -> Graph:
    number_of = {code: number for number, code in enumerate(codes)}
    return {
        "name": name,
        "level": [_order(level) for level in levels],
        "strand": strand,
        "earlier": [number_of[edge[0]] for edge in edges],
        "later": [number_of[edge[1]] for edge in edges],
    }


if __name__ == "__main__":
    raise SystemExit(main())
