"""What came of a task, for after the answer: what was given, what was right, why, and how it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ownpath.core.items import Public, Scored, Task, feedback_for, part_to_html, score
from ownpath.web.design.tasks.asking import html_of, plain_of


@dataclass(frozen=True, slots=True)
class ToldTask:
    """One answered task: the stimulus, what was given, what it is worth in words, the worked solution."""

    outcome: str
    headline: str
    parts: tuple[SafeString, ...]
    given: str
    says: SafeString | str
    solution: tuple[SafeString, ...]


def tell_task(task: Task, given: Mapping[str, Any], answered_in: str, language: str) -> ToldTask:
    """Put an answered task into words; it is scored again, which gives the same as when the answer came in."""
    scored = score(task.held_back.key, dict(given), answered_in)
    return ToldTask(
        outcome=scored.outcome,
        headline=outcome_words()[scored.outcome],
        parts=tuple(mark_safe(part_to_html(part, language)) for part in task.shown.stimulus),
        given=tell_answer(task.shown.public, given, language),
        says="" if scored.is_right else says_of(scored, language),
        solution=tuple(mark_safe(part_to_html(part, language)) for part in task.held_back.solution),
    )


def says_of(scored: Scored, language: str) -> SafeString:
    """What a learner reads about an answer."""
    return html_of(feedback_for(scored), language)


def outcome_words() -> dict[str, str]:
    """What an answer was, in two words."""
    return {
        "right": _("That is right"),
        "partly": _("Partly right"),
        "wrong": _("Not yet"),
        "unknown": _("You said: I don't know yet"),
        "unreadable": _("I cannot read this"),
    }


def tell_answer(public: Public, given: Mapping[str, Any], language: str) -> str:
    """An answer as a person would say it; empty where nothing was answered."""
    shape: Any = public
    if given.get("unknown"):
        return ""
    if public.kind == "choice":
        named = {each.name: plain_of(each.words, language) for each in shape.options}
        return " · ".join(named.get(name, "") for name in given.get("chosen", ()))
    if public.kind == "order":
        named = {each.name: plain_of(each.words, language) for each in shape.options}
        return " → ".join(named.get(name, "") for name in given.get("order", ()))
    if public.kind == "match":
        left = {each.name: plain_of(each.words, language) for each in shape.left}
        right = {each.name: plain_of(each.words, language) for each in shape.right}
        pairs = dict(given.get("pairs", {})).items()
        return "; ".join(f"{left.get(one, '')} ↔ {right.get(other, '')}" for one, other in pairs)
    if public.kind == "table_fill":
        return " · ".join(str(each) for each in dict(given.get("cells", {})).values() if each)
    if public.kind == "number_line":
        at = str(given.get("at", ""))
        return next((shape.write(mark) for mark in shape.marks() if str(mark) == at), at)
    return str(given.get("text", ""))
