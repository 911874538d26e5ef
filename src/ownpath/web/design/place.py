"""Where somebody can go from every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from ownpath.people.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """A page of one role; `names_oneself` where the address names the person who goes there."""

    role: str
    view_name: str
    name: Promise | str
    names_oneself: bool = False

    def address_for(self, person: Person) -> str:
        """The address of the place for this person."""
        return reverse(self.view_name, args=[person.uuid] if self.names_oneself else [])
