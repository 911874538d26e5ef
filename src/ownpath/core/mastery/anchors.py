"""Difficulty anchors: an online 1PL in which items shrink to their competencies and competencies to the whole.

`calibration` finds the same for a fit, in several passes over chunks of whole learners, cross-fitted. Here each row is
seen once, while an import checks it, and is not kept; what comes out is stored with evidence, so its bits stay.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

LEARNER_VARIANCE: Final = 1.0
COMPETENCY_VARIANCE: Final = 0.5
ITEM_VARIANCE: Final = 0.8
LEARNER_DECAY: Final = 0.99
_GLOBAL_VARIANCE: Final = 4.0
_FORMAT: Final = "ownpath-anchors-1"


@dataclass(frozen=True, slots=True)
class Anchors:
    """Difficulties in logits: the learner whose ability is that of the middle of the data is at 0.

    Attributes
    ----------
    overall : float
        Difficulty of a task about which nothing is known.
    by_competency : dict of str to float
        How much harder than `overall` each competency's tasks are.
    by_item : dict of str to float
        How much harder than its competencies each item is.
    count : int
        Responses fitted to.
    """

    overall: float = 0.0
    by_competency: dict[str, float] = field(default_factory=dict)
    by_item: dict[str, float] = field(default_factory=dict)
    count: int = 0

    def difficulty(self, item: str | None, competencies: tuple[str, ...]) -> float:
        """Return the difficulty of a task, its competencies included.

        Parameters
        ----------
        item : str or None
            Unknown or None: the task starts from its competencies.
        competencies : tuple of str
            Unknown ones count as middling.

        Returns
        -------
        float
            Logits.
        """
        total = self.overall
        if competencies:
            known = self.by_competency
            part = 0.0
            for competency in competencies:
                part += known.get(competency, 0.0)
            total += part / len(competencies)
        return total if item is None else total + self.by_item.get(item, 0.0)

    def competency_difficulty(self, competency: str) -> float:
        """Return the difficulty of the reference task of a competency, in logits."""
        return self.overall + self.by_competency.get(competency, 0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; `from_dict` reads them back exactly."""
        return {
            "format": _FORMAT,
            "overall": self.overall,
            "by_competency": dict(self.by_competency),
            "by_item": dict(self.by_item),
            "count": self.count,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Anchors:
        """Read what `to_dict` gave.

        Raises
        ------
        ValueError
            If the values are of another form.
        """
        if values.get("format") != _FORMAT:
            raise ValueError(f"not anchors of the form {_FORMAT}")
        return cls(
            float(values["overall"]),
            {str(key): float(value) for key, value in values["by_competency"].items()},
            {str(key): float(value) for key, value in values["by_item"].items()},
            int(values["count"]),
        )


def fit_anchors(responses: Iterable[tuple[Hashable, str | None, tuple[str, ...], float]]) -> Anchors:
    """Fit difficulties in one pass over responses in time order.

    Each number keeps the information it has gathered; a residual is shared out in proportion to what is still
    uncertain (a diagonal extended Kalman filter of the 1PL), which is how an item with few responses stays with its
    competency. Memory grows with learners, items and competencies, not with responses.

    Parameters
    ----------
    responses : iterable of (learner, item or None, competencies, result)
        `result` from 0 to 1. Rows of one learner come in the order they happened; learners may be mixed.

    Returns
    -------
    Anchors
        All zero where there are no responses.

    Raises
    ------
    ValueError
        If a result lies outside 0..1.

    References
    ----------
    Pelanek (2016), Applications of the Elo rating system in adaptive educational systems, Computers & Education 98.
    We deviate: gains follow gathered information instead of a fixed falling function, and items hang under
    competencies under one overall difficulty.
    """
    learners: dict[Hashable, list[float]] = {}
    items: dict[str, list[float]] = {}
    known: dict[str, list[float]] = {}
    overall, overall_precision = 0.0, 1.0 / _GLOBAL_VARIANCE
    count = 0
    exp = math.exp
    for learner, item, competencies, result in responses:
        if not 0.0 <= result <= 1.0:
            raise ValueError(f"result must lie between 0 and 1, is {result} (response {count + 1})")
        count += 1
        # Each entry is [value, precision].
        ability = learners.get(learner)
        if ability is None:
            ability = learners[learner] = [0.0, 1.0 / LEARNER_VARIANCE]
        logit = ability[0] - overall
        variance = 1.0 / ability[1] + 1.0 / overall_precision
        parts = []
        if competencies:
            part = 1.0 / len(competencies)
            for name in competencies:
                entry = known.get(name)
                if entry is None:
                    entry = known[name] = [0.0, 1.0 / COMPETENCY_VARIANCE]
                parts.append(entry)
                logit -= part * entry[0]
                variance += part * part / entry[1]
        own = None
        if item is not None:
            own = items.get(item)
            if own is None:
                own = items[item] = [0.0, 1.0 / ITEM_VARIANCE]
            logit -= own[0]
            variance += 1.0 / own[1]
        logit = min(max(logit, -30.0), 30.0)
        probability = 1.0 / (1.0 + exp(-logit))
        information = probability * (1.0 - probability)
        step = (result - probability) / (1.0 + information * variance)
        ability[0] += step / ability[1]
        ability[1] = (ability[1] - 1.0 / LEARNER_VARIANCE) * LEARNER_DECAY + 1.0 / LEARNER_VARIANCE + information
        overall -= step / overall_precision
        overall_precision += information
        for entry in parts:
            entry[0] -= part * step / entry[1]
            entry[1] += part * part * information
        if own is not None:
            own[0] -= step / own[1]
            own[1] += information
    return Anchors(
        overall,
        {name: entry[0] for name, entry in known.items()},
        {name: entry[0] for name, entry in items.items()},
        count,
    )
