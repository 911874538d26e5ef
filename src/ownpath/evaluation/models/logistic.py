"""The logistic peers: performance factors (Pavlik et al. 2009) and Best-LR (Gervet et al. 2020).

Counts go in as log(1 + n), for both: with plain counts performance factors predict worse on long histories.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sklearn
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ownpath.core.mastery.responses import Responses, meetings_of
from ownpath.core.measures import RIGHT_FROM
from ownpath.evaluation.histories import Grouping


@dataclass(frozen=True, slots=True)
class FittedLogistic:
    """Coefficients, and which columns they belong to."""

    regression: Any
    with_items: bool

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """All features are counts of what came before, so one product of matrices does it."""
        predicted: np.ndarray = self.regression.predict_proba(make_matrix(held_out, with_items=self.with_items))[:, 1]
        return predicted


class _Logistic:
    name = ""
    with_items = False

    def describe(self) -> str:
        """Whose solver runs."""
        return f"scikit-learn {sklearn.__version__}, newton-cg"

    def fit(self, train: Responses) -> FittedLogistic:
        """L2 penalty with C = 1, the default of scikit-learn and of Gervet's code."""
        matrix = make_matrix(train, with_items=self.with_items)
        regression = LogisticRegression(solver="newton-cg", C=1.0, max_iter=200)
        right = train.result >= RIGHT_FROM
        if right.all() or not right.any():
            return FittedLogistic(_Always(float(right.mean()) if len(right) else 0.5), self.with_items)
        return FittedLogistic(regression.fit(matrix, right), self.with_items)


class PerformanceFactors(_Logistic):
    """Each competency's easiness, and weights for its right and its wrong responses so far."""

    name = "pfa"


class BestLogistic(_Logistic):
    """The same with items and with counts over all competencies and over the item."""

    name = "best-lr"
    with_items = True


class _Always:
    """Stands in where all training responses are of one class, which a regression refuses."""

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def predict_proba(self, matrix: Any) -> np.ndarray:
        return np.tile([1.0 - self.probability, self.probability], (matrix.shape[0], 1))


def make_matrix(responses: Responses, *, with_items: bool) -> Any:
    """One row a response; columns as the classes above name them."""
    meetings = meetings_of(responses)
    n, n_competencies = len(responses), len(responses.competency_names)
    right = (responses.result >= RIGHT_FROM).astype(float)
    by_competency = Grouping.by(responses.learner[meetings.row], meetings.competency)
    rights = by_competency.sum_before(right[meetings.row])
    wrongs = by_competency.sum_before(1.0 - right[meetings.row])
    shape = (n, n_competencies)
    columns = [
        sparse.csr_matrix((values, (meetings.row, meetings.competency)), shape=shape)
        for values in (np.ones(len(rights)), np.log1p(rights), np.log1p(wrongs))
    ]
    if with_items:
        known = responses.item >= 0
        columns.append(
            sparse.csr_matrix(
                (known[known].astype(float), (np.flatnonzero(known), responses.item[known])),
                shape=(n, len(responses.item_names)),
            )
        )
        overall = Grouping.by(responses.learner)
        by_item = Grouping.by(responses.learner, responses.item)
        counts = [np.log1p(overall.sum_before(each)) for each in (right, 1.0 - right)]
        counts += [np.log1p(by_item.sum_before(each)) * known for each in (right, 1.0 - right)]
        columns.append(sparse.csr_matrix(np.stack(counts, axis=1)))
    return sparse.hstack(columns, format="csr")
