"""Fitting and following in passes: the same bits wherever they run, near the same numbers however the rows are cut."""

from __future__ import annotations

import os
import pickle
import signal
from dataclasses import fields, replace

import numpy as np
import pytest
from mastery_histories import CRITERION, PARAMETERS, drawn_parameters
from mastery_responses import made_rows, responses_from

from ownpath.core.mastery import Parameters
from ownpath.core.mastery.batch import fit, follow
from ownpath.core.mastery.chunks import (
    DRAWS,
    OutlineOfParts,
    cut_chunk,
    encode_part,
    outline_of,
    part_of,
    rows_of_chunks,
)
from ownpath.core.mastery.fitting import fit_chunks
from ownpath.core.mastery.passes import CHUNKS_IN_GROUP, InThreads, add_group
from ownpath.core.mastery.replay_pieces import replay_in_passes
from ownpath.core.mastery.replaying import EvidenceColumns, Replayed, replay_many
from ownpath.core.mastery.responses import Responses
from small_cluster import open_cluster

RESPONSES = responses_from(made_rows(1, 90))


def largest_difference(one: Parameters, other: Parameters) -> float:
    found = [np.max(np.abs(one.weights - other.weights)), np.max(np.abs(one.numbers - other.numbers))]
    for name in ("task_difficulty", "competency_difficulty", "set_difficulty", "task_discrimination", "learning_slope"):
        own, others = getattr(one, name), getattr(other, name)
        assert own.keys() == others.keys(), name
        found += [abs(value - others[key]) for key, value in own.items()]
    return float(max(found))


def fit_in_chunks(responses: Responses, rows_at_once: int, passes: object) -> Parameters:
    outline = outline_of(responses)
    chunks = [cut_chunk(rows, responses, outline) for rows in rows_of_chunks(responses, rows_at_once)]
    return fit_chunks(passes, passes.place(chunks), outline)


def parts_of_rows(n_parts: int) -> list[Responses]:
    """Parts of whole learners with names and numbers of their own, as if each had been read from a file."""
    rows = made_rows(1, 90)
    names = sorted({row[0] for row in rows})
    dealt = [set(names[part::n_parts]) for part in range(n_parts)]
    return [responses_from([row for row in rows if row[0] in own]) for own in dealt]


@pytest.fixture(scope="module")
def fitted() -> Parameters:
    return fit(RESPONSES)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_any_number_of_threads_fits_the_same_bits(fitted, threads) -> None:
    with InThreads(threads) as passes:
        assert fit(RESPONSES, passes=passes).hash == fitted.hash


@pytest.mark.parametrize("rows_at_once", [1, 37, 400, 10_000])
def test_however_the_rows_are_cut_the_parameters_are_the_same_to_nine_digits(fitted, rows_at_once) -> None:
    with InThreads() as passes:
        again = fit_in_chunks(RESPONSES, rows_at_once, passes)
    assert largest_difference(fitted, again) < 1e-9


def test_what_waits_in_files_between_passes_is_the_same_and_goes_when_it_is_dropped(fitted, tmp_path) -> None:
    with InThreads(folder=tmp_path) as passes:
        kept = passes.place([1, 2, 3])
        assert len(list(tmp_path.iterdir())) == 3
        assert list(passes.each(lambda number, more: number + more, kept, 10)) == [11, 12, 13]
        passes.drop(kept)
        assert kept == [] and list(tmp_path.iterdir()) == []
        assert fit(RESPONSES, passes=passes).hash == fitted.hash


def test_parts_that_were_read_one_by_one_in_any_order_give_the_same_parameters(fitted) -> None:
    parts = [part_of(responses) for responses in parts_of_rows(4)]
    found = []
    for order in (parts, parts[::-1]):
        whole = OutlineOfParts()
        for part in order:
            whole.add(part.outline, np.bincount(part.draw, np.diff(part.answers.start), DRAWS).astype(np.int64))
        outline = whole.whole()
        for name in ("unit_item", "unit_combination", "combination_start", "combination_competency"):
            assert np.array_equal(getattr(outline, name), getattr(outline_of(RESPONSES), name)), name
        with InThreads() as passes:
            found.append(fit_chunks(passes, [encode_part(part, outline) for part in order], outline))
    assert largest_difference(fitted, found[0]) < 1e-9
    assert largest_difference(fitted, found[1]) < 1e-9


def test_where_there_are_many_responses_weights_are_fitted_on_learners_chosen_by_name(monkeypatch) -> None:
    from ownpath.core.mastery import chunks

    monkeypatch.setattr(chunks, "MOST_CHOSEN", 1000)
    monkeypatch.setattr(chunks, "MOST_FEW", 300)
    outline = outline_of(RESPONSES)
    assert 0 < outline.few_below < outline.chosen_below < chunks.DRAWS
    with InThreads() as passes:
        one, other = (fit_in_chunks(RESPONSES, rows, passes) for rows in (100, 700))
    assert largest_difference(one, other) < 1e-9
    assert 500 < one.provenance["responses_for_weights"] <= 1000
    assert one.provenance["responses"] == len(RESPONSES)


def test_sums_are_added_in_the_order_of_the_chunks_and_leave_what_was_given_alone() -> None:
    given = [(np.array([0.1 * i]),) for i in range(3 * CHUNKS_IN_GROUP + 1)]
    with InThreads() as passes:
        total = passes.add_up(lambda chunk: chunk, given)
    groups = [given[first : first + CHUNKS_IN_GROUP] for first in range(0, len(given), CHUNKS_IN_GROUP)]
    assert total[0][0] == add_group(add_group(group) for group in groups)[0][0]
    assert [float(each[0][0]) for each in given] == [0.1 * i for i in range(len(given))]


def test_chunks_are_small_and_travel() -> None:
    outline = outline_of(RESPONSES)
    rights = replace(RESPONSES, result=np.round(RESPONSES.result))
    chunk = cut_chunk((0, len(rights)), rights, outline)
    assert chunk.everyone.result.dtype == np.uint8
    assert chunk.everyone.unit.dtype == np.int32
    again = pickle.loads(pickle.dumps(chunk))
    assert np.array_equal(again.everyone.unit, chunk.everyone.unit)
    partly = cut_chunk((0, len(RESPONSES)), RESPONSES, outline)
    assert np.array_equal(partly.everyone.result, RESPONSES.result)
    assert partly.few.moment_seconds.dtype == np.float64  # some are not known
    known = cut_chunk((0, len(rights)), replace(rights, moment_seconds=np.arange(len(rights)) * 60.0), outline)
    assert known.few.moment_seconds.dtype == np.uint32


# Evidence that is folded in pieces


def made_columns(n_learners: int, n_each: int) -> EvidenceColumns:
    generator = np.random.default_rng(3)
    n = n_learners * n_each
    level = np.where(generator.random(n) < 0.2, generator.integers(1, 5, n), 0)
    return EvidenceColumns(
        learner=np.repeat(np.arange(n_learners), n_each),
        competency=generator.integers(0, 5, n),
        kind=["rubric" if rated else "response" for rated in level > 0],
        task=[f"task {i}" for i in generator.integers(0, 12, n)],
        rater=["strict" if i else "" for i in generator.integers(0, 2, n)],
        result=generator.integers(0, 2, n).astype(float),
        moment_seconds=1.7e9 + np.cumsum(generator.choice([60.0, 9e4, -500.0], n)),
        task_difficulty=np.where(generator.random(n) < 0.3, np.nan, generator.normal(size=n)),
        competency_difficulty=np.full(n, np.nan),
        spread=np.ones(n, dtype=np.int64),
        hints=np.zeros(n, dtype=np.int64),
        level=level.astype(np.int64),
        n_levels=np.where(level > 0, 4, 0).astype(np.int64),
    )


def assert_same_bits(one: Replayed, other: Replayed) -> None:
    for each in fields(Replayed):
        assert getattr(one, each.name).tobytes() == getattr(other, each.name).tobytes(), each.name


COLUMNS = made_columns(30, 25)
NAMES = tuple(f"c{i}" for i in range(5))
REQUIRED = {1: (0,), 3: (1, 2)}
RULES = (NAMES, drawn_parameters(1), (CRITERION,) * len(NAMES), REQUIRED)


@pytest.mark.parametrize("rows_in_piece", [1, 60, 10_000])
def test_evidence_folded_in_pieces_gives_the_same_bits(rows_in_piece) -> None:
    with InThreads() as passes:
        found = replay_in_passes(passes, COLUMNS, *RULES, rows_in_piece=rows_in_piece)
    assert_same_bits(found, replay_many(COLUMNS, *RULES))
    nothing = made_columns(0, 0)
    with InThreads() as passes:
        assert len(replay_in_passes(passes, nothing, *RULES).pair_learner) == 0


# On a cluster


def test_two_workers_fit_follow_and_fold_to_the_same_bits(fitted) -> None:
    from ownpath.core.cluster import OnCluster

    with open_cluster(processes=False) as client:
        passes = OnCluster(client)
        assert fit(RESPONSES, passes=passes).hash == fitted.hash
        with InThreads() as here:
            assert fit_in_chunks(RESPONSES, 100, passes).hash == fit_in_chunks(RESPONSES, 100, here).hash
        there, here_too = follow(RESPONSES, PARAMETERS, passes=passes), follow(RESPONSES, PARAMETERS)
        assert there.predicted.tobytes() == here_too.predicted.tobytes()
        assert np.array_equal(there.claimed_row, here_too.claimed_row)
        assert_same_bits(replay_in_passes(passes, COLUMNS, *RULES, rows_in_piece=100), replay_many(COLUMNS, *RULES))


class KillsAWorker:
    """Passes on a cluster that lose a worker, as the system kills, when the weights are begun."""

    def __init__(self, passes: object, client: object) -> None:
        self._passes, self._client, self.killed = passes, client, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._passes, name)

    def add_up(self, function, chunks, *shared):
        if function.__name__ == "sum_slopes" and not self.killed:
            self.killed = next(iter(self._client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)
        return self._passes.add_up(function, chunks, *shared)


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(fitted) -> None:
    from ownpath.core.cluster import OnCluster

    with open_cluster(processes=True) as client:
        passes = KillsAWorker(OnCluster(client), client)
        again = fit_in_chunks(RESPONSES, 300, passes)
        assert passes.killed
    with InThreads() as here:
        assert again.hash == fit_in_chunks(RESPONSES, 300, here).hash
