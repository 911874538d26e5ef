"""A page that is only read asks once for the reader's roles; an act asks anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.foundation.clock import clock_at, today
from ownpath.people.models import Role, RoleKind
from ownpath.people.selectors import reading_roles_once, roles_of

pytestmark = pytest.mark.django_db


def asked_for_roles(caught: CaptureQueriesContext) -> int:
    return sum('FROM "people_role" WHERE' in query["sql"] and "SELECT DISTINCT" not in query["sql"] for query in caught)


def test_a_page_asks_once_for_the_readers_roles(school, signed_in):
    client = signed_in("parent")
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"/family/{school.person('learner').uuid}/").status_code == 200
    assert asked_for_roles(caught) == 1


def test_another_person_and_another_day_are_asked_for_by_themselves(school):
    parent, teacher = school.person("parent"), school.person("teacher")
    Role.objects.filter(person=parent).update(ends_on=today())
    with reading_roles_once():
        assert roles_of(parent) == {RoleKind.FAMILY_MEMBER}
        assert RoleKind.TEACHER in roles_of(teacher)
        assert roles_of(parent, today() + timedelta(days=1)) == frozenset()


def test_what_was_read_is_forgotten_with_the_page(school, signed_in):
    client = signed_in("parent")
    address = f"/family/{school.person('learner').uuid}/"
    assert client.get(address).status_code == 200
    with clock_at(school.person("parent").created_at + timedelta(days=400)):
        Role.objects.filter(person=school.person("parent")).update(ends_on=today() - timedelta(days=1))
        assert client.get(address).status_code == 403
