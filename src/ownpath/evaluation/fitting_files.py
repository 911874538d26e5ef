"""Fits parameters on files of responses without ever holding all rows: a part is read, coded as a chunk, let go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.chunks import DRAWS, Chunk, Outline, OutlineOfParts, Part, encode_part, part_of
from ownpath.core.mastery.fitting import fit_chunks
from ownpath.core.mastery.passes import Passes
from ownpath.evaluation.parts import parts_of, split_by_learner
from ownpath.evaluation.responses_file import read_responses
from ownpath.foundation.errors import OwnpathError

Tell = Callable[[str], None]


class _DividedLearner(Exception):
    """A learner is in two parts."""


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part as it waits, with digests of its learners' names."""

    part: Part
    learners: np.ndarray


@dataclass(frozen=True, slots=True)
class PartSeen:
    """What the client learns of a part: its outline, how many rows each draw has, and digests of its learners."""

    outline: Outline
    draws: np.ndarray
    learners: np.ndarray


def fit_files(
    paths: Sequence[Path],
    *,
    passes: Passes,
    folder: Path,
    items: Path | None = None,
    start: Parameters | None = None,
    tell: Tell = lambda text: None,
) -> Parameters:
    """Fit on files as they are, if each is a small part that holds whole learners; else split them in `folder` first.

    The workers read the files themselves, under the same names.
    """
    absolute = [path.resolve() for path in paths]
    own_items = None if items is None else items.resolve()
    parts = parts_of(absolute)
    if parts:
        try:
            return _fit_parts(parts, passes, own_items, start, tell)
        except _DividedLearner:
            tell("a learner is in two files: splitting the rows by learner first")
    else:
        tell("splitting the rows by learner")
    return _fit_parts(split_by_learner(absolute, folder), passes, own_items, start, tell)


def _fit_parts(
    parts: Sequence[Path], passes: Passes, items: Path | None, start: Parameters | None, tell: Tell
) -> Parameters:
    tell(f"reading {len(parts)} parts")
    read = passes.keep(read_part, parts, items)
    whole = OutlineOfParts()
    learners: list[np.ndarray] = []
    for seen in passes.each(look_at_part, read):
        whole.add(seen.outline, seen.draws)
        learners.append(seen.learners)
    digests = np.sort(np.concatenate(learners))
    if bool(np.any(digests[1:] == digests[:-1])):
        passes.drop(read)
        raise _DividedLearner
    outline = whole.whole()
    if outline.n_responses == 0:
        raise OwnpathError("The files hold no responses.")
    chunks: list[Any] = passes.keep(encode, read, outline)
    passes.drop(read)
    tell(f"fitting on {outline.n_responses:,} responses of {outline.n_learners:,} learners")
    return fit_chunks(passes, chunks, outline, start)


def read_part(path: Path, items: Path | None) -> NamedPart:
    """The responses of one part, in small numbers."""
    responses = read_responses([path], items=items).responses
    digests = [blake2b(name.encode(), digest_size=8).digest() for name in responses.learner_names]
    return NamedPart(part_of(responses), np.frombuffer(b"".join(digests), dtype=np.uint64).copy())


def look_at_part(read: NamedPart) -> PartSeen:
    """What must be known of all parts before they become chunks."""
    draws = np.bincount(read.part.draw, np.diff(read.part.answers.start), DRAWS).astype(np.int64)
    return PartSeen(read.part.outline, draws, read.learners)


def encode(read: NamedPart, outline: Outline) -> Chunk:
    """The chunk of one part."""
    return encode_part(read.part, outline)
