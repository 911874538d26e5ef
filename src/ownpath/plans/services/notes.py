"""What the team notes about a learner: a note, that one talked, a message to one colleague."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.plans.models import Note
from ownpath.plans.services.writing import lock_row, require_competency, require_team, store_once, take_words
from ownpath.schools.selectors import is_on_team

UNDO_MINUTES = 60
LONGEST_TEXT = 1000
_MISSING = "Please write a few words."


@transaction.atomic
def write_note(
    *,
    acting_person: Person,
    learner: Person,
    text: str,
    competency: Competency | None = None,
    token: UUID | None = None,
) -> Note:
    """Note something about a learner, for the team."""
    words = take_words(text, field="text", most=LONGEST_TEXT, missing=_MISSING)
    return _store(acting_person, learner, Note.Kind.NOTE, words, competency, None, token)


@transaction.atomic
def note_talk(
    *,
    acting_person: Person,
    learner: Person,
    text: str = "",
    competency: Competency | None = None,
    token: UUID | None = None,
) -> Note:
    """One tap: we talked. Words are welcome and not needed."""
    words = take_words(text, field="text", most=LONGEST_TEXT)
    return _store(acting_person, learner, Note.Kind.TALK, words, competency, None, token)


@transaction.atomic
def send_message(
    *,
    acting_person: Person,
    learner: Person,
    addressed_to: Person,
    text: str,
    competency: Competency | None = None,
    token: UUID | None = None,
) -> Note:
    """Ask a colleague of the learner's team to look at something; it stays on their morning page until done."""
    words = take_words(text, field="text", most=LONGEST_TEXT, missing=_MISSING)
    require_team(acting_person, learner)
    if not is_on_team(addressed_to, learner):
        raise InputError("Please choose somebody who teaches or coaches this learner.", field="addressed_to")
    return _store(acting_person, learner, Note.Kind.MESSAGE, words, competency, addressed_to, token)


@transaction.atomic
def finish_message(*, acting_person: Person, note: Note) -> Note:
    """The colleague it was addressed to has done what it asks."""
    return _set_done(acting_person, note, True)


@transaction.atomic
def reopen_message(*, acting_person: Person, note: Note) -> Note:
    """The colleague takes back that it is done."""
    return _set_done(acting_person, note, False)


@transaction.atomic
def take_back_note(*, acting_person: Person, note: Note) -> Note:
    """Whoever wrote a note takes it back within the hour; its text goes, that there was one stays."""
    held = lock_row(note)
    if held.written_by_id != acting_person.pk:
        raise NotAllowed("Only the person who wrote it can take it back.")
    if held.taken_back_at is not None:
        return held
    moment = now()
    if moment - held.written_at > timedelta(minutes=UNDO_MINUTES):
        raise InputError("This was written more than an hour ago and can no longer be taken back.")
    held.taken_back_at, held.text = moment, ""
    held.save(update_fields=["taken_back_at", "text"])
    note_change(acting_person, held.learner, "note", note=str(held.uuid), kind=held.kind, done="taken back")
    return held


def _store(
    acting_person: Person,
    learner: Person,
    kind: str,
    text: str,
    competency: Competency | None,
    addressed_to: Person | None,
    token: UUID | None,
) -> Note:
    require_team(acting_person, learner)
    require_competency(acting_person, competency)
    note, is_new = store_once(
        Note,
        token,
        ("district_id", "learner_id", "kind", "written_by_id"),
        district_id=acting_person.district_id,
        learner_id=learner.pk,
        kind=kind,
        text=text,
        competency=competency,
        written_by_id=acting_person.pk,
        written_at=now(),
        addressed_to=addressed_to,
    )
    if is_new:
        note_change(acting_person, learner, "note", note=str(note.uuid), kind=kind, done="written")
    return note


def _set_done(acting_person: Person, note: Note, is_done: bool) -> Note:
    held = lock_row(note)
    if held.addressed_to_id != acting_person.pk:
        raise NotAllowed("Only the person it is addressed to can say that it is done.")
    if held.taken_back_at is None and (held.done_at is not None) != is_done:
        held.done_at = now() if is_done else None
        held.save(update_fields=["done_at"])
        note_change(
            acting_person, held.learner, "note", note=str(held.uuid), done="done" if is_done else "opened again"
        )
    return held
