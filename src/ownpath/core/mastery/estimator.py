"""One pure update per piece of evidence. Why a right answer cannot lower it stands in docs/algorithms/mastery.md."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from zlib import crc32

from ownpath.core.mastery.forgetting import fade
from ownpath.core.mastery.observation import KINDS, Observation
from ownpath.core.mastery.parameters import DAY_SECONDS, Criterion, Parameters
from ownpath.core.mastery.reading import competency_parts, has_enough, learner_part, sigmoid, variance_of
from ownpath.core.mastery.state import TASK_BITS, CompetencyState, LearnerState

LEVEL_BOUND: Final = 5.0
_SPACED_SECONDS: Final = DAY_SECONDS / 2.0
_ROOT_2: Final = math.sqrt(2.0)
_NO_DECAY: Final = (1.0, 1.0, 1.0)
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Trace:
    """What the estimator expected just before a piece of evidence, and why.

    Attributes
    ----------
    predicted : float
        Probability that it goes well (or expected share of the full result), strictly between 0 and 1.
    logit : float
        The same in logits; the sum of `contributions`.
    contributions : tuple of (str, float)
        Stable codes with logits, in fixed order.
    """

    predicted: float
    logit: float
    contributions: tuple[tuple[str, float], ...]


def update(
    learner: LearnerState,
    competency: CompetencyState,
    observation: Observation,
    parameters: Parameters,
    criterion: Criterion,
) -> tuple[LearnerState, CompetencyState, Trace]:
    """Take in one piece of evidence.

    Evidence comes in time order. A moment before the last one counts as the last one; no moment leaves time alone.

    Parameters
    ----------
    learner : LearnerState
    competency : CompetencyState
    observation : Observation
        Never a withdrawal: what was taken back is left out and the rest folded anew (`replay`).
    parameters : Parameters
    criterion : Criterion

    Returns
    -------
    learner : LearnerState
    competency : CompetencyState
    trace : Trace
        The prediction before the evidence was taken in.

    Raises
    ------
    ValueError
        If the kind is not known, the result lies outside 0..1, the spread is below 1 or a number is not finite.
    """
    p = parameters
    result = observation.result
    spread = observation.spread
    kind = observation.kind
    reference = observation.competency_difficulty
    difficulty = observation.task_difficulty
    if difficulty is None:
        difficulty = reference
    last = competency.last_moment
    moment = observation.moment_seconds
    _check(result, kind, spread, reference, difficulty, moment)
    elapsed = 0.0
    if moment is None or (last is not None and moment <= last):
        moment = last
    elif last is not None:
        elapsed = moment - last
    levels, informations, prior_level, kept = fade(competency, elapsed, p)

    done = competency.tasks_done
    name = observation.task.encode("utf-8", "surrogatepass") if observation.task else b"#%d" % competency.count
    bit = 1 << crc32(name) % TASK_BITS
    met = competency.tasks_seen & bit != 0
    general, so_far, recent, variety, prior = competency_parts(
        levels, prior_level, kept, done, learner_part(learner, p), p
    )
    repeated = 0.0
    if met:
        repeated = p.repeat_done if done & bit else p.repeat_open
    logit = p.start + general + so_far + recent + variety + prior - difficulty + repeated
    trace = Trace(
        sigmoid(logit),
        logit,
        (
            ("start", p.start),
            ("learner_general", general),
            ("so_far", so_far),
            ("recent", recent),
            ("task_variety", variety),
            ("prior_record", prior),
            ("task_difficulty", -difficulty),
            ("task_met_before", repeated),
        ),
    )

    share = 1.0 / spread
    prior_information = competency.prior_information
    prior_strong = competency.prior_strong
    seen = competency.tasks_seen
    amount = competency.amount
    low_since, low_amount, low_count = competency.low_since, competency.low_amount, competency.low_count
    struggling = competency.struggling
    spaced = competency.spaced_success
    if kind == "prior":
        better = result >= 0.5
        granted = share * p.prior_information
        total = p.prior_kappa + prior_information + granted
        moved = (prior_level * (p.prior_kappa + prior_information) + 4.0 * granted * (result - 0.5)) / total
        prior_level = max(prior_level, moved) if better else min(prior_level, moved)
        prior_information += granted
        prior_strong = prior_strong or result >= p.prior_strong
        new_learner = LearnerState(learner.levels, learner.informations, learner.count + 1)
    else:
        # Residual and information are taken at the anchor alone, so neither depends on earlier results.
        expected = 1.0 / (1.0 + math.exp(min(max(difficulty, -LEVEL_BOUND), LEVEL_BOUND)))
        weight = share * p.information_by_kind[kind] * (p.repeat_information if met else 1.0)
        residual = result - expected
        better = residual >= 0.0
        information = weight * expected * (1.0 - expected)
        residual *= weight
        learner_levels, learner_informations = list(learner.levels), list(learner.informations)
        _move(learner_levels, learner_informations, 0, p.learner_decays, share, p.learner_kappa, residual, information)
        new_learner = LearnerState(tuple(learner_levels), tuple(learner_informations), learner.count + 1)
        _move(levels, informations, 0, p.response_decays, share, p.response_kappa, residual, information)
        _move(levels, informations, 4, _NO_DECAY, 1.0, p.time_kappa, residual, information)
        if prior_level != 0.0 and (prior_level < 0.0) == better:
            prior_level *= p.prior_wear
        amount += share
        seen |= bit
        if better:
            done |= bit
            kept += share * p.relearning * (1.0 - kept)
            if elapsed >= _SPACED_SECONDS:
                spaced += share
        # A stretch below expectation begins with the error that starts it and ends when the recent level is back.
        if levels[2] >= 0.0:
            low_since, low_amount, low_count, struggling = None, 0.0, 0, False
        else:
            if low_count == 0:
                low_since = moment
            low_amount += share
            low_count += 1
            if levels[2] <= p.struggling_level and low_amount >= p.struggling_amount:
                struggling = True

    attained, attained_moment = competency.attained, competency.attained_moment
    confidence, attained_reference = competency.attained_confidence, competency.attained_reference
    after = CompetencyState(
        tuple(levels),
        tuple(informations),
        reference,
        amount,
        spaced,
        kept,
        prior_level,
        prior_information,
        moment,
        attained_moment,
        confidence,
        attained_reference,
        low_since,
        low_amount,
        competency.count + 1,
        low_count,
        prior_strong,
        attained,
        struggling,
        seen,
        done,
    )
    if better and not attained and _claims(new_learner, after, p, criterion):
        after = replace(
            after,
            attained=True,
            attained_moment=moment,
            attained_confidence=criterion.claim_confidence,
            attained_reference=criterion.reference_probability,
        )
    return new_learner, after, trace


def replay(
    observations: Iterable[tuple[_Key, Observation]], parameters: Parameters, criterion: Criterion
) -> tuple[LearnerState, dict[_Key, CompetencyState]]:
    """Fold one learner's evidence, in time order, from nothing.

    Parameters
    ----------
    observations : iterable of (competency key, Observation)
        Any hashable key names the competency.
    parameters : Parameters
    criterion : Criterion

    Returns
    -------
    learner : LearnerState
    by_competency : dict
        In the order of first appearance; empty where there is no evidence. Identical to the last bit with the states
        that `update` gives one piece at a time.
    """
    learner = LearnerState.new()
    by_competency: dict[_Key, CompetencyState] = {}
    for key, observation in observations:
        competency = by_competency.get(key)
        if competency is None:
            competency = CompetencyState.new()
        learner, by_competency[key], _ = update(learner, competency, observation, parameters, criterion)
    return learner, by_competency


def _move(
    levels: list[float],
    informations: list[float],
    first: int,
    decays: tuple[float, ...],
    share: float,
    kappa: float,
    residual: float,
    information: float,
) -> None:
    """Take one residual into consecutive levels: decay the sums behind each, add, shrink; only the residual's way."""
    upwards = residual >= 0.0
    i = first
    for decay in decays:
        if share != 1.0 and decay != 1.0:
            decay = math.exp(share * math.log(decay))
        level = levels[i]
        held = informations[i]
        after = decay * held + information
        moved = (decay * level * (kappa + held) + residual) / (kappa + after)
        informations[i] = after
        if moved > level if upwards else moved < level:
            levels[i] = min(max(moved, -LEVEL_BOUND), LEVEL_BOUND)
        i += 1


def _claims(learner: LearnerState, competency: CompetencyState, p: Parameters, criterion: Criterion) -> bool:
    if has_enough(competency, criterion)[0]:
        return False
    general, so_far, recent, variety, prior = competency_parts(
        competency.levels,
        competency.prior_level,
        competency.kept,
        competency.tasks_done,
        learner_part(learner, p),
        p,
    )
    logit = p.start + general + so_far + recent + variety + prior - competency.reference_difficulty
    sd = math.sqrt(variance_of(learner, competency.informations, competency.prior_information, p))
    return 0.5 * math.erfc((criterion.reference_logit - logit) / (sd * _ROOT_2)) >= criterion.claim_confidence


def _check(result: float, kind: str, spread: int, reference: float, difficulty: float, moment: float | None) -> None:
    if not 0.0 <= result <= 1.0:
        raise ValueError(f"result must lie between 0 and 1, is {result}")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, is {kind!r}")
    if not spread >= 1:
        raise ValueError(f"spread must be at least 1, is {spread}")
    # A number that is not finite makes the sum not finite.
    if not math.isfinite(reference + difficulty + (0.0 if moment is None else moment)):
        raise ValueError("difficulties and moment must be finite numbers")
