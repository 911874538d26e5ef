"""Everybody reads in their own language, and it stays with them."""

from __future__ import annotations

import pytest
from django.test import Client

from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import AuditEntry, Identity
from ownpath.people.services import choose_language

pytestmark = pytest.mark.django_db


def language_of(person) -> str:
    return Identity.objects.get(person=person).language


def test_the_language_that_somebody_chooses_is_kept_with_them_and_noted(school, signed_in):
    signed_in("parent").post("/language/", {"language": "ar", "next": "/family/"})
    assert language_of(school.person("parent")) == "ar"
    entry = AuditEntry.objects.get(what="language")
    assert entry.acting_person == school.person("parent") and entry.detail == {"from": "en", "to": "ar"}
    elsewhere = signed_in("parent").get(f"/family/{school.person('learner').uuid}/")
    assert b'dir="rtl"' in elsewhere.content


def test_a_device_that_somebody_else_used_does_not_change_a_persons_language(school, signed_in):
    client = signed_in("parent")
    client.cookies["django_language"] = "es"
    assert b'lang="en"' in client.get(f"/family/{school.person('learner').uuid}/").content


def test_before_anybody_signs_in_the_device_remembers(school):
    client = Client()
    response = client.post("/language/", {"language": "ar", "next": "/sign-in/"}, follow=True)
    assert b'dir="rtl"' in response.content and "الدخول" in response.content.decode()
    assert not AuditEntry.objects.filter(what="language").exists()


def test_a_language_that_is_not_on_offer_changes_nothing(school, signed_in):
    signed_in("parent").post("/language/", {"language": "tlh", "next": "/family/"})
    assert language_of(school.person("parent")) == "en"
    with pytest.raises(InputError, match="tlh"):
        choose_language(acting_person=school.person("parent"), person=school.person("parent"), language="tlh")


def test_nobody_chooses_for_somebody_else_but_the_office(school):
    parent = school.person("parent")
    for name in ("teacher", "learner", "mentor"):
        with pytest.raises(NotAllowed):
            choose_language(acting_person=school.person(name), person=parent, language="es")
    choose_language(acting_person=school.person("administrator"), person=parent, language="es")
    assert language_of(parent) == "es"


def test_choosing_the_same_again_leaves_no_note(school):
    parent = school.person("parent")
    choose_language(acting_person=parent, person=parent, language="en")
    assert not AuditEntry.objects.filter(what="language").exists()


def test_arabic_is_offered_where_it_is_complete(school, signed_in):
    assert "العربية" in signed_in("parent").get(f"/family/{school.person('learner').uuid}/").content.decode()
    assert "العربية" in Client().get("/sign-in/").content.decode()
    assert "العربية" not in signed_in("leader").get("/schools/").content.decode()
