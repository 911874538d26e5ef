"""A learner's picture in words: what the pages of learners, families and teachers show of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ownpath.competencies.selectors import CompetencyCard, Progression
from ownpath.plans.models import Pin
from ownpath.proficiency.selectors import Facts, HabitSeen, LearnerPicture
from ownpath.web.design.can_do import CanDo, three_facts
from ownpath.web.design.marks import HELD, REFRESH, marks_of
from ownpath.web.wording import ago, attained_sentence, missing_sentence, name_of, next_reasons, spoken_reasons

NEWEST = 5
MOST_NEXT = 8
NEXT_ON_MAP = 4


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a teacher put first: who, and why."""

    by: str
    why: str


def pinned_by_place(pins: Iterable[Pin], progression: Progression) -> dict[int, Pinned]:
    """What teachers put first for one learner, by the competency's place, as far as it is in use."""
    place_of = progression.place_of
    return {
        place_of[pin.competency_id]: Pinned(name_of(pin.pinned_by), pin.reason)
        for pin in pins
        if pin.competency_id in place_of
    }


@dataclass(frozen=True, slots=True)
class StrandList:
    """What somebody can do in one strand."""

    code: str
    name: str
    items: tuple[CanDo, ...]


@dataclass(frozen=True, slots=True)
class HabitItem:
    """A habit of success with the level it was last seen on, described."""

    title: str
    statement: str
    address: str
    level: int | None
    level_name: str
    described: str
    when: str
    steps: tuple[bool, ...]


class PictureWords:
    """Turns a gathered picture into what the template shows; computes nothing about mastery."""

    def __init__(
        self,
        picture: LearnerPicture,
        address: str,
        language: str,
        as_of: datetime,
        pinned: Mapping[int, Pinned] | None = None,
    ) -> None:
        self.picture, self.address, self.language, self.as_of = picture, address, language, as_of
        self.pinned = pinned or {}
        self.progression: Progression = picture.progression
        self.marks = marks_of(picture.standing)
        self.steps = picture.standing.next_steps(0)

    def item(self, card: CompetencyCard, **more: object) -> CanDo:
        strand = self.progression.strands[card.strand]
        title, statement = card.title_in(self.language), card.statement_in(self.language)
        return CanDo(
            title=title,
            statement="" if statement == title else statement,
            strand=strand.code,
            strand_name=strand.name_in(self.language),
            level=card.level,
            address=f"{self.address}{card.uuid}/",
            pinned_by=self.pinned[card.place].by if card.place in self.pinned else "",
            pinned_why=self.pinned[card.place].why if card.place in self.pinned else "",
            **more,
        )

    def working_on(self) -> list[CanDo]:
        """Newest evidence first; what is stuck before all."""
        standing = self.picture.standing
        stuck = {each.competency: each.since for each in standing.stuck[0]}
        facts = [each for place, each in self.picture.facts.items() if standing.working[0, place]]
        facts = [each for each in facts if not each.card.is_habit]
        facts.sort(
            key=lambda each: (
                each.card.place not in self.pinned,
                each.card.place not in stuck,
                -_seconds(each.last_evidence_at),
                each.card.place,
            )
        )
        return [
            self.item(
                each.card,
                when=ago(each.last_evidence_at, self.as_of),
                three_facts=three_facts(each),
                facts=tuple(filter(None, [missing_sentence(each)])),
                reasons=tuple(spoken_reasons(each.reasons)),
                stuck_since=ago(stuck[each.card.place], self.as_of) if each.card.place in stuck else "",
            )
            for each in facts
        ]

    def next(self) -> list[CanDo]:
        """What a teacher put first, then what is ready, with the reasons."""
        standing, shown = self.picture.standing, []
        first = [place for place in self.pinned if not standing.attained[0, place] and not standing.working[0, place]]
        all_steps = standing.next_steps(0, len(self.progression.cards)) if first else self.steps
        steps = {step.competency: step for step in all_steps}
        for place in [*first, *(step.competency for step in self.steps if step.competency not in first)][:MOST_NEXT]:
            why = tuple(next_reasons(steps[place], self.progression, self.language)) if place in steps else ()
            shown.append(self.item(self.progression.cards[place], why=why))
        return shown

    def _known(self, mark: str) -> list[Facts]:
        found = [each for place, each in self.picture.facts.items() if self.marks[place] == mark]
        found = [each for each in found if not each.card.is_habit]
        return sorted(found, key=lambda each: (-_seconds(each.attained_at), each.card.place))

    def refresh(self) -> list[CanDo]:
        """What was attained and may have faded, longest without evidence first."""
        found = sorted(self._known(REFRESH), key=lambda each: _seconds(each.last_evidence_at))
        return [
            self.item(each.card, when=ago(each.last_evidence_at, self.as_of), facts=(attained_sentence(each),))
            for each in found
        ]

    def can_do(self) -> tuple[list[CanDo], list[StrandList]]:
        """The newest, and all by strand."""
        known = self._known(HELD)
        newest = [
            self.item(each.card, when=ago(each.attained_at, self.as_of), facts=(attained_sentence(each),))
            for each in known
            if not each.came_from_before
        ][:NEWEST]
        strands = []
        for number, strand in enumerate(self.progression.strands):
            own = sorted(
                (each for each in known if each.card.strand == number),
                key=lambda each: (-self.progression.level[each.card.place], each.card.place),
            )
            if own:
                items = tuple(self.item(each.card) for each in own)
                strands.append(StrandList(strand.code, strand.name_in(self.language), items))
        return newest, strands

    def habits(self, seen: Iterable[HabitSeen]) -> list[HabitItem]:
        return [self._habit(each) for each in seen]

    def _habit(self, seen: HabitSeen) -> HabitItem:
        levels = self.progression.scale_levels.get(seen.card.framework_id, ())
        name = next((each for each in levels if each.value == seen.level), None)
        described = seen.card.level_descriptions.get(self.language) or seen.card.level_descriptions.get("en", {})
        return HabitItem(
            title=seen.card.title_in(self.language),
            statement=seen.card.statement_in(self.language),
            address=f"{self.address}{seen.card.uuid}/",
            level=seen.level,
            level_name=(name.translations.get(self.language, {}).get("name") or name.name) if name else "",
            described=described.get(str(seen.level), "") if seen.level is not None else "",
            when=ago(seen.seen_at, self.as_of) if seen.seen_at else "",
            steps=tuple(seen.level is not None and each.value <= seen.level for each in levels),
        )

    def map_centre(self) -> list[int]:
        """What the neighbourhood is the neighbourhood of."""
        standing = self.picture.standing
        working = [place for place in self.picture.facts if standing.working[0, place]]
        working = [place for place in working if not self.progression.is_habit[place]]
        return working + [step.competency for step in self.steps[:NEXT_ON_MAP]]


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
