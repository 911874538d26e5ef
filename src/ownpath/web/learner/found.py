"""Finding the learner and the competency that an address names, for the person who asks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ownpath.competencies.selectors import CompetencyCard, Progression
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.schools.selectors import learners_visible_to


def find_learner(request: HttpRequest, uuid: UUID) -> Person:
    """The learner, if the person who asks may see them; somebody else's learner is not there at all."""
    return get_object_or_404(learners_visible_to(request.person).select_related("identity", "district"), uuid=uuid)


def find_competency(progression: Progression, uuid: UUID) -> CompetencyCard:
    """The competency, if it is in use in the district."""
    card = progression.card_by_uuid(uuid)
    if card is None:
        raise Http404
    return card


def note_reading(request: HttpRequest, learner: Person, what: str) -> None:
    """Leave a note of who read what about a learner; what learners read about themselves needs none."""
    if request.person.pk != learner.pk:
        record_audit(
            district=learner.district,
            acting_person=request.person,
            learner=learner,
            action=AuditAction.READ,
            what=what,
        )
