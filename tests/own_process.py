"""Other processes at work on a database of their own, to be killed or kept waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def python(address: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of code on a database; it sees the same modules as the tests."""
    path = os.pathsep.join([str(Path(__file__).resolve().parent), *filter(None, sys.path)])
    env = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "ownpath.config.settings"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**env, "PYTHONPATH": path, "OWNPATH_MODE": "test", "OWNPATH_SECRET_KEY": "only-for-tests"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
