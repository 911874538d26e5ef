"""The mastery estimate: difficulty anchors, a constant-size state, one pure update, a reading that explains itself.

This is the public face; the modules behind it are private. Prose, formulas and guarantees: docs/algorithms/mastery.md.
"""

from ownpath.core.mastery.anchors import Anchors, fit_anchors
from ownpath.core.mastery.demands import Demand, Seen, first_met, missing_for
from ownpath.core.mastery.estimator import Trace, begin_competency_from, replay, support, update
from ownpath.core.mastery.observation import KINDS, Observation
from ownpath.core.mastery.parameters import MODEL_NAME, MODEL_VERSION, Criterion, Parameters, default_parameters
from ownpath.core.mastery.reading import Reading, Reason, probability_at, read
from ownpath.core.mastery.state import CompetencyState, LearnerState

__all__ = [
    "KINDS",
    "MODEL_NAME",
    "MODEL_VERSION",
    "Anchors",
    "CompetencyState",
    "Criterion",
    "Demand",
    "LearnerState",
    "Observation",
    "Parameters",
    "Reading",
    "Reason",
    "Seen",
    "Trace",
    "begin_competency_from",
    "default_parameters",
    "first_met",
    "fit_anchors",
    "missing_for",
    "probability_at",
    "read",
    "replay",
    "support",
    "update",
]
