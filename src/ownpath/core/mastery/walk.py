"""Compiled walks over many learners' responses: predict each, then learn from it."""

from __future__ import annotations

import math

import numpy as np

from ownpath.core.mastery.claims import claim_if_met
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.features import fill_row
from ownpath.core.mastery.kernel import begin_competency, begin_learner, find_task, update_state
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
