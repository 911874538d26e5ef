"""The board: everyone at a glance, found by name, state, strand and competency."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from seen import number_of_queries, text_of

from ownpath.plans.services import write_note

pytestmark = pytest.mark.django_db


def names_on(response) -> list[str]:
    """The learners of the table."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', response.content.decode())


@pytest.fixture
def address(school) -> str:
    return f"/communities/{school.community.uuid}/"


def test_everyone_stands_on_the_board_with_what_they_work_on(morning, teacher, address):
    morning.fail()
    page = teacher.get(address)
    assert names_on(page) == ["Learner Made-Up", "Neighbour Made-Up"]
    assert "multiply stuck" in text_of(page) and 'class="is-stuck"' in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("state=stuck", ["Learner Made-Up"]),
        ("state=unseen", ["Neighbour Made-Up"]),
        ("state=quiet", []),
        ("name=neigh", ["Neighbour Made-Up"]),
        ("competency=mult", ["Learner Made-Up"]),
        ("competency=mult&state=ready", []),
        ("competency=add&state=ready", ["Learner Made-Up", "Neighbour Made-Up"]),
        ("state=nonsense", ["Learner Made-Up", "Neighbour Made-Up"]),
    ],
)
def test_the_address_says_who_is_shown(morning, teacher, address, asked, left):
    morning.fail()
    assert names_on(teacher.get(f"{address}?{asked}")) == left


def test_who_is_nearly_there_is_found(morning, teacher, address):
    morning.succeed()
    page = teacher.get(f"{address}?state=check")
    assert names_on(page) == ["Learner Made-Up"] and "add for a check" in text_of(page)


def test_states_are_counted_and_lead_to_their_learners(morning, teacher, address):
    morning.fail()
    page = teacher.get(address).content.decode()
    assert '<a href="?state=stuck"><strong>1</strong> stuck</a>' in page


def test_the_rows_can_be_taken_along_as_they_are_filtered(morning, teacher, address):
    morning.fail()
    answer = teacher.get(f"{address}?state=stuck&as=csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"].startswith("text/csv")
    assert rows[0][:2] == ["Learner", "Stuck on"]
    assert rows[1] == ["Learner Made-Up", "multiply", "", "", "add", "", "2026-09-07"]
    assert len(rows) == 2


def test_all_communities_and_coached_learners_stand_on_one_board(morning, signed_in, school):
    assert names_on(signed_in("teacher").get("/our-learners/")) == ["Learner Made-Up", "Neighbour Made-Up"]
    assert names_on(signed_in("coach").get("/our-learners/")) == ["Neighbour Made-Up"]
    assert signed_in("coach").get("/coached/")["Location"] == "/our-learners/?whose=coached"
    assert names_on(signed_in("teacher").get("/our-learners/?whose=coached")) == []
    whose = f"/our-learners/?whose={school.community.uuid}"
    assert len(names_on(signed_in("teacher").get(whose))) == 2
    foreign = f"/our-learners/?whose={school.other_community.uuid}"
    assert "Stranger" not in text_of(signed_in("teacher").get(foreign))


def test_a_leader_reads_the_board_and_no_note_and_is_led_to_the_picture(morning, signed_in, school, address):
    morning.fail()
    write_note(acting_person=school.person("teacher"), learner=school.person("learner"), text="A secret of the team.")
    page = signed_in("leader").get(address)
    assert f'href="{morning.about()}"' in page.content.decode()
    assert "/team/" not in page.content.decode() and "A secret" not in text_of(page)
    assert signed_in("leader").get(morning.about(tail="team/")).status_code == 403


def test_a_name_leads_the_team_to_their_page(morning, teacher, address):
    assert f'href="{morning.about(tail="team/")}"' in teacher.get(address).content.decode()


def test_an_empty_community_says_so(morning, signed_in, school):
    from ownpath.schools.models import Membership

    Membership.objects.filter(person=school.person("stranger")).delete()
    page = signed_in("other_teacher").get(f"/communities/{school.other_community.uuid}/")
    assert "Nobody is here yet." in text_of(page)


def test_filters_that_fit_nobody_say_so_and_can_be_taken_off(morning, teacher, address):
    page = teacher.get(f"{address}?name=zzz")
    assert "Nobody fits these filters." in text_of(page) and "Show all" in text_of(page)


@pytest.mark.parametrize("where", ["/our-learners/", "/our-learners/?competency=add", ""])
def test_the_number_of_queries_does_not_grow_with_learners(morning, teacher, school, address, where):
    where = where or address
    morning.fail_all([school.person("learner")])
    teacher.get(where)
    few = number_of_queries(teacher, where)
    morning.fail_all(morning.add_learners(20))
    assert number_of_queries(teacher, where) == few <= 26


def test_the_page_of_communities_lists_them_for_a_leader(signed_in, school):
    assert "River Room" in text_of(signed_in("leader").get("/communities/"))
