"""The five ways a competency can stand, and the jagged profile made of them: one mark each, never added up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, Progression
from ownpath.proficiency.standing import GroupStanding

HELD, REFRESH, WORKING, READY, LATER = "held", "refresh", "working", "ready", "later"
ORDER = (HELD, REFRESH, WORKING, READY, LATER)


def mark_words() -> dict[str, str]:
    """What each mark means."""
    return {
        HELD: _("can do"),
        REFRESH: _("may need refreshing"),
        WORKING: _("working on"),
        READY: _("ready for"),
        LATER: _("later"),
    }


def marks_of(standing: GroupStanding, number: int = 0) -> list[str]:
    """One learner's mark on every competency."""
    held, attained = standing.held[number].tolist(), standing.attained[number].tolist()
    working, ready = standing.working[number].tolist(), standing.ready[number].tolist()
    return [
        HELD
        if held[place]
        else REFRESH
        if attained[place]
        else WORKING
        if working[place]
        else READY
        if ready[place]
        else LATER
        for place in range(len(held))
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """The competencies of one strand on one level."""

    marks: tuple[tuple[str, str], ...]
    spoken: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One level, the highest first."""

    level: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The strands side by side."""

    strands: tuple[tuple[str, str], ...]
    rows: tuple[ProfileRow, ...]


def jagged_profile(progression: Progression, marks: list[str], language: str) -> Profile:
    """The strands side by side, each from its lowest level up. Habits stand elsewhere, on levels of their own."""
    words = mark_words()
    cells: dict[tuple[int, int], list[tuple[str, CompetencyCard]]] = {}
    level_names: dict[int, str] = {}
    for card, mark in zip(progression.cards, marks, strict=True):
        if card.is_habit:
            continue
        level = int(progression.level[card.place])
        level_names.setdefault(level, card.level or _("no level"))
        cells.setdefault((level, card.strand), []).append((mark, card))
    strands = sorted({strand for _, strand in cells})
    rows = []
    for level in sorted(level_names, reverse=True):
        row = []
        for strand in strands:
            own = sorted(cells.get((level, strand), ()), key=lambda each: ORDER.index(each[0]))
            spoken = tuple(
                (words[kind], "; ".join(card.title_in(language) for mark, card in own if mark == kind))
                for kind in ORDER
                if kind != LATER and any(mark == kind for mark, _ in own)
            )
            row.append(Cell(tuple((mark, card.title_in(language)) for mark, card in own), spoken))
        rows.append(ProfileRow(level_names[level], tuple(row)))
    return Profile(
        tuple((progression.strands[each].code, progression.strands[each].name_in(language)) for each in strands),
        tuple(rows),
    )
