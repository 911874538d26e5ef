"""One learner for the team: where they stand in short, what was noted, who owns which next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.plans.models import AboutMe, NeedGroup, Note, Pin, Support
from ownpath.plans.selectors import team_of
from ownpath.plans.team_file import gather_team_file
from ownpath.proficiency.selectors import LearnerPicture, gather_picture
from ownpath.schools.selectors import communities_taught_by
from ownpath.web.design.marks import jagged_profile, mark_words
from ownpath.web.design.picture_words import PictureWords, pinned_by_place
from ownpath.web.learner.found import note_reading
from ownpath.web.teacher.acts import ActsHere
from ownpath.web.teacher.sayings import why_word
from ownpath.web.teacher.typed import find_taught
from ownpath.web.wording import ago, day_of, name_of, reading_language

MOST_NOTES = 8
MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note: what was done, by whom, when."""

    heading: str
    when: str
    text: str
    about: str


def show_team(request: HttpRequest, learner: UUID) -> HttpResponse:
    """What everybody of the team sees; nobody else sees it."""
    found = find_taught(request, learner)
    as_of, language = now(), reading_language()
    progression = gather_progression(found.district_id)
    note_reading(request, found, "team page")
    file = gather_team_file(request.person, found)
    notes = [_line(note, progression, language, as_of) for note in file.notes]
    team = team_of(found)
    return render(
        request,
        "teacher/team.html",
        {
            "learner": found,
            **picture_in_short(found, file.pins, progression, language, as_of),
            "team": team,
            "coach": next((each for each in team if each.is_coach), None),
            "notes": notes[:MOST_NOTES],
            "more_notes": notes[MOST_NOTES:],
            "supports": [_support(each, as_of) for each in file.supports if each.closed_at is None],
            "closed_supports": [_support(each, as_of) for each in file.supports if each.closed_at is not None],
            "about_me": [{"kind": str(AboutMe.Kind(each.kind).label), "text": each.text} for each in file.about_me],
            "goals": [
                {
                    "statement": each.statement,
                    "first_step": each.first_step,
                    "by_when": day_of(each.by_when),
                    "agreed_with": name_of(each.agreed_with),
                }
                for each in file.goals
            ],
            "groups": _groups(request.person, found, file.groups, progression, language),
            "acts": ActsHere(request, "page", request.path, with_support=True).about(
                found.uuid, found.identity.given_name
            ),
            "shown": "page",
            "here": request.path,
        },
    )


def picture_in_short(
    learner: Person, pins: Sequence[Pin], progression: Progression, language: str, as_of: datetime
) -> dict[str, Any]:
    """Working on, next, to refresh, the strands side by side, and the pins with who set them."""
    picture = gather_picture(learner, progression, as_of)
    pinned = pinned_by_place(pins, progression)
    address = reverse("web:picture", args=[learner.uuid])
    words = PictureWords(picture, address, language, as_of, pinned)
    working, coming, refresh = words.working_on(), words.next(), words.refresh()
    last = picture.standing.last_evidence_at[0]
    return {
        "working_on": working[:MOST_SHOWN],
        "more_working": len(working[MOST_SHOWN:]),
        "next": coming[:MOST_SHOWN],
        "more_next": len(coming[MOST_SHOWN:]),
        "refresh": refresh[:MOST_SHOWN],
        "more_refresh": len(refresh[MOST_SHOWN:]),
        "profile": jagged_profile(progression, words.marks, language),
        "mark_words": mark_words(),
        "pins": [
            {
                "uuid": each.uuid,
                "title": progression.cards[progression.place_of[each.competency_id]].title_in(language)
                if each.competency_id in progression.place_of
                else each.competency.title,
                "by": name_of(each.pinned_by),
                "when": ago(each.pinned_at, as_of),
                "reason": each.reason,
            }
            for each in pins
            if not _is_attained(picture, each)
        ],
        "last_seen": ago(last, as_of) if last else "",
    }


def _is_attained(picture: LearnerPicture, pin: Pin) -> bool:
    place = picture.progression.place_of.get(pin.competency_id)
    return place is not None and bool(picture.standing.attained[0, place])


def _line(note: Note, progression: Progression, language: str, as_of: datetime) -> NoteLine:
    words = {"name": name_of(note.written_by), "to": name_of(note.addressed_to)}
    if note.kind == Note.Kind.TALK:
        heading = _("%(name)s talked with the learner") % words
    elif note.kind == Note.Kind.MESSAGE:
        heading = _("%(name)s asked %(to)s") % words
    else:
        heading = _("%(name)s noted") % words
    place = progression.place_of.get(note.competency_id) if note.competency_id else None
    done = _("done %(when)s") % {"when": ago(note.done_at, as_of)} if note.done_at else ""
    about = progression.cards[place].title_in(language) if place is not None else ""
    return NoteLine(heading, " · ".join(filter(None, [ago(note.written_at, as_of), done])), note.text, about)


def _support(support: Support, as_of: datetime) -> dict[str, Any]:
    overdue = support.next_step_on is not None and support.next_step_on < as_of.date()
    return {
        "uuid": support.uuid,
        "what": support.what,
        "owner": name_of(support.owner),
        "opened": _("%(name)s opened it %(when)s")
        % {"name": name_of(support.opened_by), "when": ago(support.opened_at, as_of)},
        "next_step": support.next_step,
        "next_step_on": day_of(support.next_step_on) if support.next_step_on else "",
        "is_overdue": overdue and support.closed_at is None,
        "is_shared": support.is_shared,
        "steps": [
            {"by": name_of(step.noted_by), "when": ago(step.noted_at, as_of), "done": step.done}
            for step in support.visible_steps
        ],
        "outcome": support.outcome,
        "closed": ago(support.closed_at, as_of) if support.closed_at else "",
    }


def _groups(
    person: Person, learner: Person, groups: Sequence[NeedGroup], progression: Progression, language: str
) -> list[dict[str, Any]]:
    """The open groups that the learner is in."""
    taught = set(communities_taught_by(person).values_list("pk", flat=True))
    shown = []
    for group in groups:
        place = progression.place_of.get(group.competency_id)
        own = next((each for each in group.open_places if each.learner_id == learner.pk), None)
        shown.append(
            {
                "address": reverse("web:group", args=[group.uuid]) if group.community_id in taught else "",
                "name": progression.cards[place].title_in(language) if place is not None else group.competency.title,
                "strand": progression.strands[progression.cards[place].strand].code if place is not None else "",
                "size": len(group.open_places),
                "led_by": name_of(group.led_by),
                "meets_on": day_of(group.meets_on) if group.meets_on else "",
                "why": why_word(own.why) if own else "",
            }
        )
    return shown
