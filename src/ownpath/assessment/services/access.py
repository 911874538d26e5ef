"""Who may do what with sittings and items, and the audit entry of each write."""

from __future__ import annotations

from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import AuditAction, Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.people.services import record_audit
from ownpath.schools.selectors import taught_among

WRITERS = (RoleKind.TEACHER, RoleKind.LEARNING_COACH)


def is_own(person: Person, learner: Person) -> bool:
    """Whether a person acts about themselves, as a learner."""
    return person.pk == learner.pk and learner.erased_at is None and holds_role(person, RoleKind.LEARNER)


def is_on_team(person: Person, learner: Person) -> bool:
    """Whether a person teaches or coaches a learner."""
    return person.erased_at is None and learner.pk in taught_among(person, [learner.pk])


def require_own(acting_person: Person, learner: Person) -> None:
    """Only the learner: nobody answers for somebody else."""
    if not is_own(acting_person, learner):
        raise NotAllowed("Only the learner can do the tasks of a sitting.")


def require_team(acting_person: Person, learner: Person) -> None:
    """Only those who teach or coach a learner."""
    if not is_on_team(acting_person, learner):
        raise NotAllowed("You can do this for the learners whom you teach or coach.")


def require_own_or_team(acting_person: Person, learner: Person) -> None:
    """The learner, or those who teach or coach them."""
    if not is_own(acting_person, learner) and not is_on_team(acting_person, learner):
        raise NotAllowed("You can do this for yourself, or for the learners whom you teach or coach.")


def require_writer(acting_person: Person) -> None:
    """Tasks are written by those who teach or coach."""
    if acting_person.erased_at is not None or not holds_role(acting_person, *WRITERS):
        raise NotAllowed("Tasks are written by teachers and learning coaches.")


def note_change(acting_person: Person, learner: Person | None, what: str, **detail: object) -> None:
    """The audit entry of a write; it never holds what was answered."""
    record_audit(
        district=acting_person.district,
        acting_person=acting_person,
        learner=learner,
        action=AuditAction.CHANGED,
        what=what,
        detail=detail,
    )
