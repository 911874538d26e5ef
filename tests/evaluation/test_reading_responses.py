"""Files of responses become arrays, whatever shape they come in."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_responses import differences, write_csv

from ownpath.core.mastery.responses import make_responses
from ownpath.evaluation.responses_file import NONE_NAMED, read_responses
from ownpath.evaluation.tables import COLUMNS
from ownpath.foundation.errors import InputError
from ownpath.interop.responses.read import COLUMNS as COLUMNS_OF_THE_IMPORT

NAMES = st.text(alphabet="abcé012 ", min_size=1, max_size=4).map(str.strip).filter(bool)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["b", "a", "zoë", "10", "9"]),
        NAMES,
        st.lists(NAMES, min_size=1, max_size=3),
        st.sampled_from([0.0, 1.0, 0.25]),
    ),
    min_size=1,
    max_size=30,
)


def read_text(folder: Path, text: str, **more: object):
    return read_responses([write_csv(folder / "r.csv", text)], **more)


def competencies_of_rows(responses) -> list[tuple[str, ...]]:
    starts = responses.combination_start
    return [
        tuple(responses.competency_names[code] for code in responses.combination_competency[starts[c] : starts[c + 1]])
        for c in responses.combination
    ]


@given(rows=ROWS)
def test_a_file_gives_the_same_arrays_as_the_same_rows_in_python(rows, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("rows")
    # The moments differ, so that no two rows are one attempt.
    moments = [1_600_000_000.5 - 7 * place for place in range(len(rows))]
    wanted = make_responses(
        learner=[row[0] for row in rows],
        item=[row[1] for row in rows],
        competencies=[tuple(row[2]) for row in rows],
        result=[row[3] for row in rows],
        moment_seconds=moments,
        order=moments,
    )
    table = pa.table(
        {
            "Learner": [row[0] for row in rows],
            "item": [row[1] for row in rows],
            "skill": [" ; ".join(row[2]) for row in rows],
            "correct": [row[3] for row in rows],
            "timestamp": moments,
        }
    )
    pq.write_table(table, folder / "r.parquet")
    lines = ["Learner,item,skill,correct,timestamp"]
    lines += [
        f'{row[0]},"{row[1]}",{";".join(row[2])},{row[3]},{moment}' for row, moment in zip(rows, moments, strict=True)
    ]
    text = "﻿" + "\n".join(lines) + "\n"
    (folder / "r.csv").write_text(text, encoding="utf-8")
    (folder / "r.csv.gz").write_bytes(gzip.compress(text.encode()))
    for name in ("r.parquet", "r.csv", "r.csv.gz"):
        assert differences(read_responses([folder / name]).responses, wanted) == []


def test_numbers_as_names_read_the_same_from_csv_and_from_parquet(tmp_path: Path) -> None:
    columns = {"learner": [10, 9, 10], "item": [1.0, 2.0, None], "skill": [3, 4, 3], "correct": [True, False, True]}
    pq.write_table(pa.table(columns), tmp_path / "r.parquet")
    text = "learner,item,skill,correct\n10,1,3,true\n9,2,4,false\n10,,3,1"
    one, other = read_responses([tmp_path / "r.parquet"]).responses, read_text(tmp_path, text).responses
    assert differences(one, other) == []
    assert one.learner_names == ("10", "9")
    assert one.item.tolist() == [0, -1, 1]


def test_a_list_in_parquet_names_several_competencies(tmp_path: Path) -> None:
    columns = {"learner": ["a", "a"], "item": ["i", "j"], "skill": [["y", "x"], ["z"]], "correct": [1, 0]}
    pq.write_table(pa.table(columns), tmp_path / "r.parquet")
    assert competencies_of_rows(read_responses([tmp_path / "r.parquet"]).responses) == [("x", "y"), ("z",)]


def test_columns_have_the_same_names_as_for_the_import() -> None:
    assert all(COLUMNS_OF_THE_IMPORT[own] == aliases for own, aliases in COLUMNS.items())


def test_a_row_for_each_competency_becomes_one_response(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        """learner,item,skill,correct,order
        a,i,x,1,7
        a,i,y,1,7
        a,j,z,0,8
        a,i,x,1,9""",
    )
    assert competencies_of_rows(read.responses) == [("x", "y"), ("z",), ("x",)]
    assert read.responses.result.tolist() == [1, 0, 1]
    assert read.notes == ("1 rows named a further competency of a response and were joined with it.",)


def test_without_order_and_time_neighbouring_rows_of_one_item_are_joined_and_repeats_are_tries(tmp_path: Path) -> None:
    text = """learner,item,skill,correct
        a,i,x,1
        a,i,y,1
        a,i,x,1
        a,i,y,1
        a,i,x,0
        a,i,x,0
        b,i,y,0"""
    read = read_text(tmp_path, text)
    assert competencies_of_rows(read.responses) == [("x", "y"), ("x", "y"), ("x",), ("x",), ("y",)]


def test_rows_of_one_attempt_at_one_moment_keep_the_first_outcome(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        """learner,item,skill,correct,timestamp
        a,i,x,0,100
        a,i,x,1,100
        a,i,x,1,160
        a,i,x,1,160
        a,j,x,1,160""",
    )
    assert read.responses.result.tolist() == [0, 1, 1]
    assert "1 rows repeated" in read.notes[0] and "1 rows gave" in read.notes[1]


def test_where_times_are_only_days_two_tries_on_one_day_stay_two(tmp_path: Path) -> None:
    text = """learner,item,skill,correct,timestamp
        a,i,x,0,2024-03-01
        a,i,x,1,2024-03-01
        a,i,x,1,2024-03-02"""
    assert read_text(tmp_path, text).responses.result.tolist() == [0, 1, 1]


def test_without_items_rows_at_one_moment_are_one_only_if_their_outcomes_agree(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        """learner,skill,correct,order
        a,x,1,1
        a,y,1,1
        a,y,0,1
        a,x,1,2""",
    )
    assert competencies_of_rows(read.responses) == [("x", "y"), ("y",), ("x",)]
    assert read.responses.item.tolist() == [-1, -1, -1]
    assert read.responses.item_names == ()


def test_order_goes_before_time_and_time_before_the_row(tmp_path: Path) -> None:
    with_order = "learner,item,skill,correct,timestamp,order\na,i,x,1,500,2\na,j,x,0,900,1\na,k,x,0,1,3"
    by_time = "learner,item,skill,correct,timestamp\na,i,x,1,500\na,j,x,0,901\na,k,x,0,1\na,l,x,1,"
    assert read_text(tmp_path, with_order).responses.item.tolist() == [1, 0, 2]
    # A row without a time stays behind the one before it.
    assert read_text(tmp_path, by_time).responses.item.tolist() == [2, 3, 0, 1]


def test_seconds_milliseconds_and_iso_dates_are_one_moment(tmp_path: Path) -> None:
    for cell in (
        "1709287201",
        "1709287201000",
        "2024-03-01T10:00:01Z",
        "2024-03-01 10:00:01",
        "2024-03-01T12:00:01+02",
    ):
        one = read_text(tmp_path, f"learner,item,skill,correct,timestamp\na,i,x,1,{cell}").responses
        assert one.moment_seconds.tolist() == [1_709_287_201.0], cell
    mixed = "learner,item,skill,correct,timestamp\na,i,x,1,1709287201\na,j,x,1,2024-03-01T10:00:02Z\na,k,x,1,"
    moments = read_text(tmp_path, mixed).responses.moment_seconds
    np.testing.assert_array_equal(moments, [1_709_287_201.0, 1_709_287_202.0, np.nan])


def test_the_file_of_items_decides_and_what_it_does_not_know_keeps_its_own_cell(tmp_path: Path) -> None:
    items = write_csv(tmp_path / "items.csv", "item,kc\ni,p\ni,q\nj,r;s")
    read = read_text(tmp_path, "learner,item,skill,correct\na,i,x,1\na,j,x,1\na,k,x,1\na,l,,1", items=items)
    assert competencies_of_rows(read.responses) == [("p", "q"), ("r", "s"), ("x",), (NONE_NAMED,)]
    assert len(read.notes) == 2


def test_rows_that_name_no_competency_count_for_one_of_their_own(tmp_path: Path) -> None:
    read = read_text(tmp_path, "learner,item,skill,correct\na,i,,1\na,j,NA,0\nb,i,x,1")
    assert competencies_of_rows(read.responses) == [(NONE_NAMED,), (NONE_NAMED,), ("x",)]
    assert read.notes == (f"2 rows name no competency; they count for one called '{NONE_NAMED}'.",)
    only_items = read_text(tmp_path, "learner,item,correct\na,i,1\nb,j,0")
    assert only_items.responses.competency_names == (NONE_NAMED,)


def test_several_files_and_a_folder_read_like_one(tmp_path: Path) -> None:
    lines = [f"{name},i{place % 4},c{place % 3},{place % 2}" for place, name in enumerate("abcabcabc")]
    whole = read_text(tmp_path, "\n".join(["learner,item,skill,correct", *lines])).responses
    folder = tmp_path / "parts"
    folder.mkdir()
    write_csv(folder / "1.csv", "\n".join(["learner,item,skill,correct", *lines[:4]]))
    write_csv(
        folder / "2.csv", "\n".join(["correct;skill;item;learner", *(";".join(x.split(",")[::-1]) for x in lines[4:])])
    )
    assert differences(read_responses([folder]).responses, whole) == []
    assert differences(read_responses(sorted(folder.iterdir())).responses, whole) == []


def test_a_split_column_gives_each_learner_one_fold_and_is_refused_where_it_gives_two(tmp_path: Path) -> None:
    text = "learner,skill,correct,Part\nb,x,1,one\na,x,0,two\nb,x,0,one"
    assert read_text(tmp_path, text, split_column="part").split_of_learner == ("two", "one")
    with pytest.raises(InputError, match="learner b is in two folds"):
        read_text(tmp_path, text + "\nb,x,1,two", split_column="part")


HOSTILE = {
    "empty file": ("", None, ""),
    "header only": ("learner,skill,correct", None, ""),
    "no learner column": ("skill,correct\nx,1", 1, "learner"),
    "no result column": ("learner,skill\na,x", 1, "result"),
    "neither item nor competency": ("learner,correct\na,1", 1, ""),
    "a column twice": ("learner,skill,Skill,correct\na,x,x,1", 1, "competency"),
    "learner missing": ("learner,skill,correct\na,x,1\n,x,1", 3, "learner"),
    "result too large": ("learner,skill,correct\na,x,1\na,x,1\nb,x,2", 4, "result"),
    "result not a number": ("learner,skill,correct\na,x,yes", 2, "result"),
    "result missing": ("learner,skill,correct\na,x,", 2, "result"),
    "result nan": ("learner,skill,correct\na,x,1\na,x,nan", 3, "result"),
    "result infinite": ("learner,skill,correct\na,x,inf", 2, "result"),
    "time not a time": ("learner,skill,correct,timestamp\na,x,1,1\na,x,1,yesterday", 3, "time"),
    "time infinite": ("learner,skill,correct,timestamp\na,x,1,inf", 2, "time"),
    "order not a number": ("learner,skill,correct,order\na,x,1,first", 2, "order"),
    "a cell too few": ("learner,skill,correct\na,x,1\n\nb,x", 4, ""),
    "blank lines before": ("learner,skill,correct\n\n\na,x,7", 4, "result"),
    "a line break in a cell": ('learner,skill,correct\na,"x\ny",1\na,x,5', 4, "result"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_clear_error_names_file_row_and_field(name: str, tmp_path: Path) -> None:
    text, row, field = HOSTILE[name]
    path = tmp_path / "r.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_responses([path])
    assert (caught.value.file, caught.value.row, caught.value.field) == ("r.csv", row, field)


def test_files_that_are_not_what_they_say_are_refused(tmp_path: Path) -> None:
    for name, content in {
        "latin.csv": "learner,skill,correct\na,x,1\nJosé,x,1\n".encode("latin-1"),
        "zeros.csv": b"\x00\x01\x02\n\x00",
        "broken.csv.gz": b"not gzip",
        "broken.parquet": b"PAR1 not really",
        "cut.csv.gz": gzip.compress(b"learner,skill,correct\n" + b"a,x,1\n" * 10_000)[:60],
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError) as caught:
            read_responses([tmp_path / name])
        assert caught.value.file == name
    with pytest.raises(InputError, match="no such file"):
        read_responses([tmp_path / "absent.csv"])


def test_a_bad_value_in_parquet_is_named_by_its_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"learner": [1, 2, 3], "skill": [1, 1, 1], "correct": [0, 1, 7]}), tmp_path / "r.parquet")
    with pytest.raises(InputError, match=r"r\.parquet, row 4, field result"):
        read_responses([tmp_path / "r.parquet"])
