"""When a teacher last had something to do with each learner: so that nobody is forgotten, and nobody ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from ownpath.evidence.selectors import evidence_seen_by_people
from ownpath.people.models import Identity, Person
from ownpath.plans.models import Goal, GroupPlace, Note, SupportStep
from ownpath.proficiency.models import Judgement

MET_BY_HOUR = 12  # a group has a day and no hour; it has met when half of that day is over


@dataclass(frozen=True, slots=True)
class Contact:
    """The last time somebody of the staff had to do with a learner: when, who, and what it was (a code).

    Codes: note, talk, judgement, support, goal, group, seen (work rated or observed).
    """

    at: datetime
    person_id: int
    given_name: str
    what: str


def last_contacts(learners: QuerySet[Person], as_of: datetime) -> dict[int, Contact]:
    """The last contact of each learner by their inside id; who never had one is not in it.

    Seven queries, however many learners there are; the caller has the learners from a `..._visible_to` selector. What
    was taken back counts for nothing; a group counts for who was in it on the day it met.
    """
    within = {"learner__in": learners.order_by().values("pk")}
    notes = Note.objects.filter(
        kind__in=(Note.Kind.NOTE, Note.Kind.TALK), taken_back_at__isnull=True, written_at__lte=as_of, **within
    )
    goals = Goal.objects.filter(agreed_at__lte=as_of, **within)
    steps = SupportStep.objects.filter(noted_at__lte=as_of, **within)
    judgements = Judgement.objects.filter(judged_at__lte=as_of, **within)
    seen = evidence_seen_by_people().filter(ordered_at__lte=as_of, **within)
    met = GroupPlace.objects.filter(
        Q(removed_at__isnull=True) | Q(removed_at__date__gt=F("group__meets_on")),
        Q(group__closed_at__isnull=True) | Q(group__closed_at__date__gte=F("group__meets_on")),
        group__meets_on__lte=(as_of - timedelta(hours=MET_BY_HOUR)).date(),
        added_at__date__lte=F("group__meets_on"),
        **within,
    )
    latest: dict[int, tuple[datetime, int, str]] = {}
    for what, rows in (
        ("", _latest(notes, "written_by", "written_at", "kind")),
        ("goal", _latest(goals, "agreed_with", "agreed_at")),
        ("support", _latest(steps, "noted_by", "noted_at")),
        ("judgement", _latest(judgements, "judged_by", "judged_at")),
        ("seen", _latest(seen, "recorded_by", "ordered_at")),
        ("group", _latest(met, "group__led_by", "group__meets_on")),
    ):
        for learner_id, by_id, *kind, at in rows:
            moment = at if isinstance(at, datetime) else datetime.combine(at, time(MET_BY_HOUR), UTC)
            if learner_id != by_id:
                found = (moment, by_id, kind[0] if kind else what)
                latest[learner_id] = max(found, latest.get(learner_id, found))
    people = {by_id for _, by_id, _ in latest.values()}
    names = dict(Identity.objects.filter(person__in=people).values_list("person_id", "given_name"))
    return {
        learner_id: Contact(at=at, person_id=by_id, given_name=names.get(by_id, ""), what=what)
        for learner_id, (at, by_id, what) in latest.items()
    }


def _latest(rows: QuerySet[Any], by: str, at: str, *more: str) -> QuerySet[Any]:
    """The last moment of each pair of a learner and a person: a few rows a learner, whatever the length of a record."""
    return rows.order_by().values_list("learner_id", by, *more).annotate(latest=Max(at))
