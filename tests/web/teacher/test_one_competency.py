"""One competency for the team: who is ready, who can help, who is unsure; and a group of those who are ticked."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from seen import number_of_queries, section, text_of, undo_of

from ownpath.foundation.clock import clock_at
from ownpath.plans.models import GroupPlace, NeedGroup
from ownpath.proficiency.services import record_judgement
from school import MONDAY

pytestmark = pytest.mark.django_db


def address(school, code: str) -> str:
    return f"/competencies/{school.competencies[code].uuid}/"


@pytest.fixture
def choosing(school) -> str:
    return f"/communities/{school.community.uuid}/groups/choose/"


def test_the_page_says_what_it_builds_on_and_opens(school, teacher):
    page = teacher.get(address(school, "multiply"))
    assert "It builds on add It opens divide" in text_of(page)
    assert f'href="{address(school, "add")}"' in page.content.decode()


def test_everybody_stands_in_the_list_that_fits_with_words(morning, teacher, school):
    morning.know("neighbour", "add")
    morning.fail("learner", "multiply")
    page = teacher.get(address(school, "multiply"))
    assert "Neighbour Made-Up holds everything it builds on" in section(page, "ready")
    assert "Learner Made-Up stuck, it began 3 days ago" in section(page, "unsure")


def test_who_holds_it_securely_and_lately_can_help_and_others_hold_it(morning, teacher, school):
    about = {"competency": school.competencies["add"], "verdict": "attained", "reason": "Explains it to others."}
    record_judgement(acting_person=school.person("teacher"), learner=school.person("learner"), **about)
    assert "Learner Made-Up holds it securely, shown lately" in section(teacher.get(address(school, "add")), "helps")
    with clock_at(MONDAY + timedelta(days=80)):
        page = teacher.get(address(school, "add"))
    assert "Learner Made-Up" not in section(page, "helps") and "Can do it, shown longer ago" in text_of(page)


def test_who_is_nearly_there_is_unsure_with_the_reason(morning, teacher, school):
    morning.succeed()
    assert "Learner Made-Up Very likely there." in section(teacher.get(address(school, "add")), "unsure")


def test_a_group_is_made_of_those_who_are_ticked_each_with_the_reason(morning, teacher, school, choosing):
    morning.fail("learner", "add")
    sent = {
        "competency": str(school.competencies["add"].uuid),
        "learner": [str(school.person(name).uuid) for name in ("learner", "neighbour")],
        "purpose": "With coins",
        "meets_on": "2026-09-14",
        "led_by": str(school.person("teacher").uuid),
    }
    page = teacher.post(choosing, sent, follow=True)
    assert "Teacher Made-Up made the group." in text_of(page) and "With coins" in section(page, "open")
    assert dict(GroupPlace.objects.values_list("learner__uuid", "why")) == {
        school.person("learner").uuid: "stuck",
        school.person("neighbour").uuid: "ready",
    }
    teacher.post(undo_of(page))
    assert not NeedGroup.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"learner": []}, "Please choose at least one learner."), ({"meets_on": "soon"}, "Please choose a day.")],
)
def test_a_group_that_lacks_something_is_refused_and_the_ticks_stay(teacher, school, choosing, changed, says):
    neighbour = str(school.person("neighbour").uuid)
    sent = {"competency": str(school.competencies["add"].uuid), "learner": [neighbour], "purpose": "Coins", **changed}
    answer = teacher.post(choosing, sent)
    assert answer.status_code == 422 and says in text_of(answer)
    assert 'value="Coins"' in answer.content.decode()
    assert (f'value="{neighbour}" checked' in answer.content.decode()) == bool(sent["learner"])
    assert not NeedGroup.objects.exists()


def test_the_rows_can_be_taken_along(morning, teacher, school):
    answer = teacher.get(address(school, "add") + "?as=csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Learner", "State", "In words"]
    assert ["Learner Made-Up", "Ready for it", "holds everything it builds on"] in rows


def test_a_coach_sees_those_they_coach_and_cannot_make_a_group(school, signed_in):
    page = signed_in("coach").get(address(school, "add"))
    assert "Neighbour Made-Up" in text_of(page) and "Learner Made-Up" not in text_of(page)
    assert "Make the group" not in text_of(page)


def test_a_competency_that_is_not_in_use_is_not_there(teacher):
    assert teacher.get("/competencies/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_learners(morning, teacher, school):
    morning.fail_all([school.person("learner")])
    teacher.get(address(school, "multiply"))
    few = number_of_queries(teacher, address(school, "multiply"))
    morning.fail_all(morning.add_learners(20))
    assert number_of_queries(teacher, address(school, "multiply")) == few <= 26
