"""Who may do what with sittings and items."""

from __future__ import annotations

from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.schools.selectors import is_on_team, is_own_learner

WRITERS = (RoleKind.TEACHER, RoleKind.LEARNING_COACH)


def require_own(acting_person: Person, learner: Person) -> None:
    """Only the learner: nobody answers for somebody else."""
    if not is_own_learner(acting_person, learner):
        raise NotAllowed("Only the learner can do the tasks of a sitting.")


def require_team(acting_person: Person, learner: Person) -> None:
    """Only those who teach or coach a learner."""
    if not is_on_team(acting_person, learner):
        raise NotAllowed("You can do this for the learners whom you teach or coach.")


def require_own_or_team(acting_person: Person, learner: Person) -> None:
    """The learner, or those who teach or coach them."""
    if not is_own_learner(acting_person, learner) and not is_on_team(acting_person, learner):
        raise NotAllowed("You can do this for yourself, or for the learners whom you teach or coach.")


def require_writer(acting_person: Person) -> None:
    """Tasks are written by those who teach or coach."""
    if acting_person.erased_at is not None or not holds_role(acting_person, *WRITERS):
        raise NotAllowed("Tasks are written by teachers and learning coaches.")
