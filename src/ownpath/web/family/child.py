"""A family's page: one child, in plain words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.proficiency.selectors import gather_habits, gather_picture
from ownpath.schools.selectors import children_of
from ownpath.web.learner.found import note_reading
from ownpath.web.learner.picture import PictureWords
from ownpath.web.wording import ago, reading_language

MOST_NEXT = 4
MOST_REFRESH = 4


def list_children(request: HttpRequest) -> HttpResponse:
    """The children of the family; an only child's page opens at once."""
    children = list(children_of(request.person).select_related("identity").order_by("identity__given_name", "pk"))
    if len(children) == 1:
        return redirect("web:child", learner=children[0].uuid)
    return render(request, "family/children.html", {"children": children})


def show_child(request: HttpRequest, learner: UUID) -> HttpResponse:
    """What the child can do, works on and is about to do, and what to ask at home."""
    found = get_object_or_404(children_of(request.person).select_related("identity", "district"), uuid=learner)
    as_of, language = now(), reading_language()
    progression = gather_progression(found.district_id)
    picture = gather_picture(found, progression, as_of)
    note_reading(request, found, "family page")
    words = PictureWords(picture, reverse("web:picture", args=[found.uuid]), language, as_of)
    newest, strands = words.can_do()
    working_on = words.working_on()
    last = picture.standing.last_evidence_at[0]
    return render(
        request,
        "family/child.html",
        {
            "child": found,
            "newest": newest,
            "strands": strands,
            "working_on": working_on,
            "next": words.next()[:MOST_NEXT],
            "refresh": words.refresh()[:MOST_REFRESH],
            "habits": [each for each in words.habits(gather_habits(found, progression)) if each.level is not None],
            "ask": (newest[:1] + working_on[:1]),
            "last_seen": ago(last, as_of) if last else "",
        },
    )
