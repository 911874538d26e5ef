"""Review: how long what was attained is likely to last, what to refresh, and how much of a session that may take.

This is the public face; the modules behind it are private. Prose, guarantees and a worked example:
docs/algorithms/review.md.
"""

from ownpath.core.review.due import Refresh, list_due, prerequisite_to_check
from ownpath.core.review.memory import (
    CREDIT_PER_EDGE,
    MODEL_NAME,
    MODEL_VERSION,
    Memory,
    Shown,
    fold_memories,
    retention,
)
from ownpath.core.review.session import MOST_SHARE, mix_session, most_refreshes

__all__ = [
    "CREDIT_PER_EDGE",
    "MODEL_NAME",
    "MODEL_VERSION",
    "MOST_SHARE",
    "Memory",
    "Refresh",
    "Shown",
    "fold_memories",
    "list_due",
    "mix_session",
    "most_refreshes",
    "prerequisite_to_check",
    "retention",
]
