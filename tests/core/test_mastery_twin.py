"""Compiled and plain Python are one model: the same bytes of states, readings, predictions and fitted parameters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mastery_twin import do_the_work

from ownpath.core.mastery.compiling import IS_COMPILED


@pytest.mark.skipif(not IS_COMPILED, reason="numba is not installed here, so there is only one of the two")
def test_without_numba_everything_comes_out_the_same_to_the_last_bit() -> None:
    here = Path(__file__).resolve().parent
    path = os.pathsep.join([str(here), *(each for each in sys.path if each)])
    plain = subprocess.run(
        [sys.executable, str(here / "mastery_twin.py")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    assert json.loads(plain.stdout) == do_the_work()
