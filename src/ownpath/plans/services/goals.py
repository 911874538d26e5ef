"""Goals: made by a learner, or with one; agreed, closed, and opened again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.plans.models import LINE, PARAGRAPH, Goal
from ownpath.plans.services.writing import (
    lock_row,
    require_choice,
    require_competency,
    require_team,
    store_once,
    take_words,
)
from ownpath.schools.selectors import is_on_team, is_own_learner

LONGEST_WEEKS = 8


@transaction.atomic
def make_goal(
    *,
    acting_person: Person,
    learner: Person,
    statement: str,
    by_when: date,
    first_step: str = "",
    competency: Competency | None = None,
    token: UUID | None = None,
) -> Goal:
    """A learner's own goal, or one that a teacher or coach makes with the learner and so agrees to."""
    own = is_own_learner(acting_person, learner)
    if not own and not is_on_team(acting_person, learner):
        raise NotAllowed("You can make a goal of your own, or with the learners whom you teach or coach.")
    require_competency(acting_person, competency)
    moment, day = now(), today()
    if not day <= by_when <= day + timedelta(weeks=LONGEST_WEEKS):
        raise InputError("Please choose a day within the next 8 weeks.", field="by_when")
    goal, is_new = store_once(
        Goal,
        token,
        ("district_id", "learner_id", "made_by_id"),
        district_id=acting_person.district_id,
        learner_id=learner.pk,
        statement=take_words(
            statement, field="statement", most=LINE, missing="Please write what you want to be able to do."
        ),
        competency=competency,
        first_step=take_words(first_step, field="first_step", most=LINE),
        by_when=by_when,
        made_by_id=acting_person.pk,
        made_at=moment,
        agreed_with=None if own else acting_person,
        agreed_at=None if own else moment,
    )
    if is_new:
        note_change(acting_person, learner, "goal", goal=str(goal.uuid), done="made")
    return goal


@transaction.atomic
def agree_goal(*, acting_person: Person, goal: Goal) -> Goal:
    """A teacher or coach agrees to a goal; the first who does is the one it is agreed with."""
    held = lock_row(goal)
    require_team(acting_person, held.learner)
    if held.agreed_at is None and held.state == Goal.State.OPEN:
        held.agreed_with, held.agreed_at = acting_person, now()
        held.save(update_fields=["agreed_with", "agreed_at"])
        note_change(acting_person, held.learner, "goal", goal=str(held.uuid), done="agreed")
    return held


@transaction.atomic
def close_goal(*, acting_person: Person, goal: Goal, state: str, closing_words: str = "") -> Goal:
    """The learner, or somebody of the team beside them, says that a goal is reached, or lets it go."""
    held = lock_row(goal)
    _require_own_or_team(acting_person, held.learner)
    require_choice(state, [Goal.State.REACHED, Goal.State.LET_GO], field="state")
    words = take_words(closing_words, field="closing_words", most=PARAGRAPH)
    if held.state == state:
        return held
    if held.state != Goal.State.OPEN:
        raise InputError("This goal is closed already. Open it again first.", field="state")
    held.state, held.closed_by, held.closed_at, held.closing_words = state, acting_person, now(), words
    held.save(update_fields=["state", "closed_by", "closed_at", "closing_words"])
    note_change(acting_person, held.learner, "goal", goal=str(held.uuid), done=state)
    return held


@transaction.atomic
def reopen_goal(*, acting_person: Person, goal: Goal) -> Goal:
    """Take the closing of a goal back."""
    held = lock_row(goal)
    _require_own_or_team(acting_person, held.learner)
    if held.state != Goal.State.OPEN:
        held.state, held.closed_by, held.closed_at, held.closing_words = Goal.State.OPEN, None, None, ""
        held.save(update_fields=["state", "closed_by", "closed_at", "closing_words"])
        note_change(acting_person, held.learner, "goal", goal=str(held.uuid), done="opened again")
    return held


def _require_own_or_team(acting_person: Person, learner: Person) -> None:
    if not is_own_learner(acting_person, learner) and not is_on_team(acting_person, learner):
        raise NotAllowed("You can close your own goals, or those of the learners whom you teach or coach.")
