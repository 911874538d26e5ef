"""Who is nearly there: what a short check, or a teacher's yes, could decide; and who can help others with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from ownpath.proficiency.generations import estimates_in_use
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.standing import WORKING_DAYS, GroupStanding

# How far the estimate may be from the sureness that the rule asks for, and how little evidence may be missing.
NEAR_CONFIDENCE = 0.05
FEW_MISSING = 2
FRESH_DAYS = 42
SECURE_DAYS = 28


@dataclass(frozen=True, slots=True)
class Nearly:
    """One learner on one competency, at or near the criterion and not attained.

    `since` is the last evidence: so long it has waited. `missing` and `missing_count` are as in an estimate; where a
    teacher's "not yet" stands against newer evidence, `was_judged_not_yet`.
    """

    competency: int
    since: datetime
    missing: str
    missing_count: int
    was_judged_not_yet: bool

    @property
    def enough_evidence(self) -> bool:
        """Whether nothing is missing; a check or a judgement decides."""
        return not self.missing


def gather_nearly(standing: GroupStanding) -> tuple[tuple[Nearly, ...], ...]:
    """By learner of a standing, longest waiting first: one query. The caller may see these learners.

    Near means: the chance that the criterion is met is at most 0.05 below what the rule asks for; or the estimate is
    at the rule's probability and one or two pieces of evidence are missing; or the rule is met and a judgement that
    is older than the last evidence says "not yet".
    """
    progression = standing.progression
    number_of = {learner_id: number for number, learner_id in enumerate(standing.learner_ids)}
    rule = "competency__framework__mastery_rule__"
    short = Q(missing_count__range=(1, FEW_MISSING), probability__gte=F(f"{rule}reference_probability"))
    near = Q(probability_met__gte=F(f"{rule}claim_confidence") - NEAR_CONFIDENCE)
    judged = [
        (standing.learner_ids[number], place)
        for (number, place), judgement in standing.judgements.items()
        if judgement.verdict == Judgement.Verdict.NOT_YET
    ]
    rows = estimates_in_use().filter(
        Q(learner__in=standing.learner_ids),
        Q(attained_at__isnull=True) & (short | near)
        | Q(
            attained_at__isnull=False,
            learner__in={learner_id for learner_id, _ in judged},
            competency__in={progression.cards[place].id for _, place in judged},
        ),
    )
    recent = standing.as_of - timedelta(days=WORKING_DAYS)
    found: list[list[Nearly]] = [[] for _ in standing.learner_ids]
    for learner_id, competency_id, last, missing, count in rows.values_list(
        "learner_id", "competency_id", "last_evidence_at", "missing", "missing_count"
    ):
        number, place = number_of[learner_id], progression.place_of.get(competency_id)
        if place is None or standing.attained[number, place] or progression.is_habit[place]:
            continue
        judgement = standing.judgements.get((number, place))
        not_yet = judgement is not None and judgement.verdict == Judgement.Verdict.NOT_YET
        if last > recent and (not not_yet or judgement.judged_at < last):
            found[number].append(Nearly(place, last, missing, count, not_yet))
    return tuple(tuple(sorted(own, key=lambda each: (each.since, each.competency))) for own in found)


def gather_helpers(standing: GroupStanding, place: int) -> frozenset[int]:
    """Who holds a competency securely and recently, as numbers of a standing: one query.

    Securely: held for four more weeks without new evidence. Recently: the last evidence, or the judgement that it is
    attained, is at most six weeks old.
    """
    fresh, secure = standing.as_of - timedelta(days=FRESH_DAYS), standing.as_of + timedelta(days=SECURE_DAYS)
    number_of = {learner_id: number for number, learner_id in enumerate(standing.learner_ids)}
    rows = estimates_in_use().filter(
        Q(holds_until__isnull=True) | Q(holds_until__gt=secure),
        learner__in=standing.learner_ids,
        competency=standing.progression.cards[place].id,
        attained_at__isnull=False,
        last_evidence_at__gt=fresh,
    )
    by_evidence = {number_of[learner_id] for learner_id in rows.values_list("learner_id", flat=True)}
    by_judgement = {
        number
        for (number, at), judgement in standing.judgements.items()
        if at == place and judgement.verdict == Judgement.Verdict.ATTAINED and judgement.judged_at > fresh
    }
    return frozenset(number for number in by_evidence | by_judgement if standing.held[number, place])
