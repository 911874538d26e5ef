"""Addresses of the pages of leaders; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.leader import schools, waiting

urlpatterns = [
    path("schools/", schools.show_schools, name="leader"),
    path("schools/waiting/", waiting.show_waiting, name="waiting"),
]
