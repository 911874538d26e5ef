"""Where learners stand: gathered in a fixed number of queries, for one learner or for a whole community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from numpy.typing import NDArray

from ownpath.competencies.selectors import Progression
from ownpath.core.progressions import NextStep, next_steps, ready_matrix
from ownpath.foundation.aggregates import NumbersTogether, numbers_in
from ownpath.people.models import Person
from ownpath.proficiency.generations import attainments_in_use, estimates_in_use, learner_estimates_in_use
from ownpath.proficiency.models import CHECK_RULE, Judgement, Proposal

WORKING_DAYS = 28
LATELY_DAYS = 21
QUIET_DAYS = 14


@dataclass(frozen=True, slots=True)
class StandingJudgement:
    """The judgement that stands about one competency: the latest, unless that one was taken back."""

    verdict: str
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """Effort without success: on what, and since when."""

    competency: int
    since: datetime


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """Where some learners stand; matrices of shape (n_learners, n_competencies), lists by learner.

    A judgement goes before the estimate in `attained` and `held`, as a person decides what is done next; both stay
    stored and are both shown.
    """

    learner_ids: tuple[int, ...]
    progression: Progression
    as_of: datetime
    attained: NDArray[np.bool_]
    held: NDArray[np.bool_]
    working: NDArray[np.bool_]
    lately: NDArray[np.bool_]
    ready: NDArray[np.bool_]
    stuck: tuple[tuple[Stuck, ...], ...]
    last_evidence_at: tuple[datetime | None, ...]
    judgements: dict[tuple[int, int], StandingJudgement]

    def quiet_since(self, number: int) -> datetime | None:
        """When the last evidence of a learner came in, if that is longer ago than it should be."""
        last = self.last_evidence_at[number]
        return last if last is not None and self.as_of - last > timedelta(days=QUIET_DAYS) else None

    def next_steps(self, number: int, most_per_strand: int = 2) -> list[NextStep]:
        """What to suggest to one learner, beside what is worked on already."""
        progression = self.progression
        return next_steps(
            self.ready[number] & ~self.working[number] & ~progression.is_habit,
            held=self.held[number],
            strand=progression.strand,
            level=progression.level,
            opens=progression.opens,
            requires=progression.requires_of,
            lately_attained=frozenset(map(int, np.flatnonzero(self.lately[number]))),
            most_per_strand=most_per_strand,
        )


def gather_group_standing(
    learners: QuerySet[Person], progression: Progression, as_of: datetime, *, learner_ids: Sequence[int] | None = None
) -> GroupStanding:
    """Read where learners stand: the same few queries, however many learners there are.

    The caller has the learners from a `..._visible_to` selector; `learner_ids` gives their order where it matters.
    """
    ids = tuple(learner_ids if learner_ids is not None else learners.order_by("pk").values_list("pk", flat=True))
    number_of = {learner_id: number for number, learner_id in enumerate(ids)}
    within: Any = ids if len(ids) <= 500 else learners.values("pk")
    size = (len(ids), len(progression.cards))
    attained, lapsed, working, lately = (np.zeros(size, dtype=bool) for _ in range(4))
    _mark(attained, attainments_in_use().filter(learner__in=within, judgement__isnull=True), number_of, progression)
    since = as_of - timedelta(days=LATELY_DAYS)
    recent = attainments_in_use().filter(learner__in=within, attained_at__gt=since)
    _mark(lately, recent, number_of, progression)
    estimates = estimates_in_use().filter(learner__in=within)
    # Late evidence can undo an estimate's attainment; what was attained stays so, but is not held on its strength.
    _mark(lapsed, estimates.filter(Q(attained_at__isnull=True) | Q(holds_until__lte=as_of)), number_of, progression)
    worked_on = estimates.filter(last_evidence_at__gt=as_of - timedelta(days=WORKING_DAYS)).values_list(
        "learner_id", "competency_id", "struggling_since"
    )
    # What is proposed and waits for more is worked on, whatever the estimate says.
    own = Proposal.objects.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    waits = Exists(own)
    place_of = progression.place_of
    stuck: list[list[Stuck]] = [[] for _ in ids]
    for learner_id, competency_id, struggling_since in worked_on.filter(Q(attained_at__isnull=True) | waits):
        place = place_of.get(competency_id)
        if place is None:
            continue
        working[number_of[learner_id], place] = True
        if struggling_since is not None:
            stuck[number_of[learner_id]].append(Stuck(place, struggling_since))
    # What a mastery check decided is held while the estimate, which needs longer to be sure, sees nothing against it.
    checked = np.zeros(size, dtype=bool)
    against = estimates.filter(Q(holds_until__lte=as_of) | Q(struggling_since__isnull=False))
    by_check = attainments_in_use().filter(learner__in=within, rule__startswith=CHECK_RULE)
    same = against.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    _mark(checked, by_check.exclude(Exists(same)), number_of, progression)
    held = attained & (~lapsed | checked)
    judgements = _apply_judgements(within, number_of, place_of, attained, held, as_of)
    working &= ~attained
    last: list[datetime | None] = [None] * len(ids)
    seen = learner_estimates_in_use().filter(learner__in=within, evidence_count__gt=0)
    for learner_id, moment in seen.values_list("learner_id", "last_ordered_at"):
        last[number_of[learner_id]] = moment
    return GroupStanding(
        learner_ids=ids,
        progression=progression,
        as_of=as_of,
        attained=attained,
        held=held,
        working=working,
        lately=lately & attained,
        ready=ready_matrix(held, attained, progression.earlier, progression.later),
        stuck=tuple(
            tuple(sorted((each for each in own if working[number, each.competency]), key=lambda each: each.since))
            for number, own in enumerate(stuck)
        ),
        last_evidence_at=tuple(last),
        judgements=judgements,
    )


def _mark(matrix: NDArray[np.bool_], rows: QuerySet[Any], number_of: dict[int, int], progression: Progression) -> None:
    """Set what the rows name; one row comes back per learner."""
    together = rows.order_by().values_list("learner_id").annotate(ids=NumbersTogether("competency_id"))
    place_of = progression.place_of
    for learner_id, ids in together:
        places = [place_of[each] for each in numbers_in(ids) if each in place_of]
        matrix[number_of[learner_id], places] = True


def _apply_judgements(
    within: Any,
    number_of: dict[int, int],
    place_of: dict[int, int],
    attained: NDArray[np.bool_],
    held: NDArray[np.bool_],
    as_of: datetime,
) -> dict[tuple[int, int], StandingJudgement]:
    """Let the judgements that stand decide; one that is newer than the end of the estimate's hold holds again."""
    latest: dict[tuple[int, int], tuple[StandingJudgement, datetime | None]] = {}
    estimate = estimates_in_use().filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    rows = (
        Judgement.objects.filter(learner__in=within)
        .annotate(held_until=Subquery(estimate.values("holds_until")))
        .order_by("judged_at", "pk")
    )
    for learner_id, competency_id, verdict, judged_at, held_until in rows.values_list(
        "learner_id", "competency_id", "verdict", "judged_at", "held_until"
    ):
        place = place_of.get(competency_id)
        if place is not None:
            latest[number_of[learner_id], place] = (StandingJudgement(verdict, judged_at), held_until)
    standing = {}
    for at, (judgement, held_until) in latest.items():
        if judgement.verdict == Judgement.Verdict.WITHDRAWN:
            continue
        standing[at] = judgement
        attained[at] = judgement.verdict == Judgement.Verdict.ATTAINED
        over = held_until is not None and judgement.judged_at <= held_until <= as_of
        held[at] = attained[at] and not over
    return standing
