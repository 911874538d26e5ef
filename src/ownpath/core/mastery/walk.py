"""Compiled walks over many learners' responses: predict each, then learn from it."""

from __future__ import annotations

import math

import numpy as np

from ownpath.core.mastery.claims import claim_if_met
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.features import fill_row
from ownpath.core.mastery.kernel import begin_competency, begin_learner, find_task, sigmoid, update_state
from ownpath.core.mastery.layout import (
    C_COUNT,
    C_FRESH_INFORMATION,
    C_LAST,
    E_DIFFICULTY,
    E_INFORMATION,
    E_MOMENT,
    E_NAME,
    E_REFERENCE,
    E_RESULT,
    E_SPREAD,
    E_STRENGTH,
    EVIDENCE_SIZE,
    L_INFORMATION,
    L_LEVEL,
    LEARNER_SIZE,
    N_FEATURES,
)


@compiled
def walk_responses(
    learner: np.ndarray,
    task_name: np.ndarray,
    set_start: np.ndarray,
    set_competency: np.ndarray,
    combination: np.ndarray,
    result: np.ndarray,
    moment: np.ndarray,
    difficulty: np.ndarray,
    discrimination: np.ndarray,
    reference: np.ndarray,
    slope: np.ndarray,
    weights: np.ndarray,
    numbers: np.ndarray,
    criterion: np.ndarray,
    where: np.ndarray,
    states: np.ndarray,
    bits: np.ndarray,
    rows: np.ndarray,
    slope_rows: np.ndarray,
    logits: np.ndarray,
    claimed: np.ndarray,
) -> int:
    """Walk through responses that are ordered by learner and time; return the number of claims.

    Fills `logits` (n,) with the prediction before each response; `rows` (n, N_FEATURES), unless it is empty, with the
    features behind it, and `slope_rows` (n, 4) with what the discrimination and the learning slopes multiply and how
    much information the first competency and the learner have; `claimed` (most, 2) with the row after which, and the
    competency for which, the criterion was first met. `where` is -1 everywhere before and after; `states` and `bits`
    are scratch.
    """
    scratch = np.zeros(N_FEATURES)
    row = np.zeros(N_FEATURES)
    evidence = np.zeros(EVIDENCE_SIZE)
    evidence[E_STRENGTH] = 1.0
    evidence[E_INFORMATION] = math.nan
    own = np.zeros(LEARNER_SIZE)
    present = np.zeros(len(states), dtype=np.int64)
    n_present = 0
    n_claims = 0
    current = -1
    wants_rows = len(rows) > 0
    for r in range(len(result)):
        if learner[r] != current:
            for i in range(n_present):
                where[present[i]] = -1
            n_present = 0
            current = learner[r]
            begin_learner(own)
        first, end = set_start[combination[r]], set_start[combination[r] + 1]
        spread = float(end - first)
        share = 1.0 / spread
        for i in range(N_FEATURES):
            row[i] = 0.0
        slopes = 0.0
        for j in range(first, end):
            c = set_competency[j]
            at = where[c]
            if at < 0:
                at = n_present
                where[c] = at
                present[at] = c
                n_present += 1
                begin_competency(states[at], bits[at])
            task_at = find_task(states[at], task_name[r])
            when, last = moment[r], states[at, C_LAST]
            if when != when or (last == last and when < last):
                when = last
            fill_row(row, own, states[at], task_at, difficulty[r], when, share, numbers)
            slopes += share * slope[c] * math.log(1.0 + states[at, C_COUNT])
        logit = 0.0
        for i in range(N_FEATURES):
            logit += weights[i] * row[i]
        logits[r] = logit + discrimination[r] * own[L_LEVEL] + slopes
        if wants_rows:
            for i in range(N_FEATURES):
                rows[r, i] = row[i]
            slope_rows[r, 0] = own[L_LEVEL]
            at = where[set_competency[first]]
            slope_rows[r, 1] = math.log(1.0 + states[at, C_COUNT])
            slope_rows[r, 2] = states[at, C_FRESH_INFORMATION]
            slope_rows[r, 3] = own[L_INFORMATION + 1]
        evidence[E_NAME] = task_name[r]
        evidence[E_RESULT] = result[r]
        evidence[E_SPREAD] = spread
        evidence[E_DIFFICULTY] = difficulty[r]
        evidence[E_MOMENT] = moment[r]
        for j in range(first, end):
            c = set_competency[j]
            at = where[c]
            evidence[E_REFERENCE] = reference[c]
            better = update_state(own, states[at], bits[at], evidence, numbers)
            if better and n_claims < len(claimed) and claim_if_met(
                scratch, own, states[at], bits[at], slope[c], weights, numbers, criterion
            ):
                claimed[n_claims, 0] = r
                claimed[n_claims, 1] = c
                n_claims += 1
    for i in range(n_present):
        where[present[i]] = -1
    return n_claims


@compiled
def gather_difficulty(
    learner: np.ndarray,
    unit: np.ndarray,
    result: np.ndarray,
    easiness: np.ndarray,
    part_of_learner: np.ndarray,
    ability_variance: float,
    gradients: np.ndarray,
    informations: np.ndarray,
) -> float:
    """Add up, for each kind of task and part of the learners, residuals and information at the given easiness.

    Every learner's ability is first found by four Newton steps of the 1PL with a normal prior. Rows come by learner.
    Returns the log loss.
    """
    loss = 0.0
    r = 0
    n = len(result)
    while r < n:
        end = r
        while end < n and learner[end] == learner[r]:
            end += 1
        ability = 0.0
        for _ in range(4):
            slope = -ability / ability_variance
            bend = 1.0 / ability_variance
            for i in range(r, end):
                p = sigmoid(ability + easiness[unit[i]])
                slope += result[i] - p
                bend += p * (1.0 - p)
            ability += min(max(slope / bend, -1.5), 1.5)
        part = part_of_learner[learner[r]]
        for i in range(r, end):
            logit = ability + easiness[unit[i]]
            p = sigmoid(logit)
            gradients[unit[i], part] += result[i] - p
            informations[unit[i], part] += p * (1.0 - p)
            loss += math.log1p(math.exp(-abs(logit))) + max(logit, 0.0) - result[i] * logit
        r = end
    return loss


@compiled
def settle_easiness(
    gradient: np.ndarray,
    information: np.ndarray,
    unit_set: np.ndarray,
    set_start: np.ndarray,
    set_competency: np.ndarray,
    of_whole: np.ndarray,
    of_competency: np.ndarray,
    of_set: np.ndarray,
    of_unit: np.ndarray,
    variances: np.ndarray,
    sweeps: int,
) -> None:
    """Move whole, competencies, sets and units to the top of the quadratic that residuals and information describe.

    Coordinate ascent, in place. `variances` are those of competency, set and unit (task) under a normal prior.
    """
    n_units, n_competencies, n_sets = len(gradient), len(of_competency), len(of_set)
    left = gradient.copy()
    up = np.zeros(max(n_competencies, n_sets))
    bend = np.zeros(max(n_competencies, n_sets))
    for _ in range(sweeps):
        slope, total = 0.0, 1e-9
        for u in range(n_units):
            slope += left[u]
            total += information[u]
        step = slope / total
        of_whole[0] += step
        for u in range(n_units):
            left[u] -= information[u] * step
        for c in range(n_competencies):
            up[c] = 0.0
            bend[c] = 0.0
        for u in range(n_units):
            first, end = set_start[unit_set[u]], set_start[unit_set[u] + 1]
            share = 1.0 / (end - first)
            for j in range(first, end):
                up[set_competency[j]] += share * left[u]
                # Information whole, not squared: steps of all competencies of a set at once must not overshoot.
                bend[set_competency[j]] += share * information[u]
        for c in range(n_competencies):
            up[c] = (up[c] - of_competency[c] / variances[0]) / (bend[c] + 1.0 / variances[0])
            of_competency[c] += up[c]
        for u in range(n_units):
            first, end = set_start[unit_set[u]], set_start[unit_set[u] + 1]
            moved = 0.0
            for j in range(first, end):
                moved += up[set_competency[j]]
            left[u] -= information[u] * moved / (end - first)
        for s in range(n_sets):
            up[s] = 0.0
            bend[s] = 0.0
        for u in range(n_units):
            up[unit_set[u]] += left[u]
            bend[unit_set[u]] += information[u]
        for s in range(n_sets):
            up[s] = (up[s] - of_set[s] / variances[1]) / (bend[s] + 1.0 / variances[1])
            of_set[s] += up[s]
        for u in range(n_units):
            left[u] -= information[u] * up[unit_set[u]]
            step = (left[u] - of_unit[u] / variances[2]) / (information[u] + 1.0 / variances[2])
            of_unit[u] += step
            left[u] -= information[u] * step
