"""Tasks as a learner does them in a browser, with scripts and without."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from seen import number_of_queries, page_of, text_of
from test_readability import OUR_WORDS, SUBJECT_WORDS
from test_readability import text_of as main_text_of

from made_items import HINT, RIGHT, SOLUTION, item_of
from ownpath.assessment.bank import load_task
from ownpath.assessment.models import Answer, Sitting, SittingTask
from ownpath.assessment.selectors import waiting_task
from ownpath.assessment.services import set_accommodation, store_items
from ownpath.competencies.models import Competency
from ownpath.core.items import FAMILIES
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import clock_at
from ownpath.proficiency.models import Attainment
from reading_level import reading_grade
from school import MONDAY

KINDS = sorted(RIGHT)
FORM = {
    "number": {"text": "7919"},
    "short_answer": {"text": "Quokka"},
    "choice": {"chosen": "b"},
    "order": {"place_c": "1", "place_a": "2", "place_b": "3"},
    "match": {"pair_a": "q", "pair_b": "p"},
    "number_line": {"mark": "6"},
    "table_fill": {"cell_cell_1": "7919"},
    "expression": {"text": "4 + 7919x"},
}
# Readable, and not right.
OTHER = {
    **{kind: {"text": "12345"} for kind in ("number", "short_answer", "expression")},
    "choice": {"chosen": "a"},
    "order": {"place_c": "3", "place_a": "2", "place_b": "1"},
    "match": {"pair_a": "r", "pair_b": "r"},
    "number_line": {"mark": "1"},
    "table_fill": {"cell_cell_1": "1"},
}
OURS = {"HTTP_X_OWNPATH_TASK": "yes"}


@pytest.fixture(autouse=True)
def at_nine(school):
    with clock_at(MONDAY + timedelta(days=9)):
        yield


def give(school, kind, times=1):
    """Tasks of one kind for "add"."""
    items = [item_of(kind)]
    for number in range(1, times):
        item = item_of(kind)
        words = {"en": f"Another task {number}: [[3/4]]?"}
        task = {**item.task, "stimulus": [{"part": "text", "words": words}]}
        items.append(type(item)(name=f"{item.name}-{number}", task=task))
    store_items(acting_person=school.person("teacher"), district=school.district, items=items)


def begin(client, school, name="start_practice", competency="add"):
    response = client.post(reverse(f"web:{name}", args=[school.competencies[competency].uuid]))
    assert response.status_code == 302
    return response["Location"]


def answer(client, address, position=1, **fields):
    return client.post(f"{address}{position}/answer/", {"token": str(uuid4()), **fields})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_asked_answered_and_told_without_scripts(school, signed_in, kind):
    give(school, kind)
    client = signed_in("learner")
    address = begin(client, school)
    asked = page_of(client.get(address))
    assert f"A task of the kind {kind}" in asked and "<math" in asked
    for field in FORM[kind]:
        assert f'name="{field}"' in asked
    done = client.get(answer(client, address, **FORM[kind])["Location"])
    assert "<h1>That is right</h1>" in page_of(done) and SOLUTION in page_of(done)
    assert Answer.objects.get().is_right and Evidence.objects.get().result == 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_is_in_nothing_that_leaves_the_server_before_the_answer(school, signed_in, kind):
    give(school, kind)
    client = signed_in("learner")
    address = begin(client, school)
    unreadable = {"place_a": "1"} if kind == "order" else {}
    responses = [
        client.get(f"/learners/{school.person('learner').uuid}/{school.competencies['add'].uuid}/"),
        client.get(address),
        client.get("/today/"),
        client.get(f"{address}1/"),
        client.get(f"{address}end/"),
        answer(client, address, **unreadable),
        client.post(f"{address}1/answer/", {"token": str(uuid4()), **unreadable}, **OURS),
    ]
    held_back = load_task(SittingTask.objects.select_related("item__key").get()).held_back
    secrets = [SOLUTION, HINT, "a near cousin", "look at the sign again", "counts_the_unshaded"]
    secrets += ["7919", "quokka"]
    secrets += [json.dumps(held_back.key.to_json()), json.dumps(held_back.key.to_json()).replace('"', "&quot;")]
    for response in responses:
        sent = page_of(response) + str(response.headers) + str(response.cookies)
        assert [secret for secret in secrets if secret.lower() in sent.lower()] == []
    assert not Answer.objects.exists()


def test_no_family_sends_its_hints_or_its_way_before_the_answer(school, signed_in):
    codes = sorted({family.competencies[0] for family in list(FAMILIES.values())[::12]})
    for code in codes:
        school.competencies[code] = Competency.objects.create(
            district=school.district, framework=school.framework, code=code, title=code, statement=code,
            source_identifier=code,
        )  # fmt: skip
    client = signed_in("learner")
    assert len(codes) > 15
    for code in codes:
        sent = page_of(client.get(begin(client, school, "start_check", code)))
        task = SittingTask.objects.get(competency=school.competencies[code])
        held_back = load_task(task).held_back
        texts = [hint.en for hint in held_back.hints]
        texts += [part.words.en for part in held_back.solution if part.part == "text"]
        texts += re.findall(r'"misconception": "(\w+)"', json.dumps(held_back.key.to_json()))
        assert texts and [text for text in texts if text in sent] == [], task.family


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_of_the_line_or_an_option_carries_nothing_but_its_place(school, signed_in, kind):
    give(school, kind)
    client = signed_in("learner")
    asked = page_of(client.get(begin(client, school)))
    form = asked[asked.index("data-answer") : asked.index("</form>", asked.index("data-answer"))]
    values = set(re.findall(r'<(?:input type="(?:radio|checkbox)"|option)[^>]*value="([^"]*)"', form))
    assert all(re.fullmatch(r"|[a-r]|\d", value) for value in values)


def test_what_cannot_be_read_is_said_and_stands_there_again(school, signed_in):
    give(school, "number")
    client = signed_in("learner")
    address = begin(client, school)
    response = answer(client, address, text="about <b>twelve")
    assert response.status_code == 422
    page = page_of(response)
    assert "I cannot read this. Please check how it is written." in page
    assert 'value="about &lt;b&gt;twelve"' in page and 'aria-invalid="true"' in page
    assert not Answer.objects.exists()


def test_a_half_made_order_and_match_stand_there_again(school, signed_in):
    give(school, "order")
    client = signed_in("learner")
    page = page_of(answer(client, begin(client, school), place_a="2", place_b="2"))
    assert "Please put all of them in order." in page


def test_the_script_hears_in_json_where_to_go(school, signed_in):
    give(school, "number")
    client = signed_in("learner")
    address = begin(client, school)
    fields = {"token": str(uuid4()), "text": "7919", "seconds": "12.5", "seconds_ago": "3"}
    for _ in range(2):
        response = client.post(f"{address}1/answer/", fields, **OURS)
        assert response.json() == {"kept": True, "to": f"{address}1/"}
    stored = Answer.objects.get()
    assert (str(stored.uuid), stored.seconds, Evidence.objects.count()) == (fields["token"], 12.5, 1)


@pytest.mark.parametrize("bad", ["x" * 5000, "\x00", "1e999", "-5", "nan"])
def test_strange_fields_do_no_harm(school, signed_in, bad):
    give(school, "number_line")
    client = signed_in("learner")
    address = begin(client, school)
    response = client.post(
        f"{address}1/answer/", {"token": bad, "mark": bad, "seconds": bad, "seconds_ago": bad}, **OURS
    )
    assert response.status_code == 422 and not Answer.objects.exists()
    kept = client.post(f"{address}1/answer/", {"token": bad, "mark": "6", "seconds": bad, "seconds_ago": bad}, **OURS)
    assert kept.json()["kept"] and Answer.objects.get().is_right


def test_hints_come_one_at_a_time_and_only_when_asked_for(school, signed_in):
    give(school, "number")
    client = signed_in("learner")
    address = begin(client, school)
    assert "Give me a hint" in text_of(client.get(address))
    after = client.post(f"{address}1/hint/", follow=True)
    assert HINT in text_of(after) and "Give me a hint" not in text_of(after) and "One more hint" not in text_of(after)
    answer(client, address, **FORM["number"])
    assert Answer.objects.get().hints == 1


@pytest.mark.parametrize("kind", KINDS)
def test_not_yet_says_where_to_look_and_shows_a_way(school, signed_in, kind):
    give(school, kind)
    client = signed_in("learner")
    done = client.get(answer(client, begin(client, school), **OTHER[kind])["Location"])
    text = text_of(done)
    assert SOLUTION in text and "Your answer:" in text
    assert "Not yet" in text or "Partly right" in text
    assert (kind != "choice") or "look at the sign again" in text


def test_i_dont_know_yet_is_thanked_for(school, signed_in):
    give(school, "number")
    client = signed_in("learner")
    done = client.get(answer(client, begin(client, school), unknown="1", text="12")["Location"])
    assert "Thank you for saying so" in text_of(done) and SOLUTION in text_of(done)
    assert Answer.objects.get().given == {"unknown": True}


def test_a_check_tells_nothing_until_its_end_and_then_everything(school, signed_in):
    give(school, "number", times=6)
    client = signed_in("learner")
    address = begin(client, school, "start_check")
    for position in range(1, 5):
        response = answer(client, address, position, **FORM["number"])
        assert response["Location"] == address
        page = text_of(client.get(address))
        assert "right" not in page.replace("all that are right", "") and SOLUTION not in page and "hint" not in page
        assert client.get(f"{address}{position}/").status_code == 302
    answer(client, address, 5, **FORM["number"])
    assert client.get(address)["Location"] == f"{address}end/"
    end = text_of(client.get(f"{address}end/"))
    assert "You can do it" in end and "5 of 5 new tasks were right" in end and SOLUTION in end
    assert "Shown by a check: 5 of 5 new tasks were right." in end
    assert Attainment.objects.get().competency == school.competencies["add"]
    page = text_of(client.get(f"/learners/{school.person('learner').uuid}/{school.competencies['add'].uuid}/"))
    assert "Shown by a check: 5 of 5 new tasks were right." in page


def test_a_check_that_is_not_passed_can_be_tried_again_from_its_end(school, signed_in):
    give(school, "number", times=4)
    client = signed_in("learner")
    address = begin(client, school, "start_check")
    for position in (1, 2):
        answer(client, address, position, unknown="1")
    end = client.get(f"{address}end/")
    assert "Not yet" in text_of(end) and "It is not held against you" in text_of(end)
    assert "Try again with new tasks" in text_of(end)
    assert begin(client, school, "start_check") != address


def test_practice_that_opens_the_check_offers_it(school, signed_in):
    give(school, "choice", times=3)
    client = signed_in("learner")
    address = begin(client, school)
    for position in (1, 2, 3):
        done = client.get(answer(client, address, position, **FORM["choice"])["Location"])
    assert "See how it went" in text_of(done)
    end = text_of(client.get(f"{address}end/"))
    assert "Three in a row" in end and "Show what you can do" in end and "You did 3 tasks; 3 were right." in end


def test_what_was_begun_waits_on_the_page_of_the_day_and_on_the_competency(school, signed_in):
    give(school, "number", times=3)
    client = signed_in("learner")
    address = begin(client, school)
    competency = f"/learners/{school.person('learner').uuid}/{school.competencies['add'].uuid}/"
    assert "Go on with your tasks" in text_of(client.get(competency))
    paused = client.post(f"{address}pause/", follow=True)
    assert "Kept for later" in text_of(paused) and f'href="{address}"' in page_of(paused)
    assert begin(client, school) == address
    client.post(f"{address}stop/")
    assert address not in page_of(client.get("/today/"))
    assert "Nothing was done yet" in text_of(client.get(f"{address}end/"))


def test_practice_that_was_ended_early_offers_more_of_it_first(school, signed_in):
    give(school, "number", times=3)
    client = signed_in("learner")
    address = begin(client, school)
    answer(client, address, **FORM["number"])
    client.post(f"{address}stop/")
    end = page_of(client.get(f"{address}end/"))
    assert "Done for now" in end and "You did 1 task; 1 was right." in end
    assert '<button class="main">Practise more</button>' in end and "I can do this already: show it" in end


def test_a_task_what_comes_after_it_and_the_end_are_easy_to_read(school, signed_in):
    give(school, "number", times=3)
    client = signed_in("learner")
    address = begin(client, school)
    texts = [client.get(address)]
    texts.append(client.get(answer(client, address, **OTHER["number"])["Location"]))
    client.post(f"{address}stop/")
    texts.append(client.get(f"{address}end/"))
    for response in texts:
        words = main_text_of(page_of(response))
        assert reading_grade(words, one_beat=OUR_WORDS | SUBJECT_WORDS) <= 4.0, words


def test_only_the_learner_is_offered_tasks(school, signed_in):
    give(school, "number")
    address = f"/learners/{school.person('learner').uuid}/{school.competencies['add'].uuid}/"
    assert "I can do this already: show it" in text_of(signed_in("learner").get(address))
    for who in ("teacher", "parent", "leader"):
        assert "show it" not in text_of(signed_in(who).get(address))


def test_where_there_are_no_tasks_the_page_says_so_and_nothing_begins(school, signed_in):
    client, other = signed_in("learner"), school.competencies["divide"]
    address = f"/learners/{school.person('learner').uuid}/{other.uuid}/"
    assert "There are no tasks for this here yet" in text_of(client.get(address))
    after = client.post(reverse("web:start_practice", args=[other.uuid]), follow=True)
    assert "There are no tasks for this yet." in text_of(after) and not Sitting.objects.exists()


def test_a_task_that_was_changed_meanwhile_gives_way_to_another(school, signed_in):
    give(school, "number")
    competency = Competency.objects.create(
        district=school.district, framework=school.framework, code="3.NF.A.1", statement="parts", source_identifier="p"
    )
    school.competencies["parts"] = competency
    client = signed_in("learner")
    address = begin(client, school, competency="parts")
    SittingTask.objects.update(family_version=99)
    assert "This task is no longer here" in text_of(client.get(address))
    told = client.post(f"{address}1/answer/", {"text": "1"}, **OURS).json()
    assert told == {"kept": True, "to": address} and waiting_task(Sitting.objects.get()).position == 2
    assert "task 2" in text_of(client.get(address))


def test_what_the_team_set_is_on_the_page(school, signed_in):
    give(school, "number")
    client = signed_in("learner")
    address = begin(client, school)
    assert "task-large" not in page_of(client.get(address)).split("<main")[1]
    set_accommodation(
        acting_person=school.person("teacher"), learner=school.person("learner"),
        extra_time_percent=50, is_large=True, reads_aloud=True,
    )  # fmt: skip
    page = page_of(client.get(address))
    assert "task-large" in page and "data-at-once" in page and "50% more time" in text_of(client.get(address))


def test_a_task_is_read_aloud_in_words(school, signed_in):
    give(school, "choice")
    client = signed_in("learner")
    page = page_of(client.get(begin(client, school)))
    said = re.search(r'data-say="([^"]+)" data-language="en"', page)
    assert said and "3 fourths of it" in said[1] and "1: animal a." in said[1]


def test_tasks_speak_spanish(school, signed_in):
    give(school, "order")
    identity = school.person("learner").identity
    identity.language = "es"
    identity.save()
    client = signed_in("learner")
    page = text_of(client.get(begin(client, school)))
    assert "Una tarea: order." in page and "menor" in page and "Todavía no lo sé" in page


def test_the_number_of_questions_does_not_grow_with_the_tasks_done(school, signed_in):
    give(school, "number", times=8)
    client = signed_in("learner")
    address = begin(client, school)
    first = number_of_queries(client, address)
    for position in range(1, 7):
        answer(client, address, position, unknown="1")
    assert number_of_queries(client, address) == first
    one = number_of_queries(client, f"{address}1/")
    answer(client, address, 7, unknown="1")
    assert number_of_queries(client, f"{address}6/") == one
    client.post(f"{address}stop/")
    many = number_of_queries(client, f"{address}end/")
    again = begin(client, school)
    answer(client, again, 1, unknown="1")
    client.post(f"{again}stop/")
    assert number_of_queries(client, f"{again}end/") == many
