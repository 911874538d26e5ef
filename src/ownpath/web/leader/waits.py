"""Who waits for somebody: stuck, gone quiet, long without a teacher, without any evidence; in days."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ownpath.core.flow import count_in_bands
from ownpath.plans.flow import Flow
from ownpath.web.leader.choosing import Group, Looked

STUCK, QUIET, CONTACT, UNSEEN = "stuck", "quiet", "contact", "unseen"
BANDS = (("0-6", 0), ("7-13", 7), ("14-27", 14), ("28", 28))
_NO_LIST = SafeString("")
_BEGINS = tuple(begin for _, begin in BANDS)


def band_words() -> dict[str, str]:
    """How long, as a heading of a column says it."""
    return {
        "0-6": _("0 to 6 days"),
        "7-13": _("7 to 13 days"),
        "14-27": _("14 to 27 days"),
        "28": _("28 days and more"),
    }


def what_words() -> dict[str, str]:
    """What somebody waits for, as a list says it."""
    return {
        STUCK: _("Stuck"),
        QUIET: _("Gone quiet"),
        CONTACT: _("No teacher contact"),
        UNSEEN: _("No evidence yet"),
    }


@dataclass(frozen=True, slots=True)
class Wait:
    """One learner and one thing that waits; without `since` it never happened yet. `days` as a calendar counts."""

    number: int
    what: str
    since: datetime | None
    days: int | None
    place: int | None = None
    more: int = 0

    @property
    def band(self) -> str:
        """The band of days that it belongs to; none where it never happened."""
        return "" if self.days is None else next(name for name, begin in reversed(BANDS) if self.days >= begin)


def are_waiting(flow: Flow, what: str) -> NDArray[np.bool_]:
    """Which learners wait for something; a teacher's contact waits from the seventh day."""
    marks: NDArray[np.bool_] = {
        STUCK: ~np.isnan(flow.stuck_days),
        QUIET: ~np.isnan(flow.quiet_days),
        CONTACT: flow.lacks_contact,
        UNSEEN: flow.is_unseen,
    }[what]
    return marks


def count_waiting(looked: Looked) -> dict[str, int]:
    """How many of the chosen learners wait for what."""
    return {what: int(are_waiting(looked.flow, what)[looked.numbers].sum()) for what in what_words()}


def waits_in(looked: Looked, whats: Collection[str]) -> Iterator[Wait]:
    """Everything of these sorts that waits among the chosen learners, sort by sort."""
    flow = looked.flow
    days_of = {STUCK: flow.stuck_days, QUIET: flow.quiet_days, CONTACT: flow.contact_days}
    for what in whats:
        for number in looked.numbers[are_waiting(flow, what)[looked.numbers]].tolist():
            days = days_of[what][number] if what in days_of else np.nan
            stuck = flow.stuck[number] if what == STUCK else ()
            contact = flow.contact_of(number) if what == CONTACT else None
            since = stuck[0].since if stuck else contact[0] if contact else None
            if what == QUIET:
                since = flow.evidence_at(number)
            yield Wait(
                number=number,
                what=what,
                since=since,
                days=None if np.isnan(days) else int(days),
                place=stuck[0].competency if stuck else None,
                more=max(len(stuck) - 1, 0),
            )


@dataclass(frozen=True, slots=True)
class CountCell:
    """One number of a table, with the list behind it where there is one; label and address are escaped already.

    There are hundreds of cells and a dozen labels: to escape each label anew took a third of the page's time.
    """

    label: SafeString
    count: int
    address: SafeString = _NO_LIST

    @property
    def written(self) -> SafeString:
        """The number as a cell, with a link where there is a list behind it."""
        if not self.count:
            return SafeString(f'<td data-label="{self.label}" class="zero">0</td>')
        shown = f'<a href="{self.address}">{self.count}</a>' if self.address else self.count
        return SafeString(f'<td data-label="{self.label}">{shown}</td>')


@dataclass(frozen=True, slots=True)
class CountRow:
    """One group of a table; without cells it is too small."""

    name: str
    school_name: str
    board: str
    cells: tuple[CountCell, ...]

    @property
    def written(self) -> SafeString:
        """The cells as they stand in the page."""
        return SafeString("".join(cell.written for cell in self.cells))


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of counts by group, and what it counts in words."""

    key: str
    heading: str
    said: str
    columns: tuple[str, ...]
    rows: tuple[CountRow, ...]


def row_of(group: Group, cells: tuple[CountCell, ...]) -> CountRow:
    """A group's row; the board behind its name is open to the leader also where the counts are not shown."""
    return CountRow(group.name, group.school_name, group.board, () if group.is_hidden else cells)


def waiting_tables(looked: Looked) -> tuple[CountTable, ...]:
    """For each sort of waiting, how many learners of each group wait how long."""
    flow = looked.flow
    days_of = {STUCK: flow.stuck_days, QUIET: flow.quiet_days, CONTACT: flow.contact_days}
    never = conditional_escape(_("nobody yet"))
    said = {
        STUCK: _("Learners who try without success, by the days since it began. Each learner counts once."),
        CONTACT: _("All learners, by the days since a teacher noted, agreed, judged or saw something with them."),
        QUIET: _("Learners without any evidence for more than two weeks, by the days since the last."),
    }
    headings = {STUCK: _("Stuck"), CONTACT: _("Last contact with a teacher"), QUIET: _("Gone quiet")}
    tables = []
    for what in (STUCK, CONTACT, QUIET):
        days = days_of[what]
        shown = BANDS[2:] if what == QUIET else BANDS
        words = [conditional_escape(band_words()[name]) for name, _begin in shown]
        rows = []
        for group in looked.groups:
            address = looked.address_of(what, group=group)
            counts = count_in_bands(days[group.numbers], _BEGINS).tolist()[-len(shown) :]
            cells = [
                CountCell(word, count, _listed(address, what, name))
                for (name, _begin), word, count in zip(shown, words, counts, strict=True)
            ]
            if what == CONTACT:
                nobody = int(np.isnan(days[group.numbers]).sum())
                cells.append(CountCell(never, nobody, conditional_escape(f"{address}&days=never")))
            rows.append(row_of(group, tuple(cells)))
        columns = (*words, never) if what == CONTACT else tuple(words)
        tables.append(CountTable(what, headings[what], said[what], columns, tuple(rows)))
    return tuple(tables)


def _listed(address: str, what: str, band: str) -> SafeString:
    """The list behind a number; who saw a teacher this week does not wait and is in none."""
    waits = what != CONTACT or band != "0-6"
    return conditional_escape(f"{address}&days={band}") if waits else _NO_LIST
