"""Small frameworks and learners for the tests of placement."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ownpath.core.placement import (
    Answer,
    Item,
    PlacementModel,
    PlacementParameters,
    Sitting,
    SittingOptions,
    begin_sitting,
    next_question,
    record_answer,
)


def ladder(levels: int = 5, strands: int = 2, per_unit: int = 2, **numbers: float) -> PlacementModel:
    """Each competency requires the one before it in its strand."""
    level, strand, earlier, later = [], [], [], []
    for s in range(strands):
        before = None
        for at in range(levels):
            for _ in range(per_unit):
                if before is not None:
                    earlier.append(before)
                    later.append(len(level))
                before = len(level)
                level.append(at)
                strand.append(s)
    return PlacementModel(level, strand, earlier, later, parameters=PlacementParameters(**numbers))


def items_for(model: PlacementModel, each: int = 2, slip: float = 0.05, guess: float = 0.03) -> list[Item]:
    """So many items for every competency."""
    return [Item(f"c{i}-{k}", i, slip, guess) for i in range(model.n_competencies) for k in range(each)]


def sit(
    model: PlacementModel, options: SittingOptions, outcome_of: Callable[[int], str], most: int = 200
) -> list[Sitting]:
    """Hold a sitting and return it after every answer, the first before any."""
    items, held = items_for(model), [begin_sitting(model, options)]
    for _ in range(most):
        question = next_question(model, held[-1], items)
        if question is None:
            break
        answer = Answer(question.item, outcome_of(question.item.competency), question.is_audit)
        held.append(record_answer(model, held[-1], answer))
    return held


def same_bits(one: Sitting, other: Sitting) -> bool:
    """Whether two sittings are equal to the last bit."""
    names = ("mastered", "general", "ability", "missed", "probability", "ready")
    return (
        one.answers == other.answers
        and one.options == other.options
        and one.evidence.tobytes() == other.evidence.tobytes()
        and all(
            np.ascontiguousarray(getattr(one.particles, name)).tobytes()
            == np.ascontiguousarray(getattr(other.particles, name)).tobytes()
            for name in names
        )
    )
