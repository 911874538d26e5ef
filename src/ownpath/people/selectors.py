"""Reads about people that do not depend on schools; who may see which learner stands in schools.selectors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from ownpath.foundation.clock import today
from ownpath.people.models import Account, AuditEntry, Partner, Person, Role, RoleKind


def current(on: date, prefix: str = "") -> Q:
    """Rows whose `begins_on` and `ends_on` hold on a day; `prefix` leads to them from another model."""
    begins: dict[str, Any] = {f"{prefix}begins_on__lte": on}
    return Q(**begins) & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on}))


_read_once: ContextVar[dict[tuple[int, date], frozenset[str]] | None] = ContextVar("roles_read_once", default=None)


@contextmanager
def reading_roles_once() -> Iterator[None]:
    """While a page is only read, ask the database once for a person's roles: nearly every selector wants them."""
    token = _read_once.set({})
    try:
        yield
    finally:
        _read_once.reset(token)


def roles_of(person: Person, on: date | None = None) -> frozenset[str]:
    """The kinds of roles that a person holds on a day."""
    day, read = on or today(), _read_once.get()
    if read is not None and (person.pk, day) in read:
        return read[person.pk, day]
    roles = frozenset(Role.objects.filter(current(day), person=person).values_list("kind", flat=True))
    if read is not None:
        read[person.pk, day] = roles
    return roles


def holds_role(person: Person, *kinds: str, on: date | None = None) -> bool:
    """Whether a person holds at least one of these roles on a day."""
    return not roles_of(person, on).isdisjoint(kinds)


def audit_entries_about(learner: Person) -> QuerySet[AuditEntry]:
    """Everything that was read or changed about one learner, newest first. For exports and checks, not for pages."""
    return AuditEntry.objects.filter(district=learner.district_id, learner=learner).order_by("-at", "-id")


def demo_accounts() -> QuerySet[Account]:
    """The accounts that the demo opened: those which no password fits. Only the demo's sign-in page asks."""
    return (
        Account.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("person__identity", "person__district")
        .prefetch_related("person__roles")
        .order_by("pk")
    )


def partners_of(person: Person, on: date | None = None) -> QuerySet[Partner]:
    """The organisations for which a person is a mentor on a day."""
    mentoring = Role.objects.filter(current(on or today()), person=person, kind=RoleKind.PARTNER_MENTOR)
    return Partner.objects.filter(district=person.district_id, pk__in=mentoring.values("partner")).order_by("name")
