"""A made-up corner of a map for the gallery: one competency in each state, with the lines between them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, Progression, StrandCard
from ownpath.core.progressions import opens_counts
from ownpath.proficiency.standing import GroupStanding
from ownpath.web.design.map import DrawnMap, draw_neighbourhood_map
from ownpath.web.wording import reading_language

_NOWHERE = "#map-"


def draw_made_up_map() -> DrawnMap | None:
    """Held, may need refreshing, working on, ready and later, each once or twice."""
    return draw_neighbourhood_map(_standing(), range(6), reading_language(), _NOWHERE)


def _progression() -> Progression:
    titles = (
        (_("Share into equal parts"), 1, "3"),
        (_("Find the missing number"), 0, "3"),
        (_("Compare two fractions"), 1, "4"),
        (_("Read a bar chart"), 2, "4"),
        (_("Add two fractions"), 1, "5"),
        (_("Draw a bar chart"), 2, "5"),
    )
    cards = tuple(
        CompetencyCard(
            place=place,
            id=place,
            uuid=UUID(int=place),
            code=f"{level}.{place}",
            framework_id=0,
            is_habit=False,
            level=level,
            strand=strand,
            title=title,
            statement=title,
            translations={},
            level_descriptions={},
        )
        for place, (title, strand, level) in enumerate(titles)
    )
    edges = ((0, 2), (1, 2), (1, 3), (2, 4), (3, 5))
    earlier = np.array([each for each, _later in edges], dtype=np.int64)
    requires: list[list[int]] = [[] for _ in cards]
    opened: list[list[int]] = [[] for _ in cards]
    for before, after in edges:
        requires[after].append(before)
        opened[before].append(after)
    return Progression(
        cards=cards,
        strands=tuple(
            StrandCard(code, _("A strand"), {}) for code in ("number", "fractions-and-ratio", "shape-measure-data")
        ),
        place_of={card.id: card.place for card in cards},
        earlier=earlier,
        later=np.array([each for _earlier, each in edges], dtype=np.int64),
        level=np.array([int(card.level) for card in cards], dtype=np.int64),
        strand=np.array([card.strand for card in cards], dtype=np.int64),
        opens=opens_counts(len(cards), earlier),
        is_habit=np.zeros(len(cards), dtype=bool),
        requires_of=tuple(map(tuple, requires)),
        opened_by=tuple(map(tuple, opened)),
        deepens=(),
        scale_levels={},
    )


def _standing() -> GroupStanding:
    def where(*places: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        matrix = np.zeros((1, 6), dtype=bool)
        matrix[0, list(places)] = True
        return matrix

    return GroupStanding(
        learner_ids=(0,),
        progression=_progression(),
        as_of=datetime(2026, 11, 20, tzinfo=UTC),
        attained=where(0, 1),
        held=where(0),
        working=where(2),
        lately=where(),
        ready=where(3),
        stuck=((),),
        last_evidence_at=(None,),
        judgements={},
    )
