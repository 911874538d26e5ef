"""`ownpath evaluate` from a file to tables, JSON and a plot."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from made_responses import simulate_responses, write_csv, write_responses

from ownpath.config.command_line.main import main
from ownpath.evaluation import measuring, models
from ownpath.evaluation.evaluating import evaluate_models
from ownpath.evaluation.reliability_plot import draw_reliability
from ownpath.evaluation.responses_file import read_responses

MEASURES = ("auc", "rmse", "accuracy", "ece", "log_loss")


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command must not need one; pytest-django refuses any query here anyway."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_responses(tmp_path / "responses.csv", simulate_responses(n_learners=40))


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main(["evaluate", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_run_prints_two_tables_and_writes_json_and_a_plot(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, plot = tmp_path / "out.json", tmp_path / "plot.svg"
    assert main(["evaluate", str(file), "--models", "elo", "--json", str(out), "--plot", str(plot)]) == 0
    shown = capsys.readouterr().out
    assert "1,200 responses of 40 learners" in shown
    assert re.search(r"^elo +0\.\d{4} ", shown, flags=re.MULTILINE)
    assert re.search(r"^3-in-a-row +\d+ ", shown, flags=re.MULTILINE)
    said = json.loads(out.read_text())
    (elo,) = said["models"]
    assert 0.5 < elo["auc"] < 1.0 and elo["responses"] == 1200 and len(elo["by_fold"]) == 5
    assert elo["peak_memory_bytes"] > 10e6 and elo["fit_cpu_seconds"] > 0
    assert sum(each["responses"] for each in elo["reliability"]) == 1200
    assert set(said["claims"]) == {"3-in-a-row", "5-in-a-row"}
    assert plot.read_text().startswith("<svg")


def test_the_order_of_learners_in_the_file_changes_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    responses = simulate_responses(n_learners=30)
    order = np.random.default_rng(2).permutation(30).tolist()
    straight = write_responses(tmp_path / "straight.csv", responses)
    mixed = write_responses(tmp_path / "mixed.csv", responses, order)
    first = write_responses(tmp_path / "first.csv", responses, order[:11])
    second = write_responses(tmp_path / "second.csv", responses, order[11:])
    runs = [run_json(capsys, *files, "--models", "elo") for files in ([straight], [mixed], [second, first])]
    figures = [([each["models"][0][name] for name in MEASURES], each["claims"]) for each in runs]
    assert figures[0] == figures[1] == figures[2]


def test_a_split_column_decides_who_is_held_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{name},c,{(place * 7) % 3 % 2},{part}" for name, part in ("at", "bt", "ct", "dx") for place in range(9)]
    text = "\n".join(["learner,skill,correct,part", *lines]).replace(",t", ",train").replace(",x", ",test")
    said = run_json(capsys, write_csv(tmp_path / "r.csv", text), "--split", "part", "--models", "elo")
    assert said["folds"] == ["test"]
    assert said["models"][0]["responses"] == 9


def test_a_peer_that_is_not_installed_is_one_line_and_the_others_go_on(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_here(folder: Path, name: str):
        measuring.main(folder, name)
        return json.loads((folder / f"{name}.json").read_text())

    monkeypatch.setitem(models.MODELS, "pfa", models.Entry("logistic", "PerformanceFactors", ("no_such_package",)))
    with pytest.raises(models.ModelNotInstalled, match=r"pfa is left out: no_such_package.*python3 run peers"):
        models.make_model("pfa")
    assert "left_out" in run_here(file.parent, "pfa")
    monkeypatch.setattr(
        "ownpath.evaluation.evaluating.run_model",
        lambda folder, name: (
            measuring.ModelLeftOut(name, "gone") if name == "pfa" else measuring.run_model(folder, name)
        ),
    )
    said = run_json(capsys, file, "--models", "pfa,elo")
    assert said["left_out"] == ["gone"]
    assert [each["name"] for each in said["models"]] == ["elo"]


def test_a_model_that_breaks_is_named_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text("{")
    left_out = measuring.run_model(tmp_path, "elo")
    assert isinstance(left_out, measuring.ModelLeftOut)
    assert "elo is left out: it failed (json.decoder.JSONDecodeError" in left_out.reason


def test_what_is_wrong_is_said_in_one_line_and_ends_with_one(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    bad = write_csv(tmp_path / "bad.csv", "learner,skill,correct\na,x,3")
    for arguments, problem in (
        ([bad], "bad.csv, row 2, field result"),
        ([file, "--models", "deep"], "There is no model deep"),
        ([file, "--folds", "1"], "folds"),
        ([file, "--split", "absent"], "field absent"),
        ([file, "--json", file], "cannot be where the result goes"),
        ([file, "--plot", tmp_path / "no" / "p.svg"], "There is no folder"),
        ([tmp_path / "gone.csv"], "no such file"),
    ):
        assert main(["evaluate", *map(str, arguments)]) == 1
        error = capsys.readouterr().err
        assert problem in error and error.count("\n") == 1, error
    assert file.read_bytes() == before


def test_the_plot_says_in_words_what_it_draws_and_runs_no_script(file: Path) -> None:
    evaluation = evaluate_models(read_responses([file]), models=["elo"])
    drawn = draw_reliability(evaluation)
    root = ElementTree.fromstring(drawn)
    named = {element.tag.split("}")[1]: element for element in root.iter()}
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title description"
    assert "elo" in named["desc"].text and "foretold" in named["desc"].text
    assert "prefers-color-scheme: dark" in named["style"].text
    assert "script" not in named and "href" not in drawn
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "elo" in texts and "were right" in texts
