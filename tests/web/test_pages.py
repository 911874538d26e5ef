"""What people see on their pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.people.models import AuditEntry, Identity, RoleKind
from ownpath.people.services import NewPerson, add_people, set_password
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.services import record_evidence
from ownpath.schools.services import NewMembership, join_communities
from school import AUTUMN, MONDAY, School, piece

pytestmark = pytest.mark.django_db
SOON = MONDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def tuesday():
    """All pages are opened on one morning."""
    with clock_at(SOON):
        yield


def record(school: School, *pieces: object) -> None:
    record_evidence(acting_person=None, district=school.district, pieces=list(pieces))


def prior(school: School, code: str = "add") -> object:
    return piece(
        school,
        1,
        competency_id=school.competencies[code].pk,
        kind=EvidenceKind.PRIOR,
        result=1.0,
        source_record=f"prior-{code}",
    )


def stuck_on_multiply(school: School) -> list[object]:
    return [
        piece(school, n, result=0.0, competency_id=school.competencies["multiply"].pk, source_record=f"wrong-{n}")
        for n in range(12)
    ]


def picture_address(school: School) -> str:
    return f"/learners/{school.person('learner').uuid}/"


def competency_address(school: School, code: str = "add") -> str:
    return f"{picture_address(school)}{school.competencies[code].uuid}/"


def text_of(response) -> str:
    page = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def section(response, name: str) -> str:
    found = re.search(rf'(?s)<section class="block[^"]*" id="{name}">.*?</section>', response.content.decode())
    assert found, f"there is no section {name}"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def test_a_learner_sees_what_they_can_do_work_on_and_could_do_next(school, signed_in):
    record(school, prior(school), piece(school, 2, competency_id=school.competencies["multiply"].pk))
    page = signed_in("learner").get(picture_address(school))
    assert "I can add" in section(page, "can")
    assert "I can multiply" in section(page, "working")
    assert "Still needed: at least 3 more pieces of evidence." in section(page, "working")
    assert "Nothing new is ready" in section(page, "next")


def test_a_suggestion_says_why(school, signed_in):
    record(school, prior(school))
    said = section(signed_in("learner").get(picture_address(school)), "next")
    assert "Everything it builds on is in place: add." in said
    assert "It has just become possible." in said
    assert "It opens 1 further step." in said


def test_somebody_new_sees_a_beginning_and_no_error(school, signed_in):
    page = signed_in("learner").get(picture_address(school))
    assert "There is no evidence yet." in text_of(page)
    assert "I can add" in section(page, "next")
    assert "Nothing is attained yet." in section(page, "can")


def test_every_competency_has_one_mark_in_the_profile(school, signed_in):
    record(school, prior(school))
    page = signed_in("learner").get(picture_address(school)).content.decode()
    table = page[page.index('<table class="profile">') : page.index("</table>")]
    assert sorted(re.findall(r"mark mark-(\w+)", table)) == ["held", "later", "ready"]


def add_learners(school: School, n: int) -> list[object]:
    made = add_people(
        acting_person=None,
        district=school.district,
        people=[NewPerson(given_name=f"New{i}", roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for i in range(n)],
    )
    join_communities(
        acting_person=None,
        district=school.district,
        memberships=[NewMembership(each, school.community, RoleKind.LEARNER, AUTUMN) for each in made],
    )
    return made


def number_of_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("teacher", "/communities/{community}/"),
        ("leader", "/schools/"),
        ("teacher", "/learners/{learner}/"),
        ("parent", "/family/{learner}/"),
    ],
)
def test_the_number_of_queries_of_a_page_does_not_grow_with_learners(school, signed_in, who, where):
    address = where.format(community=school.community.uuid, learner=school.person("learner").uuid)
    record(school, piece(school, 0))
    client = signed_in(who)
    client.get(address)
    few = number_of_queries(client, address)
    made = add_learners(school, 40)
    record(school, *(replace(piece(school, 3), learner_id=each.pk) for each in made), *stuck_on_multiply(school))
    many = number_of_queries(client, address)
    assert many == few <= 24


def test_the_competency_page_shows_three_facts_the_reasons_and_every_piece_of_evidence(school, signed_in):
    record(school, prior(school), piece(school, 2), piece(school, 4, result=0.0))
    said = text_of(signed_in("parent").get(competency_address(school)))
    assert "Attained Yes Attained on Sept. 7, 2026, on the evidence." in said
    assert "Still held Yes" in said
    assert "Enough evidence Yes" in said
    assert "A record from before says this was known. speaks for it" in said
    assert said.count("Task done right.") == 1
    assert said.count("Task not right yet.") == 1
    assert "A record from before says: known." in said


def test_the_same_thing_seen_often_on_one_day_is_one_line_and_what_was_mended_says_so(school, signed_in):
    record(school, *(piece(school, number, result=1.0) for number in range(1, 4)), piece(school, 5, result=0.0))
    slip = Evidence.objects.get(source_record="record-5")
    record(school, piece(school, 5, result=1.0, source_record="mended", supersedes_id=slip.pk))
    said = text_of(signed_in("teacher").get(competency_address(school)))
    assert "Sept. 7, 2026 Task done right. × 4 Task not right yet. Mended later; it no longer counts." in said


def test_the_competency_page_says_since_when_somebody_is_stuck(school, signed_in):
    record(school, *stuck_on_multiply(school))
    assert "Stuck: it began 3 days ago." in text_of(signed_in("teacher").get(competency_address(school, "multiply")))


def test_only_those_who_teach_the_learner_see_the_judgement_form(school, signed_in):
    seen = {
        who: b'id="judge"' in signed_in(who).get(competency_address(school)).content
        for who in ("teacher", "learner", "parent", "leader")
    }
    assert seen == {"teacher": True, "learner": False, "parent": False, "leader": False}


def test_a_teacher_overrules_in_one_step_and_both_stay_visible(school, signed_in):
    record(school, *stuck_on_multiply(school))
    address = competency_address(school, "multiply")
    client = signed_in("teacher")
    response = client.post(
        f"{address}judge/", {"verdict": "attained", "reason": "She explained it to me."}, follow=True
    )
    said = text_of(response)
    assert "Your judgement is kept" in said
    assert "She explained it to me." in said
    assert "Attained Yes Attained on Sept. 10, 2026: Teacher judged so." in said
    assert "Many tasks so far did not work out yet." in said


def test_a_judgement_without_a_reason_is_refused_with_what_was_typed_kept(school, signed_in):
    response = signed_in("teacher").post(f"{competency_address(school)}judge/", {"verdict": "not_yet", "reason": "  "})
    assert response.status_code == 422
    assert "Please write the reason in a few words." in text_of(response)
    assert 'value="not_yet" required checked' in response.content.decode()
    assert not Judgement.objects.exists()


def test_a_judgement_can_be_taken_back_only_where_there_is_one(school, signed_in):
    client, address = signed_in("teacher"), competency_address(school)
    assert "Take back" not in text_of(client.get(address))
    client.post(f"{address}judge/", {"verdict": "attained", "reason": "Shown at the board."})
    assert "Take back" in text_of(client.get(address))
    client.post(f"{address}judge/", {"verdict": "withdrawn", "reason": "It was another child."})
    said = text_of(client.get(address))
    assert "Take back" not in said and "It was another child." in said and "Attained Not yet" in said


def test_what_was_typed_never_becomes_markup(school, signed_in):
    client = signed_in("teacher")
    client.post(f"{competency_address(school)}judge/", {"verdict": "not_yet", "reason": "<script>alert(1)</script>"})
    assert b"<script>alert(1)" not in client.get(competency_address(school)).content


def test_reading_about_a_learner_leaves_a_note_of_who_read_what(school, signed_in):
    signed_in("teacher").get(picture_address(school))
    signed_in("parent").get(f"/family/{school.person('learner').uuid}/")
    signed_in("teacher").get(f"/communities/{school.community.uuid}/")
    signed_in("learner").get(picture_address(school))
    notes = AuditEntry.objects.filter(action="read").order_by("pk").values_list("acting_person", "learner", "what")
    learner = school.person("learner").pk
    assert list(notes) == [
        (school.person("teacher").pk, learner, "picture"),
        (school.person("parent").pk, learner, "family page"),
        (school.person("teacher").pk, None, "board"),
    ]


def test_a_family_reads_in_its_own_language(school, signed_in):
    Identity.objects.filter(person=school.person("parent")).update(language="es")
    add = school.competencies["add"]
    add.translations = {"es": {"title": "Sumar", "statement": "Puedo sumar"}}
    add.save()
    school.framework.revision += 1
    school.framework.save()
    record(school, piece(school, 1), piece(school, 2))
    response = signed_in("parent").get(f"/family/{school.person('learner').uuid}/")
    assert 'lang="es"' in response.content.decode()
    assert "Puedo sumar" in text_of(response)


def test_a_language_that_was_chosen_stays(school, signed_in):
    client = signed_in("teacher")
    client.post("/language/", {"language": "es", "next": "/"})
    assert '<html lang="es" ' in client.get(picture_address(school)).content.decode()
    client.post("/language/", {"language": "xx", "next": "/"})
    assert '<html lang="es" ' in client.get(picture_address(school)).content.decode()


def test_the_language_form_sends_nobody_to_another_site(school, signed_in):
    response = signed_in("teacher").post("/language/", {"language": "es", "next": "https://example.org/"})
    assert response["Location"] == "/"


def test_a_password_signs_in_and_a_wrong_one_says_so_plainly(school):
    set_password(acting_person=None, person=school.person("teacher"), username="teacher", password="a-long-river-stone")
    client = Client()
    wrong = client.post("/sign-in/", {"username": "teacher", "password": "guess"})
    assert "do not fit together" in text_of(wrong)
    right = client.post("/sign-in/", {"username": "teacher", "password": "a-long-river-stone"})
    assert (right.status_code, right["Location"]) == (302, "/")


def test_the_demo_sign_in_is_not_there_outside_the_demo(school):
    page = Client().get("/sign-in/")
    assert "/sign-in/as/" not in page.content.decode()


def test_in_the_demo_one_press_signs_in_a_member_of_the_cast(school, settings):
    from ownpath.people.services import open_demo_accounts

    settings.DEMO_SIGN_IN, settings.MODE = True, "demo"
    open_demo_accounts(district=school.district, username_of={school.person("teacher"): "ms-reed"})
    client = Client()
    assert "Teacher Made-Up" in text_of(client.get("/sign-in/"))
    home = client.post("/sign-in/as/", {"username": "ms-reed"}, follow=True)
    assert home.redirect_chain[-1][0] == "/morning/"


def test_the_demo_sign_in_never_opens_an_account_with_a_password(school, settings):
    settings.DEMO_SIGN_IN, settings.MODE = True, "demo"
    set_password(acting_person=None, person=school.person("leader"), username="leader", password="a-long-river-stone")
    assert Client().post("/sign-in/as/", {"username": "leader"})["Location"] == "/sign-in/"


def test_no_page_lets_anything_but_its_own_files_in(school, signed_in):
    response = signed_in("teacher").get(picture_address(school))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response["Cache-Control"] == "private, no-store"
    page = response.content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", page)
    # Scripts only as files of our own; nothing is written into the page.
    assert re.findall(r"<script[^>]*>[^<]*", page)
    assert all(
        re.fullmatch(r'<script src="/static/[^"]+" defer>', each) for each in re.findall(r"<script[^>]*>[^<]*", page)
    )


def pages_of_the_team(school: School) -> list[tuple[str, str]]:
    """What teachers open in a day."""
    team = f"{picture_address(school)}team/"
    return [
        ("teacher", address)
        for address in (
            "/morning/",
            "/our-learners/",
            f"/communities/{school.community.uuid}/",
            f"/communities/{school.community.uuid}/groups/",
            f"/competencies/{school.competencies['add'].uuid}/",
            team,
            *(f"{team}{act}/" for act in ("note", "message", "pin", "group", "support")),
            f"{picture_address(school)}conference/",
        )
    ]


def test_headings_go_down_one_step_at_a_time(school, signed_in):
    record(school, prior(school), *stuck_on_multiply(school))
    for who, address in (
        *pages_of_the_team(school),
        ("learner", picture_address(school)),
        ("parent", f"/family/{school.person('learner').uuid}/"),
        ("teacher", competency_address(school)),
        ("leader", "/schools/"),
        ("administrator", "/office/"),
        ("mentor", "/partner/"),
    ):
        levels = [int(each) for each in re.findall(r"<h(\d)", signed_in(who).get(address).content.decode())]
        assert levels[0] == 1 and levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_no_page_holds_an_average_a_rank_or_a_percentage_over_competencies(school, signed_in):
    record(school, prior(school), *stuck_on_multiply(school))
    for who, address in (
        *pages_of_the_team(school),
        ("learner", picture_address(school)),
        ("parent", f"/family/{school.person('learner').uuid}/"),
        ("leader", "/schools/"),
    ):
        said = text_of(signed_in(who).get(address))
        assert not re.search(r"\d\s*%|average|percentile|\brank|GPA|\bout of \d", said, re.IGNORECASE), address


def test_the_office_sees_numbers_of_things_and_no_name(school, signed_in):
    said = text_of(signed_in("administrator").get("/office/"))
    assert re.search(r"Learners 3 ", said) and "Numbers" in said
    assert not any(name in said for name in ("Neighbour", "Stranger", "Parent"))


def test_somebody_without_a_role_today_is_told_whom_to_ask(school, signed_in):
    from ownpath.people.models import Role

    client = signed_in("mentor")
    Role.objects.filter(person=school.person("mentor")).delete()
    response = client.get("/")
    assert response.status_code == 403
    assert "ask your school's office" in text_of(response).replace("&#x27;", "'")


def test_an_erased_person_is_signed_out(school, signed_in):
    from ownpath.people.models import Person

    client = signed_in("teacher")
    Person.objects.filter(pk=school.person("teacher").pk).update(erased_at=SOON)
    assert "/sign-in/" in client.get("/")["Location"]


def test_what_an_erased_teacher_judged_stays_without_the_name(school, signed_in):
    from ownpath.people.models import Person

    signed_in("teacher").post(f"{competency_address(school)}judge/", {"verdict": "attained", "reason": "Seen."})
    Identity.objects.filter(person=school.person("teacher")).delete()
    Person.objects.filter(pk=school.person("teacher").pk).update(erased_at=SOON)
    said = text_of(signed_in("parent").get(competency_address(school)))
    assert "somebody who is no longer here" in said and "Seen." in said and "Teacher Made-Up" not in said
    assert signed_in("parent").get(picture_address(school)).status_code == 200
