"""Every page and call, tried by every role, by somebody signed out, and from another district."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from ownpath.web.access import ACCESS, may_open
from ownpath.web.urls import urlpatterns
from school import ROLES, make_school

EVERYBODY = (*ROLES, "nobody")
GET, POST = "get", "post"
OPEN, SEE_OTHER, SIGN_IN, FORBIDDEN, NOT_THERE, BAD = 200, 302, "sign in", 403, 404, 422


def only(*names: str, otherwise: object = FORBIDDEN, then: object = OPEN) -> dict[str, object]:
    """What everybody gets: those named `then`, signed-out people the sign-in page, all others `otherwise`."""
    return {**dict.fromkeys(ROLES, otherwise), "nobody": SIGN_IN, **dict.fromkeys(names, then)}


# Who gets what. "learner" is taught by "teacher", has "parent"; "coach" coaches "neighbour"; "stranger" and
# "other_teacher" are of another community of the same school, which "leader" leads.
HIDDEN_FROM = {"mentor": FORBIDDEN, "administrator": FORBIDDEN}
PICTURE_OF_LEARNER = {
    **only("learner", "teacher", "parent", "leader", otherwise=NOT_THERE),
    **HIDDEN_FROM,
}
TABLE: list[tuple[str, str, dict[str, object]]] = [
    ("sign_in", GET, {**dict.fromkeys(ROLES, SEE_OTHER), "nobody": OPEN}),
    ("sign_in_as", POST, dict.fromkeys(EVERYBODY, NOT_THERE)),
    ("sign_out", POST, dict.fromkeys(EVERYBODY, SEE_OTHER)),
    ("set_language", POST, dict.fromkeys(EVERYBODY, SEE_OTHER)),
    ("home", GET, only(*ROLES, then=SEE_OTHER)),
    ("picture", GET, PICTURE_OF_LEARNER),
    ("competency", GET, PICTURE_OF_LEARNER),
    ("judge", POST, {**only(), "teacher": BAD, "coach": NOT_THERE, "other_teacher": NOT_THERE}),
    (
        "communities",
        GET,
        {**only("coach", then=OPEN), "teacher": SEE_OTHER, "other_teacher": SEE_OTHER, "leader": OPEN},
    ),
    ("board", GET, {**only("teacher", "leader"), "other_teacher": NOT_THERE, "coach": NOT_THERE}),
    ("coached", GET, only("coach", "teacher")),
    ("family", GET, only("parent", then=SEE_OTHER)),
    ("child", GET, only("parent")),
    ("leader", GET, only("leader")),
    ("mentor", GET, only("mentor")),
    ("office", GET, only("administrator")),
    ("model", GET, only("teacher", "other_teacher", "coach", "leader", "administrator")),
]


def address(name: str, school) -> str:
    from django.urls import reverse

    learner, competency = school.person("learner").uuid, school.competencies["add"].uuid
    arguments = {
        "picture": [learner],
        "child": [learner],
        "competency": [learner, competency],
        "judge": [learner, competency],
        "board": [school.community.uuid],
    }
    return reverse(f"web:{name}", args=arguments.get(name, []))


def outcome(response) -> object:
    if response.status_code == 302 and "/sign-in/?next=" in response["Location"]:
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize(("name", "method", "expected"), TABLE, ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_page_opens_to_whom_it_should_and_to_nobody_else(school, signed_in, name, method, expected, who):
    client = Client() if who == "nobody" else signed_in(who)
    response = getattr(client, method)(address(name, school))
    assert outcome(response) == expected[who]


def test_every_address_stands_in_the_access_table_and_in_this_test():
    names = {f"web:{pattern.name}" for pattern in urlpatterns}
    assert names == set(ACCESS)
    assert {f"web:{name}" for name, _, _ in TABLE} == names


def test_no_address_stands_outside_the_pages():
    assert [pattern.namespace for pattern in get_resolver().url_patterns] == ["web"]


def test_a_page_that_does_not_stand_in_the_table_is_open_to_nobody():
    assert not may_open("web:forgotten", frozenset(ROLES["leader"]))
    assert not may_open("web:forgotten", frozenset())


@pytest.mark.parametrize("name", ["picture", "competency", "judge", "board", "child"])
@pytest.mark.parametrize("who", ["teacher", "leader", "parent", "coach"])
def test_nothing_of_another_district_is_there(school, signed_in, name, who):
    elsewhere = make_school("far-valley")
    method = POST if name == "judge" else GET
    response = getattr(signed_in(who), method)(address(name, elsewhere))
    assert response.status_code in (FORBIDDEN, NOT_THERE)


def test_what_changes_something_refuses_a_mere_look(school, signed_in):
    for name in ("judge", "sign_out", "set_language", "sign_in_as"):
        assert signed_in("teacher").get(address(name, school)).status_code == 405
