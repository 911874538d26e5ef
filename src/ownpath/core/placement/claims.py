"""How sure a placement may say it is, and how often it was right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Set on simulated learners of several laws, with wrong edges and wrong slips among them (benchmarks/placement.py).
CLAIM_SLOPE: Final = 0.8
MOST_CLAIMED: Final = 0.97
CLAIM_AT: Final = 0.9


def claimed_confidence(probability: ArrayLike) -> NDArray[np.float64]:
    """Say how sure a claim may be called, given what the particles hold.

    Parameters
    ----------
    probability : array_like of float
        Share of the possible learners for whom the claim is true, 0 to 1; any shape.

    Returns
    -------
    ndarray of float, the same shape
        Nearer to 1/2, by a factor in logits, and never above .97 or below .03: the law is not quite that of any real
        learner, and answers cannot tell by how much. Rises with the probability.
    """
    share = np.clip(np.asarray(probability, dtype=np.float64), 1e-6, 1.0 - 1e-6)
    drawn_in = 1.0 / (1.0 + np.exp(-CLAIM_SLOPE * np.log(share / (1.0 - share))))
    bounded: NDArray[np.float64] = np.clip(drawn_in, 1.0 - MOST_CLAIMED, MOST_CLAIMED)
    return bounded


@dataclass(frozen=True, slots=True)
class Audit:
    """One claim that was tested by a question which changed nothing.

    Attributes
    ----------
    says_mastered : bool
        The claim: mastered, or not yet.
    confidence : float
        As claimed.
    was_right : bool
        Whether the question was done right.
    slip, guess : float
        Of the question.
    """

    says_mastered: bool
    confidence: float
    was_right: bool
    slip: float
    guess: float


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What audits come to.

    Attributes
    ----------
    n_claims : int
    n_agreed : int
        The answer agreed: right where mastered was claimed, not right where not yet was.
    expected_agreed : float
        What would agree on average if claims were as sure as they say, slips and guesses counted.
    too_low : float
        Chance of so few or fewer if they were; small values say that claims are too sure. 1 without claims.
    """

    n_claims: int
    n_agreed: int
    expected_agreed: float
    too_low: float


def report_audits(audits: Iterable[Audit]) -> AuditReport:
    """Count how often claims were right.

    Parameters
    ----------
    audits : iterable of Audit
        The last 200, for instance.

    Returns
    -------
    AuditReport
        The chance is exact: the law of a sum of independent things that each happen or not with a chance of its own.

    References
    ----------
    Fernandez & Williams (2010), Closed-form expression for the Poisson-binomial probability density function, IEEE
    Trans. Aerospace and Electronic Systems 46(2); here by adding one claim after the other.
    """
    law, agreed, count = np.ones(1), 0, 0
    for each in audits:
        if_true = 1.0 - each.slip if each.says_mastered else 1.0 - each.guess
        if_false = each.guess if each.says_mastered else each.slip
        chance = each.confidence * if_true + (1.0 - each.confidence) * if_false
        law = np.convolve(law, [1.0 - chance, chance])
        agreed += each.was_right == each.says_mastered
        count += 1
    expected = float(law @ np.arange(count + 1))
    return AuditReport(count, agreed, expected, float(min(law[: agreed + 1].sum(), 1.0)) if count else 1.0)


def check_claims(
    confidence: ArrayLike, is_true: ArrayLike, bounds: Sequence[float] = (0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
) -> list[tuple[float, float, int]]:
    """Compare what was claimed with what was so, where the truth is known: on simulated learners.

    Parameters
    ----------
    confidence : array_like of float, shape (n_claims,)
    is_true : array_like of bool, shape (n_claims,)
    bounds : sequence of float
        The bins, each with its upper bound.

    Returns
    -------
    list of (float, float, int)
        Mean claimed, share true, count; bins without a claim are left out.
    """
    said, true = np.asarray(confidence, dtype=np.float64), np.asarray(is_true, dtype=bool)
    rows = []
    for low, high in pairwise(bounds):
        inside = (said > low) & (said <= high) if low > bounds[0] else (said >= low) & (said <= high)
        if inside.any():
            rows.append((float(said[inside].mean()), float(true[inside].mean()), int(inside.sum())))
    return rows
