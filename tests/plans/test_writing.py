"""Who may write which plan, what is refused, and what a second press of the same button does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from ownpath.foundation.clock import clock_at
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import AuditEntry
from ownpath.plans import services
from ownpath.plans.models import AboutMe, Goal, GroupPlace, HomeVisit, NeedGroup, Note, Pin, Support, SupportStep
from ownpath.plans.services import NewPlace
from plans.conftest import NOW
from school import ROLES, School, make_school

TODAY = NOW.date()
SOON = TODAY + timedelta(days=14)
WORDS = "Zanzibar and the seven kites"


def goal(school: School, who: str = "learner", of: str = "learner", **changes: object) -> Goal:
    values = {"statement": WORDS, "by_when": SOON, "first_step": "Draw three", **changes}
    return services.make_goal(acting_person=school.person(who), learner=school.person(of), **values)


def about_me(school: School, who: str = "learner", **changes: object) -> AboutMe:
    return services.write_about_me(acting_person=school.person(who), **{"kind": "interest", "text": WORDS, **changes})


def note(school: School, who: str = "teacher", of: str = "neighbour", **changes: object) -> Note:
    return services.write_note(
        acting_person=school.person(who), learner=school.person(of), **{"text": WORDS, **changes}
    )


def message(school: School, who: str = "teacher", of: str = "neighbour", to: str = "coach", **changes: object) -> Note:
    return services.send_message(
        acting_person=school.person(who),
        learner=school.person(of),
        addressed_to=school.person(to),
        **{"text": WORDS, **changes},
    )


def support(school: School, who: str = "teacher", of: str = "learner", **changes: object) -> Support:
    values = {"what": WORDS, "next_step": "Ten minutes on Monday", "next_step_on": SOON, **changes}
    return services.open_support(acting_person=school.person(who), learner=school.person(of), **values)


def step(school: School, of: Support, who: str = "teacher", **changes: object) -> SupportStep:
    values = {"done": WORDS, "next_step": "Again on Friday", **changes}
    return services.note_support_step(acting_person=school.person(who), support=of, **values)


def pin(school: School, who: str = "teacher", of: str = "learner", **changes: object) -> Pin:
    values = {"competency": school.competencies["multiply"], "reason": WORDS, **changes}
    return services.pin_competency(acting_person=school.person(who), learner=school.person(of), **values)


def group(school: School, who: str = "teacher", learners: tuple[str, ...] = ("learner",), **changes: object):
    values = {
        "community": school.community,
        "competency": school.competencies["add"],
        "places": [NewPlace(school.person(name), "ready") for name in learners],
        "purpose": WORDS,
        **changes,
    }
    return services.make_group(acting_person=school.person(who), **values)


WRITES = {
    goal: {"learner", "teacher"},
    about_me: {"learner", "neighbour", "stranger"},
    note: {"teacher", "coach"},
    message: {"teacher", "coach"},
    support: {"teacher"},
    pin: {"teacher"},
    group: {"teacher"},
}


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("who", ROLES)
def test_only_those_who_may_write_do(school, write, who):
    before = AuditEntry.objects.count()
    if who in WRITES[write]:
        assert write(school, who).uuid
        assert AuditEntry.objects.count() == before + 1
        return
    with pytest.raises(NotAllowed):
        write(school, who)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.__name__)
def test_nobody_writes_across_districts(school, write):
    elsewhere = make_school("far-valley")
    there = School(**{**school.__dict__, "people": {**school.people, "teacher": elsewhere.person("teacher")}})
    with pytest.raises(NotAllowed):
        write(there, "teacher")


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.__name__)
def test_a_form_sent_twice_is_one_row_and_one_audit_entry(school, write):
    token = uuid4()
    who = "learner" if write is about_me else "teacher"
    first = write(school, who, token=token)
    noted = AuditEntry.objects.count()
    assert write(school, who, token=token).pk == first.pk
    assert (type(first).objects.count(), AuditEntry.objects.count()) == (1, noted)


@pytest.mark.parametrize("write", [note, message, pin, support], ids=lambda each: each.__name__)
def test_a_token_leads_nobody_to_somebody_elses_row(school, write):
    token = uuid4()
    write(school, of="neighbour", token=token)
    for who, of in (("coach", "neighbour"), ("teacher", "learner")):
        to = {"to": "teacher"} if write is message and who == "coach" else {}
        if write is message and of == "learner":
            continue
        with pytest.raises(InputError, match="used before"):
            write(school, who, of=of, token=token, **to)


def test_a_form_sent_twice_at_the_same_moment_is_one_row(school):
    token, before = uuid4(), AuditEntry.objects.count()
    first: list[Note] = []

    def the_other_comes_in_first(execute, statement, values, many, context):
        found = execute(statement, values, many, context)
        if not first and statement.startswith("SELECT") and "plans_note" in statement:
            first.append(Note())
            first[0] = note(school, token=token)
        return found

    with connection.execute_wrapper(the_other_comes_in_first):
        again = note(school, token=token)
    assert again.pk == first[0].pk
    assert (Note.objects.count(), AuditEntry.objects.count()) == (1, before + 1)


def test_the_second_of_two_who_pin_the_same_at_the_same_moment_is_told_so(school):
    came: list[Pin] = []

    def the_other_comes_in_first(execute, statement, values, many, context):
        found = execute(statement, values, many, context)
        if not came and statement.startswith("SELECT") and "plans_pin" in statement:
            came.append(Pin())
            came[0] = pin(school, "coach", "neighbour")
        return found

    with connection.execute_wrapper(the_other_comes_in_first), pytest.raises(InputError, match="already"):
        pin(school, "teacher", "neighbour")
    assert came[0].pinned_by == school.person("coach")


@pytest.mark.parametrize("write", WRITES, ids=lambda each: each.__name__)
def test_the_audit_trail_never_holds_the_words(school, write):
    write(school, "learner" if write is about_me else "teacher")
    assert AuditEntry.objects.exists()
    assert not any("Zanzibar" in str(detail) for detail in AuditEntry.objects.values_list("detail", flat=True))


REFUSED = [
    (goal, {"statement": "  "}, "statement"),
    (goal, {"statement": "x" * 201}, "statement"),
    (goal, {"by_when": TODAY + timedelta(weeks=8, days=1)}, "by_when"),
    (goal, {"by_when": TODAY - timedelta(days=1)}, "by_when"),
    (about_me, {"text": ""}, "text"),
    (about_me, {"kind": "secret"}, "kind"),
    (about_me, {"shared_with": "everybody"}, "shared_with"),
    (note, {"text": " "}, "text"),
    (note, {"text": "a\x00b"}, "text"),
    (message, {"to": "other_teacher"}, "addressed_to"),
    (message, {"to": "parent"}, "addressed_to"),
    (support, {"what": ""}, "what"),
    (support, {"next_step": ""}, "next_step"),
    (pin, {"reason": " "}, "reason"),
    (group, {"places": []}, "places"),
    (group, {"learners": ("stranger",)}, "places"),
]


@pytest.mark.parametrize(("write", "changes", "field"), REFUSED)
def test_bad_input_names_its_field_and_changes_nothing(school, write, changes, field):
    with pytest.raises(InputError) as refused:
        write(school, "learner" if write is about_me else "teacher", **changes)
    assert refused.value.field == field
    stored = (Goal, AboutMe, Note, Support, Pin, NeedGroup, GroupPlace)
    assert sum(model.objects.count() for model in stored) == 0


def test_a_competency_of_another_district_is_refused(school):
    elsewhere = make_school("far-valley").competencies["add"]
    for write in (goal, note, support, pin, group):
        with pytest.raises(InputError, match="competency of your district"):
            write(school, "teacher", competency=elsewhere)


def test_an_owner_and_a_leader_of_a_group_are_of_the_team(school):
    with pytest.raises(InputError, match="teaches or coaches"):
        support(school, owner=school.person("other_teacher"))
    with pytest.raises(InputError, match="teaches this community"):
        group(school, led_by=school.person("other_teacher"))


def test_a_goal_made_with_a_teacher_is_agreed_and_the_learners_own_can_be_agreed_later(school):
    teacher = school.person("teacher")
    assert goal(school, "teacher").agreed_with == teacher
    own = goal(school)
    assert own.agreed_with is None
    assert services.agree_goal(acting_person=teacher, goal=own).agreed_with == teacher
    with pytest.raises(NotAllowed):
        services.agree_goal(acting_person=school.person("learner"), goal=own)
    with pytest.raises(NotAllowed):
        services.agree_goal(acting_person=school.person("parent"), goal=own)


def test_a_goal_is_closed_once_and_can_be_opened_again(school):
    learner, made = school.person("learner"), goal(school)
    closed = services.close_goal(acting_person=learner, goal=made, state="reached", closing_words="It flew.")
    assert (closed.state, closed.closed_at, closed.closed_by, closed.closing_words) == (
        "reached",
        NOW,
        learner,
        "It flew.",
    )
    entries = AuditEntry.objects.count()
    services.close_goal(acting_person=learner, goal=made, state="reached", closing_words="Again")
    assert AuditEntry.objects.count() == entries
    with pytest.raises(InputError, match="closed already"):
        services.close_goal(acting_person=learner, goal=made, state="let_go")
    again = services.reopen_goal(acting_person=learner, goal=made)
    assert (again.state, again.closed_at, again.closing_words) == ("open", None, "")
    for who in ("parent", "neighbour", "leader", "other_teacher"):
        with pytest.raises(NotAllowed):
            services.close_goal(acting_person=school.person(who), goal=made, state="let_go")


def test_only_the_learner_changes_and_removes_what_they_wrote_and_it_really_goes(school):
    written = about_me(school)
    for who in ("teacher", "neighbour", "parent", "leader"):
        with pytest.raises(NotAllowed):
            services.change_about_me(acting_person=school.person(who), about_me=written, text="no")
        with pytest.raises(NotAllowed):
            services.remove_about_me(acting_person=school.person(who), about_me=written)
    learner = school.person("learner")
    changed = services.change_about_me(
        acting_person=learner, about_me=written, text="I like kites", shared_with="my_teachers"
    )
    assert (changed.text, changed.shared_with, changed.kind) == ("I like kites", "my_teachers", "interest")
    services.remove_about_me(acting_person=learner, about_me=written)
    services.remove_about_me(acting_person=learner, about_me=written)
    assert not AboutMe.objects.exists()
    assert not any("kites" in str(detail) for detail in AuditEntry.objects.values_list("detail", flat=True))
    with pytest.raises(InputError, match="no longer there"):
        services.change_about_me(acting_person=learner, about_me=written, text="back")


def test_talking_takes_one_tap_and_no_words(school):
    talk = services.note_talk(acting_person=school.person("teacher"), learner=school.person("learner"))
    assert (talk.kind, talk.text) == ("talk", "")


def test_a_note_is_taken_back_by_its_writer_within_the_hour_and_its_text_goes(school):
    written = note(school)
    with pytest.raises(NotAllowed):
        services.take_back_note(acting_person=school.person("coach"), note=written)
    with clock_at(NOW + timedelta(minutes=59)):
        gone = services.take_back_note(acting_person=school.person("teacher"), note=written)
    assert gone.text == "" and gone.taken_back_at is not None
    assert Note.objects.get().text == ""
    late = note(school)
    with clock_at(NOW + timedelta(minutes=61)), pytest.raises(InputError, match="more than an hour"):
        services.take_back_note(acting_person=school.person("teacher"), note=late)


def test_a_message_is_done_by_the_person_it_is_addressed_to_and_can_be_opened_again(school):
    sent = message(school)
    with pytest.raises(NotAllowed):
        services.finish_message(acting_person=school.person("teacher"), note=sent)
    coach = school.person("coach")
    assert services.finish_message(acting_person=coach, note=sent).done_at == NOW
    assert services.finish_message(acting_person=coach, note=sent).done_at == NOW
    assert services.reopen_message(acting_person=coach, note=sent).done_at is None
    with pytest.raises(NotAllowed):
        services.finish_message(acting_person=school.person("teacher"), note=note(school))


def test_a_support_goes_from_step_to_step_and_to_an_outcome(school):
    teacher, opened = school.person("teacher"), support(school, of="neighbour")
    assert opened.owner == teacher
    token = uuid4()
    first = step(school, opened, "coach", token=token, next_step_on=SOON)
    assert step(school, opened, "coach", token=token, next_step_on=SOON).pk == first.pk
    opened.refresh_from_db()
    assert (opened.next_step, opened.next_step_on, opened.steps.count()) == ("Again on Friday", SOON, 1)
    handed = services.hand_over_support(acting_person=teacher, support=opened, owner=school.person("coach"))
    assert handed.owner == school.person("coach")
    with pytest.raises(InputError, match="what came of it"):
        services.close_support(acting_person=teacher, support=opened, outcome=" ")
    services.close_support(acting_person=teacher, support=opened, outcome="She can do it now.")
    with pytest.raises(InputError, match="closed"):
        step(school, opened)
    assert services.reopen_support(acting_person=teacher, support=opened).outcome == ""
    with pytest.raises(NotAllowed):
        step(school, opened, "leader")


def test_a_competency_is_pinned_once_until_it_is_released(school):
    first = pin(school)
    with pytest.raises(InputError, match="pinned for the learner already"):
        pin(school)
    assert pin(school, of="neighbour").pk != first.pk
    released = services.release_pin(acting_person=school.person("teacher"), pin=first)
    assert services.release_pin(acting_person=school.person("teacher"), pin=first).released_at == released.released_at
    with pytest.raises(NotAllowed):
        services.release_pin(acting_person=school.person("learner"), pin=first)
    assert pin(school).pk != first.pk


def inside(made: NeedGroup) -> set[str]:
    places = GroupPlace.objects.filter(group=made, removed_at__isnull=True)
    return {name.lower() for name in places.values_list("learner__identity__given_name", flat=True)}


def test_learners_come_into_groups_move_and_leave(school):
    teacher, learner, neighbour = (school.person(name) for name in ("teacher", "learner", "neighbour"))
    one, other = group(school), group(school, learners=("neighbour",))
    services.add_learner(acting_person=teacher, group=one, learner=neighbour)
    services.add_learner(acting_person=teacher, group=one, learner=neighbour)
    assert inside(one) == {"learner", "neighbour"}
    for _ in range(2):
        services.move_learner(acting_person=teacher, learner=learner, from_group=one, to_group=other)
    assert (inside(one), inside(other)) == ({"neighbour"}, {"learner", "neighbour"})
    services.move_learner(acting_person=teacher, learner=learner, from_group=other, to_group=one)
    assert (inside(one), inside(other)) == ({"learner", "neighbour"}, {"neighbour"})
    services.remove_learner(acting_person=teacher, group=one, learner=learner)
    services.remove_learner(acting_person=teacher, group=one, learner=learner)
    assert inside(one) == {"neighbour"}
    assert GroupPlace.objects.filter(learner=learner, removed_by=teacher).count() == 3
    with pytest.raises(InputError, match="learners of this community"):
        services.move_learner(acting_person=teacher, learner=school.person("stranger"), from_group=one, to_group=other)
    for who in ("coach", "other_teacher", "leader", "learner"):
        with pytest.raises(NotAllowed):
            services.add_learner(acting_person=school.person(who), group=one, learner=learner)


def test_a_move_that_fails_halfway_changes_nothing(school):
    teacher, one, other = school.person("teacher"), group(school), group(school, learners=("neighbour",))
    services.close_group(acting_person=teacher, group=other)
    with pytest.raises(InputError, match="closed"):
        services.move_learner(acting_person=teacher, learner=school.person("learner"), from_group=one, to_group=other)
    assert inside(one) == {"learner"}


def test_a_group_is_changed_closed_opened_again_or_taken_back(school):
    teacher, made = school.person("teacher"), group(school)
    changed = services.change_group(acting_person=teacher, group=made, purpose="Kites", meets_on=SOON)
    assert (changed.purpose, changed.meets_on, changed.led_by) == ("Kites", SOON, teacher)
    assert services.close_group(acting_person=teacher, group=made, outcome="All fly.").outcome == "All fly."
    assert services.close_group(acting_person=teacher, group=made).outcome == "All fly."
    with pytest.raises(InputError, match="closed"):
        services.add_learner(acting_person=teacher, group=made, learner=school.person("neighbour"))
    assert services.reopen_group(acting_person=teacher, group=made).closed_at is None
    with clock_at(NOW + timedelta(minutes=61)), pytest.raises(InputError, match="more than an hour"):
        services.unmake_group(acting_person=teacher, group=made)
    for _ in range(2):
        services.unmake_group(acting_person=teacher, group=made)
    assert not NeedGroup.objects.exists() and not GroupPlace.objects.exists()


def test_looks_within_half_an_hour_are_one_visit_and_a_later_one_remembers_the_last(school):
    person = school.person("learner")

    def visit(minutes: int):
        return services.note_visit(person, NOW + timedelta(minutes=minutes))

    assert visit(0) is None
    assert visit(20) is None
    assert visit(45) is None
    assert visit(120) == NOW + timedelta(minutes=45)
    assert visit(121) == visit(140) == NOW + timedelta(minutes=45)
    assert visit(60) == NOW + timedelta(minutes=45)
    assert HomeVisit.objects.get().last_at == NOW + timedelta(minutes=140)
    assert services.note_visit(school.person("teacher"), NOW) is None


@pytest.mark.parametrize(
    ("write", "change"),
    [
        (goal, {"state": "reached"}),
        (goal, {"statement": ""}),
        (goal, {"agreed_at": None}),
        (message, {"addressed_to": None}),
        (note, {"taken_back_at": NOW}),
        (support, {"closed_at": NOW}),
        (pin, {"released_at": NOW}),
        (group, {"closed_at": NOW}),
    ],
)
def test_the_database_refuses_what_makes_no_sense(school, write, change):
    row = write(school, "teacher")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)
    if connection.vendor == "postgresql":
        row.refresh_from_db()
    assert type(row).objects.filter(pk=row.pk).exists()
