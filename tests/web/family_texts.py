"""Every text that a family can meet: on its own pages, in the frame, at the door, in what went wrong."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from message_ids import WEB, MessageIds, _of_files, _of_python, message_ids_of

TEMPLATES = WEB / "templates"
BEGIN = [
    *sorted((TEMPLATES / "family").glob("*.html")),
    *(TEMPLATES / name for name in ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")),
    *(TEMPLATES / name for name in ("sign_in.html", "no_place.html", "search.html", "design/found.html")),
]
MODULES = [
    *sorted((WEB / "family").glob("*.py")),
    *(WEB / name for name in ("context.py", "entrance.py", "search.py")),
    *(WEB / "design" / name for name in ("can_do.py", "evidence_days.py", "picture_words.py")),
]
WORDING = WEB / "wording.py"
PLANS = WEB.parent / "plans" / "models.py"


def family_message_ids() -> MessageIds:
    """What must be said in every language that families are offered."""
    return (
        message_ids_of("family")
        | _of_files(MODULES, _templates_reached())
        | _of_python(_wording_used(WORDING.read_text(encoding="utf-8")))
        | _of_python(_class_in(PLANS.read_text(encoding="utf-8"), "AboutMe", "Kind"))
    )


def _templates_reached() -> set[Path]:
    """The templates that families' pages extend and include."""
    reached: set[Path] = set()
    waiting = list(BEGIN)
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        found = re.findall(r'{% (?:extends|include) "([^"]+)"', path.read_text(encoding="utf-8"))
        waiting += [TEMPLATES / name for name in found]
    return reached


def _wording_used(source: str) -> str:
    """The functions of `wording` that those modules import, and those that they call."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    waiting = [
        alias.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "ownpath.web.wording"
        for alias in node.names
    ]
    used: dict[str, ast.FunctionDef] = {}
    while waiting:
        name = waiting.pop()
        if name in functions and name not in used:
            used[name] = functions[name]
            waiting += [node.id for node in ast.walk(functions[name]) if isinstance(node, ast.Name)]
    return "\n\n".join(ast.unparse(used[name]) for name in sorted(used))


def _class_in(source: str, *names: str) -> str:
    """The source of a class, or of a class inside a class."""
    body = ast.parse(source).body
    for name in names:
        found = next(node for node in body if isinstance(node, ast.ClassDef) and node.name == name)
        body = found.body
    return ast.unparse(found)
