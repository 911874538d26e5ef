"""`ownpath import roster` as the command line runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ownpath.config.command_line.main import main
from ownpath.foundation.clock import clock_at
from ownpath.foundation.models import District

Files = dict[str, str | bytes]


def test_the_command_prints_one_result_and_refuses_with_the_place(
    district: District,
    small_roster: Files,
    write_archive: Callable[[Files], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = str(write_archive(small_roster))
    assert main(["import", "roster", path, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["people"] == {"created": 7, "changed": 0, "unchanged": 0, "ended": 0, "missing": 0}
    small_roster["users.csv"] = str(small_roster["users.csv"]).replace(",student,ben", ",wizard,ben")
    assert main(["import", "roster", str(write_archive(small_roster))]) == 1
    assert "users.csv, row 3, field role: 'wizard' is not one of" in capsys.readouterr().err


def test_a_large_change_needs_its_flag(
    district: District,
    small_roster: Files,
    write_archive: Callable[[Files], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["import", "roster", str(write_archive(small_roster))]) == 0
    heading = str(small_roster["enrollments.csv"]).splitlines(keepends=True)[0]
    small_roster["enrollments.csv"] = heading
    cut = str(write_archive(small_roster))
    # In the year of the terms: a roster of the past holds nothing that could end.
    with clock_at(datetime(2026, 9, 7, tzinfo=UTC)):
        refused = main(["import", "roster", cut])
        assert (refused, "--allow-large-change" in capsys.readouterr().err) == (1, True)
        assert main(["import", "roster", cut, "--allow-large-change"]) == 0
