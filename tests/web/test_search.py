"""Finding by typing: what one may see, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


def found(client, typed: str, **how: str) -> str:
    return client.get("/search/", {"q": typed}, **how).content.decode()


def test_a_teacher_finds_a_learner_by_the_beginning_of_both_names(school, signed_in):
    page = found(signed_in("teacher"), "lea mad")
    assert "Learner Made-Up" in page
    assert f"/learners/{school.person('learner').uuid}/" in page


@pytest.mark.parametrize("who", ["neighbour", "mentor", "administrator", "coach", "other_teacher"])
def test_nobody_finds_a_learner_whom_they_may_not_see(school, signed_in, who):
    assert str(school.person("learner").uuid) not in found(signed_in(who), "learner")


def test_a_family_member_finds_the_childs_page_for_families(school, signed_in):
    assert f"/family/{school.person('learner').uuid}/" in found(signed_in("parent"), "learner")


def test_a_learner_finds_a_competency_by_a_word_of_it(school, signed_in):
    page = found(signed_in("learner"), "multi")
    assert f"/{school.competencies['multiply'].uuid}/" in page
    assert f"/{school.competencies['divide'].uuid}/" not in page


def test_while_somebody_types_only_the_list_comes_back(school, signed_in):
    page = found(signed_in("teacher"), "lea", headers={"hx-request": "true"})
    assert "<html" not in page
    assert "Learner Made-Up" in page


def test_what_is_typed_is_shown_as_text(school, signed_in):
    page = found(signed_in("teacher"), "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_finding_takes_as_many_queries_for_one_as_for_all(school, signed_in):
    client = signed_in("leader")

    def queries(typed: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            found(client, typed)
        return len(asked)

    queries("made")
    assert queries("neighbour") == queries("made")
