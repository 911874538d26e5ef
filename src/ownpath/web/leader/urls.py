"""Addresses of the pages of leaders; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.leader import rules, schools, waiting

urlpatterns = [
    path("schools/", schools.show_schools, name="leader"),
    path("schools/waiting/", waiting.show_waiting, name="waiting"),
    path("rules/", rules.list_rules, name="rules"),
    path("rules/session/", rules.change_session, name="change_session"),
    path("rules/<uuid:framework>/", rules.show_rule, name="rule"),
    path("rules/<uuid:framework>/live/", rules.make_live, name="rule_live"),
]
