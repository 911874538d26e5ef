"""Gathers what is wrong with a file, so that an office mends it in one go."""

from __future__ import annotations

from ownpath.foundation.errors import InputError, InputErrors

MOST_SHOWN = 20


class Problems:
    """All problems are counted, the first ones are kept."""

    def __init__(self) -> None:
        self._shown: list[InputError] = []
        self._total = 0

    def add(self, problem: str, *, file: str = "", row: int | None = None, field: str = "") -> None:
        """Note one problem with its place."""
        self._total += 1
        if len(self._shown) < MOST_SHOWN:
            self._shown.append(InputError(problem, file=file, row=row, field=field))

    def raise_if_any(self) -> None:
        """Refuse the file if anything was noted."""
        if self._shown:
            raise InputErrors(self._shown, self._total)
