"""The whole comparison: every model on the same folds, what it predicted, what it claimed, what it cost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ownpath.core.mastery.responses import Responses
from ownpath.core.measures import Bin, reliability
from ownpath.evaluation.claims import ClaimsTested, summarise_claims
from ownpath.evaluation.folds import Fold, deal_folds, folds_from_split
from ownpath.evaluation.measuring import ModelLeftOut, ModelRun, run_in_a_row, run_model, store_for_children
from ownpath.evaluation.metrics import Metrics, measure
from ownpath.evaluation.models import refuse_unknown
from ownpath.evaluation.responses_file import ReadFile
from ownpath.foundation.errors import OwnpathError

SEED = 20_261_124
RULE_NAMES = {"pybkt": "pybkt P(known) >= .95"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One model: pooled over all held-out responses, and fold by fold."""

    name: str
    description: str
    metrics: Metrics
    by_fold: dict[str, Metrics]
    bins: list[Bin]
    cost: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that a run found out."""

    data: dict[str, Any]
    folds: list[str]
    models: list[Measured]
    claims: dict[str, ClaimsTested]
    left_out: list[str]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "data": self.data,
            "folds": self.folds,
            "models": [
                {
                    "name": each.name,
                    "description": each.description,
                    **each.metrics.as_dict(),
                    **each.cost,
                    "by_fold": {name: metrics.as_dict() for name, metrics in each.by_fold.items()},
                    "reliability": [asdict(bin_) for bin_ in each.bins],
                }
                for each in self.models
            ],
            "claims": {rule: tested.as_dict() for rule, tested in self.claims.items()},
            "left_out": self.left_out,
        }


def evaluate_models(
    read: ReadFile,
    *,
    models: Sequence[str],
    n_folds: int = 5,
    seed: int = SEED,
    tell: Callable[[str], None] = lambda text: None,
) -> Evaluation:
    """Fit each model on all folds but one, foretell that one, in turn."""
    refuse_unknown(models)
    responses = read.responses
    folds = (
        folds_from_split(read.split_of_learner)
        if read.split_of_learner is not None
        else deal_folds(responses.learner_names, n_folds=n_folds, seed=seed)
    )
    measured, left_out = [], []
    claims: dict[str, ClaimsTested] = {}
    with tempfile.TemporaryDirectory(prefix="ownpath-evaluate-") as name:
        store_for_children(Path(name), responses, folds)
        for model in models:
            tell(f"{model}: fitting and foretelling {len(folds)} folds")
            run = run_model(Path(name), model)
            if isinstance(run, ModelLeftOut):
                tell(run.reason)
                left_out.append(run.reason)
                continue
            measured.append(_measured(run, responses, folds))
            claims |= {RULE_NAMES.get(rule, rule): summarise_claims(parts) for rule, parts in run.claims.items()}
    if not measured:
        raise OwnpathError("No model could be run. " + " ".join(left_out))
    claims |= {rule: summarise_claims(parts) for rule, parts in run_in_a_row(responses, folds).items()}
    return Evaluation(describe_data(read), [fold.name for fold in folds], measured, claims, left_out)


def describe_data(read: ReadFile) -> dict[str, Any]:
    """How much of what there is."""
    responses = read.responses
    counts = np.bincount(responses.learner, minlength=responses.n_learners)
    return {
        "responses": len(responses),
        "learners": responses.n_learners,
        "items": len(responses.item_names),
        "competencies": len(responses.competency_names),
        "fewest_of_a_learner": int(counts.min()),
        "most_of_a_learner": int(counts.max()),
        "right": float(np.mean(responses.result)),
        "with_time": float(np.mean(np.isfinite(responses.moment_seconds))),
        "notes": list(read.notes),
    }


def _measured(run: ModelRun, responses: Responses, folds: list[Fold]) -> Measured:
    held = run.fold_of_row >= 0
    return Measured(
        run.name,
        run.description,
        measure(run.predicted[held], responses.result[held]),
        {
            fold.name: measure(run.predicted[run.fold_of_row == place], responses.result[run.fold_of_row == place])
            for place, fold in enumerate(folds)
        },
        reliability(run.predicted[held], responses.result[held]),
        run.cost,
    )
