"""A partner's page: the own organisation, and nothing about any learner."""

from __future__ import annotations

import re

import pytest

from ownpath.people.models import Identity, Partner, Role
from school import ROLES

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    main = re.search(r"(?s)<main.*</main>", response.content.decode())[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def give_partner(school, offers: str = "Plan and bake a stall.") -> Partner:
    partner = Partner.objects.create(district=school.district, name="Made-Up Bakery", offers=offers)
    Role.objects.filter(person=school.person("mentor")).update(partner=partner)
    return partner


def test_a_mentor_sees_the_own_organisation_and_no_other(school, signed_in):
    give_partner(school)
    Partner.objects.create(district=school.district, name="Another Workshop", offers="Wood")
    said = text_of(signed_in("mentor").get("/partner/"))
    assert "Made-Up Bakery Plan and bake a stall." in said
    assert "Another Workshop" not in said


def test_no_learner_stands_on_the_page(school, signed_in):
    give_partner(school)
    said = text_of(signed_in("mentor").get("/partner/"))
    names = {Identity.objects.get(person=school.person(name)).given_name for name in ROLES if name != "mentor"}
    assert not [name for name in names if re.search(rf"\b{name} Made-Up\b", said)]


def test_the_page_says_what_a_mentor_sees_and_does_not_see(school, signed_in):
    said = text_of(signed_in("mentor").get("/partner/"))
    assert "the first names of the learners in it, and what the project is for" in said
    assert "Anything else about any learner" in said


def test_projects_have_their_place_and_no_button_that_does_nothing(school, signed_in):
    page = signed_in("mentor").get("/partner/").content.decode()
    main = re.search(r"(?s)<main.*</main>", page)[0]
    assert "projects are not kept in Ownpath so far" in main
    assert "<button" not in main and "<a " not in main


def test_a_mentor_without_an_organisation_and_one_without_offers_are_told_whom_to_ask(school, signed_in):
    assert "No organisation is connected with you yet." in text_of(signed_in("mentor").get("/partner/"))
    give_partner(school, offers="")
    assert "What it offers is not written down yet." in text_of(signed_in("mentor").get("/partner/"))
