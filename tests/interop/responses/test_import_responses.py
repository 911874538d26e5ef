"""Old answers become evidence: checked whole, stored once, with the estimates up to date."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from ownpath.evidence.models import Evidence, ImportRun
from ownpath.foundation.errors import InputError, InputErrors, OwnpathError
from ownpath.foundation.models import District
from ownpath.interop.responses.mapping import ResponsesReport, import_responses
from ownpath.people.models import Person
from ownpath.people.services import start_district
from ownpath.proficiency.models import Estimate, LearnerEstimate
from ownpath.proficiency.rebuild import rebuild_estimates

HEADER = "learner,item,skill,correct,timestamp\n"


def district() -> District:
    return District.objects.first() or start_district(code="lantern-hill", name="Lantern Hill")


def bring_in(path: Path, **options: Any) -> ResponsesReport:
    return import_responses(path, district=district(), **{"create_missing": True, **options})


def written(tmp_path: Path, content: str | bytes, name: str = "responses.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def made_up(n_learners: int, n_each: int) -> str:
    chance = random.Random(7)
    lines = [
        f"l{learner},i{chance.randrange(40)},s{chance.randrange(6)},{chance.randrange(2)},{1_700_000_000 + 60 * step}"
        for learner in range(n_learners)
        for step in range(n_each)
    ]
    chance.shuffle(lines)
    return HEADER + "\n".join(lines) + "\n"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ednet", "lkt_stats"])
def test_a_real_set_arrives_row_by_row_with_estimates_that_a_rebuild_confirms(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    table = pyarrow.parquet.read_table(shared_data / "responses" / name / "responses.parquet").slice(0, 3000)
    path = tmp_path / "responses.parquet"
    pyarrow.parquet.write_table(table, path)
    report = bring_in(path)
    assert (report.responses, report.evidence_stored) == (3000, 3000)
    assert Evidence.objects.count() == 3000
    assert report.learners == len(table["learner"].unique()) == LearnerEstimate.objects.count()
    pairs = {(row["learner"], row["skill"]) for row in table.to_pylist()}
    assert Estimate.objects.count() == len(pairs)
    assert rebuild_estimates(district=district()).different == 0


@pytest.mark.django_db
def test_items_can_say_which_competencies_they_are_about(tmp_path: Path) -> None:
    items = written(tmp_path, "item,kc\n1,a\n1,b\n2,a\n", "items.csv")
    report = bring_in(written(tmp_path, "learner,item,correct\nx,1,1\nx,2,0\n"), items=items)
    assert report.evidence_stored == 3
    assert sorted(Evidence.objects.values_list("competency__code", "spread")) == [("a", 1), ("a", 2), ("b", 2)]


@pytest.mark.django_db
def test_a_second_import_changes_nothing_and_a_longer_file_adds_what_is_new(tmp_path: Path) -> None:
    content = made_up(5, 10)
    bring_in(written(tmp_path, content))
    assert bring_in(written(tmp_path, content)).finished_before
    longer = bring_in(
        written(tmp_path, content + "l1,i1,s1,1,1760000000\n", "longer.csv"), framework_code="from-responses"
    )
    assert (longer.evidence_stored, longer.known_already, Evidence.objects.count()) == (1, 50, 51)
    assert rebuild_estimates(district=district()).different == 0


@pytest.mark.django_db
def test_no_identity_stands_in_the_evidence(tmp_path: Path) -> None:
    bring_in(written(tmp_path, HEADER + "jo-secret,i1,s1,1,1700000000\n"))
    (row,) = Evidence.objects.values()
    assert "jo-secret" not in repr(row)


@pytest.mark.django_db
def test_memory_of_the_order_holds_where_there_are_no_times(tmp_path: Path) -> None:
    bring_in(written(tmp_path, "learner,skill,correct,order\nx,s,1,2\nx,s,0,1\n"))
    results = Evidence.objects.order_by("ordered_at", "sequence", "id").values_list("result", "happened_at")
    assert list(results) == [(0.0, None), (1.0, None)]


GOOD = "l1,i1,s1,1,1700000000\n"
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "no number": (HEADER + GOOD + "l1,i1,s1,nan,1700000000\n", "row 3, field result.*nan"),
    "an endless number": (HEADER + "l1,i1,s1,inf,1700000000\n", "row 2, field result"),
    "more than right": (HEADER + "l1,i1,s1,1.5,1700000000\n", "row 2, field result.*between 0 and 1"),
    "a word for a result": (HEADER + "l1,i1,s1,yes,1700000000\n", "row 2, field result"),
    "the year 0": (HEADER + "l1,i1,s1,1,0000-01-01\n", "row 2, field time"),
    "the year 1700": (HEADER + "l1,i1,s1,1,1700-01-01T00:00:00Z\n", "row 2, field time.*before 1900"),
    "the future": (HEADER + "l1,i1,s1,1,2999-01-01\n", "row 2, field time.*future"),
    "an endless time": (HEADER + "l1,i1,s1,1,inf\n", "row 2, field time"),
    "nobody": (HEADER + ",i1,s1,1,1700000000\n", "row 2, field learner"),
    "nothing learned": (HEADER + "l1,i1,,1,1700000000\n", "row 2, field competency"),
    "a name without end": (HEADER + "l1," + "i" * 65 + ",s1,1,1700000000\n", "row 2, field item"),
    "an order that is none": ("learner,skill,correct,order\nl1,s1,1,first\n", "row 2, field order"),
    "no column for the learner": ("who,skill,correct\nl1,s1,1\n", "row 1, field learner"),
    "no column for the result": ("learner,skill\nl1,s1\n", "row 1, field result"),
    "a column twice": ("learner,skill,skill,correct\nl1,s1,s1,1\n", "row 1, field skill"),
    "an empty file": ("", "empty"),
    "a header alone": (HEADER, "no response"),
    "another encoding": ((HEADER + "niño,i1,s1,1,1700000000\n").encode("cp1252"), "UTF-8"),
    "two-byte text": ((HEADER + GOOD).encode("utf-16"), "UTF-8"),
    "bytes that are no text": (HEADER + "l\x001,i1,s1,1,1700000000\n", "row 2"),
    "a quote that never ends": (HEADER + '"l1,i1,s1,1,1700000000\n', "row 2.*not CSV"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_gives_a_clear_error_and_changes_nothing(tmp_path: Path, kind: str) -> None:
    content, words = HOSTILE[kind]
    district()
    with pytest.raises(OwnpathError, match=words) as error:
        bring_in(written(tmp_path, content))
    assert "responses.csv" in str(error.value)
    assert not Evidence.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_what_is_not_parquet_and_whom_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not Parquet"):
        bring_in(written(tmp_path, b"PAR1 no", "responses.parquet"))
    bring_in(written(tmp_path, HEADER + GOOD))
    with pytest.raises(InputErrors, match=r"field competency.*s9 is not known"):
        bring_in(written(tmp_path, HEADER + "l1,i1,s9,1,1700000000\n"), create_missing=False)
    with pytest.raises(InputErrors, match=r"field learner.*l9 is not known"):
        bring_in(written(tmp_path, HEADER + "l9,i1,s1,1,1700000000\n"), create_missing=False)
    assert Evidence.objects.count() == 1


@pytest.mark.django_db
def test_a_byte_order_mark_semicolons_and_milliseconds_are_read(tmp_path: Path) -> None:
    content = (HEADER + "l1,i1,s1,1,1700000000000\n").replace(",", ";")
    bring_in(written(tmp_path, b"\xef\xbb\xbf" + content.encode()))
    assert Evidence.objects.get().happened_at.year == 2023


def evidence_of(database: Path) -> list[tuple[Any, ...]]:
    with sqlite3.connect(database) as connection:
        columns = "e.source_record, e.result, e.ordered_at, e.sequence, e.task, e.task_difficulty, e.spread"
        return connection.execute(
            f"SELECT i.external_id, c.code, {columns} FROM evidence_evidence e "
            "JOIN people_identity i ON i.person_id = e.learner_id "
            "JOIN competencies_competency c ON c.id = e.competency_id ORDER BY 1, 2, 3, 4"
        ).fetchall()


def test_killed_at_any_point_a_second_run_ends_with_the_same_evidence(tmp_path: Path) -> None:
    file = written(tmp_path, made_up(400, 60))

    def command(data: Path, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ownpath.config.command_line.main", *arguments]

    def environment(data: Path) -> dict[str, str]:
        env = {**os.environ, "OWNPATH_DATA": str(data), "OWNPATH_MODE": "test", "OWNPATH_SECRET_KEY": "x"}
        env.pop("DATABASE_URL", None)
        return env

    def run(data: Path, *arguments: str) -> str:
        done = subprocess.run(
            command(data, *arguments), env=environment(data), capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    importing = ("import", "responses", str(file), "--create-missing")
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    for data in (undisturbed, killed):
        run(data, "migrate")
        run(data, "start-district", "x", "X")
    begun = time.monotonic()
    run(undisturbed, *importing)
    seconds = time.monotonic() - begun
    chance = random.Random(3)
    kills = 0
    for _ in range(3):
        process = subprocess.Popen(
            command(killed, *importing),
            env=environment(killed),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=seconds * chance.uniform(0.3, 0.95))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    run(killed, *importing)
    assert kills > 0
    expected = evidence_of(undisturbed / "ownpath.sqlite3")
    found = evidence_of(killed / "ownpath.sqlite3")
    assert len(expected) == 24_000
    assert found == expected
    assert "different: 0" in run(killed, "rebuild")
