"""A learner's home: what I am on, what is ready, what to refresh, who is with me, and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.plans.models import Goal, NeedGroup
from ownpath.plans.selectors import (
    first_names_in,
    goals_visible_to,
    groups_visible_to,
    supports_visible_to,
    team_of,
)
from ownpath.plans.services import note_visit
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.selectors import LearnerPicture, gather_picture, judgements_visible_to
from ownpath.web.design.can_do import CanDo
from ownpath.web.design.picture_words import PictureWords
from ownpath.web.learner.doing import gather_waiting
from ownpath.web.learner.picture import pinned_for
from ownpath.web.wording import ago, day_of, name_of, reading_language, verdict_words

MOST_ON, MOST_NEXT, MOST_REFRESH, MOST_CHANGES = 4, 3, 3, 6
FIRST_VISIT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new since the learner was last here."""

    sentence: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MyGroup:
    """A group that the learner is in."""

    title: str
    purpose: str
    address: str
    meets: str
    led_by: str
    names: str


def show_today(request: HttpRequest) -> HttpResponse:
    """The home of a learner; nobody else has this page."""
    learner, as_of, language = request.person, now(), reading_language()
    before = note_visit(learner, as_of)
    progression = gather_progression(learner.district_id)
    picture = gather_picture(learner, progression, as_of)
    address = reverse("web:picture", args=[learner.uuid])
    words = PictureWords(picture, address, language, as_of, pinned_for(learner, learner, progression))
    working_on, following, refresh = words.working_on(), words.next(), words.refresh()
    since = before or as_of - timedelta(days=FIRST_VISIT_DAYS)
    return render(
        request,
        "learner/today.html",
        {
            "headline": _headline(working_on, following),
            "waiting": gather_waiting(learner, progression, language),
            "working_on": working_on[:MOST_ON],
            "more_working": max(len(working_on) - MOST_ON, 0),
            "next": following[:MOST_NEXT],
            "refresh": refresh[:MOST_REFRESH],
            "more_refresh": max(len(refresh) - MOST_REFRESH, 0),
            "last_here": ago(before, as_of) if before else "",
            "changes": list(_changes(learner, picture, words, since))[:MOST_CHANGES],
            "goals": list(goals_visible_to(learner).filter(learner=learner, state=Goal.State.OPEN)),
            "groups": _groups(learner, progression, language, address),
            "supports": supports_visible_to(learner).filter(learner=learner, closed_at__isnull=True),
            "team": team_of(learner),
            "has_evidence": picture.standing.last_evidence_at[0] is not None,
        },
    )


def _headline(working_on: list[CanDo], following: list[CanDo]) -> str:
    """The day in one sentence."""
    if working_on and following:
        return _("You are on “%(now)s”. Next could be “%(next)s”.") % {
            "now": working_on[0].title,
            "next": following[0].title,
        }
    if working_on:
        return _("You are on “%(now)s”.") % {"now": working_on[0].title}
    if following:
        return _("You could start with “%(next)s”.") % {"next": following[0].title}
    return _("Nothing waits for you just now. Ask your coach what could be next.")


def _changes(learner: Person, picture: LearnerPicture, words: PictureWords, since: datetime) -> Iterator[Change]:
    """What was reached, what people decided, and what turned old, since a moment; the good news first."""
    progression = picture.progression
    named = {card.id: (card.title_in(words.language), f"{words.address}{card.uuid}/") for card in progression.cards}
    facts = sorted(picture.facts.values(), key=lambda each: (each.attained_at is None, each.attained_at or since))
    for each in reversed([fact for fact in facts if fact.attained and fact.attained_at and fact.attained_at > since]):
        if each.evidence_count > 1 or each.judged_by:
            yield Change(_("You can do this now:"), *named[each.card.id])
    judged = judgements_visible_to(learner).filter(learner=learner, judged_at__gt=since)
    for judgement in judged.select_related("judged_by__identity").order_by("-judged_at", "-pk"):
        if judgement.competency_id in named and judgement.verdict != Judgement.Verdict.ATTAINED:
            said = {"name": name_of(judgement.judged_by), "verdict": verdict_words()[judgement.verdict]}
            yield Change(_("%(name)s decided “%(verdict)s”:") % said, *named[judgement.competency_id])
    for each in facts:
        if each.attained and not each.held and each.holds_until and since < each.holds_until <= words.as_of:
            yield Change(_("A short look may help here:"), *named[each.card.id])


def _groups(learner: Person, progression: Progression, language: str, address: str) -> list[MyGroup]:
    """The open groups that the learner is in, with the first names of who else is."""
    groups = groups_visible_to(learner).filter(closed_at__isnull=True, places__learner=learner)
    return [
        _my_group(group, progression, language, address)
        for group in groups.filter(places__removed_at__isnull=True).distinct()
    ]


def _my_group(group: NeedGroup, progression: Progression, language: str, address: str) -> MyGroup:
    place = progression.place_of.get(group.competency_id)
    card = progression.cards[place] if place is not None else None
    return MyGroup(
        title=card.title_in(language) if card else str(group.competency),
        purpose=group.purpose,
        address=f"{address}{card.uuid}/" if card else "",
        meets=day_of(group.meets_on) if group.meets_on else "",
        led_by=name_of(group.led_by) if group.led_by_id else "",
        names=", ".join(first_names_in(group)),
    )
