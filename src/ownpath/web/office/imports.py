"""The long imports of the district and how far each has come: a list to filter and to take along."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ownpath.evidence.selectors import import_runs_of
from ownpath.web.design.listing import Column, choose, csv_of, listing_of, type_in, wants_csv

FINISHED, OPEN = "finished", "open"
MOST_SHOWN = 200


def list_imports(request: HttpRequest) -> HttpResponse:
    """Every import, the newest first."""
    file = type_in(request, "file", _("File"))
    choices = [("", _("All")), (FINISHED, _("finished")), (OPEN, _("not finished"))]
    state = choose(request, "state", _("State"), choices)
    runs = import_runs_of(request.person.district_id)
    for word in file.value.split():
        runs = runs.filter(file_name__icontains=word)
    if state.value:
        runs = runs.filter(finished_at__isnull=state.value == OPEN)
    if wants_csv(request):
        return csv_of("imports", _columns(), runs)
    count = runs.count()
    context = {
        "imports": list(runs[:MOST_SHOWN]),
        "listing": listing_of(request, [file, state], count),
        "shown": MOST_SHOWN,
        "more": max(count - MOST_SHOWN, 0),
    }
    return render(request, "office/imports.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("File"), lambda row: row.file_name),
        Column(_("Rows stored"), lambda row: row.rows_done),
        Column(_("Begun"), lambda row: _moment(row.started_at)),
        Column(_("Finished"), lambda row: _moment(row.finished_at)),
    ]


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""
