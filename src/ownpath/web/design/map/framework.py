"""The map of a whole framework: small marks, a band for each strand, rows by level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import Progression
from ownpath.core.progressions.layout import Layout, lay_out_framework
from ownpath.proficiency.standing import GroupStanding
from ownpath.web.design.map.drawn import DrawnMap, MapSheet
from ownpath.web.design.map.listed import level_name, list_competencies, short_name
from ownpath.web.design.map.strokes import draw_lines
from ownpath.web.design.marks import mark_words, marks_of

LEFT, TOP = 44, 34


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is the same for every learner."""

    layout: Layout
    lines: SafeString


def draw_framework_map(
    standing: GroupStanding,
    language: str,
    address_of: str,
    *,
    number: int = 0,
    framework_id: int | None = None,
    list_address: str = "",
) -> DrawnMap | None:
    """One learner's map of a framework, or of all but the habits; none where it has no competencies.

    `address_of` is the learner's address, to which a competency's uuid is added. At `list_address` stands what
    `list_framework` gives; without one the list is part of the map, which suits frameworks of up to 300 competencies.
    """
    progression = standing.progression
    places = _places(progression, framework_id)
    if not places:
        return None
    shown = np.array(places, dtype=np.int64)
    number_of = np.full(len(progression.cards), -1, dtype=np.int64)
    number_of[shown] = np.arange(len(shown))
    inside = (number_of[progression.earlier] >= 0) & (number_of[progression.later] >= 0)
    arrays = (
        progression.level[shown],
        progression.strand[shown],
        progression.earlier[inside],
        progression.later[inside],
        shown,
    )
    plan = _plan(*(each.astype(np.int64).tobytes() for each in arrays))
    layout, marks, words = plan.layout, marks_of(standing, number), mark_words()
    cards = progression.cards
    nodes = format_html_join(
        "",
        '<a href="{}#m{}" tabindex="-1" transform="translate({} {})" aria-label="{}: {}"><use href="#k-{}"/></a>',
        (
            (list_address, place, x, y, short_name(cards[place], language), words[marks[place]], marks[place])
            for place, x, y in zip(places, layout.x.tolist(), layout.y.tolist(), strict=True)
        ),
    )
    by_level = {int(progression.level[place]): cards[place] for place in reversed(places)}
    bands = format_html_join(
        "",
        '<g class="strand-{}"><rect class="band" x="{}" y="0" width="{}" height="{}"/>'
        '<text class="sn" x="{}" y="-12" data-w="{}">{}</text></g>',
        (
            (
                progression.strands[strand].code,
                left,
                right - left,
                layout.height,
                left,
                right - left,
                progression.strands[strand].name_in(language),
            )
            for strand, left, right in layout.strands
        ),
    )
    rows = format_html_join(
        "",
        '<path class="row" d="M{} {}H{}"/><text class="ln" x="{}" y="{}">{}<title>{}</title></text>',
        (
            (
                -LEFT,
                top - 5,
                layout.width,
                -LEFT + 6,
                top + 17,
                by_level[level].level or "–",
                level_name(by_level[level]),
            )
            for level, top, _bottom in layout.levels
        ),
    )
    wide, high = layout.width + LEFT + 4, layout.height + TOP + 4
    svg = format_html(
        '<svg viewBox="{} {} {} {}" width="{}" height="{}" role="group" aria-label="{}">{}{}<g class="edges">{}</g>{}'
        "</svg>",
        -LEFT, -TOP, wide, high, wide, high,
        _("Lines lead down from a competency to what builds on it."), bands, rows, plan.lines, nodes,
    )  # fmt: skip
    return DrawnMap(
        kind="framework",
        sheets=(MapSheet("all", layout.width, layout.height, svg),),
        listed=SafeString("")
        if list_address
        else list_competencies(progression, places, marks, words, language, address_of),
        words=words,
        count=len(places),
        list_address=list_address,
    )


def list_framework(
    standing: GroupStanding, language: str, address_of: str, *, number: int = 0, framework_id: int | None = None
) -> SafeString:
    """The same as the map in nested lists, for a page of its own."""
    progression = standing.progression
    places = _places(progression, framework_id)
    return list_competencies(progression, places, marks_of(standing, number), mark_words(), language, address_of)


def _places(progression: Progression, framework_id: int | None) -> list[int]:
    """What stands on the map, in the framework's order."""
    return [
        card.place
        for card in progression.cards
        if (card.framework_id == framework_id if framework_id is not None else not card.is_habit)
    ]


@lru_cache(maxsize=32)
def _plan(level: bytes, strand: bytes, earlier: bytes, later: bytes, shown: bytes) -> _Plan:
    """The layout of a framework as it stands now: whatever changes in it gives other bytes, and so a new one."""
    levels, strands, starts, ends, places = (
        np.frombuffer(each, dtype=np.int64) for each in (level, strand, earlier, later, shown)
    )
    layout = lay_out_framework(levels, strands, np.searchsorted(places, starts), np.searchsorted(places, ends))
    edges = list(zip(starts.tolist(), ends.tolist(), strict=True))
    return _Plan(layout, draw_lines(edges, layout.lines))
