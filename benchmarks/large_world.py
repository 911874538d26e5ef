"""Write a large file of simulated responses: Parquet parts of whole learners, one after the other, the seed fixed.

    .venv/bin/python benchmarks/large_world.py FOLDER [--responses 20000000]

Simulated, about nobody: learners differ, are better at some competencies than at others, grow with practice and forget;
items differ. Each part is drawn from the seed and its own number, so a part is the same however many there are.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

SEED = 20_261_124
ROWS_IN_PART = 250_000
SESSIONS, ANSWERS_IN_SESSION = 10, 10
COMPETENCIES, ITEMS_OF_COMPETENCY = 200, 50
START_SECONDS, DAY_SECONDS = 1_700_000_000.0, 86_400.0


def write_part(path: Path, part: int, n_rows: int, n_competencies: int, n_items: int) -> None:
    """Draw the learners of one part and write their responses."""
    world = np.random.default_rng([SEED, 0])
    of_competency = world.normal(0.0, 0.7, n_competencies)
    of_item = world.normal(0.0, 0.6, (n_competencies, n_items))
    generator = np.random.default_rng([SEED, 1, part])
    n_learners = n_rows // (SESSIONS * ANSWERS_IN_SESSION)
    shape = (n_learners, SESSIONS, ANSWERS_IN_SESSION)
    able = generator.normal(0.0, 0.8, n_learners)
    match = generator.normal(0.0, 0.7, (n_learners, n_competencies))
    rate = 0.25 * generator.lognormal(-0.125, 0.5, n_learners)
    # Half of the sessions go on with one of three competencies, so that practice adds up.
    own = generator.integers(n_competencies, size=(n_learners, 3))
    again = own[np.arange(n_learners)[:, None], generator.integers(3, size=(n_learners, SESSIONS))]
    other = generator.integers(n_competencies, size=(n_learners, SESSIONS))
    session = np.where(generator.random((n_learners, SESSIONS)) < 0.7, again, other)
    day = np.cumsum(generator.uniform(1.0, 4.0, (n_learners, SESSIONS)), axis=1)
    learner = np.broadcast_to(np.arange(n_learners)[:, None, None], shape).ravel()
    competency = np.broadcast_to(session[:, :, None], shape).ravel()
    item = generator.integers(n_items, size=len(learner))
    moment = START_SECONDS + (DAY_SECONDS * day[:, :, None] + 45.0 * np.arange(ANSWERS_IN_SESSION)).ravel()
    logit = able[learner] + match[learner, competency] - of_competency[competency] - of_item[competency, item]
    logit += rate[learner] * np.log1p(_count_before(learner * n_competencies + competency))
    result = generator.random(len(logit)) < 0.98 / (1.0 + np.exp(-logit))
    table = pa.table(
        {
            "learner": _names("learner", learner, n_learners, first=part * (ROWS_IN_PART // shape[1] // shape[2])),
            "item": _names("item", competency * n_items + item, n_competencies * n_items),
            "skill": _names("competency", competency, n_competencies),
            "correct": pa.array(result.astype(np.int8)),
            "timestamp": pa.array(np.floor(moment)),
        }
    )
    pa.parquet.write_table(table, path)


def _count_before(key: np.ndarray) -> np.ndarray:
    """How often each key occurred before."""
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.append(True, key[order][1:] != key[order][:-1]))
    count = np.empty(len(key))
    count[order] = np.arange(len(key)) - np.repeat(begins, np.diff(np.append(begins, len(key))))
    return count


def _names(what: str, code: np.ndarray, n: int, first: int = 0) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(
        pa.array(code.astype(np.int32)), [f"{what} {first + i:07d}" for i in range(n)]
    )


def write_world(
    folder: Path, n_responses: int, n_competencies: int = COMPETENCIES, n_items: int = ITEMS_OF_COMPETENCY
) -> list[Path]:
    """Write all parts; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for part in range(max(1, n_responses // ROWS_IN_PART)):
        path = folder / f"part-{part:05d}.parquet"
        if not path.exists():
            unfinished = folder / f"part-{part:05d}.unfinished"
            write_part(unfinished, part, min(n_responses, ROWS_IN_PART), n_competencies, n_items)
            unfinished.rename(path)
        paths.append(path)
    return paths


def main() -> None:
    """One command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--responses", type=int, default=20_000_000)
    parser.add_argument("--competencies", type=int, default=COMPETENCIES)
    parser.add_argument("--items", type=int, default=ITEMS_OF_COMPETENCY, help="of each competency")
    arguments = parser.parse_args()
    begun = time.perf_counter()
    paths = write_world(arguments.folder, arguments.responses, arguments.competencies, arguments.items)
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{len(paths)} parts of simulated responses, {size:,.0f} MB, {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
