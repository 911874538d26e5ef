"""Counting marks by strand and people by band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_SHOWN: Final = 10
MOST_BANDS: Final = 8
_STEPS: Final = (1, 2, 5)


def is_too_small(n_people: int) -> bool:
    """Say whether a group is too small for counts about it to be shown.

    Parameters
    ----------
    n_people
        How many people the group has, at least 0.

    Returns
    -------
    bool
        True below `FEWEST_SHOWN`. In a small group a count is nearly a name.
    """
    return n_people < FEWEST_SHOWN


def count_by_strand(marked: ArrayLike, strand_of: ArrayLike, n_strands: int) -> NDArray[np.int64]:
    """Count what each learner has marked, strand by strand.

    Parameters
    ----------
    marked
        Booleans, shape (n_learners, n_competencies).
    strand_of
        The strand of each competency, whole numbers in [0, n_strands), shape (n_competencies,).
    n_strands
        How many strands there are.

    Returns
    -------
    ndarray
        Counts of competencies, shape (n_learners, n_strands). No learners, no competencies and no strands give a
        matrix with nothing in it, or zeros. The sum of a row is what the learner has marked in all.

    Raises
    ------
    ValueError
        If the shapes do not fit or a strand is out of range.
    """
    marks, strands = np.asarray(marked, dtype=bool), np.asarray(strand_of, dtype=np.int64)
    if marks.ndim != 2 or strands.shape != marks.shape[1:]:
        raise ValueError("marked must have shape (n_learners, n_competencies) and strand_of one entry a competency")
    if strands.size and not (strands.min() >= 0 and strands.max() < n_strands):
        raise ValueError("every strand must lie in [0, n_strands)")
    counts = np.zeros((len(marks), n_strands), dtype=np.int64)
    for strand in range(n_strands):
        counts[:, strand] = marks[:, strands == strand].sum(axis=1)
    return counts


def count_in_bands(values: ArrayLike, begins: Sequence[float]) -> NDArray[np.int64]:
    """Count how many values lie in each band.

    Parameters
    ----------
    values
        Numbers, shape (n,), of any unit. NaN and what lies below the first band are in no band.
    begins
        Where each band begins, rising, in the same unit. A band reaches up to the next one's beginning, which does
        not belong to it; the last is open.

    Returns
    -------
    ndarray
        Counts, shape (n_bands,); zeros where there are no values.

    Raises
    ------
    ValueError
        If the beginnings do not rise.
    """
    edges = np.asarray(begins, dtype=float)
    if edges.size > 1 and not np.all(np.diff(edges) > 0):
        raise ValueError("the beginnings of bands must rise")
    numbers = np.asarray(values, dtype=float).ravel()
    place = np.searchsorted(edges, numbers[~np.isnan(numbers)], side="right") - 1
    return np.bincount(place[place >= 0], minlength=edges.size).astype(np.int64)


def bands_up_to(most: int) -> tuple[tuple[int, int], ...]:
    """Divide 0 to `most` into bands of one width that people can read: 0-9, 10-19 and so on.

    Parameters
    ----------
    most
        The largest count there can be, at least 0.

    Returns
    -------
    tuple of (first, last)
        Bands that follow each other without a gap, from 0 to `most`, both ends belonging to them. Their width is 10;
        where more than `MOST_BANDS` bands would come of it, the next of 20, 50, 100, 200 and so on. The last band is
        narrower where `most` is not the end of a whole one, and one wider where `most` alone would be left over.

    Raises
    ------
    ValueError
        If `most` is below 0.
    """
    if most < 0:
        raise ValueError("there cannot be fewer than 0")
    scale = 10
    while True:
        for step in _STEPS:
            width = step * scale
            if most // width + 1 <= MOST_BANDS:
                begins = list(range(0, most + 1, width))
                if begins[-1] == most > 0:
                    begins.pop()
                return tuple(zip(begins, [*(each - 1 for each in begins[1:]), most], strict=True))
        scale *= 10
