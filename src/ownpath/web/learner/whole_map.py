"""The map of all competencies, with where one learner stands on it, and the same as a list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import Progression, frameworks_of, gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.proficiency.standing import GroupStanding, gather_group_standing
from ownpath.web.design.map import draw_framework_map, list_framework
from ownpath.web.learner.found import find_learner, note_reading
from ownpath.web.wording import reading_language

# Beyond this the list would weigh more than a first view may; it stands on a page of its own then.
MOST_LISTED_BESIDE = 250
# Beyond this one framework is shown first, and the others are a choice.
MOST_TOGETHER = 600


def show_map(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The map, of one framework or of all."""
    found = find_learner(request, learner)
    note_reading(request, found, "map")
    progression = gather_progression(found.district_id)
    framework, frameworks = choose_framework(request, found.district_id, progression)
    beside = _size(progression, framework) <= MOST_LISTED_BESIDE
    chosen = next((each["uuid"] for each in frameworks if each["is_chosen"]), "")
    query = f"?framework={chosen}" if chosen else ""
    drawn = draw_framework_map(
        _standing(found, progression),
        reading_language(),
        reverse("web:picture", args=[found.uuid]),
        framework_id=framework,
        list_address="" if beside else reverse("web:map_list", args=[found.uuid]) + query,
    )
    page = {"learner": found, "is_own": found.pk == request.person.pk, "map": drawn, "frameworks": frameworks}
    return render(request, "learner/map.html", page)


def show_map_list(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The same as the map, in lists by strand and level."""
    found = find_learner(request, learner)
    note_reading(request, found, "map")
    progression = gather_progression(found.district_id)
    framework, frameworks = choose_framework(request, found.district_id, progression)
    listed = list_framework(
        _standing(found, progression),
        reading_language(),
        reverse("web:picture", args=[found.uuid]),
        framework_id=framework,
    )
    page = {"learner": found, "is_own": found.pk == request.person.pk, "listed": listed, "frameworks": frameworks}
    return render(request, "learner/map_list.html", page)


def choose_framework(
    request: HttpRequest, district_id: int, progression: Progression
) -> tuple[int | None, list[dict[str, Any]]]:
    """The framework that the address names, and all there are to choose from where there is a choice."""
    used = {card.framework_id for card in progression.cards if not card.is_habit}
    rows = [(each.pk, str(each.uuid), each.title) for each in frameworks_of(district_id) if each.pk in used]
    asked = request.GET.get("framework", "")
    chosen = next((pk for pk, uuid, _title in rows if uuid == asked), None)
    may_be_together = _size(progression, None) <= MOST_TOGETHER
    if chosen is None and rows and not may_be_together:
        chosen = rows[0][0]
    choices = [{"uuid": uuid, "title": title, "is_chosen": pk == chosen} for pk, uuid, title in rows]
    if may_be_together:
        choices.insert(0, {"uuid": "", "title": _("All together"), "is_chosen": chosen is None})
    return chosen, choices if len(rows) > 1 else []


def _standing(learner: Person, progression: Progression) -> GroupStanding:
    own = Person.objects.filter(pk=learner.pk)
    return gather_group_standing(own, progression, now(), learner_ids=[learner.pk])


def _size(progression: Progression, framework: int | None) -> int:
    return sum(
        not card.is_habit and (framework is None or card.framework_id == framework) for card in progression.cards
    )
