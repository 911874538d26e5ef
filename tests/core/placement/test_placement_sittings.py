"""Sittings: the same bits whatever interrupts them, few questions for the clear cases, honest refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placement_frameworks import items_for, ladder, same_bits, sit
from placement_twin import do_the_work

from ownpath.core.mastery.compiling import IS_COMPILED
from ownpath.core.placement import (
    Answer,
    Item,
    PlacementModel,
    SittingOptions,
    begin_sitting,
    expected_error,
    next_question,
    read_sitting,
    record_answer,
    sitting_from_bytes,
    sitting_from_json,
    sitting_to_bytes,
    sitting_to_json,
)

MODEL = ladder(5, 2, 2, n_particles=96)
OUTCOMES = st.sampled_from(["right", "wrong", "unknown"])


@given(st.integers(0, 2**31), st.lists(OUTCOMES, min_size=1, max_size=8), st.data())
@settings(max_examples=20, deadline=None)
def test_a_sitting_put_away_and_taken_up_equals_one_undisturbed(
    seed: int, said: list[str], data: st.DataObject
) -> None:
    items = items_for(MODEL)
    undisturbed = disturbed = begin_sitting(MODEL, SittingOptions(seed, target_error=0.0, earlier=((3, 4.0),)))
    for outcome in said:
        question = next_question(MODEL, undisturbed, items)
        assert question == next_question(MODEL, disturbed, items)
        answer = Answer(question.item, outcome)
        undisturbed = record_answer(MODEL, undisturbed, answer)
        disturbed = record_answer(MODEL, disturbed, answer)
        how = data.draw(st.sampled_from(["bytes", "json", "not"]))
        if how == "bytes":
            disturbed = sitting_from_bytes(MODEL, sitting_to_bytes(MODEL, disturbed))
        elif how == "json":
            disturbed = sitting_from_json(MODEL, sitting_to_json(MODEL, disturbed))
    assert same_bits(undisturbed, disturbed)
    assert read_sitting(MODEL, undisturbed) == read_sitting(MODEL, disturbed)


def test_recording_an_answer_leaves_the_sitting_before_it_as_it_was() -> None:
    before = begin_sitting(MODEL, SittingOptions(1))
    stored = sitting_to_bytes(MODEL, before)
    record_answer(MODEL, before, Answer(Item("t", 4), "right"))
    assert sitting_to_bytes(MODEL, before) == stored


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_who_knows_all_or_nothing_is_found_in_few_questions(seed: int) -> None:
    options = SittingOptions(seed, audit=False)
    for outcome, status in (("right", "mastered"), ("wrong", "not_yet"), ("unknown", "not_yet")):
        held = sit(MODEL, options, lambda _, o=outcome: o)
        assert len(held) - 1 <= 8
        said = [reading.status for reading in read_sitting(MODEL, held[-1])]
        assert said.count(status) >= 0.7 * MODEL.n_competencies
        assert {"mastered": "not_yet", "not_yet": "mastered"}[status] not in said


@given(st.permutations(range(4)), st.integers(0, 100))
@settings(max_examples=15, deadline=None)
def test_the_order_of_answers_matters_no_more_than_chance_does(order: list[int], seed: int) -> None:
    model = PlacementModel([1] * 4, [0, 1, 2, 3], [], [])
    said = ["right", "wrong", "right", "unknown"]
    means = []
    for way in (range(4), order):
        sitting = begin_sitting(model, SittingOptions(seed))
        for i in way:
            sitting = record_answer(model, sitting, Answer(Item(str(i), i), said[i]))
        means.append(sitting.particles.probability)
    assert np.abs(means[0] - means[1]).max() < 0.12


def exact_probabilities(model: PlacementModel, evidence: np.ndarray) -> np.ndarray:
    """By going through everything that can be mastered, over a grid of abilities and all missed units; one strand."""
    numbers, n = model.parameters, model.n_competencies
    grid = np.linspace(-9.0, 9.0, 721)
    wide = np.hypot(numbers.general_spread * model.n_levels, numbers.strand_spread)
    prior = np.exp(-0.5 * (grid / wide) ** 2)
    total, held = 0.0, np.zeros(n)
    for state in range(2**n):
        has = np.array([(state >> i) & 1 for i in range(n)])
        for lost in range(2 ** len(model.unit_strand)):
            missed = np.array([(lost >> u) & 1 for u in range(len(model.unit_strand))])
            weight = prior * np.prod(np.where(missed, numbers.unit_missed, 1.0 - numbers.unit_missed))
            for i in range(n):
                at = grid - (model.position[i] - model.middle) - numbers.unit_missed_levels * missed[model.unit[i]]
                chance = 1.0 / (1.0 + np.exp(-numbers.slope * at))
                if not all(has[j] for j in model.required_by(i)):
                    chance = numbers.leak_share * chance + numbers.leak
                weight = weight * (chance * evidence[i] if has[i] else 1.0 - chance)
            total += weight.sum()
            held += weight.sum() * has
    return held / total


def test_particles_agree_with_going_through_everything_that_can_be_so() -> None:
    model = PlacementModel([0, 0, 1, 1, 2, 2], [0] * 6, [0, 1, 1, 2, 3], [2, 2, 3, 4, 5])
    answers = [(3, "right"), (4, "wrong"), (0, "right"), (5, "unknown"), (3, "wrong")]
    found = []
    for seed in range(8):
        sitting = begin_sitting(model, SittingOptions(seed))
        for k, (place, outcome) in enumerate(answers):
            sitting = record_answer(model, sitting, Answer(Item(f"{k}", place, 0.1, 0.1), outcome))
        found.append(sitting.particles.probability)
    exact = exact_probabilities(model, sitting.evidence)
    assert np.abs(np.mean(found, axis=0) - exact).max() < 0.025
    assert np.abs(np.array(found) - exact).max() < 0.12


def test_a_right_answer_speaks_for_what_is_required_and_a_wrong_one_against_what_builds_on_it() -> None:
    model = ladder(4, 1, 2)
    start = begin_sitting(model, SittingOptions(3))
    right = record_answer(model, start, Answer(Item("t", 4), "right"))
    wrong = record_answer(model, start, Answer(Item("t", 4), "wrong"))
    unknown = record_answer(model, start, Answer(Item("t", 4), "unknown"))
    assert (right.particles.probability > start.particles.probability).all()
    assert (wrong.particles.probability < start.particles.probability).all()
    assert unknown.particles.probability[4] < wrong.particles.probability[4]
    assert right.particles.probability[:4].min() > 0.85
    assert wrong.particles.probability[5:].max() < 0.3


def test_the_grade_is_a_start_and_no_bound() -> None:
    young = begin_sitting(MODEL, SittingOptions(5, grade_level=0.0))
    old = begin_sitting(MODEL, SittingOptions(5, grade_level=4.0))
    assert (young.particles.probability < old.particles.probability).all()
    held = sit(MODEL, SittingOptions(5, grade_level=0.0, audit=False), lambda _: "right")
    assert held[-1].particles.probability.mean() > 0.9


def test_what_was_known_before_is_where_it_begins() -> None:
    plain = begin_sitting(MODEL, SittingOptions(8))
    told = begin_sitting(MODEL, SittingOptions(8, earlier=((6, 20.0),)))
    assert told.particles.probability[6] > plain.particles.probability[6] + 0.2
    assert told.particles.probability[2] > plain.particles.probability[2]


def test_no_item_is_asked_twice_and_no_competency_more_than_twice() -> None:
    held = sit(
        MODEL,
        SittingOptions(2, most_questions=100, target_error=0.0, audit=False),
        lambda c: "wrong" if c % 3 else "right",
    )
    asked = [answer.item for answer in held[-1].answers]
    assert len({item.name for item in asked}) == len(asked) == 2 * MODEL.n_competencies
    assert np.bincount([item.competency for item in asked]).max() == 2


def test_the_audit_comes_last_tests_a_claim_and_changes_nothing() -> None:
    held = sit(MODEL, SittingOptions(11, most_questions=12), lambda c: "right" if c % 10 < 5 else "wrong")
    assert [answer.is_audit for answer in held[-1].answers] == [False] * (len(held) - 2) + [True]
    assert same_bits(held[-2], sitting_from_json(MODEL, sitting_to_json(MODEL, held[-2]))) and np.array_equal(
        held[-1].particles.probability, held[-2].particles.probability
    )
    assert read_sitting(MODEL, held[-2])[held[-1].answers[-1].item.competency].status in {
        "mastered",
        "not_yet",
        "ready",
    }
    assert next_question(MODEL, held[-1], items_for(MODEL)) is None


def test_audits_fall_on_all_that_is_claimed() -> None:
    found = set()
    for seed in range(60):
        held = sit(MODEL, SittingOptions(seed, most_questions=3), lambda _: "right")
        found.add(held[-1].answers[-1].item.competency)
    assert len(found) >= 12


def test_a_sitting_stops_when_it_is_sure_enough_or_after_the_most_questions() -> None:
    sure = sit(MODEL, SittingOptions(4, audit=False), lambda _: "right")[-1]
    assert expected_error(sure) <= 0.05
    short = sit(MODEL, SittingOptions(4, most_questions=3, target_error=0.0, audit=False), lambda _: "right")[-1]
    assert short.n_questions == 3


def test_nothing_to_ask_and_nothing_to_know_are_no_errors() -> None:
    sitting = begin_sitting(MODEL, SittingOptions(1))
    assert next_question(MODEL, sitting, []) is None
    empty = PlacementModel([], [], [], [])
    nothing = begin_sitting(empty, SittingOptions(1))
    assert next_question(empty, nothing, []) is None
    assert read_sitting(empty, nothing) == []
    assert same_bits(nothing, sitting_from_bytes(empty, sitting_to_bytes(empty, nothing)))


def test_what_does_not_fit_is_refused_in_a_sentence() -> None:
    sitting = begin_sitting(MODEL, SittingOptions(1))
    with pytest.raises(ValueError, match="right, wrong, unknown"):
        record_answer(MODEL, sitting, Answer(Item("t", 1), "maybe"))
    with pytest.raises(ValueError, match="not in the model"):
        record_answer(MODEL, sitting, Answer(Item("t", 99), "right"))
    with pytest.raises(ValueError, match="guess of 't'"):
        Item("t", 1, guess=0.6)
    with pytest.raises(ValueError, match="another framework"):
        sitting_from_json(ladder(3), sitting_to_json(MODEL, sitting))
    stored = sitting_to_bytes(MODEL, sitting)
    for spoiled in (b"", b"x" * 40, stored[:60], b"OPP1" + b"y" * 9):
        with pytest.raises(ValueError, match="no stored sitting"):
            sitting_from_bytes(MODEL, spoiled)
    for text in ("", "{}", "[]", json.dumps({"format": "other"})):
        with pytest.raises(ValueError, match=r"stored sitting|not ownpath"):
            sitting_from_json(MODEL, text)


@pytest.mark.skipif(not IS_COMPILED, reason="numba is not installed here, so there is only one of the two")
def test_without_numba_a_sitting_comes_out_the_same_to_the_last_bit() -> None:
    here = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(here), *(each for each in sys.path if each)])
    plain = subprocess.run(
        [sys.executable, str(here / "placement_twin.py")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.strip() == do_the_work()
