"""What must always be true of people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from ownpath.foundation.invariants import Invariant, append_only, uuids_of
from ownpath.people.models import Account, Identity, Person, Relationship, Role, RoleKind


def _without_identity() -> Iterable[str]:
    return uuids_of(
        Person.objects.filter(~Exists(Identity.objects.filter(person=OuterRef("pk"))), erased_at__isnull=True)
    )


def _erased_but_named() -> Iterable[str]:
    named = Exists(Identity.objects.filter(person=OuterRef("pk"))) | Exists(
        Account.objects.filter(person=OuterRef("pk"))
    )
    return uuids_of(Person.objects.filter(named, erased_at__isnull=False))


def _not_about_a_learner() -> Iterable[str]:
    learner = Role.objects.filter(person=OuterRef("learner"), kind=RoleKind.LEARNER)
    return uuids_of(Relationship.objects.filter(~Exists(learner)))


INVARIANTS = (
    append_only("people_auditentry", "what was noted of who read and changed what"),
    Invariant("everybody who was not erased has a name", _without_identity),
    Invariant("nobody who was erased can be named or sign in", _erased_but_named, "Erase the person again."),
    Invariant(
        "every relationship is to somebody who is or was a learner", _not_about_a_learner, "Give the role or end it."
    ),
)
