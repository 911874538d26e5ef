"""Responses and files of them for the tests of the measuring stick."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ownpath.core.mastery.responses import Responses, make_responses


def write_csv(path: Path, text: str) -> Path:
    """A file with the given lines; indentation is taken away."""
    path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return path


def simulate_responses(
    *, n_learners: int = 60, n_each: int = 30, n_items: int = 12, n_competencies: int = 4, seed: int = 1
) -> Responses:
    """Learners who get better, on items that differ, some about two competencies."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(0.3, 1.0, n_learners)
    easiness = chance.normal(0.0, 1.0, n_items)
    learner, item, competencies, result, moment = [], [], [], [], []
    for one in range(n_learners):
        for step in range(n_each):
            own = int(chance.integers(n_items))
            first = own % n_competencies
            learner.append(f"learner {one:03d}")
            item.append(f"item {own:02d}")
            competencies.append((f"c{first}",) if own % 3 else (f"c{first}", f"c{(first + 1) % n_competencies}"))
            right = 1.0 / (1.0 + np.exp(-(ability[one] + easiness[own] + 0.03 * step)))
            result.append(float(chance.random() < right))
            moment.append(1_700_000_000.0 + 3600.0 * one + 61.0 * step)
    return make_responses(
        learner=learner, item=item, competencies=competencies, result=result, moment_seconds=moment, order=moment
    )


def write_responses(path: Path, responses: Responses, learners: list[int] | None = None) -> Path:
    """As CSV, learners in the given order."""
    lines = ["learner,item,skill,correct,timestamp"]
    for one in range(responses.n_learners) if learners is None else learners:
        for row in np.flatnonzero(responses.learner == one):
            combination = responses.combination[row]
            own = responses.combination_competency[
                responses.combination_start[combination] : responses.combination_start[combination + 1]
            ]
            lines.append(
                f"{responses.learner_names[one]},{responses.item_names[responses.item[row]]},"
                f"{';'.join(responses.competency_names[code] for code in own)},{responses.result[row]:g},"
                f"{responses.moment_seconds[row]:.0f}"
            )
    path.write_text("\n".join(lines) + "\n")
    return path


def differences(one: Responses, other: Responses) -> list[str]:
    """Arrays and lists of names in which the two are not equal."""
    found = []
    for name in Responses.__slots__:
        mine, theirs = getattr(one, name), getattr(other, name)
        if isinstance(mine, tuple):
            same = mine == theirs
        else:
            same = mine.dtype == theirs.dtype and np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f")
        if not same:
            found.append(name)
    return found
