"""Groups by need: made from a proposal or by hand, changed learner by learner, closed with what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.people.services import note_change
from ownpath.plans.models import LINE, PARAGRAPH, GroupPlace, NeedGroup
from ownpath.plans.services.writing import lock_row, require_choice, require_competency, store_once, take_words
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import learners_of, teachers_of

UNDO_MINUTES = 60


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Who is to be in a group, and why."""

    learner: Person
    why: str = GroupPlace.Why.BY_HAND


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that is to be made: for which competency, with whom, when."""

    competency: Competency
    places: Sequence[NewPlace]
    meets_on: date | None = None
    token: UUID | None = None


@transaction.atomic
def make_groups(*, acting_person: Person, community: LearningCommunity, groups: Sequence[NewGroup]) -> list[NeedGroup]:
    """Make several groups of one community, all of them or, where one is refused, none."""
    return [
        make_group(
            acting_person=acting_person,
            community=community,
            competency=each.competency,
            places=each.places,
            meets_on=each.meets_on,
            token=each.token,
        )
        for each in groups
    ]


@transaction.atomic
def make_group(
    *,
    acting_person: Person,
    community: LearningCommunity,
    competency: Competency,
    places: Sequence[NewPlace],
    purpose: str = "",
    meets_on: date | None = None,
    led_by: Person | None = None,
    token: UUID | None = None,
) -> NeedGroup:
    """Bring learners of a community together; who makes the group leads it unless another of its teachers is named."""
    _require_teaches(acting_person, community)
    require_competency(acting_person, competency)
    led_by = led_by or acting_person
    if not teachers_of(community).filter(pk=led_by.pk).exists():
        raise InputError("Please choose somebody who teaches this community.", field="led_by")
    wanted = {each.learner.pk: each.why for each in places}
    if not wanted:
        raise InputError("Please choose at least one learner.", field="places")
    for why in wanted.values():
        require_choice(why, GroupPlace.Why.values, field="places")
    _require_learners(community, list(wanted))
    moment = now()
    group, is_new = store_once(
        NeedGroup,
        token,
        ("district_id", "community_id", "competency_id", "made_by_id"),
        district_id=acting_person.district_id,
        community_id=community.pk,
        competency_id=competency.pk,
        purpose=take_words(purpose, field="purpose", most=LINE),
        meets_on=meets_on,
        led_by=led_by,
        made_by_id=acting_person.pk,
        made_at=moment,
    )
    if is_new:
        GroupPlace.objects.bulk_create(
            [
                GroupPlace(
                    district_id=group.district_id,
                    group=group,
                    learner_id=learner_id,
                    why=why,
                    added_by=acting_person,
                    added_at=moment,
                )
                for learner_id, why in wanted.items()
            ]
        )
        _note(acting_person, None, group, "made", learners=len(wanted))
    return group


@transaction.atomic
def add_learner(
    *, acting_person: Person, group: NeedGroup, learner: Person, why: str = GroupPlace.Why.BY_HAND
) -> GroupPlace:
    """Put a learner into a group; who is in it already stays as they are."""
    held = _lock_open(acting_person, group)
    return _add(acting_person, held, learner, why)


@transaction.atomic
def move_learner(
    *,
    acting_person: Person,
    learner: Person,
    from_group: NeedGroup,
    to_group: NeedGroup,
    why: str = GroupPlace.Why.BY_HAND,
) -> GroupPlace:
    """Take a learner from one group to another, both or neither."""
    held = {group.pk: group for group in (from_group, to_group)}
    for pk in sorted(held):
        held[pk] = _lock_open(acting_person, held[pk])
    place = _add(acting_person, held[to_group.pk], learner, why)
    if from_group.pk != to_group.pk:
        _remove(acting_person, held[from_group.pk], learner)
    return place


@transaction.atomic
def remove_learner(*, acting_person: Person, group: NeedGroup, learner: Person) -> None:
    """Take a learner out of a group; that they were in it stays."""
    _remove(acting_person, _lock_open(acting_person, group), learner)


@transaction.atomic
def change_group(
    *, acting_person: Person, group: NeedGroup, purpose: str, meets_on: date | None, led_by: Person | None = None
) -> NeedGroup:
    """Say anew what a group is for, when it meets and who leads it."""
    held = _lock_open(acting_person, group)
    led_by = led_by or held.led_by
    if led_by.pk != held.led_by_id and not teachers_of(held.community).filter(pk=led_by.pk).exists():
        raise InputError("Please choose somebody who teaches this community.", field="led_by")
    words = take_words(purpose, field="purpose", most=LINE)
    if (words, meets_on, led_by.pk) != (held.purpose, held.meets_on, held.led_by_id):
        held.purpose, held.meets_on, held.led_by = words, meets_on, led_by
        held.save(update_fields=["purpose", "meets_on", "led_by"])
        _note(acting_person, None, held, "changed")
    return held


@transaction.atomic
def close_group(*, acting_person: Person, group: NeedGroup, outcome: str = "") -> NeedGroup:
    """End a group; a word about what came of it is welcome."""
    held = lock_row(group)
    _require_teaches(acting_person, held.community)
    words = take_words(outcome, field="outcome", most=PARAGRAPH)
    if held.closed_at is None:
        held.closed_by, held.closed_at, held.outcome = acting_person, now(), words
        held.save(update_fields=["closed_by", "closed_at", "outcome"])
        _note(acting_person, None, held, "closed")
    return held


@transaction.atomic
def reopen_group(*, acting_person: Person, group: NeedGroup) -> NeedGroup:
    """Take the end of a group back."""
    held = lock_row(group)
    _require_teaches(acting_person, held.community)
    if held.closed_at is not None:
        held.closed_by, held.closed_at, held.outcome = None, None, ""
        held.save(update_fields=["closed_by", "closed_at", "outcome"])
        _note(acting_person, None, held, "opened again")
    return held


@transaction.atomic
def unmake_group(*, acting_person: Person, group: NeedGroup) -> None:
    """Whoever made a group takes that back within the hour, as if it had never been."""
    held = NeedGroup.objects.select_for_update().filter(pk=group.pk).first()
    if held is None:
        return
    _require_teaches(acting_person, held.community)
    if held.made_by_id != acting_person.pk:
        raise NotAllowed("Only the person who made the group can take it back.")
    if now() - held.made_at > timedelta(minutes=UNDO_MINUTES):
        raise InputError("This group was made more than an hour ago. You can close it.")
    _note(acting_person, None, held, "taken back")
    held.delete()


def _add(acting_person: Person, group: NeedGroup, learner: Person, why: str) -> GroupPlace:
    """The caller holds the group, so nobody adds the same learner meanwhile."""
    require_choice(why, GroupPlace.Why.values, field="why")
    _require_learners(group.community, [learner.pk])
    place = GroupPlace.objects.filter(group=group, learner=learner, removed_at__isnull=True).first()
    if place is None:
        place = GroupPlace.objects.create(
            district_id=group.district_id,
            group=group,
            learner=learner,
            why=why,
            added_by=acting_person,
            added_at=now(),
        )
        _note(acting_person, learner, group, "learner added")
    return place


def _remove(acting_person: Person, group: NeedGroup, learner: Person) -> None:
    open_place = GroupPlace.objects.filter(group=group, learner=learner, removed_at__isnull=True)
    if open_place.update(removed_by=acting_person, removed_at=now()):
        _note(acting_person, learner, group, "learner removed")


def _lock_open(acting_person: Person, group: NeedGroup) -> NeedGroup:
    held = lock_row(group)
    _require_teaches(acting_person, held.community)
    if held.closed_at is not None:
        raise InputError("This group is closed. Open it again first.")
    return held


def _require_teaches(person: Person, community: LearningCommunity) -> None:
    teaches = (
        community.district_id == person.district_id
        and holds_role(person, RoleKind.TEACHER)
        and teachers_of(community).filter(pk=person.pk).exists()
    )
    if not teaches:
        raise NotAllowed("You can do this in the learning communities that you teach.")


def _require_learners(community: LearningCommunity, learner_ids: list[int]) -> None:
    if learners_of(community).filter(pk__in=learner_ids).count() < len(learner_ids):
        raise InputError("Please choose learners of this community.", field="places")


def _note(acting_person: Person, learner: Person | None, group: NeedGroup, done: str, **more: int) -> None:
    note_change(acting_person, learner, "group", group=str(group.uuid), done=done, **more)
