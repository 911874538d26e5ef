"""What a learner's team sets for tasks: more time, large type, read aloud."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.assessment.selectors import accommodation_of
from ownpath.assessment.services import set_accommodation
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.toasts import answer_act
from ownpath.web.learner.found import note_reading

FIELD = "extra_time_percent"


def _find(request: HttpRequest, learner: UUID) -> Person:
    return get_object_or_404(learners_taught_by(request.person).select_related("identity", "district"), uuid=learner)


def show_accommodations(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The form with what is set."""
    found = _find(request, learner)
    note_reading(request, found, "accommodations")
    return render(request, "teacher/accommodations.html", _page(found))


def _page(learner: Person, error: InputError | None = None, typed: str = "") -> dict[str, Any]:
    row = accommodation_of(learner)
    return {
        "learner": learner,
        "row": row,
        "extra": typed if error else row.extra_time_percent,
        "error": _("Please write a number from 0 to 300.") if error else "",
    }


@require_POST
def set_accommodations(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Set what holds for all tasks to come."""
    found = _find(request, learner)
    typed = request.POST.get(FIELD, "").strip()[:10]
    try:
        if not (typed.isascii() and typed.isdigit()):
            raise InputError("Please write a number from 0 to 300.", field=FIELD)
        set_accommodation(
            acting_person=request.person,
            learner=found,
            extra_time_percent=int(typed),
            is_large="is_large" in request.POST,
            reads_aloud="reads_aloud" in request.POST,
        )
    except InputError as refused:
        return render(request, "teacher/accommodations.html", _page(found, refused, typed), status=422)
    return answer_act(request, _("It is set."), otherwise=reverse("web:accommodations", args=[found.uuid]))
