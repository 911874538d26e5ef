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
def test_a_competency_is_said_plainly_and_briefly_in_three_languages(framework, record):
    spanish, arabic = record.translations["es"], record.translations["ar"]
    assert re.match(r"(I can |After I |If )", record.statement) and "I can" in record.statement
    assert re.match(r"(Puedo |Después |Si )", spanish["statement"]) and "uedo" in spanish["statement"]
    assert record.statement.endswith(".") and spanish["statement"].endswith(".")
    assert len(record.statement) <= 160 and len(spanish["statement"]) <= 160
    assert 0 < len(record.title) <= 38 and 0 < len(spanish["title"]) <= 38
    assert arabic["statement"].endswith(".") and len(arabic["statement"]) <= 160
    assert re.search("^(بعد .*)?أستطيع أن ", arabic["statement"]) and re.match("[ء-ي]", arabic["title"])
    assert 0 < len(arabic["title"]) <= 38


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"[0-9]+(?:[.,/][0-9]+)*", text))


@pytest.mark.parametrize(("framework", "record"), ALL, ids=[record.code for _, record in ALL])
def test_every_language_says_the_same_numbers(framework, record):
    spanish, arabic = record.translations["es"], record.translations["ar"]
    assert numbers_in(record.statement) == numbers_in(spanish["statement"]) == numbers_in(arabic["statement"])
    assert numbers_in(record.title) == numbers_in(spanish["title"]) == numbers_in(arabic["title"])


@pytest.mark.parametrize(("framework", "record"), ALL, ids=[record.code for _, record in ALL])
def test_something_can_be_done_at_home_with_every_competency(framework, record):
    told = {language: record.translations[language]["at_home"] for language in ("en", "es", "ar")}
    assert len({frozenset(numbers_in(text)) for text in told.values()}) == 1
    assert all(text[-1] in ".?؟!" and len(text) <= 100 for text in told.values())
    assert re.search("[ء-ي]", told["ar"]) and told["en"] != told["es"]


def test_an_expression_among_arabic_words_keeps_its_own_direction():
    by_code = {record.code: record.translations["ar"]["statement"] for _, record in ALL}
    assert "\u206670 − 30\u2069" in by_code["1.NBT.C.6"]
    assert "\u2066(−2, 3)\u2069" in by_code["6.NS.C.6"]
    assert "\u2066" not in by_code["K.CC.A.1"] and "100" in by_code["K.CC.A.1"]
    open_and_shut = [(text.count("\u2066"), text.count("\u2069")) for text in by_code.values()]
    assert all(opened == shut for opened, shut in open_and_shut) and sum(map(sum, open_and_shut)) > 40
    assert not any(
        re.search("[ء-ي]", inner) for text in by_code.values() for inner in re.findall("\u2066(.*?)\u2069", text)
    )


def test_arabic_uses_no_letters_of_other_languages_that_look_alike():
    for _, record in ALL:
        assert not re.search("[یکہٰ-ۿ]", " ".join(record.translations["ar"].values())), record.code


def test_no_two_competencies_have_one_name():
    for framework in FRAMEWORKS.values():
        for titles in (
            Counter(record.title for record in framework.competencies),
            *(
                Counter(each.translations[language]["title"] for each in framework.competencies)
                for language in ("es", "ar")
            ),
        ):
            assert [title for title, n in titles.items() if n > 1] == []


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


def test_every_habit_describes_four_levels_in_three_languages():
    for record in FRAMEWORKS["habits"].competencies:
        for language in ("en", "es", "ar"):
            described = record.level_descriptions[language]
            assert sorted(described) == ["1", "2", "3", "4"]
            assert len(set(described.values())) == 4 and all(each.endswith(".") for each in described.values())


def test_every_strand_that_is_used_has_a_name_in_three_languages():
    named = {strand.code: strand for strand in read_strands()}
    assert {record.strand for _, record in ALL} == set(named)
    assert all(strand.name for strand in named.values())
    assert all(strand.translations[language]["name"] for strand in named.values() for language in ("es", "ar"))


def test_every_level_of_a_scale_has_a_name_in_three_languages():
    scales = {scale.code: scale for scale in read_scales()}
    assert set(scales) == {"proficiency", "habits"}
    for scale in scales.values():
        assert [level.value for level in scale.levels] == [1, 2, 3, 4]
        assert all(level.name for level in scale.levels) and scale.translations["ar"]["name"]
        for language in ("es", "ar"):
            assert all(level.translations[language]["name"] for level in scale.levels)
            assert all(
                bool(level.translations[language].get("description")) == bool(level.description)
                for level in scale.levels
            )
