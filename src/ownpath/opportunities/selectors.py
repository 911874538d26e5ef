"""What learners could do next, what they chose, and how a session is cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from django.db.models import QuerySet

from ownpath.competencies.selectors import Progression
from ownpath.core.recommendation import Due, LearnerNow, Limits, NextSteps, Reason, rank_next_steps
from ownpath.core.review import MOST_SHARE, Refresh, list_due, most_refreshes
from ownpath.opportunities.memories import gather_memories, landscape_of
from ownpath.opportunities.models import SessionSetting, StepChoice
from ownpath.people.models import Person
from ownpath.proficiency.generations import estimates_in_use
from ownpath.proficiency.standing import GroupStanding, gather_group_standing
from ownpath.schools.selectors import learners_visible_to

USUAL_TASKS = 10


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people want of one learner, by place: what the team pinned in its order, goals, what fits what they like."""

    pins: tuple[int, ...] = ()
    goals: frozenset[int] = frozenset()
    interests: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something that the learner has set out to do, or put off."""

    choice: StepChoice
    place: int


@dataclass(frozen=True, slots=True)
class LearnerNext:
    """The next steps of one learner, with what they chose and put off, and all that is to refresh."""

    learner_id: int
    steps: NextSteps
    chosen: tuple[Chosen, ...]
    put_off: tuple[Chosen, ...]
    refresh: tuple[Refresh, ...]


def choices_visible_to(person: Person, *, on: date | None = None) -> QuerySet[StepChoice]:
    """What learners whom a person may see chose, the newest first."""
    learners = learners_visible_to(person, on=on).values("pk")
    return StepChoice.objects.filter(district=person.district_id, learner__in=learners).order_by("-chosen_at", "-pk")


def gather_next_steps(
    learners: QuerySet[Person],
    progression: Progression,
    as_of: datetime,
    wishes: Mapping[int, Wishes] | None = None,
    *,
    standing: GroupStanding | None = None,
    limits: Limits | None = None,
) -> list[LearnerNext]:
    """The next steps of some learners: the same few queries, however many there are.

    The caller has the learners from a `..._visible_to` selector, and `wishes` (by learner) from those of `plans`;
    `standing` where it was gathered already.
    """
    stands = standing or gather_group_standing(learners, progression, as_of)
    ids = stands.learner_ids
    remembered = gather_memories(ids, progression)
    certainty, days_since = _estimates_of(ids, progression, as_of)
    choices = _choices_of(ids, progression, as_of)
    nows, due = [], []
    for number, learner_id in enumerate(ids):
        own = remembered[learner_id]
        refresh = list_due(
            own.memories,
            progression.requires_of,
            attained=np.flatnonzero(stands.attained[number] & ~progression.is_habit).tolist(),
            held=np.flatnonzero(stands.held[number]).tolist(),
            certainty=certainty[learner_id],
            as_of_seconds=as_of.timestamp(),
        )
        due.append(refresh)
        wish = (wishes or {}).get(learner_id) or Wishes()
        since = days_since[learner_id]
        # A choice has done its work as soon as there is evidence after it.
        begun = {
            each.place
            for each in choices[learner_id, StepChoice.Said.START]
            if since.get(each.place, np.inf) >= _days(each.choice.chosen_at, as_of)
        }
        nows.append(
            LearnerNow(
                held=stands.held[number],
                attained=stands.attained[number],
                working=stands.working[number],
                lately=frozenset(np.flatnonzero(stands.lately[number]).tolist()),
                days_since=since,
                pins=wish.pins,
                goals=wish.goals,
                interests=wish.interests,
                put_off=frozenset(each.place for each in choices[learner_id, StepChoice.Said.NOT_NOW]),
                chosen=frozenset(begun),
                at_top=own.at_top,
                due=tuple(Due(each.competency, reasons_of(each)) for each in refresh),
            )
        )
    ranked = rank_next_steps(landscape_of(progression), nows, limits)
    return [
        LearnerNext(
            learner_id,
            steps,
            tuple(each for each in choices[learner_id, StepChoice.Said.START] if each.place in now.chosen),
            tuple(choices[learner_id, StepChoice.Said.NOT_NOW]),
            tuple(refresh),
        )
        for learner_id, steps, now, refresh in zip(ids, ranked, nows, due, strict=True)
    ]


def reasons_of(refresh: Refresh) -> tuple[Reason, ...]:
    """Why something is to be refreshed, as next steps say it."""
    days = 0.0 if np.isnan(refresh.days_since) else refresh.days_since
    reasons = [Reason(refresh.why, refresh.failed_in_a_row if refresh.why == "failed_again" else days)]
    if refresh.check_first is not None:
        reasons.append(Reason("check_first", about=(refresh.check_first,)))
    if refresh.covers:
        reasons.append(Reason("covers", len(refresh.covers), refresh.covers))
    return tuple(reasons)


def _days(moment: datetime, as_of: datetime) -> float:
    return max(0.0, (as_of - moment).total_seconds() / 86400)


def _estimates_of(
    ids: Sequence[int], progression: Progression, as_of: datetime
) -> tuple[defaultdict[int, dict[int, float]], defaultdict[int, dict[int, float]]]:
    """By learner and place: how sure the estimate is that the criterion is met, and days since the last evidence."""
    certainty: defaultdict[int, dict[int, float]] = defaultdict(dict)
    days: defaultdict[int, dict[int, float]] = defaultdict(dict)
    rows = estimates_in_use().filter(learner__in=ids)
    for learner_id, competency_id, met, last in rows.values_list(
        "learner_id", "competency_id", "probability_met", "last_evidence_at"
    ):
        place = progression.place_of.get(competency_id)
        if place is not None:
            certainty[learner_id][place] = met
            days[learner_id][place] = _days(last, as_of)
    return certainty, days


def _choices_of(
    ids: Collection[int], progression: Progression, as_of: datetime
) -> defaultdict[tuple[int, str], list[Chosen]]:
    """What stands of what learners said, by learner and what they said; the latest word about a competency counts."""
    found: defaultdict[tuple[int, str], list[Chosen]] = defaultdict(list)
    met: set[tuple[int, int]] = set()
    rows = StepChoice.objects.filter(learner__in=ids, stands_until__gt=as_of, taken_back_at__isnull=True)
    for choice in rows.order_by("-chosen_at", "-pk"):
        place = progression.place_of.get(choice.competency_id)
        if place is not None and (choice.learner_id, place) not in met:
            met.add((choice.learner_id, place))
            found[choice.learner_id, choice.said].append(Chosen(choice, place))
    return found


@dataclass(frozen=True, slots=True)
class SessionCut:
    """How many tasks a session has, and at most which share of it is refreshing."""

    tasks: int
    share: float

    @property
    def refresh_percent(self) -> int:
        """The share, of a hundred tasks."""
        return round(100 * self.share)

    def most_refreshes(self, n_new: int) -> int:
        """How many refreshes may go with so many new tasks."""
        return min(most_refreshes(n_new, self.share), self.tasks)


def session_of(district_id: int) -> SessionCut:
    """How sessions are cut in a district; ten tasks and two fifths where nothing is set."""
    stored = SessionSetting.objects.filter(district=district_id).first()
    if stored is None:
        return SessionCut(USUAL_TASKS, MOST_SHARE)
    return SessionCut(stored.tasks, stored.refresh_percent / 100)
