"""Who needs what in a community, gathered for the proposal of groups, and the proposal with its people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from ownpath.competencies.selectors import CompetencyCard, Progression, gather_progression
from ownpath.core.planning import Need, ProposedGroups, propose_groups
from ownpath.people.models import Person
from ownpath.plans.models import Goal, GroupPlace, Pin
from ownpath.proficiency.standing import GroupStanding, gather_group_standing

WHY = {Need.READY: GroupPlace.Why.READY, Need.REFRESH: GroupPlace.Why.REFRESH, Need.STUCK: GroupPlace.Why.STUCK}


@dataclass(frozen=True, slots=True)
class GatheredNeed:
    """Who needs what: matrices of shape (n_learners, n_competencies), rows in the order of `learner_ids`.

    `needs` holds codes of `core.planning.Need`; `wanted` is what a goal or a pin names; `already_in` the open groups.
    """

    learner_ids: tuple[int, ...]
    progression: Progression
    needs: NDArray[np.int64]
    wanted: NDArray[np.bool_]
    already_in: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SuggestedPlace:
    """A learner in a suggested group, and why (a code of `GroupPlace.Why`)."""

    learner_id: int
    why: str


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """A group that could be made, ready to be shown and handed to `make_group`."""

    card: CompetencyCard
    places: tuple[SuggestedPlace, ...]


def gather_need(
    learners: QuerySet[Person], district_id: int, as_of: datetime, *, standing: GroupStanding | None = None
) -> GatheredNeed:
    """Read who is stuck on what, what needs refreshing, and what is next, in a fixed number of queries.

    The caller has the learners from a `..._visible_to` selector, and may hand in their standing where a page has it.
    Habits of success are lived and not taught in groups. A goal or pin on something that is ready makes it a need,
    also where it is not among the few suggestions.
    """
    if standing is None:
        standing = gather_group_standing(learners, gather_progression(district_id), as_of)
    progression = standing.progression
    number_of = {learner_id: number for number, learner_id in enumerate(standing.learner_ids)}
    shape = standing.ready.shape
    within = {"learner__in": learners.order_by().values("pk")}
    wanted = _marked(
        shape,
        number_of,
        progression,
        Goal.objects.filter(state=Goal.State.OPEN, competency__isnull=False, **within).values_list(
            "learner_id", "competency_id"
        ),
        Pin.objects.filter(released_at__isnull=True, **within).values_list("learner_id", "competency_id"),
    )
    already_in = _marked(
        shape,
        number_of,
        progression,
        GroupPlace.objects.filter(removed_at__isnull=True, group__closed_at__isnull=True, **within).values_list(
            "learner_id", "group__competency_id"
        ),
    )
    needs = np.where(wanted & standing.ready, Need.READY, Need.NONE).astype(np.int64)
    for number in range(shape[0]):
        needs[number, [step.competency for step in standing.next_steps(number)]] = Need.READY
    needs[standing.attained & ~standing.held] = Need.REFRESH
    for number, stuck in enumerate(standing.stuck):
        needs[number, [each.competency for each in stuck]] = Need.STUCK
    needs[:, progression.is_habit] = Need.NONE
    return GatheredNeed(standing.learner_ids, progression, needs, wanted, already_in)


def suggest_groups(
    need: GatheredNeed, *, smallest: int = 3, largest: int = 8, most_groups: int = 12, most_per_learner: int = 1
) -> tuple[list[SuggestedGroup], ProposedGroups]:
    """The groups that `core.planning` proposes, with their competencies and codes; and the proposal itself, which says
    how many learners have a place and how many could at most."""
    progression = need.progression
    proposed = propose_groups(
        need.needs,
        learners=need.learner_ids,
        opens=progression.opens,
        level=progression.level,
        strand=progression.strand,
        already_in=need.already_in,
        wanted=need.wanted,
        smallest=smallest,
        largest=largest,
        most_groups=most_groups,
        most_per_learner=most_per_learner,
    )
    groups = [
        SuggestedGroup(
            card=progression.cards[group.competency],
            places=tuple(SuggestedPlace(member.learner, WHY[member.need]) for member in group.members),
        )
        for group in proposed.groups
    ]
    return groups, proposed


def _marked(
    shape: tuple[int, ...],
    number_of: dict[int, int],
    progression: Progression,
    *pairs: Iterable[tuple[int, int]],
) -> NDArray[np.bool_]:
    matrix = np.zeros(shape, dtype=bool)
    for rows in pairs:
        for learner_id, competency_id in rows:
            place = progression.place_of.get(competency_id)
            if place is not None and learner_id in number_of:
                matrix[number_of[learner_id], place] = True
    return matrix
