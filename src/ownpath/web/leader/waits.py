"""Who waits for somebody: stuck, gone quiet, long without a teacher, without any evidence; in days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from ownpath.core.flow import count_in_bands
from ownpath.plans.flow import WAITING_DAYS, Flow
from ownpath.web.leader.choosing import ALONE, Group, Looked

STUCK, QUIET, CONTACT, UNSEEN = "stuck", "quiet", "contact", "unseen"
BANDS = (("0-6", 0), ("7-13", 7), ("14-27", 14), ("28", 28))
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


def waits_in(looked: Looked) -> Iterator[Wait]:
    """Everything that waits among the chosen learners, by name; a teacher's contact waits from the seventh day."""
    flow, as_of = looked.flow, looked.as_of
    for number in looked.numbers.tolist():
        if stuck := flow.stuck[number]:
            first = stuck[0]
            yield Wait(number, STUCK, first.since, _days(first.since, as_of), first.competency, len(stuck) - 1)
        if (quiet := flow.quiet_since(number)) is not None:
            yield Wait(number, QUIET, quiet, _days(quiet, as_of))
        contact = flow.contact_of(number)
        if contact is None:
            yield Wait(number, CONTACT, None, None)
        elif (days := _days(contact.at, as_of)) >= WAITING_DAYS:
            yield Wait(number, CONTACT, contact.at, days)
        if flow.last_evidence_at[number] is None:
            yield Wait(number, UNSEEN, None, None)


def _days(since: datetime, as_of: datetime) -> int:
    return max((timezone.localtime(as_of).date() - timezone.localtime(since).date()).days, 0)


@dataclass(frozen=True, slots=True)
class CountCell:
    """One number of a table, with the list behind it where there is one."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One group of a table; without cells it is too small."""

    name: str
    school_name: str
    board: str
    size: int
    cells: tuple[CountCell, ...]


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
    board = "" if group.value == ALONE else reverse("web:board", args=[group.value])
    return CountRow(group.name, group.school_name, board, group.size, () if group.is_hidden else cells)


def waiting_tables(looked: Looked) -> tuple[CountTable, ...]:
    """For each sort of waiting, how many learners of each group wait how long."""
    flow, as_of = looked.flow, looked.as_of
    never = _("nobody yet")
    said = {
        STUCK: _("Learners who try without success, by the days since it began. Each learner counts once."),
        CONTACT: _("All learners, by the days since a teacher noted, agreed, judged or saw something with them."),
        QUIET: _("Learners without any evidence for more than two weeks, by the days since the last."),
    }
    headings = {STUCK: _("Stuck"), CONTACT: _("Last contact with a teacher"), QUIET: _("Gone quiet")}
    tables = []
    for what in (STUCK, CONTACT, QUIET):
        days = _days_of(flow, what, as_of)
        shown = BANDS[2:] if what == QUIET else BANDS
        words = [band_words()[name] for name, _begin in shown]
        rows = []
        for group in looked.groups:
            counts = count_in_bands(days[group.numbers], _BEGINS).tolist()[-len(shown) :]
            cells = [
                CountCell(word, count, _listed(looked, group, what, name))
                for (name, _begin), word, count in zip(shown, words, counts, strict=True)
            ]
            if what == CONTACT:
                nobody = int(np.isnan(days[group.numbers]).sum())
                cells.append(CountCell(never, nobody, looked.address_of(what, "never", group=group)))
            rows.append(row_of(group, tuple(cells)))
        columns = (*words, never) if what == CONTACT else tuple(words)
        tables.append(CountTable(what, headings[what], said[what], columns, tuple(rows)))
    return tuple(tables)


def _listed(looked: Looked, group: Group, what: str, band: str) -> str:
    """The list behind a number; who saw a teacher this week does not wait and is in none."""
    return "" if what == CONTACT and band == "0-6" else looked.address_of(what, band, group=group)


def _days_of(flow: Flow, what: str, as_of: datetime) -> NDArray[np.float64]:
    """Days of waiting by learner; NaN where nothing waits or nothing ever happened."""
    found = np.full(len(flow.learner_ids), np.nan)
    for number in range(len(found)):
        contact = flow.contact_of(number)
        since = {
            STUCK: flow.stuck[number][0].since if flow.stuck[number] else None,
            QUIET: flow.quiet_since(number),
            CONTACT: contact.at if contact else None,
        }[what]
        if since is not None:
            found[number] = _days(since, as_of)
    return found
