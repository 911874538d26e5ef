"""Smooth paths for edges, as short as SVG lets them be written."""

from __future__ import annotations

from collections.abc import Sequence


def smooth_path(points: Sequence[tuple[int, int]]) -> str:
    """Write a line as an SVG path: straight down past rows, curved between them.

    Parameters
    ----------
    points : sequence of (x, y)
        As in `Layout.lines`: the line turns between the first and the second point, the third and the fourth and so on,
        and runs straight down from the second to the third. All curves leave and arrive upright.

    Returns
    -------
    str
        In whole numbers, relative after the first point; straight parts that follow each other are one. Empty for no
        points.
    """
    if not points:
        return ""
    x, y = points[0]
    parts = [f"M{x} {y}"]
    straight = 0
    for to_x, to_y in points[1:]:
        aside, down = to_x - x, to_y - y
        if aside == 0:
            straight += down
        else:
            if straight:
                parts.append(f"v{straight}")
                straight = 0
            middle = down // 2
            parts.append(f"c0 {middle} {aside} {down - middle} {aside} {down}")
        x, y = to_x, to_y
    if straight:
        parts.append(f"v{straight}")
    return "".join(parts)
