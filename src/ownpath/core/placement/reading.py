"""What a sitting says about each competency, how surely, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ownpath.core.placement.claims import CLAIM_AT, claimed_confidence
from ownpath.core.placement.model import PlacementModel
from ownpath.core.placement.reasons import PlacementReason, explain
from ownpath.core.placement.sitting import Sitting

STATUSES: Final = ("mastered", "ready", "not_yet", "unsure")
READY_AT: Final = 0.5


@dataclass(frozen=True, slots=True)
class PlacementReading:
    """What is said about one competency.

    Attributes
    ----------
    competency : int
    status : str
        ``mastered`` or ``not_yet`` where that may be claimed with .9 or more, ``ready`` where it is likelier than not
        that everything required is mastered, this is not, and it is within reach; else ``unsure``. A competency that is
        ready is also not mastered: ready goes before not yet.
    confidence : float
        Of the status, 0 to 1, as it may be claimed. Of ``unsure`` that of the likelier of mastered and not.
    probability : float
        P(mastered) as the particles hold it, before it is drawn in.
    ready : float
        P(ready).
    reasons : tuple of PlacementReason
        The answers that bear on it most; empty where no answer says much.
    """

    competency: int
    status: str
    confidence: float
    probability: float
    ready: float
    reasons: tuple[PlacementReason, ...]


def read_sitting(model: PlacementModel, sitting: Sitting) -> list[PlacementReading]:
    """Read what a sitting says, at any moment of it.

    Parameters
    ----------
    model : PlacementModel
    sitting : Sitting

    Returns
    -------
    list of PlacementReading, length n_competencies
    """
    now = sitting.particles
    held, not_held = claimed_confidence(now.probability), claimed_confidence(1.0 - now.probability)
    open_now = np.minimum(now.ready, claimed_confidence(now.ready))
    reasons = explain(model, sitting)
    readings = []
    for place in range(model.n_competencies):
        if held[place] >= CLAIM_AT:
            status, sure = "mastered", held[place]
        elif open_now[place] >= READY_AT:
            status, sure = "ready", open_now[place]
        elif not_held[place] >= CLAIM_AT:
            status, sure = "not_yet", not_held[place]
        else:
            status, sure = "unsure", max(held[place], not_held[place])
        readings.append(
            PlacementReading(
                place,
                status,
                float(sure),
                float(now.probability[place]),
                float(now.ready[place]),
                reasons[place],
            )
        )
    return readings
