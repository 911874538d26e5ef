"""Have the machine code ready before anybody waits for it: `python -m ownpath.core.placement.warm`."""

from __future__ import annotations

from ownpath.core.placement.items import Item
from ownpath.core.placement.model import PlacementModel, PlacementParameters
from ownpath.core.placement.sitting import Answer, SittingOptions, begin_sitting, next_question, record_answer


def warm_up() -> None:
    """Call every compiled function once; what was compiled before is only loaded."""
    model = PlacementModel([0, 1], [0, 0], [0], [1], parameters=PlacementParameters(n_particles=2))  # type: ignore[arg-type]
    sitting = begin_sitting(model, SittingOptions(0))
    next_question(model, sitting, [Item("t", 1)])
    record_answer(model, sitting, Answer(Item("t", 1), "right"))


if __name__ == "__main__":
    warm_up()
