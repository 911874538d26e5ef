"""How long work tells whoever waits for it how far it has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A listener of long work."""

    def begin(self, what: str, total: int | None) -> None:
        """A step begins; `total` is empty where its length is not known."""

    def advance(self, done: int = 1) -> None:
        """So much more of the step is done."""


class _NoProgress:
    def begin(self, what: str, total: int | None) -> None:
        return None

    def advance(self, done: int = 1) -> None:
        return None


NO_PROGRESS: Progress = _NoProgress()
