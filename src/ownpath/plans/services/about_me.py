"""What a learner writes of themselves: the learner alone writes, changes and removes it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from ownpath.foundation.clock import now
from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import Person
from ownpath.people.services import note_change
from ownpath.plans.models import PARAGRAPH, AboutMe
from ownpath.plans.services.writing import lock_row, require_choice, store_once, take_words
from ownpath.schools.selectors import is_own_learner

_MISSING = "Please write something, or leave."


@transaction.atomic
def write_about_me(
    *,
    acting_person: Person,
    kind: str,
    text: str,
    shared_with: str = AboutMe.SharedWith.ONLY_ME,
    token: UUID | None = None,
) -> AboutMe:
    """A learner writes something of themselves and says who may read it."""
    _require_own(acting_person, acting_person)
    require_choice(kind, AboutMe.Kind.values, field="kind")
    require_choice(shared_with, AboutMe.SharedWith.values, field="shared_with")
    moment = now()
    about_me, is_new = store_once(
        AboutMe,
        token,
        ("district_id", "learner_id"),
        district_id=acting_person.district_id,
        learner_id=acting_person.pk,
        kind=kind,
        text=take_words(text, field="text", most=PARAGRAPH, missing=_MISSING),
        shared_with=shared_with,
        written_at=moment,
        changed_at=moment,
    )
    if is_new:
        note_change(acting_person, acting_person, "about me", kind=kind, shared_with=shared_with, done="written")
    return about_me


@transaction.atomic
def change_about_me(
    *, acting_person: Person, about_me: AboutMe, text: str | None = None, shared_with: str | None = None
) -> AboutMe:
    """The learner writes it anew, or changes who may read it; the old words are not kept."""
    held = lock_row(about_me)
    _require_own(acting_person, held.learner)
    words = held.text if text is None else take_words(text, field="text", most=PARAGRAPH, missing=_MISSING)
    shared = held.shared_with if shared_with is None else shared_with
    require_choice(shared, AboutMe.SharedWith.values, field="shared_with")
    if (words, shared) != (held.text, held.shared_with):
        held.text, held.shared_with, held.changed_at = words, shared, now()
        held.save(update_fields=["text", "shared_with", "changed_at"])
        note_change(acting_person, acting_person, "about me", kind=held.kind, shared_with=shared, done="changed")
    return held


@transaction.atomic
def remove_about_me(*, acting_person: Person, about_me: AboutMe) -> None:
    """The learner removes it; nothing of the words stays. A second time has no effect."""
    _require_own(acting_person, about_me.learner)
    removed, _ = AboutMe.objects.filter(pk=about_me.pk, learner=acting_person).delete()
    if removed:
        note_change(acting_person, acting_person, "about me", kind=about_me.kind, done="removed")


def _require_own(acting_person: Person, learner: Person) -> None:
    if not is_own_learner(acting_person, learner):
        raise NotAllowed("Only the learner writes this.")
