"""Groups by need: as many learners as possible in a group for something they need, within limits of size and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.planning.seats import Seats

NAME, VERSION = "groups-by-need", "1.0"


class Need(IntEnum):
    """Why a learner needs a competency, the most urgent with the highest number."""

    NONE = 0
    READY = 1
    REFRESH = 2
    STUCK = 3


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A learner in a proposed group.

    Attributes
    ----------
    learner : int
        As in `learners`.
    need : Need
        What speaks for it; never `Need.NONE`.
    """

    learner: int
    need: Need


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A group with what it is for.

    Attributes
    ----------
    competency : int
        Its number.
    members : tuple of GroupMember
        The most urgent first, then in the order of their numbers.
    """

    competency: int
    members: tuple[GroupMember, ...]


@dataclass(frozen=True, slots=True)
class ProposedGroups:
    """A proposal, and how good it can be at best.

    Attributes
    ----------
    groups : tuple of ProposedGroup
        In the order in which they were chosen: what reaches most learners first, parts of one group together.
    placed, in_need, at_most : int
        Learners with a place; learners who need something and may be placed; a number that no choice of groups within
        the same limits can exceed. Where `placed` is `at_most`, nothing better exists.
    name, version : str
        Of the algorithm.
    """

    groups: tuple[ProposedGroup, ...]
    placed: int
    in_need: int
    at_most: int
    name: str = NAME
    version: str = VERSION


def propose_groups(
    needs: ArrayLike,
    *,
    learners: Sequence[int],
    opens: ArrayLike,
    level: ArrayLike,
    strand: ArrayLike,
    already_in: ArrayLike | None = None,
    wanted: ArrayLike | None = None,
    smallest: int = 3,
    largest: int = 8,
    most_groups: int = 12,
    most_per_learner: int = 1,
) -> ProposedGroups:
    """Propose groups so that as many learners as possible are in one group for something they need.

    One group after the other is chosen, always the one by which most learners more find a place (greedy maximum
    coverage). How many more is counted exactly: learners who have a place already may change it to make room, as in a
    matching with capacities. Between equals decides how many are stuck on it, then how many want it, what opens more,
    the lower level, the strand with fewer groups, the framework's order. A competency that more learners need than a
    group holds gets several groups, which are then made equally large. When the groups are chosen, places are exchanged
    until no exchange serves a more urgent need.

    Parameters
    ----------
    needs : array_like of int, shape (n_learners, n_competencies)
        `Need` codes, 0 to 3.
    learners : sequence of int, length n_learners
        Numbers that name the learners, each once. They decide between equals, so that the order of rows does not.
    opens, level, strand : array_like of int, shape (n_competencies,)
        How many competencies directly require each one; the order of its level; the number of its strand.
    already_in : array_like of bool, shape (n_learners, n_competencies), optional
        In which groups learners are already; they count towards `most_per_learner` and are not proposed again.
    wanted : array_like of bool, shape (n_learners, n_competencies), optional
        What a learner or a teacher set out to do next; it decides between needs of the same urgency.
    smallest, largest : int
        Limits of a group's size, 1 at least.
    most_groups : int
        So many groups at most.
    most_per_learner : int
        So many groups for one learner at most, those of `already_in` included.

    Returns
    -------
    ProposedGroups
        Empty where nobody needs anything, or no competency is needed by `smallest` learners.

    Raises
    ------
    ValueError
        Shapes do not fit, limits contradict each other, a learner is named twice, or a code is no `Need`.

    References
    ----------
    Nemhauser, G. L., Wolsey, L. A. & Fisher, M. L. (1978). An analysis of approximations for maximizing submodular set
    functions I. Mathematical Programming 14, 265-294: greedy reaches 1 - 1/e. Minoux, M. (1978): the lazy evaluation.
    Klein, M. (1967): cancelling cycles gives places of the highest value. Where a smallest size above 1 rules out the
    greedy choice the bound of 1 - 1/e does not hold; `at_most` tells how far the proposal can be from the best.
    """
    matrix, order = _checked(needs, learners, smallest, largest, most_groups, most_per_learner)
    n_competencies = matrix.shape[1]
    wants = _fitting(wanted, matrix.shape, "wanted")[order]
    placed_before = _fitting(already_in, matrix.shape, "already_in")[order]
    opened, levels, strands = (np.asarray(each, dtype=np.int64) for each in (opens, level, strand))
    if not opened.shape == levels.shape == strands.shape == (n_competencies,):
        raise ValueError("opens, level and strand must have one number for each competency")
    allowance = np.maximum(most_per_learner - placed_before.sum(axis=1), 0)
    matrix = np.where(placed_before | (allowance == 0)[:, None], Need.NONE, matrix)
    seats = Seats(np.where(matrix > 0, 2 * matrix + wants, 0), smallest, largest)
    at_most = _choose_groups(seats, matrix, wants, opened, levels, strands, most_groups)
    seats.exchange()
    groups = _even_parts(seats, matrix)
    if most_per_learner > 1:
        _use_room_left(groups, matrix, allowance, largest)
    names = [int(learners[number]) for number in order]
    return ProposedGroups(
        groups=tuple(
            ProposedGroup(
                competency,
                tuple(
                    GroupMember(names[number], Need(int(matrix[number, competency])))
                    for number in _by_urgency(matrix, competency, members)
                ),
            )
            for competency, members in groups
        ),
        placed=seats.placed,
        in_need=int((matrix > 0).any(axis=1).sum()),
        at_most=at_most,
    )


def _checked(
    needs: ArrayLike,
    learners: Sequence[int],
    smallest: int,
    largest: int,
    most_groups: int,
    most_per_learner: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The needs in the order of the learners' numbers, and that order."""
    matrix = np.asarray(needs, dtype=np.int64)
    if matrix.ndim != 2 or matrix.shape[0] != len(learners):
        raise ValueError("needs must be a matrix with one row for each learner")
    if len(set(learners)) != len(learners):
        raise ValueError("a learner is named twice")
    if matrix.size and not (matrix.min() >= Need.NONE and matrix.max() <= Need.STUCK):
        raise ValueError("needs must be codes from 0 to 3")
    if not 1 <= smallest <= largest:
        raise ValueError("a group has at least one learner, and its smallest size is not above its largest")
    if most_groups < 0 or most_per_learner < 1:
        raise ValueError("there cannot be fewer than no groups, nor fewer than one group for a learner")
    order = np.argsort(np.asarray(learners, dtype=np.int64), kind="stable")
    return matrix[order], order


def _fitting(given: ArrayLike | None, shape: tuple[int, ...], name: str) -> NDArray[np.bool_]:
    matrix = np.zeros(shape, dtype=bool) if given is None else np.asarray(given, dtype=bool)
    if matrix.shape != shape:
        raise ValueError(f"{name} must have the shape of needs")
    return matrix


def _choose_groups(
    seats: Seats,
    matrix: NDArray[np.int64],
    wants: NDArray[np.bool_],
    opens: NDArray[np.int64],
    level: NDArray[np.int64],
    strand: NDArray[np.int64],
    most_groups: int,
) -> int:
    """Open groups while learners find a place by it; gives what no choice of so many groups can exceed.

    The gain of a competency never grows while groups are added, so what it was before bounds what it is now, and few
    must be counted anew. One that cannot reach the smallest size never will.
    """
    needed_by = (matrix > 0).sum(axis=0)
    bounds = {
        place: min(int(needed_by[place]), seats.largest)
        for place in map(int, np.flatnonzero(needed_by >= seats.smallest))
    }
    possible = set(bounds)
    reachable = int((matrix[:, sorted(bounds)] > 0).any(axis=1).sum()) if bounds else 0
    groups_in: dict[int, int] = {}
    at_most = min(reachable, most_groups * max(bounds.values(), default=0))
    while True:
        best: tuple[tuple[int, ...], Seats] | None = None
        free = seats.waiting_mask()
        stuck = ((matrix == Need.STUCK) & free[:, None]).sum(axis=0)
        wanting = (wants & (matrix > 0) & free[:, None]).sum(axis=0)
        for place in sorted(possible, key=lambda each: (-bounds[each], each)):
            if bounds[place] < (best[0][0] if best else 1):
                break
            trial, bounds[place] = seats.with_group(place)
            if trial is None:
                possible.discard(place)
                continue
            key = (
                *(bounds[place], int(stuck[place]), int(wanting[place]), int(opens[place]), -int(level[place])),
                *(-groups_in.get(int(strand[place]), 0), -place),
            )
            if bounds[place] > 0 and (best is None or key > best[0]):
                best = (key, trial)
        at_most = min(at_most, seats.placed + most_groups * max(bounds.values(), default=0))
        if best is None or len(seats.competencies) >= most_groups:
            return at_most
        seats.take_over(best[1])
        number = int(strand[seats.competencies[-1]])
        groups_in[number] = groups_in.get(number, 0) + 1


def _by_urgency(matrix: NDArray[np.int64], competency: int, members: Sequence[int]) -> list[int]:
    return sorted(members, key=lambda number: (-int(matrix[number, competency]), number))


def _even_parts(seats: Seats, matrix: NDArray[np.int64]) -> list[tuple[int, list[int]]]:
    """Deal the learners of one competency to its groups like cards, the most urgent first: sizes differ by one."""
    together: dict[int, list[int]] = {}
    for competency, members in zip(seats.competencies, seats.members(), strict=True):
        together.setdefault(competency, []).extend(members)
    groups = []
    for competency, members in together.items():
        parts = seats.competencies.count(competency)
        dealt = _by_urgency(matrix, competency, members)
        groups += [(competency, dealt[part::parts]) for part in range(parts)]
    return groups


def _use_room_left(
    groups: list[tuple[int, list[int]]], matrix: NDArray[np.int64], allowance: NDArray[np.int64], largest: int
) -> None:
    """Give learners who may be in more groups the room that is left in groups they need too."""
    left = allowance.copy()
    for _, members in groups:
        left[members] -= 1
    for competency in dict.fromkeys(each for each, _ in groups):
        parts = [members for each, members in groups if each == competency]
        inside = {number for members in parts for number in members}
        needing = [int(number) for number in np.flatnonzero(matrix[:, competency]) if number not in inside]
        for number in _by_urgency(matrix, competency, needing):
            part = min(parts, key=len)
            if left[number] > 0 and len(part) < largest:
                part.append(number)
                left[number] -= 1
