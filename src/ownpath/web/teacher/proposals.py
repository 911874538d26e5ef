"""Groups that could be made in a community, as a page shows them and as a form brings them back changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import numpy as np

from ownpath.competencies.selectors import CompetencyCard
from ownpath.core.planning import Need
from ownpath.plans.grouping import WHY, GatheredNeed, gather_need, suggest_groups
from ownpath.plans.models import GroupPlace
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import learners_of
from ownpath.web.teacher.everyone import Everyone, Named, gather_everyone
from ownpath.web.teacher.sayings import why_grouped, why_word

SMALLEST, LARGEST = 3, 8
LEAST_SIZE, MOST_SIZE = 2, 20
OUTSIDE = "outside"


def part_of(need: GatheredNeed, learner_ids: Collection[int]) -> GatheredNeed:
    """The need of some of the learners, in the same order."""
    rows = [row for row, learner_id in enumerate(need.learner_ids) if learner_id in learner_ids]
    return GatheredNeed(
        learner_ids=tuple(need.learner_ids[row] for row in rows),
        progression=need.progression,
        needs=need.needs[rows],
        wanted=need.wanted[rows],
        already_in=need.already_in[rows],
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A learner in a proposed group, and why."""

    person: Named
    why: str

    @property
    def why_word(self) -> str:
        """The same for people."""
        return why_word(self.why)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed group. `key` names it within the page; `token` makes a form sent twice one group."""

    key: str
    token: UUID
    card: CompetencyCard
    title: str
    statement: str
    strand: str
    members: tuple[Member, ...]
    why: str
    is_wanted: bool = True
    meets_on: date | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All proposals of a page, and who is in none of them."""

    proposals: tuple[Proposal, ...]
    outside: tuple[Member, ...]
    placed: int
    in_need: int


@dataclass(frozen=True, slots=True)
class Field:
    """The learners of one community with what they need."""

    everyone: Everyone
    need: GatheredNeed

    def why(self, person: Named, card: CompetencyCard) -> str:
        """Why somebody would be in a group for this: by need, or only because a teacher says so."""
        return WHY.get(Need(int(self.need.needs[person.number, card.place])), GroupPlace.Why.BY_HAND)

    def proposal(self, key: str, token: UUID, card: CompetencyCard, people: list[Named], **more: object) -> Proposal:
        """A group of these people, with the reasons as they are now."""
        members = tuple(Member(each, self.why(each, card)) for each in people)
        return Proposal(
            key=key,
            token=token,
            card=card,
            title=self.everyone.titles[card.place],
            statement=card.statement_in(self.everyone.language),
            strand=self.everyone.strands[card.place],
            members=members,
            why=why_grouped([each.why for each in members]),
            **more,
        )

    def arrangement(self, proposals: list[Proposal]) -> Arrangement:
        """Proposals, and everybody who is in none."""
        inside = {member.person.number for each in proposals for member in each.members}
        needs = (self.need.needs > 0).any(axis=1)
        outside = [Member(each, "") for each in self.everyone.people if each.number not in inside]
        return Arrangement(tuple(proposals), tuple(outside), len(inside), int(np.count_nonzero(needs)))


def gather_field(community: LearningCommunity, language: str, as_of: datetime) -> Field:
    """Who needs what in a community that the caller may see."""
    learners = learners_of(community)
    everyone = gather_everyone(learners, community.district_id, language, as_of)
    return Field(everyone, gather_need(learners, community.district_id, as_of, standing=everyone.standing))


def propose(field: Field, smallest: int, largest: int) -> Arrangement:
    """What the computer proposes within these sizes."""
    by_id = {each.id: each for each in field.everyone.people}
    groups, _proposed = suggest_groups(field.need, smallest=smallest, largest=largest)
    proposals = [
        field.proposal(str(number), uuid4(), group.card, [by_id[place.learner_id] for place in group.places])
        for number, group in enumerate(groups, 1)
    ]
    return field.arrangement(proposals)


def sizes_in(typed: Mapping[str, str]) -> tuple[int, int]:
    """The smallest and largest size that somebody asks for, within reason and in this order."""
    sizes = []
    for name, usual in (("smallest", SMALLEST), ("largest", LARGEST)):
        text = typed.get(name, "")
        sizes.append(min(max(int(text), LEAST_SIZE), MOST_SIZE) if text.isdecimal() and len(text) < 4 else usual)
    return min(sizes), max(sizes)
