"""A temporary place where checked responses wait in order, so that memory stays flat however long the file is."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ownpath.interop.responses.read import Response

# What comes back: learner number, seconds, order, row, item, competencies, result, identifier, hints
StagedRow = tuple[int, float | None, int, int, str, str, float, str, int | None]
SEPARATOR = "\x1f"


class Staging:
    """Rows come back by learner and then in time order."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ownpath-import-")
        self._database = sqlite3.connect(Path(self._folder.name) / "responses.sqlite3", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE staged (learner INTEGER, seconds REAL, position INTEGER, row INTEGER, item TEXT, "
            "competencies TEXT, result REAL, identifier TEXT, hints INTEGER)"
        )
        self._waiting: list[StagedRow] = []
        self.numbers: dict[str, int] = {}
        self.competencies: dict[str, int] = {}
        self.count = 0

    def __enter__(self) -> Staging:
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, response: Response) -> None:
        """Keep one response."""
        number = self.numbers.setdefault(response.learner, len(self.numbers))
        for competency in response.competencies:
            self.competencies.setdefault(competency, response.row)
        self._waiting.append(
            (
                number,
                response.seconds,
                response.order,
                response.row,
                response.item,
                SEPARATOR.join(response.competencies),
                response.result,
                response.identifier,
                response.hints,
            )
        )
        self.count += 1
        if len(self._waiting) >= 10_000:
            self._flush()

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO staged VALUES (?,?,?,?,?,?,?,?,?)", self._waiting)
        self._waiting.clear()

    def rows(self) -> Iterator[StagedRow]:
        """All rows by learner, time, order and row; a learner whose times are missing keeps the file's order."""
        self._flush()
        self._database.execute("CREATE INDEX in_order ON staged (learner, seconds, position, row)")
        yield from self._database.execute("SELECT * FROM staged ORDER BY learner, seconds, position, row")
