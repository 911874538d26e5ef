"""Strand by strand: what is held, what is new, what fades, and how many learners hold how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.core.flow import bands_up_to, count_in_bands
from ownpath.web.leader.choosing import Looked

WIDTH, HEIGHT, TOP, BOTTOM = 320, 132, 22, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """How many learners hold from `first` to `last` competencies."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class StrandFlow:
    """One strand; counts are of learners and competencies together, except where they say learners."""

    code: str
    name: str
    competencies: int
    held: int
    new: int
    learners_with_new: int
    working: int
    refresh: int
    bars: tuple[Bar, ...]
    svg: SafeString


def strand_flows(looked: Looked) -> list[StrandFlow]:
    """Every strand of the frameworks in use, in their order."""
    flow, chosen = looked.flow, looked.numbers
    size_of = np.bincount(
        looked.progression.strand[~looked.progression.is_habit], minlength=len(looked.progression.strands)
    ).tolist()
    found = []
    for strand in looked.counted_strands:
        held, new = flow.held[chosen, strand], flow.new[chosen, strand]
        bands = bands_up_to(size_of[strand])
        counts = count_in_bands(held, [first for first, _last in bands]).tolist()
        bars = tuple(
            Bar(str(first) if first == last else f"{first}–{last}", count)
            for (first, last), count in zip(bands, counts, strict=True)
        )
        found.append(
            StrandFlow(
                code=looked.progression.strands[strand].code,
                name=looked.strand_name(strand),
                competencies=size_of[strand],
                held=int(held.sum()),
                new=int(new.sum()),
                learners_with_new=int((new > 0).sum()),
                working=int(flow.working[chosen, strand].sum()),
                refresh=int(flow.refresh[chosen, strand].sum()),
                bars=bars,
                svg=_draw(bars, looked.strand_name(strand)),
            )
        )
    return found


def _draw(bars: Sequence[Bar], name: str) -> SafeString:
    """Bars side by side, each with its number above; the table beside it says the same."""
    most = max((bar.count for bar in bars), default=0) or 1
    step = WIDTH / len(bars)
    room = HEIGHT - TOP - BOTTOM
    parts = []
    for number, bar in enumerate(bars):
        height = round(room * bar.count / most)
        left, middle = round(step * number + step * 0.12), round(step * (number + 0.5))
        top = HEIGHT - BOTTOM - height
        box = (left, top, round(step * 0.76), height)
        parts.append((*box, middle, top - 6, bar.count, middle, HEIGHT - 6, bar.label))
    label = _("How many learners hold how many competencies of %(strand)s; the table below says the same") % {
        "strand": name
    }
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<path class="base" d="M0 {}H{}"/></svg>',
        WIDTH,
        HEIGHT,
        label,
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="band" x="{}" y="{}" text-anchor="middle">{}</text>',
            parts,
        ),
        HEIGHT - BOTTOM,
        WIDTH,
    )
