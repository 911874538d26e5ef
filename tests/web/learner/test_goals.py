"""Goals through their page: small, dated, in the learner's words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from ownpath.foundation.clock import today
from ownpath.plans.models import Goal


def address(school, tail: str = "") -> str:
    return f"/learners/{school.person('learner').uuid}/goals/{tail}"


def form(**changes: object) -> dict[str, object]:
    soon = (today() + timedelta(days=7)).isoformat()
    return {
        "statement": "Add prices in my head",
        "first_step": "Five sums",
        "by_when": soon,
        "token": uuid4(),
    } | changes


def test_a_learner_sets_a_goal_and_reaches_it(school, signed_in):
    client = signed_in("learner")
    page = client.post(address(school, "add/"), form(), follow=True).content.decode()
    assert "Your goal is kept." in page and "Add prices in my head" in page
    goal = Goal.objects.get()
    page = client.post(f"/goals/{goal.uuid}/close/", {"state": "reached"}, follow=True).content.decode()
    assert "Well done. Your goal is reached." in page
    page = client.post(f"/goals/{goal.uuid}/reopen/", follow=True).content.decode()
    assert "The goal is open again." in page
    assert Goal.objects.get().state == Goal.State.OPEN


def test_a_goal_that_was_just_made_is_taken_back_in_one_step(school, signed_in):
    client = signed_in("learner")
    page = client.post(address(school, "add/"), form(), follow=True).content.decode()
    goal = Goal.objects.get()
    assert f'action="/goals/{goal.uuid}/drop/"' in page
    client.post(f"/goals/{goal.uuid}/drop/")
    assert Goal.objects.get().state == Goal.State.LET_GO


def test_a_form_that_is_sent_twice_is_one_goal(school, signed_in):
    client, same = signed_in("learner"), form()
    client.post(address(school, "add/"), same)
    client.post(address(school, "add/"), same)
    assert Goal.objects.count() == 1


def test_a_goal_for_next_year_is_refused_beside_its_field_and_what_was_typed_stays(school, signed_in):
    late = (today() + timedelta(days=300)).isoformat()
    answer = signed_in("learner").post(address(school, "add/"), form(by_when=late))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please choose a day within the next 8 weeks." in page
    assert "Add prices in my head" in page
    assert not Goal.objects.exists()


def test_a_coach_agrees_and_the_learner_sees_with_whom(school, signed_in):
    signed_in("learner").post(address(school, "add/"), form())
    goal = Goal.objects.get()
    signed_in("teacher").post(f"/goals/{goal.uuid}/agree/")
    assert "agreed with Teacher Made-Up" in signed_in("learner").get(address(school)).content.decode()


def test_a_family_reads_the_goals_and_cannot_write_any(school, signed_in):
    signed_in("learner").post(address(school, "add/"), form())
    page = signed_in("parent").get(address(school)).content.decode()
    assert "Add prices in my head" in page
    assert "<textarea" not in page and 'name="statement"' not in page
    assert signed_in("parent").post(address(school, "add/"), form()).status_code == 403
