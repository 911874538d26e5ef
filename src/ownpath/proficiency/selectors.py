"""Reads of estimates, judgements and attainments, as pages need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ownpath.competencies.selectors import CompetencyCard, Progression
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.evidence.selectors import evidence_visible_to, standing_evidence
from ownpath.people.models import Person
from ownpath.proficiency.generations import attainments_in_use, estimates_in_use, learner_estimates_in_use
from ownpath.proficiency.models import Attainment, Estimate, Judgement
from ownpath.proficiency.standing import QUIET_DAYS, WORKING_DAYS, GroupStanding, gather_group_standing
from ownpath.schools.selectors import learners_visible_to


def estimates_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Estimate]:
    """The estimates about learners whom a person may see."""
    learners = learners_visible_to(person, on=on).values("pk")
    return estimates_in_use().filter(district=person.district_id, learner__in=learners)


def judgements_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Judgement]:
    """The judgements about learners whom a person may see."""
    learners = learners_visible_to(person, on=on).values("pk")
    return Judgement.objects.filter(district=person.district_id, learner__in=learners)


def attainments_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Attainment]:
    """What the learners whom a person may see have attained."""
    learners = learners_visible_to(person, on=on).values("pk")
    return attainments_in_use().filter(district=person.district_id, learner__in=learners)


@dataclass(frozen=True, slots=True)
class Facts:
    """The three facts of one learner on one competency, each by itself, and what they rest on."""

    card: CompetencyCard
    attained: bool
    attained_at: datetime | None
    attained_rule: str
    judged_by: str
    held: bool
    holds_until: datetime | None
    enough_evidence: bool
    missing: str
    missing_count: int
    evidence_count: int
    last_evidence_at: datetime | None
    struggling_since: datetime | None
    reasons: tuple[dict[str, Any], ...]
    verdict: str

    @property
    def came_from_before(self) -> bool:
        """Whether a record from before brought it along: it was attained by a rule and on one piece of evidence."""
        return bool(self.attained_rule) and self.evidence_count <= 1


@dataclass(frozen=True, slots=True)
class HabitSeen:
    """How a habit of success was last seen, on the levels of its scale."""

    card: CompetencyCard
    level: int | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class LearnerPicture:
    """All that a picture of one learner shows."""

    standing: GroupStanding
    facts: dict[int, Facts]

    @property
    def progression(self) -> Progression:
        """The competencies that the picture is about."""
        return self.standing.progression


def gather_picture(learner: Person, progression: Progression, as_of: datetime) -> LearnerPicture:
    """Where one learner stands, with the facts and reasons of every competency that has any.

    The caller has the learner from `learners_visible_to`.
    """
    own = Person.objects.filter(pk=learner.pk)
    standing = gather_group_standing(own, progression, as_of, learner_ids=[learner.pk])
    estimates = {row["competency_id"]: row for row in estimates_in_use().filter(learner=learner).values(*_FACT_FIELDS)}
    attained: dict[int, dict[str, Any]] = {}
    for row in (
        attainments_in_use()
        .filter(learner=learner)
        .order_by("attained_at", "pk")
        .values("competency_id", "attained_at", "rule", "judgement__judged_by__identity__given_name")
    ):
        attained.setdefault(row["competency_id"], row)
    place_of = progression.place_of
    judged = {place: each for (_, place), each in standing.judgements.items()}
    places = {place_of[each] for each in (*estimates, *attained) if each in place_of} | set(judged)
    facts = {}
    for place in sorted(places):
        card = progression.cards[place]
        estimate, attainment = estimates.get(card.id, {}), attained.get(card.id, {})
        facts[place] = Facts(
            card=card,
            attained=bool(standing.attained[0, place]),
            attained_at=attainment.get("attained_at"),
            attained_rule=attainment.get("rule", ""),
            judged_by=attainment.get("judgement__judged_by__identity__given_name") or "",
            held=bool(standing.held[0, place]),
            holds_until=estimate.get("holds_until"),
            enough_evidence=estimate.get("enough_evidence", False),
            missing=estimate.get("missing", "more_evidence"),
            missing_count=estimate.get("missing_count", 0),
            evidence_count=estimate.get("evidence_count", 0),
            last_evidence_at=estimate.get("last_evidence_at"),
            struggling_since=estimate.get("struggling_since"),
            reasons=tuple(estimate.get("reasons", ())),
            verdict=judged[place].verdict if place in judged else "",
        )
    return LearnerPicture(standing, facts)


_FACT_FIELDS = (
    "competency_id",
    "holds_until",
    "enough_evidence",
    "missing",
    "missing_count",
    "evidence_count",
    "last_evidence_at",
    "struggling_since",
    "reasons",
)


def gather_habits(learner: Person, progression: Progression) -> tuple[HabitSeen, ...]:
    """How each habit of success was last seen, in the order of the framework; the same caller as `gather_picture`."""
    habits = [card for card in progression.cards if card.is_habit]
    if not habits:
        return ()
    seen: dict[int, tuple[int, datetime]] = {}
    rows = standing_evidence(
        Evidence.objects.filter(learner=learner, competency__in=[card.id for card in habits], kind=EvidenceKind.RUBRIC)
    ).order_by("ordered_at", "sequence", "pk")
    for competency_id, result, ordered_at in rows.values_list("competency_id", "result", "ordered_at"):
        seen[competency_id] = (round(result), ordered_at)
    return tuple(HabitSeen(card, *seen.get(card.id, (None, None))) for card in habits)


@dataclass(frozen=True, slots=True)
class Lately:
    """What a learner attained and worked on lately, as places of the progression, the newest first."""

    attained: tuple[int, ...] = ()
    worked_on: tuple[int, ...] = ()


def gather_lately(learner_ids: Sequence[int], progression: Progression, since: datetime) -> dict[int, Lately]:
    """What is new since a moment: what a record from before the school says is not. Two queries for all of them.

    The caller has the learners from a `..._visible_to` selector. What was attained may have been judged otherwise or
    have faded since then; `GroupStanding` tells.
    """
    attained = (
        attainments_in_use()
        .filter(learner__in=learner_ids, attained_at__gt=since)
        .exclude(evidence__kind=EvidenceKind.PRIOR)
        .order_by("-attained_at", "-pk")
    )
    worked_on = (
        estimates_in_use()
        .filter(learner__in=learner_ids, last_evidence_at__gt=since)
        .order_by("-last_evidence_at", "pk")
    )
    found: dict[str, dict[int, dict[int, None]]] = {}
    for name, rows in (("attained", attained), ("worked_on", worked_on)):
        places = found.setdefault(name, {})
        for learner_id, competency_id in rows.values_list("learner_id", "competency_id"):
            place = progression.place_of.get(competency_id)
            if place is not None and not progression.is_habit[place]:
                places.setdefault(learner_id, {}).setdefault(place)
    return {
        learner_id: Lately(
            tuple(found["attained"].get(learner_id, ())),
            tuple(found["worked_on"].get(learner_id, ())),
        )
        for learner_id in learner_ids
    }


@dataclass(frozen=True, slots=True)
class CompetencyRecord:
    """All that is known of one learner on one competency: evidence newest first, judgements newest first."""

    estimate: Estimate | None
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...]
    attainments: tuple[Attainment, ...]


def gather_competency_record(person: Person, learner: Person, competency_id: int) -> CompetencyRecord:
    """What one competency's page shows to a person who may see the learner; others get an empty record."""
    about = {"learner": learner, "competency": competency_id}
    evidence = (
        evidence_visible_to(person)
        .filter(**about)
        .select_related("recorded_by__identity")
        .annotate(was_mended=Exists(Evidence.objects.filter(supersedes=OuterRef("pk"))))
        .order_by("-ordered_at", "-sequence", "-pk")
    )
    judgements = judgements_visible_to(person).filter(**about).select_related("judged_by__identity")
    attainments = attainments_visible_to(person).filter(**about).select_related("judgement__judged_by__identity")
    return CompetencyRecord(
        estimate=estimates_visible_to(person).filter(**about).first(),
        evidence=tuple(evidence),
        judgements=tuple(judgements.order_by("-judged_at", "-pk")),
        attainments=tuple(attainments.order_by("attained_at", "pk")),
    )


@dataclass(frozen=True, slots=True)
class CommunityPulse:
    """Who in one community needs somebody: numbers of people, never of competencies."""

    learners: int
    stuck: int
    quiet: int
    without_evidence: int


def gather_pulses(
    district_id: int, learners_by_community: dict[int, set[int]], as_of: datetime
) -> dict[int, CommunityPulse]:
    """How many learners of each community are stuck, quiet, or without any evidence: two queries for all of them."""
    everyone = set().union(*learners_by_community.values()) if learners_by_community else set()
    district_wide = learner_estimates_in_use().filter(district=district_id, evidence_count__gt=0)
    last = {
        learner_id: moment
        for learner_id, moment in district_wide.values_list("learner_id", "last_ordered_at")
        if learner_id in everyone
    }
    worked_on = estimates_in_use().filter(
        district=district_id,
        struggling_since__isnull=False,
        attained_at__isnull=True,
        last_evidence_at__gt=as_of - timedelta(days=WORKING_DAYS),
    )
    # What a teacher judged to be attained no longer counts as stuck, as on the board.
    same = Judgement.objects.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    latest_verdict = Subquery(same.order_by("-judged_at", "-pk").values("verdict")[:1])
    rows = worked_on.annotate(verdict=latest_verdict).values_list("learner_id", "verdict")
    stuck = {learner_id for learner_id, verdict in rows if verdict != Judgement.Verdict.ATTAINED} & everyone
    quiet_before = as_of - timedelta(days=QUIET_DAYS)
    quiet = {learner_id for learner_id, moment in last.items() if moment < quiet_before}
    return {
        community_id: CommunityPulse(
            learners=len(learners),
            stuck=len(learners & stuck),
            quiet=len(learners & quiet),
            without_evidence=len(learners - last.keys()),
        )
        for community_id, learners in learners_by_community.items()
    }
