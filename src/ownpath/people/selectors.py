"""Reads about people that do not depend on schools; who may see which learner stands in schools.selectors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from ownpath.foundation.clock import today
from ownpath.people.models import AuditEntry, Person, Role


def current(on: date, prefix: str = "") -> Q:
    """Rows whose `begins_on` and `ends_on` hold on a day; `prefix` leads to them from another model."""
    begins: dict[str, Any] = {f"{prefix}begins_on__lte": on}
    return Q(**begins) & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on}))


def roles_of(person: Person, on: date | None = None) -> frozenset[str]:
    """The kinds of roles that a person holds on a day."""
    day = on or today()
    return frozenset(Role.objects.filter(current(day), person=person).values_list("kind", flat=True))


def holds_role(person: Person, *kinds: str, on: date | None = None) -> bool:
    """Whether a person holds at least one of these roles on a day."""
    return not roles_of(person, on).isdisjoint(kinds)


def audit_entries_about(learner: Person) -> QuerySet[AuditEntry]:
    """Everything that was read or changed about one learner, newest first. For exports and checks, not for pages."""
    return AuditEntry.objects.filter(district=learner.district_id, learner=learner).order_by("-at", "-id")
