from __future__ import annotations

import json

import pytest

from made_items import RIGHT, item_of, number_item, task_of
from ownpath.assessment.models import Item, ItemKey
from ownpath.assessment.selectors import items_visible_to
from ownpath.assessment.services import NewItem, end_item, store_items, take_up_item, write_item
from ownpath.foundation.errors import InputError, InputErrors, NotAllowed
from school import ROLES, make_school


def store(school, *items):
    return store_items(acting_person=school.person("teacher"), district=school.district, items=items)


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_what_is_right_stands_apart_from_what_is_shown(school, kind):
    item = store(school, item_of(kind)).items[0]
    assert set(item.shown) == {"stimulus", "public", "hint_count"}
    assert set(item.key.held_back) == {"key", "hints", "solution", "numbers"}
    assert item.kind == kind and item.key.held_back["key"]["kind"] == kind


def test_stored_twice_is_the_same_and_a_change_is_a_new_version(school):
    assert store(school, number_item()).as_dict() == {"new": 0, "changed": 0, "same": 1}
    assert store(school, number_item(difficulty=0.7)).as_dict() == {"new": 0, "changed": 1, "same": 0}
    versions = Item.objects.filter(name="a-number").order_by("version")
    assert list(versions.values_list("version", "is_current", "difficulty")) == [(1, False, 0.0), (2, True, 0.7)]
    assert ItemKey.objects.count() == 2


def test_all_are_stored_or_none_and_every_error_names_its_place(school):
    rows = [
        NewItem(name="fine", task=task_of("choice"), file="items.json", row=1),
        NewItem(name="", task=task_of("choice"), file="items.json", row=2),
        NewItem(name="fine", task=task_of("choice"), file="items.json", row=3),
        NewItem(name="lost", task=task_of("choice", competencies=["nowhere"]), file="items.json", row=4),
        NewItem(name="wrong", task=task_of("number", key={"kind": "number"}), file="items.json", row=5),
    ]
    with pytest.raises(InputErrors) as refused:
        store(school, *rows)
    assert [(error.row, error.field) for error in refused.value.errors] == [
        (2, "name"),
        (3, "name"),
        (4, "competencies"),
        (5, "key.value"),
    ]
    assert "items.json, row 5, field key.value" in str(refused.value)
    assert not Item.objects.filter(name="fine").exists()


def test_a_family_keeps_its_name(school):
    with pytest.raises(InputError):
        store(school, number_item("3.NF.A.1/shaded_part"))


@pytest.mark.parametrize("who", sorted(ROLES))
def test_only_those_who_teach_or_coach_write_and_read_items(school, who):
    person = school.person(who)
    if who in ("teacher", "other_teacher", "coach"):
        assert write_item(acting_person=person, new=number_item("another")).author == person
        assert items_visible_to(person).count() == 2
    else:
        with pytest.raises(NotAllowed):
            write_item(acting_person=person, new=number_item("another"))
        assert not items_visible_to(person).exists()


def test_nobody_sees_or_changes_an_item_of_another_district(school):
    elsewhere = make_school("far-valley")
    item = Item.objects.get()
    assert not items_visible_to(elsewhere.person("teacher")).exists()
    with pytest.raises(InputError):
        end_item(acting_person=elsewhere.person("teacher"), item=item)
    with pytest.raises(InputError):
        store_items(acting_person=elsewhere.person("teacher"), district=school.district, items=[number_item("x")])


def test_an_item_is_taken_out_of_use_and_back_unless_a_newer_one_is_in_use(school):
    teacher, item = school.person("teacher"), Item.objects.get()
    assert not end_item(acting_person=teacher, item=item).is_current
    assert take_up_item(acting_person=teacher, item=item).is_current
    store(school, number_item(difficulty=2.0))
    with pytest.raises(InputError):
        take_up_item(acting_person=teacher, item=item)


def test_the_list_of_items_reads_no_key(school, django_assert_num_queries):
    with django_assert_num_queries(3) as caught:
        text = json.dumps([item.shown for item in items_visible_to(school.person("teacher"))])
    assert "7919" not in text
    assert all("itemkey" not in each["sql"] for each in caught.captured_queries)
