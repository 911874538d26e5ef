"""How commands talk: to people with a progress bar, to machines with one JSON object."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from ownpath.foundation.errors import InputError, InputErrors, OwnpathError


class _Bars:
    """Progress bars with an estimate of the time left; silent for machines and where nobody watches."""

    def __init__(self, console: RichConsole, quiet: bool) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("·"),
            TimeElapsedColumn(),
            TextColumn("· left"),
            TimeRemainingColumn(),
            console=console,
            disable=quiet,
            refresh_per_second=4,
        )
        self._task: TaskID | None = None
        self._watched = console.is_terminal and not quiet
        self._console = console
        self._quiet = quiet

    def begin(self, what: str, total: int | None) -> None:
        if not self._watched:
            if not self._quiet:
                self._console.print(f"{what} …")
            return
        if self._task is None:
            self._bars.start()
        else:
            self._finish_task()
        self._task = self._bars.add_task(what, total=total)

    def advance(self, done: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, done)

    def _finish_task(self) -> None:
        if self._task is not None:
            task = next(task for task in self._bars.tasks if task.id == self._task)
            self._bars.update(self._task, total=task.completed or 1, completed=task.completed or 1)

    def stop(self) -> None:
        if self._task is not None:
            self._finish_task()
            self._bars.stop()
            self._task = None


class Console:
    """One command's voice."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._people = RichConsole(stderr=True, highlight=False, soft_wrap=True)
        self.progress = _Bars(self._people, quiet=as_json)

    def __enter__(self) -> Console:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def say(self, text: str) -> None:
        """A line for people; machines get the result alone."""
        if not self.as_json:
            self._people.print(text, markup=False)

    def show(self, text: str) -> None:
        """A result that is more than one line a fact, on standard output; machines get the result alone."""
        self.progress.stop()
        if not self.as_json:
            sys.stdout.write(f"{text}\n")

    def finish(self, result: dict[str, Any], ok: bool) -> None:
        """The result: one JSON object on standard output, or one line per fact."""
        self.progress.stop()
        if self.as_json:
            sys.stdout.write(json.dumps({"ok": ok, **result}, default=str) + "\n")
            return
        for name, value in result.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {amount}" for key, amount in value.items()) or "none"
            elif isinstance(value, list):
                value = "".join(f"\n  {entry}" for entry in value) or "none"
            sys.stdout.write(f"{name.replace('_', ' ')}: {value}\n")

    def fail(self, error: OwnpathError) -> None:
        """What went wrong, in one sentence with its place."""
        self.progress.stop()
        if self.as_json:
            errors = error.errors if isinstance(error, InputErrors) else [error]
            described = [each.as_dict() if isinstance(each, InputError) else {"problem": str(each)} for each in errors]
            sys.stdout.write(json.dumps({"ok": False, "errors": described}) + "\n")
        else:
            sys.stderr.write(f"{error}\n")
