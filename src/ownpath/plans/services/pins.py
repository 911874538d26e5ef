"""Pins: what somebody of the team wants a learner to take up next."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.plans.models import LINE, Pin
from ownpath.plans.services.writing import lock_row, require_competency, require_team, store_once, take_words


@transaction.atomic
def pin_competency(
    *, acting_person: Person, learner: Person, competency: Competency, reason: str, token: UUID | None = None
) -> Pin:
    """Put a competency first among what a learner could do next, with the reason."""
    require_team(acting_person, learner)
    require_competency(acting_person, competency)
    words = take_words(reason, field="reason", most=LINE, missing="Please write the reason in a few words.")
    try:
        pin, is_new = store_once(
            Pin,
            token,
            ("district_id", "learner_id", "competency_id", "pinned_by_id"),
            district_id=acting_person.district_id,
            learner_id=learner.pk,
            competency_id=competency.pk,
            reason=words,
            pinned_by_id=acting_person.pk,
            pinned_at=now(),
        )
    except IntegrityError as refused:
        raise InputError("This is pinned for the learner already.", field="competency") from refused
    if is_new:
        note_change(acting_person, learner, "pin", competency=str(competency.uuid), done="pinned")
    return pin


@transaction.atomic
def release_pin(*, acting_person: Person, pin: Pin) -> Pin:
    """Take a pin away; anybody of the team may."""
    held = lock_row(pin)
    require_team(acting_person, held.learner)
    if held.released_at is None:
        held.released_by, held.released_at = acting_person, now()
        held.save(update_fields=["released_by", "released_at"])
        note_change(acting_person, held.learner, "pin", competency=str(held.competency.uuid), done="released")
    return held
