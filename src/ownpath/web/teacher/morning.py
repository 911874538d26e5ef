"""The morning page: who needs somebody today and for what, in three lists, the longest waiting first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.foundation.clock import now
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.plans.grouping import SuggestedGroup, gather_need, suggest_groups
from ownpath.plans.models import Note
from ownpath.plans.team_file import latest_notes
from ownpath.proficiency.nearly import Nearly, gather_nearly
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import communities_taught_by, learner_ids_by_community, learners_taught_by
from ownpath.web.teacher.acts import ActLinks, ActsHere
from ownpath.web.teacher.everyone import Everyone, Named, OnWhat, gather_everyone, names_of
from ownpath.web.teacher.proposals import part_of
from ownpath.web.teacher.sayings import said_of, why_grouped
from ownpath.web.wording import ago, missing_sentence, name_of, reading_language

MOST_ROWS = 5
MOST_CHECKS, MOST_GROUPS = 3, 2
MOST_MESSAGES = 2
LATELY_DAYS = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One learner, on what, and why they stand here; `lately` is what the team did about it."""

    learner: Named
    on: OnWhat | None
    more: int
    reason: str
    since: datetime
    acts: ActLinks | None = None
    lately: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group that could be made today."""

    title: str
    strand: str
    names: str
    more: int
    size: int
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a colleague asks."""

    uuid: UUID
    by: str
    about: str
    about_address: str
    text: str
    when: str
    answer_address: str


@dataclass(frozen=True, slots=True)
class NeedList:
    """One of the lists: its first rows, and how many there are."""

    rows: list[NeedRow]
    count: int
    more_address: str

    @property
    def more(self) -> int:
        """How many do not fit."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class _Page:
    """What all rows of the page share."""

    acts: ActsHere
    lately: dict[int, str]
    board: str


def show_morning(request: HttpRequest) -> HttpResponse:
    """The home of teachers and learning coaches: all of their communities and coached learners together."""
    as_of, language = now(), reading_language()
    everyone = gather_everyone(learners_taught_by(request.person), request.person.district_id, language, as_of)
    here = reverse("web:morning")
    lately = as_of - timedelta(days=LATELY_DAYS)
    notes = latest_notes(request.person, [each.id for each in everyone.people], lately)
    page = _Page(ActsHere(request, "row", here), _lately(notes, as_of), reverse("web:my_learners"))
    nearly = gather_nearly(everyone.standing)
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="morning page",
        detail={"learners": len(everyone.people)},
    )
    messages = _messages(notes, request.person, as_of)
    context = {
        "today": as_of,
        "here": here,
        "shown": "row",
        "any_learners": bool(everyone.people),
        "messages_to_me": messages[:MOST_MESSAGES],
        "more_messages": messages[MOST_MESSAGES:],
        "stuck": _list(_stuck(everyone, as_of), page, MOST_ROWS, "stuck"),
        "checks": _list(_checks(everyone, nearly, as_of), page, MOST_CHECKS, "check"),
        "quiet": _list(_quiet(everyone, as_of), page, MOST_ROWS, "quiet"),
        "groups": _groups(request.person, everyone, as_of),
    }
    return render(request, "teacher/morning.html", context)


def _list(rows: list[NeedRow], page: _Page, most: int, state: str) -> NeedList:
    """The longest waiting first; nobody is ranked by how well they do."""
    rows.sort(key=lambda row: (row.since, row.learner.number))
    shown = [
        replace(
            row,
            acts=page.acts.about(row.learner.uuid, row.learner.given_name, row.on.uuid if row.on else ""),
            lately=page.lately.get(row.learner.id, ""),
        )
        for row in rows[:most]
    ]
    return NeedList(shown, len(rows), f"{page.board}?state={state}")


def _row(everyone: Everyone, person: Named, places: list[int], reason: str, since: datetime) -> NeedRow:
    on = everyone.on(person, places[0]) if places else None
    return NeedRow(person, on, max(len(places) - 1, 0), reason, since)


def _stuck(everyone: Everyone, as_of: datetime) -> list[NeedRow]:
    rows = []
    for person, stuck in zip(everyone.people, everyone.standing.stuck, strict=True):
        if stuck:
            reason = _("Trying without success; it began %(when)s.") % {"when": ago(stuck[0].since, as_of)}
            quiet = everyone.standing.quiet_since(person.number)
            if quiet is not None:
                reason = f"{reason} {_quiet_words(quiet, as_of)}"
            rows.append(_row(everyone, person, [each.competency for each in stuck], reason, stuck[0].since))
    return rows


def _checks(everyone: Everyone, nearly: tuple[tuple[Nearly, ...], ...], as_of: datetime) -> list[NeedRow]:
    rows = []
    for person, own in zip(everyone.people, nearly, strict=True):
        stuck = {each.competency for each in everyone.standing.stuck[person.number]}
        own = tuple(each for each in own if each.competency not in stuck)
        if own:
            reason = check_reason(own[0], as_of)
            rows.append(_row(everyone, person, [each.competency for each in own], reason, own[0].since))
    return rows


def check_reason(nearly: Nearly, as_of: datetime) -> str:
    """Why a short check, or a teacher's yes, is what comes next."""
    when = {"when": ago(nearly.since, as_of)}
    if nearly.was_judged_not_yet:
        return _("Judged not yet; what came in since (%(when)s) speaks for it.") % when
    if nearly.missing:
        return missing_sentence(nearly)
    return _("Very likely there. A few fresh tasks or your yes decide. Last evidence %(when)s.") % when


def _quiet_words(since: datetime, as_of: datetime) -> str:
    return _("Last evidence %(when)s.") % {"when": ago(since, as_of)}


def _quiet(everyone: Everyone, as_of: datetime) -> list[NeedRow]:
    """Who is stuck stands in that list already, with how long they have been quiet."""
    standing = everyone.standing
    rows = []
    for person in everyone.people:
        working = np.flatnonzero(standing.working[person.number] & ~standing.progression.is_habit).tolist()
        quiet = standing.quiet_since(person.number)
        if quiet is not None and not standing.stuck[person.number]:
            rows.append(_row(everyone, person, working, _quiet_words(quiet, as_of), quiet))
        elif standing.last_evidence_at[person.number] is None:
            reason = _("No evidence yet: nobody knows where to begin.")
            rows.append(_row(everyone, person, [], reason, _LONG_AGO))
    return rows


def _groups(person: Person, everyone: Everyone, as_of: datetime) -> list[GroupRow]:
    """The first groups that are proposed, community by community: a group is of one community."""
    communities = list(communities_taught_by(person))
    if not communities or not everyone.people:
        return []
    members = learner_ids_by_community(LearningCommunity.objects.filter(pk__in=[each.pk for each in communities]))
    # The ids of whom the person teaches: a short list is asked for faster than the rule is put together again.
    learners = Person.objects.filter(pk__in=[each.id for each in everyone.people])
    need = gather_need(learners, person.district_id, as_of, standing=everyone.standing)
    rows: list[GroupRow] = []
    for community in communities:
        groups, _proposed = suggest_groups(part_of(need, members[community.pk]), most_groups=MOST_GROUPS)
        address = reverse("web:community_groups", args=[community.uuid])
        rows += [_group_row(everyone, group, address) for group in groups]
    return rows[:MOST_GROUPS]


def _group_row(everyone: Everyone, group: SuggestedGroup, address: str) -> GroupRow:
    by_id = {each.id: each for each in everyone.people}
    people = [by_id[place.learner_id] for place in group.places]
    names = names_of(people, 4)
    return GroupRow(
        title=everyone.titles[group.card.place],
        strand=everyone.strands[group.card.place],
        names=", ".join(names),
        more=len(people) - len(names),
        size=len(people),
        why=why_grouped([place.why for place in group.places]),
        address=f"{address}#group-{group.card.uuid}",
    )


def _lately(notes: list[Note], as_of: datetime) -> dict[int, str]:
    """The newest of the last days about each learner: what somebody of the team did already."""
    found: dict[int, str] = {}
    for note in notes:
        if note.written_at > as_of - timedelta(days=LATELY_DAYS) and note.done_at is None:
            found.setdefault(note.learner_id, said_of(note, as_of))
    return found


def _messages(notes: list[Note], person: Person, as_of: datetime) -> list[Message]:
    """What colleagues ask of a person, the longest waiting first."""
    return [
        Message(
            uuid=note.uuid,
            by=name_of(note.written_by),
            about=name_of(note.learner),
            about_address=reverse("web:team", args=[note.learner.uuid]),
            text=note.text,
            when=ago(note.written_at, as_of),
            answer_address=reverse("web:team_act", args=[note.learner.uuid, "message"]) + f"?to={note.written_by.uuid}",
        )
        for note in reversed(notes)
        if note.addressed_to_id == person.pk and note.done_at is None
    ]
