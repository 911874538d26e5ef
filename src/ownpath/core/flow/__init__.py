"""Counts of who moves and who waits, never a mean or a rank; read docs/howto/read-the-leaders-page.md."""

from ownpath.core.flow.counting import (
    FEWEST_SHOWN,
    bands_up_to,
    count_by_strand,
    count_in_bands,
    is_too_small,
)

__all__ = [
    "FEWEST_SHOWN",
    "bands_up_to",
    "count_by_strand",
    "count_in_bands",
    "is_too_small",
]
