"""What every request carries: who asks, in which language, at which local time; and the door to every page."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import Person
from ownpath.people.selectors import reading_roles_once, roles_of
from ownpath.proficiency.generations import live_generation_of, reading_generation
from ownpath.web.access import ACCESS, may_open
from ownpath.web.access.roles import ANYBODY


class PersonMiddleware:
    """Sets `request.person` and `request.roles`, and refuses every page that the access table does not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # What only reads cannot change anybody's roles.
        with reading_roles_once() if request.method in ("GET", "HEAD") else nullcontext():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.person = None
        request.roles = frozenset()
        if request.user.is_authenticated:
            people = Person.objects.select_related("identity", "district").annotate(generation=live_generation_of())
            person = people.get(pk=request.user.person_id)
            if person.erased_at is None:
                request.person, request.roles = person, roles_of(person)
            else:
                logout(request)
        if request.person is not None:
            timezone.activate(_time_zone(request.person.district.time_zone))
            # A person's language goes before that of the device, which somebody else may have used.
            language = request.person.identity.language[:2]
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
                request.LANGUAGE_CODE = language
        try:
            # A page makes several queries. If new estimates go live between two of them, it still shows the old ones.
            with reading_generation(request.person.generation if request.person else None):
                response = self.get_response(request)
        finally:
            timezone.deactivate()
        if request.person is not None:
            # A shared Chromebook must not show the last learner's page by its back button.
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if may_open(name, request.roles):
            return None
        if request.person is None and ACCESS.get(name, ANYBODY) is not ANYBODY:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotAllowed):
            raise PermissionDenied(str(exception)) from exception


def _time_zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
