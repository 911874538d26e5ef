"""Progressions: competencies joined by edges from an earlier to a later one, without a cycle.

This is the public face; the modules behind it are private.
"""

from ownpath.core.progressions.lint import (
    EdgeFinding,
    GraphLint,
    find_contradicted_edges,
    lint_edges,
    suggest_edges,
)
from ownpath.core.progressions.neighbourhood import neighbourhood
from ownpath.core.progressions.order import find_cycle, longest_path_ranks
from ownpath.core.progressions.readiness import NextStep, next_steps, opens_counts, ready_matrix

__all__ = [
    "EdgeFinding",
    "GraphLint",
    "NextStep",
    "find_contradicted_edges",
    "find_cycle",
    "lint_edges",
    "longest_path_ranks",
    "neighbourhood",
    "next_steps",
    "opens_counts",
    "ready_matrix",
    "suggest_edges",
]
