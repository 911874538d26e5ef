"""When somebody opened their home."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.plans.models import HomeVisit

SAME_VISIT_MINUTES = 30
SAME_LOOK_SECONDS = 60


def note_visit(person: Person, at: datetime | None = None) -> datetime | None:
    """Note that a person opened their home, and give when they were last here before this visit; None the first time.

    Looks less than half an hour apart are one visit. It is written once a minute at most, and leaves no audit entry:
    it is about nobody but the person who acts.
    """
    moment = at or now()
    seen = HomeVisit.objects.filter(person=person).first()
    if seen is not None and moment - seen.last_at < timedelta(seconds=SAME_LOOK_SECONDS):
        return seen.before
    with transaction.atomic():
        visit, is_new = HomeVisit.objects.select_for_update().get_or_create(
            person=person, defaults={"district_id": person.district_id, "last_at": moment}
        )
        if is_new or moment <= visit.last_at:
            return visit.before
        if moment - visit.last_at > timedelta(minutes=SAME_VISIT_MINUTES):
            visit.before = visit.last_at
        visit.last_at = moment
        visit.save(update_fields=["last_at", "before"])
    return visit.before
