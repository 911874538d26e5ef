"""The morning page: who needs somebody, for what, and what can be done at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from seen import number_of_queries, section, text_of, undo_of

from ownpath.foundation.clock import clock_at
from ownpath.people.models import AuditEntry
from ownpath.plans.models import Note
from ownpath.plans.services import note_talk, send_message, write_note
from ownpath.proficiency.services import record_judgement
from school import MONDAY, piece

pytestmark = pytest.mark.django_db


def test_the_home_of_teachers_and_coaches_is_the_morning_page(school, signed_in):
    assert signed_in("teacher").get("/")["Location"] == "/morning/"
    assert signed_in("coach").get("/")["Location"] == "/morning/"


def test_who_is_stuck_stands_there_with_what_and_since_when(morning, teacher):
    morning.fail()
    said = section(teacher.get("/morning/"), "stuck")
    assert "Stuck 1" in said
    assert "Learner Made-Up multiply Trying without success; it began 3 days ago." in said


def test_the_longest_waiting_stand_first(morning, teacher):
    morning.fail("neighbour")
    with clock_at(MONDAY + timedelta(days=40)):
        assert "Last evidence 5 weeks ago." in section(teacher.get("/morning/"), "quiet")
    morning.fail("learner", "divide")
    page = teacher.get("/morning/").content.decode()
    assert page.index("Learner Made-Up") < page.index("Neighbour Made-Up")


def test_who_is_stuck_and_quiet_stands_there_once(morning, teacher):
    morning.fail()
    with clock_at(MONDAY + timedelta(days=20)):
        page = teacher.get("/morning/")
    assert "Trying without success; it began 2 weeks ago. Last evidence 2 weeks ago." in section(page, "stuck")
    assert "Learner Made-Up" not in section(page, "quiet")


def test_nobody_without_evidence_is_forgotten(morning, teacher):
    assert "Neighbour Made-Up No evidence yet" in section(teacher.get("/morning/"), "quiet")


def test_who_is_nearly_there_is_ready_for_a_check_or_a_yes(morning, teacher):
    morning.succeed()
    said = section(teacher.get("/morning/"), "ready")
    assert "Learner Made-Up add Very likely there. A few fresh tasks or your yes decide." in said
    assert f'href="{morning.about()}{morning.school.competencies["add"].uuid}/#judge"' in (
        teacher.get("/morning/").content.decode()
    )


def test_who_has_shown_it_on_one_task_only_reads_what_is_missing(morning, teacher):
    morning.succeed(times=8, task="the same")
    said = section(teacher.get("/morning/"), "ready")
    assert "Learner Made-Up add Still needed: at least 2 other tasks. Look and judge" in said


def test_a_not_yet_that_is_older_than_the_evidence_waits_for_a_second_look(morning, teacher, school):
    morning.know()
    values = {"learner": school.person("learner"), "competency": school.competencies["add"], "reason": "Too quick."}
    record_judgement(acting_person=school.person("teacher"), verdict="not_yet", **values)
    assert "Judged not yet" not in section(teacher.get("/morning/"), "ready")
    with clock_at(MONDAY + timedelta(days=5)):
        at_noon = MONDAY + timedelta(days=4)
        morning.record(piece(school, 9, result=1.0, happened_at=at_noon, source_record="later"))
        said = section(teacher.get("/morning/"), "ready")
    assert "Learner Made-Up add Judged not yet; what came in since (yesterday) speaks for it." in said


def test_three_who_are_ready_for_the_same_are_a_group_explained(morning, teacher):
    morning.add_learners(1)
    said = section(teacher.get("/morning/"), "ready")
    assert "For a group add" in said
    assert "3 hold everything it builds on." in said


def test_lists_end_and_lead_on_to_the_board(morning, teacher):
    morning.add_learners(7)
    page = teacher.get("/morning/")
    assert section(page, "quiet").count("No evidence yet") == 5
    assert "and 4 more" in section(page, "quiet")
    assert 'href="/our-learners/?state=quiet"' in page.content.decode()


def test_one_tap_says_that_one_talked_and_one_takes_it_back(morning, teacher, in_place):
    morning.fail()
    sent = {"kind": "talk", "shown": "row", "next": "/morning/", "token": "7b0d9a3c-3f0e-4a57-9a5c-1f0a8c6f2a11"}
    answer = teacher.post(morning.about(tail="notes/"), sent, **in_place)
    assert "<html" not in answer.content.decode()
    assert "Teacher Made-Up talked with Learner today." in text_of(answer)
    assert "Teacher Made-Up talked with Learner today." in section(teacher.get("/morning/"), "stuck")
    teacher.post(morning.about(tail="notes/"), sent, **in_place)
    assert Note.objects.count() == 1
    back = teacher.post(undo_of(answer), {"next": "/morning/"})
    assert back["Location"] == "/morning/"
    assert "talked" not in section(teacher.get("/morning/"), "stuck")


def test_the_same_tap_works_without_scripts(morning, teacher):
    morning.fail()
    page = teacher.post(morning.about(tail="notes/"), {"kind": "talk", "next": "/morning/"}, follow=True)
    assert page.redirect_chain[-1][0] == "/morning/"
    assert "Teacher Made-Up talked with Learner today." in text_of(page)


def test_a_form_opens_in_place_and_is_a_page_of_its_own_without_scripts(morning, teacher, in_place):
    address = morning.about(tail="team/note/?shown=row&next=/morning/")
    part, page = teacher.get(address, **in_place).content.decode(), teacher.get(address).content.decode()
    assert "<html" not in part and "hx-post" in part
    assert "<h1>Note about Learner</h1>" in page and 'href="/morning/"' in page


def test_every_act_of_a_row_is_a_link_that_opens_or_a_form_that_sends(morning, teacher):
    morning.fail()
    page = teacher.get("/morning/").content.decode()
    row = page[page.index('id="stuck"') : page.index('id="ready"')]
    links = re.findall(r'<a class="button small" href="([^"]+)"', row)
    assert [re.search(r"/team/(\w+)/", each)[1] for each in links] == ["note", "group", "pin", "message"]
    assert all(teacher.get(each.replace("&amp;", "&")).status_code == 200 for each in links)


def test_a_note_without_words_is_refused_in_place(morning, teacher, in_place):
    answer = teacher.post(morning.about(tail="notes/"), {"text": " ", "shown": "row"}, **in_place)
    assert answer.status_code == 422
    assert "Please write a few words." in text_of(answer)
    assert 'aria-invalid="true"' in answer.content.decode() and not Note.objects.exists()


def test_a_message_stays_on_the_coachs_morning_page_until_it_is_done(morning, teacher, signed_in, school):
    morning.coach_learner()
    form = teacher.get(morning.about(tail="team/message/")).content.decode()
    assert "Coach Made-Up, learning coach" in form
    sent = {"addressed_to": str(school.person("coach").uuid), "text": "Could you look at the goal?"}
    teacher.post(morning.about(tail="messages/"), sent)
    coach = signed_in("coach")
    said = section(coach.get("/morning/"), "messages")
    assert "Teacher Made-Up asks about Learner Made-Up today Could you look at the goal?" in said
    page = coach.post(f"/messages/{Note.objects.get().uuid}/done/", {"next": "/morning/"}, follow=True)
    assert "Done. It is off your list." in text_of(page) and 'id="messages"' not in page.content.decode()
    coach.post(undo_of(page))
    assert "Could you look at the goal?" in section(coach.get("/morning/"), "messages")


def test_a_message_to_somebody_outside_the_team_is_refused(morning, teacher, school):
    sent = {"addressed_to": str(school.person("other_teacher").uuid), "text": "Hello"}
    answer = teacher.post(morning.about(tail="messages/"), sent)
    assert answer.status_code == 422 and "Please choose whom to ask." in text_of(answer)


def test_a_pin_stands_first_among_what_is_next_and_can_be_undone(morning, teacher, school, in_place):
    add = str(school.competencies["add"].uuid)
    sent = {"competency": add, "reason": "It opens much.", "shown": "row", "next": "/morning/"}
    answer = teacher.post(morning.about(tail="pins/"), sent, **in_place)
    assert "Teacher Made-Up pinned it for Learner." in text_of(answer)
    assert "It opens much." in section(teacher.get(morning.about(tail="team/")), "pins")
    undone = teacher.post(undo_of(answer), follow=True)
    assert 'id="pins"' not in undone.content.decode()
    again = teacher.post(undo_of(undone), follow=True)
    assert "It opens much." in section(again, "pins")


def test_a_pin_without_a_reason_keeps_what_was_chosen(morning, teacher, school):
    add = str(school.competencies["add"].uuid)
    answer = teacher.post(morning.about(tail="pins/"), {"competency": add, "reason": ""})
    assert answer.status_code == 422
    assert "Please write the reason in a few words." in text_of(answer)
    assert f'<option value="{add}" selected>' in answer.content.decode()


def test_the_page_names_who_did_what_to_the_whole_team(morning, teacher, signed_in, school):
    morning.coach_learner()
    morning.fail()
    write_note(acting_person=school.person("coach"), learner=school.person("learner"), text="Prefers mornings.")
    note_talk(acting_person=school.person("coach"), learner=school.person("neighbour"))
    page = teacher.get("/morning/")
    assert "Coach Made-Up noted today: Prefers mornings." in section(page, "stuck")
    assert "Coach Made-Up talked with Neighbour today." in section(page, "quiet")


def test_a_coach_sees_only_those_they_coach_and_no_group_that_they_cannot_make(morning, signed_in):
    page = signed_in("coach").get("/morning/")
    assert "Neighbour Made-Up" in text_of(page) and "Learner Made-Up" not in text_of(page)
    assert "/team/group/" not in page.content.decode()
    assert signed_in("coach").get(morning.about("neighbour", "team/group/")).status_code == 404


def test_somebody_who_teaches_nobody_is_told_whom_to_ask(morning, signed_in, school):
    from ownpath.schools.models import Membership

    Membership.objects.filter(community=school.other_community).delete()
    assert "The office can add you to a learning community." in text_of(signed_in("other_teacher").get("/morning/"))


def test_opening_the_morning_page_leaves_one_note_of_reading(morning, teacher, school):
    teacher.get("/morning/")
    entry = AuditEntry.objects.get(action="read", what="morning page")
    assert entry.acting_person_id == school.person("teacher").pk and entry.detail == {"learners": 2}


def test_the_number_of_queries_does_not_grow_with_learners_or_messages(morning, teacher, school):
    morning.fail_all([school.person("learner")])
    teacher.get("/morning/")
    few = number_of_queries(teacher, "/morning/")
    made = morning.add_learners(20)
    morning.fail_all(made)
    for each in made[:5]:
        send_message(
            acting_person=school.person("teacher"), learner=each, addressed_to=school.person("teacher"), text="Look."
        )
    assert number_of_queries(teacher, "/morning/") == few <= 30
