"""What I could do next: each step with its reasons, and the learner chooses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ownpath.competencies.rules import read_draft
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.opportunities.models import StepChoice
from ownpath.plans.services import make_goal, pin_competency, write_about_me
from ownpath.proficiency.rule_change import make_rule_live
from ownpath.proficiency.services import record_evidence
from ownpath.web.learner.next_words import gather_next_page
from school import MONDAY, School, piece

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def tuesday():
    """All pages are opened on one morning."""
    cache.clear()
    with clock_at(TUESDAY):
        yield


def know(school: School, *codes: str, at=MONDAY) -> None:
    with clock_at(at + timedelta(hours=1)):
        record_evidence(
            acting_person=None,
            district=school.district,
            pieces=[
                piece(
                    school,
                    1,
                    competency_id=school.competencies[code].pk,
                    kind=EvidenceKind.PRIOR,
                    result=1.0,
                    happened_at=at,
                    source_record=f"{code}-{at}",
                )
                for code in codes
            ],
        )


def page(signed_in, who: str = "learner") -> str:
    return signed_in(who).get("/next/").content.decode()


def section(text: str, name: str) -> str:
    found = re.search(rf'(?s)<section class="block" id="{name}">.*?</section>', text)
    return found[0] if found else ""


def say(signed_in, school: School, code: str, said: str, **more: str):
    data = {"kind": "ready", "said": said, **more}
    return signed_in("learner").post(f"/next/{school.competencies[code].uuid}/choose/", data)


def test_what_is_ready_says_why(school, signed_in):
    know(school, "add")
    ready = section(page(signed_in), "ready")
    assert "multiply" in ready and "You hold what it builds on: “add”." in ready
    assert "It opens the way to 1 more thing." in ready
    assert "divide" not in re.sub(r"<form.*?</form>", "", ready)


def test_a_goal_and_something_liked_are_named_as_reasons(school, signed_in):
    know(school, "add")
    learner = school.person("learner")
    make_goal(
        acting_person=learner,
        learner=learner,
        statement="Share fairly",
        competency=school.competencies["divide"],
        by_when=TUESDAY.date() + timedelta(days=7),
    )
    write_about_me(acting_person=learner, kind="interest", text="I like to multiply", shared_with="only_me")
    ready = section(page(signed_in), "ready")
    assert "It leads to your goal: “divide”." in ready
    assert "It fits what you like." in ready
    teachers = gather_next_page(school.person("teacher"), learner)
    assert "It fits what you like." not in teachers.ready[0].card.why


def test_a_pin_that_is_not_ready_says_so(school, signed_in):
    know(school, "add")
    pin_competency(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        competency=school.competencies["divide"],
        reason="For the river project.",
    )
    pinned = section(page(signed_in), "pinned")
    assert "Teacher Made-Up put this first:" in pinned and "For the river project." in pinned
    assert "you do not hold it yet: “multiply”." in pinned
    assert 'value="not_now"' not in pinned


def test_i_start_with_this_is_noted_and_can_be_taken_back(school, signed_in):
    assert say(signed_in, school, "add", "start").status_code == 302
    assert "add" in section(page(signed_in), "chosen")
    assert "What you are on now opens the way" in section(page(signed_in), "ready")
    choice = StepChoice.objects.get()
    assert signed_in("learner").post(f"/next/choices/{choice.uuid}/take-back/").status_code == 302
    assert section(page(signed_in), "chosen") == ""
    assert "add" in section(page(signed_in), "ready")


def test_not_now_hides_it_for_a_week(school, signed_in):
    assert (
        "It comes back in a week."
        in say(signed_in, school, "add", "not_now").wsgi_request._messages._queued_messages[0].message
    )
    assert "Show it again" in section(page(signed_in), "put-off")
    with clock_at(TUESDAY + timedelta(days=8)):
        assert section(page(signed_in), "put-off") == ""
        assert "add" in section(page(signed_in), "ready")


def test_nothing_deeper_is_said_honestly(school, signed_in):
    know(school, "add")
    assert "For “add” nothing deeper is written yet." in section(page(signed_in), "deeper")


def test_what_is_due_is_offered_with_its_share_of_a_session(school, signed_in):
    know(school, "add")
    with clock_at(MONDAY + timedelta(days=12)):
        refresh = section(page(signed_in), "refresh")
    assert "add" in refresh and "A short look now keeps it fresh." in refresh
    assert "In a set of 10 tasks, at most 4 are a look back." in refresh


def test_a_wrong_choice_is_refused_with_a_word(school, signed_in):
    answer = say(signed_in, school, "add", "perhaps")
    assert answer.status_code == 422 and "Please choose one of these." in answer.content.decode()
    assert StepChoice.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_what_somebody_can_do(school, signed_in):
    client = signed_in("learner")
    know(school, "add")
    client.get("/next/")

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/next/").status_code == 200
        return len(asked)

    before = queries()
    know(school, "multiply", "divide")
    assert queries() <= before


def test_the_home_leads_to_it(school, signed_in):
    assert 'href="/next/"' in signed_in("learner").get("/today/").content.decode()


def test_what_waits_for_one_thing_more_says_for_what(school, signed_in):
    assert section(page(signed_in), "nearly") == ""
    leader, framework = school.person("leader"), school.framework
    draft = read_draft(framework, None, {}, {"asks": "performance"})
    with clock_at(MONDAY - timedelta(days=1)):
        make_rule_live(
            acting_person=leader, framework=framework, competency=None, draft=draft, reason="Agreed.", touches={}
        )
    answers = [
        piece(school, n, result=1.0, source_record=f"r{n}", happened_at=MONDAY + timedelta(minutes=n))
        for n in range(14)
    ]
    record_evidence(acting_person=None, district=school.district, pieces=answers)
    nearly = section(page(signed_in), "nearly")
    assert "add" in nearly and "Show it in a piece of work or to a teacher." in nearly
