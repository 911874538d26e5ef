"""A leader sees whom a rule would touch before it counts; one press lets it count, with who, when and why."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from leader_pages import NOON, bring

from ownpath.competencies.models import MasteryRuleChange
from ownpath.competencies.rules import rule_of
from ownpath.evidence.services import EvidencePiece
from ownpath.foundation.clock import clock_at
from ownpath.proficiency.models import Attainment
from ownpath.proficiency.services import record_evidence
from school import School


def attain(school: School, learner_ids: list[int], code: str = "add", at=NOON - timedelta(days=1)) -> None:
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[
            EvidencePiece(
                learner_id=learner_id,
                competency_id=school.competencies[code].pk,
                result=1.0,
                task=f"rule-{code}-{number}",
                happened_at=at + timedelta(minutes=number),
                source="test",
                source_record=f"rule-{learner_id}-{code}-{number}",
            )
            for learner_id in learner_ids
            for number in range(14)
        ],
    )


def address(school: School, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/rules/{school.framework.uuid}/" + (f"?{asked}" if asked else "")


def test_the_rules_that_count_are_said_in_words(school, signed_in):
    said = signed_in("leader").get("/rules/").content.decode()
    assert "The estimate is 90 % sure that at least 80 of 100 new tasks would be done right." in said
    assert "There are at least 4 answers on 3 different tasks." in said


def test_whom_a_rule_would_touch_is_said_by_name_and_nothing_is_changed(school, signed_in):
    attain(school, [school.person("learner").pk, school.person("stranger").pk])
    said = signed_in("leader").get(address(school, asks="performance")).content.decode()
    assert "Attained already, and stays so; the new rule would ask for more" in said
    assert "Learner Made-Up" in said and "Stranger Made-Up" in said and "a performance task" in said
    assert (MasteryRuleChange.objects.count(), Attainment.objects.count()) == (0, 2)
    assert "Let this rule count" in said


def test_a_teacher_sees_names_of_own_learners_and_of_others_no_count_under_ten(school, signed_in):
    attain(school, [school.person("learner").pk, school.person("stranger").pk])
    said = signed_in("teacher").get(address(school, asks="performance")).content.decode()
    assert "Learner Made-Up" in said and "Stranger Made-Up" not in said
    assert "Others whom you do not see: fewer than ten." in said
    assert "Let this rule count" not in said and "A leader can let it count." in said


def test_ten_others_are_a_count(school, signed_in):
    attain(school, bring(school, 10, school.other_community))
    said = signed_in("teacher").get(address(school, asks="teacher")).content.decode()
    assert "Others whom you do not see: 10 learners." in said


def test_one_press_lets_it_count_with_who_when_and_why(school, signed_in):
    attain(school, [school.person("learner").pk])
    client = signed_in("leader")
    data = {"asks": "teacher", "least_pieces": "0", "least_contexts": "0", "reason": "We want to see it."}
    assert client.post(f"/rules/{school.framework.uuid}/live/", data).status_code == 302
    change = MasteryRuleChange.objects.get()
    assert (change.set_by, change.reason, change.asks) == (school.person("leader"), "We want to see it.", "teacher")
    assert change.touches["stays_attained"] == 1
    said = client.get(address(school)).content.decode()
    assert "A teacher says yes." in said and "We want to see it." in said and "Leader Made-Up" in said
    with clock_at(NOON + timedelta(days=1)):
        attain(school, [school.person("neighbour").pk], at=NOON + timedelta(hours=1))
    assert Attainment.objects.filter(learner=school.person("neighbour")).count() == 0
    assert "Neighbour Made-Up" in client.get(address(school, asks="")).content.decode()


def test_the_estimate_itself_can_be_asked_for_more(school, signed_in):
    attain(school, [school.person("learner").pk])
    client = signed_in("leader")
    assert "Learner Made-Up" in client.get(address(school, asks="", least_tasks=30)).content.decode()
    data = {"asks": "", "least_tasks": "30", "reason": "More tasks."}
    assert client.post(f"/rules/{school.framework.uuid}/live/", data).status_code == 302
    assert rule_of(school.framework).criterion.least_tasks == 30
    assert Attainment.objects.count() == 1


def test_a_number_that_cannot_be_is_refused_where_it_stands(school, signed_in):
    client = signed_in("leader")
    for query in ({"asks": "", "claim_confidence": 50}, {"asks": "perhaps"}, {"asks": "", "least_tasks": "many"}):
        answer = client.get(address(school, **query))
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    answer = client.post(f"/rules/{school.framework.uuid}/live/", {"asks": "teacher", "reason": ""})
    assert answer.status_code == 422 and "Please write the reason" in answer.content.decode()
    assert MasteryRuleChange.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_learners(school, signed_in):
    client = signed_in("leader")
    counts = []
    for more in (3, 12):
        attain(school, bring(school, more))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(school, asks="performance")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_leader_says_how_sessions_are_cut_within_bounds(school, signed_in):
    client = signed_in("leader")
    assert "A session has 10 tasks. Of 100 tasks, at most 40 look back" in client.get("/rules/").content.decode()
    assert client.post("/rules/session/", {"tasks": "8", "refresh_percent": "20"}).status_code == 302
    assert "A session has 8 tasks. Of 100 tasks, at most 20 look back" in client.get("/rules/").content.decode()
    answer = client.post("/rules/session/", {"tasks": "8", "refresh_percent": "60"})
    assert answer.status_code == 422 and "between 0 and 40" in answer.content.decode()
    assert "Cut sessions like this" not in signed_in("teacher").get("/rules/").content.decode()
