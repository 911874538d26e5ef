"""What the demo's competencies say, and that they are our own words."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from ownpath.competencies.services import require_sound_framework
from ownpath.core.progressions import find_cycle
from ownpath.demo.content_files import read_frameworks, read_scales, read_strands

FRAMEWORKS = {framework.code: framework for framework in read_frameworks()}
ALL = [(framework.code, record) for framework in FRAMEWORKS.values() for record in framework.competencies]
KINDERGARTEN_TO_8 = set("K12345678")


def folded(code: str) -> str:
    """The lettered parts of a standard belong to it."""
    return re.sub(r"\.[a-z]$", "", code)


@pytest.fixture(scope="module")
def published(shared_data):
    return json.loads((shared_data / "frameworks" / "ccss_math_coherence_map.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", FRAMEWORKS)
def test_a_framework_would_be_stored_as_it_is(code):
    framework = FRAMEWORKS[code]
    require_sound_framework(framework)
    assert {end for edge in framework.edges for end in (edge.earlier, edge.later)} <= {
        record.identifier for record in framework.competencies
    }


def test_there_is_as_much_as_was_promised():
    amounts = {code: len(framework.competencies) for code, framework in FRAMEWORKS.items()}
    assert amounts["mathematics"] >= 225 and amounts["literacy"] >= 60 and 8 <= amounts["habits"] <= 10


def test_mathematics_has_every_public_code_to_level_8_and_no_other(published):
    wanted = {folded(each["code"]) for each in published["standards"] if each["grade"] in KINDERGARTEN_TO_8}
    assert {record.code for record in FRAMEWORKS["mathematics"].competencies} == wanted


def test_the_requires_edges_are_those_of_the_public_map(published):
    codes = {record.code for record in FRAMEWORKS["mathematics"].competencies}
    wanted = {(folded(earlier), folded(later)) for earlier, later in published["prerequisite_edges"]}
    wanted = {(earlier, later) for earlier, later in wanted if earlier != later and {earlier, later} <= codes}
    edges = FRAMEWORKS["mathematics"].edges
    assert {(edge.earlier, edge.later) for edge in edges if edge.kind == "requires"} == wanted


def test_no_sentence_is_taken_from_the_published_statements(published):
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}

    theirs = set().union(*(runs(each["statement"]) for each in published["standards"]))
    ours = {record.code: runs(record.statement) & theirs for _, record in ALL}
    assert {code: shared for code, shared in ours.items() if shared} == {}


@pytest.mark.parametrize(("framework", "record"), ALL, ids=[record.code for _, record in ALL])
def test_a_competency_is_one_plain_sentence_in_both_languages(framework, record):
    spanish = record.translations["es"]
    assert re.match(r"(I can |After I |If )", record.statement) and "I can" in record.statement
    assert re.match(r"(Puedo |Después |Si )", spanish["statement"]) and "uedo" in spanish["statement"]
    assert record.statement.endswith(".") and spanish["statement"].endswith(".")
    assert len(record.statement) <= 160 and len(spanish["statement"]) <= 160
    assert 0 < len(record.title) <= 38 and 0 < len(spanish["title"]) <= 38


def test_no_two_competencies_have_one_name():
    for framework in FRAMEWORKS.values():
        english = Counter(record.title for record in framework.competencies)
        spanish = Counter(record.translations["es"]["title"] for record in framework.competencies)
        assert [title for title, n in (english + spanish).items() if n > 1 and title not in english] == []
        assert [title for title, n in english.items() if n > 1] == []


def test_requires_and_deepens_together_never_run_in_a_circle():
    for framework in FRAMEWORKS.values():
        assert find_cycle([(edge.earlier, edge.later) for edge in framework.edges]) is None


def test_every_literacy_competency_after_the_beginning_builds_on_something():
    literacy = FRAMEWORKS["literacy"]
    later = {edge.later for edge in literacy.edges if edge.kind == "requires"}
    alone = [record.code for record in literacy.competencies if record.code not in later and record.level != "K"]
    assert alone == []


def test_no_edge_leads_down_a_level():
    for framework in FRAMEWORKS.values():
        level = {record.code: "K12345678".find(record.level) for record in framework.competencies}
        down = [edge for edge in framework.edges if level[edge.earlier] > level[edge.later]]
        assert down == []


def test_every_habit_describes_four_levels_in_both_languages():
    for record in FRAMEWORKS["habits"].competencies:
        for language in ("en", "es"):
            described = record.level_descriptions[language]
            assert sorted(described) == ["1", "2", "3", "4"]
            assert len(set(described.values())) == 4 and all(each.endswith(".") for each in described.values())


def test_every_strand_that_is_used_has_a_name_in_both_languages():
    named = {strand.code: strand for strand in read_strands()}
    assert {record.strand for _, record in ALL} == set(named)
    assert all(strand.name and strand.translations["es"]["name"] for strand in named.values())


def test_every_level_of_a_scale_has_a_name_in_both_languages():
    scales = {scale.code: scale for scale in read_scales()}
    assert set(scales) == {"proficiency", "habits"}
    for scale in scales.values():
        assert [level.value for level in scale.levels] == [1, 2, 3, 4]
        assert all(level.name and level.translations["es"]["name"] for level in scale.levels)
