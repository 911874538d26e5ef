"""What was expected of each piece of evidence just before it came in: many learners, by compiled code, in passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ownpath.core.mastery.claims import observe
from ownpath.core.mastery.compiling import compiled
from ownpath.core.mastery.kernel import BIT_WORDS, begin_competency, begin_learner, sigmoid
from ownpath.core.mastery.layout import LEARNER_SIZE, N_FEATURES, N_PARTS, STATE_SIZE
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.passes import InThreads, Passes
from ownpath.core.mastery.replay_pieces import ROWS_IN_PIECE, cut_in_pieces
from ownpath.core.mastery.replaying import NO_ROW, EvidenceColumns, evidence_matrix


@dataclass(frozen=True, slots=True)
class ForetellingRules:
    """What is the same for all pieces; as `foretell` takes it."""

    competency_names: tuple[str, ...]
    parameters: Parameters
    criterion: Criterion


def foretell(
    columns: EvidenceColumns,
    competency_names: Sequence[str],
    parameters: Parameters,
    criterion: Criterion | None = None,
    *,
    passes: Passes | None = None,
    rows_in_piece: int = ROWS_IN_PIECE,
) -> np.ndarray:
    """Predict each piece of evidence from the earlier ones of its learner, then learn from it.

    Parameters
    ----------
    columns : EvidenceColumns
    competency_names : sequence of str, length n_competencies
        As the parameters know them.
    parameters : Parameters
    criterion : Criterion or None
        None means the default one.
    passes : Passes or None
        Where pieces are walked through; None means on all cores here. They say the same to the last bit.
    rows_in_piece : int
        A piece ends with the first learner that brings it to so many rows.

    Returns
    -------
    ndarray of float64, shape (n,)
        Probability that each goes well, to the last bit the `predicted` of the `Trace` that `update` gives one piece at
        a time, each competency beginning from nothing. Empty for no evidence.

    Raises
    ------
    ValueError
        As `evidence_matrix`; the row it names counts within its piece.
    """
    if passes is None:
        with InThreads() as here:
            return foretell(columns, competency_names, parameters, criterion, passes=here, rows_in_piece=rows_in_piece)
    rules = ForetellingRules(tuple(competency_names), parameters, criterion or Criterion())
    pieces = cut_in_pieces(columns, rows_in_piece)
    return np.concatenate([np.zeros(0), *passes.each(foretell_piece, pieces, rules)])


def foretell_piece(columns: EvidenceColumns, rules: ForetellingRules) -> np.ndarray:
    """Predict the evidence of some learners; shape (n,)."""
    evidence = evidence_matrix(columns, rules.competency_names, rules.parameters)
    met, competency = np.unique(columns.competency, return_inverse=True)
    n_met = len(met)
    predicted = np.zeros(len(evidence))
    foretell_rows(
        columns.learner,
        competency.astype(np.int64),
        evidence,
        rules.parameters.weights,
        rules.parameters.numbers,
        rules.criterion.numbers,
        np.full(n_met, NO_ROW, dtype=np.int64),
        np.zeros((n_met, STATE_SIZE)),
        np.zeros((n_met, BIT_WORDS), dtype=np.int64),
        predicted,
    )
    return predicted


@compiled
def foretell_rows(
    learner: np.ndarray,
    competency: np.ndarray,
    evidence: np.ndarray,
    weights: np.ndarray,
    numbers: np.ndarray,
    criterion: np.ndarray,
    last_learner: np.ndarray,
    states: np.ndarray,
    bits: np.ndarray,
    predicted: np.ndarray,
) -> None:
    """Fill `predicted` for rows that come by learner and in time order.

    `last_learner` says whose each of `states` and `bits` is, -1 at first: a state is begun anew when it is needed.
    """
    own = np.zeros(LEARNER_SIZE)
    parts = np.zeros(N_PARTS)
    scratch = np.zeros(N_FEATURES)
    current = -1
    for r in range(len(evidence)):
        c = competency[r]
        if learner[r] != current:
            current = learner[r]
            begin_learner(own)
        if last_learner[c] != current:
            last_learner[c] = current
            begin_competency(states[c], bits[c])
        observe(own, states[c], bits[c], evidence[r], parts, scratch, weights, numbers, criterion)
        logit = 0.0
        for part in parts:
            logit += part
        predicted[r] = sigmoid(logit)
