"""What services refuse and what choices are called is said in every shipped language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PLANS = Path(__file__).resolve().parents[2] / "src" / "ownpath" / "plans"
CATALOGUES = sorted(PLANS.glob("locale/*/LC_MESSAGES/django.po"))
SAYS = {"InputError", "NotAllowed", "_"}


def said() -> set[str]:
    """The texts of errors, of choices, and of what a form asks for where words are missing."""
    found: set[str] = set()
    for path in PLANS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call):
                values = [each.value for each in node.keywords if each.arg == "missing"]
                if isinstance(node.func, ast.Name) and node.func.id in SAYS:
                    values += node.args
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").startswith("_MISSING"):
                values = [node.value]
            found |= {each.value for each in values if isinstance(each, ast.Constant) and each.value}
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_text_is_translated_and_none_is_left_over(path):
    with path.open("rb") as file:
        translated = {message.id for message in read_po(file) if message.id and message.string}
    assert len(said()) > 40
    assert translated == said()


def test_there_is_a_catalogue_in_spanish():
    assert [path.parent.parent.name for path in CATALOGUES] == ["es"]
