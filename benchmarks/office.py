"""A data folder of its own and the command line, as an office has them; the benchmarks of imports use it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class Office:
    """A laid out SQLite database with one empty district."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "ownpath.sqlite3"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("OWNPATH", "DATABASE"))},
            "OWNPATH_DATA": str(folder),
            "OWNPATH_SECRET_KEY": "only-for-the-benchmark",
        }
        for arguments in (["migrate"], ["start-district", "lantern-hill", "Lantern Hill"]):
            self.run(*arguments).check_returncode()

    def command(self, *arguments: str) -> list[str]:
        """What a shell would start."""
        return [sys.executable, "-m", "ownpath.config.command_line.main", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(self.command(*arguments), env=self.env, capture_output=True, text=True, check=False)
