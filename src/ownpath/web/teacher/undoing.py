"""Ways back, and small acts of one tap: on notes, messages and pins."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.foundation.errors import InputError
from ownpath.plans import services
from ownpath.plans.models import Note, Pin
from ownpath.plans.selectors import notes_visible_to
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.toasts import answer_act
from ownpath.web.teacher.refusing import refuse_act


def _note(request: HttpRequest, uuid: UUID) -> Note:
    return get_object_or_404(notes_visible_to(request.person).select_related("learner"), uuid=uuid)


def _pin(request: HttpRequest, uuid: UUID) -> Pin:
    pins = Pin.objects.filter(district=request.person.district_id, learner__in=learners_taught_by(request.person))
    return get_object_or_404(pins.select_related("learner", "competency"), uuid=uuid)


@require_POST
def take_back_note(request: HttpRequest, note: UUID) -> HttpResponse:
    """Whoever wrote it takes it back."""
    found = _note(request, note)
    team = reverse("web:team", args=[found.learner.uuid])
    try:
        services.take_back_note(acting_person=request.person, note=found)
    except InputError as refused:
        return refuse_act(request, refused, otherwise=team)
    return answer_act(request, _("Taken back."), otherwise=team)


@require_POST
def finish_message(request: HttpRequest, note: UUID) -> HttpResponse:
    """What a colleague asked is done."""
    found = services.finish_message(acting_person=request.person, note=_note(request, note))
    undo = reverse("web:reopen_message", args=[found.uuid])
    return answer_act(request, _("Done. It is off your list."), otherwise=reverse("web:morning"), undo=undo)


@require_POST
def reopen_message(request: HttpRequest, note: UUID) -> HttpResponse:
    """It is not done after all."""
    services.reopen_message(acting_person=request.person, note=_note(request, note))
    return answer_act(request, _("It is on your list again."), otherwise=reverse("web:morning"))


@require_POST
def release_pin(request: HttpRequest, pin: UUID) -> HttpResponse:
    """Take a pin away."""
    found = _pin(request, pin)
    services.release_pin(acting_person=request.person, pin=found)
    return answer_act(
        request,
        _("The pin is gone."),
        otherwise=reverse("web:team", args=[found.learner.uuid]),
        undo=reverse("web:pin_again", args=[found.uuid]),
    )


@require_POST
def pin_again(request: HttpRequest, pin: UUID) -> HttpResponse:
    """Pin the same thing once more, for the same reason."""
    found = _pin(request, pin)
    team = reverse("web:team", args=[found.learner.uuid])
    try:
        services.pin_competency(
            acting_person=request.person, learner=found.learner, competency=found.competency, reason=found.reason
        )
    except InputError as refused:
        return refuse_act(request, refused, otherwise=team)
    return answer_act(request, _("It is pinned again."), otherwise=team)
