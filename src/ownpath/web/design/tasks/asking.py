"""What a task asks, as its template wants it. Only `ShownTask` comes in: what is right is not here to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ownpath.core.items import ShownTask, Words, part_to_html, part_to_say, text_to_html, text_to_say, unit_label

MATHEMATICS = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True, slots=True)
class AskedTask:
    """One task for a template: the stimulus, the words to read aloud, and the fields of its kind."""

    kind: str
    parts: tuple[SafeString, ...]
    say: str
    language: str
    hint_count: int
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"design/tasks/{self.kind}.html"


def ask_task(shown: ShownTask, language: str, typed: Mapping[str, Any] | None = None) -> AskedTask:
    """Make a task ready for its template; `typed` is an answer that could not be taken, to stand there again."""
    public, given = shown.public, dict(typed or {})
    fields, said = _FIELDS[public.kind](public, language, given)
    spoken = " ".join([*(f"{part_to_say(part, language)}" for part in shown.stimulus), *said])
    return AskedTask(
        kind=public.kind,
        # The core escapes every text and draws every figure itself.
        parts=tuple(mark_safe(part_to_html(part, language)) for part in shown.stimulus),
        say=spoken,
        language="es" if language[:2] == "es" else "en",
        hint_count=shown.hint_count,
        fields=fields,
    )


Made = tuple[dict[str, Any], list[str]]


def html_of(words: Words | None, language: str) -> SafeString:
    """A text with its mathematics set; empty where there is none."""
    return mark_safe(text_to_html(words.in_language(language), language)) if words else mark_safe("")


def plain_of(words: Words, language: str) -> str:
    """A text for a place that takes no markup: mathematics stays as it was written."""
    return MATHEMATICS.sub(r"\1", words.in_language(language))


def _say(words: Words | None, language: str) -> str:
    return text_to_say(words.in_language(language), language) if words else ""


def _number(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    fields = {
        "before": html_of(public.before, language),
        "after": html_of(public.after, language),
        "unit": unit_label(public.unit, language),
        "text": given.get("text", ""),
    }
    return fields, []


def _short_answer(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    return {"longest": public.longest, "text": given.get("text", "")}, []


def _expression(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    letters = ", ".join(public.letters)
    return {"before": html_of(public.before, language), "letters": letters, "text": given.get("text", "")}, []


def _choice(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    chosen = set(given.get("chosen", ()))
    options = [
        {"name": each.name, "html": html_of(each.words, language), "chosen": each.name in chosen}
        for each in public.options
    ]
    said = [f"{number}: {_say(each.words, language)}." for number, each in enumerate(public.options, 1)]
    return {"options": options, "several": public.several}, said


def _order(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    order = list(given.get("order", ()))
    options = [
        {
            "name": each.name,
            "html": html_of(each.words, language),
            "plain": plain_of(each.words, language),
            "place": order.index(each.name) + 1 if each.name in order else 0,
        }
        for each in public.options
    ]
    fields = {
        "options": options,
        "places": range(1, len(options) + 1),
        "first": html_of(public.first, language),
        "last": html_of(public.last, language),
    }
    return fields, [f"{_say(each.words, language)}." for each in public.options]


def _match(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    pairs = dict(given.get("pairs", {}))
    right = [{"name": each.name, "plain": plain_of(each.words, language)} for each in public.right]
    left = [
        {"name": each.name, "html": html_of(each.words, language), "goes_with": pairs.get(each.name, "")}
        for each in public.left
    ]
    said = [f"{_say(each.words, language)}." for each in (*public.left, *public.right)]
    return {"left": left, "right": right}, said


def _number_line(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    """Marks carry their number from the left, so that nobody reads the answer off the page behind the page."""
    marks = public.marks()
    labelled = {value: public.write(value) for value in public.labels}
    at = str(given.get("at", ""))
    shown = [
        {
            "number": number,
            "label": labelled.get(value, ""),
            "said": _mark_said(number, len(marks), labelled.get(value, "")),
            "chosen": at == str(value),
        }
        for number, value in enumerate(marks)
    ]
    return {"marks": shown, "many": len(marks) > 24}, []


def _mark_said(number: int, count: int, label: str) -> str:
    words = {"n": number + 1, "count": count, "label": label}
    return _("mark %(n)s of %(count)s, at %(label)s") % words if label else _("mark %(n)s of %(count)s") % words


def _table_fill(public: Any, language: str, given: Mapping[str, Any]) -> Made:
    cells = dict(given.get("cells", {}))
    headings = [html_of(each, language) for each in public.headings]
    names = [plain_of(each, language) for each in public.headings]
    rows = []
    for row in public.rows:
        head = plain_of(row[0].words, language) if row[0].words else ""
        rows.append(
            [
                {
                    "html": html_of(cell.words, language),
                    "name": cell.name,
                    "label": f"{head}: {heading}" if head else heading,
                    "text": cells.get(cell.name, ""),
                }
                for cell, heading in zip(row, names, strict=True)
            ]
        )
    return {"headings": headings, "rows": rows}, []


_FIELDS = {
    "number": _number,
    "short_answer": _short_answer,
    "expression": _expression,
    "choice": _choice,
    "order": _order,
    "match": _match,
    "number_line": _number_line,
    "table_fill": _table_fill,
}
