"""The mastery check: fresh tasks until it is clear enough, at most so many; and the short check of what is unsure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.placement.claims import CLAIM_AT, claimed_confidence
from ownpath.core.placement.items import OUTCOMES
from ownpath.core.placement.model import PlacementParameters
from ownpath.core.placement.sitting import Answer

IN_A_ROW: Final = 3
LEAST_TASKS_UNSURE: Final = 2
MOST_TASKS_UNSURE: Final = 4


@dataclass(frozen=True, slots=True)
class CheckRule:
    """When a mastery check says attained, when not yet, when it goes on.

    Parameters
    ----------
    chance_not : float
        Chance of doing a task right, of a learner who should not pass.
    chance_mastered : float
        The same of one who should; above `chance_not`.
    pass_wrongly : float
        A learner with `chance_not` passes with at most this chance.
    miss_wrongly : float
        Sets the bound at which the check stops with "not yet": the smaller, the longer a learner may go on.
    most_tasks : int
        At most so many tasks.

    Attributes
    ----------
    needed : ndarray of int, shape (most_tasks + 1,)
        With so many right after n tasks it is attained; n + 1 where that cannot be.
    given_up : ndarray of int, shape (most_tasks + 1,)
        With so many right or fewer after n tasks it is not yet; -1 where that cannot be.

    Raises
    ------
    ValueError
        A number is outside its range, or so few tasks cannot hold `pass_wrongly`.
    """

    chance_not: float = 0.5
    chance_mastered: float = 0.9
    pass_wrongly: float = 0.05
    miss_wrongly: float = 0.10
    most_tasks: int = 12
    needed: NDArray[np.int64] = field(init=False, repr=False, compare=False)
    given_up: NDArray[np.int64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0.0 < self.chance_not < self.chance_mastered < 1.0:
            raise ValueError("chance_not must be above 0, below chance_mastered, and that below 1")
        if not (0.0 < self.pass_wrongly < 0.5 and 0.0 < self.miss_wrongly < 0.5) or not 1 <= self.most_tasks <= 100:
            raise ValueError("error chances lie between 0 and .5, tasks between 1 and 100")
        needed, given_up = _walds_bounds(self)
        object.__setattr__(self, "given_up", given_up)
        object.__setattr__(self, "needed", needed)
        # Wald's bounds leave some of the error chance unused at the end: after the last task fewer right are asked, as
        # long as the chance of passing wrongly stays within what was set.
        while needed[-1] - 1 > given_up[-1]:
            easier = needed.copy()
            easier[-1] -= 1
            object.__setattr__(self, "needed", easier)
            if characteristics(self, self.chance_not).passes > self.pass_wrongly:
                break
            needed = easier
        object.__setattr__(self, "needed", needed)
        if not (needed <= np.arange(self.most_tasks + 1)).any():
            raise ValueError(f"{self.most_tasks} tasks are too few to keep wrong passes at {self.pass_wrongly}")
        needed.flags.writeable = given_up.flags.writeable = False


def _walds_bounds(rule: CheckRule) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    right = math.log(rule.chance_mastered / rule.chance_not)
    wrong = math.log((1.0 - rule.chance_mastered) / (1.0 - rule.chance_not))
    above = math.log((1.0 - rule.miss_wrongly) / rule.pass_wrongly) - 1e-9
    below = math.log(rule.miss_wrongly / (1.0 - rule.pass_wrongly)) + 1e-9
    tasks = np.arange(rule.most_tasks + 1)
    needed = np.ceil((above - tasks * wrong) / (right - wrong)).astype(np.int64)
    given_up = np.floor((below - tasks * wrong) / (right - wrong)).astype(np.int64)
    return np.minimum(np.maximum(needed, 0), tasks + 1), np.maximum(given_up, -1)


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """Where a check stands.

    Attributes
    ----------
    status : str
        ``attained``, ``not_yet`` or ``open``.
    n_tasks, n_right : int
        Of those that count; what comes after the end does not.
    tasks_left : int
        How many may still come; 0 where it is decided.
    right_needed : int
        The fewest tasks, all done right from here, that would attain it; 0 where it is decided.
    """

    status: str
    n_tasks: int
    n_right: int
    tasks_left: int
    right_needed: int


def judge_check(results: Sequence[bool], rule: CheckRule) -> CheckStanding:
    """Say where a mastery check stands after some tasks.

    Parameters
    ----------
    results : sequence of bool
        Whether each fresh task was done right, in order; "I don't know yet" is not right.
    rule : CheckRule

    Returns
    -------
    CheckStanding
        Not decided within the most tasks is ``not_yet``: nothing is held against anyone, and it may be tried again at
        any time with fresh tasks. It also says not yet once attaining is out of reach.

    References
    ----------
    Wald (1945), Sequential tests of statistical hypotheses, Annals of Mathematical Statistics 16(2), 117-186; Frick
    (1989), Bayesian adaptation during computer-based tests and computer-guided practice exercises, J. Educational
    Computing Research 5(1), for mastery. Deviation: after the last task the bound is lowered as far as the error chance
    allows, which the exact law below gives.
    """
    right = 0
    for number, result in enumerate(results[: rule.most_tasks], start=1):
        right += bool(result)
        if right >= rule.needed[number]:
            return CheckStanding("attained", number, right, 0, 0)
        if _is_lost(rule, number, right):
            return CheckStanding("not_yet", number, right, 0, 0)
    number = min(len(results), rule.most_tasks)
    return CheckStanding("open", number, right, rule.most_tasks - number, _right_needed(rule, number, right))


def _right_needed(rule: CheckRule, number: int, right: int) -> int:
    for more in range(1, rule.most_tasks - number + 1):
        if right + more >= rule.needed[number + more]:
            return more
    return 0


def _is_lost(rule: CheckRule, number: int, right: int) -> bool:
    return right <= rule.given_up[number] or _right_needed(rule, number, right) == 0


@dataclass(frozen=True, slots=True)
class CheckCharacteristics:
    """What a check does with a learner who does each task right with one chance.

    Attributes
    ----------
    passes : float
        Chance that it says attained.
    tasks : float
        Tasks it takes on average.
    at_end : float
        Chance that it takes the most tasks.
    """

    passes: float
    tasks: float
    at_end: float


def characteristics(rule: CheckRule, chance_right: float) -> CheckCharacteristics:
    """Compute exactly what a check does, by going through all numbers right after each task.

    Parameters
    ----------
    rule : CheckRule
    chance_right : float
        Of each task, one independent of the other; 0 to 1.

    Returns
    -------
    CheckCharacteristics

    Raises
    ------
    ValueError
        The chance is outside 0 .. 1.

    References
    ----------
    Aroian (1968), Sequential analysis, direct method, Technometrics 10(1).
    """
    if not 0.0 <= chance_right <= 1.0:
        raise ValueError("a chance lies in 0 .. 1")
    open_now, passes, tasks, at_end = {0: 1.0}, 0.0, 0.0, 0.0
    for number in range(1, rule.most_tasks + 1):
        coming: dict[int, float] = {}
        going = sum(open_now.values())
        tasks += going
        at_end = going if number == rule.most_tasks else 0.0
        for right, chance in open_now.items():
            coming[right + 1] = coming.get(right + 1, 0.0) + chance * chance_right
            coming[right] = coming.get(right, 0.0) + chance * (1.0 - chance_right)
        open_now = {}
        for right, chance in coming.items():
            if right >= rule.needed[number]:
                passes += chance
            elif not _is_lost(rule, number, right):
                open_now[right] = chance
    return CheckCharacteristics(passes, tasks, at_end)


def opens_check(results: Sequence[bool], in_a_row: int = IN_A_ROW) -> bool:
    """Tell whether practice has opened the mastery check.

    Parameters
    ----------
    results : sequence of bool
        Whether each practice task was done right on the first try and without a hint, in order, since the last check.
    in_a_row : int
        So many of the last must be; at least 1.

    Returns
    -------
    bool
        It only opens the check: three in a row are done by 58% of learners with an even chance at each of twelve
        tasks. A learner may also ask for a check without it.
    """
    if in_a_row < 1:
        raise ValueError("at least one in a row")
    return len(results) >= in_a_row and all(results[-in_a_row:])


@dataclass(frozen=True, slots=True)
class UnsureStanding:
    """Where the short check of an unsure competency stands.

    Attributes
    ----------
    status : str
        ``mastered``, ``not_yet``, ``unsure``, or ``open`` where another task is to come.
    probability : float
        P(mastered), with the placement's chance as the start.
    confidence : float
        Of mastered or not yet, as it may be claimed.
    """

    status: str
    probability: float
    confidence: float


def judge_unsure(
    probability: float, answers: Sequence[Answer], parameters: PlacementParameters | None = None
) -> UnsureStanding:
    """Settle a competency of which the placement is unsure, by two to four tasks.

    Parameters
    ----------
    probability : float
        P(mastered) from the sitting, between 0 and 1.
    answers : sequence of Answer
        To fresh tasks on this competency, in order; those after the end are left out.
    parameters : PlacementParameters, optional

    Returns
    -------
    UnsureStanding
        Decided after two tasks or more, once mastered or not yet may be claimed with .9; ``unsure`` where four tasks do
        not decide it.

    Raises
    ------
    ValueError
        The probability is not between 0 and 1, an outcome is unknown.
    """
    if not 0.0 < probability < 1.0:
        raise ValueError("the probability must lie between 0 and 1")
    numbers = parameters or PlacementParameters()
    odds = probability / (1.0 - probability)
    for number, answer in enumerate(answers[:MOST_TASKS_UNSURE], start=1):
        if answer.outcome not in OUTCOMES:
            raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}, not {answer.outcome!r}")
        if_mastered, if_not = answer.item.chances(numbers)[:, OUTCOMES.index(answer.outcome)]
        odds *= if_mastered / if_not
        if number >= LEAST_TASKS_UNSURE and _claim(odds) >= CLAIM_AT:
            return UnsureStanding("mastered" if odds > 1.0 else "not_yet", odds / (1.0 + odds), _claim(odds))
    status = "unsure" if len(answers) >= MOST_TASKS_UNSURE else "open"
    return UnsureStanding(status, odds / (1.0 + odds), _claim(odds))


def _claim(odds: float) -> float:
    held = odds / (1.0 + odds)
    return float(claimed_confidence(max(held, 1.0 - held)))
