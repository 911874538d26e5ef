"""Addresses of the pages; web/access.py says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web import entrance
from ownpath.web.family import child
from ownpath.web.leader import schools
from ownpath.web.learner import competency, picture
from ownpath.web.model import card
from ownpath.web.office import office
from ownpath.web.partner import mentor
from ownpath.web.teacher import board, judgements

app_name = "web"
urlpatterns = [
    path("", entrance.home, name="home"),
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-in/as/", entrance.sign_in_as, name="sign_in_as"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("language/", entrance.set_language, name="set_language"),
    path("learners/<uuid:learner>/", picture.show_picture, name="picture"),
    path("learners/<uuid:learner>/<uuid:competency>/", competency.show_competency, name="competency"),
    path("learners/<uuid:learner>/<uuid:competency>/judge/", judgements.judge, name="judge"),
    path("communities/", board.list_communities, name="communities"),
    path("communities/<uuid:community>/", board.show_board, name="board"),
    path("coached/", board.show_coached, name="coached"),
    path("family/", child.list_children, name="family"),
    path("family/<uuid:learner>/", child.show_child, name="child"),
    path("schools/", schools.show_schools, name="leader"),
    path("partner/", mentor.show_partner, name="mentor"),
    path("office/", office.show_office, name="office"),
    path("model/", card.show_model, name="model"),
]
