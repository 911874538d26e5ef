"""What a state says: one logit made of parts that add up, how sure it is, and the three facts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ownpath.core.mastery.forgetting import fade
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.state import CompetencyState, LearnerState

MOST_REASONS: Final = 5
_Z_80: Final = 1.2815515655446004  # 90th percentile of the standard normal
_ROOT_2: Final = math.sqrt(2.0)
_TEN_YEARS_SECONDS: Final = 3652.5 * 86400.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution to the logit.

    Attributes
    ----------
    code : str
        ``recent_success``, ``recent_errors``, ``success_so_far``, ``errors_so_far``, ``task_variety``,
        ``learner_general``, ``prior_record``, ``competency_difficulty``, ``long_ago``, ``few_answers`` (where everyone
        starts, while evidence is short), ``start`` (the same afterwards) or ``other`` (what is left of the sum).
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
        Mean and standard deviation of the learner's logit over the reference task.
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


def sigmoid(logit: float) -> float:
    """Return the probability of a logit; never overflows."""
    if logit >= 0.0:
        return 1.0 / (1.0 + math.exp(-logit))
    power = math.exp(logit)
    return power / (1.0 + power)


def learner_part(learner: LearnerState, parameters: Parameters) -> float:
    """Return the logits that the learner's work on everything contributes where nothing has faded."""
    a, b, c, d = parameters.learner_weights
    e, f, g, h = learner.levels
    return a * e + b * f + c * g + d * h


def competency_parts(
    levels: Sequence[float],
    prior_level: float,
    kept: float,
    tasks_done: int,
    general: float,
    parameters: Parameters,
) -> tuple[float, float, float, float, float]:
    """Return the logits of: the learner in general, work so far, recent work, variety of tasks, a prior record."""
    p = parameters
    a, b, c, d = p.response_weights
    hour, day, week = p.time_weights
    so_far = a * levels[0] + b * levels[1] + day * levels[5] + week * levels[6]
    recent = c * levels[2] + d * levels[3] + hour * levels[4]
    variety = p.variety_weight * math.log(1.0 + tasks_done.bit_count()) if tasks_done else 0.0
    if general > 0.0:
        general *= kept
    return general, so_far, recent, kept * variety, p.prior_weight * prior_level


def variance_of(
    learner: LearnerState, informations: Sequence[float], prior_information: float, parameters: Parameters
) -> float:
    """Return the variance of the logit. It depends on tasks and times, never on results."""
    p = parameters
    precision = 1.0 / p.variance_start + p.variance_information * informations[1] + prior_information
    return 1.0 / precision + p.variance_learner / (p.variance_learner_kappa + learner.informations[1])


def has_enough(competency: CompetencyState, criterion: Criterion) -> tuple[str, int]:
    """Return which evidence is missing, and how much; a strong record from elsewhere stands for all of it."""
    if competency.prior_strong:
        return "", 0
    short = criterion.least_evidence - competency.amount
    if short > 1e-9:
        return "more_evidence", math.ceil(short - 1e-9)
    tasks_short = criterion.least_tasks - competency.tasks_seen.bit_count()
    if tasks_short > 0:
        return "other_tasks", tasks_short
    return "", 0


def read(
    learner: LearnerState,
    competency: CompetencyState,
    parameters: Parameters,
    criterion: Criterion,
    moment_seconds: float | None = None,
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

    Returns
    -------
    Reading
        Defined for every state; before any evidence it is the starting point with its full uncertainty.
    """
    p = parameters
    unfaded = learner_part(learner, p)
    done = competency.tasks_done
    general, so_far, recent, variety, prior = competency_parts(
        competency.levels, competency.prior_level, competency.kept, done, unfaded, p
    )
    informations: Sequence[float] = competency.informations
    last = competency.last_moment
    long_ago = elapsed = 0.0
    if moment_seconds is not None and last is not None and moment_seconds > last:
        elapsed = moment_seconds - last
        levels, informations, prior_level, kept = fade(competency, elapsed, p)
        faded = competency_parts(levels, prior_level, kept, done, unfaded, p)
        long_ago = min(sum(faded) - (general + so_far + recent + variety + prior), 0.0)
    reference = competency.reference_difficulty
    logit = p.start + general + so_far + recent + variety + prior - reference + long_ago
    variance = variance_of(learner, informations, competency.prior_information, p)
    sd = math.sqrt(variance)
    met = 0.5 * math.erfc((criterion.reference_logit - logit) / (sd * _ROOT_2))
    missing, missing_count = has_enough(competency, criterion)
    if not missing and (
        variance > p.variance_enough and 1.0 - criterion.claim_confidence < met < criterion.claim_confidence
    ):
        missing, missing_count = "surer", _answers_until_sure(learner, variance, p)
    few = competency.amount < criterion.least_evidence
    parts = (
        ("few_answers" if few else "start", p.start),
        ("learner_general", general),
        ("success_so_far" if so_far >= 0.0 else "errors_so_far", so_far),
        ("recent_success" if recent >= 0.0 else "recent_errors", recent),
        ("task_variety", variety),
        ("prior_record", prior),
        ("competency_difficulty", -reference),
        ("long_ago", long_ago),
    )
    return Reading(
        logit,
        sd,
        sigmoid(logit),
        met,
        (sigmoid(logit - _Z_80 * sd), sigmoid(logit + _Z_80 * sd)),
        4.0 * informations[1],
        not missing,
        missing,
        missing_count,
        competency.attained,
        competency.attained_moment,
        rule_code(competency.attained_confidence, competency.attained_reference) if competency.attained else "",
        _hold_until(unfaded, competency, p, criterion) if competency.attained else None,
        competency.low_since if competency.struggling else None,
        _reasons(parts, learner, competency, elapsed),
    )


def probability_at(
    learner: LearnerState, competency: CompetencyState, moment_seconds: float | None, parameters: Parameters
) -> float:
    """Return the probability that a fresh reference task is done right at a moment; time alone only lowers it.

    Parameters
    ----------
    learner : LearnerState
    competency : CompetencyState
    moment_seconds : float or None
        None, or a moment before the last evidence, means the moment of the last evidence.
    parameters : Parameters

    Returns
    -------
    float
        Strictly between 0 and 1 for logits that a state can hold.
    """
    last = competency.last_moment
    elapsed = 0.0 if moment_seconds is None or last is None else moment_seconds - last
    return sigmoid(_logit_after(learner_part(learner, parameters), competency, elapsed, parameters))


def rule_code(confidence: float, reference_probability: float) -> str:
    """Return the stable short code of a rule met by the estimate."""
    return f"estimate>={confidence:.2f}@{reference_probability:.2f}"


def _logit_after(general: float, competency: CompetencyState, elapsed: float, p: Parameters) -> float:
    levels, _, prior_level, kept = fade(competency, elapsed, p)
    general, so_far, recent, variety, prior = competency_parts(
        levels, prior_level, kept, competency.tasks_done, general, p
    )
    return p.start + general + so_far + recent + variety + prior - competency.reference_difficulty


def _hold_until(general: float, competency: CompetencyState, p: Parameters, criterion: Criterion) -> float | None:
    """Find when the fading logit crosses the bound, by false position (Illinois) in the logarithm of time."""
    last = competency.last_moment
    bound = criterion.hold_logit
    low = 0.0
    over = _logit_after(general, competency, 0.0, p) - bound
    if over < 0.0:
        return 0.0 if last is None else last
    if last is None:
        return None
    high = math.log(1.0 + _TEN_YEARS_SECONDS)
    under = _logit_after(general, competency, _TEN_YEARS_SECONDS, p) - bound
    if under >= 0.0:
        return None
    middle = low
    side = 0
    for _ in range(40):
        middle = (low * under - high * over) / (under - over)
        gap = _logit_after(general, competency, math.exp(middle) - 1.0, p) - bound
        if -1e-6 < gap < 1e-6:
            break
        if gap > 0.0:
            low, over = middle, gap
            if side == 1:
                under *= 0.5
            side = 1
        else:
            high, under = middle, gap
            if side == -1:
                over *= 0.5
            side = -1
    return last + (math.exp(middle) - 1.0)


def _answers_until_sure(learner: LearnerState, variance: float, p: Parameters) -> int:
    """Answers to a reference task needed to bring the variance down to where it is enough, at least one."""
    shared = p.variance_learner / (p.variance_learner_kappa + learner.informations[1])
    own = variance - shared
    target = max(p.variance_enough - shared, 0.5 * p.variance_enough)
    if own <= target:
        return 1
    return max(1, min(20, math.ceil((1.0 / target - 1.0 / own) / (0.25 * p.variance_information))))


def _reasons(
    parts: tuple[tuple[str, float], ...], learner: LearnerState, competency: CompetencyState, elapsed: float
) -> tuple[Reason, ...]:
    present = [part for part in parts if part[1] != 0.0]
    present.sort(key=_by_size)
    rest = 0.0
    if len(present) > MOST_REASONS:
        rest = sum([part[1] for part in present[MOST_REASONS - 1 :]])
        del present[MOST_REASONS - 1 :]
    reasons = [Reason(code, logits, _detail(code, learner, competency, elapsed)) for code, logits in present]
    if rest != 0.0:
        reasons.append(Reason("other", rest, {}))
        reasons.sort(key=lambda reason: -abs(reason.logits))
    return tuple(reasons)


def _by_size(part: tuple[str, float]) -> float:
    return -abs(part[1])


def _detail(code: str, learner: LearnerState, competency: CompetencyState, elapsed: float) -> dict[str, float]:
    if code == "task_variety":
        return {"tasks": competency.tasks_done.bit_count()}
    if code == "long_ago":
        return {"seconds": elapsed}
    if code == "learner_general":
        return {"evidence": learner.count}
    if code == "prior_record":
        return {"information": competency.prior_information}
    if code == "competency_difficulty":
        return {"difficulty": competency.reference_difficulty}
    return {"evidence": competency.count}
