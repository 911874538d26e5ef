"""Addresses of all pages, audience by audience; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web import entrance, search
from ownpath.web.family import urls as family
from ownpath.web.gallery import components
from ownpath.web.leader import urls as leader
from ownpath.web.learner import urls as learner
from ownpath.web.model import card
from ownpath.web.office import urls as office
from ownpath.web.partner import urls as partner
from ownpath.web.teacher import urls as teacher

app_name = "web"
urlpatterns = [
    path("", entrance.home, name="home"),
    path("sign-in/", entrance.SignIn.as_view(), name="sign_in"),
    path("sign-in/as/", entrance.sign_in_as, name="sign_in_as"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("language/", entrance.set_language, name="set_language"),
    path("search/", search.search, name="search"),
    path("design/", components.show_gallery, name="gallery"),
    path("model/", card.show_model, name="model"),
    *learner.urlpatterns,
    *teacher.urlpatterns,
    *family.urlpatterns,
    *leader.urlpatterns,
    *partner.urlpatterns,
    *office.urlpatterns,
]
