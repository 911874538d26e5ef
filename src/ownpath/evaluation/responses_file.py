"""Reads files of responses into the arrays that models are fitted on, and says in words what it made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from ownpath.core.mastery.responses import Responses
from ownpath.evaluation.cells import EMPTY_WORDS, BadCell, Coded, code_texts, read_moments, read_numbers, read_results
from ownpath.evaluation.repeats import Rows, join_attempts
from ownpath.evaluation.tables import open_columns, row_in_file
from ownpath.foundation.errors import InputError

NONE_NAMED = "none named"
READERS = {"result": read_results, "time": read_moments, "order": read_numbers}
CompetenciesOfItem = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read: responses, the value of the split column for each learner, and what a person should know."""

    responses: Responses
    split_of_learner: tuple[str, ...] | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """The columns of one file."""

    texts: dict[str, Coded]
    numbers: dict[str, np.ndarray]
    n_rows: int


def read_responses(paths: Sequence[Path], *, items: Path | None = None, split_column: str | None = None) -> ReadFile:
    """Read one or several files as one; a folder stands for the files in it."""
    files = [each for path in paths for each in files_in(path)]
    competencies_of_item = read_items(items) if items is not None else None
    parts = [_read_part(path, competencies_of_item is not None, split_column) for path in files]
    texts = {name: _together([part.texts.get(name) for part in parts], parts) for name in _names(parts, "texts")}
    numbers = {name: _joined([part.numbers.get(name) for part in parts], parts) for name in _names(parts, "numbers")}
    # Five million rows are large: each array goes as soon as the next one stands.
    del parts
    split = texts.pop("split", None)
    split_of_learner = None if split is None else _split_by_learner(split, texts["learner"])
    learner_names, item_names = texts["learner"].names, texts["item"].names if "item" in texts else ()
    rows, notes = _in_order(texts, numbers, competencies_of_item)
    notes = [*notes, *join_attempts(rows).in_words()]
    responses = _in_canonical_form(rows, learner_names, item_names)
    return ReadFile(responses, split_of_learner, tuple(notes))


def read_items(path: Path) -> CompetenciesOfItem:
    """Which competencies each item is about, from a file with the columns item and kc."""
    columns = open_columns(path, needed=("item", "competency"))
    found: dict[str, dict[str, None]] = {}
    item, competency = code_texts(columns["item"]), code_texts(columns["competency"])
    for own, coded in (("item", item), ("competency", competency)):
        if bool(np.any(coded.code < 0)):
            row = row_in_file(path, int(np.argmax(coded.code < 0)))
            raise InputError("The cell is empty.", file=path.name, row=row, field=own)
    for item_code, code in zip(item.code.tolist(), competency.code.tolist(), strict=True):
        found.setdefault(item.names[item_code], {}).update(dict.fromkeys(_competencies_in(competency.names[code])))
    return {name: tuple(sorted(competencies)) for name, competencies in found.items()}


def files_in(path: Path) -> list[Path]:
    """The file, or the files of a folder in the order of their names."""
    if not path.is_dir():
        return [path]
    files = sorted(each for each in path.iterdir() if each.name.endswith((".csv", ".csv.gz", ".parquet")))
    if not files:
        raise InputError("The folder holds no .csv, .csv.gz or .parquet file.", file=path.name)
    return files


def _competencies_in(text: str) -> tuple[str, ...]:
    return tuple(sorted({each.strip() for each in text.split(";") if each.strip().lower() not in EMPTY_WORDS}))


def _names(parts: list[_Part], kind: str) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in getattr(part, kind)))


def _read_part(path: Path, items_are_known: bool, split_column: str | None) -> _Part:
    needed = ("learner", "result", "item") if items_are_known else ("learner", "result")
    columns = open_columns(path, needed=needed, split_column=split_column)
    if "competency" not in columns and "item" not in columns:
        raise InputError("There is neither a column for the competency nor one for the item.", file=path.name, row=1)
    texts: dict[str, Coded] = {}
    numbers: dict[str, np.ndarray] = {}
    n_rows = len(columns["learner"])
    for name in list(columns):
        column: pa.ChunkedArray = columns.pop(name)
        try:
            if name in READERS:
                numbers[name] = READERS[name](column)
                continue
            texts[name] = code_texts(column, frozenset({""}) if name == "learner" else EMPTY_WORDS)
            if name in ("learner", "split") and bool(np.any(texts[name].code < 0)):
                raise BadCell(int(np.argmax(texts[name].code < 0)), "The cell is empty.")
        except BadCell as bad:
            field = str(split_column) if name == "split" else name
            raise InputError(bad.problem, file=path.name, row=row_in_file(path, bad.position), field=field) from bad
        except pa.ArrowException as error:
            raise InputError(f"The column cannot be read: {error}.", file=path.name, field=name) from error
    return _Part(texts, numbers, n_rows)


def _together(columns: list[Coded | None], parts: list[_Part]) -> Coded:
    """One numbering of the names of all files."""
    if len(columns) == 1 and columns[0] is not None:
        return columns[0]
    names = tuple(sorted({name for each in columns if each is not None for name in each.names}))
    code_of = {name: code for code, name in enumerate(names)}
    codes = []
    for column, part in zip(columns, parts, strict=True):
        if column is None:
            codes.append(np.full(part.n_rows, -1, dtype=np.int64))
            continue
        codes.append(np.array([*(code_of[name] for name in column.names), -1], dtype=np.int64)[column.code])
    return Coded(np.concatenate(codes), names)


def _joined(columns: list[np.ndarray | None], parts: list[_Part]) -> np.ndarray:
    """Numbers of all files; NaN where a file has no such column."""
    if len(columns) == 1 and columns[0] is not None:
        return columns[0]
    return np.concatenate(
        [np.full(part.n_rows, np.nan) if own is None else own for own, part in zip(columns, parts, strict=True)]
    )


def _in_order(
    texts: dict[str, Coded], numbers: dict[str, np.ndarray], competencies_of_item: CompetenciesOfItem | None
) -> tuple[Rows, list[str]]:
    """Takes the columns out of what it is given."""
    learner = texts["learner"].code
    item = texts["item"].code if "item" in texts else np.full(len(learner), -1, dtype=np.int64)
    moments = numbers.pop("time") if "time" in numbers else np.full(len(learner), np.nan)
    order = numbers.pop("order", None)
    if order is not None and bool(np.isnan(order).any()):
        order = np.where(np.isnan(order), np.arange(len(order), dtype=float), order)
    combination, sets, notes = _combinations(texts, item, competencies_of_item)
    texts.clear()
    place = order if order is not None else _carry_forward(moments, learner)
    in_order = np.argsort(learner, kind="stable") if place is None else np.lexsort((place, learner))
    rows = Rows(learner, item, combination, numbers.pop("result"), moments, order, sets)
    del learner, item, combination, moments, order, place
    rows.keep(in_order)
    return rows, notes


def _carry_forward(moments: np.ndarray, learner: np.ndarray) -> np.ndarray | None:
    """Moments in which an unknown one is that of the learner's row before."""
    unknown = np.isnan(moments)
    if bool(unknown.all()):
        return None
    if not bool(unknown.any()):
        return moments
    by_learner = np.argsort(learner, kind="stable")
    own, codes = moments[by_learner], learner[by_learner]
    last = np.maximum.accumulate(np.where(np.isnan(own), -1, np.arange(len(own))))
    same = (last >= 0) & (codes[last] == codes)
    carried = np.empty(len(own))
    carried[by_learner] = np.where(same, own[last], -np.inf)
    return carried


def _combinations(
    texts: dict[str, Coded], item: np.ndarray, competencies_of_item: CompetenciesOfItem | None
) -> tuple[np.ndarray, list[tuple[str, ...]], list[str]]:
    """The set of competencies of each row: the items' file, else the row's own cell, else "none named"."""
    sets: dict[tuple[str, ...], int] = {}
    combination = np.full(len(item), -1, dtype=np.int64)
    notes = []
    if "competency" in texts:
        named = [_competencies_in(text) for text in texts["competency"].names]
        own = [sets.setdefault(each, len(sets)) if each else -1 for each in named]
        combination = np.array([*own, -1], dtype=np.int64)[texts["competency"].code]
    if competencies_of_item is not None:
        named = [competencies_of_item.get(name, ()) for name in texts["item"].names]
        by_item = np.array([*(sets.setdefault(each, len(sets)) if each else -1 for each in named), -1], dtype=np.int64)
        from_items = by_item[item]
        if missing := int(np.sum(from_items < 0)):
            notes.append(f"The file of items says nothing about the items of {missing} rows; their own cell was used.")
        combination = np.where(from_items >= 0, from_items, combination)
    if empty := int(np.sum(combination < 0)):
        notes.append(f"{empty} rows name no competency; they count for one called '{NONE_NAMED}'.")
        combination[combination < 0] = sets.setdefault((NONE_NAMED,), len(sets))
    return combination, list(sets), notes


def _split_by_learner(split: Coded, learner: Coded) -> tuple[str, ...]:
    value = np.full(len(learner.names), -1, dtype=np.int64)
    value[learner.code] = split.code
    if bool(np.any(differs := value[learner.code] != split.code)):
        name = learner.names[int(learner.code[np.argmax(differs)])]
        raise InputError(f"The learner {name} is in two folds; learners are held out whole.")
    return tuple(split.names[code] for code in value)


def _in_canonical_form(rows: Rows, learner_names: tuple[str, ...], item_names: tuple[str, ...]) -> Responses:
    """As `make_responses` has it: sets and competencies sorted, none that no response is about."""
    used = np.unique(rows.combination)
    sets = sorted(rows.sets[code] for code in used)
    code_of = {each: code for code, each in enumerate(sets)}
    renumbered = np.full(len(rows.sets), -1, dtype=np.int64)
    renumbered[used] = [code_of[rows.sets[code]] for code in used]
    competency_names = tuple(sorted({name for each in sets for name in each}))
    competency_code = {name: code for code, name in enumerate(competency_names)}
    sizes = np.array([len(each) for each in sets], dtype=np.int64)
    return Responses(
        rows.learner,
        rows.item,
        renumbered[rows.combination],
        np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        np.array([competency_code[name] for each in sets for name in each], dtype=np.int64),
        rows.result,
        rows.moment_seconds,
        learner_names,
        item_names,
        competency_names,
    )
