"""Which tasks there are for a competency, and the one that a sitting shows: written items, and families with a seed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from ownpath.assessment.models import Item, SittingTask
from ownpath.competencies.models import Competency
from ownpath.core.items import FAMILIES, Family, ShownTask, Task, families_for, make_task, read_part, read_public
from ownpath.core.items import read_task as read_stored
from ownpath.foundation.errors import OwnpathError

# The public framework's codes as some publish them: CCSS.Math.Content.3.NF.A.1 is 3.NF.A.1.
CODE_PREFIXES = ("CCSS.MATH.CONTENT.", "CCSS.MATH.")
MOST_DRAWS = 60


class TaskGone(OwnpathError):
    """The family that made a task has changed since, so the task cannot be made again."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a task can come from: an item that somebody wrote, or a family."""

    name: str
    difficulty: float
    item_id: int | None = None
    item_fingerprint: str = ""
    family: Family | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task that was chosen; with a seed where a family makes it."""

    source: Source
    seed: int
    fingerprint: str


def family_code(code: str) -> str:
    """A competency's code as families name it."""
    plain = code.strip().upper()
    for prefix in CODE_PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain


def gather_sources(competencies: Mapping[int, str]) -> dict[int, list[Source]]:
    """The sources of tasks of each competency (number to code), in the order of their names: one query."""
    found: dict[int, list[Source]] = {
        number: [Source(each.name, each.difficulty, family=each) for each in families_for(family_code(code))]
        for number, code in competencies.items()
    }
    written = Item.objects.filter(is_current=True, competencies__in=list(competencies)).order_by("name")
    for number, item_id, name, difficulty, fingerprint in written.values_list(
        "competencies", "pk", "name", "difficulty", "fingerprint"
    ):
        if number in found:
            found[number].append(Source(name, difficulty, item_id=item_id, item_fingerprint=fingerprint))
    return found


def has_tasks(competency: Competency) -> bool:
    """Whether there is any task for a competency."""
    return bool(families_for(family_code(competency.code))) or bool(
        Item.objects.filter(is_current=True, competencies=competency).exists()
    )


def draw_fresh(
    sources: Sequence[Source],
    rng: np.random.Generator,
    *,
    met: Set[str],
    times: Mapping[str, int],
    again: bool = False,
) -> Drawn | None:
    """A task that the learner has not met, from the source that came least often; None where there is none.

    `met` holds fingerprints, `times` how often each source came in this sitting. With `again` a task that was met
    before is given rather than none.
    """
    order = [sources[int(place)] for place in rng.permutation(len(sources))]
    order.sort(key=lambda each: times.get(each.name, 0))
    for source in order:
        for drawn in _tries(source, rng):
            if drawn.fingerprint not in met:
                return drawn
    return next(iter(_tries(order[0], rng))) if again and order else None


def _tries(source: Source, rng: np.random.Generator) -> Iterable[Drawn]:
    if source.family is None:
        yield Drawn(source, 0, source.item_fingerprint)
        return
    for _ in range(MOST_DRAWS):
        seed = int(rng.integers(2**62))
        yield Drawn(source, seed, _make(source.family, seed).fingerprint)


def _make(family: Family, seed: int) -> Task:
    return make_task(family, np.random.default_rng(seed))


def load_shown(task: SittingTask) -> ShownTask:
    """What may be shown of a task. The caller has the task with its item; what is held back is not read."""
    if task.item is not None:
        return shown_of(task.item)
    return _remake(task).shown


def shown_of(item: Item) -> ShownTask:
    """What may be shown of an item."""
    stimulus = tuple(read_part(part, "stimulus") for part in item.shown["stimulus"])
    return ShownTask(stimulus, read_public(item.shown["public"]), int(item.shown.get("hint_count", 0)))


def load_task(task: SittingTask) -> Task:
    """The whole of a task, with what is held back; for scoring, hints and feedback only."""
    return whole_item(task.item) if task.item is not None else _remake(task)


def whole_item(item: Item, codes: Sequence[str] = ("",)) -> Task:
    """The whole of an item, with its key; `codes` are those of its competencies, where they are wanted."""
    return read_stored(
        {
            **item.shown,
            **item.key.held_back,
            "source": item.name,
            "version": item.version,
            "author": item.credit,
            "competencies": list(codes),
            "difficulty": item.difficulty,
            "fingerprint": item.fingerprint,
        }
    )


def _remake(task: SittingTask) -> Task:
    """Make a family's task again. Its fingerprint says whether it is still the one that was shown."""
    family = FAMILIES.get(task.family)
    if family is not None and family.version == task.family_version:
        made = _make(family, task.seed)
        if made.fingerprint == task.fingerprint:
            return made
    raise TaskGone("This task has changed since you opened it.")


def fingerprint_of_shown(shown: Mapping[str, object]) -> str:
    """The same 32 characters for the same question, whoever wrote it."""
    asked = json.dumps([shown["stimulus"], shown["public"]], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()


def count_sources(done: Iterable[str]) -> dict[str, int]:
    """How often each source came."""
    times: dict[str, int] = defaultdict(int)
    for name in done:
        times[name] += 1
    return times
