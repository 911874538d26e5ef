"""Addresses of the pages about one learner; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.learner import competency, picture

urlpatterns = [
    path("learners/<uuid:learner>/", picture.show_picture, name="picture"),
    path("learners/<uuid:learner>/<uuid:competency>/", competency.show_competency, name="competency"),
]
