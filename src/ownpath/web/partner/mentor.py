"""A partner's home. Mentors see nothing about learners until a project gives them a reason to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ownpath.people.selectors import partners_of


def show_partner(request: HttpRequest) -> HttpResponse:
    """The organisations that the person mentors for."""
    return render(request, "partner/mentor.html", {"partners": list(partners_of(request.person))})
