"""The map of a learner's neighbourhood: Graphviz says where, we draw it as SVG."""

from __future__ import annotations

import textwrap
import threading
from dataclasses import dataclass
from functools import lru_cache

import pygraphviz

from ownpath.competencies.selectors import Progression
from ownpath.core.progressions import neighbourhood
from ownpath.proficiency.standing import GroupStanding
from ownpath.web.design.marks import mark_words, marks_of

BOX_WIDTH, BOX_HEIGHT = 148, 46
POINTS_PER_INCH = 72
MOST_BOXES = 20
LINE_LENGTH, LINE_HEIGHT = 21, 16
MARGIN = 4
_graphviz = threading.Lock()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a box's title."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """One competency on the map; x and y are its upper left corner."""

    place: int
    x: float
    y: float
    mark: str
    strand: str
    word: str
    lines: tuple[TextLine, ...]
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One edge, as an SVG path."""

    path: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class NeighbourhoodMap:
    """What the template draws."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw_neighbourhood(
    standing: GroupStanding, centre: list[int], language: str, address_of: str, number: int = 0
) -> NeighbourhoodMap | None:
    """The map around what is worked on and next; none where there is nothing to draw.

    `address_of` is the learner's address, to which a competency's uuid is added.
    """
    progression: Progression = standing.progression
    places = neighbourhood(centre, progression.requires_of, progression.opened_by, most=MOST_BOXES)
    if not places:
        return None
    shown = set(places)
    edges = tuple((a, b) for b in places for a in progression.requires_of[b] if a in shown)
    width, height, corners, paths = _layout(tuple(places), edges)
    marks, words = marks_of(standing, number), mark_words()
    boxes = tuple(
        Box(
            place=place,
            x=x,
            y=y,
            mark=marks[place],
            strand=progression.strands[card.strand].code,
            word=words[marks[place]],
            lines=_text_lines(card.title_in(language), x, y),
            title=card.title_in(language),
            address=f"{address_of}{card.uuid}/",
        )
        for place, card, (x, y) in ((place, progression.cards[place], corners[place]) for place in places)
    )
    lines = tuple(Line(path, bool(standing.held[number, edge[0]])) for edge, path in zip(edges, paths, strict=True))
    return NeighbourhoodMap(width + 2 * MARGIN, height + 2 * MARGIN, boxes, lines)


def _text_lines(title: str, x: float, y: float) -> tuple[TextLine, ...]:
    """A title on one line or two, in the middle of its box."""
    parts = textwrap.wrap(title, LINE_LENGTH, max_lines=2, placeholder="…")
    first = y + BOX_HEIGHT / 2 + 4.5 - LINE_HEIGHT * (len(parts) - 1) / 2
    return tuple(TextLine(x + 14, round(first + LINE_HEIGHT * turn, 1), part) for turn, part in enumerate(parts))


@lru_cache(maxsize=2048)
def _layout(
    places: tuple[int, ...], edges: tuple[tuple[int, int], ...]
) -> tuple[float, float, dict[int, tuple[float, float]], tuple[str, ...]]:
    """Where `dot` puts the boxes and edges. Graphviz keeps global state, so only one thread at a time may ask it."""
    with _graphviz:
        graph = pygraphviz.AGraph(directed=True, strict=True)
        graph.graph_attr.update(rankdir="TB", nodesep="0.18", ranksep="0.42", margin="0")
        graph.node_attr.update(
            shape="box", fixedsize="true", width=BOX_WIDTH / POINTS_PER_INCH, height=BOX_HEIGHT / POINTS_PER_INCH
        )
        graph.node_attr["label"] = ""
        graph.add_nodes_from(places)
        graph.add_edges_from(edges)
        graph.layout(prog="dot")
        _, _, width, height = (float(each) for each in graph.graph_attr["bb"].split(","))
        corners = {}
        for place in places:
            x, y = (float(each) for each in graph.get_node(place).attr["pos"].split(","))
            corners[place] = (round(x - BOX_WIDTH / 2, 1), round(height - y - BOX_HEIGHT / 2, 1))
        paths = tuple(_path(graph.get_edge(*edge).attr["pos"], height) for edge in edges)
    return round(width, 1), round(height, 1), corners, paths


def _path(position: str, height: float) -> str:
    """Graphviz' spline (`e,` and the arrow's point first, then one start and triples) as an SVG path."""
    points = []
    tip = None
    for part in position.replace("\\\n", "").split():
        if part.startswith("e,"):
            tip = part[2:]
        elif not part.startswith("s,"):
            points.append(part)
    if tip:
        points.append(tip)
    numbers = [(round(float(x), 1), round(height - float(y), 1)) for x, y in (each.split(",") for each in points)]
    start, curve = numbers[0], numbers[1 : len(numbers) - bool(tip)]
    drawn = f"M{start[0]} {start[1]}C" + " ".join(f"{x} {y}" for x, y in curve)
    if tip:
        drawn += f"L{numbers[-1][0]} {numbers[-1][1]}"
    return drawn
