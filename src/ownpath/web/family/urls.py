"""Addresses of the pages of families; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.family import child

urlpatterns = [
    path("family/", child.list_children, name="family"),
    path("family/<uuid:learner>/", child.show_child, name="child"),
]
