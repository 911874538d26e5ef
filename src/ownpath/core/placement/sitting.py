"""One learner's sitting: begin, next question, answer, pause, go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ownpath.core.placement.claims import CLAIM_AT, claimed_confidence
from ownpath.core.placement.items import OUTCOMES, Item, outcome_chances
from ownpath.core.placement.model import PlacementModel
from ownpath.core.placement.particles import Particles, count_together, draw_population, ready_bits, resample, sweep

_AUDIT: Final = 2**32 - 1  # names the stream of chance for the audit; no sitting has so many answers


@dataclass(frozen=True, slots=True)
class SittingOptions:
    """What is set when a sitting is begun.

    Parameters
    ----------
    seed : int
        All chance of the sitting follows from it; not negative.
    most_questions : int
        Stop after so many, the audit question not counted.
    target_error : float
        Stop once `expected_error` is at most this. Large frameworks hardly get there and stop after the most
        questions; lessons say the rest.
    grade_level : float or None
        The level, counted as in the model, at which a learner of this grade is expected to work: where the general
        ability is looked for first, within `grade_spread` levels, never a bound. None where not known.
    grade_spread : float
        Standard deviation of that, levels.
    earlier : tuple of (int, float)
        What was known before, as (competency, times likelier if mastered than if not): odds of an estimate, for
        instance. Held to 1/50 .. 50.
    audit : bool
        Whether one random claim is tested at the end by a question that changes nothing.
    """

    seed: int
    most_questions: int = 30
    target_error: float = 0.05
    grade_level: float | None = None
    grade_spread: float = 2.0
    earlier: tuple[tuple[int, float], ...] = ()
    audit: bool = True

    def __post_init__(self) -> None:
        if self.seed < 0 or self.most_questions < 0 or self.grade_spread <= 0.0:
            raise ValueError("seed and most_questions must not be negative, grade_spread must be above 0")
        if any(not odds > 0.0 for _, odds in self.earlier):
            raise ValueError("what was known before must be odds above 0")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and what came back: one of ``right``, ``wrong``, ``unknown``."""

    item: Item
    outcome: str
    is_audit: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next: an item, and whether it is the audit question, which the learner is not told."""

    item: Item
    is_audit: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """Everything about a sitting; every step gives a new one and leaves the old one as it was.

    Attributes
    ----------
    options : SittingOptions
    answers : tuple of Answer
        In the order given, the audit's last.
    particles : Particles
        Possible learners, given all answers but the audit's.
    evidence : ndarray of float, shape (n_competencies,)
        How many times likelier what was seen of each competency is if mastered than if not.
    """

    options: SittingOptions
    answers: tuple[Answer, ...]
    particles: Particles
    evidence: NDArray[np.float64] = field(repr=False)

    @property
    def n_questions(self) -> int:
        """How many answers count, the audit's left out."""
        return sum(not answer.is_audit for answer in self.answers)


def general_prior(model: PlacementModel, options: SittingOptions) -> tuple[float, float]:
    """Return mean and standard deviation of the general ability before any answer, levels from the middle."""
    wide = max(model.parameters.general_spread * model.n_levels, 0.1)
    if options.grade_level is None:
        return 0.0, wide
    return float(options.grade_level) - model.middle, min(options.grade_spread, wide)


def begin_sitting(model: PlacementModel, options: SittingOptions) -> Sitting:
    """Begin: a population drawn from the law, moved by what was known before.

    Parameters
    ----------
    model : PlacementModel
    options : SittingOptions

    Returns
    -------
    Sitting

    Raises
    ------
    ValueError
        Something known before names a competency that is not there.
    """
    evidence = np.ones(model.n_competencies)
    for competency, odds in options.earlier:
        if not 0 <= competency < model.n_competencies:
            raise ValueError(f"competency {competency} is not in the model")
        evidence[competency] = min(max(evidence[competency] * odds, 0.02), 50.0)
    middle, spread = general_prior(model, options)
    generator = np.random.default_rng([options.seed, 0])
    size = model.parameters.n_particles
    mastered, _, ability, missed = draw_population(model, generator, size, middle=middle, spread=spread)
    told = np.flatnonzero(evidence != 1.0)
    for step, place in enumerate(told):
        chosen = resample(np.where(mastered[:, place] == 1, evidence[place], 1.0), float(generator.random()))
        mastered, ability, missed = mastered[chosen], ability[chosen], missed[chosen]
        if step % 8 == 7 and step + 1 < len(told):
            so_far = np.where(np.isin(np.arange(len(evidence)), told[: step + 1]), evidence, 1.0)
            moved = sweep(
                model, mastered, ability, missed, so_far, generator, middle=middle, spread=spread, backwards=False
            )
            mastered, ability, missed = moved.mastered, moved.ability, moved.missed
    particles = sweep(
        model, mastered, ability, missed, evidence, generator, middle=middle, spread=spread, backwards=True
    )
    return Sitting(options, (), particles, evidence)


def record_answer(model: PlacementModel, sitting: Sitting, answer: Answer) -> Sitting:
    """Take an answer in: reweight, resample, move.

    Parameters
    ----------
    model : PlacementModel
        The one the sitting was begun with.
    sitting : Sitting
    answer : Answer
        An audit's answer is kept and changes nothing else.

    Returns
    -------
    Sitting

    Raises
    ------
    ValueError
        The outcome is not one of the three, or the competency is not in the model.
    """
    if answer.outcome not in OUTCOMES:
        raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}, not {answer.outcome!r}")
    place = answer.item.competency
    if not 0 <= place < model.n_competencies:
        raise ValueError(f"competency {place} is not in the model")
    answers = (*sitting.answers, answer)
    if answer.is_audit:
        return replace(sitting, answers=answers)
    if_mastered, if_not = answer.item.chances(model.parameters)[:, OUTCOMES.index(answer.outcome)]
    number = sitting.n_questions + 1
    generator = np.random.default_rng([sitting.options.seed, number])
    now = sitting.particles
    chosen = resample(np.where(now.mastered[:, place] == 1, if_mastered, if_not), float(generator.random()))
    evidence = sitting.evidence.copy()
    evidence[place] *= if_mastered / if_not
    middle, spread = general_prior(model, sitting.options)
    particles = sweep(
        model,
        now.mastered[chosen],
        now.ability[chosen],
        now.missed[chosen],
        evidence,
        generator,
        middle=middle,
        spread=spread,
        backwards=number % 2 == 0,
    )
    return Sitting(sitting.options, answers, particles, evidence)


def expected_error(sitting: Sitting) -> float:
    """Return how wrong calling each competency mastered or not is expected to be.

    Parameters
    ----------
    sitting : Sitting

    Returns
    -------
    float
        The mean of two shares: of what is mastered, what would be called not; of what is not, what would be called
        mastered. So a learner at the beginning, of whom most is clearly not mastered, is not left after five questions.
        Each share is taken of a quarter of all at least, else who has mastered all, or nothing, would never be done. 0
        without competencies.
    """
    held = sitting.particles.probability
    if not held.size:
        return 0.0
    least = held.size / 4.0
    missed = held[held < 0.5].sum() / max(held.sum(), least)
    added = (1.0 - held[held >= 0.5]).sum() / max((1.0 - held).sum(), least)
    return float(missed + added) / 2.0


def next_question(model: PlacementModel, sitting: Sitting, items: Sequence[Item]) -> Question | None:
    """Choose what to ask next. Asked twice, it says the same, so a page may be loaded again.

    Parameters
    ----------
    model : PlacementModel
    sitting : Sitting
    items : sequence of Item
        What can be asked. An item is asked once in a sitting.

    Returns
    -------
    Question or None
        Among the competencies of which least is known, the item whose answer is expected to lower the summed variance
        of what is mastered, and of what is ready, most. When the sitting has reached its end, the audit: a random one
        of those claimed; after that, or where nothing is left to ask, None.

    References
    ----------
    Cover & Thomas, Elements of Information Theory, for entropy in place of variance. The variance is taken since for
    a thing that is or is not, the part of it that an answer explains is exactly the squared covariance over the
    answer's own variance: no simulation of answers is needed.
    """
    asked = {answer.item.name for answer in sitting.answers}
    open_items = [item for item in items if item.name not in asked]
    if any(answer.is_audit for answer in sitting.answers):
        return None
    if not _is_at_its_end(sitting):
        found = _most_telling(model, sitting, open_items)
        if found is not None:
            return Question(found, False)
    if not sitting.options.audit or sitting.n_questions == 0:
        return None
    audit = _audit_item(sitting, open_items)
    return None if audit is None else Question(audit, True)


def _is_at_its_end(sitting: Sitting) -> bool:
    options = sitting.options
    return sitting.n_questions >= options.most_questions or expected_error(sitting) <= options.target_error


def _most_telling(model: PlacementModel, sitting: Sitting, items: Sequence[Item]) -> Item | None:
    numbers, now = model.parameters, sitting.particles
    times: Mapping[int, int] = _count_asked(sitting)
    at: dict[int, list[Item]] = {}
    for item in items:
        if times.get(item.competency, 0) < numbers.most_questions_each:
            at.setdefault(item.competency, []).append(item)
    if not at:
        return None
    places = np.array(sorted(at), dtype=np.int64)
    unsure = now.probability[places] * (1.0 - now.probability[places])
    places = places[np.argsort(-unsure, kind="stable")[: numbers.n_candidates]]
    both = np.concatenate([now.mastered, ready_bits(model, now)], axis=1)
    size, share = both.shape[0], both.mean(axis=0)
    together = count_together(now.mastered[:, places], both) / size - share[places][:, None] * share
    weight = np.repeat([1.0, numbers.ready_weight], model.n_competencies)
    tells = (together**2 * weight).sum(axis=1)
    rows, shown = [], []
    for row, place in enumerate(map(int, places)):
        rows += [row] * len(at[place])
        shown += at[place]
    row_of = np.array(rows, dtype=np.int64)
    chances = outcome_chances([item.slip for item in shown], [item.guess for item in shown], numbers)
    held = now.probability[places][row_of, None]
    seen = held * chances[:, 0] + (1.0 - held) * chances[:, 1]
    gain = tells[row_of] * ((chances[:, 0] - chances[:, 1]) ** 2 / seen).sum(axis=1)
    return shown[int(gain.argmax())]


def _count_asked(sitting: Sitting) -> dict[int, int]:
    times: dict[int, int] = {}
    for answer in sitting.answers:
        times[answer.item.competency] = times.get(answer.item.competency, 0) + 1
    return times


def _audit_item(sitting: Sitting, items: Sequence[Item]) -> Item | None:
    sure = sitting.particles.probability
    at: dict[int, list[Item]] = {}
    for item in items:
        at.setdefault(item.competency, []).append(item)
    places = np.array(sorted(at), dtype=np.int64)
    if not places.size:
        return None
    claimed = places[claimed_confidence(np.maximum(sure, 1.0 - sure))[places] >= CLAIM_AT]
    generator = np.random.default_rng([sitting.options.seed, _AUDIT])
    place = int(generator.choice(claimed if claimed.size else places))
    here = sorted(at[place], key=lambda item: item.name)
    return here[int(generator.integers(len(here)))]
