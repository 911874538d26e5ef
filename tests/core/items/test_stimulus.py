"""What a task shows: mathematics for the eye and the ear, figures with words, nothing that could run."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ownpath.core.items import (
    FAMILIES,
    ItemError,
    make_task,
    part_to_html,
    part_to_say,
    read_part,
    read_task,
    text_to_html,
)
from ownpath.core.items.stimulus import FIGURES, Mathematics, Text, figure, say, to_mathml
from ownpath.core.items.words import Words

FIGURE_VALUES = {
    "number_line": {"start": "0", "end": "2", "parts": 8, "labels": ("0", "1", "2"), "points": (("3/4", "A"),)},
    "fraction_bar": {"parts": 8, "shaded": 11, "bars": 2},
    "array": {"rows": 3, "columns": 5, "shape": "squares", "shaded": 4},
    "grid": {"least": -5, "most": 5, "points": ((-2, 3, "A"), (4, "1/2", "B")), "joined": "open"},
    "rectangle": {"across": "7", "down": "4", "across_label": "7 cm", "down_label": "4 cm"},
    "triangle": {
        "base": "6",
        "height": "4",
        "top": "0",
        "base_label": "6 m",
        "height_label": "4 m",
        "slope_label": "?",
    },
    "bar_chart": {"bars": (("Ana", 40), ("Leo", 70)), "step": 20},
    "angle": {"degrees": (50, 130), "labels": ("50°", "?")},
}


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("3/4 + 1 1/2", "3 fourths plus 1 and 1 half", "3 cuartos más 1 y un medio"),
        ("2(x + 5) = 16", "2 times open parenthesis x plus 5 close parenthesis equals 16",
         "2 por abre paréntesis x más 5 cierra paréntesis es igual a 16"),
        ("x^2", "x squared", "x al cuadrado"),
        ("5^-2", "5 to the power of negative 2", "5 elevado a menos 2"),
        ("√10 < 4", "the square root of 10 is less than 4", "la raíz cuadrada de 10 es menor que 4"),
        ("|-5|", "the absolute value of negative 5", "el valor absoluto de menos 5"),
        ("? ÷ 3 = 5", "what number divided by 3 equals 5", "qué número entre 3 es igual a 5"),
        ("7 ○ 9", "7 which sign 9", "7 qué signo 9"),
        ("62%", "62 percent", "62 por ciento"),
        ("8 - (-3)", "8 minus negative 3", "8 menos menos 3"),
        ("11/20", "11 over 20", "11 sobre 20"),
    ],
)  # fmt: skip
def test_mathematics_is_said_in_both_languages(written, english, spanish):
    assert say(written, "en") == english
    assert say(written, "es-mx") == spanish
    assert f'alttext="{english}"' in to_mathml(written, "en")


@pytest.mark.parametrize(
    ("written", "elements"),
    [
        ("3/4", ["mfrac", "mn", "mn"]),
        ("(x + 1)/2", ["mfrac", "mi", "mo", "mn", "mn"]),
        ("x^2", ["msup", "mi", "mn"]),
        ("√10", ["msqrt", "mn"]),
    ],
)
def test_mathematics_becomes_mathml(written, elements):
    tree = ElementTree.fromstring(to_mathml(written))
    assert tree.tag.endswith("math")
    assert [each.tag.split("}")[1] for each in tree.iter() if not each.tag.endswith(("math", "mrow"))] == elements


@given(some.text(max_size=40) | some.text(alphabet="<>&\"'[]x/+ =script", max_size=60))
def test_no_text_brings_markup_into_a_page(text):
    try:
        html = text_to_html(text)
    except ItemError as error:
        assert "cannot be read" in str(error)
        return
    left = re.sub(r"<math .*?</math>", "", html)
    assert not set('<>"') & set(left)


def test_mathematics_that_cannot_be_read_is_named():
    with pytest.raises(ItemError, match="'2 \\+\\+\\+' cannot be read"):
        text_to_html("Find [[2 +++]].")
    with pytest.raises(ItemError):
        read_part({"part": "mathematics", "written": r"\frac{1}{2}"}, "stimulus[0]")


def test_every_figure_is_tried():
    assert set(FIGURE_VALUES) == set(FIGURES)


@pytest.mark.parametrize("name", sorted(FIGURES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_figure_is_drawn_without_style_or_script_and_told_in_words(name, language):
    drawn = figure(name, **FIGURE_VALUES[name])
    tree = ElementTree.fromstring(drawn.to_svg(language))
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == drawn.alternative(language)
    for each in tree.iter():
        assert each.tag.split("}")[1] in {"svg", "title", "line", "rect", "circle", "text", "polygon", "polyline"}
        assert not {name for name in each.attrib if name == "style" or name.startswith("on")}
    told = [set(re.findall(r"\d+", drawn.alternative(each))) for each in ("en", "es")]
    assert told[0] == told[1]
    assert drawn.alternative("en") != drawn.alternative("es")
    assert read_part(json.loads(json.dumps(drawn.to_json())), "x") == drawn


@pytest.mark.parametrize("name", sorted(FIGURES))
@settings(max_examples=25)
@given(
    field=some.integers(0, 5),
    value=some.none() | some.integers() | some.text(max_size=9) | some.lists(some.integers(), max_size=3),
)
def test_a_figure_that_cannot_be_drawn_is_refused_with_the_name_of_the_field(name, field, value):
    values = {**FIGURE_VALUES[name]}
    values[list(values)[field % len(values)]] = value
    try:
        read_part({"part": "figure", "figure": name, "values": values}, "stimulus[1]")
    except ItemError as error:
        assert "stimulus[1].values" in str(error)


def test_a_label_cannot_carry_markup():
    svg = figure("rectangle", across="3", down="2", across_label="<script>", down_label="&").to_svg()
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_parts_are_shown_and_said():
    part = Text(Words("Find [[1/2]] of 6.", "Halla [[1/2]] de 6."))
    assert part_to_html(part, "en").startswith("<p>Find <math ")
    assert part_to_say(part, "es") == "Halla un medio de 6."
    assert part_to_say(Mathematics("2 + 2"), "en") == "2 plus 2"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"difficulty": "hard"}, "task.difficulty: a number"),
        ({"competencies": []}, "task.competencies: at least one"),
        ({"stimulus": []}, "task.stimulus: at least one part"),
        ({"stimulus": [{"part": "video"}]}, r"task.stimulus\[0\].part: must be one of"),
        ({"stimulus": [{"part": "text", "words": {}}]}, r"task.stimulus\[0\].words: a text is needed"),
        ({"public": {"kind": "number"}}, "key.kind: is"),
        ({"hints": ["x"]}, r"task.hints\[0\]: an object"),
        ({"version": 0}, "task.version: a whole number"),
        ({"key": None}, "task.key: an object"),
    ],
)
def test_a_task_that_cannot_be_is_refused_with_the_name_of_the_field(change, message):
    data = make_task(FAMILIES["3.OA.B.6/times_question_for_division"], np.random.default_rng(1)).to_json()
    assert read_task(data)
    with pytest.raises(ItemError, match=message):
        read_task({**data, **change})


def test_a_misconception_that_nobody_described_is_refused():
    data = make_task(FAMILIES["3.OA.A.1/bags_of_things"], np.random.default_rng(1)).to_json()
    data["key"]["wrong"] = [{"value": "1", "misconception": "made_up"}]
    with pytest.raises(ItemError, match="'made_up' is not in the table"):
        read_task(data)
