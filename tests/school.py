"""A small school for tests: two districts, so that every test could see a leak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ownpath.competencies.models import Competency, Framework, MasteryRule, ProgressionEdge
from ownpath.evidence.services import EvidencePiece
from ownpath.foundation.models import District
from ownpath.people.models import Person, RelationshipKind, RoleKind
from ownpath.people.services import NewPerson, NewRelationship, add_people, relate_people, start_district
from ownpath.schools.models import LearningCommunity
from ownpath.schools.services import (
    NewAffiliation,
    NewMembership,
    affiliate_people,
    join_communities,
    open_community,
    open_school,
)

AUTUMN = date(2026, 8, 24)
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class School:
    """Who is there, by a short name."""

    district: District
    community: LearningCommunity
    other_community: LearningCommunity
    people: dict[str, Person]
    competencies: dict[str, Competency]
    framework: Framework

    def person(self, name: str) -> Person:
        return self.people[name]


ROLES = {
    "learner": (RoleKind.LEARNER,),
    "neighbour": (RoleKind.LEARNER,),
    "stranger": (RoleKind.LEARNER,),
    "teacher": (RoleKind.TEACHER, RoleKind.LEARNING_COACH),
    "other_teacher": (RoleKind.TEACHER,),
    "coach": (RoleKind.LEARNING_COACH,),
    "parent": (RoleKind.FAMILY_MEMBER,),
    "mentor": (RoleKind.PARTNER_MENTOR,),
    "leader": (RoleKind.LEADER,),
    "administrator": (RoleKind.TECHNICAL_ADMINISTRATOR,),
}


def make_school(code: str = "lantern-hill") -> School:
    """Through the services, as an office would."""
    district = start_district(code=code, name=code)
    names = list(ROLES)
    made = add_people(
        acting_person=None,
        district=district,
        people=[
            NewPerson(given_name=name.title(), family_name="Made-Up", roles=ROLES[name], begins_on=AUTUMN)
            for name in names
        ],
    )
    people = dict(zip(names, made, strict=True))
    school = open_school(acting_person=None, district=district, name="Lantern Hill")
    community = open_community(acting_person=None, school=school, name="River Room")
    other = open_community(acting_person=None, school=school, name="Lake Room")
    learner, teacher = RoleKind.LEARNER, RoleKind.TEACHER
    join_communities(
        acting_person=None,
        district=district,
        memberships=[
            NewMembership(people["learner"], community, learner, AUTUMN),
            NewMembership(people["neighbour"], community, learner, AUTUMN),
            NewMembership(people["teacher"], community, teacher, AUTUMN),
            NewMembership(people["stranger"], other, learner, AUTUMN),
            NewMembership(people["other_teacher"], other, teacher, AUTUMN),
        ],
    )
    affiliate_people(
        acting_person=None,
        district=district,
        school=school,
        affiliations=[
            NewAffiliation(people[name], learner, "5", AUTUMN) for name in ("learner", "neighbour", "stranger")
        ]
        + [NewAffiliation(people["leader"], RoleKind.LEADER, "", AUTUMN)],
    )
    relate_people(
        acting_person=None,
        district=district,
        relationships=[
            NewRelationship(RelationshipKind.FAMILY_OF, people["parent"], people["learner"], "mother", AUTUMN),
            NewRelationship(RelationshipKind.COACH_OF, people["coach"], people["neighbour"], "", AUTUMN),
        ],
    )
    framework = Framework.objects.create(district=district, code="numbers", title="Numbers")
    MasteryRule.objects.create(district=district, framework=framework)
    competencies = {
        code: Competency.objects.create(
            district=district,
            framework=framework,
            code=code,
            title=code,
            statement=f"I can {code}",
            source_identifier=code,
            rank=rank,
        )
        for rank, code in enumerate(("add", "multiply", "divide"))
    }
    for earlier, later in (("add", "multiply"), ("multiply", "divide")):
        ProgressionEdge.objects.create(
            district=district, kind="requires", earlier=competencies[earlier], later=competencies[later]
        )
    return School(district, community, other, people, competencies, framework)


def piece(school: School, number: int, **changes: object) -> EvidencePiece:
    """The number-th answer of the learner; answers differ in time, task and whether they are right."""
    values: dict[str, object] = {
        "learner_id": school.person("learner").pk,
        "competency_id": school.competencies["add"].pk,
        "result": float(number % 4 != 0),
        "task": f"task-{number}",
        "happened_at": datetime.fromtimestamp(MONDAY.timestamp() + 3600 * number, UTC),
        "source": "test",
        "source_record": f"record-{number}",
    }
    return EvidencePiece(**{**values, **changes})
