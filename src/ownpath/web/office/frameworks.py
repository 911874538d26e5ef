"""The frameworks that the district has: a list to filter and to take along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import frameworks_of
from ownpath.web.design.listing import Column, choose, csv_of, listing_of, type_in, wants_csv

USED, UNUSED = "yes", "no"


def list_frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework by title, with what it holds."""
    title = type_in(request, "title", _("Framework"))
    choices = [("", _("All")), (USED, _("yes")), (UNUSED, _("no"))]
    in_use = choose(request, "used", _("In use"), choices)
    words = title.value.casefold().split()
    rows = [
        each
        for each in frameworks_of(request.person.district_id)
        if all(word in f"{each.title} {each.code}".casefold() for word in words)
        and in_use.value in ("", USED if each.in_use else UNUSED)
    ]
    if wants_csv(request):
        return csv_of("frameworks", _columns(), rows)
    listing = listing_of(request, [title, in_use], len(rows))
    return render(request, "office/frameworks.html", {"frameworks": rows, "listing": listing})


def _columns() -> list[Column]:
    return [
        Column(_("Framework"), lambda row: row.title),
        Column(_("Code"), lambda row: row.code),
        Column(_("Publisher"), lambda row: row.publisher),
        Column(_("Competencies"), lambda row: row.competency_count),
        Column(_("Edges"), lambda row: row.edge_count),
        Column(_("In use"), lambda row: _("yes") if row.in_use else _("no")),
    ]
