"""Finding a learner, a competency or a page by typing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, gather_progression
from ownpath.people.models import RoleKind
from ownpath.schools.selectors import communities_visible_to, learners_visible_to
from ownpath.web.access import may_open
from ownpath.web.context import places_of
from ownpath.web.design.toasts import is_partial
from ownpath.web.wording import reading_language

MOST_TYPED, MOST_WORDS = 80, 5
MOST_SUGGESTED, MOST_FOUND = 6, 40


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found."""

    name: str
    address: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What was found of one sort."""

    heading: str
    items: tuple[Found, ...]


def search(request: HttpRequest) -> HttpResponse:
    """The page of what was found; while somebody types, only the list below the field."""
    typed = request.GET.get("q", "").strip()[:MOST_TYPED]
    most = MOST_SUGGESTED if is_partial(request) else MOST_FOUND
    groups = find(request, typed, most) if typed else []
    template = "design/found.html" if is_partial(request) else "search.html"
    return render(request, template, {"typed": typed, "groups": groups})


def find(request: HttpRequest, typed: str, most: int) -> list[FoundGroup]:
    """People, communities, competencies and pages that the person may open, each in a fixed number of queries."""
    words = typed.casefold().split()[:MOST_WORDS]
    found = [
        FoundGroup(_("Learners"), _learners(request, words, most)),
        FoundGroup(_("Learning communities"), _communities(request, words, most)),
        FoundGroup(_("Competencies"), _competencies(request, words, most)),
        FoundGroup(_("Pages"), _pages(request, words, most)),
    ]
    return [group for group in found if group.items]


def _learners(request: HttpRequest, words: list[str], most: int) -> tuple[Found, ...]:
    learners = learners_visible_to(request.person).exclude(pk=request.person.pk)
    for word in words:
        begins = Q(identity__given_name__istartswith=word) | Q(identity__family_name__istartswith=word)
        learners = learners.filter(begins | Q(identity__family_name__icontains=f"-{word}"))
    rows = learners.order_by("identity__given_name", "identity__family_name", "pk").values_list(
        "uuid", "identity__given_name", "identity__family_name"
    )
    view = "web:child" if not may_open("web:board", request.roles) else "web:picture"
    return tuple(Found(f"{given} {family}".strip(), reverse(view, args=[uuid])) for uuid, given, family in rows[:most])


def _communities(request: HttpRequest, words: list[str], most: int) -> tuple[Found, ...]:
    if not may_open("web:board", request.roles):
        return ()
    communities = communities_visible_to(request.person)
    for word in words:
        communities = communities.filter(name__icontains=word)
    rows = communities.order_by("name", "pk").values_list("uuid", "name", "school__name")
    return tuple(Found(name, reverse("web:board", args=[uuid]), school) for uuid, name, school in rows[:most])


def _competencies(request: HttpRequest, words: list[str], most: int) -> tuple[Found, ...]:
    address = _address_of_competencies(request)
    if not address:
        return ()
    progression, language = gather_progression(request.person.district_id), reading_language()
    ranked: list[tuple[int, CompetencyCard]] = []
    for card in progression.cards:
        title, code = card.title_in(language).casefold(), card.code.casefold()
        text = f"{title} {code} {card.statement_in(language).casefold()}"
        if all(word in text for word in words):
            rank = 0 if code == " ".join(words) else 1 if all(word in f"{title} {code}" for word in words) else 2
            ranked.append((rank, card))
    ranked.sort(key=lambda each: each[0])
    return tuple(
        Found(card.title_in(language), address.format(card.uuid), card.statement_in(language))
        for _rank, card in ranked[:most]
    )


def _address_of_competencies(request: HttpRequest) -> str:
    """Where a competency is shown to this person, with a gap for its uuid; learners see it for themselves."""
    gap = "00000000-0000-0000-0000-000000000000"
    if may_open("web:team_competency", request.roles):
        return reverse("web:team_competency", args=[gap]).replace(gap, "{}")
    if RoleKind.LEARNER in request.roles:
        return reverse("web:competency", args=[request.person.uuid, gap]).replace(gap, "{}")
    return ""


def _pages(request: HttpRequest, words: list[str], most: int) -> tuple[Found, ...]:
    pages = (Found(str(place["name"]), str(place["address"])) for place in places_of(request))
    return tuple(page for page in pages if all(word in page.name.casefold() for word in words))[:most]
