"""Rubric levels: an ordered logit in which the severity of the rater is learned, and what it expects of a rating."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.mastery.ratings_agreement import sheets_in_turn, whole_columns
from ownpath.core.mastery.ratings_fit import TO_PREDICT, Knobs, Rows, first_knobs, fit_knobs, moments, settle
from ownpath.core.mastery.ratings_parameters import RatingParameters, knobs_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_LEVELS: Final = 12
_FOLDS: Final = 3
_FOLD_ROUNDS: Final = 40  # enough to compare


def fit_ratings(
    learner: ArrayLike,
    criterion: ArrayLike,
    rater: ArrayLike,
    level: ArrayLike,
    *,
    n_levels: ArrayLike | None = None,
    n_raters: int | None = None,
    spread: bool | None = None,
    most_rounds: int = 200,
    tolerance: float = 1e-3,
) -> RatingParameters:
    """Learn criteria, thresholds, raters and how much of a rating is the learner's, from rubric ratings.

    A rating of learner l on criterion c by rater r is an ordered logit of

        ability_l + own_lc + shift_lr - difficulty_c - severity_r - deviation_rc - threshold_ck - spread_r * fan_ck

    with normal ability, own part and shift (what one rater's ratings of one learner share: a halo), and normal
    severity, deviation and spread, all variances learned. Beliefs about learners are Gaussian, the closest ones in the
    sense of Kullback-Leibler (variational EM); severity and deviation are found together, thresholds by Newton steps
    under priors.

    Parameters
    ----------
    learner, criterion, rater : array_like of int, shape (n,)
        Numbers from 0. Where ability may have changed between two pieces of work, give each piece its own number.
    level : array_like of int, shape (n,)
        From 1 to K of the criterion.
    n_levels : array_like of int, shape (n_criteria,), or None
        K of each criterion, 2 to 12. None: the highest level given, at least 2. Levels nobody gave are allowed.
    n_raters : int or None
        None: as many as are named.
    spread : bool or None
        Whether raters differ in spread. None: whatever predicts better when each third of the learners is predicted
        from the others (log loss of one rater's sheet from another's); False where nobody was rated twice.
    most_rounds : int
        Rounds of EM, at least 1.
    tolerance : float
        Logits; rounds end once nothing moves by more.

    Returns
    -------
    RatingParameters
        Same bits for any order of rows. Without ratings: evenly spaced thresholds, raters all alike.

    Raises
    ------
    ValueError
        If lengths differ, a number is negative, or a level lies outside 1..K.

    References
    ----------
    Samejima (1969), Estimation of latent ability using a response pattern of graded scores: the ordered logit.
    Linacre (1989), Many-facet Rasch measurement: severity. We deviate: adjacent levels there, cumulative ones here;
    raters are shrunk, and the halo is a part of the model.
    Khan, Lin (2017), Conjugate-computation variational inference, AISTATS: the Gaussian sites, here damped by half.
    """
    columns = whole_columns(learner, criterion, rater, level)
    if min(int(part.min(initial=0)) for part in columns[:3]) < 0:
        raise ValueError("learner, criterion and rater are numbered from 0")
    counts = _level_counts(columns[1], columns[3], n_levels)
    named = int(columns[2].max(initial=-1)) + 1
    if n_raters is not None and n_raters < named:
        raise ValueError(f"rater {named - 1} is beyond n_raters={n_raters}")
    rows = _in_order(*columns)
    all_raters = named if n_raters is None else n_raters
    if spread is None:
        spread = _spread_helps(rows, counts, all_raters, min(most_rounds, _FOLD_ROUNDS), tolerance)
    return _fit(rows, counts, all_raters, spread, most_rounds, tolerance)


def expected_levels(
    parameters: RatingParameters,
    learner: ArrayLike,
    criterion: ArrayLike,
    rater: ArrayLike,
    level: ArrayLike,
    asked_learner: ArrayLike,
    asked_criterion: ArrayLike,
    asked_rater: ArrayLike,
) -> Floats:
    """Return how likely each level is in ratings not yet given, from other ratings of the same learners.

    Parameters
    ----------
    parameters : RatingParameters
    learner, criterion, rater, level : array_like of int, shape (m,)
        What is known. Learners need not be those fitted on; their numbers only tell who is who. Rater -1 is one about
        whom nothing is known. May be empty.
    asked_learner, asked_criterion, asked_rater : array_like of int, shape (n,)
        The ratings asked about. A learner without known ratings is as any other.

    Returns
    -------
    ndarray of float64, shape (n, max K)
        Column j is level j + 1. Rows sum to 1; 0 beyond the levels of the criterion. In the order asked; (0, max K)
        where nothing is asked.

    Raises
    ------
    ValueError
        If lengths differ, or a learner, criterion, rater or level is not one of the parameters'.
    """
    asked, mean, variance, knobs = _ask(
        parameters, (learner, criterion, rater, level), (asked_learner, asked_criterion, asked_rater)
    )
    return _level_probabilities(knobs, asked[1], asked[2], mean, variance)


def estimate_abilities(
    parameters: RatingParameters,
    learner: ArrayLike,
    criterion: ArrayLike,
    rater: ArrayLike,
    level: ArrayLike,
    asked_learner: ArrayLike,
    asked_criterion: ArrayLike,
) -> tuple[Floats, Floats]:
    """Return each asked learner's ability on a criterion (shared and own part), as a normal belief.

    Parameters
    ----------
    parameters : RatingParameters
    learner, criterion, rater, level : array_like of int, shape (m,)
        What is known, as in `expected_levels`.
    asked_learner, asked_criterion : array_like of int, shape (n,)

    Returns
    -------
    mean, variance : ndarray of float64, shape (n,)
        Logits, and logits squared. Without known ratings 0 and the variance of learners. Empty where nothing is asked.

    Raises
    ------
    ValueError
        As in `expected_levels`.
    """
    names = np.asarray(asked_learner, dtype=np.int64)
    # A sheet nobody has seen: its shift is known to be 0 on average, and its variance is taken off again.
    nobody = np.full(names.shape, len(parameters.severity) + 1)
    _, mean, variance, _ = _ask(
        parameters, (learner, criterion, rater, level), (names, asked_criterion, nobody), unseen_sheets=True
    )
    return mean, np.maximum(variance - parameters.sheet_variance, 0.0)


def _in_order(learner: Ints, criterion: Ints, rater: Ints, level: Ints) -> Rows:
    order = np.lexsort((level, criterion, rater, learner))
    # Names of learners say nothing but who is who; without gaps the keys of cells stay small.
    names = np.unique(learner[order], return_inverse=True)[1].astype(np.int64)
    return Rows(names, criterion[order], rater[order], level[order])


def _level_counts(criterion: Ints, level: Ints, n_levels: ArrayLike | None) -> Ints:
    if len(level) and int(level.min()) < 1:
        raise ValueError(f"levels begin at 1, one is {int(level.min())}")
    named = int(criterion.max(initial=-1)) + 1
    highest = np.full(named, 2, dtype=np.int64)
    np.maximum.at(highest, criterion, level)
    counts = highest if n_levels is None else np.asarray(n_levels, dtype=np.int64)
    if counts.ndim != 1 or len(counts) < named or np.any(highest > counts[:named]) or np.any(counts < 2):
        raise ValueError("n_levels must give each criterion as many levels as it has, at least 2")
    if len(counts) and int(counts.max()) > MOST_LEVELS:
        raise ValueError(f"a criterion has at most {MOST_LEVELS} levels, one has {int(counts.max())}")
    return counts


def _fit(rows: Rows, counts: Ints, n_raters: int, spread: bool, most_rounds: int, tolerance: float) -> RatingParameters:
    knobs = first_knobs(counts, n_raters, spread)
    fit_knobs(rows, knobs, most_rounds, tolerance)
    met = np.bincount(rows.rater, minlength=n_raters) > 0
    width = knobs.cuts.shape[1]
    inside = np.isfinite(knobs.cuts[:, 1 : width - 1])
    cuts = np.where(inside, knobs.cuts[:, 1 : width - 1], 0.0)
    difficulty = cuts.sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    return RatingParameters(
        n_levels=counts,
        difficulty=difficulty,
        thresholds=np.where(inside, cuts - difficulty[:, None], np.inf),
        severity=knobs.severity,
        deviation=knobs.pair,
        spread=knobs.spread,
        severity_error=np.where(met, knobs.severity_error, knobs.severity_variance),
        deviation_error=np.where(met[:, None], knobs.pair_error, knobs.pair_variance),
        learner_variance=knobs.learner_variance,
        criterion_variance=knobs.criterion_variance,
        sheet_variance=knobs.sheet_variance,
        severity_variance=knobs.severity_variance,
        deviation_variance=knobs.pair_variance,
        spread_variance=knobs.spread_variance if spread else 0.0,
        count=len(rows),
    )


def _ask(
    p: RatingParameters,
    known: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike],
    asked: tuple[ArrayLike, ArrayLike, ArrayLike],
    unseen_sheets: bool = False,
) -> tuple[list[Ints], Floats, Floats, Knobs]:
    """Return the asked rows, and the belief about each one's logit."""
    given, wanted = whole_columns(*known), whole_columns(*asked)
    n_raters, n_criteria = len(p.severity), len(p.n_levels)
    criteria = np.concatenate([given[1], wanted[1]])
    raters = np.concatenate([given[2], wanted[2]])
    if len(criteria) and not (int(criteria.min()) >= 0 and int(criteria.max()) < n_criteria):
        raise ValueError("a criterion is not one of the parameters'")
    named = given[2] if unseen_sheets else raters
    if len(named) and not (int(named.min()) >= -1 and int(named.max()) < n_raters):
        raise ValueError("a rater is neither one of the parameters' nor -1")
    if len(given[3]) and (int(given[3].min()) < 1 or np.any(given[3] > p.n_levels[given[1]])):
        raise ValueError("a level is not one of its criterion's")
    learners = np.concatenate([given[0], wanted[0]])
    if len(learners) and int(learners.min()) < 0:
        raise ValueError("learners are numbered from 0")
    knobs = knobs_of(p)
    raters[raters < 0] = n_raters
    if unseen_sheets:
        knobs.severity_error = np.append(knobs.severity_error, 0.0)
    levels = np.concatenate([given[3], np.zeros(len(wanted[0]), dtype=np.int64)])
    order = np.lexsort((levels, criteria, raters, learners))
    belief = settle(_in_order(learners, criteria, raters, levels), knobs, 400, 1e-7)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    here = place[len(given[0]) :]
    return [wanted[0], wanted[1], raters[len(given[0]) :]], belief.mean[here], belief.variance[here], knobs


def _level_probabilities(knobs: Knobs, criterion: Ints, rater: Ints, mean: Floats, variance: Floats) -> Floats:
    width = knobs.cuts.shape[1]
    cuts = knobs.cuts[criterion] + (knobs.severity[rater] + knobs.pair[rater, criterion])[:, None]
    cuts = cuts + knobs.spread[rater][:, None] * knobs.fan[criterion]
    wide = variance + knobs.pair_error[rater, criterion]
    at_least = np.empty((len(mean), width))
    for k in range(width):
        at_least[:, k] = moments(mean, wide, cuts[:, k], TO_PREDICT)[0]
    chance = np.maximum(at_least[:, :-1] - at_least[:, 1:], 0.0)
    total = chance.sum(axis=1, keepdims=True)
    return chance / np.where(total > 0.0, total, 1.0)


def _spread_helps(rows: Rows, counts: Ints, n_raters: int, most_rounds: int, tolerance: float) -> bool:
    """Predict one rater's sheet from another's, for each third of the learners from the other two."""
    if not len(rows) or int(counts.max()) < 3:
        return False
    loss = np.zeros(2)
    fold = rows.learner % _FOLDS
    for held_out in range(_FOLDS):
        known, asked, truth = sheets_in_turn(*rows.where(fold == held_out).columns())
        if not len(truth):
            continue
        train = _in_order(*rows.where(fold != held_out).columns())
        for which in (0, 1):
            parameters = _fit(train, counts, n_raters, bool(which), most_rounds, tolerance)
            chance = expected_levels(parameters, *known, *asked)
            loss[which] -= np.log(np.maximum(chance[np.arange(len(truth)), truth - 1], 1e-12)).sum()
    return bool(loss[1] < loss[0])
