"""What every page's frame needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ownpath.people.models import RoleKind
from ownpath.web.access import may_open
from ownpath.web.design.place import Place
from ownpath.web.family import places as family
from ownpath.web.leader import places as leader
from ownpath.web.learner import places as learner
from ownpath.web.office import places as office
from ownpath.web.partner import places as partner
from ownpath.web.teacher import places as teacher

# In which order somebody with several roles meets their places; the first one is home.
PLACES: tuple[Place, ...] = (
    *teacher.PLACES,
    *leader.PLACES,
    *learner.PLACES,
    *family.PLACES,
    *partner.PLACES,
    *office.PLACES,
)


def places_of(request: HttpRequest) -> list[dict[str, object]]:
    """Where the signed-in person can go, by their roles."""
    places: list[dict[str, object]] = []
    for place in PLACES:
        if place.role in request.roles and may_open(place.view_name, request.roles):
            address = place.address_for(request.person)
            if all(address != each["address"] for each in places):
                places.append({"name": str(place.name), "address": address, "here": request.path == address})
    if places and may_open("web:model", request.roles):
        address = reverse("web:model")
        places.append({"name": _("The estimates"), "address": address, "here": request.path == address})
    return places


def languages_for(request: HttpRequest) -> list[tuple[str, str]]:
    """The languages on offer: those that only families' pages speak in full are offered to families and at the door."""
    roles = getattr(request, "roles", frozenset())
    offers_all, current = not roles or RoleKind.FAMILY_MEMBER in roles, get_language()
    return [
        (code, name)
        for code, name in settings.LANGUAGES
        if offers_all or code not in family.COMPLETE_FOR_FAMILIES_ONLY or code == current
    ]


def page_frame(request: HttpRequest) -> dict[str, object]:
    """The person, their places and the languages."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "places": places_of(request) if person else [],
        "languages": languages_for(request),
        "is_demo": settings.MODE == "demo",
    }
