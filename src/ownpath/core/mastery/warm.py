"""Have the machine code ready before anybody waits for it: `python -m ownpath.core.mastery.warm`."""

from __future__ import annotations

import numpy as np

from ownpath.core.mastery.batch import fit, follow
from ownpath.core.mastery.estimator import replay
from ownpath.core.mastery.foretelling import foretell
from ownpath.core.mastery.observation import Observation
from ownpath.core.mastery.parameters import Criterion, default_parameters
from ownpath.core.mastery.reading import probability_at, read
from ownpath.core.mastery.replaying import EvidenceColumns, replay_many
from ownpath.core.mastery.responses import make_responses


def warm_up(*, also_fitting: bool = True) -> None:
    """Call every compiled function once; what was compiled before is only loaded."""
    parameters, criterion = default_parameters(), Criterion()
    seen = [
        ("a", Observation("response", 1.0, 0.0, "task")),
        ("b", Observation("rubric", 1.0, 60.0, "task", level=2, n_levels=4)),
        ("b", Observation("prior", 1.0, 60.0)),
    ]
    learner, states = replay(seen, parameters, criterion, {"b": ("a",)})
    read(learner, states["a"], parameters, criterion, 1e6)
    probability_at(learner, states["a"], 1e6, parameters)
    one, none = np.zeros(1, dtype=np.int64), np.full(1, np.nan)
    columns = EvidenceColumns(one, one, ["response"], ["t"], [""], np.ones(1), none, none, none, one + 1, one, one, one)
    replay_many(columns, ["a"], parameters, [criterion])
    if also_fitting:
        responses = make_responses(
            learner=["l", "l", "m", "m"],
            item=["i", "j", "i", "j"],
            competencies=[("a",), ("a", "b")] * 2,
            result=[1.0, 0.0, 1.0, 1.0],
            moment_seconds=None,
        )
        follow(responses, fit(responses), criterion)
        foretell(columns, ["a"], parameters, criterion)


if __name__ == "__main__":
    warm_up()
