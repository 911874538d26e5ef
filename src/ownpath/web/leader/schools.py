"""A leader's home: who moves, who waits, and where evidence is thin; counts, never a mean or an order of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.web.design.listing import Column, csv_of, listing_of, wants_csv
from ownpath.web.leader.choosing import Group, Looked, look
from ownpath.web.leader.strands import strand_flows
from ownpath.web.leader.thin import moving_table, seen_table, unclear_competencies
from ownpath.web.leader.waits import count_waiting, waiting_tables, what_words


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One group and one strand of the file; counts are empty where the group is too small."""

    group: Group
    strand: str
    counts: dict[str, int]


def show_schools(request: HttpRequest) -> HttpResponse:
    """The schools that the person leads, by name; none is better than another."""
    looked = look(request)
    if wants_csv(request):
        return csv_of("schools", _columns(), _rows(looked))
    context = {
        "leads_nothing": not looked.led.schools,
        "learners": len(looked.numbers),
        "several_schools": len(looked.led.schools) > 1,
        "is_hidden": looked.is_hidden,
        "listing": listing_of(request, looked.filters, None),
        "counted_at": looked.flow.counted_at,
        "waiting_address": looked.address_of(),
        "boards": [(each.name, each.board) for each in looked.groups],
    }
    if looked.numbers.size and not looked.is_hidden:
        context |= {
            "states": _states(looked),
            "strands": strand_flows(looked),
            "moving": moving_table(looked),
            "waiting": waiting_tables(looked),
            "seen": seen_table(looked),
            "unclear": unclear_competencies(looked),
        }
    return render(request, "leader/schools.html", context)


def _states(looked: Looked) -> list[dict[str, object]]:
    """How many of the chosen learners wait for what, each with the list of them."""
    words = what_words()
    counts = count_waiting(looked)
    return [{"n": n, "word": words[what], "address": looked.address_of(what)} for what, n in counts.items()]


def _rows(looked: Looked) -> list[FlowRow]:
    flow, rows = looked.flow, []
    for group in looked.groups:
        for strand in looked.strands:
            counts = {}
            if not group.is_hidden:
                own = group.numbers
                counts = {
                    "held": int(flow.held[own, strand].sum()),
                    "new": int(flow.new[own, strand].sum()),
                    "learners_with_new": int(np.count_nonzero(flow.new[own, strand])),
                    "working": int(flow.working[own, strand].sum()),
                    "refresh": int(flow.refresh[own, strand].sum()),
                    "seen": int(flow.seen[own, strand].sum()),
                }
            rows.append(FlowRow(group, looked.strand_name(strand), counts))
    return rows


def _columns() -> list[Column]:
    hidden = _("Fewer than ten learners: not shown")

    def count(name: str, heading: str) -> Column:
        return Column(heading, lambda row: row.counts.get(name, hidden))

    return [
        Column(_("School"), lambda row: row.group.school_name),
        Column(_("Learning community"), lambda row: row.group.name),
        Column(_("Learners"), lambda row: hidden if row.group.is_hidden else row.group.size),
        Column(_("Strand"), lambda row: row.strand),
        count("held", _("Held, learners times competencies")),
        count("new", _("New in four weeks, learners times competencies")),
        count("learners_with_new", _("Learners with something new in four weeks")),
        count("working", _("Worked on, learners times competencies")),
        count("refresh", _("To refresh, learners times competencies")),
        count("seen", _("Ratings and observations in four weeks")),
    ]
