"""Our own model, through the same door as every other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery import MODEL_VERSION, Criterion, Parameters
from ownpath.core.mastery.responses import Responses
from ownpath.evaluation.claims import Claims


@dataclass(slots=True)
class FittedOwn:
    """Predictions and claims come out of one walk through the responses, which is remembered for the claims."""

    parameters: Parameters
    criterion: Criterion

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """Foretell each response, then learn from it."""
        from ownpath.core.mastery import batch

        return np.asarray(batch.follow(held_out, self.parameters, self.criterion).predicted, dtype=float)

    def claims(self, held_out: Responses) -> Claims:
        """Where the estimate proposes "attained"."""
        from ownpath.core.mastery import batch

        followed = batch.follow(held_out, self.parameters, self.criterion)
        return Claims(np.asarray(followed.claimed_row), np.asarray(followed.claimed_competency))


class OwnModel:
    """Ownpath's estimate with parameters fitted on the training learners."""

    name = "ownpath"

    def describe(self) -> str:
        """The version of the estimate."""
        return f"version {MODEL_VERSION}"

    def fit(self, train: Responses) -> FittedOwn:
        """Fit as `ownpath fit` does."""
        from ownpath.core.mastery import batch

        return FittedOwn(batch.fit(train), Criterion())
