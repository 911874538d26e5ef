"""Extra help with an owner and a next step, from opening to outcome."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.plans.models import LINE, PARAGRAPH, Support, SupportStep
from ownpath.plans.services.writing import lock_row, require_competency, require_team, store_once, take_words
from ownpath.schools.selectors import is_on_team

_MISSING_STEP = "Please write what happens next."


@transaction.atomic
def open_support(
    *,
    acting_person: Person,
    learner: Person,
    what: str,
    next_step: str,
    owner: Person | None = None,
    next_step_on: date | None = None,
    competency: Competency | None = None,
    is_shared: bool = False,
    token: UUID | None = None,
) -> Support:
    """Begin extra help; who opens it owns it unless somebody else of the team is named."""
    require_team(acting_person, learner)
    require_competency(acting_person, competency)
    owner = owner or acting_person
    _require_owner(owner, learner)
    support, is_new = store_once(
        Support,
        token,
        ("district_id", "learner_id", "opened_by_id"),
        district_id=acting_person.district_id,
        learner_id=learner.pk,
        what=take_words(what, field="what", most=LINE, missing="Please write what the help is."),
        competency=competency,
        owner=owner,
        next_step=take_words(next_step, field="next_step", most=LINE, missing=_MISSING_STEP),
        next_step_on=next_step_on,
        opened_by_id=acting_person.pk,
        opened_at=now(),
        is_shared=is_shared,
    )
    if is_new:
        _note(acting_person, support, "opened")
    return support


@transaction.atomic
def note_support_step(
    *,
    acting_person: Person,
    support: Support,
    done: str,
    next_step: str,
    next_step_on: date | None = None,
    token: UUID | None = None,
) -> SupportStep:
    """Say what was done and what comes next."""
    held = _lock_open(acting_person, support)
    words = take_words(next_step, field="next_step", most=LINE, missing=_MISSING_STEP)
    step, is_new = store_once(
        SupportStep,
        token,
        ("district_id", "support_id", "noted_by_id"),
        district_id=held.district_id,
        support_id=held.pk,
        learner_id=held.learner_id,
        done=take_words(done, field="done", most=PARAGRAPH, missing="Please write what was done."),
        next_step=words,
        next_step_on=next_step_on,
        noted_by_id=acting_person.pk,
        noted_at=now(),
        is_shared=held.is_shared,
    )
    if is_new:
        held.next_step, held.next_step_on = words, next_step_on
        held.save(update_fields=["next_step", "next_step_on"])
        _note(acting_person, held, "step")
    return step


@transaction.atomic
def hand_over_support(*, acting_person: Person, support: Support, owner: Person) -> Support:
    """Give a support to another owner of the learner's team."""
    held = _lock_open(acting_person, support)
    _require_owner(owner, held.learner)
    if held.owner_id != owner.pk:
        held.owner = owner
        held.save(update_fields=["owner"])
        _note(acting_person, held, "handed over", owner=str(owner.uuid))
    return held


@transaction.atomic
def share_support(*, acting_person: Person, support: Support, is_shared: bool) -> Support:
    """Let the learner and the family see a support, or no longer; steps noted before are not shown to them."""
    held = _lock_open(acting_person, support)
    if held.is_shared != is_shared:
        held.is_shared = is_shared
        held.save(update_fields=["is_shared"])
        _note(acting_person, held, "shared" if is_shared else "no longer shared")
    return held


@transaction.atomic
def close_support(*, acting_person: Person, support: Support, outcome: str) -> Support:
    """End a support and say what came of it."""
    held = lock_row(support)
    require_team(acting_person, held.learner)
    words = take_words(outcome, field="outcome", most=PARAGRAPH, missing="Please write what came of it.")
    if held.closed_at is None:
        held.closed_by, held.closed_at, held.outcome = acting_person, now(), words
        held.save(update_fields=["closed_by", "closed_at", "outcome"])
        _note(acting_person, held, "closed")
    return held


@transaction.atomic
def reopen_support(*, acting_person: Person, support: Support) -> Support:
    """Take the end of a support back."""
    held = lock_row(support)
    require_team(acting_person, held.learner)
    if held.closed_at is not None:
        held.closed_by, held.closed_at, held.outcome = None, None, ""
        held.save(update_fields=["closed_by", "closed_at", "outcome"])
        _note(acting_person, held, "opened again")
    return held


def _lock_open(acting_person: Person, support: Support) -> Support:
    held = lock_row(support)
    require_team(acting_person, held.learner)
    if held.closed_at is not None:
        raise InputError("This support is closed. Open it again first.")
    return held


def _require_owner(owner: Person, learner: Person) -> None:
    if not is_on_team(owner, learner):
        raise InputError("Please choose somebody who teaches or coaches this learner.", field="owner")


def _note(acting_person: Person, support: Support, done: str, **more: str) -> None:
    note_change(acting_person, support.learner, "support", support=str(support.uuid), done=done, **more)
