"""The office's home: what the system holds, in numbers of things, and the commands that change it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ownpath.competencies.selectors import frameworks_of
from ownpath.evidence.selectors import import_runs_of
from ownpath.schools.selectors import counts_of_district


def show_office(request: HttpRequest) -> HttpResponse:
    """Frameworks, people and imports of the district; nothing about any learner."""
    district_id = request.person.district_id
    return render(
        request,
        "office/office.html",
        {
            "counts": counts_of_district(district_id),
            "frameworks": list(frameworks_of(district_id)),
            "imports": list(import_runs_of(district_id)[:10]),
        },
    )
