"""The comparison with a peer that is not there goes on without it, and says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "kolibri_pages.py"


def an_empty_folder(folder: Path) -> None:
    """Nothing in it."""


def an_environment_without_it(folder: Path) -> None:
    """A Python that does not know Kolibri, beside a leftover of its command."""
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "bin" / "kolibri").touch()


@pytest.mark.parametrize("prepare", [an_empty_folder, an_environment_without_it])
def test_a_folder_without_kolibri_is_named_in_one_sentence_and_nothing_is_measured(tmp_path: Path, prepare) -> None:
    prepare(tmp_path)
    out = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, BENCHMARK, tmp_path, "--out", out], capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    assert done.stdout == f"There is no Kolibri in {tmp_path}: its pages are left out.\n"
    assert done.returncode == 0
    assert not out.exists()
