"""The list of learners who wait: for the leader's own schools, by name, to filter and to take along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from leader_pages import NOON, bring, file_of, text_of

from ownpath.foundation.clock import clock_at
from ownpath.people.models import AuditEntry
from ownpath.plans.services import write_note

pytestmark = pytest.mark.django_db


def listed(client, query: str = "") -> list[tuple[str, str]]:
    rows = file_of(client.get(f"/schools/waiting/?as=csv&{query}"))
    return [(row["Learner"], row["What"]) for row in rows]


def test_a_learner_without_evidence_or_contact_stands_in_the_list(school, signed_in):
    client = signed_in("leader")
    assert listed(client, "name=neigh") == [
        ("Neighbour Made-Up", "No teacher contact"),
        ("Neighbour Made-Up", "No evidence yet"),
    ]
    assert "nobody yet" in text_of(client.get("/schools/waiting/?name=neigh"))


def test_the_list_is_in_the_order_of_names_and_not_of_waiting(school, signed_in):
    with clock_at(NOON - timedelta(days=40)):
        write_note(acting_person=school.person("teacher"), learner=school.person("neighbour"), text="We talked.")
    names = [name for name, _ in listed(signed_in("leader"), "what=contact")]
    assert names == ["Learner Made-Up", "Neighbour Made-Up", "Stranger Made-Up"]


@pytest.mark.parametrize(("ago", "band"), [(7, "7-13"), (13, "7-13"), (14, "14-27"), (27, "14-27"), (28, "28")])
def test_days_without_a_contact_fall_into_their_band(school, signed_in, ago, band):
    with clock_at(NOON - timedelta(days=ago)):
        write_note(acting_person=school.person("teacher"), learner=school.person("learner"), text="We talked.")
    rows = file_of(signed_in("leader").get(f"/schools/waiting/?as=csv&what=contact&days={band}"))
    assert [(row["Learner"], row["Days"], row["Last contact with"]) for row in rows] == [
        ("Learner Made-Up", str(ago), "Teacher")
    ]


def test_who_saw_a_teacher_this_week_does_not_wait_for_one(school, signed_in):
    with clock_at(NOON - timedelta(days=6)):
        write_note(acting_person=school.person("teacher"), learner=school.person("learner"), text="We talked.")
    assert "Learner Made-Up" not in dict(listed(signed_in("leader"), "what=contact"))


def test_who_went_quiet_is_listed_with_the_last_day(school, signed_in):
    bring(school, 1)
    with clock_at(NOON + timedelta(days=30)):
        rows = file_of(signed_in("leader").get("/schools/waiting/?as=csv&what=quiet"))
    assert [(row["Learner"], row["Days"]) for row in rows] == [("N0", "33")]


def test_nothing_of_a_note_stands_in_the_list_only_that_there_was_a_contact(school, signed_in):
    with clock_at(NOON - timedelta(days=9)):
        write_note(acting_person=school.person("teacher"), learner=school.person("learner"), text="A secret worry.")
    for address in ("/schools/waiting/", "/schools/waiting/?as=csv"):
        assert "secret" not in signed_in("leader").get(address).content.decode()


def test_filters_that_fit_nobody_say_so(school, signed_in):
    assert "Nobody fits these filters." in text_of(signed_in("leader").get("/schools/waiting/?name=zzz"))


def test_a_long_list_shows_its_beginning_and_the_file_has_all(school, signed_in, monkeypatch):
    monkeypatch.setattr("ownpath.web.leader.waiting.MOST_SHOWN", 4)
    page = text_of(signed_in("leader").get("/schools/waiting/"))
    assert "The first 4 are shown." in page
    assert len(listed(signed_in("leader"))) == 6


def test_reading_and_taking_the_list_along_leave_a_note_of_who_did(school, signed_in):
    client = signed_in("leader")
    client.get("/schools/waiting/")
    client.get("/schools/waiting/?as=csv")
    noted = AuditEntry.objects.filter(what="who waits").order_by("pk").values_list("acting_person", "action")
    assert list(noted) == [(school.person("leader").pk, "read"), (school.person("leader").pk, "exported")]
