"""The command as an office types it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = "code,statement\nA,I can count\n"


def ownpath(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "OWNPATH_DATA": str(data), "OWNPATH_MODE": "production", **more}
    env.pop("DATABASE_URL", None)
    env.pop("OWNPATH_SECRET_KEY", None)
    command = [sys.executable, "-m", "ownpath.config.command_line.main", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    assert ownpath(tmp_path, "migrate").returncode == 0
    assert ownpath(tmp_path, "start-district", "lantern-hill", "Lantern Hill").returncode == 0
    return tmp_path


def test_an_office_loads_its_own_framework_and_the_estimates_are_sound(office: Path) -> None:
    file = office / "own.csv"
    file.write_text(TABLE)
    done = ownpath(office, "import", "framework", str(file), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["competencies"]["created"] == 1
    rebuilt = ownpath(office, "rebuild", "--json")
    assert (rebuilt.returncode, json.loads(rebuilt.stdout)["different"]) == (0, 0)


def test_bad_input_names_file_row_and_field_for_people_and_for_machines(office: Path) -> None:
    file = office / "own.csv"
    file.write_text("code,statement\nA,\n")
    for_people = ownpath(office, "import", "framework", str(file))
    assert (for_people.returncode, for_people.stdout) == (1, "")
    assert "own.csv, row 2, field statement" in for_people.stderr
    for_machines = ownpath(office, "import", "framework", str(file), "--json")
    (error,) = json.loads(for_machines.stdout)["errors"]
    assert (error["file"], error["row"], error["field"]) == ("own.csv", 2, "statement")


def test_a_database_that_is_not_laid_out_says_what_to_do(tmp_path: Path) -> None:
    done = ownpath(tmp_path, "rebuild")
    assert done.returncode == 1
    assert "ownpath migrate" in done.stderr


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    assert ownpath(tmp_path, "import", "nonsense").returncode == 2


def test_production_with_the_demo_sign_in_refuses_to_start(tmp_path: Path) -> None:
    done = ownpath(tmp_path, "migrate", OWNPATH_DEMO_SIGN_IN="1")
    assert done.returncode == 1
    assert "OWNPATH_DEMO_SIGN_IN" in done.stderr


def test_the_secret_key_is_made_once_and_for_its_owner_only(office: Path) -> None:
    key = office / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    before = key.read_text()
    ownpath(office, "rebuild")
    assert key.read_text() == before


def test_a_port_that_is_taken_is_refused_rather_than_shared(office: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = ownpath(office, "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "answers on port" in refused.stderr
