"""What a state says: one logit made of parts that add up, how sure it is, and the three facts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from ownpath.core.mastery.claims import read_state
from ownpath.core.mastery.kernel import sigmoid
from ownpath.core.mastery.layout import (
    C_AMOUNT,
    C_COUNT,
    C_PRIOR_INFORMATION,
    C_REFERENCE,
    MISSING_CODES,
    N_FEATURES,
    P_DIFFICULTY,
    P_LEARNER,
    P_LONG_AGO,
    P_PRACTICE,
    P_PRIOR,
    P_RECENT,
    P_RELATED,
    P_SO_FAR,
    P_START,
    P_TASK,
    R_EFFECTIVE,
    R_HELD_UNTIL,
    R_HIGH,
    R_LOGIT,
    R_LOW,
    R_MET,
    R_MISSING,
    R_MISSING_COUNT,
    R_PARTS,
    R_PROBABILITY,
    R_SD,
    READING_SIZE,
)
from ownpath.core.mastery.logits import logit_of
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.state import CompetencyState, LearnerState

MOST_REASONS: Final = 5
NEEDED: Final = (C_COUNT, C_AMOUNT, C_PRIOR_INFORMATION, C_REFERENCE)


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution to the logit.

    Attributes
    ----------
    code : str
        ``recent_success``, ``recent_errors``, ``success_so_far``, ``errors_so_far``, ``practice``,
        ``learner_general``, ``prior_record``, ``related``, ``competency_difficulty``, ``long_ago``, ``few_answers``
        (where everyone starts, while evidence is short), ``start`` (the same afterwards) or ``other`` (what is left of
        the sum).
    logits : float
        How much it raises or lowers the estimate.
    detail : dict of str to float
        Plain numbers for the sentence that a reader sees.
    """

    code: str
    logits: float
    detail: dict[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """The estimate for one learner and one competency.

    Attributes
    ----------
    logit, sd : float
        The learner's logit over the reference task, and the standard deviation of its posterior.
    probability : float
        That a fresh reference task is done right.
    probability_met : float
        That the criterion's `reference_probability` is reached.
    interval_80 : tuple of float
        The probability lies between these two with probability .8.
    effective_evidence : float
        What the estimate rests on today, in answers to a task that is right half the time; older ones count less.
    enough_evidence : bool
        Whether the evidence is enough to say either way.
    missing : str
        ``""``, ``more_evidence``, ``other_tasks`` or ``surer``: what is missing first.
    missing_count : int
        How many more pieces (or other tasks) are missing at least; 0 when nothing is.
    attained : bool
        Whether the rule was ever met by the estimate.
    attained_moment : float or None
        When it was first met; None if never or where no time was known.
    attained_rule : str
        The rule that was met, such as ``estimate>=0.90@0.80``; empty if never.
    hold_until : float or None
        Seconds since 1970 from which, without more evidence, the prediction is below `hold_probability`. None if never
        attained, or if that never comes within ten years. Where no time is known, 0.0 means: not held now.
    struggling_since : float or None
        When the present stretch of effort without success began; None if there is none or no time was known.
    reasons : tuple of Reason
        At most five, largest first; their logits add up to `logit`.
    """

    logit: float
    sd: float
    probability: float
    probability_met: float
    interval_80: tuple[float, float]
    effective_evidence: float
    enough_evidence: bool
    missing: str
    missing_count: int
    attained: bool
    attained_moment: float | None
    attained_rule: str
    hold_until: float | None
    struggling_since: float | None
    reasons: tuple[Reason, ...]


def read(
    learner: LearnerState,
    competency: CompetencyState,
    parameters: Parameters,
    criterion: Criterion,
    moment_seconds: float | None = None,
    name: str = "",
) -> Reading:
    """Read the estimate.

    Parameters
    ----------
    learner : LearnerState
    competency : CompetencyState
    parameters : Parameters
    criterion : Criterion
    moment_seconds : float or None
        As of when. None, or a moment before the last evidence, reads as of the last evidence.
    name : str
        Name of the competency, as the parameters know it; empty where it is not in them.

    Returns
    -------
    Reading
        Defined for every state; before any evidence it is the starting point with its full uncertainty.
    """
    numbers = np.empty(READING_SIZE)
    moment = math.nan if moment_seconds is None else moment_seconds
    read_state(
        numbers,
        np.empty(N_FEATURES),
        learner.numbers,
        competency.numbers,
        competency.bits,
        parameters.learning_slope.get(name, 0.0),
        moment,
        parameters.weights,
        parameters.numbers,
        criterion.numbers,
    )
    return reading_from(numbers, learner, competency, criterion, moment)


def reading_from(
    numbers: np.ndarray, learner: LearnerState, competency: CompetencyState, criterion: Criterion, moment: float
) -> Reading:
    """Put what compiled code read into words.

    Parameters
    ----------
    numbers : ndarray of float64, shape (READING_SIZE,)
    learner, competency : states that were read
    criterion : Criterion
    moment : float
        NaN for that of the last evidence.
    """
    values = numbers.tolist()
    missing = MISSING_CODES[int(values[R_MISSING])]
    held_until = values[R_HELD_UNTIL]
    last = competency.last_moment
    elapsed = 0.0 if math.isnan(moment) or last is None else max(0.0, moment - last)
    return Reading(
        values[R_LOGIT],
        values[R_SD],
        values[R_PROBABILITY],
        values[R_MET],
        (values[R_LOW], values[R_HIGH]),
        values[R_EFFECTIVE],
        not missing,
        missing,
        int(values[R_MISSING_COUNT]),
        competency.attained,
        competency.attained_moment,
        competency.attained_rule,
        None if math.isnan(held_until) else held_until,
        competency.struggling_since,
        reasons_from(
            values[R_PARTS:],
            competency.numbers[list(NEEDED)].tolist(),
            learner.count,
            criterion.least_evidence,
            elapsed,
        ),
    )


def probability_at(
    learner: LearnerState,
    competency: CompetencyState,
    moment_seconds: float | None,
    parameters: Parameters,
    name: str = "",
) -> float:
    """Return the probability that a fresh reference task is done right at a moment; time alone only lowers it.

    Parameters
    ----------
    learner : LearnerState
    competency : CompetencyState
    moment_seconds : float or None
        None, or a moment before the last evidence, means the moment of the last evidence.
    parameters : Parameters
    name : str
        Name of the competency, as the parameters know it; empty where it is not in them.

    Returns
    -------
    float
        Strictly between 0 and 1 for logits that a state can hold.
    """
    last = competency.last_moment
    moment = math.nan if last is None else max(last, last if moment_seconds is None else moment_seconds)
    logit = logit_of(
        np.empty(N_FEATURES),
        learner.numbers,
        competency.numbers,
        -1,
        float(competency.numbers[C_REFERENCE]),
        parameters.learning_slope.get(name, 0.0),
        0.0,
        moment,
        parameters.weights,
        parameters.numbers,
    )
    return float(sigmoid(logit))


def reasons_from(
    parts: list[float], state: list[float], learner_count: int, least_evidence: float, elapsed: float
) -> tuple[Reason, ...]:
    """Put the parts of a logit in the order of their size.

    Parameters
    ----------
    parts : list of float, length N_PARTS
    state : list of float
        Those of the competency's numbers that `NEEDED` names, in its order.
    learner_count : int
        Pieces of evidence about the learner, on everything.
    least_evidence : float
        Of the criterion.
    elapsed : float
        Seconds since the last evidence.

    Returns
    -------
    tuple of Reason
        At most five; they add up to the logit.
    """
    count, amount, prior_information, reference = state
    evidence: dict[str, float] = {"evidence": int(count)}
    few = amount < least_evidence
    named: list[tuple[str, float, dict[str, float]]] = [
        ("few_answers" if few else "start", parts[P_START] + parts[P_TASK], evidence),
        ("practice", parts[P_PRACTICE], evidence),
        ("learner_general", parts[P_LEARNER], {"evidence": learner_count}),
        ("success_so_far" if parts[P_SO_FAR] >= 0.0 else "errors_so_far", parts[P_SO_FAR], evidence),
        ("recent_success" if parts[P_RECENT] >= 0.0 else "recent_errors", parts[P_RECENT], evidence),
        ("prior_record", parts[P_PRIOR], {"information": prior_information}),
        ("related", parts[P_RELATED], evidence),
        ("competency_difficulty", parts[P_DIFFICULTY], {"difficulty": reference}),
        ("long_ago", parts[P_LONG_AGO], {"seconds": elapsed}),
    ]
    present = [each for each in named if each[1] != 0.0]
    present.sort(key=_size, reverse=True)
    rest = 0.0
    if len(present) > MOST_REASONS:
        rest = sum(each[1] for each in present[MOST_REASONS - 1 :])
        del present[MOST_REASONS - 1 :]
    reasons = [Reason(*each) for each in present]
    if rest != 0.0:
        reasons.append(Reason("other", rest, {}))
        reasons.sort(key=lambda reason: -abs(reason.logits))
    return tuple(reasons)


def _size(part: tuple[str, float, dict[str, float]]) -> float:
    return abs(part[1])
