"""The models that are measured, by the names the command takes."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass

from ownpath.evaluation.models.protocol import Model
from ownpath.foundation.errors import OwnpathError


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a model is made, and the packages it needs beyond our own."""

    module: str
    maker: str
    packages: tuple[str, ...]


MODELS = {
    "ownpath": Entry("own", "OwnModel", ()),
    "pybkt": Entry("knowledge_tracing", "KnowledgeTracing", ("pyBKT.models",)),
    "pfa": Entry("logistic", "PerformanceFactors", ("sklearn.linear_model", "scipy.sparse")),
    "best-lr": Entry("logistic", "BestLogistic", ("sklearn.linear_model", "scipy.sparse")),
    "elo": Entry("elo", "Elo", ()),
    "lightgbm": Entry("boosting", "Boosting", ("lightgbm",)),
}


class ModelNotInstalled(OwnpathError):
    """The packages of a peer are not there."""


def refuse_unknown(names: Iterable[str]) -> None:
    """Before anything runs, name a model that is not there."""
    for name in names:
        if name not in MODELS:
            raise OwnpathError(f"There is no model {name}. There are: {', '.join(MODELS)}.")


def make_model(name: str) -> Model:
    """A model by its name."""
    entry = MODELS[name]
    for package in entry.packages:
        try:
            importlib.import_module(package)
        except Exception as error:
            reason = str(error) or type(error).__name__
            raise ModelNotInstalled(
                f"{name} is left out: {package.split('.')[0]} cannot be used ({reason}). Install the peers with: "
                "python3 run peers"
            ) from error
    made: Model = getattr(importlib.import_module(f"ownpath.evaluation.models.{entry.module}"), entry.maker)()
    return made
