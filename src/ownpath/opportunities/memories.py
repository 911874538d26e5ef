"""What learners remember, folded from their evidence and kept in the cache until there is more of it."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max

from ownpath.competencies.selectors import Progression
from ownpath.core.recommendation import Landscape, make_landscape
from ownpath.core.review import MODEL_VERSION, Memory, Shown, fold_memories
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.evidence.selectors import REPLAY_COLUMNS, evidence_in_time_order, seconds_of

KEPT_SECONDS = 7 * 86400
_LEARNER, _COMPETENCY, _MOMENT = (REPLAY_COLUMNS.index(name) for name in ("learner_id", "competency_id", "ordered_at"))
_KIND, _HINTS = REPLAY_COLUMNS.index("kind"), REPLAY_COLUMNS.index("hints")
_SHARE = REPLAY_COLUMNS.index("(result - result_low) / (result_high - result_low)")


@dataclass(frozen=True, slots=True)
class Remembered:
    """Of one learner, by place: memories, and what was rated on the highest level of its scale."""

    memories: dict[int, Memory]
    at_top: frozenset[int]


def signature_of(progression: Progression) -> str:
    """The same for two progressions exactly when places and *requires* edges are the same."""
    ids = ",".join(str(card.id) for card in progression.cards)
    edges = progression.earlier.tobytes() + progression.later.tobytes()
    return hashlib.sha256(ids.encode() + edges).hexdigest()[:32]


def gather_memories(learner_ids: Sequence[int], progression: Progression) -> dict[int, Remembered]:
    """What some learners remember: one query where nothing is new, two otherwise.

    Evidence is append-only, so the number of its last piece says whether there is any that was not folded yet. The
    caller has the learners from a `..._visible_to` selector.
    """
    last = dict(
        Evidence.objects.filter(learner__in=learner_ids).order_by().values_list("learner_id").annotate(last=Max("pk"))
    )
    sign = f"{MODEL_VERSION}:{signature_of(progression)}"
    key_of = {learner_id: f"memories:{learner_id}:{last[learner_id]}:{sign}" for learner_id in last}
    kept = cache.get_many(key_of.values())
    found = {learner_id: kept[key] for learner_id, key in key_of.items() if key in kept}
    missing = sorted(last.keys() - found.keys())
    if missing:
        fresh = _fold(missing, progression)
        cache.set_many({key_of[each]: fresh[each] for each in missing}, KEPT_SECONDS)
        found |= fresh
    nothing = Remembered({}, frozenset())
    return {each: found.get(each, nothing) for each in learner_ids}


def _fold(learner_ids: Sequence[int], progression: Progression) -> dict[int, Remembered]:
    rows = evidence_in_time_order(learner_ids)
    seconds = seconds_of([row[_MOMENT] for row in rows]).tolist()
    shown: dict[int, list[Shown]] = defaultdict(list)
    top: dict[int, set[int]] = defaultdict(set)
    for row, moment in zip(rows, seconds, strict=True):
        place = progression.place_of.get(row[_COMPETENCY])
        if place is None:
            continue
        shown[row[_LEARNER]].append(Shown(place, moment, row[_SHARE], bool(row[_HINTS])))
        if row[_KIND] == EvidenceKind.RUBRIC and row[_SHARE] >= 1.0:
            top[row[_LEARNER]].add(place)
    return {
        each: Remembered(fold_memories(shown[each], progression.requires_of), frozenset(top[each]))
        for each in learner_ids
    }


_kept: dict[str, Landscape] = {}
_lock = threading.Lock()
MOST_KEPT = 8


def landscape_of(progression: Progression) -> Landscape:
    """The progression as next steps look at it, worked out once for each of its states."""
    extends = [_extends(progression, place) for place in range(len(progression.cards))]
    rest = repr((progression.deepens, extends, progression.strand.tolist(), progression.level.tolist()))
    key = signature_of(progression) + hashlib.sha256(rest.encode()).hexdigest()
    with _lock:
        if key in _kept:
            return _kept[key]
    made = make_landscape(
        progression.requires_of,
        strand=progression.strand,
        level=progression.level,
        deepens=progression.deepens,
        extends=extends,
        is_habit=progression.is_habit,
    )
    with _lock:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = made
    return made


def _extends(progression: Progression, place: int) -> bool:
    """Whether what the highest level of its scale looks like is described for a competency."""
    card = progression.cards[place]
    levels = progression.scale_levels.get(card.framework_id, ())
    if card.is_habit or len(levels) < 2:
        return False
    highest = str(max(level.value for level in levels))
    return any(described.get(highest) for described in card.level_descriptions.values())
