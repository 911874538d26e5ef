"""Every family: its answers found a second way, no leak of the key, both languages alike, fresh tasks enough."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ownpath.core.items import (
    DO_NOT_KNOW,
    FAMILIES,
    MISCONCEPTIONS,
    Task,
    draw_tasks,
    families_for,
    make_task,
    part_to_html,
    part_to_say,
    read_task,
    score,
    text_to_html,
    text_to_say,
)
from ownpath.core.items.equivalence import same_value
from ownpath.core.items.families.authoring import SEEN_NUMBER, Draft, fingerprint_of, show, words_of
from ownpath.core.items.families.making import kept_wrong
from ownpath.core.items.numbers import read_number
from ownpath.core.items.task import misconceptions_of
from reading_level import reading_grade

SEEDS = 1000
NAMES = sorted(FAMILIES)
CODES = sorted({code for each in FAMILIES.values() for code in each.competencies})
CONTENT = Path(__file__).resolve().parents[3] / "src/ownpath/demo/content"
# Here options are worth the same on purpose: which form, or which bottom number, is the question.
ABOUT_FORM = {"5.NF.A.1/same_sum_with_one_bottom", "6.EE.A.1/product_as_a_power"}


@cache
def _states() -> list[dict[str, Any]]:
    return [np.random.default_rng(seed).bit_generator.state for seed in range(SEEDS)]


def generators(count: int) -> Any:
    """Give the generators of the first seeds, one after the other in one object, which is faster than new ones."""
    rng = np.random.default_rng(0)
    for state in _states()[:count]:
        rng.bit_generator.state = state
        yield rng


def label(value: Any) -> str:
    return words_of(value).en


def agrees(draft: Draft, solved: Any) -> bool:
    """Tell whether the second solution gives what the draft holds."""
    if draft.kind in {"number", "number_line"}:
        return bool(draft.answer == solved)
    if draft.kind == "table_fill":
        return list(draft.answer) == list(solved)
    if draft.kind == "expression":
        return draft.answer == solved or same_value(draft.answer, solved, draft.more["letters"])
    if draft.kind == "choice":
        return (
            sorted(map(label, draft.answer)) == sorted(solved)
            if draft.more.get("several")
            else label(draft.answer) == solved
        )
    if draft.kind == "order":
        return [label(each) for each in draft.answer] == list(solved)
    if draft.kind == "match":
        return [(label(left), label(right)) for left, right in draft.answer] == [tuple(pair) for pair in solved]
    return set(solved) <= set(draft.answer)


def answer_with(task: Task, solved: Any) -> dict[str, Any]:
    """Put a solution as the browser would send it."""
    public: Any = task.shown.public
    if public.kind == "choice":
        wanted = {solved} if isinstance(solved, str) else set(solved)
        return {"chosen": [each.name for each in public.options if each.words.en in wanted]}
    if public.kind == "order":
        return {"order": [{each.words.en: each.name for each in public.options}[text] for text in solved]}
    if public.kind == "match":
        left, right = ({each.words.en: each.name for each in side} for side in (public.left, public.right))
        return {"pairs": {left[one]: right[other] for one, other in solved}}
    if public.kind == "number_line":
        return {"at": str(solved)}
    if public.kind == "table_fill":
        names = [cell.name for row in public.rows for cell in row if cell.name]
        return {"cells": dict(zip(names, map(str, solved), strict=True))}
    if public.kind == "short_answer":
        return {"text": solved[0]}
    if getattr(task.held_back.key, "form", "") == "decimal":
        return {"text": show(solved * 10**6, "d6")}
    return {"text": show(solved) if isinstance(solved, int | Fraction) else solved}


def tasks(name: str, count: int) -> list[Task]:
    return [make_task(FAMILIES[name], rng) for rng in generators(count)]


@pytest.mark.parametrize("name", NAMES)
def test_a_second_way_finds_the_same_answer_over_a_thousand_seeds(name):
    family = FAMILIES[name]
    compared: dict[str, Any] = {}
    for rng in generators(SEEDS):
        draft = family.draft(rng)
        print_ = fingerprint_of(name, draft.numbers)
        if print_ in compared:
            assert compared[print_] == draft.answer
            continue
        assert agrees(draft, family.solve(draft.numbers)), draft
        compared[print_] = draft.answer
    assert len(compared) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_no_distractor_is_right(name):
    for rng in generators(60):
        draft = FAMILIES[name].draft(rng)
        if draft.kind != "choice":
            continue
        right = [label(each) for each in (draft.answer if draft.more.get("several") else [draft.answer])]
        wrong = [label(value) for value, _ in kept_wrong(draft)]
        assert wrong
        assert len({*right, *wrong}) == len(right) + len(wrong)
        values = {reading.value for text in right for reading in read_number(text)}
        if name not in ABOUT_FORM and len(right) == 1:
            assert not values & {reading.value for text in wrong for reading in read_number(text)}


@pytest.mark.parametrize("name", NAMES)
def test_a_task_scores_its_solution_right_and_its_table_of_wrong_answers_wrong(name):
    family = FAMILIES[name]
    for task in tasks(name, 6):
        numbers = dict(task.held_back.numbers)
        for language in ("en", "es"):
            scored = score(task.held_back.key, answer_with(task, family.solve(numbers)), language)
            assert scored.is_right or scored.feedback in {"form_expanded", "form_factored"}
        if task.held_back.key.kind == "expression":
            assert score(task.held_back.key, {"text": task.held_back.key.expression}).is_right
        assert score(task.held_back.key, dict(DO_NOT_KNOW)).is_statement
        key: Any = task.held_back.key
        for row in key.wrong if key.kind in {"number", "number_line", "expression"} else ():
            value = row.expression if key.kind == "expression" else str(row.value)
            scored = score(key, {"text": value, "at": value})
            assert not scored.is_right
            assert scored.misconception in MISCONCEPTIONS
        assert misconceptions_of(key) <= set(MISCONCEPTIONS)


def keys_in(data: Any) -> set[str]:
    """Every name of a field, however deep."""
    if isinstance(data, dict):
        return set(data) | {name for each in data.values() for name in keys_in(each)}
    return {name for each in data for name in keys_in(each)} if isinstance(data, list) else set()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_key_is_in_what_is_shown(name):
    for task in tasks(name, 4):
        shown = json.loads(json.dumps(task.shown.to_json()))
        held = task.held_back.to_json()
        assert not keys_in(shown) & {
            "key",
            "wrong",
            "right",
            "value",
            "tolerance",
            "misconception",
            "hints",
            "solution",
            "numbers",
            "expression",
            "forms",
            "pairs",
            "cells",
            "form",
            "fingerprint",
            "source",
        } - ({"right"} if task.shown.public.kind == "match" else set())
        text = json.dumps(shown)
        assert not any(slip in text for slip in misconceptions_of(task.held_back.key))
        assert json.dumps(held["solution"][0]["words"]["en"]) not in text
        assert not any(json.dumps(hint["en"]) in text for hint in held["hints"])
        assert read_task(json.loads(json.dumps(task.to_json()))) == task


@pytest.mark.parametrize("name", NAMES)
def test_the_right_option_is_marked_by_no_place(name):
    places: Counter[int] = Counter()
    for task in tasks(name, 24):
        public, key = task.shown.public, task.held_back.key
        if public.kind == "order":
            assert tuple(each.name for each in public.options) != key.order
        if public.kind == "match":
            assert [each.name for each in public.right] == sorted(each.name for each in public.right)
            places[[each.name for each in public.right].index(key.pairs[0][1])] += 1
        if public.kind == "choice" and len(key.right) == 1:
            assert [each.name for each in public.options] == sorted(each.name for each in public.options)
            places[[each.name for each in public.options].index(next(iter(key.right)))] += 1
    assert not places or (len(places) > 1 and max(places.values()) < 24)


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_filled_with_the_same_numbers_and_can_be_shown_and_said(name):
    for task in tasks(name, 6):
        parts = [*task.shown.stimulus, *task.held_back.solution]
        words = [part.words for part in parts if part.part == "text"] + list(task.held_back.hints)
        for each in words:
            assert (each.en and each.es and each.en != each.es) or re.fullmatch(r"[\W\d_a-z]*", INLINE_OUT(each.en))
            assert numbers_in(each.en) == numbers_in(each.es)
            assert "{" not in each.en + each.es
        for language in ("en", "es"):
            for part in parts:
                assert part_to_html(part, language).startswith("<")
                assert part_to_say(part, language).strip()
            for option in getattr(task.shown.public, "options", ()):
                assert text_to_html(option.words.in_language(language), language)
                assert text_to_say(option.words.in_language(language), language)


def INLINE_OUT(text: str) -> str:  # noqa: N802
    return re.sub(r"\[\[.*?\]\]", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_no_hint_before_the_last_gives_the_bare_answer(name):
    assert len(FAMILIES[name].hints) >= 2
    for task in tasks(name, 20):
        key = task.held_back.key
        if key.kind not in {"number", "number_line"}:
            continue
        seen = {
            found for part in task.shown.stimulus if part.part == "text" for found in SEEN_NUMBER.findall(part.words.en)
        }
        seen |= {
            found
            for part in task.shown.stimulus
            if part.part == "mathematics"
            for found in SEEN_NUMBER.findall(part.written)
        }
        for hint in task.held_back.hints[:-1]:
            assert show(key.value) not in set(SEEN_NUMBER.findall(hint.en)) - seen


@pytest.mark.parametrize("code", CODES)
def test_the_families_of_a_competency_differ_in_how_they_look(code):
    looks = set()
    for family in families_for(code):
        draft = family.draft(np.random.default_rng(1))
        looks.add((draft.kind, draft.figure is not None, bool(draft.line), len(draft.text[0].split()) > 12))
    assert len(families_for(code)) >= 3
    assert len(looks) >= 2


def test_enough_competencies_of_the_public_map_have_families():
    known = {}
    for name in ("mathematics_k_4.csv", "mathematics_5_8.csv"):
        with (CONTENT / name).open(encoding="utf-8") as file:
            known |= {row["code"]: row["level"] for row in csv.DictReader(file)}
    assert set(CODES) <= set(known)
    assert len(CODES) >= 70
    assert len(FAMILIES) >= 210
    assert {known[code] for code in CODES} == set("345678")
    assert {family.author for family in FAMILIES.values()} == {"Ownpath"}
    assert all(-2 <= family.difficulty <= 2 and family.version >= 1 for family in FAMILIES.values())


def test_every_misconception_is_described_in_both_languages_and_used():
    used = {slip for name in NAMES for task in tasks(name, 40) for slip in misconceptions_of(task.held_back.key)}
    assert used <= set(MISCONCEPTIONS)
    assert set(MISCONCEPTIONS) - used == set()
    for words in MISCONCEPTIONS.values():
        assert words.en and words.es and words.en != words.es


@pytest.mark.parametrize("level", "345678")
def test_tasks_are_easy_to_read_for_their_level(level):
    grades = []
    for name in NAMES:
        if name.startswith(level):
            texts = [task.shown.stimulus[0].words.en for task in tasks(name, 3)]
            grades.append(reading_grade(" ".join(text_to_say(text) for text in texts)))
    assert np.mean(grades) <= int(level)


@pytest.mark.parametrize("code", CODES)
def test_no_two_tasks_of_one_check_are_the_same_and_every_family_has_its_turn(code):
    count = 2 * len(families_for(code))
    drawn = draw_tasks(code, count, np.random.default_rng(7))
    prints = [task.fingerprint for task in drawn]
    assert len(set(prints)) == count
    assert len({task.source for task in drawn[: count // 2]}) == count // 2
    again = draw_tasks(code, count, np.random.default_rng(7), avoid=set(prints))
    assert not {task.fingerprint for task in again} & set(prints)
    assert [task.fingerprint for task in draw_tasks(code, count, np.random.default_rng(7))] == prints


def test_drawing_says_what_it_cannot_do():
    with pytest.raises(ValueError, match=r"K\.CC\.A\.1: no family"):
        draw_tasks("K.CC.A.1", 1, np.random.default_rng(0))
    assert draw_tasks("3.OA.A.1", 0, np.random.default_rng(0)) == ()
    with pytest.raises(ValueError, match="no fresh task is left"):
        draw_tasks("3.OA.A.1", 1000, np.random.default_rng(0))


def test_an_order_shows_two_ends_and_keeps_neighbours_apart():
    task = make_task(FAMILIES["4.NF.A.2/order_fractions"], np.random.default_rng(3))
    order = [
        next(each.words.en for each in task.shown.public.options if each.name == name)
        for name in task.held_back.key.order
    ]
    assert all(Fraction(first) < Fraction(second) for first, second in pairwise(order))
