"""What learners and families read is easy to read: year 6 at most, year 4 for learners under ten."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from family_texts import family_message_ids
from message_ids import message_ids_of

from ownpath.demo.content_files import read_frameworks
from ownpath.foundation.clock import clock_at
from ownpath.proficiency.services import record_evidence
from reading_level import count_syllables, reading_grade, words_of
from school import MONDAY, School, piece

EASY, EASIEST = 6.0, 4.0
YOUNG_LEVELS = frozenset("K1234")
# The words that a competency is about: no easier word says the same, and a child meets them where they are learned.
# They count one syllable, as a number does.
SUBJECT_WORDS = frozenset(
    [
        "angle",
        "angles",
        "area",
        "areas",
        "argument",
        "capital",
        "data",
        "decimal",
        "decimals",
        "digit",
        "digits",
        "divide",
        "division",
        "equation",
        "equations",
        "estimate",
        "exponent",
        "exponents",
        "expression",
        "expressions",
        "fraction",
        "fractions",
        "function",
        "functions",
        "histogram",
        "hundred",
        "hundreds",
        "inequality",
        "measure",
        "measures",
        "million",
        "multiply",
        "negative",
        "opinion",
        "parallel",
        "parallelogram",
        "parallelograms",
        "percent",
        "percents",
        "positive",
        "protractor",
        "pyramid",
        "quadrant",
        "quadrants",
        "ratio",
        "ratios",
        "rectangle",
        "rectangles",
        "remainder",
        "subtract",
        "triangle",
        "triangles",
        "volume",
    ]
)
# Words of the glossary that stand on nearly every page and have no shorter form there.
OUR_WORDS = frozenset({"competency", "competencies", "evidence", "estimate", "estimates"})
# Counted by ear.
BY_EAR = {
    1: "can the read whole named parts side times asked solve does graph scale use two square piece school done used",
    2: "about any ready only people number fraction equal learner teacher angle story compare explain before reading "
    "something sometimes every measure places wanted units hundred value percent again answer quarter circle quickly "
    "sentence letter picture suggest today little being going trial science quiet pieces table money because other",
    3: "area multiply division family together idea everyone rectangle triangle decimals equation expression negative "
    "opinion somebody understand estimate capital argument easily yesterday refreshing ratio theory period audio",
    4: "competency everybody information",
}
COMPETENCIES = [record for framework in read_frameworks() for record in framework.competencies]


def limit_of(level: str) -> float:
    return EASIEST if level in YOUNG_LEVELS else EASY


@pytest.mark.parametrize(("syllables", "words"), BY_EAR.items())
def test_syllables_are_counted_as_they_are_said(syllables, words):
    assert {word: count_syllables(word) for word in words.split() if count_syllables(word) != syllables} == {}


def test_the_grade_is_that_of_the_formula():
    # 12 words in 2 sentences, 15 syllables.
    assert reading_grade("I can read a page. I can tell what it is about, too.") == pytest.approx(
        0.39 * 13 / 2 + 11.8 * 14 / 13 - 15.59
    )
    assert reading_grade("") == 0.0
    hard = "Competencies demonstrated independently necessitate considerably additional documentation."
    assert reading_grade(hard) > 20 and reading_grade(f"{hard} {hard}") == pytest.approx(reading_grade(hard))


@pytest.mark.parametrize("record", COMPETENCIES, ids=[record.code for record in COMPETENCIES])
def test_what_can_be_done_is_said_for_those_who_learn_it(record):
    for text in (record.statement, record.translations["en"]["at_home"]):
        assert reading_grade(text, one_beat=SUBJECT_WORDS) <= limit_of(record.level), text


@pytest.mark.parametrize("level", ["K", *"12345678", ""])
def test_the_names_of_a_level_are_easy_as_a_list(level):
    titles = [record.title for record in COMPETENCIES if record.level == level]
    assert len(titles) >= 9
    assert reading_grade(". ".join(titles) + ".", one_beat=SUBJECT_WORDS) <= limit_of(level) + (level == "")


def test_what_a_habit_looks_like_is_easy():
    for record in COMPETENCIES:
        described = record.level_descriptions.get("en", {})
        if described:
            assert reading_grade(" ".join(described.values())) <= EASY, record.code


def said(message: object) -> str:
    """A text of the catalogue as it looks with a name and a number put in."""
    text = message[1] if isinstance(message, tuple) else str(message)
    return re.sub(r"%\((\w+)\)s", lambda found: "3" if found[1] == "n" else "Maya", text).replace("%%", "%")


def sentences_of(messages) -> list[str]:
    """The texts that are sentences; a label of a word or three has no grade."""
    texts = sorted(said(message) for message in messages)
    return [text for text in texts if text.rstrip("”\"'")[-1:] in ".?!" and len(words_of(text)) >= 4]


@pytest.mark.parametrize("messages", [message_ids_of("learner"), family_message_ids()], ids=["learner", "family"])
def test_what_the_pages_say_is_easy_to_read(messages):
    sentences = sentences_of(messages)
    assert len(sentences) > 20
    assert reading_grade(" ".join(sentences), one_beat=OUR_WORDS) <= EASY
    # One sentence alone is a small sample; a year and a half more is allowed for it.
    grades = {text: round(reading_grade(text, one_beat=OUR_WORDS | SUBJECT_WORDS), 1) for text in sentences}
    assert {text: grade for text, grade in grades.items() if grade > EASY + 1.5} == {}


def text_of(page: str) -> str:
    """What stands in the main part of a page; a heading or an item of a list is a sentence by itself."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"(?s)<(script|style|svg|form).*?</\1>", " ", main)
    main = re.sub(r"</(h\d|li|p|dt|dd|summary|th|td|a|figcaption)>", ". ", main)
    text = html.unescape(re.sub(r"<[^>]+>", " ", main))
    return re.sub(r"([.!?:])[\s.]*\.", r"\1", re.sub(r"\s+", " ", text))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["parent", "learner"])
def test_a_page_with_much_on_it_and_one_with_nothing_are_easy_to_read(school: School, signed_in, who):
    learner = school.person("learner").uuid
    address = f"/family/{learner}/" if who == "parent" else f"/learners/{learner}/"
    told = iter(COMPETENCIES)
    for competency in school.competencies.values():
        record = next(told)
        competency.title, competency.statement = record.title, record.statement
        competency.save()
    with clock_at(MONDAY + timedelta(days=3)):
        empty = text_of(signed_in(who).get(address).content.decode())
        record_evidence(
            acting_person=None, district=school.district, pieces=[piece(school, number) for number in range(24)]
        )
        much = text_of(signed_in(who).get(address).content.decode())
    assert len(words_of(much)) > 80
    for text in (empty, much):
        assert reading_grade(text, one_beat=OUR_WORDS | SUBJECT_WORDS) <= EASIEST, text
