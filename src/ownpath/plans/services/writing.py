"""What all writes here have in common: who may, which words, and that a form sent twice is one row."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person
from ownpath.schools.selectors import is_on_team

Row = TypeVar("Row", bound=DistrictRow)


def require_team(acting_person: Person, learner: Person) -> None:
    """Only those who teach or coach a learner."""
    if not is_on_team(acting_person, learner):
        raise NotAllowed("You can do this for the learners whom you teach or coach.")


def take_words(words: str, *, field: str, most: int, missing: str = "") -> str:
    """The words of a form without blanks around them; `missing` is what to say where there must be some."""
    taken = words.strip()
    if missing and not taken:
        raise InputError(missing, field=field)
    if len(taken) > most:
        raise InputError("Please say it in fewer words.", field=field)
    if "\x00" in taken:
        raise InputError("Please type this again: it holds a character that cannot be kept.", field=field)
    return taken


def require_choice(value: str, choices: list[str], *, field: str) -> None:
    """What a form's choice says must be one of its choices."""
    if value not in choices:
        raise InputError("Please choose one of these.", field=field)


def require_competency(acting_person: Person, competency: Competency | None) -> None:
    """Where a competency is named, it is one of the district."""
    if competency is not None and (competency.district_id != acting_person.district_id or competency.is_heading):
        raise InputError("This is not a competency of your district.", field="competency")


def store_once(model: type[Row], token: UUID | None, same: tuple[str, ...], **values: Any) -> tuple[Row, bool]:
    """Store a row under the token of its form, and say whether it is new.

    A form sent twice, even at the same moment, finds the row of the first time; `same` names what must then agree, so
    that nobody gets at another row by its token.
    """
    uuid = token or uuid4()
    found = model._default_manager.filter(uuid=uuid).first()
    if found is None:
        try:
            with transaction.atomic():
                return model._default_manager.create(uuid=uuid, **values), True
        except IntegrityError:
            found = model._default_manager.filter(uuid=uuid).first()
            if found is None:
                raise
    if any(getattr(found, name) != values[name] for name in same):
        raise InputError("This form was used before. Please open the page again.", field="token")
    return found, False


def lock_row(row: Row) -> Row:
    """The row as it stands now, held until the transaction ends: two who change it do so one after the other."""
    held = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if held is None:
        raise InputError("This is no longer there. Please open the page again.")
    return held
