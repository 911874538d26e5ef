"""The whole way with the model's own fit, nothing made up in its place."""

from __future__ import annotations

from grown_school import grow
from ownpath.core.mastery import default_parameters
from ownpath.proficiency import trial
from ownpath.proficiency.answers import fit_parameters, gather_answers
from ownpath.proficiency.parameters import parameters_from_bytes, parameters_to_bytes
from ownpath.proficiency.refit import refit_parameters
from school import make_school


def test_parameters_fitted_here_are_others_and_the_same_each_time(db):
    school = make_school()
    grow(school)
    answers = gather_answers(school.district)
    fitted = fit_parameters(answers, default_parameters())
    assert fitted.hash == fit_parameters(gather_answers(school.district), default_parameters()).hash
    assert fitted.hash != default_parameters().hash
    assert parameters_from_bytes(parameters_to_bytes(fitted)).hash == fitted.hash


def test_a_run_comes_to_a_decision_by_itself(db, monkeypatch):
    monkeypatch.setattr(trial, "LEAST_ANSWERS", 150)
    monkeypatch.setattr(trial, "LEAST_LEARNERS", 10)
    monkeypatch.setattr(trial, "LEAST_HELD_OUT", 50)
    school = make_school()
    grow(school)
    report = refit_parameters(district=school.district, grace_seconds=0)
    assert report.outcome in {"live", "refused"}
    better = report.record["new"]["log_loss"] < report.record["live"]["log_loss"]
    assert better or report.reason == "not_better"
