"""A fit on a district's own evidence comes to the same parameters on the workers of a cluster, to the last bit."""

from __future__ import annotations

import json
from functools import partial

import pytest

from grown_school import grow
from ownpath.config.command_line.main import main
from ownpath.core.cluster import OnCluster
from ownpath.core.mastery import default_parameters
from ownpath.core.mastery.chunks import rows_of_chunks
from ownpath.core.mastery.foretelling import foretell
from ownpath.proficiency import trial
from ownpath.proficiency.answers import fit_parameters, follow_answers, gather_answers
from ownpath.proficiency.models import EstimatesInUse, Refit
from ownpath.proficiency.rebuild import rebuild_estimates
from school import School, make_school
from small_cluster import open_cluster

SHIPPED = default_parameters()


@pytest.fixture
def school(db: None, monkeypatch) -> School:
    """Little is enough here, and it comes to the workers in many chunks."""
    for name, value in (("LEAST_ANSWERS", 150), ("LEAST_LEARNERS", 10), ("LEAST_HELD_OUT", 50)):
        monkeypatch.setattr(trial, name, value)
    monkeypatch.setattr("ownpath.core.mastery.chunks.LEAST_ROWS", 24)
    monkeypatch.setattr("ownpath.proficiency.answers.foretell", partial(foretell, rows_in_piece=60))
    monkeypatch.setattr("ownpath.proficiency.refit.GRACE_SECONDS", 0)
    monkeypatch.setattr("ownpath.proficiency.refit.clear_retired", lambda **_: 0)
    made = make_school()
    grow(made)
    return made


def said(school: School, capsys, *options: str) -> dict[str, object]:
    assert main(["fit", "--json", "--district", school.district.code, *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_two_workers_fit_a_district_as_one_machine_does_and_its_estimates_follow(school, monkeypatch, capsys) -> None:
    answers = gather_answers(school.district)
    assert len(rows_of_chunks(answers.responses)) >= 10
    fitted = fit_parameters(answers, SHIPPED)
    compared = said(school, capsys, "--dry-run")
    candidate = fit_parameters(trial._until(answers, trial.held_out(answers, None)), SHIPPED)
    monkeypatch.setattr(trial, "decide", lambda live, new: "better")
    with open_cluster(processes=True) as client:
        passes = OnCluster(client)
        assert fit_parameters(answers, SHIPPED, passes).hash == fitted.hash != SHIPPED.hash
        there = follow_answers(answers, fitted, passes)
        assert there.tobytes() == follow_answers(answers, fitted).tobytes()
        address = client.scheduler.address
        assert said(school, capsys, "--dry-run", "--cluster", address)["record"] == compared["record"]
        assert said(school, capsys, "--cluster", address)["outcome"] == "live"
    assert compared["record"]["new"]["hash"] == candidate.hash
    assert EstimatesInUse.objects.get().live.parameter_set.hash == fit_parameters(answers, candidate).hash
    assert rebuild_estimates(district=school.district).different == 0


def test_where_no_scheduler_answers_nothing_is_begun(school, monkeypatch, capsys) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'ownpath[cluster]'")
    monkeypatch.setattr("ownpath.config.command_line.cluster.SECONDS_TO_CONNECT", 1)
    assert main(["fit", "--cluster", "tcp://127.0.0.1:1"]) == 1
    assert "No scheduler answers at tcp://127.0.0.1:1" in capsys.readouterr().err
    assert not Refit.objects.exists()
