"""Simulated learners whose true state is known: what the default parameters were fitted on and claims are tested on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery.parameters import DAY_SECONDS

_START_SECONDS = 1_700_000_000.0


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """How learners of one simulated school differ, learn and forget; spreads and gains are in logits.

    Attributes
    ----------
    learner_spread, competency_spread, match_spread, item_spread : float
        Standard deviations: of learners, of competencies, of a learner's strength in one competency, of items.
    gain_per_answer, gain_most : float
        Mean growth with each answer, and where growth ends.
    forgetting_power : float
        What was gained fades as (1 + days) ** -power.
    answers_per_session : int
    review_share : float
        Share of sessions spent on an earlier competency.
    day_spread : float
        Standard deviation of good and bad days.
    insight_chance, insight_gain : float
        How often something is understood between two sessions (a seminar, a friend), and what that adds.
    memory_gain : float
        What having done the very same task before adds; it is lost with the same power law as what was learned.
    """

    learner_spread: float = 0.8
    competency_spread: float = 0.7
    match_spread: float = 0.7
    item_spread: float = 0.6
    gain_per_answer: float = 0.12
    gain_most: float = 2.5
    forgetting_power: float = 0.2
    answers_per_session: int = 7
    review_share: float = 0.3
    day_spread: float = 0.3
    insight_chance: float = 0.2
    insight_gain: float = 0.8
    memory_gain: float = 0.6

    @classmethod
    def draw(cls, generator: np.random.Generator) -> SimulatedWorld:
        """Draw a world at random, so that nothing is tuned to one of them."""
        u = generator.uniform
        return cls(
            learner_spread=float(u(0.4, 1.2)),
            competency_spread=float(u(0.3, 1.0)),
            match_spread=float(u(0.3, 1.0)),
            item_spread=float(u(0.3, 1.0)),
            gain_per_answer=float(np.exp(u(np.log(0.02), np.log(0.4)))),
            gain_most=float(u(1.0, 3.0)),
            forgetting_power=float(u(0.05, 0.35)),
            answers_per_session=int(generator.integers(3, 13)),
            review_share=float(u(0.1, 0.5)),
            day_spread=float(u(0.0, 0.6)),
            insight_chance=float(u(0.0, 0.5)),
            insight_gain=float(u(0.3, 1.2)),
            memory_gain=float(u(0.0, 1.5)),
        )


@dataclass(frozen=True, slots=True)
class SimulatedResponses:
    """Responses in time order within each learner, and the truth behind them.

    Attributes
    ----------
    learner, competency, item : ndarray of int, shape (n_responses,)
    task_difficulty, competency_difficulty : ndarray of float, shape (n_responses,)
        True difficulties in logits.
    moment_seconds : ndarray of float, shape (n_responses,)
    result : ndarray of float, shape (n_responses,)
        0 or 1.
    true_logit : ndarray of float, shape (n_responses,)
        The true chance, in logits, of doing the competency's reference task right just before the response, on a
        middling day.
    """

    learner: np.ndarray
    competency: np.ndarray
    item: np.ndarray
    task_difficulty: np.ndarray
    competency_difficulty: np.ndarray
    moment_seconds: np.ndarray
    result: np.ndarray
    true_logit: np.ndarray


def simulate_responses(
    generator: np.random.Generator,
    *,
    n_learners: int,
    n_competencies: int = 12,
    n_sessions: int = 14,
    items_per_competency: int = 25,
    world: SimulatedWorld | None = None,
) -> SimulatedResponses:
    """Walk simulated learners through sessions of practice, one to four days apart.

    Parameters
    ----------
    generator : numpy.random.Generator
        The only source of chance: same seed, same responses.
    n_learners, n_competencies, n_sessions, items_per_competency : int
        At least 1 each, except `n_learners`, which may be 0.
    world : SimulatedWorld or None
        None means the middle world.

    Returns
    -------
    SimulatedResponses
        Empty arrays for no learners.
    """
    w = SimulatedWorld() if world is None else world
    of_competency = generator.normal(0.0, w.competency_spread, n_competencies)
    of_item = generator.normal(0.0, w.item_spread, (n_competencies, items_per_competency))
    rows: list[tuple[float, ...]] = []
    for learner in range(n_learners):
        ability = generator.normal(0.0, w.learner_spread)
        match = generator.normal(0.0, w.match_spread, n_competencies)
        rate = w.gain_per_answer * generator.lognormal(-0.125, 0.5)
        gain = np.zeros(n_competencies)
        practised = np.full(n_competencies, _START_SECONDS)
        order = generator.permutation(n_competencies)
        done_at: dict[tuple[int, int], float] = {}
        current, moment = 0, _START_SECONDS
        for _ in range(n_sessions):
            moment += DAY_SECONDS * generator.uniform(1.0, 4.0)
            review = current > 0 and generator.random() < w.review_share
            c = int(order[generator.integers(current) if review else current])
            days = (moment - practised[c]) / DAY_SECONDS
            gain[c] *= (1.0 + days) ** -w.forgetting_power
            if generator.random() < w.insight_chance:
                gain[c] = max(gain[c], min(gain[c] + w.insight_gain, w.gain_most))
            day = generator.normal(0.0, w.day_spread)
            second = 0.0
            for _ in range(w.answers_per_session):
                i = int(generator.integers(items_per_competency))
                logit = ability + match[c] + gain[c] - of_competency[c]
                known = 0.0
                if (c, i) in done_at:
                    known = w.memory_gain * (1.0 + (moment + second - done_at[c, i]) / DAY_SECONDS) ** -0.5
                chance = 0.98 / (1.0 + np.exp(-(logit + known + day - of_item[c, i])))
                result = float(generator.random() < chance)
                if result:
                    done_at[c, i] = moment + second
                item = c * items_per_competency + i
                difficulty = of_competency[c] + of_item[c, i]
                slips = 0.98 / (1.0 + np.exp(-logit))
                truth = np.log(slips / (1.0 - slips))
                rows.append((learner, c, item, difficulty, of_competency[c], moment + second, result, truth))
                gain[c] += rate * max(0.0, 1.0 - gain[c] / w.gain_most)
                second += 60.0
            practised[c] = moment + second
            done = ability + match[c] + gain[c] - of_competency[c] > 2.0
            if not review and (done or generator.random() < 0.25):
                current = min(current + 1, n_competencies - 1)
    table = np.array(rows, dtype=float).reshape(len(rows), 8)
    whole = table[:, :3].astype(np.int64)
    return SimulatedResponses(whole[:, 0], whole[:, 1], whole[:, 2], *(table[:, i].copy() for i in range(3, 8)))
