"""A district's evidence as arrays: what parameters are fitted on and measured with."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ownpath.core.mastery import KINDS, Parameters, batch
from ownpath.core.mastery.chunks import rows_of_chunks
from ownpath.core.mastery.foretelling import foretell
from ownpath.core.mastery.passes import Passes
from ownpath.core.mastery.replaying import EvidenceColumns
from ownpath.core.mastery.responses import Responses, meetings_of
from ownpath.evidence.models import EvidenceKind
from ownpath.evidence.selectors import evidence_in_time_order, seconds_of
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.storage import fetch

LEARNERS_AT_ONCE = 500
ROWS_AT_ONCE = 500_000
KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Answers:
    """All evidence, by learner and in time order. Parameters are fitted on answers to tasks (`is_answer`) and measured
    by how they foretell them; ratings, observations and old records are here since an estimate learns from them too.

    `ordered_seconds` is when a piece counts as seen (when it was recorded, where the source does not say); the
    difficulties are those stored with the evidence, NaN where none is.
    """

    responses: Responses
    kind: NDArray[np.int64]
    ordered_seconds: NDArray[np.float64]
    task_difficulty: NDArray[np.float64]
    reference_difficulty: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.responses)

    @property
    def is_answer(self) -> NDArray[np.bool_]:
        """Which pieces are answers to tasks."""
        found: NDArray[np.bool_] = self.kind == KIND_NUMBER[EvidenceKind.RESPONSE]
        return found

    def count_learners(self, rows: NDArray[np.bool_]) -> int:
        """Whom some of the pieces are about, as a number."""
        return len(np.unique(self.responses.learner[rows]))

    def only(self, rows: NDArray[np.bool_] | slice) -> Answers:
        """Some of the pieces; learners, tasks and competencies keep their numbers."""
        of = self.responses
        return Answers(
            replace(
                of,
                learner=of.learner[rows],
                item=of.item[rows],
                combination=of.combination[rows],
                result=of.result[rows],
                moment_seconds=of.moment_seconds[rows],
            ),
            self.kind[rows],
            self.ordered_seconds[rows],
            self.task_difficulty[rows],
            self.reference_difficulty[rows],
        )


def gather_answers(district: District, progress: Progress = NO_PROGRESS) -> Answers:
    """All standing evidence of a district. Names are uuids and task names, so that the arrays are the same in a copy of
    the database in which rows have other numbers."""
    with_evidence = fetch(
        "SELECT p.id, p.uuid FROM people_person p WHERE p.district_id = %s "
        "AND EXISTS (SELECT 1 FROM evidence_evidence e WHERE e.learner_id = p.id)",
        [district.pk],
    )
    uuid_of = {row[0]: _text(row[1]) for row in with_evidence}
    competency_names = {
        row[0]: _text(row[1])
        for row in fetch("SELECT id, uuid FROM competencies_competency WHERE district_id = %s", [district.pk])
    }
    columns: dict[str, list[NDArray[np.float64]]] = {name: [] for name in _COLUMNS}
    tasks: dict[str, int] = {}
    sets: dict[tuple[int, ...], int] = {}
    numbers: list[int] = []
    learner_ids = sorted(uuid_of)
    progress.begin("Reading evidence", len(learner_ids))
    for start in range(0, len(learner_ids), LEARNERS_AT_ONCE):
        batch = learner_ids[start : start + LEARNERS_AT_ONCE]
        _add_batch(batch, columns, tasks, sets, numbers)
        progress.advance(len(batch))
    return _in_canonical_form(columns, tasks, sets, uuid_of, competency_names)


_COLUMNS = (
    "learner",
    "item",
    "combination",
    "result",
    "kind",
    "happened",
    "ordered",
    "task_difficulty",
    "reference_difficulty",
)
_NAN = float("nan")


def _text(uuid: object) -> str:
    text = str(uuid)
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _add_batch(
    learner_ids: list[int],
    columns: dict[str, list[NDArray[np.float64]]],
    tasks: dict[str, int],
    sets: dict[tuple[int, ...], int],
    numbers: list[int],
) -> None:
    """Some learners' evidence. What counted for several competencies stands in as many rows, one after the other."""
    rows = evidence_in_time_order(learner_ids)
    seconds = seconds_of([row[3] for row in rows]).tolist()
    found: list[tuple[float, ...]] = []
    before: tuple[object, ...] = ()
    competencies: list[int] = []
    for row, ordered in zip(rows, seconds, strict=True):
        same = (row[0], row[3], row[4], row[9], row[8], row[6])
        if row[8] > 1 and same == before and row[1] not in competencies and len(competencies) < row[8]:
            competencies.append(row[1])
            key = tuple(sorted(competencies))
            found[-1] = (*found[-1][:2], sets.setdefault(key, len(sets)), *found[-1][3:])
            continue
        before, competencies = same, [row[1]]
        found.append(
            (
                row[0],
                tasks.setdefault(row[9], len(tasks)) if row[9] else -1,
                sets.setdefault((row[1],), len(sets)),
                row[7],
                KIND_NUMBER[row[6]],
                ordered if row[5] else _NAN,
                ordered,
                _NAN if row[10] is None else row[10],
                _NAN if row[11] is None else row[11],
            )
        )
    if found:
        for name, values in zip(_COLUMNS, np.array(found, dtype=float).T, strict=True):
            columns[name].append(values)


def _in_canonical_form(
    columns: dict[str, list[NDArray[np.float64]]],
    tasks: dict[str, int],
    sets: dict[tuple[int, ...], int],
    uuid_of: dict[int, str],
    competency_names: dict[int, str],
) -> Answers:
    whole = {name: np.concatenate(parts) if parts else np.empty(0) for name, parts in columns.items()}
    present = [int(each) for each in np.unique(whole["learner"])]
    learner_names = sorted(uuid_of[each] for each in present)
    rank = {name: place for place, name in enumerate(learner_names)}
    ids = np.array(present, dtype=np.int64)
    code_of = np.array([rank[uuid_of[each]] for each in present], dtype=np.int64)
    learner = code_of[np.searchsorted(ids, whole["learner"].astype(np.int64))] if present else np.empty(0, np.int64)
    order = np.argsort(learner, kind="stable")
    item_names = sorted(tasks)
    item_code = np.empty(len(tasks) + 1, dtype=np.int64)
    for place, name in enumerate(item_names):
        item_code[tasks[name]] = place
    item_code[-1] = -1  # a task that is not known has the number -1 on both sides
    named = sorted((tuple(sorted(competency_names[each] for each in key)), number) for key, number in sets.items())
    names = sorted({name for key, _ in named for name in key})
    place_of = {name: place for place, name in enumerate(names)}
    combination_code = np.empty(max(len(named), 1), dtype=np.int64)
    for place, (_key, number) in enumerate(named):
        combination_code[number] = place
    sizes = [len(key) for key, _ in named]
    responses = Responses(
        learner=learner[order],
        item=item_code[whole["item"].astype(np.int64)][order],
        combination=combination_code[whole["combination"].astype(np.int64)][order],
        combination_start=np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64),
        combination_competency=np.array([place_of[name] for key, _ in named for name in key], dtype=np.int64),
        result=whole["result"][order],
        moment_seconds=whole["happened"][order],
        learner_names=tuple(learner_names),
        item_names=tuple(item_names),
        competency_names=tuple(names),
    )
    return Answers(
        responses,
        whole["kind"].astype(np.int64)[order],
        whole["ordered"][order],
        whole["task_difficulty"][order],
        whole["reference_difficulty"][order],
    )


def fit_parameters(answers: Answers, start: Parameters, passes: Passes | None = None) -> Parameters:
    """Parameters fitted on the answers among some evidence, beginning from others; by `passes`, the same bits."""
    tasks = answers.only(answers.is_answer)
    of = tasks.responses
    calibrated = np.flatnonzero(~np.isnan(tasks.task_difficulty) & (of.item >= 0))
    # The latest word on a task counts.
    known = {of.item_names[of.item[row]]: float(tasks.task_difficulty[row]) for row in calibrated}
    return batch.fit(of, start=start, known_difficulty=known, passes=passes)


def follow_answers(answers: Answers, parameters: Parameters, passes: Passes | None = None) -> NDArray[np.float64]:
    """What was expected of each piece just before it came in, from the earlier evidence of its learner alone.

    By the very step that keeps estimates up to date, so that this is what pages showed or would have shown.
    """
    predicted = np.empty(len(answers))
    for first, end in rows_of_chunks(answers.responses, ROWS_AT_ONCE):
        predicted[first:end] = _follow_some(answers.only(slice(first, end)), parameters, passes)
    return predicted


def _follow_some(answers: Answers, parameters: Parameters, passes: Passes | None) -> NDArray[np.float64]:
    """The same for some learners, so that little of it is in memory at a time."""
    of = answers.responses
    meetings = meetings_of(of)
    row, spread = meetings.row, meetings.size[meetings.row]
    none = np.zeros(len(row), dtype=np.int64)
    columns = EvidenceColumns(
        learner=of.learner[row],
        competency=meetings.competency,
        kind=[KINDS[each] for each in answers.kind[row].tolist()],
        task=[of.item_names[each] if each >= 0 else "" for each in of.item[row].tolist()],
        rater=[""] * len(row),
        result=of.result[row],
        moment_seconds=of.moment_seconds[row],
        task_difficulty=answers.task_difficulty[row],
        competency_difficulty=answers.reference_difficulty[row],
        spread=spread,
        hints=none,
        level=none,
        n_levels=none,
    )
    expected = foretell(columns, of.competency_names, parameters, passes=passes)
    return np.bincount(row, expected / spread, len(of))
