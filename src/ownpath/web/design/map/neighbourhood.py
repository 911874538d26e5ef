"""The map around what somebody works on: boxes with titles, one drawing for a page and one for a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.core.progressions import neighbourhood
from ownpath.core.progressions.layout import Layout, lay_out_neighbourhood
from ownpath.proficiency.standing import GroupStanding
from ownpath.web.design.map.drawn import DrawnMap, MapSheet
from ownpath.web.design.map.listed import list_competencies
from ownpath.web.design.map.strokes import Edge, draw_lines
from ownpath.web.design.marks import mark_words, marks_of

MOST_BOXES = 20
MARGIN = 4
# A sheet's name, the width of its boxes, how many stand side by side, how many letters fit on a line.
SHEETS = (("wide", 148, 4, 16), ("narrow", 142, 2, 15))
BOX_HEIGHT, LINE_HEIGHT, MOST_LINES = 58, 16, 3


def draw_neighbourhood_map(
    standing: GroupStanding, centre: Iterable[int], language: str, address_of: str, *, number: int = 0
) -> DrawnMap | None:
    """The map around what is worked on and next; none where there is nothing to draw.

    `address_of` is the learner's address, to which a competency's uuid is added.
    """
    progression = standing.progression
    places = neighbourhood(centre, progression.requires_of, progression.opened_by, most=MOST_BOXES)
    if not places:
        return None
    number_of = {place: at for at, place in enumerate(places)}
    edges = tuple((a, b) for b in places for a in progression.requires_of[b] if a in number_of)
    open_edges = [edge for edge in edges if standing.held[number, edge[0]]]
    marks, words = marks_of(standing, number), mark_words()
    strands = tuple(int(progression.strand[place]) for place in places)
    inner = tuple((number_of[a], number_of[b]) for a, b in edges)
    sheets = []
    for name, box_width, most_in_row, letters in SHEETS:
        layout = _layout(strands, inner, box_width, most_in_row)
        boxes = format_html_join(
            "",
            '<a class="box box-{}" data-n="{}" href="{}{}/" transform="translate({} {})" aria-label="{}: {}">'
            '<rect x="{}" y="{}" width="{}" height="{}" rx="8"/><rect class="stripe strand-{}" x="{}" y="{}" width="6"'
            ' height="{}" rx="3"/><use href="#k-{}" x="{}" y="0"/>{}</a>',
            (
                (
                    marks[place],
                    place,
                    address_of,
                    card.uuid,
                    x,
                    y,
                    card.title_in(language),
                    words[marks[place]],
                    -box_width // 2,
                    -BOX_HEIGHT // 2,
                    box_width,
                    BOX_HEIGHT,
                    progression.strands[card.strand].code,
                    -box_width // 2,
                    -BOX_HEIGHT // 2,
                    BOX_HEIGHT,
                    marks[place],
                    20 - box_width // 2,
                    _text_lines(card.title_in(language), letters, 32 - box_width // 2),
                )
                for place, x, y in zip(places, layout.x.tolist(), layout.y.tolist(), strict=True)
                for card in [progression.cards[place]]
            ),
        )
        svg = format_html(
            '<svg viewBox="{0} {0} {1} {2}" width="{1}" height="{2}" role="group" aria-label="{3}">'
            '<g class="edges">{4}</g>{5}</svg>',
            -MARGIN,
            layout.width + 2 * MARGIN,
            layout.height + 2 * MARGIN,
            _("Lines lead down from a competency to what builds on it."),
            draw_lines(edges, layout.lines, open_edges),
            boxes,
        )
        sheets.append(MapSheet(name, layout.width + 2 * MARGIN, layout.height + 2 * MARGIN, svg))
    return DrawnMap(
        kind="neighbourhood",
        sheets=tuple(sheets),
        listed=list_competencies(progression, places, marks, words, language, address_of),
        words=words,
        count=len(places),
    )


def _text_lines(title: str, letters: int, x: int) -> SafeString:
    """A title on up to three lines, in the middle of its box."""
    parts = textwrap.wrap(title, letters, max_lines=MOST_LINES, placeholder="…")
    first = 5 - LINE_HEIGHT * (len(parts) - 1) // 2
    return format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((x, first + LINE_HEIGHT * turn, part) for turn, part in enumerate(parts)),
    )


@lru_cache(maxsize=2048)
def _layout(strands: tuple[int, ...], edges: tuple[Edge, ...], box_width: int, most_in_row: int) -> Layout:
    """Where the boxes stand; the same neighbourhood is often asked for again."""
    return lay_out_neighbourhood(
        strands,
        [edge[0] for edge in edges],
        [edge[1] for edge in edges],
        box_width=box_width,
        box_height=BOX_HEIGHT,
        most_in_row=most_in_row,
    )
