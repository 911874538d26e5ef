"""What a family reads of a child: on the page, on the sheet, in plain text, in three languages."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at, today
from ownpath.people.models import AuditEntry, Identity, RelationshipKind, RoleKind
from ownpath.people.services import NewPerson, NewRelationship, add_people, relate_people
from ownpath.plans.models import AboutMe
from ownpath.plans.services import make_goal, open_support, write_about_me
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.web.design.picture_words import StrandList
from ownpath.web.family.digest import COLUMNS
from ownpath.web.family.summary import MOST_STRANDS, at_most_six
from school import AUTUMN, MONDAY, School, piece

pytestmark = pytest.mark.django_db
SOON = MONDAY + timedelta(days=3)
# Three that the tests name, as the demo would say them.
TOLD = {
    "add": ("Add tens", "I can add two numbers. I show how I do it.", "Sumar", "Puedo sumar dos números.", "الجمع"),
    "multiply": ("Times", "I can multiply two numbers.", "Multiplicar", "Puedo multiplicar dos números.", "الضرب"),
    "divide": ("Shares", "I can share what I have.", "Repartir", "Puedo repartir lo que tengo.", "القسمة"),
}


@pytest.fixture(autouse=True)
def thursday():
    """All pages are opened on one morning."""
    with clock_at(SOON):
        yield


@pytest.fixture
def told(school: School) -> School:
    """The school's competencies, named and translated, with something to do at home."""
    for code, (title, statement, spanish_title, spanish, arabic) in TOLD.items():
        competency = school.competencies[code]
        competency.title, competency.statement = title, statement
        competency.translations = {
            "en": {"at_home": f"At home: {code}."},
            "es": {"title": spanish_title, "statement": spanish, "at_home": f"En casa: {spanish_title}."},
            "ar": {"title": arabic, "statement": f"أستطيع {arabic}.", "at_home": f"في البيت: {arabic}."},
        }
        competency.save()
    return school


def record(school: School, *pieces: object) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces))


def attain(school: School, code: str = "add") -> None:
    with clock_at(SOON - timedelta(days=1)):
        record_judgement(
            acting_person=school.person("teacher"),
            learner=school.person("learner"),
            competency=school.competencies[code],
            verdict="attained",
            reason="Seen in the workshop.",
        )


def work_on(school: School, code: str, number: int = 40) -> object:
    return piece(
        school, number, result=1.0, competency_id=school.competencies[code].pk, source_record=f"{code}-{number}"
    )


def read_in(school: School, language: str, name: str = "parent") -> None:
    Identity.objects.filter(person=school.person(name)).update(language=language)


def address(school: School, more: str = "") -> str:
    return f"/family/{school.person('learner').uuid}/{more}"


def text_of(response) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def headline(response) -> str:
    return html.unescape(re.search(r'<p class="headline">(.*?)</p>', response.content.decode())[1])


def test_the_headline_says_what_is_new_and_what_comes_next(told, signed_in):
    record(told, piece(told, 1))
    attain(told)
    page = signed_in("parent").get(address(told))
    assert headline(page) == "Learner can now add two numbers. The next step is to multiply two numbers."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Learner can now add two numbers. The next step is to multiply two numbers."),
        ("es", "Learner ya puede sumar dos números. El siguiente paso es multiplicar dos números."),
        ("ar", "صار بإمكان Learner الآن: «الجمع». الخطوة القادمة: «الضرب»."),
    ],
)
def test_the_headline_is_a_right_sentence_in_every_language(told, signed_in, language, said):
    record(told, piece(told, 1))
    attain(told)
    read_in(told, language)
    assert headline(signed_in("parent").get(address(told))) == said


def test_what_is_worked_on_stands_in_the_headline_while_nothing_is_new(told, signed_in):
    record(told, piece(told, 2, result=1.0), piece(told, 3, result=0.0))
    assert headline(signed_in("parent").get(address(told))).startswith("Learner is learning to add two numbers.")


def test_the_page_shows_can_do_working_on_about_to_do_and_one_thing_at_home(told, signed_in):
    record(told, piece(told, 1))
    attain(told)
    record(told, work_on(told, "multiply"))
    said = text_of(signed_in("parent").get(address(told)))
    new, working = said.index("New: can do this now"), said.index("Working on")
    next_ = said.index("About to do")
    assert new < said.index("Add tens", new) < working < said.index("Times", working) < next_
    assert "At home: multiply." in said and "This goes with: Times" in said
    assert said.count("At home:") == 1


def test_the_facts_and_the_reasons_are_one_tap_away_and_the_evidence_two(told, signed_in):
    record(told, *(piece(told, number, result=1.0) for number in range(1, 4)))
    page = signed_in("parent").get(address(told))
    behind = re.search(r'(?s)<details class="behind">.*?</details>', page.content.decode())[0]
    behind_text = re.sub(r"<[^>]+>", " ", behind)
    assert "How we know" in behind and "not attained yet" in behind and "Still needed" in behind
    assert "Work on other competencies goes well." in behind_text
    link = re.search(r'href="(/family/[^"]+)">Add tens', page.content.decode())[1]
    said = text_of(signed_in("parent").get(link))
    assert "Task done right. × 3" in said and "not attained yet" in said and "This opens the way to Times" in said


def test_what_a_teacher_judged_is_told_with_the_reason(told, signed_in):
    attain(told)
    said = text_of(signed_in("parent").get(address(told, f"{told.competencies['add'].uuid}/")))
    assert "Seen in the workshop." in said and "Teacher Made-Up" in said


def test_a_child_of_whom_nothing_is_known_yet_gets_no_empty_boxes_and_no_guesses(told, signed_in):
    page = signed_in("parent").get(address(told))
    assert headline(page) == "Learner has just begun. You will see the first steps here soon."
    said = text_of(page)
    assert "When the first work is seen" in said
    assert "Working on" not in said and "About to do" not in said and "at home" not in said.lower()


def test_a_family_reads_goals_shared_help_what_the_child_tells_and_who_to_talk_to(told, signed_in):
    learner, teacher = told.person("learner"), told.person("teacher")
    make_goal(
        acting_person=learner,
        learner=learner,
        statement="Add without fingers",
        first_step="Try with five",
        by_when=today() + timedelta(days=10),
    )
    for what, is_shared in (("Ten minutes a day with beads", True), ("Ask the doctor about glasses", False)):
        open_support(
            acting_person=teacher, learner=learner, what=what, next_step="Begin on Monday.", is_shared=is_shared
        )
    for text, shared_with in (("I like drums", AboutMe.SharedWith.MY_FAMILY_TOO), ("My secret", "only_me")):
        write_about_me(acting_person=learner, kind="interest", text=text, shared_with=shared_with)
    for more in ("", "sheet/", "text/"):
        said = text_of(signed_in("parent").get(address(told, more)))
        assert "Add without fingers" in said and "Ten minutes a day with beads" in said
        assert "Teacher Made-Up" in said
        assert "glasses" not in said and "secret" not in said
    assert "I like drums" in text_of(signed_in("parent").get(address(told)))


def test_a_family_sees_its_own_children_only(told, signed_in):
    for name in ("neighbour", "stranger"):
        other = told.person(name).uuid
        for more in ("", "sheet/", "text/", "text/file/", f"{told.competencies['add'].uuid}/"):
            assert signed_in("parent").get(f"/family/{other}/{more}").status_code == 404


def test_every_reading_leaves_a_note(told, signed_in):
    for more in ("", "sheet/", "text/", "text/file/", f"{told.competencies['add'].uuid}/"):
        signed_in("parent").get(address(told, more))
    read = AuditEntry.objects.filter(acting_person=told.person("parent"), learner=told.person("learner"), action="read")
    assert sorted(read.values_list("what", flat=True)) == [
        "competency",
        "family page",
        "family sheet",
        "family text",
        "family text",
    ]


def with_children(school: School, names: list[str]) -> None:
    made = add_people(
        acting_person=None,
        district=school.district,
        people=[NewPerson(given_name=name, roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for name in names],
    )
    relate_people(
        acting_person=None,
        district=school.district,
        relationships=[
            NewRelationship(RelationshipKind.FAMILY_OF, school.person("parent"), each, "", AUTUMN) for each in made
        ],
    )


def number_of_queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(where).status_code == 200
    return len(caught)


def test_several_children_stand_on_one_page_with_a_sentence_each(told, signed_in):
    record(told, piece(told, 1))
    attain(told)
    with_children(told, ["Nuria"])
    said = text_of(signed_in("parent").get("/family/"))
    assert "Learner can now add two numbers." in said
    assert "Nuria has just begun." in said


def test_the_list_and_a_page_cost_the_same_queries_with_many_children_and_much_evidence(told, signed_in):
    client = signed_in("parent")
    with_children(told, ["Nuria", "Omid"])
    record(told, piece(told, 1))
    client.get("/family/")
    few_in_list, few_on_page = number_of_queries(client, "/family/"), number_of_queries(client, address(told))
    with_children(told, [f"Child{n}" for n in range(12)])
    record(
        told, *(piece(told, n, result=1.0) for n in range(2, 30)), work_on(told, "multiply"), work_on(told, "divide")
    )
    attain(told)
    assert number_of_queries(client, "/family/") == few_in_list <= 20
    assert number_of_queries(client, address(told)) == few_on_page <= 24


def test_somebody_with_no_child_here_reads_whom_to_ask(told, signed_in):
    stranger = add_people(
        acting_person=None,
        district=told.district,
        people=[NewPerson(given_name="Nobody", roles=(RoleKind.FAMILY_MEMBER,), begins_on=AUTUMN)],
    )[0]
    told.people["stranger at the door"] = stranger
    said = text_of(signed_in("stranger at the door").get("/family/"))
    assert "No child is linked with you yet." in said


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_plain_text_has_72_columns_and_says_what_the_page_says(told, signed_in, language):
    record(told, piece(told, 1), work_on(told, "multiply"))
    attain(told)
    read_in(told, language)
    client = signed_in("parent")
    response = client.get(address(told, "text/file/"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in response["Content-Disposition"] and ".txt" in response["Content-Disposition"]
    text = response.content.decode()
    shown = html.unescape(
        re.search(r"(?s)<pre[^>]*>(.*?)</pre>", client.get(address(told, "text/")).content.decode())[1]
    )
    assert shown.strip() == text.strip()
    lines = [line.strip("\u200f") for line in text.split("\n")]
    assert max(map(len, lines)) <= COLUMNS == 72 and "" in lines
    words = {
        "en": ("Add tens", "At home: multiply."),
        "es": ("Sumar", "En casa: Multiplicar."),
        "ar": ("الجمع", "في البيت: الضرب."),
    }
    assert all(word in text for word in words[language])
    assert headline(client.get(address(told))).replace(" ", "") in text.replace("\u200f", "").replace("\n", "").replace(
        " ", ""
    )


def test_every_line_of_arabic_text_runs_from_right_to_left(told, signed_in):
    record(told, piece(told, 1))
    read_in(told, "ar")
    text = signed_in("parent").get(address(told, "text/file/")).content.decode()
    assert all(line.startswith("\u200f") for line in text.split("\n") if line)
    read_in(told, "en")
    assert "\u200f" not in signed_in("parent").get(address(told, "text/file/")).content.decode()


def test_an_arabic_page_runs_from_right_to_left_and_holds_no_english_sentence(told, signed_in):
    record(told, piece(told, 1), piece(told, 2, result=0.0), work_on(told, "multiply"))
    attain(told)
    read_in(told, "ar")
    for more in ("", "sheet/", "text/", f"{told.competencies['add'].uuid}/"):
        page = signed_in("parent").get(address(told, more))
        assert '<html lang="ar" dir="rtl">' in page.content.decode()
        latin = re.sub(
            r"Learner|Made-Up|Teacher|Numbers|Ownpath|Seen in the workshop|Parent|English|Español", "", text_of(page)
        )
        assert re.findall(r"[A-Za-z]{3,}", latin) == []


def test_no_more_than_six_strands_stand_side_by_side():
    def strand(number: int) -> StrandList:
        return StrandList(f"s{number}", f"Strand {number}", (number,))

    assert len(at_most_six([strand(n) for n in range(6)])) == MOST_STRANDS == 6
    shown = at_most_six([strand(n) for n in range(9)])
    assert len(shown) == 6 and shown[-1].items == (5, 6, 7, 8)


def test_what_a_record_from_before_says_is_no_news(told, signed_in):
    record(told, piece(told, 1, kind=EvidenceKind.PRIOR, result=1.0))
    said = text_of(signed_in("parent").get(address(told)))
    assert "Nothing new in the last weeks." in said and "All that Learner can do" in said
