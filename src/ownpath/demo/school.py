"""The demo's school, opened through the services as an office would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from ownpath.competencies.models import Framework
from ownpath.competencies.scales import name_strands, set_up_framework, store_scale
from ownpath.competencies.services import store_framework
from ownpath.demo.cast import (
    ADMINISTRATOR,
    COMMUNITY,
    DISTRICT,
    LEADER,
    PARTNERS,
    SCHOOL,
    TEACHERS,
    CastAdult,
    CastLearner,
    families_of,
    learners_of_size,
    sign_in_cast,
)
from ownpath.demo.cast.people import COMMUNITY_SIZE
from ownpath.demo.content_files import read_frameworks, read_scales, read_strands
from ownpath.foundation.clock import clock_at
from ownpath.foundation.models import District
from ownpath.foundation.progress import Progress
from ownpath.people.models import Person, RelationshipKind, RoleKind
from ownpath.people.services import (
    NewPerson,
    NewRelationship,
    add_partner,
    add_people,
    open_demo_accounts,
    relate_people,
    start_district,
)
from ownpath.schools.models import LearningCommunity
from ownpath.schools.services import (
    NewAffiliation,
    NewMembership,
    affiliate_people,
    join_communities,
    open_community,
    open_school,
    open_term,
)

PEOPLE_NAMESPACE = UUID("5f0c9b52-6d1b-4b39-9c0c-1f1f6a4f5d10")
LEARNERS_PER_SCHOOL = 450
# A record of last year holds about one year under this rule, and nearly five under the usual .65.
RULE = {"hold_probability": 0.7}


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """Who is there; people in the order of the cast."""

    district: District
    cast: tuple[CastLearner, ...]
    learners: tuple[Person, ...]
    teachers: tuple[Person, ...]
    begins_at: datetime

    def coach_of(self, number: int) -> Person:
        """The teacher who coaches a learner: each of a community's three coaches every third learner."""
        return self.teachers[number // COMMUNITY_SIZE * len(TEACHERS) + number % len(TEACHERS)]


def open_demo_school(*, n_learners: int, begins_at: datetime, progress: Progress) -> DemoSchool:
    """The district with its schools, people, frameworks and accounts, on the day the term begins."""
    with clock_at(begins_at):
        code, name, time_zone = DISTRICT
        district = start_district(code=code, name=name, time_zone=time_zone)
        _store_content(district, progress)
        return _let_people_in(district, n_learners, begins_at, progress)


def _store_content(district: District, progress: Progress) -> None:
    name_strands(acting_person=None, district=district, strands=read_strands())
    scales = {scale.code: store_scale(acting_person=None, district=district, scale=scale) for scale in read_scales()}
    for record in read_frameworks():
        store_framework(
            acting_person=None, acting_system="demo", district=district, framework=record, progress=progress
        )
        framework = Framework.objects.get(district=district, code=record.code)
        scale = scales["habits" if record.kind == "habits" else "proficiency"]
        set_up_framework(acting_person=None, framework=framework, scale=scale, rule=RULE)


def _person(cast: CastAdult, begins_on: date, *roles: str, place: int = 0, **more: object) -> NewPerson:
    return NewPerson(
        given_name=cast.given_name,
        family_name=cast.family_name,
        language=cast.language,
        roles=roles,
        begins_on=begins_on,
        uuid=uuid5(PEOPLE_NAMESPACE, f"{cast.username} {place}"),
        **more,
    )


def _let_people_in(district: District, n_learners: int, begins_at: datetime, progress: Progress) -> DemoSchool:
    begins_on = begins_at.date()
    cast = learners_of_size(n_learners)
    n_communities = -(-n_learners // COMMUNITY_SIZE)
    progress.begin("Opening the school", None)
    learners = add_people(
        acting_person=None,
        district=district,
        people=[
            NewPerson(
                given_name=each.given_name,
                family_name=each.family_name,
                language=each.language,
                birth_date=date(begins_on.year - each.age, 1 + each.number % 8, 1 + each.number % 28),
                roles=(RoleKind.LEARNER,),
                begins_on=begins_on,
                uuid=uuid5(PEOPLE_NAMESPACE, f"learner {each.number}"),
            )
            for each in cast
        ],
    )
    teachers = add_people(
        acting_person=None,
        district=district,
        people=[
            _person(each, begins_on, RoleKind.TEACHER, RoleKind.LEARNING_COACH, place=number)
            for number in range(n_communities)
            for each in TEACHERS
        ],
    )
    school = DemoSchool(district, cast, tuple(learners), tuple(teachers), begins_at)
    _open_places(school, n_communities)
    _relate(school, begins_on)
    partners = [
        add_partner(acting_person=None, district=district, name=partner.name, offers=partner.offers)
        for partner in PARTNERS
    ]
    mentors = add_people(
        acting_person=None,
        district=district,
        people=[
            _person(each.mentor, begins_on, RoleKind.PARTNER_MENTOR, partner=partner)
            for each, partner in zip(PARTNERS, partners, strict=True)
        ],
    )
    leader, administrator = add_people(
        acting_person=None,
        district=district,
        people=[
            _person(LEADER, begins_on, RoleKind.LEADER),
            _person(ADMINISTRATOR, begins_on, RoleKind.TECHNICAL_ADMINISTRATOR),
        ],
    )
    affiliate_people(
        acting_person=None,
        district=district,
        school=None,
        affiliations=[
            NewAffiliation(leader, RoleKind.LEADER),
            NewAffiliation(administrator, RoleKind.TECHNICAL_ADMINISTRATOR),
        ],
    )
    _open_accounts(
        school,
        {
            LEADER.username: leader,
            ADMINISTRATOR.username: administrator,
            **{each.mentor.username: mentor for each, mentor in zip(PARTNERS, mentors, strict=True)},
            **{each.username: person for each, person in zip(TEACHERS, teachers, strict=False)},
            **{each.username: person for each, person in zip(cast, learners[:6], strict=False)},
        },
    )
    return school


def _open_accounts(school: DemoSchool, people: dict[str, Person]) -> None:
    """One-press accounts for some of every role; family members are found by their uuid."""
    wanted = sign_in_cast(school.cast)
    uuids = {username: uuid5(PEOPLE_NAMESPACE, f"{username} 0") for username in wanted if username not in people}
    families = Person.objects.in_bulk(list(uuids.values()), field_name="uuid")
    people |= {username: families[uuid] for username, uuid in uuids.items()}
    open_demo_accounts(district=school.district, username_of={people[name]: name for name in wanted})


def _open_places(school: DemoSchool, n_communities: int) -> None:
    """Schools of six communities; everybody joins theirs."""
    district, begins_on = school.district, school.begins_at.date()
    term = open_term(
        acting_person=None,
        district=district,
        name="Autumn",
        begins_on=begins_on,
        ends_on=begins_on + timedelta(weeks=18),
        kind="term",
    )
    per_school = LEARNERS_PER_SCHOOL // COMMUNITY_SIZE
    communities: list[LearningCommunity] = []
    affiliations: dict[int, list[NewAffiliation]] = {}
    schools = []
    for number in range(n_communities):
        if number % per_school == 0:
            name = SCHOOL if number == 0 else f"{SCHOOL} {number // per_school + 1}"
            schools.append(open_school(acting_person=None, district=district, name=name))
        name = COMMUNITY if number == 0 else f"{COMMUNITY} {number + 1}"
        communities.append(open_community(acting_person=None, school=schools[-1], name=name, terms=[term]))
    memberships = []
    for number, (each, person) in enumerate(zip(school.cast, school.learners, strict=True)):
        community = number // COMMUNITY_SIZE
        memberships.append(NewMembership(person, communities[community], RoleKind.LEARNER, begins_on))
        affiliation = NewAffiliation(person, RoleKind.LEARNER, each.year_level, begins_on)
        affiliations.setdefault(community // per_school, []).append(affiliation)
    for number, person in enumerate(school.teachers):
        community = number // len(TEACHERS)
        memberships.append(NewMembership(person, communities[community], RoleKind.TEACHER, begins_on))
        affiliation = NewAffiliation(person, RoleKind.TEACHER, "", begins_on)
        affiliations.setdefault(community // per_school, []).append(affiliation)
    join_communities(acting_person=None, district=district, memberships=memberships)
    for place, own in affiliations.items():
        affiliate_people(acting_person=None, district=district, school=schools[place], affiliations=own)


def _relate(school: DemoSchool, begins_on: date) -> None:
    """Families and learning coaches."""
    district = school.district
    homes = families_of(school.cast)
    adults = add_people(
        acting_person=None,
        district=district,
        people=[
            _person(adult, begins_on, RoleKind.FAMILY_MEMBER, place=children[0].number // COMMUNITY_SIZE)
            for adult, children in homes
        ],
    )
    relate_people(
        acting_person=None,
        district=district,
        relationships=[
            NewRelationship(
                RelationshipKind.FAMILY_OF, person, school.learners[child.number], adult.described_as, begins_on
            )
            for (adult, children), person in zip(homes, adults, strict=True)
            for child in children
        ]
        + [
            NewRelationship(RelationshipKind.COACH_OF, school.coach_of(number), learner, "", begins_on)
            for number, learner in enumerate(school.learners)
        ],
    )
