"""What must always be true of frameworks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from ownpath.competencies.models import Competency, Framework, MasteryRule, ProgressionEdge
from ownpath.core.progressions import find_cycle
from ownpath.foundation.invariants import Invariant, append_only, missing_triggers, uuids_of
from ownpath.foundation.triggers import RefuseCycles

AGAIN = "Import the framework again."


def _cycle() -> Iterable[str]:
    edges = ProgressionEdge.objects.order_by("pk").values_list("earlier_id", "later_id")
    found = find_cycle(edges.iterator(chunk_size=5000))
    if found is None:
        return []
    codes = dict(Competency.objects.filter(pk__in=set(found)).values_list("pk", "code"))
    return [" -> ".join(codes.get(pk) or str(pk) for pk in found)]


def _not_climbing() -> Iterable[str]:
    return uuids_of(ProgressionEdge.objects.filter(earlier__rank__gte=F("later__rank")))


def _edge_at_heading() -> Iterable[str]:
    return uuids_of(ProgressionEdge.objects.filter(Q(earlier__is_heading=True) | Q(later__is_heading=True)))


def _without_rule() -> Iterable[str]:
    return uuids_of(Framework.objects.filter(~Exists(MasteryRule.objects.filter(framework=OuterRef("pk")))))


def _missing_triggers() -> Iterable[str]:
    return missing_triggers(
        RefuseCycles("competencies_progressionedge", "competencies_competency", "rank", "earlier_id", "later_id")
    )


INVARIANTS = (
    append_only("competencies_masteryrulechange", "changes of mastery rules"),
    Invariant("no progression runs in a circle", _cycle, AGAIN),
    Invariant("every edge climbs in rank", _not_climbing, AGAIN),
    Invariant("edges join competencies, not headings of the outline", _edge_at_heading, AGAIN),
    Invariant("every framework has a mastery rule", _without_rule, AGAIN),
    Invariant("the database refuses an edge that would allow a circle", _missing_triggers, "Run `ownpath migrate`."),
)
