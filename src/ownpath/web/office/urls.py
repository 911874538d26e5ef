"""Addresses of the pages of the office; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.office import office

urlpatterns = [
    path("office/", office.show_office, name="office"),
]
