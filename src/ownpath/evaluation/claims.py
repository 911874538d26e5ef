""" "Mastered" is a claim about what comes next; here it is held against the next three responses."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from ownpath.core.mastery.responses import Responses, meetings_of
from ownpath.core.measures import RIGHT_FROM
from ownpath.evaluation.histories import Grouping

NEXT_RESPONSES = 3


@dataclass(frozen=True, slots=True)
class Claims:
    """After response `row` it is claimed that its learner has mastered `competency`."""

    row: np.ndarray
    competency: np.ndarray


@dataclass(frozen=True, slots=True)
class ClaimsTested:
    """NaN where there is no claim or nothing follows it."""

    claims: int
    of_pairs: int
    followed_responses: int
    right_after: float
    responses_before_mean: float
    responses_before_median: float

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON, which knows no NaN."""
        return {name: None if value != value else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What followed each first claim: how many of the next three there are, how many of them right, needed before."""

    n_after: np.ndarray
    right_after: np.ndarray
    needed: np.ndarray
    of_pairs: int


def follow_claims(claims: Claims, responses: Responses) -> Aftermath:
    """Look at each learner's first claim for each competency, and at what that learner did next on it."""
    meetings = meetings_of(responses)
    learner = responses.learner[meetings.row]
    grouping = Grouping.by(learner, meetings.competency)
    order = grouping.in_groups
    row, competency = meetings.row[order], meetings.competency[order]
    n = len(order)
    first = np.maximum.accumulate(np.where(grouping.begins, np.arange(n), 0))
    last = np.append(np.flatnonzero(grouping.begins), n)[np.cumsum(grouping.begins)] if n else first
    claimed = np.zeros(n, dtype=bool)
    key = row * max(1, len(responses.competency_names)) + competency
    by_key = np.argsort(key)
    wanted = np.asarray(claims.row, dtype=np.int64) * max(1, len(responses.competency_names)) + claims.competency
    place = np.searchsorted(key[by_key], wanted)
    found = (place < n) & (key[by_key][np.minimum(place, n - 1)] == wanted) if n else np.zeros(len(wanted), dtype=bool)
    if not bool(found.all()):
        raise ValueError("a claim must name a response and one of its competencies")
    claimed[by_key[place]] = True
    earlier = np.cumsum(claimed) - claimed
    claimed &= earlier == earlier[first]
    at = np.flatnonzero(claimed)
    until = np.minimum(at + 1 + NEXT_RESPONSES, last[at])
    rights = np.concatenate(([0.0], np.cumsum(responses.result[row])))
    return Aftermath(until - at - 1, rights[until] - rights[at + 1], at - first[at] + 1, int(np.sum(grouping.begins)))


def summarise_claims(parts: list[Aftermath]) -> ClaimsTested:
    """Bring together what was seen in all folds."""
    n_after = np.concatenate([part.n_after for part in parts])
    right = np.concatenate([part.right_after for part in parts])
    needed = np.concatenate([part.needed for part in parts])
    nothing = float("nan")
    followed = int(n_after.sum())
    return ClaimsTested(
        claims=len(needed),
        of_pairs=sum(part.of_pairs for part in parts),
        followed_responses=followed,
        right_after=float(right.sum()) / followed if followed else nothing,
        responses_before_mean=float(needed.mean()) if len(needed) else nothing,
        responses_before_median=float(np.median(needed)) if len(needed) else nothing,
    )


def claim_after_in_a_row(responses: Responses, length: int) -> Claims:
    """Claim after so many right responses on a competency in a row."""
    meetings = meetings_of(responses)
    grouping = Grouping.by(responses.learner[meetings.row], meetings.competency)
    right = (responses.result >= RIGHT_FROM)[meetings.row].astype(float)
    in_a_row = right * (1.0 + _run_before(grouping, right))
    reached = np.flatnonzero(in_a_row >= length)
    return Claims(meetings.row[reached], meetings.competency[reached])


def _run_before(grouping: Grouping, right: np.ndarray) -> np.ndarray:
    """How many right ones in a row came just before."""
    return np.rint(grouping.faded_sum_before(np.ones(len(right)), _kept_if_right(grouping, right)))


def _kept_if_right(grouping: Grouping, right: np.ndarray) -> np.ndarray:
    return grouping.value_before(right, 0.0)
