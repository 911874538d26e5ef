"""Addresses of the pages of teachers and learning coaches; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.teacher import board, judgements

urlpatterns = [
    path("learners/<uuid:learner>/<uuid:competency>/judge/", judgements.judge, name="judge"),
    path("communities/", board.list_communities, name="communities"),
    path("communities/<uuid:community>/", board.show_board, name="board"),
    path("coached/", board.show_coached, name="coached"),
]
