"""The pieces of SVG that both maps are made of. Marks are `<use>` of shapes that the template defines once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ownpath.core.progressions.layout import smooth_path

Edge = tuple[int, int]


def draw_lines(
    edges: Sequence[Edge], lines: Sequence[Sequence[tuple[int, int]]], open_edges: Iterable[Edge] = ()
) -> SafeString:
    """The edges as paths, each with the numbers of its ends for the script; open is what starts at something held."""
    is_open = set(open_edges)
    return format_html_join(
        "",
        '<path{} data-e="{}-{}" d="{}"/>',
        (
            (SafeString(' class="o"') if edge in is_open else "", *edge, smooth_path(line))
            for edge, line in zip(edges, lines, strict=True)
        ),
    )
