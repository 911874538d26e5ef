"""Next steps: what a learner could take up, deepen or refresh, each with what speaks for it.

This is the public face; the modules behind it are private. Prose, guarantees and a worked example:
docs/algorithms/next-steps.md.
"""

from ownpath.core.recommendation.landscape import Landscape, make_landscape
from ownpath.core.recommendation.ranking import (
    Due,
    LearnerNow,
    Limits,
    NextSteps,
    Reason,
    Step,
    rank_next_steps,
    score_ready,
)

__all__ = [
    "Due",
    "Landscape",
    "LearnerNow",
    "Limits",
    "NextSteps",
    "Reason",
    "Step",
    "make_landscape",
    "rank_next_steps",
    "score_ready",
]
