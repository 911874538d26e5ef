"""Addresses of the pages of partners' mentors; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.partner import mentor

urlpatterns = [
    path("partner/", mentor.show_partner, name="mentor"),
]
