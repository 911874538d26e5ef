"""The arithmetic of the particles, in the part of Python that also compiles: one source, the same bits.

All functions are in this one file, since numba looks at the file of a function alone when it asks whether machine code
is still good. They change the arrays of a population in place; chance comes in as drawn numbers. What each step means
stands in docs/algorithms/placement.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar, cast

import numpy as np

from ownpath.core.mastery.compiling import IS_COMPILED

NEVER: Final = 1e-9  # no chance is nearer to 0 or 1 than this, so that products and logarithms stay finite
TOGETHER: Final = 12  # so many chances are multiplied before a logarithm is taken

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def compiled(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Compile on the first call; divisions are not watched, as nothing here is ever 0."""
    if not IS_COMPILED:
        return function
    import numba

    made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[_Parameters, _Result]", made)


@compiled
def chance(power: float) -> float:
    """Return power / (1 + power), held off 0 and 1."""
    value = power / (1.0 + power)
    if value < NEVER:
        return NEVER
    if value > 1.0 - NEVER:
        return 1.0 - NEVER
    return value


@compiled
def count_missing(parents_start: np.ndarray, parents: np.ndarray, mastered: np.ndarray, missing: np.ndarray) -> None:
    """Count for each particle and competency how many of what it requires are not mastered."""
    n_particles, n = mastered.shape
    for p in range(n_particles):
        for i in range(n):
            count = 0
            for e in range(parents_start[i], parents_start[i + 1]):
                count += 1 - int(mastered[p, parents[e]])
            missing[p, i] = count


@compiled
def draw_mastery(
    order: np.ndarray,
    parents_start: np.ndarray,
    parents: np.ndarray,
    strand: np.ndarray,
    unit: np.ndarray,
    ease: np.ndarray,
    leak: np.ndarray,
    drawn: np.ndarray,
    power: np.ndarray,
    unit_power: np.ndarray,
    mastered: np.ndarray,
) -> None:
    """Draw what is mastered along the edges, given abilities and missed units."""
    n_particles = mastered.shape[0]
    for p in range(n_particles):
        for i in order:
            q = chance(power[p, strand[i]] * unit_power[p, unit[i]] * ease[i])
            for e in range(parents_start[i], parents_start[i + 1]):
                if mastered[p, parents[e]] == 0:
                    q = leak[0] * q + leak[1]
                    break
            mastered[p, i] = 1 if drawn[p, i] < q else 0


@compiled
def redraw_mastery(
    order: np.ndarray,
    children_start: np.ndarray,
    children: np.ndarray,
    leak: np.ndarray,
    evidence: np.ndarray,
    drawn: np.ndarray,
    near: np.ndarray,
    plain: np.ndarray,
    leaked: np.ndarray,
    mastered: np.ndarray,
    missing: np.ndarray,
    probability: np.ndarray,
    ready: np.ndarray,
) -> None:
    """Draw every competency of one particle anew, given all the others, and add the chances met to the sums."""
    for k in range(len(order)):
        i = order[k]
        was = int(mastered[i])
        q = leaked[i] if missing[i] > 0 else plain[i]
        held, not_held = q * evidence[i], 1.0 - q
        for e in range(children_start[i], children_start[i + 1]):
            c = children[e]
            if missing[c] - (1 - was) == 0:  # everything else that it requires is mastered
                if mastered[c] == 1:
                    held *= plain[c]
                    not_held *= leaked[c]
                else:
                    held *= 1.0 - plain[c]
                    not_held *= 1.0 - leaked[c]
        q = held / (held + not_held)
        probability[i] += q
        if missing[i] == 0 and near[i] > 0.0:
            ready[i] += 1.0 - q
        now = 1 if drawn[i] < q else 0
        if now != was:
            mastered[i] = now
            for e in range(children_start[i], children_start[i + 1]):
                missing[children[e]] += was - now


@compiled
def log_ratio(
    first: int,
    last: int,
    members: np.ndarray,
    unit: np.ndarray,
    ease: np.ndarray,
    leak: np.ndarray,
    plain: np.ndarray,
    leaked: np.ndarray,
    mastered: np.ndarray,
    missing: np.ndarray,
    power: float,
    unit_power: np.ndarray,
    new_plain: np.ndarray,
) -> float:
    """Return how much likelier what a particle holds of some competencies is at another power; note the new chances."""
    total, above, below, count = 0.0, 1.0, 1.0, 0
    for e in range(first, last):
        i = members[e]
        new = chance(power * unit_power[unit[i]] * ease[i])
        new_plain[i] = new
        old = plain[i]
        if missing[i] > 0:
            new = leak[0] * new + leak[1]
            old = leaked[i]
        if mastered[i] == 1:
            above *= new
            below *= old
        else:
            above *= 1.0 - new
            below *= 1.0 - old
        count += 1
        if count == TOGETHER:
            total += math.log(above / below)
            above, below, count = 1.0, 1.0, 0
    return total + math.log(above / below)


@compiled
def jump(
    forward: np.ndarray,
    parents_start: np.ndarray,
    parents: np.ndarray,
    strand: np.ndarray,
    unit: np.ndarray,
    ease: np.ndarray,
    leak: np.ndarray,
    evidence: np.ndarray,
    chosen: int,
    factor: float,
    bound: float,
    noise: np.ndarray,
    power: np.ndarray,
    unit_power: np.ndarray,
    mastered: np.ndarray,
    missing: np.ndarray,
    new_mastered: np.ndarray,
    new_missing: np.ndarray,
    touched: np.ndarray,
    children_start: np.ndarray,
    children: np.ndarray,
) -> bool:
    """Move abilities with what is mastered following along at fixed noise; taken if the evidence allows.

    A strand that is chosen moves alone, -1 moves all. `bound` is the drawn number over the ratio of priors.
    """
    ratio = 1.0
    for i in range(len(forward)):
        new_mastered[i] = mastered[i]
        new_missing[i] = missing[i]
        touched[i] = 1 if chosen < 0 or strand[i] == chosen else 0
    for k in range(len(forward)):
        i = forward[k]
        if touched[i] == 0:
            continue
        lacking = 0
        for e in range(parents_start[i], parents_start[i + 1]):
            lacking += 1 - new_mastered[parents[e]]
        s = strand[i]
        held = power[s] * factor if chosen < 0 or s == chosen else power[s]
        q = chance(held * unit_power[unit[i]] * ease[i])
        if lacking > 0:
            q = leak[0] * q + leak[1]
        now = 1 if noise[i] < q else 0
        new_mastered[i] = now
        new_missing[i] = lacking
        was = int(mastered[i])
        if now != was:
            if now > was:
                ratio *= evidence[i]
            else:
                ratio /= evidence[i]
            for e in range(children_start[i], children_start[i + 1]):
                touched[children[e]] = 1
    if not bound < ratio:
        return False
    for i in range(len(forward)):
        mastered[i] = new_mastered[i]
        missing[i] = new_missing[i]
    return True


@compiled
def move_particles(
    order: np.ndarray,
    forward: np.ndarray,
    parents_start: np.ndarray,
    parents: np.ndarray,
    children_start: np.ndarray,
    children: np.ndarray,
    strand: np.ndarray,
    strand_start: np.ndarray,
    strand_members: np.ndarray,
    unit: np.ndarray,
    unit_start: np.ndarray,
    unit_members: np.ndarray,
    unit_strand: np.ndarray,
    ease: np.ndarray,
    leak: np.ndarray,
    evidence: np.ndarray,
    step: np.ndarray,
    numbers: np.ndarray,
    drawn: np.ndarray,
    drawn_strand: np.ndarray,
    normal: np.ndarray,
    drawn_unit: np.ndarray,
    drawn_noise: np.ndarray,
    jumps: np.ndarray,
    general: np.ndarray,
    ability: np.ndarray,
    power: np.ndarray,
    unit_power: np.ndarray,
    mastered: np.ndarray,
    missing: np.ndarray,
    probability: np.ndarray,
    ready: np.ndarray,
) -> None:
    """Move each particle once: what is mastered (Gibbs), abilities (Metropolis, the general one exactly), units.

    At last both together: abilities jump, and what is mastered follows. `jumps` has for each particle and jump a number
    that chooses the strand, a normal step in levels and the number that decides.
    """
    slope, middle, general_spread, strand_spread = numbers[0], numbers[1], numbers[2], numbers[3]
    missed_odds, missed_power, nearness = numbers[4], numbers[5], numbers[6]
    n_particles, n = mastered.shape
    n_strands, n_units = ability.shape[1], len(unit_strand)
    n_steps = drawn_strand.shape[1] // max(n_strands, 1)
    plain, leaked, near, new_plain = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    noise, touched = np.empty(n), np.zeros(n, dtype=np.int64)
    new_mastered, new_missing = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for i in range(n):
        probability[i] = 0.0
        ready[i] = 0.0
    for p in range(n_particles):
        held, lacking = mastered[p], missing[p]
        powers, unit_powers, abilities = power[p], unit_power[p], ability[p]
        for i in range(n):
            reach = powers[strand[i]] * ease[i]
            near[i] = 1.0 if reach > nearness else 0.0
            plain[i] = chance(reach * unit_powers[unit[i]])
            leaked[i] = leak[0] * plain[i] + leak[1]
        redraw_mastery(
            order,
            children_start,
            children,
            leak,
            evidence,
            drawn[p],
            near,
            plain,
            leaked,
            held,
            lacking,
            probability,
            ready,
        )
        precision = 1.0 / general_spread**2 + n_strands / strand_spread**2
        total = middle / general_spread**2
        for s in range(n_strands):
            total += abilities[s] / strand_spread**2
        general[p] = total / precision + normal[p, n_strands * n_steps] / math.sqrt(precision)
        for s in range(n_strands):
            first, last = strand_start[s], strand_start[s + 1]
            for k in range(n_steps):
                old = abilities[s]
                new = old + step[s] * normal[p, s * n_steps + k]
                new_power = math.exp(min(max(slope * new, -60.0), 60.0))
                gain = log_ratio(
                    first,
                    last,
                    strand_members,
                    unit,
                    ease,
                    leak,
                    plain,
                    leaked,
                    held,
                    lacking,
                    new_power,
                    unit_powers,
                    new_plain,
                )
                gain += ((old - general[p]) ** 2 - (new - general[p]) ** 2) / (2.0 * strand_spread**2)
                if math.log(drawn_strand[p, s * n_steps + k] + 1e-300) < gain:
                    abilities[s] = new
                    powers[s] = new_power
                    for e in range(first, last):
                        i = strand_members[e]
                        plain[i] = new_plain[i]
                        leaked[i] = leak[0] * plain[i] + leak[1]
        if missed_odds > 0.0:
            for u in range(n_units):
                was_missed = unit_powers[u] != 1.0
                unit_powers[u] = 1.0 if was_missed else missed_power
                apart = log_ratio(
                    unit_start[u],
                    unit_start[u + 1],
                    unit_members,
                    unit,
                    ease,
                    leak,
                    plain,
                    leaked,
                    held,
                    lacking,
                    powers[unit_strand[u]],
                    unit_powers,
                    new_plain,
                )
                apart = math.exp(min(max(apart if not was_missed else -apart, -500.0), 500.0))
                missed = drawn_unit[p, u] * (1.0 + missed_odds * apart) < missed_odds * apart
                unit_powers[u] = missed_power if missed else 1.0
        for j in range(jumps.shape[1]):
            if j == 0:
                for i in range(n):
                    q = chance(powers[strand[i]] * unit_powers[unit[i]] * ease[i])
                    if lacking[i] > 0:
                        q = leak[0] * q + leak[1]
                    noise[i] = drawn_noise[p, i] * q if held[i] == 1 else q + drawn_noise[p, i] * (1.0 - q)
            by = jumps[p, j, 1]
            if j == 0:
                chosen = -1
                apart = ((general[p] - middle) ** 2 - (general[p] + by - middle) ** 2) / (2.0 * general_spread**2)
            else:
                chosen = min(int(jumps[p, j, 0] * n_strands), n_strands - 1)
                off = abilities[chosen] - general[p]
                apart = (off**2 - (off + by) ** 2) / (2.0 * strand_spread**2)
            factor = math.exp(min(max(slope * by, -60.0), 60.0))
            bound = jumps[p, j, 2] * math.exp(-min(max(apart, -500.0), 500.0))
            if jump(
                forward,
                parents_start,
                parents,
                strand,
                unit,
                ease,
                leak,
                evidence,
                chosen,
                factor,
                bound,
                noise,
                powers,
                unit_powers,
                held,
                lacking,
                new_mastered,
                new_missing,
                touched,
                children_start,
                children,
            ):
                for s in range(n_strands):
                    if chosen < 0 or s == chosen:
                        abilities[s] += by
                        powers[s] = math.exp(min(max(slope * abilities[s], -60.0), 60.0))
                if chosen < 0:
                    general[p] += by
    for i in range(n):
        probability[i] /= n_particles
        ready[i] /= n_particles
