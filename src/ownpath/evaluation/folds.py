"""Which learners are held out together: it hangs on their names, not on where they stand in a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from ownpath.foundation.errors import OwnpathError

TRAINING_WORDS = {"train", "training", "valid", "validation", "dev"}
TEST_WORDS = {"test", "testing", "held out"}


@dataclass(frozen=True, slots=True)
class Fold:
    """Which learners are trained on and which are held out; shape (n_learners,)."""

    name: str
    train: np.ndarray
    held_out: np.ndarray


def deal_folds(learner_names: tuple[str, ...], *, n_folds: int, seed: int) -> list[Fold]:
    """Deal learners to folds in an order that a seeded digest of their names gives."""
    if not 2 <= n_folds <= len(learner_names):
        raise OwnpathError(
            f"{n_folds} folds need at least two folds and as many learners; the file has {len(learner_names)} learners."
        )
    digests = [hashlib.blake2b(f"{seed}\x00{name}".encode(), digest_size=16).digest() for name in learner_names]
    fold_of = np.empty(len(learner_names), dtype=np.int64)
    fold_of[sorted(range(len(digests)), key=digests.__getitem__)] = np.arange(len(digests)) % n_folds
    return [Fold(str(fold + 1), fold_of != fold, fold_of == fold) for fold in range(n_folds)]


def folds_from_split(split_of_learner: tuple[str, ...]) -> list[Fold]:
    """One fold for each value; for words such as train and test, one in all, tested on test."""
    values = np.array(split_of_learner, dtype=object)
    names = sorted(set(split_of_learner))
    words = {name.lower() for name in names}
    if words <= TRAINING_WORDS | TEST_WORDS and words & TEST_WORDS:
        held_out = np.array([value.lower() in TEST_WORDS for value in split_of_learner])
        if bool(held_out.all()):
            raise OwnpathError("The split column names nobody to train on.")
        return [Fold("test", ~held_out, held_out)]
    if len(names) < 2:
        raise OwnpathError(f"The split column holds one value only ({names[0]}); it takes two to hold one out.")
    return [Fold(name, values != name, values == name) for name in names]
