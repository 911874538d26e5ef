"""What a sitting says, why, how surely, what becomes evidence, and what sittings teach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placement_frameworks import ladder, sit

from ownpath.core.placement import (
    Answer,
    Audit,
    Item,
    PlacementModel,
    PlacementParameters,
    PositionCounts,
    SittingOptions,
    begin_sitting,
    check_claims,
    choose_part,
    claimed_confidence,
    evidence_of_answers,
    evidence_of_confirmed,
    read_sitting,
    record_answer,
    refit_positions,
    report_audits,
)


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=30))
def test_a_surer_chance_is_never_claimed_less_and_never_beyond_97_of_100(chances: list[float]) -> None:
    said = claimed_confidence(sorted(chances))
    assert (np.diff(said) >= 0.0).all()
    assert said.min() >= 0.03 - 1e-12
    assert said.max() <= 0.97 + 1e-12
    assert (np.abs(said - 0.5) <= np.maximum(np.abs(np.array(sorted(chances)) - 0.5), 0.0) + 1e-9).all()


def test_reasons_name_the_answer_and_the_way_along_the_edges() -> None:
    model = ladder(4, 2, 1)  # 0-1-2-3 in one strand, 4-5-6-7 in the other
    sitting = begin_sitting(model, SittingOptions(7))
    for place, outcome in ((2, "right"), (3, "wrong"), (5, "unknown")):
        sitting = record_answer(model, sitting, Answer(Item(f"t{place}", place), outcome))
    readings = read_sitting(model, sitting)
    first = readings[0].reasons[0]
    assert (first.answer, first.by, first.way) == (0, "builds_on_it", (2, 1, 0))
    assert first.weight > 0.5
    own = readings[3].reasons[0]
    assert (own.answer, own.by, own.way) == (1, "answered", (3,))
    assert own.weight < -1.0
    blocked = next(reason for reason in readings[7].reasons if reason.answer == 2)
    assert (blocked.by, blocked.way) == ("required", (5, 6, 7))
    assert blocked.weight < 0.0
    assert {reason.by for reason in readings[4].reasons} & {"builds_on_it", "overall"}
    assert all(len(reading.reasons) <= 3 for reading in readings)


def test_the_worked_example_of_the_docs() -> None:
    model = PlacementModel([0, 0, 1, 1, 2, 2], [0] * 6, [0, 1, 1, 2, 3], [2, 2, 3, 4, 5])
    sitting = begin_sitting(model, SittingOptions(seed=1))
    for task, place, outcome in (("a", 2, "right"), ("b", 4, "wrong"), ("c", 3, "unknown"), ("d", 2, "right")):
        sitting = record_answer(model, sitting, Answer(Item(task, place), outcome))
    readings = read_sitting(model, sitting)
    assert [reading.status for reading in readings] == ["unsure", "unsure", "mastered", "ready", "ready", "not_yet"]
    assert [round(reading.probability, 2) for reading in readings] == [0.90, 0.88, 0.99, 0.06, 0.03, 0.05]
    assert [round(reading.confidence, 2) for reading in readings] == [0.85, 0.83, 0.97, 0.73, 0.52, 0.91]
    assert [(each.answer, each.by, each.way) for each in readings[5].reasons[:1]] == [(2, "required", (3, 5))]


def test_a_status_is_claimed_only_where_it_may_be() -> None:
    model = ladder(5, 2, 2, n_particles=96)
    held = sit(model, SittingOptions(3, audit=False), lambda c: "right" if c % 10 < 4 else "wrong")
    for reading in read_sitting(model, held[-1]):
        if reading.status in {"mastered", "not_yet"}:
            assert 0.9 <= reading.confidence <= 0.97
        elif reading.status == "ready":
            assert reading.confidence >= 0.5
            assert reading.probability < 0.5
        else:
            assert reading.confidence < 0.9


def test_what_stands_far_above_is_not_called_ready_though_it_names_no_requirement() -> None:
    model = PlacementModel([0, 0, 1, 1, 8], [0] * 5, [0, 1], [2, 3])
    sitting = begin_sitting(model, SittingOptions(2))
    for place in (2, 3, 2, 3):
        sitting = record_answer(model, sitting, Answer(Item("t", place), "wrong"))
    assert read_sitting(model, sitting)[4].status == "not_yet"


def test_every_answer_is_one_piece_of_evidence_and_the_audit_too() -> None:
    answers = [Answer(Item("a", 3), "right"), Answer(Item("b", 1), "unknown"), Answer(Item("c", 1), "wrong", True)]
    rows = evidence_of_answers(answers)
    assert [(row.competency, row.kind, row.result, row.task, row.answer) for row in rows] == [
        (3, "response", 1.0, "a", 0),
        (1, "response", 0.0, "b", 1),
        (1, "response", 0.0, "c", 2),
    ]


def test_a_confirmed_claim_is_a_faint_record_and_only_of_what_was_not_asked() -> None:
    model = ladder(4, 1, 2)
    held = sit(model, SittingOptions(1, audit=False), lambda _: "right")[-1]
    readings = read_sitting(model, held)
    asked = {answer.item.competency for answer in held.answers}
    claimed = [reading.competency for reading in readings if reading.status == "mastered"]
    rows = evidence_of_confirmed(held, readings, claimed)
    assert {row.competency for row in rows} == set(claimed) - asked != set()
    assert all(row.kind == "prior" and 0.9 <= row.result < 0.95 for row in rows)
    wrong = sit(model, SittingOptions(1, audit=False), lambda _: "wrong")[-1]
    with pytest.raises(ValueError, match="not claimed as mastered"):
        evidence_of_confirmed(wrong, read_sitting(model, wrong), [0])


def test_audits_count_what_agreed_and_notice_claims_that_are_too_sure() -> None:
    right, wrong = Audit(True, 0.95, True, 0.05, 0.03), Audit(True, 0.95, False, 0.05, 0.03)
    fair, bad = report_audits([right] * 180 + [wrong] * 20), report_audits([right] * 150 + [wrong] * 50)
    assert (fair.n_claims, fair.n_agreed) == (200, 180)
    assert fair.expected_agreed == pytest.approx(200 * (0.95 * 0.95 + 0.05 * 0.03))
    assert fair.too_low > 0.3
    assert bad.too_low < 1e-6
    assert report_audits([]).too_low == 1.0
    one = report_audits([Audit(False, 0.9, False, 0.1, 0.2)])
    assert (one.n_agreed, one.expected_agreed) == (1, pytest.approx(0.9 * 0.8 + 0.1 * 0.1))


def test_claims_are_compared_with_the_truth_in_bins() -> None:
    rows = check_claims([0.91, 0.93, 0.97, 0.6], [True, False, True, True], (0.5, 0.9, 0.95, 1.0))
    assert rows == [(0.6, 1.0, 1), (pytest.approx(0.92), 0.5, 2), (0.97, 1.0, 1)]


def test_a_part_of_a_framework_keeps_ways_through_what_is_left_out() -> None:
    whole = PlacementModel([0, 1, 2, 3, 1], [0] * 5, [0, 1, 2, 0], [1, 2, 3, 4])
    part = choose_part(whole, [3, 0, 4])
    assert list(zip(part.earlier.tolist(), part.later.tolist(), strict=True)) == [(1, 0), (1, 2)]
    assert part.level.tolist() == [3, 0, 1]
    assert choose_part(whole, []).n_competencies == 0
    with pytest.raises(ValueError, match="chosen once"):
        choose_part(whole, [1, 1])


@given(st.sets(st.integers(0, 9), min_size=1), st.integers(0, 50))
@settings(max_examples=30, deadline=None)
def test_in_a_part_something_rests_on_the_same_as_in_the_whole(kept: set[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    edges = [(a, b) for a in range(10) for b in range(a + 1, 10) if rng.random() < 0.25]
    whole = PlacementModel([0] * 10, [0] * 10, [a for a, _ in edges], [b for _, b in edges])
    chosen = sorted(kept)
    part = choose_part(whole, chosen)

    def rests_on(model: PlacementModel, place: int) -> set[int]:
        found, todo = set(), [place]
        while todo:
            new = set(map(int, model.required_by(todo.pop()))) - found
            found |= new
            todo += new
        return found

    for number, place in enumerate(chosen):
        assert {chosen[i] for i in rests_on(part, number)} == rests_on(whole, place) & kept


def test_without_sittings_positions_are_the_levels() -> None:
    model = ladder(4, 2, 1)
    assert np.allclose(refit_positions(model, []), model.level)


def test_positions_move_to_where_learners_show_that_competencies_stand() -> None:
    model = ladder(4, 1, 2, n_particles=96)
    truth = model.level + np.array([0, 0, 0, 1.2, 0, 0, 0, 0])
    rng, counts = np.random.default_rng(4), PositionCounts(model)
    for seed in range(60):
        ability = rng.uniform(-0.5, 3.5)
        shows = ability > truth
        sitting = begin_sitting(model, SittingOptions(seed))
        for place in (1, 2, 3, 4, 6):
            sitting = record_answer(model, sitting, Answer(Item("t", place), "right" if shows[place] else "wrong"))
        counts.add(sitting.particles)
    found = counts.positions()
    assert found[3] - found[2] > 0.4
    assert np.abs(np.delete(found - model.level, 3)).max() < 0.9


def test_parameters_outside_their_range_are_refused() -> None:
    for wrong in ({"slope": 0.0}, {"unit_missed": 1.0}, {"n_particles": 1}, {"unknown_if_not": 1.0}):
        with pytest.raises(ValueError, match=r"must|lie|at least"):
            PlacementParameters(**wrong)
    with pytest.raises(ValueError, match="cycle"):
        PlacementModel([0, 0], [0, 0], [0, 1], [1, 0])
    with pytest.raises(ValueError, match="one length"):
        PlacementModel([0, 0], [0], [], [])
