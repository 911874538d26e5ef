"""What every page's frame needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ownpath.people.models import RoleKind
from ownpath.web.access import may_open

# In which order somebody with several roles meets their places; the first one is home.
PLACES = (
    (RoleKind.TEACHER, "web:communities"),
    (RoleKind.LEARNING_COACH, "web:coached"),
    (RoleKind.LEADER, "web:leader"),
    (RoleKind.LEARNER, "web:picture"),
    (RoleKind.FAMILY_MEMBER, "web:family"),
    (RoleKind.PARTNER_MENTOR, "web:mentor"),
    (RoleKind.TECHNICAL_ADMINISTRATOR, "web:office"),
)


def places_of(request: HttpRequest) -> list[dict[str, object]]:
    """Where the signed-in person can go, by their roles."""
    words = {
        "web:communities": _("Learning communities"),
        "web:coached": _("Learners I coach"),
        "web:leader": _("My schools"),
        "web:picture": _("My picture"),
        "web:family": _("My family"),
        "web:mentor": _("Partner"),
        "web:office": _("Office"),
    }
    places = []
    for role, name in PLACES:
        if role not in request.roles:
            continue
        address = reverse(name, args=[request.person.uuid]) if name == "web:picture" else reverse(name)
        places.append({"name": words[name], "address": address, "here": request.path == address})
    if places and may_open("web:model", request.roles):
        address = reverse("web:model")
        places.append({"name": _("The estimates"), "address": address, "here": request.path == address})
    return places


def page_frame(request: HttpRequest) -> dict[str, object]:
    """The person, their places and the languages."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "places": places_of(request) if person else [],
        "languages": settings.LANGUAGES,
        "is_demo": settings.MODE == "demo",
    }
