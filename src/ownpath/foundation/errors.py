"""Errors that are meant to be read by the person who caused them."""

from __future__ import annotations


class OwnpathError(Exception):
    """Something the person in front of the screen can understand and act on."""


class NotAllowed(OwnpathError):
    """The acting person has no right to do this."""


class InputError(OwnpathError):
    """Outside input that cannot be taken, with the place where it went wrong."""

    def __init__(self, problem: str, *, file: str = "", row: int | None = None, field: str = "") -> None:
        self.problem = problem
        self.file = file
        self.row = row
        self.field = field
        super().__init__(str(self))

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.field:
            place.append(f"field {self.field}")
        return f"{', '.join(place)}: {self.problem}" if place else self.problem

    def as_dict(self) -> dict[str, object]:
        """The same, for machines."""
        return {"file": self.file, "row": self.row, "field": self.field, "problem": self.problem}


class InputErrors(OwnpathError):
    """All that is wrong with one outside file, up to a readable number of problems."""

    def __init__(self, errors: list[InputError], total: int | None = None) -> None:
        self.errors = errors
        self.total = total if total is not None else len(errors)
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(error) for error in self.errors]
        if self.total > len(lines):
            lines.append(f"and {self.total - len(lines)} more")
        return "\n".join(lines)
