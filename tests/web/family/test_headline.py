"""The headline's grammar, over every competency of the demo, in the languages that can say "can ..."."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ownpath.demo.content_files import read_frameworks
from ownpath.web.family.headline import LONGEST, ChildFacts, phrase_of, say_headline
from reading_level import reading_grade

RECORDS = [record for framework in read_frameworks() for record in framework.competencies]


class Card(SimpleNamespace):
    """As much of a competency's card as a headline reads."""

    def title_in(self, language: str) -> str:
        return self.record.translations.get(language, {}).get("title") or self.record.title

    def statement_in(self, language: str) -> str:
        return self.record.translations.get(language, {}).get("statement") or self.record.statement


CARDS = [Card(record=record) for record in RECORDS]
cards = st.sampled_from([*CARDS, None])


@pytest.mark.parametrize("card", CARDS, ids=[record.code for record in RECORDS])
def test_nothing_that_the_child_says_of_itself_is_said_of_the_child(card):
    english, spanish = phrase_of(card, "en"), phrase_of(card, "es")
    assert not re.search(r"\b(I|my|me|we|us|our|you|your)\b", english)
    assert not re.search(r"\b(yo|mi|mis|me|puedo|tú|sé)\b", spanish, re.IGNORECASE)
    assert len(english) <= LONGEST and len(spanish) <= LONGEST
    assert phrase_of(card, "ar") == ""
    first = spanish.split(" ")[0].strip(",")
    assert not spanish or re.search(r"(ar|er|ir|ír)(se|la|lo|las|los)?$", first)


def test_most_competencies_can_be_said_of_a_child():
    assert sum(bool(phrase_of(card, "en")) for card in CARDS) > 0.8 * len(CARDS)
    assert sum(bool(phrase_of(card, "es")) for card in CARDS) > 0.6 * len(CARDS)


@given(cards, cards, cards, st.booleans(), st.sampled_from(["en", "es", "ar"]))
def test_a_headline_is_one_or_two_whole_sentences_with_the_name_once(newest, working, coming, has_begun, language):
    with override(language):
        said = say_headline("Maya", ChildFacts(newest, working, coming, has_begun), language)
    assert said.count("Maya") == 1 and said[-1] == "."
    assert "%(" not in said and "  " not in said and ".." not in said.replace("…", "")
    assert len(said) < 320


@pytest.mark.parametrize("card", CARDS, ids=[record.code for record in RECORDS])
def test_a_headline_is_as_easy_as_the_competency_it_tells_of(card):
    from test_readability import SUBJECT_WORDS, limit_of

    with override("en"):
        said = say_headline("Maya", ChildFacts(card, None, card, True), "en")
    assert reading_grade(said, one_beat=SUBJECT_WORDS) <= limit_of(card.record.level) + 1.5


def test_a_statement_that_does_not_begin_with_i_can_is_told_by_its_name():
    record = SimpleNamespace(title="Fractions", statement="Fluently add fractions.", translations={})
    with override("en"):
        said = say_headline("Maya", ChildFacts(Card(record=record), None, None, True), "en")
    assert said == "Maya can do this now: “Fractions”."
