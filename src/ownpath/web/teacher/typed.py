"""What a form of the team holds, read from the request: days, and the learner or competency it names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ownpath.competencies.models import Competency
from ownpath.competencies.selectors import CompetencyCard, Progression, competency_of
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.typed import uuid_in


def find_taught(request: HttpRequest, uuid: UUID) -> Person:
    """The learner, if the person who asks teaches or coaches them; to others they are not there."""
    return get_object_or_404(learners_taught_by(request.person).select_related("identity", "district"), uuid=uuid)


def day_in(request: HttpRequest, field: str) -> date | None:
    """A day that a form may leave out."""
    typed = request.POST.get(field, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as refused:
        raise InputError(_("Please choose a day."), field=field) from refused


def card_in(progression: Progression, text: str) -> CompetencyCard | None:
    """The competency that a form or address names; none where it names none that is in use."""
    uuid = uuid_in(text)
    return progression.card_by_uuid(uuid) if uuid else None


def competency_in(request: HttpRequest, progression: Progression) -> Competency | None:
    """The competency that a form names; one that is not in use is not there."""
    typed = request.POST.get("competency", "")
    if not typed:
        return None
    card = card_in(progression, typed)
    if card is None:
        raise Http404
    return competency_of(card)
