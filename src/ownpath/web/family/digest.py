"""A child's summary in plain text: 72 columns, for a message, an old phone or a printer without pictures."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ownpath.web.design.can_do import CanDo
from ownpath.web.family.summary import ChildSummary

COLUMNS = 72
# A line that may begin with a name in Latin letters still runs from right to left where this stands before it.
RIGHT_TO_LEFT_MARK = "\u200f"
# What somebody wrote keeps the direction of its own first letter.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def write_digest(summary: ChildSummary, as_of: datetime, language: str) -> str:
    """The whole of it, each line at most 72 columns, blocks parted by an empty line."""
    isolate = get_language_info(language)["bidi"]
    blocks = [
        # On lines of their own: after a name in Latin letters a number would change places in Arabic.
        [summary.name, date_format(timezone.localtime(as_of), "DATE_FORMAT")],
        [*_wrapped(summary.headline)],
        _block(_("To do at home"), [summary.at_home.text] if summary.at_home else []),
        _block(_("New: can do this now"), map(_said, summary.newest)),
        _block(_("Working on"), map(_said, summary.working_on)),
        _block(_("About to do"), map(_said, summary.next)),
        _block(_("May need another look"), map(_said, summary.refresh)),
        _block(
            _("Habits of success"),
            (f"{each.title}: {each.level_name}. {each.described}".strip() for each in summary.habits),
        ),
        _block(_("Goals"), (_written([each.statement], each.by_when, isolate) for each in summary.goals)),
        _block(
            _("Extra help"),
            (_written([each.what, each.next_step], each.when, isolate) for each in summary.supports),
        ),
        _block(_("Who to talk to"), _people(summary)),
    ]
    lines = "\n\n".join("\n".join(block) for block in blocks if block).split("\n")
    if isolate:
        lines = [f"{RIGHT_TO_LEFT_MARK}{line}" if line else line for line in lines]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(text, COLUMNS, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def _block(heading: str, sentences: Iterable[str]) -> list[str]:
    items = [line for sentence in sentences for line in _wrapped(sentence, "- ", "  ")]
    return [heading, *items] if items else []


def _said(item: CanDo) -> str:
    return f"{item.title}. {item.statement}" if item.statement else item.title


def _written(texts: list[str], day: str, isolate: bool) -> str:
    shown = [f"{ISOLATE}{text}{END_ISOLATE}" if isolate else text for text in texts]
    return " · ".join([*shown, *([day] if day else [])])


def _people(summary: ChildSummary) -> list[str]:
    coaches = [_("%(name)s, learning coach") % {"name": each.full_name} for each in summary.coaches]
    return [*coaches, *(_("%(name)s, teacher") % {"name": each.full_name} for each in summary.teachers)]
