"""Docs that cannot fall behind: settings, commands, links, decisions."""

from __future__ import annotations

import re
from pathlib import Path

from ownpath.config.command_line.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]


def test_every_setting_is_explained_and_none_is_made_up():
    settings = (ROOT / "src/ownpath/config/settings.py").read_text()
    explained = (ROOT / "docs/reference/settings.md").read_text()
    names = {name.rstrip("_") for name in re.findall(r'"(OWNPATH_[A-Z_]+|DATABASE_URL)"', settings)}
    assert len(names) >= 8
    assert names == set(re.findall(r"^\| `([A-Z_]+)`", explained, flags=re.MULTILINE))


def test_every_command_is_named_somewhere_in_the_docs():
    text = "\n".join(page.read_text() for page in PAGES)
    missing = [name for name in COMMANDS if f"ownpath {name.replace('_', ' ')}" not in text.replace("-", " ")]
    assert [name for name in missing if name != "demo"] == []
    assert "run demo" in text


def test_every_link_leads_somewhere():
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_decision_stands_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\(([0-9][^)]+)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_every_room_of_the_house_has_its_ten_lines():
    rooms = [path.parent for path in (ROOT / "src" / "ownpath").glob("*/__init__.py")]
    assert len(rooms) >= 11
    for room in rooms:
        lines = (room / "README.md").read_text().splitlines()
        assert 5 <= len(lines) <= 14, room
