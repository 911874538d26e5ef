"""Addresses of the pages of the office; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.office import frameworks, imports, office

urlpatterns = [
    path("office/", office.show_office, name="office"),
    path("office/frameworks/", frameworks.list_frameworks, name="office_frameworks"),
    path("office/imports/", imports.list_imports, name="office_imports"),
]
