"""Fitting on files: in parts or as one, in whatever form, without a database; what cannot be taken says where."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from ownpath.config.command_line.main import main
from ownpath.core.mastery import Parameters
from ownpath.core.mastery.batch import fit
from ownpath.core.mastery.passes import InThreads
from ownpath.evaluation import parts as parts_module
from ownpath.evaluation.fitting_files import fit_files
from ownpath.evaluation.parts import parts_of, split_by_learner
from ownpath.evaluation.responses_file import read_responses
from ownpath.foundation.errors import InputError

LEARNERS, EACH = 40, 25


def made_table(seed: int = 1) -> pa.Table:
    generator = np.random.default_rng(seed)
    n = LEARNERS * EACH
    item = generator.integers(0, 12, n)
    able = np.repeat(generator.normal(size=LEARNERS), EACH)
    return pa.table(
        {
            "student_id": [f"l{who:02d}" for who in np.repeat(np.arange(LEARNERS), EACH)],
            "item": [f"i{i}" for i in item],
            "skill": [f"s{i % 3}" if i % 4 else f"s{i % 3};s3" for i in item],
            "correct": (generator.random(n) < 1 / (1 + np.exp(-able - 0.4 * (item - 6)))).astype(np.int64),
            "timestamp": 1.7e9 + np.arange(n) * 90.5,
            "of no use": ["x"] * n,
        }
    )


@pytest.fixture
def one_file(tmp_path: Path) -> Path:
    path = tmp_path / "responses.parquet"
    pa.parquet.write_table(made_table(), path)
    return path


def largest_difference(one: Parameters, other: Parameters) -> float:
    assert one.task_difficulty.keys() == other.task_difficulty.keys()
    tasks = [abs(value - other.task_difficulty[name]) for name, value in one.task_difficulty.items()]
    return max(float(np.max(np.abs(one.weights - other.weights))), *tasks)


def fit_here(paths: list[Path], folder: Path) -> tuple[Parameters, list[str]]:
    folder.mkdir(exist_ok=True)
    told: list[str] = []
    with InThreads(folder=folder) as passes:
        return fit_files(paths, passes=passes, folder=folder, tell=told.append), told


def test_parts_of_whole_learners_give_what_the_file_as_one_gives(one_file, tmp_path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    parts = split_by_learner([one_file], folder, rows_in_part=300)
    assert len(parts) == 4
    whole = read_responses([one_file]).responses
    seen = [read_responses([part]).responses for part in parts]
    assert sorted(name for part in seen for name in part.learner_names) == list(whole.learner_names)
    assert sum(map(len, seen)) == len(whole)
    in_parts, _ = fit_here([folder], tmp_path / "work")
    assert largest_difference(in_parts, fit(whole)) < 1e-9
    assert in_parts.provenance == fit(whole).provenance


def test_a_learner_keeps_the_order_of_the_rows_and_csv_and_parquet_are_the_same(one_file, tmp_path) -> None:

    table = made_table().drop_columns(["timestamp", "of no use"])
    as_csv, as_parquet = tmp_path / "r.csv", tmp_path / "r.parquet"
    pa.csv.write_csv(table, as_csv)
    pa.parquet.write_table(table, as_parquet)
    found = []
    for path in (as_csv, as_parquet):
        folder = tmp_path / path.suffix[1:]
        folder.mkdir()
        split_by_learner([path], folder, rows_in_part=300)
        read = read_responses([folder]).responses
        assert np.array_equal(read.result, read_responses([as_parquet]).responses.result)
        found.append(fit_here([folder], tmp_path / "work")[0])
    assert largest_difference(*found) < 1e-9


def test_a_learner_in_two_files_is_noticed_and_the_rows_are_split_by_learner(one_file, tmp_path) -> None:
    table, halves = made_table(), tmp_path / "halves"
    halves.mkdir()
    pa.parquet.write_table(table.slice(0, 510), halves / "a.parquet")
    pa.parquet.write_table(table.slice(510), halves / "b.parquet")
    found, told = fit_here([halves], tmp_path / "work")
    assert any("in two files" in line for line in told)
    assert largest_difference(found, fit(read_responses([one_file]).responses)) < 1e-9


def test_a_file_with_too_many_rows_for_one_part_is_split_and_small_ones_stay_as_they_are(
    one_file, tmp_path, monkeypatch
) -> None:
    assert parts_of([one_file]) == [one_file]
    monkeypatch.setattr(parts_module, "MOST_ROWS_IN_PART", 500)
    monkeypatch.setattr(parts_module, "ROWS_AT_ONCE", 200)
    monkeypatch.setattr(parts_module, "BATCH_ROWS", 70)
    assert parts_of([one_file]) == []
    found, told = fit_here([one_file], tmp_path / "work")
    assert told[0] == "splitting the rows by learner"
    assert largest_difference(found, fit(read_responses([one_file]).responses)) < 1e-9


def test_files_of_different_columns_are_split_only_where_one_form_can_hold_them(tmp_path) -> None:
    table = made_table()
    first, second = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pa.parquet.write_table(table, first)
    pa.parquet.write_table(table.drop_columns(["timestamp"]), second)
    (tmp_path / "x").mkdir()
    assert split_by_learner([first, second], tmp_path / "x")
    with pytest.raises(InputError, match="The first file lacks this column") as problem:
        split_by_learner([second, first], tmp_path / "x")
    assert (problem.value.file, problem.value.field) == ("a.parquet", "time")


def test_the_command_writes_parameters_that_can_be_read_again_and_begun_from(one_file, tmp_path, capsys) -> None:
    out, again = tmp_path / "own.json", tmp_path / "again.json"
    assert main(["fit", "--responses", str(one_file), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    own = Parameters.from_dict(json.loads(out.read_text()))
    assert said["hash"] == own.hash
    assert said["responses"] == LEARNERS * EACH
    command = ["fit", "--responses", str(one_file), "--out", str(again), "--start", str(out)]
    assert main(command) == 0
    assert Parameters.from_dict(json.loads(again.read_text())).hash != own.hash
    assert sorted(each.name for each in tmp_path.iterdir()) == ["again.json", "own.json", "responses.parquet"]


def test_the_command_refuses_what_makes_no_sense_before_it_begins(one_file, tmp_path, capsys) -> None:
    out = tmp_path / "own.json"
    bad = tmp_path / "bad.csv"
    bad.write_text("learner,item,skill,correct\nl,i,s,7\n")
    (tmp_path / "no.json").write_text("{}")
    files = ["--responses", str(one_file), "--out", str(out)]
    for command, says in (
        (["--responses", str(one_file)], "--out FILE"),
        (["--out", str(out)], "--out needs --responses"),
        (["--status", "--cluster", "tcp://127.0.0.1:1"], "--cluster is for fitting"),
        ([*files, "--dry-run"], "about a district"),
        (["--responses", str(one_file), "--out", str(one_file)], "cannot be where the result goes"),
        (["--responses", str(tmp_path / "none.csv"), "--out", str(out)], "There is no such file"),
        (["--responses", str(bad), "--out", str(out)], "row 2"),
        ([*files, "--start", str(tmp_path / "no.json")], "does not hold parameters"),
    ):
        assert main(["fit", *command]) == 1, command
        assert says in capsys.readouterr().err
    assert not out.exists()
