"""Each picture in the docs is one that the command takes, and each one that it takes is shown."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "tests" / "browser" / "take_pictures.py").read_text(encoding="utf-8")


def test_the_pictures_of_the_docs_are_those_that_the_command_takes() -> None:
    tables = SOURCE[SOURCE.index("DESK = {") : SOURCE.index("def address")]
    taken = set(re.findall(r'^    "([\w-]+)": \(', tables, re.MULTILINE)) | set(
        re.findall(r'"([\w-]+-phone)": \(', tables)
    )
    kept = {path.stem for path in (ROOT / "docs" / "pictures").glob("*.png")}
    text = (ROOT / "docs" / "explanation" / "pages.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\.\./pictures/([\w-]+)\.png", text))
    assert len(taken) >= 12
    assert taken == kept == shown
