"""Where evidence is thin: much worked on and little shown, rarely seen by a person, or no evidence at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from ownpath.web.leader.choosing import Looked
from ownpath.web.leader.waits import CountCell, CountTable, row_of

LEAST_LEARNERS = 3
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Unclear:
    """A competency that several learners work on with too little evidence to say."""

    title: str
    strand: str
    working: int
    unclear: int


def unclear_competencies(looked: Looked) -> list[Unclear]:
    """Those with the most learners first."""
    n_places = len(looked.progression.cards)
    chosen = np.isin(np.arange(len(looked.flow.learner_ids)), looked.numbers)

    def by_place(pairs: np.ndarray) -> list[int]:
        counts: list[int] = np.bincount(pairs[chosen[pairs[:, 0]], 1], minlength=n_places).tolist()
        return counts

    working, unclear = by_place(looked.flow.worked_on), by_place(looked.flow.unclear)
    places = [place for place in range(n_places) if unclear[place] >= LEAST_LEARNERS]
    places.sort(key=lambda place: (-unclear[place], place))
    cards, strands = looked.progression.cards, looked.progression.strands
    return [
        Unclear(
            title=cards[place].title_in(looked.language),
            strand=strands[cards[place].strand].code,
            working=working[place],
            unclear=unclear[place],
        )
        for place in places[:MOST_NAMED]
    ]


def seen_table(looked: Looked) -> CountTable:
    """By group and strand, how often learners were rated or observed lately, and how many were not at all."""
    flow, strands = looked.flow, looked.strands
    names = [conditional_escape(looked.strand_name(strand)) for strand in strands]
    unseen = conditional_escape(_("Learners not seen so"))
    without = conditional_escape(_("Learners without any evidence"))
    rows = []
    for group in looked.groups:
        seen = flow.seen[group.numbers]
        cells = [CountCell(name, int(seen[:, strand].sum())) for name, strand in zip(names, strands, strict=True)]
        cells.append(CountCell(unseen, int((seen.sum(axis=1) == 0).sum())))
        cells.append(CountCell(without, int(flow.is_unseen[group.numbers].sum())))
        rows.append(row_of(group, tuple(cells)))
    said = _("How often a person rated or observed learners in the last four weeks, strand by strand.")
    return CountTable("seen", _("Seen by a person"), said, (*names, unseen, without), tuple(rows))


def moving_table(looked: Looked) -> CountTable:
    """By group and strand, how many learners attained something new."""
    flow, strands = looked.flow, looked.counted_strands
    names = [conditional_escape(looked.strand_name(strand)) for strand in strands]
    still = conditional_escape(_("Nothing new"))
    rows = []
    for group in looked.groups:
        new = flow.new[group.numbers]
        cells = [CountCell(name, int((new[:, strand] > 0).sum())) for name, strand in zip(names, strands, strict=True)]
        rows.append(row_of(group, (*cells, CountCell(still, int((new.sum(axis=1) == 0).sum())))))
    said = _("How many learners attained something new in the last four weeks, strand by strand.")
    return CountTable("moving", _("Who moves"), said, (*names, still), tuple(rows))
