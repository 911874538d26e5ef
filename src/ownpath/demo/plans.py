"""What the demo's learners set out to do and tell of themselves, and what their teachers note and agree."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.demo.cast import TEACHERS, CastLearner, Story
from ownpath.demo.cast.people import COMMUNITY_SIZE
from ownpath.demo.content_files import CONTENT
from ownpath.demo.school import DemoSchool
from ownpath.demo.walk import SEED
from ownpath.foundation.clock import clock_at
from ownpath.foundation.progress import Progress
from ownpath.people.models import Person
from ownpath.plans import services
from ownpath.plans.grouping import gather_need, suggest_groups
from ownpath.plans.models import AboutMe, Goal
from ownpath.proficiency.standing import GroupStanding, gather_group_standing
from ownpath.schools.models import LearningCommunity

TOKENS = UUID("8d0f6a3e-6a51-4c0c-9c3d-2f6f2a8f7b11")
MOST_COMMUNITIES = 30
GROUPS = 3
PINNED = {0: 1, 5: 0}


@dataclass(frozen=True, slots=True)
class Room:
    """One community with its learners in the order of the cast, and where they stand."""

    school: DemoSchool
    number: int
    cast: tuple[CastLearner, ...]
    people: tuple[Person, ...]
    standing: GroupStanding
    days: list[datetime]
    content: dict[str, Any]

    def chance(self, cast: CastLearner, what: int) -> np.random.Generator:
        """The same for the same learner, whoever else is there."""
        return np.random.default_rng([SEED, cast.number, what])

    def day(self, before_last: int, hours: float = 6.0) -> datetime:
        """An hour of one of the last school days."""
        return self.days[max(len(self.days) - 1 - before_last, 0)] + timedelta(hours=hours)

    def teacher(self, place: int) -> Person:
        """One of the community's three teachers."""
        return self.school.teachers[self.number * len(TEACHERS) + place % len(TEACHERS)]

    def worked_on(self, seat: int) -> Competency | None:
        """What a learner works on, or else could do next."""
        progression = self.standing.progression
        stuck = [each.competency for each in self.standing.stuck[seat]]
        working = np.flatnonzero(self.standing.working[seat] & ~progression.is_habit).tolist()
        places = [*stuck, *working, *(step.competency for step in self.standing.next_steps(seat))]
        return competency_of(progression.cards[places[0]]) if places else None


def token(*names: object) -> UUID:
    """The same form of the same demo is the same row."""
    return uuid5(TOKENS, " ".join(map(str, names)))


def plan_some(school: DemoSchool, *, days: list[datetime], progress: Progress) -> dict[str, int]:
    """Goals, about me, notes, messages, supports, pins and groups, for the first communities; how many of each."""
    content = json.loads((CONTENT / "plans.json").read_text(encoding="utf-8"))
    progression = gather_progression(school.district.pk)
    communities = list(LearningCommunity.objects.filter(district=school.district).order_by("pk")[:MOST_COMMUNITIES])
    progress.begin("Learners and teachers make plans", len(communities))
    made: dict[str, int] = {}
    for number, community in enumerate(communities):
        seats = slice(number * COMMUNITY_SIZE, (number + 1) * COMMUNITY_SIZE)
        people = school.learners[seats]
        learners = Person.objects.filter(pk__in=[each.pk for each in people])
        standing = gather_group_standing(learners, progression, days[-1], learner_ids=[each.pk for each in people])
        room = Room(school, number, school.cast[seats], people, standing, days, content)
        with transaction.atomic():
            for seat, cast in enumerate(room.cast):
                _tell(room, seat, cast, made)
                _set_goals(room, seat, cast, made)
                _note(room, seat, cast, made)
                _support(room, seat, cast, made)
            _bring_together(room, community, made)
        progress.advance()
    return made


def _count(made: dict[str, int], what: str) -> None:
    made[what] = made.get(what, 0) + 1


def _tell(room: Room, seat: int, cast: CastLearner, made: dict[str, int]) -> None:
    """Half of the learners write something of themselves in the first week, for as many people as they like."""
    chance = room.chance(cast, 11)
    if seat > 5 and chance.random() < 0.5:
        return
    shared = AboutMe.SharedWith.values
    for place, (kind, texts) in enumerate(room.content["about_me"].items()):
        text, shared_with = (
            texts[int(chance.integers(len(texts)))],
            shared[int(chance.choice(4, p=[0.1, 0.3, 0.3, 0.3]))],
        )
        if place and seat > 5 and chance.random() < 0.6:
            continue
        with clock_at(room.days[min(2, len(room.days) - 1)] + timedelta(hours=1, minutes=place)):
            services.write_about_me(
                acting_person=room.people[seat],
                kind=kind,
                text=text[cast.language],
                shared_with=shared_with,
                token=token("about", cast.number, kind),
            )
        _count(made, "about_me")


def _set_goals(room: Room, seat: int, cast: CastLearner, made: dict[str, int]) -> None:
    """Every third learner and the first few have a goal; some had one before and closed it."""
    chance = room.chance(cast, 12)
    competency = room.worked_on(seat)
    if cast.story in (Story.NEW, Story.QUIET) or competency is None or (seat > 5 and seat % 3):
        return
    learner, coach = room.people[seat], room.school.coach_of(cast.number)
    texts = [each[cast.language] for each in room.content["goals"]]
    first, second = chance.choice(len(texts), size=2, replace=False)
    if seat % 2 == 0:
        with clock_at(room.day(17)):
            earlier = services.make_goal(
                acting_person=learner,
                learner=learner,
                statement=texts[second][0],
                first_step=texts[second][1],
                by_when=(room.day(17) + timedelta(weeks=2)).date(),
                token=token("goal", cast.number, "earlier"),
            )
        state = Goal.State.LET_GO if seat % 9 == 6 else Goal.State.REACHED
        words = room.content["closings"][state]
        with clock_at(room.day(8)):
            services.close_goal(
                acting_person=learner,
                goal=earlier,
                state=state,
                closing_words=words[seat // 2 % len(words)][cast.language],
            )
        _count(made, "goals")
    with clock_at(room.day(5, 3.0)):
        goal = services.make_goal(
            acting_person=coach if seat % 5 == 4 else learner,
            learner=learner,
            statement=texts[first][0],
            first_step=texts[first][1],
            by_when=(room.day(5) + timedelta(days=int(chance.integers(12, 30)))).date(),
            competency=competency,
            token=token("goal", cast.number),
        )
    if seat % 3 == 0:
        with clock_at(room.day(3, 5.0)):
            services.agree_goal(acting_person=coach, goal=goal)
    _count(made, "goals")


def _note(room: Room, seat: int, cast: CastLearner, made: dict[str, int]) -> None:
    """A note or a talk about every fourth learner, a few messages to a coach, a pin."""
    learner, content = room.people[seat], room.content
    writer = room.teacher(seat + 1)
    if seat % 4 == 1 or cast.story in (Story.NEW, Story.STUCK):
        with clock_at(room.day(1 + seat % 7, 5.5)):
            services.write_note(
                acting_person=writer,
                learner=learner,
                text=content["notes"][seat % len(content["notes"])],
                competency=room.worked_on(seat),
                token=token("note", cast.number),
            )
        _count(made, "notes")
    if seat % 4 == 2:
        with clock_at(room.day(seat % 6, 4.5)):
            services.note_talk(
                acting_person=writer,
                learner=learner,
                text=content["talks"][seat // 4 % len(content["talks"])],
                token=token("talk", cast.number),
            )
        _count(made, "notes")
    if seat in (0, 1, 4, 17, 38):
        coach = room.school.coach_of(cast.number)
        with clock_at(room.day(seat % 2, 6.5)):
            message = services.send_message(
                acting_person=next(each for each in map(room.teacher, range(3)) if each.pk != coach.pk),
                learner=learner,
                addressed_to=coach,
                text=content["messages"][seat % len(content["messages"])],
                competency=room.worked_on(seat),
                token=token("message", cast.number),
            )
        if seat == 38:
            with clock_at(room.day(0, 7.0)):
                services.finish_message(acting_person=coach, note=message)
        _count(made, "messages")
    steps = room.standing.next_steps(seat)
    if seat in PINNED and steps:
        with clock_at(room.day(2, 6.0)):
            services.pin_competency(
                acting_person=room.school.coach_of(cast.number),
                learner=learner,
                competency=competency_of(room.standing.progression.cards[steps[-1].competency]),
                reason=content["pins"][PINNED[seat]][cast.language],
                token=token("pin", cast.number),
            )
        _count(made, "pins")


def _support(room: Room, seat: int, cast: CastLearner, made: dict[str, int]) -> None:
    """The first who is stuck and the first who went quiet get extra help, with what was done so far."""
    if seat not in (1, 2):
        return
    words = room.content["supports"][seat - 1][cast.language]
    owner = room.school.coach_of(cast.number)
    steps = words["steps"]
    with clock_at(room.day(4 * len(steps) + 3)):
        support = services.open_support(
            acting_person=owner,
            learner=room.people[seat],
            what=words["what"],
            next_step=words["first"],
            next_step_on=room.day(4 * len(steps)).date(),
            competency=room.worked_on(seat) if seat == 1 else None,
            is_shared=True,
            token=token("support", cast.number),
        )
    for place, (done, next_step) in enumerate(steps):
        before_last = 4 * (len(steps) - place) - 2
        with clock_at(room.day(before_last)):
            services.note_support_step(
                acting_person=room.teacher(seat + place),
                support=support,
                done=done,
                next_step=next_step,
                next_step_on=(room.day(before_last) + timedelta(days=4)).date(),
                token=token("step", cast.number, place),
            )
    _count(made, "supports")


def _bring_together(room: Room, community: LearningCommunity, made: dict[str, int]) -> None:
    """Three groups by need, as they were proposed: one met two days ago, one meets on the next day, one has no day."""
    learners = Person.objects.filter(pk__in=[each.pk for each in room.people])
    with clock_at(room.day(3)):
        need = gather_need(learners, room.school.district.pk, room.days[-1], standing=room.standing)
        groups, _ = suggest_groups(need, largest=6, most_groups=GROUPS)
        people = {each.pk: each for each in room.people}
        meets_on = ((room.day(2)).date(), (room.day(0) + timedelta(days=1)).date(), None)
        for place, group in enumerate(groups):
            services.make_group(
                acting_person=room.teacher(place),
                community=community,
                competency=competency_of(group.card),
                places=[services.NewPlace(people[each.learner_id], each.why) for each in group.places],
                purpose=room.content["groups"][place],
                meets_on=meets_on[place],
                token=token("group", room.number, place),
            )
            _count(made, "groups")
