"""A table with empty cells, each of which takes a number."""

from __future__ import annotations

from dataclasses import dataclass

from ownpath.core.items.kinds.number import NumberKey, score_number_text
from ownpath.core.items.scored import Scored, Slip, by_share, pairs_of, unreadable
from ownpath.core.items.words import Fields, ItemError, Json, Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, or a name where the learner writes."""

    words: Words | None = None
    name: str = ""

    def to_json(self) -> Json:
        return {"words": self.words.to_json()} if self.words else {"name": self.name}

    @staticmethod
    def from_json(data: object, where: str) -> Cell:
        fields = Fields.of(data, where)
        if fields.data.get("words"):
            return Cell(words=fields.words("words"))
        name = fields.text("name")
        if not 0 < len(name) <= 40:
            raise ItemError(f"{where}.name: from 1 to 40 characters are needed")
        return Cell(name=name)


def _read_row(data: object, where: str) -> tuple[Cell, ...]:
    return Fields({"row": data}, where).list_of("row", Cell.from_json, most=20)


@dataclass(frozen=True, slots=True)
class TableFillPublic:
    """The headings of the columns and the rows, the first cell of each row being its heading."""

    headings: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]

    kind = "table_fill"

    def to_json(self) -> Json:
        rows = [[cell.to_json() for cell in row] for row in self.rows]
        return {"kind": self.kind, "headings": [each.to_json() for each in self.headings], "rows": rows}

    @staticmethod
    def from_json(data: object, where: str = "public") -> TableFillPublic:
        fields = Fields.of(data, where)
        table = TableFillPublic(
            fields.list_of("headings", Words.from_json, most=20), fields.list_of("rows", _read_row, most=20)
        )
        if not table.rows or any(len(row) != len(table.headings) for row in table.rows):
            raise ItemError(f"{where}.rows: each row needs as many cells as there are headings")
        names = [cell.name for row in table.rows for cell in row if cell.name]
        if not names or len(set(names)) < len(names):
            raise ItemError(f"{where}.rows: at least one empty cell is needed, each with its own name")
        return table


@dataclass(frozen=True, slots=True)
class TableFillKey:
    """The key of each empty cell."""

    cells: tuple[tuple[str, NumberKey], ...]

    kind = "table_fill"

    def to_json(self) -> Json:
        return {"kind": self.kind, "cells": {name: key.to_json() for name, key in self.cells}}

    @staticmethod
    def from_json(data: object, where: str = "key") -> TableFillKey:
        cells = Fields.of(Fields.of(data, where).data.get("cells"), f"{where}.cells")
        keys = ((name, NumberKey.from_json(each, f"{where}.cells.{name}")) for name, each in cells.data.items())
        key = TableFillKey(tuple(keys))
        if not key.cells:
            raise ItemError(f"{where}.cells: at least one is needed")
        return key


def score_table_fill(key: TableFillKey, answer: object, language: str = "en") -> Scored:
    """Score `{"cells": {name: text}}` by the share of right cells; an empty cell is not right. See `kinds.score`."""
    given = pairs_of(answer, "cells")
    if not given or not any(text.strip() for text in given.values()):
        return unreadable("nothing_written")
    total, slip = 0.0, None
    for name, cell in key.cells:
        scored = score_number_text(cell, given.get(name, ""), language)
        total += scored.score
        if slip is None and scored.misconception:
            slip = Slip(scored.misconception, scored.words)
    return by_share(total / len(key.cells), slip)
