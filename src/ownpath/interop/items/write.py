"""Writes items as JSON, or as a CSV table where each can be said in flat fields."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ownpath.assessment.written import NotPlain, written_from_task
from ownpath.foundation.errors import InputError
from ownpath.interop.items.schema import COLUMNS, FORMAT, VERSION


def write_json(file: Path, items: Iterable[dict[str, Any]]) -> int:
    """All of every item; gives back how many."""
    written = list(items)
    document = {"format": FORMAT, "version": VERSION, "items": written}
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(written)


def write_table(file: Path, items: Iterable[dict[str, Any]]) -> int:
    """One row an item; an item that a row cannot hold is named and nothing is written."""
    rows = []
    for item in items:
        try:
            written = written_from_task(item)
        except NotPlain:
            raise InputError(
                f"The item {item['name']} cannot be written as a row. Export as .json.", field="name"
            ) from None
        rows.append({**written, "name": item["name"], "framework": item.get("framework", "")})
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)
