"""All writes about next steps: what a learner chooses, and how a district cuts its sessions."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.opportunities.models import MOST_PERCENT, SessionSetting, StepChoice
from ownpath.people.models import AuditAction, Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.people.services import record_audit

START_DAYS, NOT_NOW_DAYS = 28, 7
MOST_TASKS = 60


@transaction.atomic
def choose_step(
    *, acting_person: Person, competency: Competency, kind: str, said: str, token: UUID | None = None
) -> StepChoice:
    """Note what a learner says to one of their next steps. Nobody chooses for them; a team can pin."""
    if acting_person.erased_at is not None or not holds_role(acting_person, RoleKind.LEARNER):
        raise NotAllowed("Learners choose for themselves.")
    if competency.district_id != acting_person.district_id or competency.is_heading:
        raise InputError("This is not a competency of your district.", field="competency")
    if kind not in StepChoice.Kind.values:
        raise InputError("Please choose one of these.", field="kind")
    if said not in StepChoice.Said.values:
        raise InputError("Please choose one of these.", field="said")
    moment = now()
    days = START_DAYS if said == StepChoice.Said.START else NOT_NOW_DAYS
    uuid = token or uuid4()
    found = StepChoice.objects.filter(uuid=uuid).first()
    if found is None:
        try:
            with transaction.atomic():
                found = StepChoice.objects.create(
                    uuid=uuid,
                    district_id=acting_person.district_id,
                    learner=acting_person,
                    competency=competency,
                    kind=kind,
                    said=said,
                    chosen_at=moment,
                    stands_until=moment + timedelta(days=days),
                )
        except IntegrityError:
            found = StepChoice.objects.filter(uuid=uuid).first()
            if found is None:
                raise
        else:
            _note(acting_person, competency, said)
            return found
    if (found.learner_id, found.competency_id, found.said) != (acting_person.pk, competency.pk, said):
        raise InputError("This form was used before. Please open the page again.", field="token")
    return found


@transaction.atomic
def take_back_choice(*, acting_person: Person, choice: StepChoice) -> StepChoice:
    """A learner takes back what they said; twice is the same as once."""
    held = StepChoice.objects.select_for_update().get(pk=choice.pk)
    if held.learner_id != acting_person.pk:
        raise NotAllowed("Learners choose for themselves.")
    if held.taken_back_at is None:
        held.taken_back_at = now()
        held.save(update_fields=["taken_back_at"])
        _note(acting_person, held.competency, "taken back")
    return held


def _note(learner: Person, competency: Competency, said: str) -> None:
    record_audit(
        district=learner.district,
        acting_person=learner,
        learner=learner,
        action=AuditAction.CHANGED,
        what="choice",
        detail={"competency": str(competency.uuid), "said": said},
    )


@transaction.atomic
def set_session(*, acting_person: Person, tasks: int, refresh_percent: int) -> SessionSetting:
    """Say how many tasks a session has and how much of it may be refreshing. Only a leader or the office may."""
    if acting_person.erased_at is not None or not holds_role(
        acting_person, RoleKind.LEADER, RoleKind.TECHNICAL_ADMINISTRATOR
    ):
        raise NotAllowed("Only a leader or the office can change this.")
    if not 1 <= tasks <= MOST_TASKS:
        raise InputError(f"A session has between 1 and {MOST_TASKS} tasks.", field="tasks")
    if not 0 <= refresh_percent <= MOST_PERCENT:
        raise InputError(f"Refreshing takes between 0 and {MOST_PERCENT} of 100 tasks.", field="refresh_percent")
    setting, _ = SessionSetting.objects.update_or_create(
        district=acting_person.district,
        defaults={"tasks": tasks, "refresh_percent": refresh_percent, "set_by": acting_person, "set_at": now()},
    )
    record_audit(
        district=acting_person.district,
        acting_person=acting_person,
        action=AuditAction.CHANGED,
        what="session",
        detail={"tasks": tasks, "refresh_percent": refresh_percent},
    )
    return setting
