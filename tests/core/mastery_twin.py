"""A drawn piece of work for the model; run as a program it does it in plain Python, as if numba were not installed."""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

if __name__ == "__main__":
    sys.modules["numba"] = None  # type: ignore[assignment]  # importing it now raises ImportError

from mastery_histories import CRITERION, KEYS, PARAMETERS, REQUIRED, TASKS, drawn_parameters
from mastery_responses import made_rows, responses_from

from ownpath.core.mastery import Observation, Parameters, read, replay
from ownpath.core.mastery.batch import fit, follow
from ownpath.core.mastery.compiling import IS_COMPILED
from ownpath.core.mastery.foretelling import foretell


def drawn_history(seed: int) -> list[tuple[str, Observation]]:
    """Forty pieces of evidence of every kind."""
    generator = np.random.default_rng(seed)
    moment, made = 1.7e9, []
    for _ in range(40):
        moment += float(generator.choice([0.0, 60.0, 5e4, 3e6, -500.0]))
        kind = str(generator.choice(["response", "response", "rubric", "observation", "artifact", "prior"]))
        rated = kind == "rubric" and generator.random() < 0.7
        observation = Observation(
            kind,
            float(generator.random()) if generator.random() < 0.3 else float(generator.integers(2)),
            None if generator.random() < 0.2 else moment,
            str(generator.choice(TASKS)),
            None if generator.random() < 0.2 else float(generator.normal(0.0, 2.0)),
            int(generator.choice([1, 1, 2, 3])),
            competency=str(generator.choice(["", *KEYS])),
            level=int(generator.integers(1, 5)) if rated else None,
            n_levels=4 if rated else None,
            rater=str(generator.choice(["", "strict"])),
            hints=int(generator.choice([0, 0, 2])),
        )
        made.append((str(generator.choice(KEYS)), observation))
    return made


def digest(*parts: bytes) -> str:
    """A short name for bytes."""
    return hashlib.sha256(b"|".join(parts)).hexdigest()[:16]


def states_and_readings(parameters: Parameters) -> tuple[str, str]:
    """What twelve learners' states and readings come to."""
    states, readings = [], []
    for seed in range(12):
        learner, by_competency = replay(drawn_history(seed), parameters, CRITERION, REQUIRED)
        states.append(learner.to_bytes())
        for state in by_competency.values():
            states.append(state.to_bytes())
            for moment in (None, 1.9e9):
                readings.append(repr(read(learner, state, parameters, CRITERION, moment)).encode())
    return digest(*states), digest(*readings)


def do_the_work() -> dict[str, str]:
    """Each stage's name with what it came to."""
    found: dict[str, str] = {}
    for seed in range(4):
        found[f"states {seed}"], found[f"readings {seed}"] = states_and_readings(drawn_parameters(seed))
    responses = responses_from(made_rows(5, 8, 16))
    followed = follow(responses, PARAMETERS)
    found["follow"] = digest(followed.predicted.tobytes(), followed.claimed_row.tobytes())
    own = fit(responses)
    assert own.hash != PARAMETERS.hash
    found["fit"] = own.hash
    from mastery_columns import columns_of, pieces_of  # draws its evidence from this module

    foretold = foretell(columns_of(pieces_of(12)), KEYS, PARAMETERS, CRITERION)
    found["foretold"] = digest(foretold.tobytes())
    return found


if __name__ == "__main__":
    assert not IS_COMPILED
    print(json.dumps(do_the_work()))
