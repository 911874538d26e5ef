"""How often the computer was right, drawn: what it expected against what happened, as our own SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

WIDTH, HEIGHT = 340, 316
LEFT, TOP, SIDE = 44, 12, 264
TICKS = (0, 25, 50, 75, 100)
SMALLEST, LARGEST = 3.0, 13.0
FEW_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Point:
    """Answers of which about the same was expected; the larger, the more answers."""

    x: float
    y: float
    radius: float
    is_faint: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, by how many in a hundred it stands for."""

    at: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ReliabilityDiagram:
    """What the template draws; on the diagonal as much happened as was expected."""

    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    right: int = LEFT + SIDE
    bottom: int = TOP + SIDE
    middle: float = LEFT + SIDE / 2


def draw_reliability(bins: Sequence[dict[str, Any]]) -> ReliabilityDiagram:
    """One point for each stored bin."""
    most = max((each["answers"] for each in bins), default=1)
    return ReliabilityDiagram(
        points=tuple(
            Point(
                x=round(LEFT + SIDE * each["expected"], 1),
                y=round(TOP + SIDE * (1 - each["right"]), 1),
                radius=round(SMALLEST + (LARGEST - SMALLEST) * sqrt(each["answers"] / most), 1),
                is_faint=each["answers"] < FEW_ANSWERS,
            )
            for each in bins
        ),
        ticks=tuple(Tick(at, round(LEFT + SIDE * at / 100, 1), round(TOP + SIDE * (1 - at / 100), 1)) for at in TICKS),
    )
