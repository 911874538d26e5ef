"""Who may read which plan. Every read stands on the selectors of schools; contacts.py and grouping.py gather more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from ownpath.foundation.clock import today
from ownpath.people.models import Person, Relationship, RelationshipKind, Role, RoleKind
from ownpath.people.selectors import current, roles_of
from ownpath.plans.models import AboutMe, Goal, GroupPlace, NeedGroup, Note, Pin, Support, SupportStep
from ownpath.schools.models import LearningCommunity, Membership
from ownpath.schools.selectors import (
    children_of,
    communities_visible_to,
    learners_led_by,
    learners_taught_by,
    learners_visible_to,
)

_SHARED = AboutMe.SharedWith
WITH_TEACHERS = (_SHARED.MY_TEACHERS, _SHARED.MY_FAMILY_TOO, _SHARED.MY_PARTNERS_TOO)
WITH_FAMILY = (_SHARED.MY_FAMILY_TOO, _SHARED.MY_PARTNERS_TOO)


def goals_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Goal]:
    """The goals of learners whom a person may see, the next due first."""
    learners = learners_visible_to(person, on=on).values("pk")
    return (
        Goal.objects.filter(district=person.district_id, learner__in=learners)
        .select_related("competency", "made_by__identity", "agreed_with__identity", "closed_by__identity")
        .order_by("by_when", "pk")
    )


def about_me_visible_to(person: Person, *, on: date | None = None) -> QuerySet[AboutMe]:
    """What learners wrote of themselves, for whom they chose: a learner reads all of their own; the team, then also
    the family, what is shared with them. Leaders read none; partners none until projects bring them together."""
    day = on or today()
    allowed = Q(learner__in=learners_taught_by(person, on=day).values("pk"), shared_with__in=WITH_TEACHERS)
    allowed |= Q(learner__in=children_of(person, on=day).values("pk"), shared_with__in=WITH_FAMILY)
    if person.erased_at is None and RoleKind.LEARNER in roles_of(person, day):
        allowed |= Q(learner=person)
    return AboutMe.objects.filter(allowed, district=person.district_id).order_by("kind", "written_at", "pk")


def notes_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Note]:
    """The notes about learners whom a person teaches or coaches, newest first; not what was taken back."""
    learners = learners_taught_by(person, on=on).values("pk")
    return (
        Note.objects.filter(district=person.district_id, learner__in=learners, taken_back_at__isnull=True)
        .select_related("competency", "written_by__identity", "addressed_to__identity")
        .order_by("-written_at", "-pk")
    )


def notes_about(person: Person, learner: Person) -> QuerySet[Note]:
    """The notes about one learner, for somebody of the team; nothing for anybody else."""
    return notes_visible_to(person).filter(learner=learner)


def open_messages_for(person: Person) -> QuerySet[Note]:
    """What colleagues ask of a person and is not done yet, oldest first."""
    return (
        notes_visible_to(person)
        .filter(kind=Note.Kind.MESSAGE, addressed_to=person, done_at__isnull=True)
        .select_related("learner__identity")
        .order_by("written_at", "pk")
    )


def support_steps_visible_to(person: Person, *, on: date | None = None) -> QuerySet[SupportStep]:
    """The steps of supports: all for the team and for leaders of the school; for the learner and the family those that
    were noted while the support was shared, as long as it is."""
    return (
        SupportStep.objects.filter(
            _own_or_shared(person, on) & (_full(person, on) | Q(support__is_shared=True)), district=person.district_id
        )
        .select_related("noted_by__identity")
        .order_by("noted_at", "pk")
    )


def supports_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Support]:
    """The supports that a person may see, the next due first, each with `visible_steps`, oldest first: two queries."""
    steps = Prefetch("steps", queryset=support_steps_visible_to(person, on=on), to_attr="visible_steps")
    return (
        Support.objects.filter(_own_or_shared(person, on), district=person.district_id)
        .select_related("competency", "learner__identity", "owner__identity", "opened_by__identity")
        .prefetch_related(steps)
        .order_by("next_step_on", "pk")
    )


def _full(person: Person, on: date | None) -> Q:
    team, led = learners_taught_by(person, on=on), learners_led_by(person, on=on)
    return Q(learner__in=team.values("pk")) | Q(learner__in=led.values("pk"))


def _own_or_shared(person: Person, on: date | None) -> Q:
    return _full(person, on) | Q(is_shared=True, learner__in=learners_visible_to(person, on=on).values("pk"))


def pins_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Pin]:
    """The pins that stand, of learners whom a person may see, the oldest first."""
    learners = learners_visible_to(person, on=on).values("pk")
    return (
        Pin.objects.filter(district=person.district_id, learner__in=learners, released_at__isnull=True)
        .select_related("competency", "pinned_by__identity")
        .order_by("pinned_at", "pk")
    )


def groups_visible_to(person: Person, *, on: date | None = None) -> QuerySet[NeedGroup]:
    """The groups of communities whose board a person may open, and those that a learner whom they may see is in; each
    with `open_places`, of the learners whom they may see. The next to meet comes first; the caller filters by
    `closed_at`. A learner reads the others' first names by `first_names_in`."""
    groups = NeedGroup.objects.filter(district=person.district_id)
    followed = learners_visible_to(person, on=on).values("pk")
    mine = GroupPlace.objects.filter(learner__in=followed, removed_at__isnull=True)
    return (
        groups.filter(
            Q(community__in=communities_visible_to(person, on=on).values("pk")) | Q(pk__in=mine.values("group"))
        )
        .select_related("community", "competency", "led_by__identity", "made_by__identity")
        .prefetch_related(
            Prefetch("places", queryset=group_places_visible_to(person, on=on), to_attr="open_places"),
        )
        .order_by("meets_on", "pk")
    )


def group_places_visible_to(person: Person, *, on: date | None = None) -> QuerySet[GroupPlace]:
    """Who is in which group now, as far as a person may see the learner: a learner and a family read their own place,
    with no reason of anybody else."""
    learners = learners_visible_to(person, on=on).values("pk")
    return (
        GroupPlace.objects.filter(district=person.district_id, learner__in=learners, removed_at__isnull=True)
        .select_related("learner__identity")
        .order_by("learner__identity__given_name", "learner__identity__family_name", "pk")
    )


def first_names_in(group: NeedGroup) -> list[str]:
    """The given names of who is in a group now, as a learner of the group reads them; the caller has the group from
    `groups_visible_to`."""
    places = GroupPlace.objects.filter(group=group, removed_at__isnull=True, learner__erased_at__isnull=True)
    return list(
        places.order_by("learner__identity__given_name", "pk").values_list("learner__identity__given_name", flat=True)
    )


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody who stands by a learner."""

    person_id: int
    uuid: UUID
    given_name: str
    full_name: str
    is_coach: bool
    communities: tuple[str, ...]


def team_of(learner: Person, *, on: date | None = None) -> tuple[TeamMember, ...]:
    """Who teaches and coaches a learner on a day: coaches first, then teachers by name, each once: two queries.

    The caller has the learner from `learners_visible_to`.
    """
    day = on or today()
    holds = {"district": learner.district_id, "person__erased_at__isnull": True}
    coaches = Relationship.objects.filter(
        current(day),
        learner=learner,
        kind=RelationshipKind.COACH_OF,
        person__in=_holders(RoleKind.LEARNING_COACH, day),
        **holds,
    )
    teaching = Membership.objects.filter(
        current(day),
        role=RoleKind.TEACHER,
        person__in=_holders(RoleKind.TEACHER, day),
        community__in=Membership.objects.filter(current(day), person=learner, role=RoleKind.LEARNER).values(
            "community"
        ),
        **holds,
    )
    named = ("person_id", "person__uuid", "person__identity__given_name", "person__identity__family_name")
    found: dict[int, TeamMember] = {}
    for is_coach, rows in (
        (True, coaches.values_list(*named)),
        (False, teaching.values_list(*named, "community__name")),
    ):
        for person_id, uuid, given_name, family_name, *community in rows.order_by("person__identity__given_name", "pk"):
            before = found.get(person_id)
            found[person_id] = TeamMember(
                person_id=person_id,
                uuid=uuid,
                given_name=given_name or "",
                full_name=f"{given_name or ''} {family_name or ''}".strip(),
                is_coach=is_coach or (before is not None and before.is_coach),
                communities=tuple(sorted({*(before.communities if before else ()), *community})),
            )
    return tuple(sorted(found.values(), key=lambda each: (not each.is_coach, each.full_name, each.person_id)))


def _holders(kind: str, day: date) -> QuerySet[Role]:
    return Role.objects.filter(current(day), kind=kind).values("person")


def communities_of(learner: Person, *, on: date | None = None) -> QuerySet[LearningCommunity]:
    """The learning communities that a learner belongs to on a day; the caller may see the learner."""
    own = Membership.objects.filter(current(on or today()), person=learner, role=RoleKind.LEARNER)
    return LearningCommunity.objects.filter(district=learner.district_id, pk__in=own.values("community"))
