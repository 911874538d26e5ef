"""What a model must be able to do to be measured."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ownpath.core.mastery.responses import Responses
from ownpath.evaluation.claims import Claims


class FittedModel(Protocol):
    """A model after fitting; it keeps nothing from one call to the next."""

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """The probability of each response, foretold from those of the same learner before it; shape (n,)."""
        ...


class ClaimingModel(FittedModel, Protocol):
    """A model that also says when a competency is mastered."""

    def claims(self, held_out: Responses) -> Claims:
        """After which responses it says so."""
        ...


class Model(Protocol):
    """A model before fitting."""

    name: str

    def describe(self) -> str:
        """Version and what else decides how fast and how good it is; "" if there is nothing to say."""
        ...

    def fit(self, train: Responses) -> FittedModel:
        """Fit on learners none of whom is held out."""
        ...
