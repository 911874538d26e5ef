"""Accommodations: what the team sets so that tasks ask what they mean to ask."""

from __future__ import annotations

from django.db import transaction

from ownpath.assessment.models import Accommodation
from ownpath.assessment.services.access import require_team
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.people.services import note_change

MOST_EXTRA_PERCENT = 300


@transaction.atomic
def set_accommodation(
    *, acting_person: Person, learner: Person, extra_time_percent: int, is_large: bool, reads_aloud: bool
) -> Accommodation:
    """Set them for all tasks to come; the learner can still change what the page looks like."""
    require_team(acting_person, learner)
    if not 0 <= extra_time_percent <= MOST_EXTRA_PERCENT:
        raise InputError(f"Extra time is from 0 to {MOST_EXTRA_PERCENT} percent.", field="extra_time_percent")
    values = {
        "extra_time_percent": extra_time_percent,
        "is_large": is_large,
        "reads_aloud": reads_aloud,
        "set_by": acting_person,
        "set_at": now(),
    }
    row, _is_new = Accommodation.objects.update_or_create(
        learner=learner, defaults=values, create_defaults={**values, "district_id": acting_person.district_id}
    )
    note_change(acting_person, learner, "accommodation", done="set")
    return row
