"""Writing a task and seeing it as a learner does; what a learner's team sets for tasks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from seen import number_of_queries, page_of, text_of

from made_items import HINT, RIGHT, item_of, number_item
from ownpath.assessment.models import Accommodation, Item
from ownpath.assessment.services import store_items
from ownpath.assessment.written import SETTINGS_OF
from ownpath.core.items import KINDS
from ownpath.foundation.clock import clock_at
from school import MONDAY

TYPED = {
    "number": {"answer": "3/4", "wrong": "4/3 -> Look again. | Mira otra vez."},
    "short_answer": {"answer": "circle\ncírculo"},
    "choice": {"answer": "square\n* circle"},
    "order": {"answer": "1\n2\n3"},
    "match": {"answer": "one half = 0.5\na quarter = 0.25"},
    "number_line": {"answer": "1/2", "start": "0", "end": "1", "step": "1/4", "labels": "0 1"},
    "table_fill": {"answer": "side | area\n2 | [4]"},
    "expression": {"answer": "2x + 6", "letters": "x"},
}
KEPT = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def at_nine(school):
    with clock_at(MONDAY + timedelta(days=9)):
        yield


def typed(kind, **changes):
    about = {
        "kind": kind,
        "name": KEPT,
        "competencies": "add",
        "text_en": "What is [[3/4]] of it?",
        "text_es": "¿Qué es?",
    }
    return {**about, **TYPED[kind], **changes}


@pytest.mark.parametrize("kind", KINDS)
def test_a_task_of_every_kind_is_written_and_then_seen_as_a_learner_sees_it(school, signed_in, kind):
    client = signed_in("teacher")
    form = page_of(client.get(f"/items/write/?kind={kind}"))
    fields = set(re.findall(r'name="(\w+)"', form))
    assert {"text_en", "text_es", "answer", "hints_en", "competencies", *SETTINGS_OF[kind]} <= fields
    seen = client.post("/items/keep/", typed(kind), follow=True)
    assert "As a learner sees it" in text_of(seen) and "<math" in page_of(seen)
    item = Item.objects.get()
    assert TYPED[kind]["answer"].split("\n")[0] in seen.content.decode().split('id="held"')[1]
    assert (item.kind, item.author, item.name) == (kind, school.person("teacher"), "what-is-34-of-it-01234567")


@pytest.mark.parametrize("kind", KINDS)
def test_a_task_is_seen_before_it_is_kept(school, signed_in, kind):
    seen = signed_in("teacher").post("/items/keep/", {**typed(kind), "look": "1"})
    assert "Not kept yet" in text_of(seen) and "<math" in page_of(seen) and not Item.objects.exists()
    assert "What is [[3/4]] of it?" in page_of(seen)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "half"}, "answer"),
        ({"unit": "league"}, "unit"),
        ({"wrong": "3"}, "wrong"),
        ({"competencies": "nowhere"}, "competencies"),
        ({"competencies": ""}, "competencies"),
        ({"difficulty": "hard"}, "difficulty"),
        ({"text_en": "", "text_es": ""}, "text_en"),
        ({"text_en": "[[3//]]"}, "text_en"),
        ({"figure": "{"}, "figure"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(school, signed_in, change, field):
    response = signed_in("teacher").post("/items/keep/", typed("number", **change))
    assert response.status_code == 422 and not Item.objects.exists()
    page = page_of(response)
    assert re.search(rf'id="e-{field}"[^>]*>[^<]{{8,}}<', page)
    assert re.search(rf'id="f-{field}"[^>]*aria-invalid="true" aria-describedby="e-{field}"', page)
    assert page.count('aria-invalid="true"') == 1
    assert change.get("wrong", "4/3 -&gt; Look again. | Mira otra vez.") in page


def test_a_form_sent_twice_is_one_task_and_changed_it_is_a_new_version(school, signed_in):
    client = signed_in("teacher")
    for _ in range(2):
        client.post("/items/keep/", typed("number"))
    item = Item.objects.get()
    form = page_of(client.get(f"/items/{item.uuid}/change/"))
    assert 'value="3/4"' in form and "Look again. | Mira otra vez." in form
    name = re.search(r'name="name" value="([^"]+)"', form)[1]
    client.post("/items/keep/", typed("number", name=name, answer="5/8"))
    assert list(Item.objects.order_by("version").values_list("version", "is_current")) == [(1, False), (2, True)]


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_an_answer_is_tried_as_a_learner_would_and_nothing_is_kept(school, signed_in, kind):
    item = store_items(acting_person=school.person("teacher"), district=school.district, items=[item_of(kind)]).items[0]
    client = signed_in("coach")
    page = text_of(client.get(f"/items/{item.uuid}/"))
    assert "What a learner does not see" in page and HINT in page
    tried = text_of(client.post(f"/items/{item.uuid}/try/", {"unknown": "1"}))
    assert "You said: I don&#x27;t know yet" in tried
    empty = client.post(f"/items/{item.uuid}/try/", {})
    assert empty.status_code == 200


def test_what_a_form_cannot_hold_is_changed_by_its_file(school, signed_in):
    item = store_items(acting_person=None, district=school.district, items=[item_of("order")]).items[0]
    after = signed_in("teacher").get(f"/items/{item.uuid}/change/", follow=True)
    assert "Change it in its file" in text_of(after)


def test_a_task_is_taken_out_of_use_and_back(school, signed_in):
    client = signed_in("teacher")
    client.post("/items/keep/", typed("number"))
    item = Item.objects.get()
    assert "No learner gets this task any more" in text_of(client.post(f"/items/{item.uuid}/end/", follow=True))
    assert "not in use" in text_of(client.get(f"/items/{item.uuid}/"))
    assert "No task is written yet" in text_of(client.get("/items/"))
    client.post(f"/items/{item.uuid}/take-up/")
    assert "What is 3/4 of it?" in text_of(client.get("/items/"))


def test_tasks_are_found_by_name_and_code(school, signed_in):
    store_items(acting_person=None, district=school.district, items=[number_item("half-a-rope")])
    client = signed_in("teacher")
    assert "Nothing found" in text_of(client.get("/items/?q=moon"))
    for word in ("rope", "ad"):
        assert "A task of the kind number" in text_of(client.get(f"/items/?q={word}"))


def test_the_list_asks_as_much_for_many_as_for_one(school, signed_in):
    store_items(acting_person=None, district=school.district, items=[number_item("one")])
    client = signed_in("teacher")
    one = number_of_queries(client, "/items/")
    items = [number_item(f"n-{number}") for number in range(30)]
    store_items(acting_person=None, district=school.district, items=items)
    assert number_of_queries(client, "/items/") == one


def test_the_team_sets_what_fits_a_learner(school, signed_in):
    client, address = signed_in("teacher"), f"/learners/{school.person('learner').uuid}/accommodations/"
    assert "Tasks made to fit" in text_of(client.get(f"/learners/{school.person('learner').uuid}/team/"))
    refused = client.post(f"{address}set/", {"extra_time_percent": "much"})
    assert (
        refused.status_code == 422
        and "a number from 0 to 300" in text_of(refused)
        and 'value="much"' in page_of(refused)
    )
    after = client.post(f"{address}set/", {"extra_time_percent": "50", "is_large": "on"}, follow=True)
    assert "It is set." in text_of(after) and 'value="50"' in page_of(after)
    row = Accommodation.objects.get()
    assert (row.extra_time_percent, row.is_large, row.reads_aloud) == (50, True, False)
    client.post(f"{address}set/", {"extra_time_percent": "0"})
    assert Accommodation.objects.get().is_large is False
