"""Celebrate: what somebody can do now and could not do before, beside nobody but themselves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.plans.models import Goal
from ownpath.plans.selectors import goals_visible_to
from ownpath.proficiency.selectors import Facts, gather_picture
from ownpath.web.design.growth import draw_growth_of, year_begins
from ownpath.web.design.picture_words import PictureWords
from ownpath.web.learner.found import find_learner, note_reading
from ownpath.web.wording import day_of, month_of, reading_language


def show_growth(request: HttpRequest, learner: UUID) -> HttpResponse:
    """What is new this school year, month by month, the newest first."""
    found = find_learner(request, learner)
    note_reading(request, found, "growth")
    as_of, language = now(), reading_language()
    today = timezone.localtime(as_of).date()
    since = year_begins(today)
    progression = gather_progression(found.district_id)
    picture = gather_picture(found, progression, as_of)
    words = PictureWords(picture, reverse("web:picture", args=[found.uuid]), language, as_of)
    attained = [
        each for each in picture.facts.values() if each.attained and each.attained_at and not each.card.is_habit
    ]
    attained.sort(key=lambda each: _day(each.attained_at), reverse=True)
    new = [each for each in attained if _is_new(each, since)]
    months: dict[str, list[object]] = {}
    for each in new:
        months.setdefault(month_of(_day(each.attained_at)), []).append(words.item(each.card, three_facts=()))
    return render(
        request,
        "learner/growth.html",
        {
            "learner": found,
            "is_own": found.pk == request.person.pk,
            "since": day_of(since),
            "count": len(new),
            "months": [{"name": name, "items": items} for name, items in months.items()],
            "growth": draw_growth_of(attained, until=today),
            "reached": goals_visible_to(request.person)
            .filter(learner=found, state=Goal.State.REACHED)
            .order_by("-closed_at"),
        },
    )


def _day(moment: datetime | None) -> date:
    return timezone.localtime(moment).date() if moment else date.min


def _is_new(facts: Facts, since: date) -> bool:
    """What a record from before brought along is not new, whenever it was entered."""
    return _day(facts.attained_at) >= since and not facts.came_from_before
