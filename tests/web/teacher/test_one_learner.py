"""One learner for the team: notes, supports, pins, goals; and the view for sitting side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from seen import number_of_queries, section, text_of, undo_of

from ownpath.foundation.clock import clock_at, today
from ownpath.people.models import AuditEntry
from ownpath.plans import services
from ownpath.plans.models import Goal, Support
from ownpath.plans.team_file import gather_team_file
from school import MONDAY

pytestmark = pytest.mark.django_db
OPEN_IT = {"what": "Reading aloud each morning", "next_step": "Choose a book", "next_step_on": "2026-09-14"}


@pytest.fixture
def team(morning) -> str:
    """The address of the team's page."""
    morning.coach_learner()
    return morning.about(tail="team/")


@pytest.fixture
def support(school, team) -> Support:
    return services.open_support(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        what="Reading aloud",
        next_step="Choose a book",
    )


def test_the_page_says_where_things_stand_and_leads_to_the_full_picture(morning, teacher, team):
    morning.know()
    morning.fail()
    page = teacher.get(team)
    assert "Working on multiply stuck it began 3 days ago" in section(page, "stands")
    assert f'href="{morning.about()}">The full picture' in page.content.decode()
    assert "Coach Made-Up learning coach" in section(page, "our-team")


def test_everybody_of_the_team_reads_the_same_notes_with_who_and_when(morning, teacher, signed_in, team):
    teacher.post(morning.about(tail="notes/"), {"text": "Likes boats."})
    for who in ("teacher", "coach"):
        assert "Teacher Made-Up noted today Likes boats." in section(signed_in(who).get(team), "notes")


def test_neither_the_learner_nor_the_family_nor_a_leader_reads_a_note(morning, teacher, signed_in, team):
    teacher.post(morning.about(tail="notes/"), {"text": "Likes boats."})
    for who in ("learner", "parent", "leader"):
        assert signed_in(who).get(team).status_code == 403
        assert "Likes boats" not in text_of(signed_in(who).get(morning.about()))


def test_what_was_noted_longer_ago_can_no_longer_be_taken_back(morning, teacher, team):
    page = teacher.post(morning.about(tail="notes/"), {"text": "Likes boats."}, follow=True)
    with clock_at(MONDAY + timedelta(days=4)):
        late = teacher.post(undo_of(page), follow=True)
    assert "more than an hour ago" in text_of(late) and "Likes boats." in section(late, "notes")


def test_a_support_has_an_owner_and_a_next_step(morning, teacher, team, school):
    sent = {**OPEN_IT, "owner": str(school.person("coach").uuid)}
    page = teacher.post(morning.about(tail="supports/"), sent, follow=True)
    said = section(page, "supports")
    assert "Reading aloud each morning Next: Choose a book by Sept. 14, 2026" in said
    assert "Coach Made-Up takes care of it · Teacher Made-Up opened it today · only the team sees it" in said
    with clock_at(MONDAY + timedelta(days=10)):
        assert "overdue" in section(teacher.get(team), "supports")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"what": ""}, "Please write what the help is."),
        ({"next_step": " "}, "Please write what happens next."),
        ({"next_step_on": "soon"}, "Please choose a day."),
        ({"owner": "nobody"}, "Please choose who takes care of it."),
    ],
)
def test_a_support_that_lacks_something_is_refused_and_what_was_typed_stays(morning, teacher, team, changed, says):
    owner = {"owner": str(morning.school.person("teacher").uuid)}
    answer = teacher.post(morning.about(tail="supports/"), {**OPEN_IT, **owner, **changed})
    assert answer.status_code == 422 and says in text_of(answer)
    assert 'role="alert"' in answer.content.decode()
    assert any(kept in answer.content.decode() for kept in ("Choose a book", "Reading aloud each morning"))
    assert not Support.objects.exists()


def test_a_step_says_what_was_done_and_what_comes_next(teacher, team, support):
    form = teacher.get(f"/supports/{support.uuid}/do/step/")
    assert "What was done" in text_of(form)
    page = teacher.post(
        f"/supports/{support.uuid}/step/", {"done": "Chose one on boats.", "next_step": "Read ten pages"}, follow=True
    )
    said = section(page, "supports")
    assert "Next: Read ten pages" in said and "Chose one on boats. Teacher Made-Up, today" in said
    refused = teacher.post(f"/supports/{support.uuid}/step/", {"done": "", "next_step": "More"})
    assert refused.status_code == 422 and "Please write what was done." in text_of(refused)


def test_a_support_is_handed_over_and_back(teacher, team, support, school):
    coach = {"owner": str(school.person("coach").uuid)}
    page = teacher.post(f"/supports/{support.uuid}/hand-over/", coach, follow=True)
    assert "Coach Made-Up takes care of it" in section(page, "supports")
    page = teacher.post(undo_of(page), follow=True)
    assert "Teacher Made-Up takes care of it" in section(page, "supports")


def test_a_support_closes_with_what_came_of_it_and_opens_again(teacher, team, support):
    refused = teacher.post(f"/supports/{support.uuid}/close/", {"outcome": ""})
    assert refused.status_code == 422 and "Please write what came of it." in text_of(refused)
    page = teacher.post(f"/supports/{support.uuid}/close/", {"outcome": "Reads to others now."}, follow=True)
    assert "No support is open." in section(page, "supports") and "Reads to others now." in section(page, "supports")
    page = teacher.post(undo_of(page), follow=True)
    assert "Next: Choose a book" in section(page, "supports")


def test_a_support_opened_by_mistake_is_taken_back_in_one_step(morning, teacher, team, school):
    sent = {**OPEN_IT, "owner": str(school.person("teacher").uuid)}
    page = teacher.post(morning.about(tail="supports/"), sent, follow=True)
    assert "No support is open." in section(teacher.post(undo_of(page), follow=True), "supports")


def test_one_tap_shares_a_support_and_one_hides_it_again(teacher, team, support, signed_in, school):
    page = teacher.post(f"/supports/{support.uuid}/share/", follow=True)
    assert "learner and family see it" in section(page, "supports")
    page = teacher.post(undo_of(page), follow=True)
    assert "only the team sees it" in section(page, "supports")


def test_what_the_learner_shares_is_read_by_the_team_and_what_they_keep_is_not(teacher, team, school):
    own = school.person("learner")
    services.write_about_me(acting_person=own, kind="helps_me", text="A quiet corner", shared_with="my_teachers")
    services.write_about_me(acting_person=own, kind="interest", text="My diary", shared_with="only_me")
    said = text_of(teacher.get(team))
    assert "What Learner tells us what helps me A quiet corner" in said and "My diary" not in said


def test_the_page_holds_what_the_selectors_of_each_noun_would_find(teacher, team, support, school, morning):
    from ownpath.plans import selectors

    person, learner = school.person("teacher"), school.person("learner")
    add = school.competencies["add"]
    services.write_note(acting_person=person, learner=learner, text="Likes boats.")
    services.pin_competency(acting_person=person, learner=learner, competency=add, reason="Soon.")
    services.make_goal(acting_person=learner, learner=learner, statement="Add", by_when=today())
    services.write_about_me(acting_person=learner, kind="interest", text="Boats", shared_with="my_teachers")
    services.write_about_me(acting_person=learner, kind="interest", text="Secret", shared_with="only_me")
    services.note_support_step(acting_person=person, support=support, done="Chose", next_step="Read")
    services.make_group(
        acting_person=person, community=school.community, competency=add, places=[services.NewPlace(learner)]
    )
    file = gather_team_file(person, learner)
    about = {"learner": learner}
    assert list(file.notes) == list(selectors.notes_about(person, learner))
    assert list(file.supports) == list(selectors.supports_visible_to(person).filter(**about))
    assert [len(each.visible_steps) for each in file.supports] == [1]
    assert list(file.pins) == list(selectors.pins_visible_to(person).filter(**about))
    assert list(file.goals) == list(selectors.goals_visible_to(person).filter(state="open", **about))
    assert list(file.about_me) == list(selectors.about_me_visible_to(person).filter(**about))
    assert list(file.groups) == list(selectors.groups_visible_to(person).filter(closed_at__isnull=True))
    assert all((file.notes, file.supports, file.pins, file.goals, file.about_me, file.groups))


@pytest.mark.parametrize("who", ["learner", "parent", "leader", "other_teacher", "coach", "mentor"])
def test_nobody_outside_the_team_gets_the_file(school, who):
    from ownpath.foundation.errors import NotAllowed

    with pytest.raises(NotAllowed):
        gather_team_file(school.person(who), school.person("learner"))


def test_the_number_of_queries_does_not_grow_with_what_is_kept(teacher, team, support, school, morning):
    person, learner = school.person("teacher"), school.person("learner")
    services.write_note(acting_person=person, learner=learner, text="One")
    services.note_support_step(acting_person=person, support=support, done="Chose", next_step="Read")
    make_group = {"acting_person": person, "community": school.community, "competency": school.competencies["add"]}
    services.make_group(**make_group, places=[services.NewPlace(learner)])
    teacher.get(team)
    few = number_of_queries(teacher, team)
    for n in range(5):
        services.write_note(acting_person=person, learner=learner, text=f"More {n}")
        more = services.open_support(acting_person=person, learner=learner, what=f"Help {n}", next_step="Go on")
        services.note_support_step(acting_person=person, support=more, done="Began", next_step="Read")
        services.make_group(**make_group, places=[services.NewPlace(learner)])
    morning.fail_all(morning.add_learners(10))
    assert number_of_queries(teacher, team) == few <= 36


def test_the_conference_page_is_the_learners_and_holds_no_note(morning, teacher, team):
    morning.know()
    morning.fail()
    teacher.post(morning.about(tail="notes/"), {"text": "Likes boats."})
    teacher.get(team)
    page = teacher.get(morning.about(tail="conference/"))
    assert "This I work on I can multiply" in text_of(page)
    assert "Likes boats" not in text_of(page)
    assert AuditEntry.objects.filter(action="read", what="conference page").count() == 1


def test_what_is_chosen_becomes_a_goal_that_two_agree_on(morning, teacher, school):
    address = morning.about(tail="conference/")
    add = school.competencies["add"]
    page = teacher.get(f"{address}?competency={add.uuid}")
    assert "For: add" in text_of(page) and 'value="I can add"' in page.content.decode()
    sent = {"statement": "I can add", "first_step": "Five sums", "by_when": "2026-09-21", "competency": str(add.uuid)}
    page = teacher.post(f"{address}goals/", sent, follow=True)
    said = section(page, "goals")
    assert "I can add First step: Five sums by Sept. 21, 2026 · agreed with Teacher Made-Up" in said
    assert Goal.objects.get().competency_id == add.pk
    teacher.post(undo_of(page))
    assert Goal.objects.get().state == Goal.State.LET_GO


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"statement": ""}, "Please write what you want to be able to do."),
        ({"by_when": ""}, "Please choose a day."),
        ({"by_when": "2027-09-21"}, "Please choose a day within the next 8 weeks."),
    ],
)
def test_a_goal_that_cannot_be_taken_is_refused_in_place(morning, teacher, changed, says):
    sent = {"statement": "I can add", "first_step": "Five sums", "by_when": "2026-09-21", **changed}
    answer = teacher.post(morning.about(tail="conference/goals/"), sent)
    assert answer.status_code == 422 and says in section(answer, "goals")
    assert 'value="Five sums"' in answer.content.decode() and not Goal.objects.exists()


def test_a_goal_of_the_learner_is_agreed_on_reached_and_opened_again(morning, teacher, school):
    own = school.person("learner")
    goal = services.make_goal(acting_person=own, learner=own, statement="Add", by_when=today())
    page = teacher.post(f"/goals/{goal.uuid}/conference/agree/", follow=True)
    assert "agreed with Teacher Made-Up" in section(page, "goals")
    page = teacher.post(f"/goals/{goal.uuid}/conference/close/", {"state": "reached"}, follow=True)
    assert "The goal is reached." in text_of(page) and "No goal yet." in section(page, "goals")
    page = teacher.post(undo_of(page), follow=True)
    assert "agreed with Teacher Made-Up" in section(page, "goals")
