"""Simulated learners walk through eight weeks; what they do enters by the same doors as everything else.

Chance comes from one seeded generator per learner, so that a learner does the same whoever else is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.demo.cast import CastLearner, Story
from ownpath.demo.cast.people import COMMUNITY_SIZE
from ownpath.demo.school import DemoSchool
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.evidence.services import EvidencePiece
from ownpath.foundation.clock import clock_at
from ownpath.foundation.progress import Progress
from ownpath.people.models import Person, RoleKind
from ownpath.proficiency.services import record_evidence
from ownpath.proficiency.standing import GroupStanding, gather_group_standing

SEED = 20_260_824
SOURCE = "simulation"
DAYS_A_WEEK = 5
AT_MOST_AT_ONCE = 4
COMES_TO_SCHOOL = 0.93
TASK_DIFFICULTIES = np.round(np.linspace(-1.8, 2.2, 41), 2)
QUIET_WEEKS = 3
STUCK_WEEKS = 4
STUCK_TASKS, STUCK_STRENGTH = 0.9, -2.2
STUCK_STRAND = {1: "fractions-and-ratio"}


@dataclass(slots=True)
class Walker:
    """One simulated learner: what is true about them, which no page and no estimate ever sees."""

    cast: CastLearner
    learner_id: int
    chance: np.random.Generator
    level_by_strand: np.ndarray
    quickness: float
    strength: dict[int, float] = field(default_factory=dict)
    active: list[int] = field(default_factory=list)
    habit_level: dict[int, float] = field(default_factory=dict)
    stuck_on: int | None = None
    number: int = 0

    def next_record(self) -> str:
        """A source record of its own for every piece."""
        self.number += 1
        return f"{self.cast.number}-{self.number}"


def make_walkers(school: DemoSchool, progression: Progression) -> list[Walker]:
    """Draw who the learners are. Strands differ within one learner as much as learners differ: profiles are jagged."""
    walkers = []
    for cast, person in zip(school.cast, school.learners, strict=True):
        chance = np.random.default_rng([SEED, cast.number])
        # The content ends with level 8, so the oldest are drawn a little younger: everybody has somewhere to go.
        by_age = 0.8 * (cast.age - 5.0) + chance.normal(0.0, 0.5)
        levels = by_age + chance.normal(0.0, 0.9, len(progression.strands))
        for place, strand in enumerate(progression.strands):
            levels[place] += cast.offsets.get(strand.code, 0.0)
        walkers.append(
            Walker(
                cast=cast,
                learner_id=person.pk,
                chance=chance,
                level_by_strand=np.clip(levels, 0.6, 8.4),
                quickness=float(chance.lognormal(-1.45, 0.35)),
            )
        )
    return walkers


def records_from_before(walker: Walker, progression: Progression, moment: datetime) -> list[EvidencePiece]:
    """What a learner brought along: everything below their level in each strand whose requirements they brought too."""
    if walker.cast.story == Story.NEW:
        return []
    known: set[int] = set()
    chance = walker.chance
    order = sorted(range(len(progression.cards)), key=lambda place: (progression.level[place], place))
    waiting = [place for place in order if not progression.is_habit[place]]
    while True:
        added = [
            place
            for place in waiting
            if progression.level[place] + _unevenness(walker, place)
            <= walker.level_by_strand[progression.strand[place]]
            and known.issuperset(progression.requires_of[place])
        ]
        if not added:
            break
        known.update(added)
        waiting = [place for place in waiting if place not in known]
    old_share = 0.15 if walker.cast.story == Story.REFRESH else 0.015
    pieces = []
    for place in sorted(known):
        long_ago = chance.random() < old_share and known.isdisjoint(progression.opened_by[place])
        days = int(chance.integers(420, 700)) if long_ago else 0
        pieces.append(
            EvidencePiece(
                learner_id=walker.learner_id,
                competency_id=progression.cards[place].id,
                kind=EvidenceKind.PRIOR,
                result=1.0,
                happened_at=moment - timedelta(days=days, minutes=place),
                source=SOURCE,
                source_record=walker.next_record(),
            )
        )
    return pieces


def _unevenness(walker: Walker, place: int) -> float:
    """The same competency is always as hard for the same learner; no order of asking changes it."""
    return float(np.random.default_rng([SEED, walker.cast.number, place]).normal(0.0, 0.45))


def walk_day(
    walkers: list[Walker], standing: GroupStanding, day: datetime, weeks_left: float, school: DemoSchool
) -> tuple[list[EvidencePiece], dict[int, list[EvidencePiece]]]:
    """What everybody does on one school day: answers, and by coach the ratings that a teacher gives."""
    answers: list[EvidencePiece] = []
    ratings: dict[int, list[EvidencePiece]] = {}
    for number, walker in enumerate(walkers):
        if walker.cast.story == Story.NEW or walker.chance.random() > COMES_TO_SCHOOL:
            continue
        if walker.cast.story == Story.QUIET and weeks_left <= QUIET_WEEKS:
            continue
        _choose_work(walker, standing, number, weeks_left)
        answers += _session(walker, standing.progression, day)
        coach = school.coach_of(walker.cast.number)
        rated = _teacher_looks(walker, standing.progression, day)
        if rated:
            ratings.setdefault(coach.pk, []).extend(rated)
    return answers, ratings


def _choose_work(walker: Walker, standing: GroupStanding, number: int, weeks_left: float) -> None:
    """Drop what is attained; take up suggestions until the hands are full; now and then change one's mind."""
    attained = standing.attained[number]
    walker.active = [place for place in walker.active if not attained[place]]
    steps = [step.competency for step in standing.next_steps(number, most_per_strand=1)]
    ready = [place for place in steps if place not in walker.active]
    walker.chance.shuffle(ready)
    while len(walker.active) < AT_MOST_AT_ONCE and ready:
        walker.active.append(ready.pop())
    if walker.cast.story == Story.STUCK and walker.stuck_on is None and weeks_left <= STUCK_WEEKS and walker.active:
        wanted = STUCK_STRAND.get(walker.cast.number)
        strands = standing.progression.strands
        fitting = [
            place for place in walker.active if strands[standing.progression.strand[place]].code == wanted
        ] or walker.active
        walker.stuck_on = fitting[0]


def _true_strength(walker: Walker, progression: Progression, place: int) -> float:
    if place not in walker.strength:
        gap = walker.level_by_strand[progression.strand[place]] - progression.level[place]
        walker.strength[place] = float(np.clip(0.45 * gap, -1.0, 1.0) + walker.chance.normal(0.1, 0.6))
    return walker.strength[place]


def _session(walker: Walker, progression: Progression, day: datetime) -> list[EvidencePiece]:
    """Five to nine tasks on one or two of what is worked on; each task teaches a little."""
    if not walker.active:
        return []
    chance = walker.chance
    count = min(len(walker.active), 1 + int(chance.random() < 0.5))
    chosen = [int(place) for place in chance.choice(walker.active, size=count, replace=False)]
    if walker.stuck_on is not None and walker.stuck_on not in chosen and chance.random() < 0.7:
        chosen[0] = walker.stuck_on
    pieces = []
    minute = int(chance.integers(0, 240))
    for place in chosen:
        strength = _true_strength(walker, progression, place)
        for _ in range(int(chance.integers(4, 7))):
            stuck = place == walker.stuck_on
            logit = min(strength, STUCK_STRENGTH) if stuck else strength
            task = _choose_task(walker, STUCK_TASKS if stuck else strength)
            right = chance.random() < 0.98 / (1.0 + np.exp(TASK_DIFFICULTIES[task] - logit))
            if not stuck:
                strength += walker.quickness * max(0.0, 1.0 - strength / 3.2)
            minute += 2
            pieces.append(
                EvidencePiece(
                    learner_id=walker.learner_id,
                    competency_id=progression.cards[place].id,
                    result=float(right),
                    task=f"{progression.cards[place].code}-{task + 1}",
                    task_difficulty=float(TASK_DIFFICULTIES[task]),
                    reference_difficulty=0.0,
                    happened_at=day + timedelta(minutes=minute),
                    source=SOURCE,
                    source_record=walker.next_record(),
                )
            )
        walker.strength[place] = strength
    return pieces


def _choose_task(walker: Walker, strength: float) -> int:
    """A task somewhat below what the learner can do, so that most go well and each still says something."""
    wanted = strength - 1.1 + walker.chance.normal(0.0, 0.6)
    return int(np.abs(TASK_DIFFICULTIES - wanted + walker.chance.normal(0.0, 0.15, TASK_DIFFICULTIES.size)).argmin())


def _teacher_looks(walker: Walker, progression: Progression, day: datetime) -> list[EvidencePiece]:
    """Now and then a coach rates a piece of work, or a habit that was plain to see."""
    chance = walker.chance
    pieces = []
    if chance.random() < 0.08 and walker.active:
        place = walker.active[int(chance.integers(len(walker.active)))]
        strength = -1.0 if place == walker.stuck_on else _true_strength(walker, progression, place)
        level = np.clip(round(2.2 + 0.6 * strength + chance.normal(0, 0.4)), 1, 4)
        pieces.append((place, EvidenceKind.RUBRIC, float(level)))
    habits = np.flatnonzero(progression.is_habit)
    if habits.size and chance.random() < 0.12:
        place = int(habits[chance.integers(habits.size)])
        before = walker.habit_level.get(place, chance.uniform(1.2, 3.0))
        walker.habit_level[place] = min(4.0, before + chance.uniform(0.0, 0.6))
        pieces.append((place, EvidenceKind.RUBRIC, float(np.clip(round(before), 1, 4))))
    return [
        EvidencePiece(
            learner_id=walker.learner_id,
            competency_id=progression.cards[place].id,
            kind=kind,
            result=result,
            result_low=1.0,
            result_high=4.0,
            task="work shown to the coach",
            happened_at=day + timedelta(hours=6, minutes=int(chance.integers(60))),
            source="coach",
            source_record=walker.next_record(),
        )
        for place, kind, result in pieces
    ]


def walk_term(school: DemoSchool, *, days: list[datetime], progress: Progress) -> list[Walker]:
    """From the records of before to the last evening; one call of `record_evidence` a day for all answers."""
    progression = gather_progression(school.district.pk)
    walkers = make_walkers(school, progression)
    begins_at = school.begins_at
    before = begins_at - timedelta(hours=16)
    progress.begin("Bringing records from before", len(walkers))
    for start in range(0, len(walkers), COMMUNITY_SIZE):
        batch = walkers[start : start + COMMUNITY_SIZE]
        pieces = [piece for walker in batch for piece in records_from_before(walker, progression, before)]
        _record(school, None, pieces, begins_at)
        progress.advance(len(batch))
    learners = Person.objects.filter(district=school.district, roles__kind=RoleKind.LEARNER)
    coaches = {teacher.pk: teacher for teacher in school.teachers}
    progress.begin("Walking through the term, day by day", len(days))
    for turn, day in enumerate(days):
        evening = day + timedelta(hours=10)
        standing = gather_group_standing(
            learners, progression, day, learner_ids=[walker.learner_id for walker in walkers]
        )
        weeks_left = (len(days) - turn) / DAYS_A_WEEK
        answers, ratings = walk_day(walkers, standing, day, weeks_left, school)
        _record(school, None, answers, evening)
        for coach_id, pieces in sorted(ratings.items()):
            _record(school, coaches[coach_id], pieces, evening)
        if turn % 9 == 4:
            _mend_something(school, walkers[turn % len(walkers)], evening)
        progress.advance()
    return walkers


def _record(school: DemoSchool, acting_person: Person | None, pieces: list[EvidencePiece], moment: datetime) -> None:
    with clock_at(moment):
        record_evidence(
            acting_person=acting_person,
            acting_system="" if acting_person else SOURCE,
            district=school.district,
            pieces=pieces,
        )


def _mend_something(school: DemoSchool, walker: Walker, moment: datetime) -> None:
    """A slip of the finger is mended by a row that supersedes it."""
    slip = (
        Evidence.objects.filter(
            learner=walker.learner_id, kind=EvidenceKind.RESPONSE, result=0.0, superseded_by__isnull=True
        )
        .order_by("-ordered_at", "-pk")
        .first()
    )
    if slip is None:
        return
    piece = EvidencePiece(
        learner_id=walker.learner_id,
        competency_id=slip.competency_id,
        result=1.0,
        task=slip.task,
        happened_at=slip.happened_at,
        source="coach",
        source_record=walker.next_record(),
        supersedes_id=slip.pk,
    )
    _record(school, school.coach_of(walker.cast.number), [piece], moment)
