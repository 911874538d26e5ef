"""One task: what the learner sees, what is held back, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ownpath.core.items.kinds import Key, Public, TableFillKey, check_pair, read_key, read_public
from ownpath.core.items.misconceptions import MISCONCEPTIONS
from ownpath.core.items.stimulus import Part, read_part, read_words
from ownpath.core.items.words import Fields, ItemError, Json, Words


@dataclass(frozen=True, slots=True)
class ShownTask:
    """All that may leave the server before an answer is in.

    Attributes
    ----------
    stimulus : tuple of Part
        Texts, mathematics and figures.
    public : Public
        What the learner answers with.
    hint_count : int
        How many hints can be asked for; the hints themselves are held back.
    """

    stimulus: tuple[Part, ...]
    public: Public
    hint_count: int = 0

    def to_json(self) -> Json:
        parts = [part.to_json() for part in self.stimulus]
        return {"stimulus": parts, "public": self.public.to_json(), "hint_count": self.hint_count}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What stays with the server: the key, the hints, the worked solution, and the numbers it was made of."""

    key: Key
    hints: tuple[Words, ...] = ()
    solution: tuple[Part, ...] = ()
    numbers: tuple[tuple[str, Any], ...] = ()

    def to_json(self) -> Json:
        return {
            "key": self.key.to_json(),
            "hints": [each.to_json() for each in self.hints],
            "solution": [part.to_json() for part in self.solution],
            "numbers": dict(self.numbers),
        }


@dataclass(frozen=True, slots=True)
class Task:
    """One task, made by a family or written by hand.

    Attributes
    ----------
    source : str
        The family's name, or empty where it was written by hand.
    version : int
        Of the source, at least 1.
    author : str
        Who answers for it.
    competencies : tuple of str
        Codes of the framework.
    difficulty : float
        In logits, relative to an ordinary task of the competency; the author's guess until answers calibrate it.
    fingerprint : str
        The same for two tasks exactly when they ask the same.
    shown : ShownTask
    held_back : HeldBack
    """

    source: str
    version: int
    author: str
    competencies: tuple[str, ...]
    difficulty: float
    fingerprint: str
    shown: ShownTask
    held_back: HeldBack

    def to_json(self) -> Json:
        """Give all of it; for the server's own store and for export, never for a page."""
        return {
            "source": self.source,
            "version": self.version,
            "author": self.author,
            "competencies": list(self.competencies),
            "difficulty": self.difficulty,
            "fingerprint": self.fingerprint,
            **self.shown.to_json(),
            **self.held_back.to_json(),
        }


def read_task(data: object, where: str = "task") -> Task:
    """Read a task from JSON.

    Parameters
    ----------
    data : object
        Parsed JSON, as `Task.to_json` gives it.
    where : str
        Stands before the name of the field in errors.

    Returns
    -------
    Task

    Raises
    ------
    ItemError
        A field is missing or cannot be; the message names it.
    """
    fields = Fields.of(data, where)
    difficulty = fields.data.get("difficulty", 0.0)
    if isinstance(difficulty, bool) or not isinstance(difficulty, int | float) or not -6 <= difficulty <= 6:
        raise ItemError(f"{where}.difficulty: a number from -6 to 6 is needed")
    public, key = (
        read_public(data_of(fields, "public"), f"{where}.public"),
        read_key(data_of(fields, "key"), f"{where}.key"),
    )
    check_pair(public, key)
    hints = fields.list_of("hints", read_words, default=[], most=10)
    numbers = Fields.of(fields.data.get("numbers") or {}, f"{where}.numbers").data
    task = Task(
        source=fields.text("source", default=""),
        version=fields.whole("version", 1, 10**6, default=1),
        author=fields.text("author", default=""),
        competencies=fields.texts("competencies"),
        difficulty=float(difficulty),
        fingerprint=fields.text("fingerprint", default=""),
        shown=ShownTask(fields.list_of("stimulus", read_part, most=20), public, len(hints)),
        held_back=HeldBack(
            key,
            hints,
            fields.list_of("solution", read_part, default=[], most=20),
            tuple((str(name), _as_tuples(value)) for name, value in numbers.items()),
        ),
    )
    if not task.shown.stimulus:
        raise ItemError(f"{where}.stimulus: at least one part is needed")
    if not task.competencies:
        raise ItemError(f"{where}.competencies: at least one code is needed")
    unknown = sorted(misconceptions_of(key) - set(MISCONCEPTIONS))
    if unknown:
        raise ItemError(f"{where}.key: the misconception {unknown[0]!r} is not in the table")
    return task


def data_of(fields: Fields, field: str) -> object:
    if field not in fields.data:
        raise ItemError(f"{fields.name_of(field)}: is missing")
    return fields.data[field]


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(each) for each in value) if isinstance(value, list | tuple) else value


def misconceptions_of(key: Key) -> set[str]:
    """Name the misconceptions in a key's table of wrong answers."""
    if isinstance(key, TableFillKey):
        return {row.slip.misconception for _, cell in key.cells for row in cell.wrong} - {""}
    rows: tuple[Any, ...] = key.wrong
    return {row.slip.misconception for row in rows} - {""}
