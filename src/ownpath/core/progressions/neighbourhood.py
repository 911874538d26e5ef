"""The part of a progression around what a learner works on, small enough to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def neighbourhood(
    centre: Iterable[int],
    requires: Sequence[Sequence[int]],
    opens: Sequence[Sequence[int]],
    *,
    most: int = 24,
) -> list[int]:
    """Gather the competencies around a centre, nearest first, until the map is full.

    Parameters
    ----------
    centre : iterable of int
        What the map is about, most important first; it comes in even where it alone fills the map.
    requires, opens : sequence of sequence of int, length n_competencies
        What each competency directly requires, and what directly requires it.
    most : int
        So many competencies at most.

    Returns
    -------
    list of int
        In ascending order, without doubles; empty where the centre is. At every distance what is required comes
        before what is opened, as a learner who looks for the way asks first what it rests on.

    Raises
    ------
    ValueError
        `most` is below 1.
    """
    if most < 1:
        raise ValueError("a map holds at least one competency")
    found: dict[int, None] = {}
    ring = list(dict.fromkeys(centre))
    while ring and len(found) < most:
        for place in ring[: most - len(found)]:
            found.setdefault(place)
        around = [each for place in ring for each in requires[place]]
        around += [each for place in ring for each in opens[place]]
        ring = [each for each in dict.fromkeys(around) if each not in found]
    return sorted(found)
