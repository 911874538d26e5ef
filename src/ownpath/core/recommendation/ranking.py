"""The order of next steps: each thing that speaks for a step adds points, nothing takes any away but its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from ownpath.core.progressions import ready_matrix
from ownpath.core.recommendation.landscape import DISCOUNT, Landscape

Kind = Literal["ready", "deeper", "refresh"]

# Points. What each stands for, and why it is as large as it is: docs/algorithms/next-steps.md.
BUILDS_ON: Final = 1.0
OPENS: Final = 1.0
GOAL: Final = 2.0
INTEREST: Final = 0.75
LYING: Final = 0.5
FRESH: Final = 0.4
LOWEST_LEVEL: Final = 0.5
SAME_STRAND: Final = 0.75
HALF_REACH: Final = 2.0
LYING_DAYS: Final = 28.0

_LEARNER: Final = ("not_now", "choose_another")
_TEAM: Final = ("pin_another", "judge")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a step: a stable code, a number, and the competencies it is about."""

    code: str
    number: float = 0.0
    about: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Something to refresh, as `core.review` or the estimate says it, most urgent first."""

    competency: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One suggestion.

    Attributes
    ----------
    kind : {"ready", "deeper", "refresh"}
    competency : int
    reasons : tuple of Reason
        The weightiest first; a pin before all. Never empty.
    overruled_by : tuple of str
        Codes of what sets it aside in one step: by the learner (`not_now`, `choose_another`) or the team
        (`release_pin`, `pin_another`, `judge`).
    points : float
        What the reasons add up to; 0 for refreshing, whose order comes in.
    is_pinned : bool
    """

    kind: Kind
    competency: int
    reasons: tuple[Reason, ...]
    overruled_by: tuple[str, ...]
    points: float = 0.0
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to show one learner: pinned first, then what is ready, deeper, to refresh.

    `nothing_deeper` names what was attained lately and into which nothing deeper is written yet, newest place first.
    """

    steps: tuple[Step, ...]
    nothing_deeper: tuple[int, ...]

    def of(self, kind: Kind) -> tuple[Step, ...]:
        """The steps of one kind."""
        return tuple(step for step in self.steps if step.kind == kind)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of each kind; pinned steps are always shown."""

    ready: int = 6
    deeper: int = 3
    refresh: int = 4


@dataclass(frozen=True, slots=True)
class LearnerNow:
    """Where one learner stands, and what matters to them.

    Attributes
    ----------
    held, attained, working : ndarray of bool, shape (n_competencies,)
        Attained and still held; ever attained; worked on lately and not attained.
    lately : frozenset of int
        Attained in the last weeks.
    days_since : mapping of int to float
        Days since the last evidence; what was never touched is not there.
    pins : tuple of int
        Pinned by the team, in the order they are to stand; what is worked on already is not suggested again.
    goals : frozenset of int
        What open goals are about.
    interests : mapping of int to float
        How well a competency fits what the learner likes, between 0 and 1.
    put_off : frozenset of int
        What the learner said "not now" to; a pin stands above it.
    chosen : frozenset of int
        What the learner has chosen already; it is not suggested again, pinned or not.
    at_top : frozenset of int
        What was shown at the extending level already.
    due : tuple of Due
        What to refresh, most urgent first.
    """

    held: NDArray[np.bool_]
    attained: NDArray[np.bool_]
    working: NDArray[np.bool_]
    lately: frozenset[int] = frozenset()
    days_since: Mapping[int, float] = field(default_factory=dict)
    pins: tuple[int, ...] = ()
    goals: frozenset[int] = frozenset()
    interests: Mapping[int, float] = field(default_factory=dict)
    put_off: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    at_top: frozenset[int] = frozenset()
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scores:
    """Points by learner and competency, and the parts that are looked up again for the reasons."""

    points: NDArray[np.float64]
    ready: NDArray[np.bool_]
    opens: NDArray[np.float64]
    opens_count: NDArray[np.int64]
    goal_edges: NDArray[np.int64]


def score_ready(landscape: Landscape, learners: Sequence[LearnerNow]) -> NDArray[np.float64]:
    """Give the points of what each learner is ready for.

    Parameters
    ----------
    landscape : Landscape
    learners : sequence of LearnerNow

    Returns
    -------
    ndarray of float, shape (n_learners, n_competencies)
        At least 0 where it may be suggested as new work; -inf elsewhere. No learners give no rows.

    Raises
    ------
    ValueError
        A learner's arrays do not fit the landscape.
    """
    return _score(landscape, learners).points


def _score(landscape: Landscape, learners: Sequence[LearnerNow]) -> _Scores:
    n = landscape.n_competencies
    size = (len(learners), n)
    held, attained, working = (
        np.array([getattr(each, name) for each in learners], dtype=bool).reshape(len(learners), -1)
        if learners
        else np.zeros(size, dtype=bool)
        for name in ("held", "attained", "working")
    )
    if held.shape != size or attained.shape != size or working.shape != size:
        raise ValueError("held, attained and working must have one value for each competency")
    ready = ready_matrix(held, attained, landscape.earlier, landscape.later) & ~working & ~landscape.is_habit
    opens, counts = _opens(landscape, attained)
    goal_edges = _edges_to_goals(landscape, learners)
    points = OPENS * opens / (opens + HALF_REACH)
    points += np.array([BUILDS_ON if each else 0.0 for each in landscape.requires])
    points += np.where(goal_edges >= 0, GOAL * DISCOUNT ** np.maximum(goal_edges, 0), 0.0)
    reachable = _within_reach(landscape, held) | (goal_edges == 0)
    for row, learner in enumerate(learners):
        for place, fit in learner.interests.items():
            points[row, place] += INTEREST * min(max(fit, 0.0), 1.0)
        for place, days in learner.days_since.items():
            points[row, place] += LYING * _lying(days)
        fresh = [
            place for place in np.flatnonzero(ready[row]) if not learner.lately.isdisjoint(landscape.requires[place])
        ]
        points[row, fresh] += FRESH
        ready[row, list(learner.put_off | learner.chosen)] = False
    ready &= reachable
    for row, places in _lowest_levels(landscape, ready):
        points[row, places] += LOWEST_LEVEL
    return _Scores(np.where(ready, points, -np.inf), ready, opens, counts, goal_edges)


def _lying(days: float) -> float:
    """What was begun should not be left lying: grows for four weeks, then stays."""
    return min(max(days, 0.0), LYING_DAYS) / LYING_DAYS


def _opens(landscape: Landscape, attained: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The discounted sum of what each competency leads to and is not attained yet, and how many these are."""
    sums = np.zeros(attained.shape)
    counts = np.zeros(attained.shape, dtype=np.int64)
    weight = DISCOUNT ** (landscape.reach_edges - 1.0)
    for row, done in enumerate(attained):
        left = ~done[landscape.reach_to]
        sums[row] = np.bincount(landscape.reach_from, weight * left, minlength=attained.shape[1])
        counts[row] = np.bincount(landscape.reach_from[left], minlength=attained.shape[1])
    return sums, counts


def _edges_to_goals(landscape: Landscape, learners: Sequence[LearnerNow]) -> NDArray[np.int64]:
    """Over how many edges each competency leads to the nearest goal: 0 where the goal is about it, -1 where to none."""
    edges = np.full((len(learners), landscape.n_competencies), -1, dtype=np.int64)
    for row, learner in enumerate(learners):
        if not learner.goals:
            continue
        wanted = np.zeros(landscape.n_competencies, dtype=bool)
        wanted[list(learner.goals)] = True
        leads = wanted[landscape.reach_to]
        nearest = np.full(landscape.n_competencies, np.iinfo(np.int64).max)
        np.minimum.at(nearest, landscape.reach_from[leads], landscape.reach_edges[leads])
        nearest[wanted] = 0
        edges[row] = np.where(nearest < np.iinfo(np.int64).max, nearest, -1)
    return edges


def _within_reach(landscape: Landscape, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a competency stands at most one level above all that is held in its strand.

    Where nothing is held in a strand, only its very lowest level is within reach.
    """
    within = np.zeros(held.shape, dtype=bool)
    for strand in np.unique(landscape.strand):
        members = np.flatnonzero(landscape.strand == strand)
        levels = landscape.level[members]
        own = held[:, members]
        highest = np.where(own, levels + 1, np.iinfo(np.int64).min).max(axis=1, initial=np.iinfo(np.int64).min)
        top = np.maximum(highest, levels.min())
        within[:, members] = levels[None, :] <= top[:, None]
    return within


def _lowest_levels(landscape: Landscape, ready: NDArray[np.bool_]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each learner and strand, what is ready on the strand's lowest level at which anything is."""
    for strand in np.unique(landscape.strand):
        members = np.flatnonzero(landscape.strand == strand)
        for row in range(len(ready)):
            own = members[ready[row, members]]
            if own.size:
                yield row, own[landscape.level[own] == landscape.level[own].min()]


def rank_next_steps(
    landscape: Landscape, learners: Sequence[LearnerNow], limits: Limits | None = None
) -> list[NextSteps]:
    """Rank the next steps of some learners: a short list for each, with what speaks for every step.

    Parameters
    ----------
    landscape : Landscape
    learners : sequence of LearnerNow
        One for each learner; learners never mix.
    limits : Limits or None
        None means the usual ones.

    Returns
    -------
    list of NextSteps
        In the order of `learners`. New work is never attained, and everything it requires is held, unless the team
        pinned it: then a reason says so. Steps may be none.

    Raises
    ------
    ValueError
        A learner's arrays do not fit the landscape.
    """
    most = limits or Limits()
    scores = _score(landscape, learners)
    return [_steps_of(landscape, learner, scores, row, most) for row, learner in enumerate(learners)]


def _steps_of(landscape: Landscape, learner: LearnerNow, scores: _Scores, row: int, most: Limits) -> NextSteps:
    may_fade = learner.attained & ~landscape.is_habit
    due = {each.competency: each for each in reversed(learner.due) if may_fade[each.competency]}
    pins = [
        place for place in dict.fromkeys(learner.pins) if not learner.working[place] and place not in learner.chosen
    ]
    steps = [_pinned(landscape, learner, scores, row, place, due.get(place)) for place in pins]
    taken = {*pins, *learner.put_off, *learner.chosen}
    deeper = _deeper(landscape, learner, scores, row, taken, due.keys())
    goes_deeper = {step.competency for step in deeper}
    steps += _ready(landscape, learner, scores, row, taken | goes_deeper)[: most.ready]
    steps += deeper[: most.deeper]
    refresh = [each for each in learner.due if each.competency in due and each.competency not in taken]
    steps += [
        Step("refresh", each.competency, each.reasons or (Reason("due"),), ("not_now", "judge"))
        for each in refresh[: most.refresh]
    ]
    return NextSteps(tuple(steps), _nothing_deeper(landscape, learner))


def _ready(landscape: Landscape, learner: LearnerNow, scores: _Scores, row: int, taken: set[int]) -> list[Step]:
    """What is ready, by points; each further step of a strand gives way a little, so that no strand is forgotten."""
    points = scores.points[row]
    places = [int(place) for place in np.flatnonzero(scores.ready[row]) if int(place) not in taken]
    places.sort(key=lambda place: (-points[place], place))
    turns: dict[int, int] = {}
    given: list[tuple[float, int]] = []
    for place in places:
        turn = turns.setdefault(int(landscape.strand[place]), 0)
        turns[int(landscape.strand[place])] = turn + 1
        given.append((-(float(points[place]) - SAME_STRAND * turn), place))
    return [
        Step(
            "ready",
            place,
            _reasons(landscape, learner, scores, row, place),
            _LEARNER + _TEAM,
            points=float(points[place]),
        )
        for _, place in sorted(given)
    ]


def _reasons(landscape: Landscape, learner: LearnerNow, scores: _Scores, row: int, place: int) -> tuple[Reason, ...]:
    """What speaks for something as new work, the weightiest first."""
    said: list[tuple[float, Reason]] = []
    edges = int(scores.goal_edges[row, place])
    if edges == 0:
        said.append((GOAL, Reason("goal", about=(place,))))
    elif edges > 0:
        said.append((GOAL * DISCOUNT**edges, Reason("leads_to_goal", edges, _goals_behind(landscape, learner, place))))
    if landscape.requires[place]:
        said.append((BUILDS_ON, Reason("builds_on", len(landscape.requires[place]), landscape.requires[place])))
    else:
        said.append((0.0, Reason("builds_on_nothing")))
    opens = float(scores.opens[row, place])
    if opens:
        said.append((OPENS * opens / (opens + HALF_REACH), Reason("opens", int(scores.opens_count[row, place]))))
    if fit := min(max(learner.interests.get(place, 0.0), 0.0), 1.0):
        said.append((INTEREST * fit, Reason("interest", fit)))
    if days := learner.days_since.get(place):
        said.append((LYING * _lying(days), Reason("begun_before", days)))
    fresh = tuple(each for each in landscape.requires[place] if each in learner.lately)
    if fresh:
        said.append((FRESH, Reason("newly_open", len(fresh), fresh)))
    said.sort(key=lambda each: (-each[0], each[1].code))
    return tuple(reason for _, reason in said)


def _goals_behind(landscape: Landscape, learner: LearnerNow, place: int) -> tuple[int, ...]:
    own = landscape.reach_from == place
    found = [(int(n), int(to)) for to, n in zip(landscape.reach_to[own], landscape.reach_edges[own], strict=True)]
    return tuple(to for _, to in sorted(found) if to in learner.goals)


def _deeper(
    landscape: Landscape, learner: LearnerNow, scores: _Scores, row: int, taken: set[int], due: Collection[int]
) -> list[Step]:
    """What goes deeper into something held: by a *deepens* edge, or on a level above the usual one."""
    found: dict[int, list[int]] = {}
    extending: list[int] = []
    for base in map(int, np.flatnonzero(learner.held & learner.attained & ~landscape.is_habit)):
        for further in landscape.deepens[base]:
            may = not (learner.attained[further] or learner.working[further] or landscape.is_habit[further])
            if may and learner.held[list(landscape.requires[further])].all() and further not in taken:
                found.setdefault(further, []).append(base)
        may_extend = landscape.extends[base] and learner.held[list(landscape.requires[base])].all()
        if may_extend and not (base in learner.at_top or base in taken or base in due):
            extending.append(base)
    rated: list[tuple[float, int, Step]] = []
    for place, bases in [*found.items(), *((base, [base]) for base in extending if base not in found)]:
        edges = int(scores.goal_edges[row, place])
        fit = min(max(learner.interests.get(place, 0.0), 0.0), 1.0)
        points = (GOAL if edges == 0 else 0.0) + INTEREST * fit
        points += FRESH if not learner.lately.isdisjoint(bases) else 0.0
        why = Reason("deepens", len(bases), tuple(bases)) if place in found else Reason("extends", about=(place,))
        reasons = [why]
        if edges == 0:
            reasons.insert(0, Reason("goal", about=(place,)))
        if fit:
            reasons.append(Reason("interest", fit))
        rated.append((-points, place, Step("deeper", place, tuple(reasons), _LEARNER + _TEAM, points=points)))
    return [step for _, _, step in sorted(rated, key=lambda each: each[:2])]


def _nothing_deeper(landscape: Landscape, learner: LearnerNow) -> tuple[int, ...]:
    """What was attained lately, is held, and has nothing deeper written."""
    return tuple(
        sorted(
            place
            for place in learner.lately
            if learner.held[place]
            and not landscape.is_habit[place]
            and not landscape.deepens[place]
            and not landscape.extends[place]
        )
    )


def _pinned(landscape: Landscape, learner: LearnerNow, scores: _Scores, row: int, place: int, due: Due | None) -> Step:
    """What the team put first, and honestly what it is: unready work, or something that was attained already."""
    overruled = ("release_pin", "choose_another")
    pin = Reason("pinned", about=(place,))
    if learner.attained[place]:
        why = due.reasons if due is not None else ()
        known = () if why or not learner.held[place] else (Reason("attained_already", about=(place,)),)
        return Step("refresh", place, (pin, *known, *why), overruled, is_pinned=True)
    lacking = tuple(each for each in landscape.requires[place] if not learner.held[each])
    bases = tuple(base for base in np.flatnonzero(learner.held).tolist() if place in landscape.deepens[base])
    reasons: tuple[Reason, ...] = (pin,)
    if lacking:
        reasons += (Reason("not_ready", len(lacking), lacking),)
    else:
        reasons += _reasons(landscape, learner, scores, row, place)
    if bases:
        reasons += (Reason("deepens", len(bases), bases),)
    kind: Kind = "deeper" if bases and not lacking else "ready"
    return Step(kind, place, reasons, overruled, points=max(float(scores.points[row, place]), 0.0), is_pinned=True)
