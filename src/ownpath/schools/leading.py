"""What somebody leads: schools, their communities, and who learns there; all in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ownpath.foundation.clock import today
from ownpath.people.models import Person, Role, RoleKind
from ownpath.people.selectors import current, roles_of
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School
from ownpath.schools.selectors import learners_led_by


@dataclass(frozen=True, slots=True)
class LedSchool:
    """A school, with the inside ids of its learners."""

    uuid: UUID
    name: str
    learner_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class LedCommunity:
    """A learning community, with the inside ids of those of its learners whom the person leads."""

    uuid: UUID
    name: str
    school_uuid: UUID
    school_name: str
    learner_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Led:
    """All that a person leads on a day."""

    learner_ids: tuple[int, ...]
    schools: tuple[LedSchool, ...]
    communities: tuple[LedCommunity, ...]


def learners_led_today(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners whom a person leads and who learn here on the day: whose record they may see as a leader."""
    day = on or today()
    learning = Role.objects.filter(current(day), person=OuterRef("pk"), kind=RoleKind.LEARNER)
    return learners_led_by(person, on=day).filter(Exists(learning))


def gather_led(person: Person, *, on: date | None = None) -> Led:
    """Schools and communities by name, learners by their inside ids: at most six queries, however many there are.

    Whose school a learner belongs to is asked only where there are several.
    """
    day = on or today()
    if RoleKind.LEADER not in roles_of(person, day):
        return Led((), (), ())
    affiliations = Affiliation.objects.filter(current(day), district=person.district_id)
    led = set(affiliations.filter(person=person, role=RoleKind.LEADER).values_list("school_id", flat=True))
    learner_ids = tuple(learners_led_today(person, on=day).order_by("pk").values_list("pk", flat=True))
    ids = frozenset(learner_ids)
    schools = School.objects.filter(district=person.district_id).order_by("name", "pk")
    if None not in led:
        schools = schools.filter(pk__in=led)
    rows = list(schools.values_list("pk", "uuid", "name"))
    communities = (
        LearningCommunity.objects.filter(school__in=[row[0] for row in rows])
        .order_by("school__name", "name", "pk")
        .values_list("pk", "uuid", "name", "school__uuid", "school__name")
    )
    at_school: dict[int, set[int]] = {row[0]: set() for row in rows}
    if len(rows) > 1:
        learning_at = affiliations.filter(role=RoleKind.LEARNER, school__in=at_school)
        for school_id, person_id in learning_at.values_list("school_id", "person_id"):
            at_school[school_id or 0].add(person_id)
    else:
        at_school = {row[0]: set(ids) for row in rows}
    members: dict[int, set[int]] = {row[0]: set() for row in communities}
    memberships = Membership.objects.filter(current(day), role=RoleKind.LEARNER, community__school__in=at_school)
    for community_id, person_id in memberships.values_list("community_id", "person_id"):
        members[community_id].add(person_id)
    return Led(
        learner_ids,
        tuple(LedSchool(uuid, name, frozenset(at_school[pk] & ids)) for pk, uuid, name in rows),
        tuple(
            LedCommunity(uuid, name, school_uuid, school_name, frozenset(members[pk] & ids))
            for pk, uuid, name, school_uuid, school_name in communities
        ),
    )


def names_of_led(person: Person, *, on: date | None = None) -> dict[int, tuple[UUID, str]]:
    """The uuid and the name of each learner whom a person leads, in the order of their names."""
    rows = (
        learners_led_today(person, on=on)
        .order_by("identity__given_name", "identity__family_name", "pk")
        .values_list("pk", "uuid", "identity__given_name", "identity__family_name")
    )
    return {pk: (uuid, f"{given or ''} {family or ''}".strip()) for pk, uuid, given, family in rows}
