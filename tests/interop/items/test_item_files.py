"""Files of items: all or nothing, errors with their place, twice is the same, out and in again."""

from __future__ import annotations

import csv
import json

import pytest

from made_items import RIGHT, item_of, task_of
from ownpath.assessment.models import Item, ItemKey
from ownpath.assessment.services import store_items
from ownpath.assessment.written import FIELDS, task_from_written, written_from_task
from ownpath.config.command_line.main import main
from ownpath.core.items import read_task, score
from ownpath.foundation.errors import InputError, InputErrors
from ownpath.interop.items.mapping import gather_exported, import_items
from ownpath.interop.items.write import write_json, write_table
from school import make_school

PLAIN = sorted(set(RIGHT) - {"order", "match"})
TYPED = {
    "number": {"answer": "3/4", "unit": "cm", "form": "lowest_terms", "wrong": "4/3 -> #turns_fraction_over Hm. | Mm."},
    "short_answer": {"answer": "right angle\nángulo recto", "wrong": "acute -> Look at the corner."},
    "choice": {
        "answer": "square | cuadrado\n* circle | círculo",
        "wrong": "square -> It has corners. | Tiene esquinas.",
    },
    "order": {"answer": "1/8\n1/2\n3/4", "first": "smallest | menor", "last": "largest | mayor"},
    "match": {"answer": "one half = 0.5\na quarter = 0.25\n= 0.75", "wrong": "a quarter = 0.75 -> Count again."},
    "number_line": {"answer": "3/4", "start": "0", "end": "1", "step": "1/8", "labels": "0 1"},
    "table_fill": {"answer": "side // lado | area // área\n2 | [4]\n3 | [9]"},
    "expression": {
        "answer": "2(x + 3)",
        "letters": "x",
        "form": "expanded",
        "wrong": "2x + 3 -> #adds_base_and_exponent",
    },
}
ANSWERED = {
    **RIGHT,
    "number": {"text": "3/4"},
    "short_answer": {"text": "Angulo recto"},
    "number_line": {"at": "3/4"},
    "table_fill": {"cells": {"cell_1": "4", "cell_2": "9"}},
    "expression": {"text": "2x+6"},
}  # fmt: skip


def typed(kind, /, **changes):
    about = {
        "name": f"t-{kind}",
        "kind": kind,
        "competencies": "add",
        "text_en": "What is [[3/4]]?",
        "hints_en": "Look.",
    }
    return {**about, "text_es": "¿Cuánto es [[3/4]]?", "hints_es": "Mira.", **TYPED[kind], **changes}


@pytest.fixture
def school(db):
    return make_school()


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("kind", sorted(TYPED))
def test_what_is_typed_becomes_a_task_that_takes_the_right_answer(kind):
    task = read_task(task_from_written(typed(kind)))
    key, public = task.held_back.key, task.shown.public
    given = ANSWERED[kind]
    if kind == "choice":
        given = {"chosen": ["b"]}
    if kind == "order":
        by_text = {each.words.en: each.name for each in public.options}
        given = {"order": [by_text[text] for text in ("1/8", "1/2", "3/4")]}
        assert [each.words.en for each in public.options] != ["1/8", "1/2", "3/4"]
    if kind == "match":
        right = {each.words.en: each.name for each in public.right}
        given = {"pairs": {"a": right["0.5"], "b": right["0.25"]}}
    assert score(key, given).is_right
    assert task.shown.stimulus[0].words.es == "¿Cuánto es [[3/4]]?"


@pytest.mark.parametrize("kind", sorted(TYPED))
def test_what_is_typed_comes_back_as_it_was_typed(kind):
    back = written_from_task(read_task(task_from_written(typed(kind))).to_json())
    again = task_from_written(back)
    first = task_from_written(typed(kind))
    assert read_task(again).to_json() == read_task(first).to_json()


@pytest.mark.parametrize("kind", sorted(TYPED))
def test_a_table_is_stored_and_stored_twice_it_is_the_same(school, tmp_path, kind):
    path = write_csv(tmp_path / "items.csv", [typed(kind)])
    assert import_items(path, district=school.district).as_dict() == {"new": 1, "changed": 0, "same": 0}
    assert import_items(path, district=school.district).as_dict() == {"new": 0, "changed": 0, "same": 1}
    assert Item.objects.get().kind == kind and ItemKey.objects.count() == 1


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_what_goes_out_comes_in_again_unchanged(school, tmp_path, suffix):
    kinds = sorted(RIGHT) if suffix == "json" else PLAIN
    store_items(acting_person=None, district=school.district, items=[item_of(kind) for kind in kinds])
    file = tmp_path / f"items.{suffix}"
    write = write_json if suffix == "json" else write_table
    assert write(file, gather_exported(school.district)) == len(kinds)
    elsewhere = make_school("far-valley")
    assert import_items(file, district=school.district).as_dict() == {"new": 0, "changed": 0, "same": len(kinds)}
    assert import_items(file, district=elsewhere.district).as_dict()["new"] == len(kinds)
    again = tmp_path / f"again.{suffix}"
    write(again, gather_exported(elsewhere.district))
    assert again.read_bytes() == file.read_bytes()


def test_an_item_that_a_row_cannot_hold_is_named(school, tmp_path):
    store_items(acting_person=None, district=school.district, items=[item_of("order")])
    with pytest.raises(InputError, match="of-order cannot be written as a row"):
        write_table(tmp_path / "items.csv", gather_exported(school.district))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "three"}, "answer"),
        ({"unit": "league"}, "unit"),
        ({"tolerance": "-1"}, "tolerance"),
        ({"form": "roman"}, "form"),
        ({"wrong": "4/3"}, "wrong"),
        ({"wrong": "3/4 -> same as right"}, "wrong"),
        ({"wrong": "4/3 -> #no_such_slip"}, "answer"),
        ({"difficulty": "hard"}, "difficulty"),
        ({"difficulty": "99"}, "difficulty"),
        ({"text_en": "", "text_es": ""}, "text_en"),
        ({"text_en": "[[3//4]]"}, "text_en"),
        ({"hints_es": "una\ndos"}, "hints_es"),
        ({"figure": "a circle"}, "figure"),
        ({"kind": "essay"}, "kind"),
        ({"competencies": ""}, "competencies"),
        ({"competencies": "nowhere"}, "competencies"),
        ({"name": ""}, "name"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_error_names_file_row_and_column_and_nothing_is_stored(school, tmp_path, change, field):
    path = write_csv(tmp_path / "ours.csv", [typed("choice"), typed("number", **change)])
    with pytest.raises(InputError) as refused:
        import_items(path, district=school.district)
    assert (refused.value.file, refused.value.row, refused.value.field) == ("ours.csv", 3, field)
    assert not Item.objects.exists()


def test_several_errors_are_all_told(school, tmp_path):
    path = write_csv(tmp_path / "ours.csv", [typed("number", answer="x"), typed("choice", answer="a\nb")])
    path.write_text(path.read_text() + "\n")
    with pytest.raises((InputErrors, InputError)):
        import_items(path, district=school.district)
    bad = [typed("number", name=f"n-{number}", competencies="nowhere") for number in range(30)]
    with pytest.raises(InputErrors) as refused:
        import_items(write_csv(tmp_path / "bad.csv", bad), district=school.district)
    assert refused.value.total == 30 and len(refused.value.errors) == 20


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("[]", "format"),
        ('{"format": "other"}', "format"),
        ('{"format": "ownpath-items", "version": 2, "items": []}', "version"),
        ('{"format": "ownpath-items", "version": 1, "items": {}}', "items"),
        ('{"format": "ownpath-items", "version": 1, "items": []}', ""),
        ('{"format": "ownpath-items", "version": 1, "items": [7]}', "items"),
        ('{"format": "ownpath-items", "version": 1, "items": [{"name": "a"}]}', "competencies"),
        ('{"format": "ownpath-items", "version": 1, "items": [{"name": 7, "competencies": [], "stimulus": [], '
         '"public": {}, "key": {}}]}', "name"),
        ('{"format": "ownpath-items", "version": 1, "items": [{"name": "a", "competencies": ["add"], "stimulus": 3, '
         '"public": {}, "key": {}, "colour": 1}]}', "colour"),
        ("{", ""),
        ('{"format": NaN}', ""),
    ],
)  # fmt: skip
def test_a_hostile_file_gets_one_clear_error(school, tmp_path, content, field):
    path = tmp_path / "hostile.json"
    path.write_text(content)
    with pytest.raises(InputError) as refused:
        import_items(path, district=school.district)
    assert (refused.value.file, refused.value.field) == ("hostile.json", field)
    assert not Item.objects.exists()


@pytest.mark.parametrize("where", ["stimulus", "public", "key", "hints", "solution", "competencies", "difficulty"])
@pytest.mark.parametrize("value", [None, 7, "text", [7], {"kind": []}, [[[[]]]], {"words": {"en": 5}}])
def test_whatever_stands_in_a_field_is_an_error_and_no_crash(school, tmp_path, where, value):
    task = task_of("number")
    item = {"name": "odd", **task, where: value}
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"format": "ownpath-items", "version": 1, "items": [item]}))
    try:
        stored = import_items(path, district=school.district)
    except InputError as error:
        assert error.file == "odd.json" and error.row == 1 and error.field
        assert not Item.objects.exists()
    else:
        assert where in ("hints", "solution", "difficulty") and stored.new == 1


@pytest.mark.parametrize("header", ["name,kind\na,b", "name,kind,competencies,answer,colour\n", "name,name,kind\n"])
def test_a_heading_that_is_not_ours_is_refused(school, tmp_path, header):
    path = tmp_path / "ours.csv"
    path.write_text(header)
    with pytest.raises(InputError) as refused:
        import_items(path, district=school.district)
    assert refused.value.row == 1


def test_a_file_with_another_ending_is_refused(school, tmp_path):
    with pytest.raises(InputError, match=r"json or \.csv"):
        import_items(tmp_path / "items.xlsx", district=school.district)


def test_where_a_code_is_in_two_frameworks_the_file_says_which(school, tmp_path):
    from ownpath.competencies.models import Competency, Framework

    other = Framework.objects.create(district=school.district, code="ours", title="Ours")
    Competency.objects.create(
        district=school.district, framework=other, code="add", statement="s", source_identifier="x"
    )
    with pytest.raises(InputError) as refused:
        import_items(write_csv(tmp_path / "a.csv", [typed("number")]), district=school.district)
    assert refused.value.field == "framework"
    import_items(write_csv(tmp_path / "b.csv", [typed("number", framework="ours")]), district=school.district)
    assert Item.objects.get().competencies.get().framework == other
    assert [each["framework"] for each in gather_exported(school.district)] == ["ours"]


def test_the_commands_take_in_and_give_out(school, tmp_path, capsys):
    source, out = write_csv(tmp_path / "in.csv", [typed("number")]), tmp_path / "out.json"
    assert main(["import", "items", str(source), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "new": 1, "changed": 0, "same": 0}
    assert main(["export", "items", "--out", str(out), "--json"]) == 0
    assert json.loads(out.read_text())["items"][0]["name"] == "t-number"
    assert main(["export", "items", "--out", str(tmp_path / "items.txt")]) == 1
    assert main(["import", "items", str(tmp_path / "missing.csv")]) == 1
    assert "missing.csv" in capsys.readouterr().err


def test_every_column_is_explained():
    from pathlib import Path

    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "item-files.md").read_text(encoding="utf-8")
    assert [name for name in FIELDS if f"`{name}`" not in page] == []
