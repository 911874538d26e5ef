"""A learner's picture: what I can do, work on, could do next, and what may need refreshing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.plans.selectors import pins_visible_to
from ownpath.proficiency.selectors import gather_habits, gather_picture
from ownpath.web.design.map import draw_neighbourhood_map
from ownpath.web.design.marks import jagged_profile, mark_words
from ownpath.web.design.picture_words import PictureWords, Pinned, pinned_by_place
from ownpath.web.learner.found import find_learner, note_reading
from ownpath.web.wording import ago, reading_language


def pinned_for(person: Person, learner: Person, progression: Progression) -> dict[int, Pinned]:
    """What teachers put first for a learner, as far as the person may see it."""
    return pinned_by_place(pins_visible_to(person).filter(learner=learner), progression)


def show_picture(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The picture of one learner, for the learner and for those who stand by them."""
    found = find_learner(request, learner)
    as_of, language = now(), reading_language()
    progression = gather_progression(found.district_id)
    picture = gather_picture(found, progression, as_of)
    note_reading(request, found, "picture")
    address = reverse("web:picture", args=[found.uuid])
    words = PictureWords(picture, address, language, as_of, pinned_for(request.person, found, progression))
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
            "map": draw_neighbourhood_map(picture.standing, words.map_centre(), language, address),
            "last_seen": ago(picture.standing.last_evidence_at[0], as_of)
            if picture.standing.last_evidence_at[0]
            else "",
        },
    )
