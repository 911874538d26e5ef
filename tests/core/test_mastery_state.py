"""The public face, and states that survive being written down."""

from __future__ import annotations

import pytest
from hypothesis import given
from mastery_histories import CRITERION, PARAMETERS, histories

import ownpath.core.mastery as mastery
from ownpath.core.mastery import CompetencyState, LearnerState, Observation, Parameters, replay, update


def test_the_public_face_exports_exactly_these_names() -> None:
    assert sorted(mastery.__all__) == [
        "Anchors",
        "CompetencyState",
        "Criterion",
        "KINDS",
        "LearnerState",
        "MODEL_NAME",
        "MODEL_VERSION",
        "Observation",
        "Parameters",
        "Reading",
        "Reason",
        "Trace",
        "default_parameters",
        "fit_anchors",
        "probability_at",
        "read",
        "replay",
        "update",
    ]
    assert (mastery.MODEL_NAME, mastery.MODEL_VERSION) == ("ownpath-additive", "1.0")


@given(histories())
def test_a_state_written_as_bytes_comes_back_equal_to_the_last_bit(history) -> None:
    learner, by_competency = replay(history, PARAMETERS, CRITERION)
    assert LearnerState.from_bytes(learner.to_bytes()) == learner
    for state in by_competency.values():
        back = CompetencyState.from_bytes(state.to_bytes())
        assert back == state
        assert back.to_bytes() == state.to_bytes()


@given(histories())
def test_a_state_has_the_same_size_whatever_happened(history) -> None:
    learner, by_competency = replay(history, PARAMETERS, CRITERION)
    assert len(learner.to_bytes()) == len(LearnerState.new().to_bytes()) == 73
    for state in by_competency.values():
        assert len(state.to_bytes()) == len(CompetencyState.new().to_bytes()) == 292


@given(histories())
def test_replaying_equals_taking_in_one_at_a_time_through_bytes_to_the_last_bit(history) -> None:
    learner, stored = LearnerState.new().to_bytes(), {}
    for key, observation in history:
        before = CompetencyState.from_bytes(stored[key]) if key in stored else CompetencyState.new()
        new, after, _ = update(LearnerState.from_bytes(learner), before, observation, PARAMETERS, CRITERION)
        learner, stored[key] = new.to_bytes(), after.to_bytes()
    whole, by_competency = replay(history, PARAMETERS, CRITERION)
    assert whole.to_bytes() == learner
    assert {key: state.to_bytes() for key, state in by_competency.items()} == stored


def test_update_leaves_the_states_it_was_given_alone() -> None:
    learner, competency = LearnerState.new(), CompetencyState.new()
    before = learner.to_bytes(), competency.to_bytes()
    update(learner, competency, Observation("response", 1.0, 1e9, "a", 0.5), PARAMETERS, CRITERION)
    assert (learner.to_bytes(), competency.to_bytes()) == before


@pytest.mark.parametrize(
    "damage", [b"", b"\x02" + LearnerState.new().to_bytes()[1:], LearnerState.new().to_bytes()[:-1]]
)
def test_bytes_of_another_form_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="not a state"):
        LearnerState.from_bytes(damage)
    with pytest.raises(ValueError, match="not a state"):
        CompetencyState.from_bytes(damage)


def test_the_hash_of_the_parameters_changes_with_any_value_and_only_then() -> None:
    assert Parameters().hash == Parameters().hash
    assert len(Parameters().hash) == 64
    assert Parameters(start=0.001).hash != Parameters().hash


def test_a_negative_weight_is_refused_because_a_right_answer_would_then_lower_the_estimate() -> None:
    with pytest.raises(ValueError, match="negative"):
        Parameters(response_weights=(0.1, -0.1, 0.1, 0.1))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"result": float("nan")}, "result"),
        ({"result": 1.01}, "result"),
        ({"kind": "withdrawal"}, "kind"),
        ({"spread": 0}, "spread"),
        ({"task_difficulty": float("inf")}, "finite"),
        ({"moment_seconds": float("nan")}, "finite"),
    ],
)
def test_evidence_that_means_nothing_is_refused_by_name(values: dict, word: str) -> None:
    observation = Observation(**({"kind": "response", "result": 1.0} | values))
    with pytest.raises(ValueError, match=word):
        update(LearnerState.new(), CompetencyState.new(), observation, PARAMETERS, CRITERION)
