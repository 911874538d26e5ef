"""From what the estimate or a check proposes to what is noted as attained: the school's rule stands between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ownpath.competencies.models import Competency
from ownpath.competencies.rules import Demands, gather_demands
from ownpath.core.mastery import Seen, first_met, missing_for
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.evidence.selectors import REPLAY_COLUMNS, evidence_in_time_order, seconds_of
from ownpath.foundation.models import District
from ownpath.proficiency.models import Attainment, Proposal
from ownpath.proficiency.storage import Row, moment_in_database, write_attainments, write_proposals

_LEARNER, _COMPETENCY, _ID, _ORDERED, _KIND = (
    REPLAY_COLUMNS.index(name) for name in ("learner_id", "competency_id", "id", "ordered_at", "kind")
)
_SHARE = REPLAY_COLUMNS.index("(result - result_low) / (result_high - result_low)")
PERFORMANCE = frozenset({EvidenceKind.RUBRIC, EvidenceKind.OBSERVATION, EvidenceKind.ARTIFACT})
Pair = tuple[int, int]


def waiting_proposals() -> QuerySet[Proposal]:
    """What was proposed and is not attained yet, by a rule or by a judgement."""
    noted = Attainment.objects.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    return Proposal.objects.filter(~Exists(noted))


def note_attained(
    district: District, generation: int, rows: Sequence[Row], moment: datetime, touched: Collection[Pair] = ()
) -> int:
    """Note what is attained by what was proposed: learner, competency, when, rule, evidence; gives how much.

    Where the school asks for more than the estimate, what waits is noted as proposed. `touched` names pairs with new
    evidence, which may bring what is still asked of an earlier proposal; of a school that never changed a rule all is
    as the estimate says, and nobody need name any.
    """
    if not rows and not touched:
        return 0
    asked = gather_demands(district.pk)
    if asked.are_none:
        write_attainments(district.pk, generation, rows, moment)
        return len(rows)
    fresh = {(row[0], row[1]): row for row in rows}
    waiting = (
        waiting_proposals().filter(learner__in={pair[0] for pair in touched}) if touched else Proposal.objects.none()
    )
    found = {(row[0], row[1]): row for row in proposal_rows(waiting) if (row[0], row[1]) in set(touched)}
    return settle(
        district,
        generation,
        [*fresh.values(), *(row for pair, row in found.items() if pair not in fresh)],
        asked,
        moment,
    )


def proposal_rows(proposals: QuerySet[Proposal]) -> list[Row]:
    """Proposals as rows of learner, competency, when, rule, evidence."""
    columns = proposals.values_list("learner_id", "competency_id", "proposed_at", "rule", "evidence_id")
    return [(*row[:2], moment_in_database(row[2]), *row[3:]) for row in columns.order_by("pk")]


def settle(district: District, generation: int, rows: Sequence[Row], asked: Demands, moment: datetime) -> int:
    """Let what is met be attained, and what is not wait."""
    noted = set(
        Attainment.objects.filter(learner__in={row[0] for row in rows}, judgement__isnull=True).values_list(
            "learner_id", "competency_id"
        )
    )
    rows = [row for row in rows if (row[0], row[1]) not in noted]
    if not rows:
        return 0
    framework_of = dict(Competency.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "framework_id"))
    under = [row for row in rows if asked.on(row[1], framework_of[row[1]])]
    seen = gather_seen({(row[0], row[1]) for row in under})
    attained: list[Row] = []
    proposed: list[Row] = []
    proposed_seconds = seconds_of([row[2] for row in rows]).tolist()
    for row, seconds in zip(rows, proposed_seconds, strict=True):
        pair, since = (row[0], row[1]), asked.criterion_since.get(framework_of[row[1]])
        at, evidence = row[2], row[4]
        if since is not None and since.timestamp() > seconds:
            at, seconds = moment_in_database(since), since.timestamp()
        demands = asked.on(row[1], framework_of[row[1]])
        if demands:
            pieces = seen.get(pair, [])
            met = first_met(seconds, [each for each, _, _ in pieces], demands)
            if met is None:
                proposed.append((*row[:2], at, row[3], evidence))
                continue
            if met[0] > seconds:
                at = _moment_of(met[0], pieces, demands, at)
                evidence = pieces[met[1] - 1][2] if met[1] else evidence
        attained.append((*row[:2], at, row[3], evidence))
    write_attainments(district.pk, generation, attained, moment)
    write_proposals(district.pk, proposed, moment)
    return len(attained)


def _moment_of(
    seconds: float, pieces: Sequence[tuple[Seen, Any, int]], demands: Iterable[tuple[float, Any]], otherwise: Any
) -> Any:
    """A moment in the database's form: that of a piece of evidence, else that of a rule."""
    for each, ordered_at, _ in pieces:
        if each.seconds == seconds:
            return ordered_at
    if any(begins == seconds for begins, _ in demands):
        return moment_in_database(datetime.fromtimestamp(seconds, UTC))
    return otherwise


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that was proposed and waits: for what (a code of `missing_for`), and for how many of it."""

    competency_id: int
    missing: str
    count: int


def gather_waiting(learner_id: int, district_id: int) -> tuple[Waiting, ...]:
    """What waits for one thing more, of one learner; one query where nothing does.

    The caller has the learner from `learners_visible_to`.
    """
    rows = waiting_proposals().filter(learner=learner_id).order_by("proposed_at", "pk")
    found = list(rows.values_list("competency_id", "competency__framework_id"))
    if not found:
        return ()
    asked = gather_demands(district_id)
    seen = gather_seen({(learner_id, competency_id) for competency_id, _ in found})
    waiting = []
    for competency_id, framework_id in found:
        demands = asked.on(competency_id, framework_id)
        pieces = [each for each, _, _ in seen.get((learner_id, competency_id), ())]
        missing, count = missing_for(demands[-1][1], pieces) if demands else ("", 0)
        if missing:
            waiting.append(Waiting(competency_id, missing, count))
    return tuple(waiting)


def gather_seen(pairs: Collection[Pair]) -> dict[Pair, list[tuple[Seen, Any, int]]]:
    """The standing evidence on some pairs as demands look at it, with its moment and its number; one query.

    A context is a kind of evidence from one source: answers on a page, a rubric in a project, an import.
    """
    if not pairs:
        return {}
    found: defaultdict[Pair, list[tuple[Seen, Any, int]]] = defaultdict(list)
    rows = [
        row
        for row in evidence_in_time_order(sorted({pair[0] for pair in pairs}))
        if (row[_LEARNER], row[_COMPETENCY]) in pairs and row[_KIND] != EvidenceKind.PRIOR
    ]
    sources = _sources_of([row[_ID] for row in rows])
    for row, seconds in zip(rows, seconds_of([row[_ORDERED] for row in rows]).tolist(), strict=True):
        context = f"{row[_KIND]} {sources[row[_ID]]}"
        piece = Seen(seconds, row[_SHARE], context, row[_KIND] in PERFORMANCE)
        found[row[_LEARNER], row[_COMPETENCY]].append((piece, row[_ORDERED], row[_ID]))
    return found


def _sources_of(ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), 900):
        found.update(Evidence.objects.filter(pk__in=ids[start : start + 900]).values_list("pk", "source"))
    return found
