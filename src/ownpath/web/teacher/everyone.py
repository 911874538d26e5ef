"""Some learners with their names and where they stand: what most pages of the team begin with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from ownpath.competencies.selectors import CompetencyCard, Progression, gather_progression
from ownpath.people.models import Person
from ownpath.proficiency.standing import GroupStanding, gather_group_standing

_GAP = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Named:
    """A learner as a list names them."""

    number: int
    id: int
    uuid: UUID
    given_name: str
    name: str
    address: str
    record_address: str


@dataclass(frozen=True, slots=True)
class OnWhat:
    """A competency as a list names it, with its address for one learner."""

    title: str
    address: str
    strand: str
    uuid: str


@dataclass(frozen=True, slots=True)
class Everyone:
    """Learners in the order of their names; their number is their row in `standing`."""

    people: tuple[Named, ...]
    standing: GroupStanding
    language: str
    titles: tuple[str, ...]
    strands: tuple[str, ...]
    uuids: tuple[str, ...]

    @property
    def progression(self) -> Progression:
        """All competencies."""
        return self.standing.progression

    def on(self, person: Named, place: int) -> OnWhat:
        """One competency for one learner."""
        uuid = self.uuids[place]
        return OnWhat(self.titles[place], f"{person.record_address}{uuid}/", self.strands[place], uuid)

    def matching(self, typed: str) -> list[CompetencyCard]:
        """The competencies whose title or code holds every word that was typed."""
        words = typed.casefold().split()
        return [
            card
            for card, title in zip(self.progression.cards, self.titles, strict=True)
            if all(word in f"{title} {card.code}".casefold() for word in words)
        ]


def gather_everyone(
    learners: QuerySet[Person], district_id: int, language: str, as_of: datetime, *, opens: str = "web:team"
) -> Everyone:
    """Names and standing of learners whom the caller has from a selector; `opens` is the page behind a name."""
    rows = list(
        learners.order_by("identity__given_name", "identity__family_name", "pk").values_list(
            "pk", "uuid", "identity__given_name", "identity__family_name"
        )
    )
    root = reverse(opens, args=[_GAP]).replace(str(_GAP), "{}")
    record = reverse("web:picture", args=[_GAP]).replace(str(_GAP), "{}")
    progression = gather_progression(district_id)
    return Everyone(
        people=tuple(
            Named(
                number=number,
                id=pk,
                uuid=uuid,
                given_name=given or "",
                name=f"{given or ''} {family or ''}".strip(),
                address=root.format(uuid),
                record_address=record.format(uuid),
            )
            for number, (pk, uuid, given, family) in enumerate(rows)
        ),
        standing=gather_group_standing(learners, progression, as_of, learner_ids=[row[0] for row in rows]),
        language=language,
        titles=tuple(card.title_in(language) for card in progression.cards),
        strands=tuple(progression.strands[card.strand].code for card in progression.cards),
        uuids=tuple(str(card.uuid) for card in progression.cards),
    )


def names_of(people: Iterable[Named], most: int = 3) -> list[str]:
    """The given names of the first few."""
    return [each.given_name for each in list(people)[:most]]
