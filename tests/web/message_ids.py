"""Every text of the pages that needs a translation, found as gettext's own tools find them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parents[2] / "src" / "ownpath" / "web"
PEOPLE_MODELS = WEB.parent / "people" / "models.py"
NAMES = {"_", "gettext", "gettext_lazy", "ngettext"}
# What services say to a person on a page stands in their own modules.
SERVICES = WEB.parent / "proficiency" / "services.py"
PLANS = WEB.parent / "plans"
ASSESSMENT = WEB.parent / "assessment"


# An audience's texts have a catalogue in its own folder; what two of them share stands in the shared one.
AUDIENCES = ("learner", "teacher", "family", "leader", "partner", "office", "model", "gallery")
MessageIds = set[str | tuple[str, str]]


def message_ids_of(audience: str) -> MessageIds:
    """The texts of one audience's pages: single messages as text, those with a plural as a pair."""
    return _of_files((WEB / audience).rglob("*.py"), (WEB / "templates" / audience).rglob("*.html"))


def shared_message_ids() -> MessageIds:
    """The texts that belong to no single audience."""
    sources = [path for path in WEB.rglob("*.py") if path.relative_to(WEB).parts[0] not in AUDIENCES]
    templates = WEB / "templates"
    pages = [path for path in templates.rglob("*.html") if path.relative_to(templates).parts[0] not in AUDIENCES]
    found = _of_files([*sources, PLANS / "models.py", ASSESSMENT / "models.py"], pages) | _of_judgements(
        SERVICES.read_text(encoding="utf-8")
    )
    return found.union(
        *(
            _of_refusals(path.read_text(encoding="utf-8"))
            for app in (PLANS, ASSESSMENT)
            for path in app.glob("services/*.py")
        )
    )


def message_ids() -> MessageIds:
    """The texts of all pages."""
    return shared_message_ids().union(*(message_ids_of(audience) for audience in AUDIENCES))


def _of_files(sources: Iterable[Path], pages: Iterable[Path]) -> MessageIds:
    found: MessageIds = set()
    for path in sources:
        found |= _of_python(path.read_text(encoding="utf-8"))
    for path in pages:
        found |= _of_template(path.read_text(encoding="utf-8"))
    return found


def _of_python(source: str) -> set[str | tuple[str, str]]:
    found: set[str | tuple[str, str]] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if len(texts) >= 2:
                found.add((texts[0], texts[1]))
            elif texts:
                found.add(texts[0])
    return found


def _of_template(source: str) -> set[str | tuple[str, str]]:
    """`templatize` turns a template into the calls that stand for its messages, with all else blotted out."""
    found: set[str | tuple[str, str]] = set()
    calls = re.findall(
        r"""(n?)gettext\(\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s*,\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?""",
        templatize(source),
    )
    for plural, first, second in calls:
        one = ast.literal_eval(first)
        found.add((one, ast.literal_eval(second)) if plural and second else one)
    for text in re.findall(r"_\(\s*[\"']([^\"']+)[\"']\s*\)", source):
        found.add(text)
    return found


def _of_judgements(source: str) -> set[str | tuple[str, str]]:
    """What `record_judgement` refuses is shown on the judgement form."""
    body = source[source.index("def record_judgement") :]
    return set(re.findall(r'InputError\(\s*"([^"]+)"', body))


def _of_refusals(source: str) -> MessageIds:
    """What a service says to whoever filled in a form that it cannot take."""
    return set(re.findall(r'(?:InputError\(\s*|missing=|_MISSING\w* = )"([^"]+)"', source))
