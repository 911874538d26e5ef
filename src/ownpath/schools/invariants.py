"""What must always be true of schools and communities."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from ownpath.foundation.invariants import Invariant, uuids_of
from ownpath.people.models import Role, RoleKind
from ownpath.schools.models import Membership


def _neither_learner_nor_teacher() -> Iterable[str]:
    return uuids_of(Membership.objects.exclude(role__in=[RoleKind.LEARNER, RoleKind.TEACHER]))


def _member_without_role() -> Iterable[str]:
    held = Role.objects.filter(person=OuterRef("person"), kind=OuterRef("role"))
    return uuids_of(Membership.objects.filter(~Exists(held), person__erased_at__isnull=True))


INVARIANTS = (
    Invariant("a learning community has learners and teachers only", _neither_learner_nor_teacher),
    Invariant(
        "whoever is a community's learner or teacher has or had that role",
        _member_without_role,
        "Import the roster again, or give the role.",
    ),
)
