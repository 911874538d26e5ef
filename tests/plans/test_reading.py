"""Who reads which plan: nobody what is not theirs, the team all of it, and all in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from ownpath.evidence.models import EvidenceKind
from ownpath.evidence.selectors import evidence_seen_by_people
from ownpath.foundation.clock import clock_at
from ownpath.people.models import Person, RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.plans import selectors, services
from ownpath.plans.contacts import last_contacts
from ownpath.plans.grouping import gather_need, suggest_groups
from ownpath.plans.models import AboutMe
from ownpath.plans.services import NewPlace
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.schools.selectors import learners_of
from ownpath.schools.services import NewMembership, join_communities
from plans.conftest import NOW
from plans.test_writing import SOON, about_me, goal, group, message, note, pin, step, support
from school import AUTUMN, MONDAY, ROLES, School, make_school, piece

EVERYBODY = tuple(ROLES)


def readers(school: School, selector) -> set[str]:
    return {name for name in EVERYBODY if selector(school.person(name)).exists()}


def test_goals_and_pins_are_read_by_all_who_see_the_learner(school):
    goal(school)
    pin(school)
    for selector in (selectors.goals_visible_to, selectors.pins_visible_to):
        assert readers(school, selector) == {"learner", "teacher", "parent", "leader"}


def test_notes_are_for_the_team_only(school):
    note(school, of="neighbour")
    assert readers(school, selectors.notes_visible_to) == {"teacher", "coach"}
    assert selectors.notes_about(school.person("teacher"), school.person("neighbour")).count() == 1
    for who in ("neighbour", "leader", "parent", "other_teacher", "administrator"):
        assert not selectors.notes_about(school.person(who), school.person("neighbour")).exists()


def test_what_was_taken_back_is_read_by_nobody(school):
    services.take_back_note(acting_person=school.person("teacher"), note=note(school))
    assert readers(school, selectors.notes_visible_to) == set()


def test_a_message_waits_for_the_colleague_until_it_is_done(school):
    sent = message(school)
    assert readers(school, selectors.open_messages_for) == {"coach"}
    assert readers(school, selectors.notes_visible_to) == {"teacher", "coach"}
    services.finish_message(acting_person=school.person("coach"), note=sent)
    assert readers(school, selectors.open_messages_for) == set()
    services.reopen_message(acting_person=school.person("coach"), note=sent)
    assert readers(school, selectors.open_messages_for) == {"coach"}


@pytest.mark.parametrize(
    ("shared_with", "wanted"),
    [
        ("only_me", {"learner"}),
        ("my_teachers", {"learner", "teacher"}),
        ("my_family_too", {"learner", "teacher", "parent"}),
        ("my_partners_too", {"learner", "teacher", "parent"}),
    ],
)
def test_what_a_learner_writes_is_read_by_whom_the_learner_chose(school, shared_with, wanted):
    about_me(school, shared_with=shared_with)
    assert readers(school, selectors.about_me_visible_to) == wanted


def test_every_way_of_sharing_is_wider_than_the_one_before(school):
    assert [shared in selectors.WITH_TEACHERS for shared in AboutMe.SharedWith] == [False, True, True, True]
    assert [shared in selectors.WITH_FAMILY for shared in AboutMe.SharedWith] == [False, False, True, True]


def test_a_support_is_for_team_and_leaders_until_it_is_shared(school):
    opened = support(school)
    step(school, opened, done="Told the team something in confidence.")
    assert readers(school, selectors.supports_visible_to) == {"teacher", "leader"}
    services.share_support(acting_person=school.person("teacher"), support=opened, is_shared=True)
    step(school, opened, done="We practised together.")
    assert readers(school, selectors.supports_visible_to) == {"teacher", "leader", "learner", "parent"}

    def steps(who: str) -> list[str]:
        (seen,) = selectors.supports_visible_to(school.person(who))
        assert list(selectors.support_steps_visible_to(school.person(who))) == seen.visible_steps
        return [each.done for each in seen.visible_steps]

    assert len(steps("teacher")) == len(steps("leader")) == 2
    assert steps("learner") == steps("parent") == ["We practised together."]
    services.share_support(acting_person=school.person("teacher"), support=opened, is_shared=False)
    for selector in (selectors.supports_visible_to, selectors.support_steps_visible_to):
        assert readers(school, selector) == {"teacher", "leader"}


def test_learners_and_families_see_own_groups_and_their_own_place_only(school):
    group(school, learners=("learner", "neighbour"))
    group(school, learners=("neighbour",))

    def seen(who: str) -> list[list[str]]:
        found = selectors.groups_visible_to(school.person(who))
        return [[place.learner.identity.given_name for place in each.open_places] for each in found]

    both = [["Learner", "Neighbour"], ["Neighbour"]]
    assert seen("teacher") == seen("leader") == both
    assert seen("learner") == seen("parent") == [["Learner"]]
    assert seen("neighbour") == seen("coach") == [["Neighbour"], ["Neighbour"]]
    assert seen("stranger") == seen("other_teacher") == seen("mentor") == seen("administrator") == []
    first = selectors.groups_visible_to(school.person("learner")).get()
    assert selectors.first_names_in(first) == ["Learner", "Neighbour"]


def test_who_left_a_group_no_longer_sees_it(school):
    made = group(school, learners=("learner", "neighbour"))
    services.remove_learner(acting_person=school.person("teacher"), group=made, learner=school.person("learner"))
    assert not selectors.groups_visible_to(school.person("learner")).exists()


SELECTORS = (
    selectors.goals_visible_to,
    selectors.about_me_visible_to,
    selectors.notes_visible_to,
    selectors.open_messages_for,
    selectors.supports_visible_to,
    selectors.support_steps_visible_to,
    selectors.pins_visible_to,
    selectors.groups_visible_to,
    selectors.group_places_visible_to,
)


def fill(school: School) -> None:
    """One of everything about learner and neighbour."""
    for of in ("learner", "neighbour"):
        goal(school, of, of)
        about_me(school, of, shared_with="my_partners_too")
        note(school, of=of)
        step(school, support(school, of=of, is_shared=True))
        pin(school, of=of)
    message(school)
    group(school, learners=("learner", "neighbour"), meets_on=NOW.date())


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_of_another_district_is_read(school, selector, who):
    fill(make_school("far-valley"))
    assert not selector(school.person(who)).exists()


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda each: each.__name__)
def test_nothing_is_read_after_the_role_ended(school, selector):
    fill(school)
    with clock_at(NOW + timedelta(days=3)):
        for name in ("teacher", "learner", "coach"):
            school.person(name).roles.update(ends_on=NOW.date())
        for name in ("teacher", "coach", "learner"):
            assert not selector(school.person(name)).exists()


def test_the_team_of_a_learner_names_coaches_then_teachers(school):
    of_neighbour = selectors.team_of(school.person("neighbour"))
    assert [(each.full_name, each.is_coach, each.communities) for each in of_neighbour] == [
        ("Coach Made-Up", True, ()),
        ("Teacher Made-Up", False, ("River Room",)),
    ]
    assert [each.given_name for each in selectors.team_of(school.person("stranger"))] == ["Other_Teacher"]
    school.person("coach").roles.update(ends_on=NOW.date() - timedelta(days=1))
    assert [each.given_name for each in selectors.team_of(school.person("neighbour"))] == ["Teacher"]
    assert [each.name for each in selectors.communities_of(school.person("learner"))] == ["River Room"]


def contact(school: School, of: str = "learner", as_of: datetime = NOW + timedelta(hours=8)):
    found = last_contacts(learners_of(school.community), as_of).get(school.person(of).pk)
    return (found.what, found.given_name, found.at) if found else None


def test_every_kind_of_contact_counts_with_who_and_when(school):
    teacher, learner = school.person("teacher"), school.person("learner")

    def after(hours: int):
        return clock_at(NOW + timedelta(hours=hours))

    assert contact(school) is None
    record_evidence(acting_person=None, district=school.district, pieces=[piece(school, 1)])
    goal(school)
    message(school, of="learner", who="teacher", to="teacher")
    assert contact(school) is None
    record_evidence(
        acting_person=teacher,
        district=school.district,
        pieces=[piece(school, 2, kind=EvidenceKind.OBSERVATION, happened_at=MONDAY)],
    )
    assert contact(school) == ("seen", "Teacher", MONDAY)
    goal(school, "teacher")
    assert contact(school) == ("goal", "Teacher", NOW)
    with after(1):
        written = note(school, of="learner")
        assert contact(school) == ("note", "Teacher", NOW + timedelta(hours=1))
        services.take_back_note(acting_person=teacher, note=written)
        assert contact(school) == ("goal", "Teacher", NOW)
        services.note_talk(acting_person=teacher, learner=learner)
        assert contact(school) == ("talk", "Teacher", NOW + timedelta(hours=1))
    with after(2):
        group(school, meets_on=NOW.date())
    assert contact(school) == ("group", "Teacher", datetime(NOW.year, NOW.month, NOW.day, 12, tzinfo=NOW.tzinfo))
    with after(4):
        step(school, support(school))
    assert contact(school) == ("support", "Teacher", NOW + timedelta(hours=4))
    with after(5):
        record_judgement(
            acting_person=teacher,
            learner=learner,
            competency=school.competencies["add"],
            verdict="attained",
            reason="She showed me.",
        )
    assert contact(school) == ("judgement", "Teacher", NOW + timedelta(hours=5))
    assert contact(school, as_of=NOW) == ("goal", "Teacher", NOW)
    assert contact(school, "neighbour") is None


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL reads small tables whole whatever the index")
def test_what_people_saw_is_found_by_its_own_index(school):
    assert "INDEX evidence_seen" in (
        evidence_seen_by_people()
        .filter(learner__in=[1, 2])
        .order_by()
        .values_list("learner_id", "recorded_by_id")
        .annotate(latest=Max("ordered_at"))
        .explain()
    )


def test_a_group_counts_only_for_who_was_in_it_when_it_met(school):
    teacher, learner = school.person("teacher"), school.person("learner")
    group(school)
    assert contact(school) is None
    tomorrow = NOW.date() + timedelta(days=1)
    made = group(school, learners=("learner", "neighbour"), meets_on=tomorrow)
    later = NOW + timedelta(days=2)
    assert contact(school) is None and contact(school, as_of=later)[0] == "group"
    services.remove_learner(acting_person=teacher, group=made, learner=learner)
    assert contact(school, as_of=later) is None and contact(school, "neighbour", later)[0] == "group"
    services.close_group(acting_person=teacher, group=made)
    assert contact(school, "neighbour", later) is None


def test_a_group_is_suggested_from_who_is_stuck_ready_or_no_longer_sure(school):
    def prior(who: str, code: str, **changes: object):
        return piece(
            school,
            1,
            **{
                "learner_id": school.person(who).pk,
                "competency_id": school.competencies[code].pk,
                "kind": EvidenceKind.PRIOR,
                "result": 1.0,
                "source_record": f"prior-{code}-{who}",
                **changes,
            },
        )

    wrong = [
        piece(school, n, result=0.0, competency_id=school.competencies["multiply"].pk, source_record=f"wrong-{n}")
        for n in range(12)
    ]
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[prior("learner", "add"), prior("neighbour", "add"), *wrong],
    )
    as_of = MONDAY + timedelta(days=3)
    need = gather_need(learners_of(school.community), school.district.pk, as_of)
    groups, proposed = suggest_groups(need, smallest=2)
    whys = {school.person("learner").pk: "stuck", school.person("neighbour").pk: "ready"}
    assert [(each.card.code, {place.learner_id: place.why for place in each.places}) for each in groups] == [
        ("multiply", whys)
    ]
    assert (proposed.placed, proposed.in_need, proposed.at_most) == (2, 2, 2)
    by_uuid = {person.pk: person for person in school.people.values()}
    group(
        school,
        competency=school.competencies["multiply"],
        places=[NewPlace(by_uuid[place.learner_id], place.why) for place in groups[0].places],
    )
    assert suggest_groups(gather_need(learners_of(school.community), school.district.pk, as_of), smallest=2)[0] == []
    need = gather_need(learners_of(school.community), school.district.pk, as_of + timedelta(days=4000))
    assert {school.person("learner").pk: 2, school.person("neighbour").pk: 2} == {
        learner_id: need.needs[number, need.progression.place_of[school.competencies["add"].pk]]
        for number, learner_id in enumerate(need.learner_ids)
    }


def test_what_is_pinned_or_a_goal_is_wanted(school):
    pin(school)
    goal(school, "neighbour", "neighbour", competency=school.competencies["add"])
    need = gather_need(learners_of(school.community), school.district.pk, NOW)
    wanted = {
        (need.learner_ids[number], need.progression.cards[place].code)
        for number, place in zip(*need.wanted.nonzero(), strict=True)
    }
    assert wanted == {(school.person("learner").pk, "multiply"), (school.person("neighbour").pk, "add")}


def newcomers(school: School, how_many: int) -> list[Person]:
    made = add_people(
        acting_person=None,
        district=school.district,
        people=[NewPerson(given_name=f"N{n}", roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for n in range(how_many)],
    )
    join_communities(
        acting_person=None,
        district=school.district,
        memberships=[NewMembership(each, school.community, RoleKind.LEARNER, AUTUMN) for each in made],
    )
    return made


def queries(school: School) -> dict[str, int]:
    teacher, learners = school.person("teacher"), learners_of(school.community)
    reads = {
        **{selector.__name__: lambda selector=selector: list(selector(teacher)) for selector in SELECTORS},
        "last_contacts": lambda: last_contacts(learners, NOW),
        "gather_need": lambda: gather_need(learners, school.district.pk, NOW),
        "team_of": lambda: selectors.team_of(school.person("learner")),
    }
    counts = {}
    for name, read in reads.items():
        read()
        with CaptureQueriesContext(connection) as caught:
            read()
        counts[name] = len(caught)
    return counts


def test_the_number_of_queries_does_not_grow_with_learners_or_with_what_is_written(school):
    fill(school)
    few = queries(school)
    assert (few["last_contacts"], few["team_of"], few["gather_need"]) == (7, 2, 12)
    teacher, made = school.person("teacher"), newcomers(school, 20)
    for each in made:
        services.make_goal(acting_person=each, learner=each, statement="Fly", by_when=SOON)
        services.write_about_me(acting_person=each, kind="interest", text="Kites", shared_with="my_teachers")
        services.write_note(acting_person=teacher, learner=each, text="Flies")
        opened = services.open_support(acting_person=teacher, learner=each, what="Wind", next_step="Out")
        services.note_support_step(acting_person=teacher, support=opened, done="Out", next_step="In")
        services.pin_competency(acting_person=teacher, learner=each, competency=school.competencies["add"], reason="Go")
    for start in range(0, 20, 5):
        group(school, places=[NewPlace(each) for each in made[start : start + 5]])
    assert queries(school) == few


def test_everything_a_page_shows_comes_with_the_first_queries(school):
    fill(school)
    teacher = school.person("teacher")
    found = {selector: list(selector(teacher)) for selector in SELECTORS}
    with CaptureQueriesContext(connection) as caught:
        for each in found[selectors.goals_visible_to]:
            assert each.made_by.identity.given_name
        for each in found[selectors.notes_visible_to]:
            assert each.written_by.identity.given_name
        for each in found[selectors.supports_visible_to]:
            assert each.owner.identity.given_name and each.visible_steps[0].noted_by.identity.given_name
        for each in found[selectors.pins_visible_to]:
            assert each.pinned_by.identity.given_name and each.competency.code
        for each in found[selectors.groups_visible_to]:
            assert each.led_by.identity.given_name and each.open_places[0].learner.identity.given_name
    assert len(caught) == 0
