"""Gradient boosting by LightGBM: the strong peer that explains nothing.

Difficulties are fitted across learners: a training learner's features come from the other learners, else the trees
would trust them too much. The number of trees is found on a tenth of the training learners, then all of them are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from ownpath.core.mastery.responses import Responses
from ownpath.evaluation.models.difficulties import Difficulties, fit_difficulties
from ownpath.evaluation.models.features import history_columns

CROSS_FITS = 5
SEED = 20_261_124
MOST_TREES, PATIENCE = 2000, 60
SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.04,
    "num_leaves": 47,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 255,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": SEED,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class FittedBoosting:
    """Trees, and the difficulties that their features rest on."""

    trees: Any
    difficulties: Difficulties

    def predict_in_order(self, held_out: Responses) -> np.ndarray:
        """All features look back, so all responses can be foretold at once."""
        columns = self.difficulties.columns(held_out)
        columns |= history_columns(held_out, columns["easiness"])
        return np.asarray(self.trees.predict(_matrix(columns)), dtype=float)


class Boosting:
    """About fifty features, boosted trees."""

    name = "lightgbm"

    def describe(self) -> str:
        """The version."""
        return f"LightGBM {lightgbm.__version__}"

    def fit(self, train: Responses) -> FittedBoosting:
        """Cross-fit difficulties, find the number of trees, fit on all."""
        dealt = np.random.default_rng(SEED).permutation(train.n_learners)
        columns = self._cross_fitted(train, (dealt % CROSS_FITS)[train.learner])
        columns |= history_columns(train, columns["easiness"])
        matrix = _matrix(columns)
        check = (dealt % 10 == 9)[train.learner]
        n_trees = 200
        if bool(check.any()) and not bool(check.all()):
            begin = lightgbm.Dataset(matrix[~check], train.result[~check], free_raw_data=True)
            held_out = lightgbm.Dataset(matrix[check], train.result[check], reference=begin)
            stop = lightgbm.early_stopping(PATIENCE, verbose=False)
            found = lightgbm.train(SETTINGS, begin, MOST_TREES, valid_sets=[held_out], callbacks=[stop])
            n_trees = max(1, found.best_iteration)
        trees = lightgbm.train(SETTINGS, lightgbm.Dataset(matrix, train.result), n_trees)
        return FittedBoosting(trees, fit_difficulties(train, np.ones(len(train), dtype=bool)))

    def _cross_fitted(self, train: Responses, part_of_row: np.ndarray) -> dict[str, np.ndarray]:
        columns: dict[str, np.ndarray] = {}
        for part in range(CROSS_FITS):
            own = part_of_row == part
            if not own.any():
                continue
            for name, values in fit_difficulties(train, ~own).columns(train).items():
                columns.setdefault(name, np.empty(len(train)))[own] = values[own]
        return columns


def _matrix(columns: dict[str, np.ndarray]) -> np.ndarray:
    return np.stack([values.astype(np.float32) for values in columns.values()], axis=1)
