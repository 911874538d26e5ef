"""What a leader looks at: all of their schools, one of them, or one learning community, with its counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.core.flow import is_too_small
from ownpath.foundation.clock import now
from ownpath.plans.flow import Flow, gather_kept_flow
from ownpath.schools.leading import Led, gather_led, learners_led_today
from ownpath.web.design.listing import Filter, choose
from ownpath.web.wording import reading_language

ALONE = "none"
_GAP = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Group:
    """A learning community, or those in none, as the filter names it, with its learners' numbers in the counts."""

    value: str
    name: str
    school_name: str
    board: str
    numbers: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many learners it has."""
        return len(self.numbers)

    @property
    def is_hidden(self) -> bool:
        """Whether it is too small for counts about it to be shown."""
        return is_too_small(self.size)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the address asks for; `numbers` are the chosen learners in the counts."""

    led: Led
    flow: Flow
    progression: Progression
    as_of: datetime
    language: str
    filters: tuple[Filter, ...]
    numbers: NDArray[np.int64]
    groups: tuple[Group, ...]
    list_root: str

    @property
    def is_hidden(self) -> bool:
        """Whether too few learners are chosen for counts about them to be shown."""
        return is_too_small(len(self.numbers))

    @property
    def strands(self) -> tuple[int, ...]:
        """The strands that hold competencies, habits last, in their order."""
        habits = {card.strand for card in self.progression.cards if card.is_habit}
        used = {card.strand for card in self.progression.cards}
        return (*sorted(used - habits), *sorted(habits))

    @property
    def counted_strands(self) -> tuple[int, ...]:
        """Those whose competencies are held or not; habits are seen on levels."""
        counted = {card.strand for card in self.progression.cards if not card.is_habit}
        return tuple(strand for strand in self.strands if strand in counted)

    def address_of(self, what: str = "", *, group: Group | None = None) -> str:
        """The list of those who wait, of one group or of those chosen."""
        query = {"what": what}
        if group and len(self.groups) > 1:
            query["community"] = group.value
        else:
            query |= {each.name: each.value for each in self.filters}
        return f"{self.list_root}?{urlencode({name: value for name, value in query.items() if value})}"

    def strand_name(self, strand: int) -> str:
        """A strand in the reader's language."""
        return self.progression.strands[strand].name_in(self.language)


def look(request: HttpRequest) -> Looked:
    """Read the filters and gather the counts; the number of queries does not grow with schools or learners."""
    as_of = now()
    led = gather_led(request.person)
    progression = gather_progression(request.person.district_id)
    flow = gather_kept_flow(
        learners_led_today(request.person),
        progression,
        as_of,
        learner_ids=led.learner_ids,
        district=request.person.district.uuid,
    )
    everything = ("", _("All"))
    named = [(str(each.uuid), each.name) for each in led.schools]
    school = choose(request, "school", _("School"), [everything, *named])
    communities = [each for each in led.communities if school.value in ("", str(each.school_uuid))]
    chosen = set(led.learner_ids)
    if school.value:
        own = [each.learner_ids for each in led.schools if str(each.uuid) == school.value]
        chosen = set().union(*own, *(each.learner_ids for each in communities))
    alone = chosen.difference(*(each.learner_ids for each in communities))
    several = len({each.school_uuid for each in communities}) > 1
    named = [(str(each.uuid), f"{each.name} ({each.school_name})" if several else each.name) for each in communities]
    if alone:
        named.append((ALONE, _("In no learning community")))
    community = choose(request, "community", _("Learning community"), [everything, *named])
    number_of = {learner_id: number for number, learner_id in enumerate(led.learner_ids)}
    board = reverse("web:board", args=[_GAP]).replace(str(_GAP), "{}")
    groups = [
        Group(
            str(each.uuid), each.name, each.school_name, board.format(each.uuid), _numbers(each.learner_ids, number_of)
        )
        for each in communities
    ]
    if alone:
        groups.append(Group(ALONE, _("In no learning community"), "", "", _numbers(alone, number_of)))
    if community.value:
        groups = [each for each in groups if each.value == community.value]
    numbers = groups[0].numbers if community.value else _numbers(chosen, number_of)
    return Looked(
        led=led,
        flow=flow,
        progression=progression,
        as_of=as_of,
        language=reading_language(),
        filters=tuple(each for each in (school, community) if len(each.choices) > 2),
        numbers=numbers,
        groups=tuple(groups),
        list_root=reverse("web:waiting"),
    )


def _numbers(learner_ids: Collection[int], number_of: dict[int, int]) -> NDArray[np.int64]:
    return np.array(sorted(number_of[each] for each in learner_ids), dtype=np.int64)
