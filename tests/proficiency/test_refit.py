"""New parameters go live only if they are better here, with a record; they go back with one command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from grown_school import answers_of, everything, grow, shifted
from own_process import python
from ownpath.config.command_line.fit import REASON_WORDS
from ownpath.config.command_line.main import main
from ownpath.core.mastery import default_parameters
from ownpath.foundation.clock import now
from ownpath.foundation.errors import OwnpathError
from ownpath.people.models import AuditEntry
from ownpath.proficiency import refit, trial
from ownpath.proficiency.answers import follow_answers, gather_answers
from ownpath.proficiency.calibration import measure_predictions
from ownpath.proficiency.generations import find_in_use
from ownpath.proficiency.models import Estimate, EstimatesInUse, Generation, ParameterSet, Refit
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.refit import refit_parameters, roll_back
from ownpath.proficiency.services import record_evidence
from school import MONDAY, School, make_school, piece

SHIPPED = default_parameters()


@pytest.fixture
def school(db: None, monkeypatch) -> School:
    """Little is enough here, and most answers are right, so that estimates do better to start higher."""
    monkeypatch.setattr(trial, "LEAST_ANSWERS", 150)
    monkeypatch.setattr(trial, "LEAST_LEARNERS", 10)
    monkeypatch.setattr(trial, "LEAST_HELD_OUT", 50)
    made = make_school()
    grow(made)
    return made


def fitted_as(monkeypatch, start: float) -> None:
    """Whatever is fitted comes out like this."""
    parameters = shifted(start)
    monkeypatch.setattr(trial, "fit_parameters", lambda answers, before, passes: parameters)
    monkeypatch.setattr(refit, "fit_parameters", lambda answers, before, passes: parameters)


def fit(school: School, **options: object):
    return refit_parameters(district=school.district, grace_seconds=0, **options)


def in_use(school: School) -> str:
    return EstimatesInUse.objects.get(district=school.district).live.parameter_set.hash


def test_better_parameters_go_live_with_a_record_and_everybody_is_estimated_anew(school, monkeypatch):
    fitted_as(monkeypatch, 0.5)
    before = everything()
    report = fit(school)
    assert (report.outcome, report.reason) == ("live", "refit")
    assert in_use(school) == shifted(0.5).hash
    assert everything() != before
    assert rebuild_estimates(district=school.district).different == 0
    run = Refit.objects.get()
    assert run.finished_at is not None and run.generation == Generation.objects.get(state="live")
    assert run.record["new"]["log_loss"] < run.record["live"]["log_loss"]
    assert sum(each["answers"] for each in run.record["new"]["bins"]) == run.record["measured"]["answers"] > 50
    stored = ParameterSet.objects.get(origin="fitted")
    assert (stored.responses, stored.learners) == (288, 12)
    assert stored.evidence_until < now()
    assert AuditEntry.objects.filter(what="parameters", acting_system="ownpath fit").count() == 1
    assert Generation.objects.get(state="retired").cleared_at is not None


@pytest.mark.parametrize("start", [-2.0, -6.0])
def test_parameters_that_are_not_better_change_nothing_and_the_reason_stays(school, monkeypatch, start):
    fitted_as(monkeypatch, start)
    before = everything()
    report = fit(school)
    assert (report.outcome, report.reason, report.generation) == ("refused", "not_better", None)
    assert everything() == before and in_use(school) == SHIPPED.hash
    assert Refit.objects.get().record["new"]["log_loss"] > Refit.objects.get().record["live"]["log_loss"]
    assert ParameterSet.objects.count() == Generation.objects.count() == 1


def test_better_guesses_that_are_worse_calibrated_are_refused():
    live = {"log_loss": 0.6, "ece": 0.02}
    assert trial.decide(live, {"log_loss": 0.59, "ece": 0.024}) == "better"
    assert trial.decide(live, {"log_loss": 0.59, "ece": 0.026}) == "worse_calibrated"
    assert trial.decide(live, {"log_loss": 0.6, "ece": 0.01}) == "not_better"


def test_a_dry_run_compares_and_stores_nothing(school, monkeypatch):
    fitted_as(monkeypatch, 0.5)
    before = everything()
    report = fit(school, dry_run=True)
    assert (report.outcome, report.reason) == ("live", "better") and report.record["new"]
    assert everything() == before
    assert not Refit.objects.exists() and Generation.objects.count() == 1


def test_with_too_little_evidence_the_shipped_parameters_stay_but_are_measured(school, monkeypatch):
    monkeypatch.setattr(trial, "LEAST_ANSWERS", 5000)
    report = fit(school)
    assert (report.outcome, report.reason) == ("waiting", "too_few")
    assert report.record["live"]["answers"] > 50 and "new" not in report.record
    empty = make_school("far-valley")
    assert fit(empty).reason == "no_answers"


def test_what_was_fitted_on_never_decides_about_what_comes_next(school, monkeypatch):
    fitted_as(monkeypatch, 0.5)
    fit(school)
    fitted_as(monkeypatch, 0.6)
    again = fit(school)
    assert (again.outcome, again.reason) == ("waiting", "too_few_new")
    later = [
        replace(each, happened_at=each.happened_at + timedelta(days=70), source_record=f"later {each.source_record}")
        for learner_id in Estimate.objects.values_list("learner_id", flat=True).distinct()
        for each in answers_of(school, learner_id, 12, seed=3)
    ]
    record_evidence(
        acting_person=None, district=school.district, pieces=later, recorded_at=MONDAY + timedelta(days=150)
    )
    report = fit(school)
    assert report.record["measured"]["answers"] <= len(later)
    assert (
        datetime.fromisoformat(report.record["measured"]["from"])
        > ParameterSet.objects.get(hash=shifted(0.5).hash).evidence_until
    )


def test_one_command_goes_back_to_the_numbers_from_before_to_the_last_bit(school, monkeypatch):
    before = everything()
    fitted_as(monkeypatch, 0.5)
    fit(school)
    between = everything()
    report = roll_back(district=school.district, grace_seconds=0)
    assert (report.outcome, report.generation.number) == ("rolled_back", 3)
    assert everything() == before != between
    # It does not come back by itself the next night: only what is seen from now on can tell.
    assert fit(school).reason == "too_few_new"
    roll_back(district=school.district, grace_seconds=0)
    assert everything() == between


def test_there_is_nothing_to_go_back_to_at_the_beginning(school):
    with pytest.raises(OwnpathError, match="no earlier parameters"):
        roll_back(district=school.district)
    assert not Refit.objects.exists()


def test_going_back_while_something_is_built_gives_it_up(school, monkeypatch):
    fitted_as(monkeypatch, 0.5)
    before = everything()

    def stopped(**arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(refit, "build_and_switch", stopped)
    with pytest.raises(KeyboardInterrupt):
        fit(school)
    assert EstimatesInUse.objects.get().building is not None
    assert roll_back(district=school.district, grace_seconds=0).reason == "given_up"
    assert everything() == before and EstimatesInUse.objects.get().building is None


def test_two_never_run_at_once_and_who_died_is_taken_over(school, monkeypatch):
    fitted_as(monkeypatch, 0.5)
    moment = now()
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        worker = f"{os.uname().nodename} {other.pid}"
        run = Refit.objects.create(district=school.district, started_at=moment, beat_at=moment, worker=worker)
        with pytest.raises(OwnpathError, match="running already"):
            fit(school)
    finally:
        other.kill()
        other.wait()
    assert fit(school).outcome == "live"
    assert Refit.objects.get().pk == run.pk
    Refit.objects.update(worker="elsewhere 7", finished_at=None, outcome="running", beat_at=datetime.now(UTC))
    with pytest.raises(OwnpathError, match="running already"):
        fit(school)
    Refit.objects.update(beat_at=datetime.now(UTC) - timedelta(minutes=11))
    assert fit(school).outcome == "live"


def test_an_error_ends_the_run_and_the_next_one_begins(school, monkeypatch):
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(trial, "fit_parameters", broken)
    with pytest.raises(ZeroDivisionError):
        fit(school)
    assert (Refit.objects.get().outcome, Refit.objects.get().finished_at is None) == ("failed", False)
    fitted_as(monkeypatch, 0.5)
    assert fit(school).outcome == "live"


def test_a_set_of_another_model_gives_way_to_the_shipped_one(school):
    ParameterSet.objects.update(hash="of another model", model_version="0.1")
    report = fit(school)
    assert (report.outcome, report.reason) == ("live", "new_model")
    assert in_use(school) == SHIPPED.hash
    assert rebuild_estimates(district=school.district).different == 0


def test_what_an_answer_was_expected_to_be_is_what_the_estimate_said_just_before(db):
    school = make_school()
    pieces = [piece(school, number) for number in range(1, 9)]
    expected = []
    from ownpath.core.mastery import CompetencyState, LearnerState
    from ownpath.proficiency.estimation import gather_rules, observation_of
    from ownpath.proficiency.replay import gather_evidence

    for each in pieces:
        record_evidence(acting_person=None, district=school.district, pieces=[each])
    rules = gather_rules(school.district, find_in_use(school.district).parameters)
    from ownpath.core.mastery import Criterion, update

    general, state = LearnerState.new(), CompetencyState.new()
    for row in gather_evidence([school.person("learner").pk]).folded():
        general, state, trace = update(general, state, observation_of(row, rules), rules.parameters, Criterion())
        expected.append(trace.predicted)
    answers = gather_answers(school.district)
    assert follow_answers(answers, SHIPPED).tolist() == expected


def test_one_answer_about_two_competencies_is_one_answer(db):
    school = make_school()
    both = [
        piece(school, 1, spread=2, competency_id=school.competencies[code].pk, source_record="both")
        for code in ("add", "multiply")
    ]
    record_evidence(acting_person=None, district=school.district, pieces=[*both, piece(school, 2)])
    answers = gather_answers(school.district)
    sizes = np.diff(answers.responses.combination_start)[answers.responses.combination]
    assert sizes.tolist() == [2, 1]
    names = {str(each.uuid) for each in school.competencies.values()}
    assert set(answers.responses.competency_names) <= names


def test_measures_agree_with_a_calculation_by_hand():
    found = measure_predictions(np.array([0.9, 0.6, 0.6, 0.2]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert found["log_loss"] == pytest.approx(-(np.log(0.9) + np.log(0.6) + np.log(0.4) + np.log(0.8)) / 4)
    assert found["auc"] == pytest.approx(3.5 / 4)
    assert found["ece"] == pytest.approx((0.1 + 2 * 0.1 + 0.2) / 4)
    assert [(each["low"], each["answers"]) for each in found["bins"]] == [(0.2, 1), (0.6, 2), (0.9, 1)]
    assert measure_predictions(np.empty(0), np.empty(0))["bins"] == []


def test_the_command_says_what_happened(school, monkeypatch, capsys):
    fitted_as(monkeypatch, 0.5)
    monkeypatch.setattr("ownpath.proficiency.refit.GRACE_SECONDS", 0)
    monkeypatch.setattr("ownpath.proficiency.refit.clear_retired", lambda **_: 0)

    def said(*options: str) -> dict[str, object]:
        assert main(["fit", "--json", "--district", school.district.code, *options]) == 0
        return json.loads(capsys.readouterr().out)

    assert said("--dry-run")["outcome"] == "live (nothing was changed)"
    assert "generation 1" in said("--status")["in use"]
    assert (done := said())["outcome"] == "live" and done["learners_built"] == 12
    assert said()["because"] == REASON_WORDS["too_few_new"]
    assert said("--roll-back")["because"] == REASON_WORDS["rolled_back"]
    assert "generation 3" in said("--status")["in use"]


BUILD = """
import os, signal, sys
import django
django.setup()
from grown_school import shifted
from ownpath.foundation.models import District
from ownpath.proficiency import building, refit, trial
better = shifted(0.5)
trial.LEAST_ANSWERS, trial.LEAST_LEARNERS, trial.LEAST_HELD_OUT = 150, 10, 50
trial.fit_parameters = refit.fit_parameters = lambda answers, before, passes: better
building.LEARNERS_AT_ONCE, building.ROWS_AT_ONCE = 2, 5
die_at, turns = int(sys.argv[1]), [0]
def counted(name):
    original = getattr(building, name)
    def call(*arguments, **options):
        turns[0] += 1
        if turns[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **options)
    setattr(building, name, call)
for name in ("replace_learners", "count_built", "note_attained", "record_audit", "_remove_some"):
    counted(name)
report = refit.refit_parameters(district=District.objects.get(), grace_seconds=0)
print(report.outcome, turns[0])
"""


PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from grown_school import grow
from school import make_school
grow(make_school())
"""
LOOK = """
import django, hashlib
django.setup()
from grown_school import everything
from ownpath.foundation.models import District
from ownpath.proficiency.models import Attainment, EstimatesInUse, Refit
from ownpath.proficiency.rebuild import rebuild_estimates
in_use = EstimatesInUse.objects.get()
print(in_use.live.number, in_use.building, Refit.objects.filter(outcome="live", record__has_key="new").count(),
      rebuild_estimates(district=District.objects.get()).different, Attainment.objects.count(),
      hashlib.sha256(repr(everything()).encode()).hexdigest())
"""


def test_killed_at_any_point_it_is_finished_by_the_next_run_with_the_same_bits(own_databases):
    """One database is prepared; it is killed again and again, each time a little later, until a run comes through."""
    database = own_databases()
    prepared = python(database, PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    kills = 0
    for die_at in (1, 2, 4, 6, 3, 5, 2, 1, 1, 2, 1, 3, 1000):
        done = python(database, BUILD, str(die_at))
        if done.returncode == -signal.SIGKILL:
            kills += 1
            continue
        assert done.returncode == 0, done.stderr
    assert kills >= 6
    assert done.stdout.split()[0] in {"live", "waiting"}
    looked = python(database, LOOK)
    assert looked.returncode == 0, looked.stderr
    generation, building, records, different, attained, digest = looked.stdout.split()
    assert (generation, building, records, different) == ("2", "None", "1", "0")
    undisturbed = own_databases()
    assert python(undisturbed, PREPARE).returncode == 0
    assert python(undisturbed, BUILD, "100000").stdout.startswith("live")
    assert python(undisturbed, LOOK).stdout.split()[-2:] == [attained, digest]
