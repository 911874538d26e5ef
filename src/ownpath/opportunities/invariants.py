"""What must always be true of choices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from ownpath.foundation.invariants import Invariant, uuids_of
from ownpath.opportunities.models import StepChoice
from ownpath.people.models import Role, RoleKind


def _not_a_learner() -> Iterable[str]:
    learner = Role.objects.filter(person=OuterRef("learner"), kind=RoleKind.LEARNER)
    return uuids_of(StepChoice.objects.filter(~Exists(learner)))


INVARIANTS = (Invariant("every choice among next steps is a learner's", _not_a_learner),)
