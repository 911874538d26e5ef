"""A learner's picture: what I can do, work on, could do next, and what may need refreshing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ownpath.competencies.selectors import CompetencyCard, Progression, gather_progression
from ownpath.foundation.clock import now
from ownpath.proficiency.selectors import Facts, HabitSeen, LearnerPicture, gather_habits, gather_picture
from ownpath.web.design.can_do import CanDo
from ownpath.web.design.marks import HELD, REFRESH, jagged_profile, mark_words, marks_of
from ownpath.web.learner.found import find_learner, note_reading
from ownpath.web.learner.neighbourhood_map import draw_neighbourhood
from ownpath.web.wording import (
    ago,
    attained_sentence,
    missing_sentence,
    next_reasons,
    reading_language,
    spoken_reasons,
)

NEWEST = 5
MOST_NEXT = 8
NEXT_ON_MAP = 4


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

    def __init__(self, picture: LearnerPicture, address: str, language: str, as_of: datetime) -> None:
        self.picture, self.address, self.language, self.as_of = picture, address, language, as_of
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
            **more,
        )

    def working_on(self) -> list[CanDo]:
        """Newest evidence first; what is stuck before all."""
        standing = self.picture.standing
        stuck = {each.competency: each.since for each in standing.stuck[0]}
        facts = [each for place, each in self.picture.facts.items() if standing.working[0, place]]
        facts = [each for each in facts if not each.card.is_habit]
        facts.sort(key=lambda each: (each.card.place not in stuck, -_seconds(each.last_evidence_at), each.card.place))
        return [
            self.item(
                each.card,
                when=ago(each.last_evidence_at, self.as_of),
                facts=tuple(filter(None, [missing_sentence(each)])),
                reasons=tuple(spoken_reasons(each.reasons)),
                stuck_since=ago(stuck[each.card.place], self.as_of) if each.card.place in stuck else "",
            )
            for each in facts
        ]

    def next(self) -> list[CanDo]:
        return [
            self.item(
                self.progression.cards[step.competency],
                why=tuple(next_reasons(step, self.progression, self.language)),
            )
            for step in self.steps[:MOST_NEXT]
        ]

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
            if not each.attained_rule or each.evidence_count > 1
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


def show_picture(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The picture of one learner, for the learner and for those who stand by them."""
    found = find_learner(request, learner)
    as_of, language = now(), reading_language()
    progression = gather_progression(found.district_id)
    picture = gather_picture(found, progression, as_of)
    note_reading(request, found, "picture")
    address = reverse("web:picture", args=[found.uuid])
    words = PictureWords(picture, address, language, as_of)
    newest, strands = words.can_do()
    return render(
        request,
        "learner/picture.html",
        {
            "learner": found,
            "is_own": found.pk == request.person.pk,
            "working_on": words.working_on(),
            "next": words.next(),
            "refresh": words.refresh(),
            "newest": newest,
            "strands": strands,
            "habits": words.habits(gather_habits(found, progression)),
            "profile": jagged_profile(progression, words.marks, language),
            "mark_words": mark_words(),
            "map": draw_neighbourhood(picture.standing, words.map_centre(), language, address),
            "last_seen": ago(picture.standing.last_evidence_at[0], as_of)
            if picture.standing.last_evidence_at[0]
            else "",
        },
    )
