"""The kinds of items: scored as their sentence says, round trips, errors with names, hostile answers."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ownpath.core.items.feedback import FEEDBACK, feedback_for
from ownpath.core.items.kinds import (
    KINDS,
    Cell,
    ChoiceKey,
    ChoicePublic,
    ExpressionKey,
    ExpressionPublic,
    MatchKey,
    MatchPublic,
    NamedSlip,
    NumberKey,
    NumberLineKey,
    NumberLinePublic,
    NumberPublic,
    Option,
    OrderKey,
    OrderPublic,
    ShortAnswerKey,
    ShortAnswerPublic,
    TableFillKey,
    TableFillPublic,
    WrongExpression,
    WrongNumber,
    WrongOrder,
    WrongPair,
    WrongText,
    check_pair,
    read_key,
    read_public,
    score,
)
from ownpath.core.items.misconceptions import MISCONCEPTIONS, NUDGES
from ownpath.core.items.scored import DO_NOT_KNOW, Slip
from ownpath.core.items.words import ItemError, Words

SLIP = Slip("adds_tops_and_bottoms", Words("Look at the size of the parts.", "Mira el tamaño de las partes."))
A, B, C = (Option(name, Words(name, name)) for name in "abc")
PAIRS = {
    "number": (
        NumberPublic("cm", Words("x ="), Words("in all", "en total")),
        NumberKey(Fraction(3, 4), unit="cm", wrong=(WrongNumber(Fraction(1, 4), SLIP),)),
    ),
    "short_answer": (
        ShortAnswerPublic(20),
        ShortAnswerKey(("rhombus", "rombo"), (WrongText("square", SLIP),)),
    ),
    "choice": (ChoicePublic((A, B, C), several=True), ChoiceKey(frozenset("ab"), (NamedSlip("c", SLIP),))),
    "order": (
        OrderPublic((A, B, C), Words("smallest", "menor"), Words("largest", "mayor")),
        OrderKey(("b", "a", "c"), (WrongOrder(("c", "a", "b"), SLIP),)),
    ),
    "match": (
        MatchPublic((A, B), (Option("r", Words("one", "uno")), Option("s", Words("two", "dos")))),
        MatchKey((("a", "s"), ("b", "r")), (WrongPair("a", "r", SLIP),)),
    ),
    "number_line": (
        NumberLinePublic(Fraction(0), Fraction(1), Fraction(1, 8), (Fraction(0), Fraction(1)), "decimal"),
        NumberLineKey(Fraction(3, 4), wrong=(WrongNumber(Fraction(3, 8), SLIP),)),
    ),
    "table_fill": (
        TableFillPublic((Words("bags", "bolsas"), Words("apples", "manzanas")), ((Cell(Words("2")), Cell(name="p")),)),
        TableFillKey((("p", NumberKey(Fraction(8), wrong=(WrongNumber(Fraction(6), SLIP),))),)),
    ),
    "expression": (
        ExpressionPublic("x", Words("y =")),
        ExpressionKey("3x + 6", "x", "expanded", (WrongExpression("3x + 2", SLIP),)),
    ),
}
RIGHT = {
    "number": {"text": "0.75"},
    "short_answer": {"text": " Rhombus. "},
    "choice": {"chosen": ["b", "a"]},
    "order": {"order": ["b", "a", "c"]},
    "match": {"pairs": {"a": "s", "b": "r"}},
    "number_line": {"at": "6/8"},
    "table_fill": {"cells": {"p": "8"}},
    "expression": {"text": "6 + 3x"},
}
WRONG = {
    "number": {"text": "1/4"},
    "short_answer": {"text": "Square"},
    "choice": {"chosen": ["c"]},
    "order": {"order": ["c", "a", "b"]},
    "match": {"pairs": {"a": "r", "b": "s"}},
    "number_line": {"at": "3/8"},
    "table_fill": {"cells": {"p": "6"}},
    "expression": {"text": "2 + 3x"},
}
json_like = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=30),
    lambda part: some.lists(part, max_size=4) | some.dictionaries(some.text(max_size=8), part, max_size=4),
    max_leaves=8,
)
answer_like = json_like | some.dictionaries(
    some.sampled_from(["text", "chosen", "order", "pairs", "at", "cells", "unknown"]), json_like, max_size=3
)


def test_every_kind_is_tried():
    assert set(PAIRS) == set(RIGHT) == set(WRONG) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_is_right(kind):
    scored = score(PAIRS[kind][1], RIGHT[kind])
    assert (scored.score, scored.is_right, scored.misconception) == (1, True, "")


@pytest.mark.parametrize("kind", KINDS)
def test_the_known_wrong_answer_names_its_misconception_and_what_the_author_wrote(kind):
    scored = score(PAIRS[kind][1], WRONG[kind])
    assert (scored.score, scored.is_right) == (0, False)
    assert (scored.misconception, scored.words) == (SLIP.misconception, SLIP.words)


@pytest.mark.parametrize("kind", KINDS)
def test_saying_that_one_does_not_know_is_a_statement_and_no_error(kind):
    scored = score(PAIRS[kind][1], json.loads(json.dumps(dict(DO_NOT_KNOW))))
    assert (scored.score, scored.is_right, scored.is_statement, scored.outcome) == (0, False, True, "unknown")


@pytest.mark.parametrize("kind", KINDS)
def test_both_parts_survive_json(kind):
    public, key = PAIRS[kind]
    assert read_public(json.loads(json.dumps(public.to_json()))) == public
    assert read_key(json.loads(json.dumps(key.to_json()))) == key
    check_pair(public, key)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_part_knows_nothing_of_the_key(kind):
    public, key = PAIRS[kind]
    theirs = json.dumps(public.to_json())
    assert "wrong" not in theirs
    assert SLIP.misconception not in theirs
    assert not set(key.to_json()) & set(public.to_json()) - {"kind", "unit", "letters"}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(answer=answer_like)
def test_no_answer_breaks_the_scoring(kind, answer):
    scored = score(PAIRS[kind][1], answer, "es")
    assert 0 <= scored.score <= 1
    assert scored.is_right == (scored.score == 1)
    assert scored.feedback in FEEDBACK


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text", ["9" * 10**6, "__import__('os')", "9**9**9", "(" * 10**5, ["a"] * 10**5, {"a": "b" * 10**6}]
)
def test_hostile_answers_are_not_read(kind, text):
    for field in ("text", "chosen", "order", "pairs", "at", "cells"):
        assert score(PAIRS[kind][1], {field: text}).score == 0


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=30)
@given(data=json_like)
def test_what_is_no_item_is_refused_with_the_name_of_the_field(kind, data):
    for read in (read_public, read_key):
        with pytest.raises(ItemError, match=r"public|key"):
            read({**data, "kind": "riddle"} if isinstance(data, dict) else data)
        damaged = {**PAIRS[kind][0 if read is read_public else 1].to_json()}
        for field in [name for name in damaged if name != "kind"]:
            try:
                read({**damaged, field: data})
            except ItemError as error:
                assert any(name in str(error) for name in damaged)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "number", "value": "x"}, "key.value: an exact number"),
        ({"kind": "number", "value": 0.5}, "key.value: an exact number"),
        ({"kind": "number", "value": "1", "wrong": [{"value": "1"}]}, "key.wrong: holds the right answer"),
        ({"kind": "number", "value": "1", "wrong": [{}]}, r"key.wrong\[0\].value: is missing"),
        ({"kind": "number", "value": "1", "unit": "blorp"}, "key.unit: must be one of"),
        ({"kind": "number", "value": "1", "tolerance": "-1"}, "key.tolerance: must not be below 0"),
        ({"kind": "choice", "right": []}, "key.right: at least one"),
        ({"kind": "short_answer", "forms": ["  "]}, "key.forms: at least one form"),
        ({"kind": "expression", "letters": "x", "expression": "x^99"}, "key.expression: cannot be read"),
        ({"kind": "table_fill", "cells": {"a": {}}}, "key.cells.a.value: is missing"),
        ({"kind": "riddle"}, "key.kind: must be one of"),
        ([], "key: an object"),
    ],
)
def test_errors_name_the_field(data, message):
    with pytest.raises(ItemError, match=message):
        read_key(data)


def test_a_key_must_belong_to_its_public_part():
    public = PAIRS["choice"][0]
    with pytest.raises(ItemError, match="names 'z'"):
        check_pair(public, ChoiceKey(frozenset("z")))
    with pytest.raises(ItemError, match=r"key\.kind"):
        check_pair(public, PAIRS["number"][1])
    with pytest.raises(ItemError, match="one name is needed"):
        check_pair(ChoicePublic((A, B)), ChoiceKey(frozenset("ab")))
    with pytest.raises(ItemError, match="holds a right option"):
        check_pair(ChoicePublic((A, B)), ChoiceKey(frozenset("a"), (NamedSlip("a", SLIP),)))
    with pytest.raises(ItemError, match="no mark"):
        check_pair(PAIRS["number_line"][0], NumberLineKey(Fraction(1, 3)))


@pytest.mark.parametrize(("text", "is_right"), [("1/2", 1), ("2/4", 1), ("0.5", 1), ("½", 1), ("50%", 0), ("5", 0)])
def test_equal_forms_of_a_number_count_alike(text, is_right):
    assert score(NumberKey(Fraction(1, 2)), {"text": text}).is_right is bool(is_right)


def test_a_decimal_comma_counts_in_spanish():
    key = NumberKey(Fraction(1, 2))
    assert score(key, {"text": "0,5"}, "es").is_right
    assert score(key, {"text": "0,5"}, "en").outcome == "unreadable"
    assert score(NumberKey(Fraction(1500)), {"text": "1,500"}, "es").is_right
    assert score(NumberKey(Fraction(3, 2)), {"text": "1,500"}, "es").is_right


def test_units_and_tolerance():
    key = NumberKey(Fraction(250), tolerance=Fraction(1), unit="cm", needs_unit=True)
    assert score(key, {"text": "2.5 m"}).is_right
    assert score(key, {"text": "251 cm"}).is_right
    assert score(key, {"text": "252 cm"}).outcome == "wrong"
    assert score(key, {"text": "250"}).feedback == "needs_unit"
    assert score(key, {"text": "250 kg"}).feedback == "other_unit"
    assert score(key, {"text": "250 m"}).feedback == "other_unit"


@pytest.mark.parametrize(
    ("form", "right", "half"),
    [
        ("lowest_terms", ["3/2", "1 1/2"], ["6/4", "1 2/4", "1.5"]),
        ("mixed", ["1 1/2", "1 2/4"], ["3/2", "1.5"]),
        ("decimal", ["1.5", "1.50"], ["3/2"]),
    ],
)
def test_another_form_of_the_right_value_counts_half_and_says_so(form, right, half):
    key = NumberKey(Fraction(3, 2), form=form)
    assert all(score(key, {"text": text}).is_right for text in right)
    for text in half:
        scored = score(key, {"text": text})
        assert (scored.score, scored.outcome, scored.feedback) == (0.5, "partly", f"form_{form}")


def test_several_right_options_count_in_part_but_choosing_all_is_no_way():
    key = PAIRS["choice"][1]
    assert score(key, {"chosen": ["a"]}).score == 0.5
    assert score(key, {"chosen": ["a", "b", "c"]}).score == 0.5
    assert score(key, {"chosen": []}).outcome == "unreadable"


def test_order_and_match_count_in_part():
    assert score(PAIRS["order"][1], {"order": ["a", "b", "c"]}).score == pytest.approx(1 / 3)
    assert score(PAIRS["order"][1], {"order": ["a", "b"]}).feedback == "not_all_ordered"
    assert score(PAIRS["match"][1], {"pairs": {"a": "s"}}).score == 0.5


def test_an_expression_in_another_form_counts_half_and_y_equals_may_stand_before():
    key = PAIRS["expression"][1]
    assert score(key, {"text": "3(x+2)"}).feedback == "form_expanded"
    with_y = ExpressionKey("3x + 6", "xy")
    assert score(with_y, {"text": "y = 3x + 6"}).is_right
    assert score(key, {"text": "3z + 6"}).feedback == "unknown_letter"


@given(some.permutations(list("abcd")))
def test_an_order_is_right_only_in_its_own_order(order):
    assert score(OrderKey(tuple("abcd")), {"order": list(order)}).is_right is (order == list("abcd"))


def test_a_learner_reads_the_authors_words_or_a_nudge_or_a_sentence():
    key = PAIRS["number"][1]
    assert feedback_for(score(key, WRONG["number"])) == SLIP.words
    without_words = NumberKey(Fraction(3, 4), wrong=(WrongNumber(Fraction(1, 4), Slip("adds_tops_and_bottoms")),))
    assert feedback_for(score(without_words, {"text": "1/4"})) == NUDGES["adds_tops_and_bottoms"]
    assert feedback_for(score(without_words, {"text": "1/5"})) == FEEDBACK["wrong"]
    assert set(NUDGES) == set(MISCONCEPTIONS)
    for words in (*NUDGES.values(), *FEEDBACK.values()):
        assert words.en and words.es and words.en != words.es


def test_a_line_writes_its_numbers_in_its_style():
    line = PAIRS["number_line"][0]
    assert [line.write(mark) for mark in line.marks()[:3]] == ["0", "0.125", "0.25"]
    assert NumberLinePublic(Fraction(0), Fraction(1), Fraction(1, 4), ()).write(Fraction(3, 4)) == "3/4"
