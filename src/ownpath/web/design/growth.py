"""The growth line: how many can-dos somebody had attained, over time, beside nobody but themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from ownpath.proficiency.selectors import Facts

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 16, 64, 30, 34
YEAR_BEGINS_IN = 8


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """One day that the line names."""

    when: str
    said: str


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """What the template shows: the drawing, what it says, and the same in words."""

    svg: SafeString
    caption: str
    points: tuple[GrowthPoint, ...]


def year_begins(today: date) -> date:
    """The first of August that was last: before any school year, wherever it begins."""
    return date(today.year if today.month >= YEAR_BEGINS_IN else today.year - 1, YEAR_BEGINS_IN, 1)


def draw_growth_of(facts: Iterable[Facts], *, until: date) -> GrowthLine | None:
    """The line of one learner's school year; what a record from before brought along was there when it begins."""
    days = [
        date.min if each.came_from_before else timezone.localtime(each.attained_at).date()
        for each in facts
        if each.attained and each.attained_at and not each.card.is_habit
    ]
    return draw_growth(days, since=year_begins(until), until=until)


def draw_growth(attained_on: Sequence[date], *, since: date, until: date) -> GrowthLine | None:
    """The line from `since` to `until`; none where there is nothing to show.

    What was attained before `since` is where the line begins. Each new can-do is one step up.
    """
    if not attained_on or until <= since:
        return None
    before = sum(day < since for day in attained_on)
    days = sorted(day for day in attained_on if since <= day <= until)
    total, span = before + len(days), (until - since).days
    rise = max(len(days), 4)

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - since).days / span, 1)

    def up(count: int) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (count - before) / rise, 1)

    path, count = [f"M{LEFT} {up(before)}"], before
    for day in days:
        count += 1
        path.append(f"H{across(day)}V{up(count)}")
    path.append(f"H{across(until)}")
    line = "".join(path)
    months = _months(since, until)
    caption = ngettext("%(n)s new can-do since %(date)s.", "%(n)s new can-dos since %(date)s.", len(days)) % {
        "n": len(days),
        "date": date_format(since, "DATE_FORMAT"),
    }
    named = [since, *(month for month in months if since < month < until), until]
    svg = format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="base" d="M{} {}H{}"/>'
        '<path class="area" d="{}V{}H{}Z"/><path class="line" d="{}"/>'
        '<circle class="dot" cx="{}" cy="{}" r="5"/><text class="said" x="{}" y="{}">{}</text>{}</svg>',
        WIDTH, HEIGHT, caption, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT,
        line, HEIGHT - BOTTOM, LEFT, line,
        across(until), up(total), across(until) + 11, up(total) + 5, total,
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="{}">{}</text>',
            (
                (across(day), HEIGHT - 12, "start" if day == since else "middle", date_format(day, "M"))
                for day in (since, *(month for month in months if (month - since).days > span / 8))
                if day < until
            ),
        ),
    )  # fmt: skip
    points = tuple(
        GrowthPoint(date_format(day, "DATE_FORMAT"), _said(sum(each <= day for each in attained_on))) for day in named
    )
    return GrowthLine(svg, caption, points)


def _said(count: int) -> str:
    return ngettext("%(n)s can-do", "%(n)s can-dos", count) % {"n": count}


def _months(since: date, until: date) -> list[date]:
    """The first days of the months in between; for long spans every second or third one."""
    months = []
    year, month = since.year, since.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        first = date(year, month, 1)
        if first >= until:
            break
        months.append(first)
    return months[:: 1 + len(months) // 9]
