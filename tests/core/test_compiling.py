"""Folders of machine code: a new one sweeps away those that nobody has used for a day, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ownpath.core.mastery.compiling import IS_COMPILED, prepare_folder, private_folder

DAY = 86_400.0


def made_folder(root: Path, name: str, hours_old: float, *, inside_hours_old: float | None = None) -> Path:
    """A folder with machine code that was made, and written into, so many hours ago."""
    folder = root / name
    code = folder / "mastery_0" / "kernel.nbc"
    code.parent.mkdir(parents=True)
    code.write_bytes(b"x")
    moment = root.stat().st_mtime
    inside = hours_old if inside_hours_old is None else inside_hours_old
    for path, hours in ((code, inside), (code.parent, inside), (folder, hours_old)):
        os.utime(path, (moment - hours * 3600, moment - hours * 3600))
    return folder


def test_a_new_folder_takes_away_those_that_nobody_used_for_a_day(tmp_path: Path) -> None:
    made_folder(tmp_path, "compiled-old", 25)
    made_folder(tmp_path, "compiled-young", 23)
    made_folder(tmp_path, "compiled-old-with-young-code", 50, inside_hours_old=1)
    made_folder(tmp_path, "other", 50)
    (tmp_path / "kernel.pyc").write_bytes(b"x")
    prepare_folder(tmp_path / "compiled-new")
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {"compiled-new", "compiled-young", "compiled-old-with-young-code", "other", "kernel.pyc"}


def test_a_folder_that_is_there_is_noted_as_used_and_nothing_is_taken_away(tmp_path: Path) -> None:
    own = made_folder(tmp_path, "compiled-own", 40)
    made_folder(tmp_path, "compiled-old", 40)
    prepare_folder(own)
    assert own.stat().st_mtime - (tmp_path / "compiled-old").stat().st_mtime > 1.5 * DAY
    assert (own / "mastery_0" / "kernel.nbc").exists()
    prepare_folder(tmp_path / "compiled-new")
    assert {each.name for each in tmp_path.iterdir()} == {"compiled-own", "compiled-new"}


def test_what_cannot_be_made_or_removed_is_no_error(tmp_path: Path) -> None:
    file = made_folder(tmp_path, "compiled-old", 40) / "mastery_0" / "kernel.nbc"
    prepare_folder(file / "compiled-new")  # below a file there can be no folder
    not_a_folder = tmp_path / "compiled-file"
    not_a_folder.write_bytes(b"x")
    os.utime(not_a_folder, (0, 0))
    prepare_folder(tmp_path / "compiled-new")
    assert {each.name for each in tmp_path.iterdir()} == {"compiled-file", "compiled-new"}


@pytest.mark.skipif(not IS_COMPILED, reason="numba is not installed")
def test_a_process_whose_machine_code_is_taken_away_compiles_it_again(tmp_path: Path) -> None:
    source, folder = tmp_path / "doubling.py", tmp_path / "compiled-own"
    source.write_text(
        "import shutil, sys\n"
        "from ownpath.core.mastery.compiling import compiled\n"
        "@compiled\n"
        "def double(x):\n"
        "    return 2.0 * x\n"
        "if sys.argv[1] == 'gone':\n"
        "    shutil.rmtree(sys.argv[2])\n"
        "print(double(4.0))\n"
    )
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    for how in ("made", "gone"):
        command = [sys.executable, str(source), how, str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.stdout == "8.0\n", done.stderr
        assert list(folder.rglob("*.nbc"))


def test_machine_code_is_taken_from_no_folder_into_which_somebody_else_may_write(tmp_path: Path) -> None:
    own = private_folder(tmp_path / "own")
    assert own == tmp_path / "own"
    assert own.stat().st_mode & 0o077 == 0
    assert private_folder(own) == own
    own.chmod(0o777)
    elsewhere = private_folder(own)
    assert elsewhere != own and elsewhere.stat().st_mode & 0o077 == 0
    elsewhere.rmdir()


def test_a_link_that_somebody_laid_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "guessed").symlink_to(tmp_path / "theirs")
    elsewhere = private_folder(tmp_path / "guessed")
    assert elsewhere.name.startswith("ownpath-") and not elsewhere.is_symlink()
    elsewhere.rmdir()
