"""Every component in every state, with made-up contents: for whoever builds or judges pages."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.web.design.can_do import CanDo, ShownFact
from ownpath.web.design.growth import draw_growth
from ownpath.web.design.listing import Filter, Listing
from ownpath.web.design.marks import HELD, LATER, READY, REFRESH, WORKING, Cell, Profile, ProfileRow, mark_words
from ownpath.web.gallery.made_up_map import draw_made_up_map
from ownpath.web.wording import SpokenReason

STRANDS = (
    "number",
    "fractions-and-ratio",
    "algebra",
    "shape-measure-data",
    "reading",
    "writing-and-speaking",
    "habits",
)
_SEPTEMBER, _NOVEMBER = date(2026, 9, 1), date(2026, 11, 20)


def show_gallery(request: HttpRequest) -> HttpResponse:
    """The design system, live."""
    return render(
        request,
        "gallery/components.html",
        {
            "strands": STRANDS,
            "cards": _cards(),
            "mark_words": mark_words(),
            "profile": _profile(),
            "map": draw_made_up_map(),
            "growth": draw_growth(
                [date(2026, 8, 1), *(date(2026, 9, day) for day in (4, 4, 11, 25)), date(2026, 10, 9), _NOVEMBER],
                since=_SEPTEMBER,
                until=_NOVEMBER,
            ),
            "reasons": _reasons(),
            "suggestion": SimpleNamespace(
                why=(_("Everything it builds on is in place: %(names)s.") % {"names": _("Share into equal parts")},),
                sure=_("quite sure"),
                otherwise=_("A learner or a teacher may choose otherwise at any time."),
            ),
            "chips": [
                SimpleNamespace(
                    name=_("Share into equal parts"), size=5, strand="fractions-and-ratio", address="#chip"
                ),
                SimpleNamespace(name=_("Find the main idea"), size=1, strand="reading", address=""),
            ],
            "listing": Listing(
                (
                    Filter("name", _("Name"), ""),
                    Filter("state", _("State"), "ready", (("", _("all")), *list(mark_words().items()))),
                ),
                12,
                "?as=csv",
            ),
            "evidence": _evidence(),
        },
    )


def _reasons() -> tuple[SpokenReason, ...]:
    return (
        SpokenReason(True, _("counts for much"), _("The latest tasks went well.")),
        SpokenReason(False, _("counts a little"), _("Its tasks are harder than most.")),
    )


def _cards() -> list[CanDo]:
    """One in each state: attained and held, to refresh, stuck, ready, put first by a teacher."""

    def card(strand: str, title: str, statement: str, **more: Any) -> CanDo:
        return CanDo(title, statement, strand, _("A strand"), "4", "#card", **more)

    return [
        card(
            "number",
            _("Share into equal parts"),
            _("I can share things so that everybody gets the same."),
            three_facts=(
                ShownFact("yes", _("attained")),
                ShownFact("yes", _("still held")),
                ShownFact("yes", _("enough evidence")),
            ),
            reasons=_reasons(),
        ),
        card(
            "reading",
            _("Find the main idea"),
            _("I can say in one sentence what a text is about."),
            three_facts=(
                ShownFact("yes", _("attained")),
                ShownFact("ask", _("may need refreshing")),
                ShownFact("yes", _("enough evidence")),
            ),
        ),
        card(
            "fractions-and-ratio",
            _("Compare two fractions"),
            _("I can tell which of two fractions is bigger, and show why."),
            stuck_since=_("yesterday"),
            three_facts=(
                ShownFact("no", _("not attained yet")),
                ShownFact("no", _("not held yet")),
                ShownFact("no", _("more evidence needed")),
            ),
            reasons=_reasons(),
        ),
        card(
            "algebra",
            _("Find the missing number"),
            _("I can find the number that is missing in a sum."),
            why=(_("It has just become possible."),),
        ),
        card(
            "shape-measure-data",
            _("Read a bar chart"),
            _("I can read a chart and say what it tells."),
            pinned_by="Juniper",
            pinned_why=_("We need it for the river project."),
        ),
    ]


def _profile() -> Profile:
    """A jagged one."""
    words = mark_words()
    columns = ((HELD, HELD, REFRESH), (HELD, WORKING), (HELD, HELD), (READY, LATER))
    upper = ((WORKING, READY), (LATER,), (HELD, REFRESH), (LATER,))

    def cell(kinds: tuple[str, ...]) -> Cell:
        names = tuple((kind, _("Share into equal parts")) for kind in kinds)
        return Cell(names, tuple((words[kind], _("Share into equal parts")) for kind in dict.fromkeys(kinds)))

    return Profile(
        tuple((code, _("A strand")) for code in STRANDS[:4]),
        (ProfileRow("4", tuple(map(cell, upper))), ProfileRow("3", tuple(map(cell, columns)))),
    )


def _evidence() -> list[dict[str, Any]]:
    seen = {"sentence": _("Task done right."), "by": "Juniper Vale", "mended": False, "times": 3}
    mended = {"sentence": _("Task not right yet."), "by": "", "mended": True, "times": 1}
    return [{"day": _("today"), "seen": [seen, mended]}]
