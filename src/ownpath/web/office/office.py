"""The office's home: what the system holds, in numbers of things, and the commands that change it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import frameworks_of
from ownpath.evidence.selectors import import_runs_of
from ownpath.people.models import RoleKind
from ownpath.schools.selectors import counts_of_district
from ownpath.web.design.listing import Column, csv_of, listing_of, wants_csv

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of something."""

    word: str
    count: int


def show_office(request: HttpRequest) -> HttpResponse:
    """Frameworks, people and imports of the district; nothing about any learner."""
    district_id = request.person.district_id
    counts = _counted(counts_of_district(district_id))
    if wants_csv(request):
        return csv_of("people-and-places", _columns(), counts)
    imports = list(import_runs_of(district_id)[: MOST_SHOWN + 1])
    context = {
        "counts": counts,
        "listing": listing_of(request, (), None),
        "frameworks": list(frameworks_of(district_id)),
        "imports": imports[:MOST_SHOWN],
        "more_imports": len(imports) > MOST_SHOWN,
    }
    return render(request, "office/office.html", context)


def _counted(counts: dict[str, int]) -> list[Counted]:
    words = {
        "schools": _("Schools"),
        "communities": _("Learning communities"),
        RoleKind.LEARNER: _("Learners"),
        RoleKind.TEACHER: _("Teachers"),
        RoleKind.LEARNING_COACH: _("Learning coaches"),
        RoleKind.FAMILY_MEMBER: _("Family members"),
        RoleKind.PARTNER_MENTOR: _("Partner mentors"),
        RoleKind.LEADER: _("Leaders"),
        RoleKind.TECHNICAL_ADMINISTRATOR: _("Technical administrators"),
    }
    return [Counted(word, counts[name]) for name, word in words.items()]


def _columns() -> list[Column]:
    return [Column(_("What"), lambda row: row.word), Column(_("Number"), lambda row: row.count)]
