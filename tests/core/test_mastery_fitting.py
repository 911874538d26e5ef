"""Fitting on, and following, many learners: nothing hangs on the order they came in, little data changes little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mastery_histories import CRITERION, PARAMETERS, drawn_parameters
from mastery_responses import followed_one_by_one, made_rows, responses_from

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.batch import fit, follow
from ownpath.core.mastery.kernel import sigmoid
from ownpath.core.mastery.layout import F_DIFFICULTY_LINEAR, IS_FREE
from ownpath.core.mastery.recovery import responses_of
from ownpath.core.mastery.responses import make_responses
from ownpath.core.mastery.simulated import simulate_responses

ROWS = made_rows(1, 60)


@pytest.fixture(scope="module")
def fitted() -> Parameters:
    return fit(responses_from(ROWS))


def by_learner(rows: list) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def test_the_order_of_the_learners_and_the_splitting_of_a_file_do_not_matter_to_the_last_bit(fitted) -> None:
    learners = by_learner(ROWS)
    backwards = [row for name in sorted(learners, reverse=True) for row in learners[name]]
    # Two files: of every learner the first half of the rows, then the second half.
    parts = [row for half in (slice(0, 15), slice(15, None)) for name in learners for row in learners[name][half]]
    one_by_one = [rows[i] for i in range(30) for rows in learners.values()]
    for again in (backwards, parts, one_by_one):
        assert again != ROWS
        responses = responses_from(again)
        assert fit(responses).hash == fitted.hash
        assert np.array_equal(follow(responses, fitted).predicted, follow(responses_from(ROWS), fitted).predicted)


def test_what_is_said_of_a_learner_does_not_hang_on_who_else_is_followed(fitted) -> None:
    everyone = responses_from(ROWS)
    together = follow(everyone, fitted)
    alone = [follow(responses_from(rows), fitted).predicted for _, rows in sorted(by_learner(ROWS).items())]
    assert np.array_equal(np.concatenate(alone), together.predicted)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_following_many_equals_updating_one_piece_at_a_time(seed) -> None:
    rows = made_rows(seed + 10, 25, 40, ability=2.5)
    responses = responses_from(rows)
    parameters = drawn_parameters(seed)
    parameters = replace(
        parameters,
        task_difficulty=dict(parameters.task_difficulty) | {"item 0.0": -1.0, "item 1.4": 0.5},
        task_discrimination={"item 0.0": 0.4, "item 1.4": -0.3},
        learning_slope={"c0": 0.2, "c2": -0.1},
        set_difficulty={"c1\nc2": 0.8},
    )
    followed = follow(responses, parameters, CRITERION)
    logits, claims = followed_one_by_one(responses, parameters)
    wanted = np.array([sigmoid(min(max(logit, -30.0), 30.0)) for logit in logits.tolist()])
    assert np.max(np.abs(followed.predicted - wanted)) < 1e-12
    assert list(zip(followed.claimed_row.tolist(), followed.claimed_competency.tolist(), strict=True)) == claims
    if seed == 0:
        assert len(claims) > 10


def test_no_responses_give_the_parameters_one_began_with() -> None:
    nothing = make_responses(learner=[], item=[], competencies=[], result=[], moment_seconds=None)
    assert fit(nothing).hash == PARAMETERS.hash
    assert fit(nothing, start=drawn_parameters(3)).hash == drawn_parameters(3).hash
    assert len(follow(nothing, PARAMETERS).predicted) == 0


def test_one_answer_leaves_the_shipped_numbers_nearly_as_they_are_and_many_move_them() -> None:
    def moved(n_learners: int, n_each: int) -> float:
        own = fit(responses_from(made_rows(2, n_learners, n_each)))
        others = responses_from(made_rows(99, 60))
        return float(np.mean(np.abs(follow(others, own).predicted - follow(others, PARAMETERS).predicted)))

    assert 0.0 < moved(1, 1) < 0.1
    assert moved(60, 20) > moved(1, 1)


def test_what_is_fitted_keeps_the_signs_that_the_guarantees_rest_on(fitted) -> None:
    assert (fitted.weights[~IS_FREE] >= 0.0).all()
    assert fitted.weights[F_DIFFICULTY_LINEAR] < 0.0
    assert np.isfinite(fitted.weights).all()


def test_one_right_or_wrong_only_and_one_learner_only_are_fitted_too() -> None:
    for result in (0.0, 1.0):
        rows = [(who, item, names, result, moment) for who, item, names, _, moment in made_rows(3, 8, 20)]
        own = fit(responses_from(rows))
        assert np.isfinite(own.weights).all()
        assert all(abs(difficulty) < 10.0 for difficulty in own.task_difficulty.values())
    alone = fit(responses_from(made_rows(4, 1, 30)))
    assert np.isfinite(list(alone.task_difficulty.values())).all()


def test_every_task_and_every_competency_met_gets_a_difficulty_and_sets_get_one_of_their_own(fitted) -> None:
    responses = responses_from(ROWS)
    assert sorted(fitted.task_difficulty) == list(responses.item_names)
    assert sorted(fitted.competency_difficulty) == list(responses.competency_names)
    assert sorted(fitted.set_difficulty) == ["c0\nc1", "c0\nc3", "c1\nc2", "c2\nc3"]
    assert fitted.provenance["responses"] == len(ROWS)
    assert fitted.provenance["learners"] == 60


def test_discriminations_are_learned_although_some_responses_have_no_task() -> None:
    made = simulate_responses(np.random.default_rng(8), n_learners=40, n_competencies=3, items_per_competency=4)
    named = responses_of(made)
    some_nameless = replace(named, item=np.where(np.arange(len(named)) % 20 == 0, -1, named.item))
    assert len(fit(named).task_discrimination) > 0
    assert len(fit(some_nameless).task_discrimination) > 0


def test_a_task_that_nobody_has_calibrated_starts_from_its_competency_or_its_set(fitted) -> None:
    unknown = [("new", "never met", ("c2",), 1.0, None), ("new", "never met", ("never met",), 1.0, None)]
    assert fitted.difficulty_of("never met", "c2") == fitted.competency_difficulty["c2"]
    assert fitted.difficulty_of("never met", "never met") == fitted.number("overall")
    predicted = follow(responses_from(unknown), fitted).predicted
    nameless = follow(responses_from([(who, None, *rest) for who, _, *rest in unknown]), fitted).predicted
    assert predicted[0] == nameless[0]


def test_what_is_known_of_a_task_before_stands_until_responses_speak_against_it() -> None:
    learners, tasks = range(12), ("easy", "hard")
    rows = [(f"l{who}", task) for who in learners for task in tasks]
    responses = make_responses(
        learner=[who for who, _ in rows],
        item=[task for _, task in rows],
        competencies=[("counting",)] * len(rows),
        result=[float((i // 2) % 2) for i in range(len(rows))],
        moment_seconds=None,
    )
    told = fit(responses, known_difficulty={"easy": -2.0, "hard": 2.0}).task_difficulty
    untold = fit(responses).task_difficulty
    assert abs(untold["hard"] - untold["easy"]) < 0.2
    assert 1.0 < told["hard"] - told["easy"] < 4.0
