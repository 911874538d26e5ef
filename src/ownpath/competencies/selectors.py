"""Reads of what can be learned. Nothing here is about a person, so a district is all that limits it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import shorten
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from ownpath.competencies.models import Competency, EdgeKind, Framework, ProficiencyLevel, ProgressionEdge, Strand
from ownpath.core.progressions import opens_counts

LEVEL_ORDER = {"K": 0, "KG": 0, "PK": -1}
LONGEST_NAME = 60


@lru_cache(maxsize=8192)
def _shortened(statement: str) -> str:
    """How a statement begins; pages with hundreds of names ask again and again."""
    return shorten(statement, LONGEST_NAME, placeholder=" …")


@dataclass(frozen=True, slots=True)
class StrandCard:
    """A strand as pages show it."""

    code: str
    name: str
    translations: dict[str, Any]

    def name_in(self, language: str) -> str:
        """The strand's name in a language where it is written, else as entered."""
        return self.translations.get(language, {}).get("name") or self.name


@dataclass(frozen=True, slots=True)
class CompetencyCard:
    """A competency as pages show it."""

    place: int
    id: int
    uuid: UUID
    code: str
    framework_id: int
    is_habit: bool
    level: str
    strand: int
    title: str
    statement: str
    translations: dict[str, Any]
    level_descriptions: dict[str, Any]

    def title_in(self, language: str) -> str:
        """A short name: the title, else how the statement begins. A code is no name to a child or a parent."""
        found = self.translations.get(language, {}).get("title") or self.title
        return found or _shortened(self.statement_in(language))

    def statement_in(self, language: str) -> str:
        """The statement in a language where it is written, else as published."""
        return self.translations.get(language, {}).get("statement") or self.statement

    def at_home_in(self, language: str) -> str:
        """One thing to do with it at home, in a language where it is written; empty where it is not."""
        return str(self.translations.get(language, {}).get("at_home", ""))


@dataclass(frozen=True, slots=True)
class Progression:
    """All competencies of a district's frameworks in use, numbered from 0, with their edges. Never changed in place.

    `earlier` and `later` are the ends of the *requires* edges, `level` and `strand` arrays over competencies. What
    belongs to no strand is gathered under its framework's title, after the strands and without a code.
    """

    cards: tuple[CompetencyCard, ...]
    strands: tuple[StrandCard, ...]
    place_of: dict[int, int]
    earlier: NDArray[np.int64]
    later: NDArray[np.int64]
    level: NDArray[np.int64]
    strand: NDArray[np.int64]
    opens: NDArray[np.int64]
    is_habit: NDArray[np.bool_]
    requires_of: tuple[tuple[int, ...], ...]
    opened_by: tuple[tuple[int, ...], ...]
    deepens: tuple[tuple[int, int], ...]
    scale_levels: dict[int, tuple[ProficiencyLevel, ...]] = field(repr=False)

    def card_by_uuid(self, uuid: UUID) -> CompetencyCard | None:
        """The competency with this uuid, if it is in use here."""
        return next((card for card in self.cards if card.uuid == uuid), None)


_kept: dict[int, tuple[tuple[Any, ...], Progression]] = {}
_lock = threading.Lock()


def gather_progression(district_id: int) -> Progression:
    """The progression of a district: one query where nothing changed since the last time, some more where it did."""
    revision = tuple(
        Framework.objects.filter(district=district_id, in_use=True)
        .order_by("pk")
        .values_list("pk", "uuid", "revision", "kind", "scale_id", "title")
    )
    with _lock:
        kept = _kept.get(district_id)
    if kept is not None and kept[0] == revision:
        return kept[1]
    fresh = _read_progression(district_id, revision)
    with _lock:
        _kept[district_id] = (revision, fresh)
    return fresh


def level_order(level: str) -> int:
    """Where a level stands: kindergarten before 1, a span by its beginning, a level without a number after all."""
    begin = level.split("-")[0].strip()
    if begin.upper() in LEVEL_ORDER:
        return LEVEL_ORDER[begin.upper()]
    return int(begin) if begin.isdigit() else 99


def _read_progression(district_id: int, revision: tuple[Any, ...]) -> Progression:
    kind_of = {framework_id: kind for framework_id, _, _, kind, _, _ in revision}
    strands = list(Strand.objects.filter(district=district_id))
    strand_place = {strand.pk: place for place, strand in enumerate(strands)}
    framework_place = {each[0]: len(strands) + place for place, each in enumerate(revision)}
    rows = list(
        Competency.objects.filter(framework__in=list(kind_of), is_heading=False).order_by("framework", "position", "pk")
    )
    place_of = {row.pk: place for place, row in enumerate(rows)}
    cards = tuple(
        CompetencyCard(
            place=place,
            id=row.pk,
            uuid=row.uuid,
            code=row.code,
            framework_id=row.framework_id,
            is_habit=kind_of[row.framework_id] == Framework.Kind.HABITS,
            level=row.level,
            strand=strand_place.get(row.strand_id, framework_place[row.framework_id]),
            title=row.title,
            statement=row.statement,
            translations=row.translations,
            level_descriptions=row.level_descriptions,
        )
        for place, row in enumerate(rows)
    )
    requires: list[tuple[int, int]] = []
    deepens: list[tuple[int, int]] = []
    edges = ProgressionEdge.objects.filter(earlier__framework__in=list(kind_of)).order_by("pk")
    for kind, earlier_id, later_id in edges.values_list("kind", "earlier_id", "later_id"):
        if earlier_id in place_of and later_id in place_of:
            ends = (place_of[earlier_id], place_of[later_id])
            (requires if kind == EdgeKind.REQUIRES else deepens).append(ends)
    requires_of: list[list[int]] = [[] for _ in cards]
    opened_by: list[list[int]] = [[] for _ in cards]
    for earlier, later in requires:
        requires_of[later].append(earlier)
        opened_by[earlier].append(later)
    earlier_ends = np.array([earlier for earlier, _ in requires], dtype=np.int64)
    scale_of = {framework_id: scale_id for framework_id, _, _, _, scale_id, _ in revision if scale_id}
    levels = list(ProficiencyLevel.objects.filter(scale__in=set(scale_of.values())))
    return Progression(
        cards=cards,
        strands=(
            *(StrandCard(each.code, each.name, each.translations) for each in strands),
            *(StrandCard("", each[5], {}) for each in revision),
        ),
        place_of=place_of,
        earlier=earlier_ends,
        later=np.array([later for _, later in requires], dtype=np.int64),
        level=np.array([level_order(card.level) for card in cards], dtype=np.int64),
        strand=np.array([card.strand for card in cards], dtype=np.int64),
        opens=opens_counts(len(cards), earlier_ends),
        is_habit=np.array([card.is_habit for card in cards], dtype=bool),
        requires_of=tuple(map(tuple, requires_of)),
        opened_by=tuple(map(tuple, opened_by)),
        deepens=tuple(deepens),
        scale_levels={
            framework_id: tuple(level for level in levels if level.scale_id == scale_id)
            for framework_id, scale_id in scale_of.items()
        },
    )


def competency_of(card: CompetencyCard) -> Competency:
    """The stored competency behind a card, for a service that wants the row."""
    return Competency.objects.get(pk=card.id)


def frameworks_of(district_id: int) -> QuerySet[Framework]:
    """The frameworks of a district, with how many competencies and edges each holds."""
    competencies = Competency.objects.filter(framework=OuterRef("pk"), is_heading=False)
    edges = ProgressionEdge.objects.filter(earlier__framework=OuterRef("pk"))
    return (
        Framework.objects.filter(district=district_id)
        .annotate(competency_count=_count(competencies, "framework"), edge_count=_count(edges, "earlier__framework"))
        .order_by("title", "pk")
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
