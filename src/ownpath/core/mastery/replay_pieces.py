"""Folds many learners' evidence piece by piece, wherever passes run: to the last bit what one fold gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from ownpath.core.mastery.chunks import ends_of_chunks
from ownpath.core.mastery.parameters import Criterion, Parameters
from ownpath.core.mastery.passes import Passes
from ownpath.core.mastery.replaying import EvidenceColumns, Replayed, replay_many

ROWS_IN_PIECE: Final = 4_096
_COUNTED_FROM_LEARNER: Final = ("pair_learner",)
_COUNTED_FROM_ROW: Final = ("first_row", "last_row", "attained_row")


@dataclass(frozen=True, slots=True)
class ReplayRules:
    """What is the same for all pieces; as `replay_many` takes it."""

    competency_names: tuple[str, ...]
    parameters: Parameters
    criterion_of: tuple[Criterion, ...]
    required: Mapping[int, Sequence[int]] | None


def replay_in_passes(
    passes: Passes,
    columns: EvidenceColumns,
    competency_names: Sequence[str],
    parameters: Parameters,
    criterion_of: Sequence[Criterion],
    required: Mapping[int, Sequence[int]] | None = None,
    *,
    rows_in_piece: int = ROWS_IN_PIECE,
) -> Replayed:
    """Fold the evidence of many learners from nothing, some learners at a time.

    Parameters
    ----------
    passes : Passes
        Where pieces are folded: in threads here, or on the workers of a cluster.
    columns, competency_names, parameters, criterion_of, required
        As `replay_many` takes them.
    rows_in_piece : int
        A piece ends with the first learner that brings it to so many rows.

    Returns
    -------
    Replayed
        To the last bit what `replay_many` gives.

    Raises
    ------
    ValueError
        As `replay_many`; the row it names counts within its piece.
    """
    pieces = cut_in_pieces(columns, rows_in_piece)
    if len(pieces) < 2:
        return replay_many(columns, competency_names, parameters, criterion_of, required)
    rules = ReplayRules(tuple(competency_names), parameters, tuple(criterion_of), required)
    firsts = np.cumsum([0, *(len(piece.learner) for piece in pieces[:-1])]).tolist()
    found = list(passes.each(replay_piece, pieces, rules))
    joined = {}
    for each in fields(Replayed):
        parts = [getattr(part, each.name) for part in found]
        if each.name in _COUNTED_FROM_LEARNER:
            parts = [part + columns.learner[first] for part, first in zip(parts, firsts, strict=True)]
        elif each.name in _COUNTED_FROM_ROW:
            parts = [np.where(part < 0, part, part + first) for part, first in zip(parts, firsts, strict=True)]
        joined[each.name] = np.concatenate(parts)
    return Replayed(**joined)


def replay_piece(columns: EvidenceColumns, rules: ReplayRules) -> Replayed:
    """Fold the evidence of some learners."""
    return replay_many(columns, rules.competency_names, rules.parameters, rules.criterion_of, rules.required)


def cut_in_pieces(columns: EvidenceColumns, rows_in_piece: int) -> list[EvidenceColumns]:
    """Return whole learners together: a piece ends with the first that brings it to so many rows, and begins with 0."""
    learner = columns.learner
    starts = np.flatnonzero(np.append(True, learner[1:] != learner[:-1]))
    pieces, first = [], 0
    for end in ends_of_chunks([*starts.tolist(), len(learner)], rows_in_piece):
        own = {each.name: getattr(columns, each.name)[first:end] for each in fields(EvidenceColumns)}
        own["learner"] = own["learner"] - own["learner"][0]
        pieces.append(EvidenceColumns(**own))
        first = end
    return pieces
