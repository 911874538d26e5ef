"""The public face, and states and parameters that survive being written down."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from mastery_histories import CRITERION, PARAMETERS, REQUIRED, histories, parameters_drawn

import ownpath.core.mastery as mastery
from ownpath.core.mastery import (
    CompetencyState,
    LearnerState,
    Observation,
    Parameters,
    begin_competency_from,
    default_parameters,
    replay,
    support,
    update,
)
from ownpath.core.mastery.layout import IS_FREE, N_FEATURES, NUMBER_NAMES
from ownpath.core.mastery.state import LONGEST_STATE


def test_the_public_face_exports_exactly_these_names() -> None:
    assert sorted(mastery.__all__) == [
        "Anchors",
        "CompetencyState",
        "Criterion",
        "Demand",
        "KINDS",
        "LearnerState",
        "MODEL_NAME",
        "MODEL_VERSION",
        "Observation",
        "Parameters",
        "Reading",
        "Reason",
        "Seen",
        "Trace",
        "begin_competency_from",
        "default_parameters",
        "first_met",
        "fit_anchors",
        "missing_for",
        "probability_at",
        "read",
        "replay",
        "support",
        "update",
    ]
    assert (mastery.MODEL_NAME, mastery.MODEL_VERSION) == ("ownpath-additive", "2.0")


@settings(max_examples=60)
@given(histories())
def test_a_state_written_as_bytes_comes_back_equal_to_the_last_bit(history) -> None:
    learner, by_competency = replay(history, PARAMETERS, CRITERION)
    assert LearnerState.from_bytes(learner.to_bytes()) == learner
    for state in by_competency.values():
        back = CompetencyState.from_bytes(state.to_bytes())
        assert back == state
        assert back.to_bytes() == state.to_bytes()


@settings(max_examples=30)
@given(histories(most=25))
def test_a_state_has_a_bounded_size_whatever_happened(history) -> None:
    learner, by_competency = replay(history, PARAMETERS, CRITERION, REQUIRED)
    assert len(learner.to_bytes()) == len(LearnerState.new().to_bytes()) == 97
    assert (len(CompetencyState.new().to_bytes()), LONGEST_STATE) == (322, 898)
    for state in by_competency.values():
        assert 322 <= len(state.to_bytes()) <= LONGEST_STATE


def test_a_thousand_tasks_take_no_more_room_than_eight() -> None:
    _, few = replay([("a", Observation("response", 1.0, None, f"t{i}")) for i in range(8)], PARAMETERS, CRITERION)
    _, many = replay([("a", Observation("response", 1.0, None, f"t{i}")) for i in range(1000)], PARAMETERS, CRITERION)
    assert len(few["a"].to_bytes()) == len(many["a"].to_bytes()) == LONGEST_STATE


@given(histories(), parameters_drawn)
def test_replaying_equals_taking_in_one_at_a_time_through_bytes_to_the_last_bit(history, parameters) -> None:
    learner, stored = LearnerState.new().to_bytes(), {}
    for key, observation in history:
        below = [each for each in REQUIRED.get(key, ()) if each in stored]
        if key in stored:
            before = CompetencyState.from_bytes(stored[key])
        else:
            before = begin_competency_from([CompetencyState.from_bytes(stored[each]) for each in below], parameters)
        new, after, _ = update(LearnerState.from_bytes(learner), before, observation, parameters, CRITERION)
        learner, stored[key] = new.to_bytes(), after.to_bytes()
        for each in below:
            stored[each] = support(CompetencyState.from_bytes(stored[each]), observation, parameters).to_bytes()
    whole, by_competency = replay(history, parameters, CRITERION, REQUIRED)
    assert whole.to_bytes() == learner
    assert {key: state.to_bytes() for key, state in by_competency.items()} == stored


@settings(max_examples=40)
@given(histories())
def test_the_same_evidence_gives_the_same_bits_again(history) -> None:
    one, other = (replay(history, PARAMETERS, CRITERION, REQUIRED) for _ in range(2))
    assert one == other


def test_update_leaves_the_states_it_was_given_alone() -> None:
    learner, competency = LearnerState.new(), CompetencyState.new()
    before = learner.to_bytes(), competency.to_bytes()
    update(learner, competency, Observation("response", 1.0, 1e9, "a", 0.5), PARAMETERS, CRITERION)
    assert (learner.to_bytes(), competency.to_bytes()) == before


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x01" + LearnerState.new().to_bytes()[1:], LearnerState.new().to_bytes()[:-1], b"\x02"],
    ids=["empty", "version 1", "cut short", "version alone"],
)
def test_bytes_of_another_form_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="not a learner's state of version 2"):
        LearnerState.from_bytes(damage)
    with pytest.raises(ValueError, match="not a competency's state of version 2"):
        CompetencyState.from_bytes(damage)


def test_a_state_that_claims_more_tasks_than_it_holds_is_refused() -> None:
    written = bytearray(CompetencyState.new().to_bytes())
    written[1] = 3
    with pytest.raises(ValueError, match="not a competency's state"):
        CompetencyState.from_bytes(bytes(written))


def test_the_hash_of_the_parameters_changes_with_any_value_and_only_then() -> None:
    shipped = default_parameters()
    assert len(shipped.hash) == 64
    assert replace(shipped).hash == shipped.hash
    changed = [replace(shipped, weights=shipped.weights + np.eye(N_FEATURES)[i]) for i in (0, N_FEATURES - 1)]
    changed += [replace(shipped, numbers=shipped.numbers + np.eye(len(NUMBER_NAMES))[i]) for i in (0, 5)]
    changed += [replace(shipped, task_difficulty={"a": 0.5}), replace(shipped, rater_severity={"a": 0.5})]
    assert len({each.hash for each in [shipped, *changed]}) == 7


@given(parameters_drawn)
def test_parameters_come_back_from_bytes_and_from_json_with_the_same_hash(parameters) -> None:
    assert Parameters.from_bytes(parameters.to_bytes()).hash == parameters.hash
    assert Parameters.from_dict(json.loads(json.dumps(parameters.to_dict()))).hash == parameters.hash


def test_bytes_that_are_no_parameters_are_refused() -> None:
    for damage in (b"", b"nothing", PARAMETERS.to_bytes()[:-9]):
        with pytest.raises(ValueError, match="not parameters"):
            Parameters.from_bytes(damage)
    with pytest.raises(ValueError, match="not parameters"):
        Parameters.from_dict(PARAMETERS.to_dict() | {"format": "ownpath-parameters-1"})


def test_a_negative_weight_is_refused_because_a_right_answer_would_then_lower_the_estimate() -> None:
    for i in np.flatnonzero(~IS_FREE):
        weights = PARAMETERS.weights.copy()
        weights[i] = -0.001
        with pytest.raises(ValueError, match="negative"):
            replace(PARAMETERS, weights=weights)
    free = PARAMETERS.weights.copy()
    free[IS_FREE] = -1.0
    assert replace(PARAMETERS, weights=free).weights.min() == -1.0


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_parameters_that_are_no_numbers_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        replace(PARAMETERS, weights=np.full(N_FEATURES, value))
    with pytest.raises(ValueError, match="finite"):
        replace(PARAMETERS, numbers=np.full(len(NUMBER_NAMES), value))
    with pytest.raises(ValueError, match="needed"):
        replace(PARAMETERS, weights=np.zeros(3))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"result": float("nan")}, "result"),
        ({"result": 1.01}, "result"),
        ({"kind": "withdrawal"}, "kind"),
        ({"spread": 0}, "spread"),
        ({"task_difficulty": float("inf")}, "finite"),
        ({"moment_seconds": float("nan")}, "finite"),
        ({"hints": -1}, "hints"),
        ({"level": 5, "n_levels": 4}, "level"),
        ({"level": 0, "n_levels": 4}, "level"),
        ({"level": 1, "n_levels": 1}, "level"),
        ({"level": 3}, "level"),
        ({"n_levels": 4}, "level"),
    ],
)
def test_evidence_that_means_nothing_is_refused_by_name(values: dict, word: str) -> None:
    observation = Observation(**({"kind": "response", "result": 1.0} | values))
    with pytest.raises(ValueError, match=word):
        update(LearnerState.new(), CompetencyState.new(), observation, PARAMETERS, CRITERION)
