"""Addresses of the pages of families; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.family import child, evidence

urlpatterns = [
    path("family/", child.list_children, name="family"),
    path("family/<uuid:learner>/", child.show_child, name="child"),
    path("family/<uuid:learner>/sheet/", child.show_sheet, name="child_sheet"),
    path("family/<uuid:learner>/text/", child.show_digest, name="child_text"),
    path("family/<uuid:learner>/text/file/", child.download_digest, name="child_text_file"),
    path("family/<uuid:learner>/<uuid:competency>/", evidence.show_evidence, name="child_competency"),
]
