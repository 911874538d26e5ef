"""All that the team keeps about one learner, for somebody of the team: one question who may, then one query each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import Person
from ownpath.plans.models import AboutMe, Goal, GroupPlace, NeedGroup, Note, Pin, Support, SupportStep
from ownpath.plans.selectors import WITH_TEACHERS
from ownpath.schools.selectors import taught_among


def latest_notes(person: Person, learner_ids: Sequence[int], since: datetime) -> list[Note]:
    """What the team noted about some learners since a moment, and what is asked of the person and not done, newest
    first: one query. The caller has the learners from `learners_taught_by`."""
    asked = Q(kind=Note.Kind.MESSAGE, addressed_to=person, done_at__isnull=True)
    return list(
        Note.objects.filter(
            asked | Q(written_at__gt=since),
            district=person.district_id,
            learner__in=learner_ids,
            taken_back_at__isnull=True,
        )
        .select_related("learner__identity", "written_by__identity", "addressed_to__identity")
        .order_by("-written_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class TeamFile:
    """Notes newest first; supports the next due first, each with `visible_steps`; pins that stand; open goals; what the
    learner shares; open groups with their `open_places`."""

    notes: tuple[Note, ...]
    supports: tuple[Support, ...]
    pins: tuple[Pin, ...]
    goals: tuple[Goal, ...]
    about_me: tuple[AboutMe, ...]
    groups: tuple[NeedGroup, ...]


def gather_team_file(person: Person, learner: Person) -> TeamFile:
    """The file of a learner whom the person teaches or coaches; refused for anybody else.

    It holds what the `..._visible_to` selectors would each find. They ask who may see whom over and over, which takes
    longer than all the rest of a page about one learner; a test holds the two against each other.
    """
    if person.erased_at is not None or learner.pk not in taught_among(person, [learner.pk]):
        raise NotAllowed("You can see this for the learners whom you teach or coach.")
    own = {"district": learner.district_id, "learner": learner.pk}
    steps = SupportStep.objects.select_related("noted_by__identity").order_by("noted_at", "pk")
    places = (
        GroupPlace.objects.filter(removed_at__isnull=True, learner__erased_at__isnull=True)
        .select_related("learner__identity")
        .order_by("learner__identity__given_name", "learner__identity__family_name", "pk")
    )
    mine = GroupPlace.objects.filter(learner=learner.pk, removed_at__isnull=True)
    return TeamFile(
        notes=tuple(
            Note.objects.filter(taken_back_at__isnull=True, **own)
            .select_related("written_by__identity", "addressed_to__identity")
            .order_by("-written_at", "-pk")
        ),
        supports=tuple(
            Support.objects.filter(**own)
            .select_related("owner__identity", "opened_by__identity")
            .prefetch_related(Prefetch("steps", queryset=steps, to_attr="visible_steps"))
            .order_by("next_step_on", "pk")
        ),
        pins=tuple(
            Pin.objects.filter(released_at__isnull=True, **own)
            .select_related("competency", "pinned_by__identity")
            .order_by("pinned_at", "pk")
        ),
        goals=tuple(
            Goal.objects.filter(state=Goal.State.OPEN, **own)
            .select_related("agreed_with__identity")
            .order_by("by_when", "pk")
        ),
        about_me=tuple(
            AboutMe.objects.filter(shared_with__in=WITH_TEACHERS, **own).order_by("kind", "written_at", "pk")
        ),
        groups=tuple(
            NeedGroup.objects.filter(district=learner.district_id, closed_at__isnull=True, pk__in=mine.values("group"))
            .select_related("competency", "led_by__identity")
            .prefetch_related(Prefetch("places", queryset=places, to_attr="open_places"))
            .order_by("meets_on", "pk")
        ),
    )
