"""Every model, ours and the peers: nothing from the future, nothing that is not a probability."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from made_responses import simulate_responses

from ownpath.core.mastery.responses import Responses, make_responses
from ownpath.evaluation.metrics import measure
from ownpath.evaluation.models import MODELS, ModelNotInstalled, make_model, refuse_unknown
from ownpath.evaluation.models.elo import _walk
from ownpath.foundation.errors import OwnpathError


@pytest.fixture(params=list(MODELS))
def model(request: pytest.FixtureRequest):
    try:
        made = make_model(request.param)
        made.fit(simulate_responses(n_learners=4, n_each=4))
    except (ModelNotInstalled, ImportError) as error:
        pytest.skip(str(error))
    return made


def halves(responses: Responses) -> tuple[Responses, Responses]:
    train = np.arange(responses.n_learners) % 3 != 0
    return responses.of_learners(train), responses.of_learners(~train)


def test_a_model_foretells_better_than_a_coin_and_gives_probabilities(model) -> None:
    train, held_out = halves(simulate_responses(n_learners=150, n_each=40))
    predicted = model.fit(train).predict_in_order(held_out)
    assert predicted.shape == (len(held_out),)
    assert np.all((predicted >= 0.0) & (predicted <= 1.0))
    assert measure(predicted, held_out.result).auc > 0.55


def test_no_prediction_sees_its_own_result_or_a_later_one(model) -> None:
    train, held_out = halves(simulate_responses())
    fitted = model.fit(train)
    place = np.arange(len(held_out)) - held_out.learner_start[held_out.learner]
    turned = np.where(place >= 20, 1.0 - held_out.result, held_out.result)
    before, after = (fitted.predict_in_order(each) for each in (held_out, dataclasses.replace(held_out, result=turned)))
    np.testing.assert_allclose(before[place <= 20], after[place <= 20], rtol=0, atol=1e-12)
    assert not np.allclose(before[place > 21], after[place > 21])


def test_a_learner_is_foretold_the_same_alone_and_among_others(model) -> None:
    train, held_out = halves(simulate_responses())
    fitted = model.fit(train)
    together = fitted.predict_in_order(held_out)
    own = np.arange(held_out.n_learners) == 3
    np.testing.assert_allclose(fitted.predict_in_order(held_out.of_learners(own)), together[own[held_out.learner]])


AWKWARD: dict[str, Callable[[], Responses]] = {
    "all right": lambda: dataclasses.replace(simulate_responses(), result=np.ones(1800)),
    "all wrong": lambda: dataclasses.replace(simulate_responses(), result=np.zeros(1800)),
    "no items and no times": lambda: dataclasses.replace(
        simulate_responses(), item=np.full(1800, -1), item_names=(), moment_seconds=np.full(1800, np.nan)
    ),
    "one response each": lambda: simulate_responses(n_each=1),
    "scores between": lambda: dataclasses.replace(
        simulate_responses(), result=np.random.default_rng(1).integers(0, 5, 1800) / 4
    ),
    "one class of a competency, and one only held out": lambda: make_responses(
        learner=["a"] * 30 + ["b"] * 30 + ["c"] * 30 + ["d"] * 5,
        item=[f"i{k % 7}" for k in range(95)],
        competencies=[("x",) if k % 2 else ("y",) for k in range(90)] + [("never trained on",)] * 5,
        result=[1.0 if k % 2 else float(k % 3 == 0) for k in range(95)],
        moment_seconds=None,
    ),
    "times backward and unknown": lambda: dataclasses.replace(
        simulate_responses(), moment_seconds=np.where(np.arange(1800) % 7 == 0, np.nan, 2e9 - np.arange(1800.0))
    ),
}


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.filterwarnings("ignore")
def test_awkward_data_is_foretold_all_the_same(name: str, model) -> None:
    train, held_out = halves(AWKWARD[name]())
    fitted = model.fit(train)
    predicted = fitted.predict_in_order(held_out)
    assert predicted.shape == (len(held_out),)
    assert np.all((predicted >= 0.0) & (predicted <= 1.0))
    if hasattr(fitted, "claims"):
        claims = fitted.claims(held_out)
        assert len(claims.row) == len(claims.competency)


def test_our_forward_pass_is_that_of_pybkt() -> None:
    tracing = pytest.importorskip("ownpath.evaluation.models.knowledge_tracing", reason="pyBKT is not installed")
    train, held_out = halves(simulate_responses(n_learners=80))
    own = tracing.KnowledgeTracing().fit(train).trace(held_out)
    table = tracing.table_for_pybkt(held_out)
    theirs = tracing.fit_with_pybkt(train).predict(data=table.copy()).sort_index()
    np.testing.assert_allclose(own.right_before, theirs["correct_predictions"].to_numpy(), atol=1e-9)
    # pyBKT's P(known) is the one before a response: ours after it is theirs at the next.
    meeting = list(zip(held_out.learner[own.row].tolist(), own.competency.tolist(), strict=True))
    known_before = dict.fromkeys(meeting)
    compared = 0
    for place, key in enumerate(meeting):
        if known_before[key] is not None:
            assert theirs["state_predictions"].iloc[place] == pytest.approx(known_before[key], abs=1e-9)
            compared += 1
        known_before[key] = own.known_after[place]
    assert compared > 100


def test_a_response_about_several_competencies_is_the_mean_of_theirs() -> None:
    tracing = pytest.importorskip("ownpath.evaluation.models.knowledge_tracing", reason="pyBKT is not installed")
    train, held_out = halves(simulate_responses())
    fitted = tracing.KnowledgeTracing().fit(train)
    traced, predicted = fitted.trace(held_out), fitted.predict_in_order(held_out)
    row = int(np.argmax(np.bincount(traced.row) == 2))
    assert predicted[row] == pytest.approx(traced.right_before[traced.row == row].mean())


def test_two_steps_of_elo_are_those_worked_out_by_hand() -> None:
    rating, updates = np.zeros(2), np.zeros(2, dtype=np.int64)
    learner, task, result = np.array([0, 0]), np.array([0, 1]), np.array([1.0, 0.0])
    predicted = _walk(learner, task, result, rating, updates, 1.0, 0.05, 1.0, 0.05)
    assert predicted[0] == 0.5
    assert predicted[1] == pytest.approx(1 / (1 + np.exp(-0.5)))
    assert rating.tolist() == [-0.5, pytest.approx(1 / (1 + np.exp(-0.5)))]


def test_a_model_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(OwnpathError, match=r"no model deep.*pybkt"):
        refuse_unknown(["elo", "deep"])
