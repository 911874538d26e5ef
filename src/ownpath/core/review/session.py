"""How much of a session refreshing may take."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import Final, TypeVar

MOST_SHARE: Final = 0.4
_Task = TypeVar("_Task", bound=Hashable)


def most_refreshes(n_new: int, share: float = MOST_SHARE) -> int:
    """Return how many refreshes may go with so many new tasks, so that they are at most a share of the session.

    Parameters
    ----------
    n_new : int
        At least 0.
    share : float
        Between 0 and `MOST_SHARE`.

    Returns
    -------
    int
        The largest r with r <= share * (n_new + r); 0 where nothing is new: refreshing alone is the learner's choice,
        never a plan.

    Raises
    ------
    ValueError
        A number lies outside its range.
    """
    if n_new < 0:
        raise ValueError("there cannot be fewer than no new tasks")
    if not 0.0 <= share <= MOST_SHARE:
        raise ValueError(f"refreshing takes between none and {MOST_SHARE} of a session, not {share}")
    part = Fraction(share).limit_denominator(1000)
    return int(n_new * part / (1 - part))


def mix_session(
    new: Sequence[_Task], refresh: Sequence[_Task], *, tasks: int, share: float = MOST_SHARE
) -> list[_Task]:
    """Mix new work and refreshes into one session, refreshes spread evenly and never first.

    Parameters
    ----------
    new, refresh : sequence
        In the order of their importance.
    tasks : int
        How many tasks the session may hold.
    share : float
        Between 0 and `MOST_SHARE`.

    Returns
    -------
    list
        At most `tasks`, refreshes at most the share of what it holds; empty where nothing is new.

    Raises
    ------
    ValueError
        A number lies outside its range.
    """
    most_refreshes(len(new), share)
    wanted = 0
    for n_refresh in range(min(len(refresh), tasks), -1, -1):
        n_new = min(len(new), tasks - n_refresh)
        if n_refresh <= most_refreshes(n_new, share):
            wanted = n_refresh
            break
    fresh, again = list(new[: max(tasks - wanted, 0)]), list(refresh[:wanted])
    mixed: list[_Task] = []
    for place, task in enumerate(fresh, start=1):
        mixed.append(task)
        while again and len(again) > wanted - wanted * place // len(fresh):
            mixed.append(again.pop(0))
    return mixed
