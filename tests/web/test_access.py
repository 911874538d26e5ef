"""Every page and call, tried by every role, by somebody signed out, and from another district."""

from __future__ import annotations

import pytest
from access_tables import family, leader, learner, office, partner, shared, teacher
from access_tables.rows import EVERYBODY, FORBIDDEN, NOT_THERE, POST, SIGN_IN, Row
from django.test import Client
from django.urls import get_resolver, reverse

from ownpath.web.access import ACCESS, may_open
from ownpath.web.urls import urlpatterns
from school import ROLES, make_school

TABLE: list[Row] = [
    *shared.TABLE,
    *learner.TABLE,
    *teacher.TABLE,
    *family.TABLE,
    *leader.TABLE,
    *partner.TABLE,
    *office.TABLE,
]
ABOUT_SOMETHING = [row for row in TABLE if row.is_about]
CHANGING = [row for row in TABLE if row.method == POST]


def address(row: Row, school) -> str:
    return reverse(f"web:{row.name}", args=row.arguments(school))


def outcome(response) -> object:
    if response.status_code == 302 and "/sign-in/?next=" in response["Location"]:
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_page_opens_to_whom_it_should_and_to_nobody_else(school, signed_in, row, who):
    client = Client() if who == "nobody" else signed_in(who)
    response = getattr(client, row.method)(address(row, school))
    assert outcome(response) == row.expected[who]


def test_every_address_stands_in_the_access_table_and_in_this_test():
    names = {f"web:{pattern.name}" for pattern in urlpatterns}
    assert names == set(ACCESS)
    assert {f"web:{row.name}" for row in TABLE} == names


def test_no_address_stands_outside_the_pages():
    assert [pattern.namespace for pattern in get_resolver().url_patterns] == ["web"]


def test_a_page_that_does_not_stand_in_the_table_is_open_to_nobody():
    assert not may_open("web:forgotten", frozenset(ROLES["leader"]))
    assert not may_open("web:forgotten", frozenset())


@pytest.mark.parametrize("row", ABOUT_SOMETHING, ids=lambda row: row.name)
@pytest.mark.parametrize("who", ["learner", "teacher", "leader", "parent", "coach"])
def test_nothing_of_another_district_is_there(school, signed_in, row, who):
    elsewhere = make_school("far-valley")
    response = getattr(signed_in(who), row.method)(address(row, elsewhere))
    assert response.status_code in (FORBIDDEN, NOT_THERE)


def test_whatever_names_somebody_or_something_is_tried_from_another_district():
    assert {row.name for row in TABLE if row.arguments.__name__ != "nothing_named"} == {
        row.name for row in ABOUT_SOMETHING
    }


@pytest.mark.parametrize("row", CHANGING, ids=lambda row: row.name)
def test_what_changes_something_refuses_a_mere_look(school, signed_in, row):
    allowed = [who for who in ROLES if row.expected[who] not in (FORBIDDEN, NOT_THERE)] or ["teacher"]
    assert signed_in(allowed[0]).get(address(row, school)).status_code == 405
