"""Questions that can be asked, and what an answer to one says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownpath.core.placement.model import PlacementParameters

OUTCOMES: Final = ("right", "wrong", "unknown")
LEAST_NOISE: Final = 0.01  # nobody never slips, and nothing is never guessed


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or a family that makes a fresh one each time.

    Parameters
    ----------
    name : str
        Stable name of the task.
    competency : int
        Its number in the model.
    slip : float
        Chance that a learner who has mastered the competency does not get it right, .01 to .49.
    guess : float
        Chance that one who has not gets it right all the same, .01 to .49: one in the number of choices, .03 for an
        answer that must be made. Smaller values count as .01.

    Raises
    ------
    ValueError
        A chance is not a number between 0 and .5, so that a right answer would not speak for mastery.
    """

    name: str
    competency: int
    slip: float = 0.05
    guess: float = 0.03

    def __post_init__(self) -> None:
        for what, value in (("slip", self.slip), ("guess", self.guess)):
            if not 0.0 <= value < 0.5:
                raise ValueError(f"{what} of {self.name!r} must lie in 0 .. .5, not {value}")

    def chances(self, numbers: PlacementParameters) -> NDArray[np.float64]:
        """Return the chance of each outcome, right wrong unknown: row 0 if mastered, row 1 if not; shape (2, 3)."""
        chances: NDArray[np.float64] = outcome_chances([self.slip], [self.guess], numbers)[0]
        return chances


def outcome_chances(slip: ArrayLike, guess: ArrayLike, numbers: PlacementParameters) -> NDArray[np.float64]:
    """Give the chance of each outcome of many questions.

    Parameters
    ----------
    slip, guess : array_like of float, shape (n_items,)
    numbers : PlacementParameters
        Holds how often "I don't know yet" is said in place of a wrong answer.

    Returns
    -------
    ndarray of float, shape (n_items, 2, 3)
        If mastered, if not; right, wrong, unknown. Rows add up to 1. Where not knowing is said oftener by those who
        have not mastered, it speaks more clearly against mastery than a wrong answer, which may be a slip.
    """
    slips = np.clip(np.asarray(slip, dtype=np.float64), LEAST_NOISE, 0.49)
    guesses = np.clip(np.asarray(guess, dtype=np.float64), LEAST_NOISE, 0.49)
    held, not_held = numbers.unknown_if_mastered, numbers.unknown_if_not
    return np.stack(
        [
            np.stack([1.0 - slips, slips * (1.0 - held), slips * held], axis=-1),
            np.stack([guesses, (1.0 - guesses) * (1.0 - not_held), (1.0 - guesses) * not_held], axis=-1),
        ],
        axis=-2,
    )
