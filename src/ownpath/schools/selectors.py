"""Who may see whom. Every other `..._visible_to` stands on `learners_visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from ownpath.foundation.clock import today
from ownpath.people.models import Person, Relationship, RelationshipKind, Role, RoleKind
from ownpath.people.selectors import current, holds_role, roles_of
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School

_FAMILY, _COACH = RelationshipKind.FAMILY_OF, RelationshipKind.COACH_OF


def _communities_taught_by(person: Person, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        current(on), district=person.district_id, person=person, role=RoleKind.TEACHER
    ).values("community")


def _related_learners(person: Person, kind: str, on: date) -> QuerySet[Relationship]:
    return Relationship.objects.filter(current(on), district=person.district_id, person=person, kind=kind).values(
        "learner"
    )


def _affiliations_led_by(person: Person, on: date) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(current(on), district=person.district_id, person=person, role=RoleKind.LEADER)


def _learners_at_schools_led_by(person: Person, on: date) -> QuerySet[Affiliation]:
    led = _affiliations_led_by(person, on)
    at_schools = Affiliation.objects.filter(current(on), district=person.district_id, role=RoleKind.LEARNER)
    if not led.filter(school__isnull=True).exists():
        at_schools = at_schools.filter(school__in=led.values("school"))
    return at_schools.values("person")


def leads_whole_district(person: Person, *, on: date | None = None) -> bool:
    """Whether a person leads the district itself on a day, not only some of its schools."""
    day = on or today()
    leads = RoleKind.LEADER in roles_of(person, day)
    return leads and _affiliations_led_by(person, day).filter(school__isnull=True).exists()


def learners_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners whose record a person may see: one's own, one's community's, those one coaches, one's family's,
    those of the schools one leads. Partner mentors and technical administrators see none by that role."""
    day = on or today()
    roles = roles_of(person, day)
    learner_ids: list[QuerySet[Membership] | QuerySet[Relationship] | QuerySet[Affiliation] | QuerySet[Person]] = []
    if RoleKind.LEARNER in roles:
        learner_ids.append(Person.objects.filter(pk=person.pk).values("pk"))
    if RoleKind.TEACHER in roles:
        learner_ids.append(
            Membership.objects.filter(
                current(day), role=RoleKind.LEARNER, community__in=_communities_taught_by(person, day)
            ).values("person")
        )
    if RoleKind.LEARNING_COACH in roles:
        learner_ids.append(_related_learners(person, _COACH, day))
    if RoleKind.FAMILY_MEMBER in roles:
        learner_ids.append(_related_learners(person, _FAMILY, day))
    if RoleKind.LEADER in roles:
        learner_ids.append(_learners_at_schools_led_by(person, day))
    if not learner_ids:
        return Person.objects.none()
    combined = learner_ids[0].union(*learner_ids[1:]) if len(learner_ids) > 1 else learner_ids[0]
    return Person.objects.filter(
        Exists(Role.objects.filter(current(day), person=OuterRef("pk"), kind=RoleKind.LEARNER)),
        district=person.district_id,
        erased_at__isnull=True,
        pk__in=combined,
    )


def learners_taught_by(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners about whom a person may add evidence and judgements: those of one's communities or coaching."""
    day = on or today()
    roles = roles_of(person, day)
    learner_ids = []
    if RoleKind.TEACHER in roles:
        learner_ids.append(
            Membership.objects.filter(
                current(day), role=RoleKind.LEARNER, community__in=_communities_taught_by(person, day)
            ).values("person")
        )
    if RoleKind.LEARNING_COACH in roles:
        learner_ids.append(_related_learners(person, _COACH, day))
    if not learner_ids:
        return Person.objects.none()
    combined = learner_ids[0].union(*learner_ids[1:]) if len(learner_ids) > 1 else learner_ids[0]
    return Person.objects.filter(district=person.district_id, erased_at__isnull=True, pk__in=combined)


def learners_led_by(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners of the schools that a person leads; with a district-wide affiliation, all."""
    day = on or today()
    if RoleKind.LEADER not in roles_of(person, day):
        return Person.objects.none()
    return Person.objects.filter(
        district=person.district_id, erased_at__isnull=True, pk__in=_learners_at_schools_led_by(person, day)
    )


_CURRENT = "{0}.begins_on <= %(day)s AND ({0}.ends_on IS NULL OR {0}.ends_on >= %(day)s)"
_TAUGHT_AMONG = f"""
SELECT p.id, p.uuid FROM people_person p
WHERE p.district_id = %(district)s AND p.erased_at IS NULL AND p.id IN ({{listed}}) AND (
  EXISTS (SELECT 1 FROM people_role r
    WHERE r.person_id = %(person)s AND r.kind = '{RoleKind.TEACHER}' AND {_CURRENT.format("r")})
  AND EXISTS (SELECT 1 FROM schools_membership m JOIN schools_membership t ON t.community_id = m.community_id
    WHERE m.person_id = p.id AND m.role = '{RoleKind.LEARNER}' AND {_CURRENT.format("m")}
    AND t.person_id = %(person)s AND t.role = '{RoleKind.TEACHER}' AND t.district_id = %(district)s
    AND {_CURRENT.format("t")})
  OR EXISTS (SELECT 1 FROM people_role r
    WHERE r.person_id = %(person)s AND r.kind = '{RoleKind.LEARNING_COACH}' AND {_CURRENT.format("r")})
  AND EXISTS (SELECT 1 FROM people_relationship c
    WHERE c.learner_id = p.id AND c.person_id = %(person)s AND c.kind = '{_COACH}' AND c.district_id = %(district)s
    AND {_CURRENT.format("c")}))"""


def taught_among(person: Person, learner_ids: Iterable[int], *, on: date | None = None) -> dict[int, UUID]:
    """Which of some learners `learners_taught_by` has, with their uuids.

    The same rule as one statement: it stands before every single answer, and Django took four milliseconds to put the
    general query together. A test holds the two against each other.
    """
    listed = ",".join(str(int(each)) for each in learner_ids) or "NULL"
    values = {"day": on or today(), "district": person.district_id, "person": person.pk}
    with connection.cursor() as cursor:
        cursor.execute(_TAUGHT_AMONG.format(listed=listed), values)
        return {row[0]: row[1] if isinstance(row[1], UUID) else UUID(row[1]) for row in cursor.fetchall()}


def is_on_team(person: Person, learner: Person) -> bool:
    """Whether a person teaches or coaches a learner."""
    return person.erased_at is None and learner.pk in taught_among(person, [learner.pk])


def is_own_learner(person: Person, learner: Person) -> bool:
    """Whether a person acts about themselves, as a learner."""
    return person.pk == learner.pk and learner.erased_at is None and holds_role(person, RoleKind.LEARNER)


def communities_visible_to(person: Person, *, on: date | None = None) -> QuerySet[LearningCommunity]:
    """The learning communities whose board a person may open: those one teaches, and those of schools one leads."""
    day = on or today()
    roles = roles_of(person, day)
    communities = LearningCommunity.objects.filter(district=person.district_id)
    allowed = LearningCommunity.objects.none()
    if RoleKind.TEACHER in roles:
        allowed = communities.filter(pk__in=_communities_taught_by(person, day))
    if RoleKind.LEADER in roles:
        led = _affiliations_led_by(person, day)
        if led.filter(school__isnull=True).exists():
            return communities
        allowed = allowed | communities.filter(school__in=led.values("school"))
    return allowed


def communities_taught_by(person: Person, *, on: date | None = None) -> QuerySet[LearningCommunity]:
    """The learning communities that a person teaches on a day, by name: where they may bring learners together."""
    day = on or today()
    if RoleKind.TEACHER not in roles_of(person, day):
        return LearningCommunity.objects.none()
    taught = LearningCommunity.objects.filter(district=person.district_id, pk__in=_communities_taught_by(person, day))
    return taught.order_by("name", "pk")


def schools_visible_to(person: Person, *, on: date | None = None) -> QuerySet[School]:
    """The schools a person belongs to on a day; with a district-wide role all of the district."""
    day = on or today()
    mine = Affiliation.objects.filter(current(day), district=person.district_id, person=person)
    schools = School.objects.filter(district=person.district_id)
    if mine.filter(school__isnull=True).exists():
        return schools
    return schools.filter(pk__in=mine.values("school"))


def learners_of(community: LearningCommunity, *, on: date | None = None) -> QuerySet[Person]:
    """The learners of a community on a day; the caller has the community from `communities_visible_to`."""
    day = on or today()
    return Person.objects.filter(
        district=community.district_id,
        erased_at__isnull=True,
        pk__in=Membership.objects.filter(current(day), community=community, role=RoleKind.LEARNER).values("person"),
    )


def teachers_of(community: LearningCommunity, *, on: date | None = None) -> QuerySet[Person]:
    """The teachers of a community on a day; the caller has the community from `communities_visible_to`."""
    day = on or today()
    return Person.objects.filter(
        district=community.district_id,
        pk__in=Membership.objects.filter(current(day), community=community, role=RoleKind.TEACHER).values("person"),
    )


def learners_coached_by(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners whose learning coach a person is."""
    return _learners_stood_by(person, RoleKind.LEARNING_COACH, _COACH, on or today())


def children_of(person: Person, *, on: date | None = None) -> QuerySet[Person]:
    """The learners of whose family a person is."""
    return _learners_stood_by(person, RoleKind.FAMILY_MEMBER, _FAMILY, on or today())


def _learners_stood_by(person: Person, role: str, kind: str, on: date) -> QuerySet[Person]:
    """The learners to whom a person has a relationship, as long as they hold the role that goes with it."""
    if role not in roles_of(person, on):
        return Person.objects.none()
    return Person.objects.filter(
        district=person.district_id, erased_at__isnull=True, pk__in=_related_learners(person, kind, on)
    )


def learner_ids_by_community(
    communities: QuerySet[LearningCommunity], *, on: date | None = None
) -> dict[int, set[int]]:
    """Which learners belong to each of some communities that the caller may see."""
    found: dict[int, set[int]] = {community: set() for community in communities.values_list("pk", flat=True)}
    rows = Membership.objects.filter(
        current(on or today()),
        role=RoleKind.LEARNER,
        community__in=communities.values("pk"),
        person__erased_at__isnull=True,
    )
    for community_id, person_id in rows.values_list("community_id", "person_id"):
        found[community_id].add(person_id)
    return found


def counts_of_district(district_id: int, *, on: date | None = None) -> dict[str, int]:
    """How many schools, communities and people of each role a district has on a day; for its office."""
    day = on or today()
    roles = Role.objects.filter(current(day), district=district_id, person__erased_at__isnull=True)
    by_kind = dict(roles.order_by().values_list("kind").annotate(people=Count("person", distinct=True)))
    return {
        "schools": School.objects.filter(district=district_id).count(),
        "communities": LearningCommunity.objects.filter(district=district_id).count(),
        **{kind: by_kind.get(kind, 0) for kind in RoleKind.values},
    }
