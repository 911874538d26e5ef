"""A drawn sitting; run as a program it is held in plain Python, as if numba were not installed."""

from __future__ import annotations

import hashlib
import sys

if __name__ == "__main__":
    sys.modules["numba"] = None  # type: ignore[assignment]  # importing it now raises ImportError

from placement_frameworks import ladder, sit

from ownpath.core.mastery.compiling import IS_COMPILED
from ownpath.core.placement import SittingOptions, sitting_to_bytes


def do_the_work() -> str:
    """What a few sittings come to."""
    model = ladder(3, 2, 2, n_particles=24)
    digest = hashlib.sha256()
    for seed in range(3):
        held = sit(
            model,
            SittingOptions(seed, most_questions=6, target_error=0.0),
            lambda c: ("right", "wrong", "unknown")[c % 3],
        )
        for sitting in held:
            digest.update(sitting_to_bytes(model, sitting))
    return digest.hexdigest()


if __name__ == "__main__":
    assert not IS_COMPILED
    print(do_the_work())
