"""Progressions: competencies joined by edges from an earlier to a later one, without a cycle.

This is the public face; the modules behind it are private.
"""

from ownpath.core.progressions.order import find_cycle, longest_path_ranks

__all__ = ["find_cycle", "longest_path_ranks"]
