"""Difficulty anchors recover what made the responses, and stay near their competency where little is known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ownpath.core.mastery import Anchors, fit_anchors


def responses_of_known_difficulty(n_learners: int = 600, per_learner: int = 60):
    generator = np.random.default_rng(11)
    of_competency = generator.normal(0.0, 0.7, 8)
    of_item = generator.normal(0.0, 0.7, (8, 10))
    rows = []
    for learner in range(n_learners):
        ability = generator.normal(0.0, 1.0)
        for _ in range(per_learner):
            c, i = int(generator.integers(8)), int(generator.integers(10))
            chance = 1.0 / (1.0 + np.exp(-(ability - of_competency[c] - of_item[c, i])))
            rows.append((learner, f"{c}.{i}", (f"c{c}",), float(generator.random() < chance)))
    return rows, of_competency[:, None] + of_item


def test_difficulties_of_simulated_items_are_recovered() -> None:
    rows, truth = responses_of_known_difficulty()
    anchors = fit_anchors(rows)
    found = np.array([[anchors.difficulty(f"{c}.{i}", (f"c{c}",)) for i in range(10)] for c in range(8)])
    assert np.corrcoef(found.ravel(), truth.ravel())[0, 1] > 0.98
    assert np.sqrt(np.mean((found - found.mean() - truth + truth.mean()) ** 2)) < 0.2
    assert anchors.count == len(rows)


def test_an_item_never_met_starts_from_its_competency_and_an_unknown_competency_from_the_whole() -> None:
    rows, truth = responses_of_known_difficulty(200)
    anchors = fit_anchors(rows)
    assert anchors.difficulty("never met", ("c3",)) == anchors.competency_difficulty("c3")
    assert anchors.difficulty(None, ("c3",)) == anchors.competency_difficulty("c3")
    assert anchors.difficulty(None, ("unheard of",)) == anchors.overall
    middle = [anchors.difficulty(None, (f"c{c}",)) for c in range(8)]
    assert np.corrcoef(middle, truth.mean(axis=1))[0, 1] > 0.9


def test_one_response_moves_an_item_less_than_many_do() -> None:
    base, _ = responses_of_known_difficulty(100)
    once = fit_anchors([*base, (0, "fresh", ("c0",), 0.0)])
    often = fit_anchors([*base, *((learner, "fresh", ("c0",), 0.0) for learner in range(50))])
    reference = once.competency_difficulty("c0")
    moved_once = once.difficulty("fresh", ("c0",)) - reference
    moved_often = often.difficulty("fresh", ("c0",)) - often.competency_difficulty("c0")
    assert 0.0 < moved_once < 0.6 < moved_often


def test_responses_without_items_or_with_several_competencies_are_fitted_too() -> None:
    rows = [(n % 7, None, ("a", "b") if n % 2 else ("a",), float(n % 3 > 0)) for n in range(300)]
    anchors = fit_anchors(rows)
    assert anchors.by_item == {}
    assert anchors.difficulty(None, ("a", "b")) == pytest.approx(
        (anchors.competency_difficulty("a") + anchors.competency_difficulty("b")) / 2
    )


def test_no_responses_give_anchors_at_zero() -> None:
    assert fit_anchors([]) == Anchors()
    assert Anchors().difficulty("any", ("any",)) == 0.0


def test_all_right_or_all_wrong_stays_finite() -> None:
    for result in (0.0, 1.0):
        anchors = fit_anchors([(n % 3, "same", ("c",), result) for n in range(20_000)])
        assert abs(anchors.difficulty("same", ("c",))) < 20.0


def test_anchors_come_back_from_json_exactly() -> None:
    anchors = fit_anchors(responses_of_known_difficulty(30)[0])
    assert Anchors.from_dict(json.loads(json.dumps(anchors.to_dict()))) == anchors
    with pytest.raises(ValueError, match="not anchors"):
        Anchors.from_dict({"format": "another"})


def test_a_result_outside_zero_to_one_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="response 2"):
        fit_anchors([(1, "a", (), 1.0), (1, "a", (), float("nan"))])
