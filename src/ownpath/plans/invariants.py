"""What must always be true of learners' plans."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, Model, OuterRef, Q

from ownpath.foundation.invariants import Invariant, uuids_of
from ownpath.people.models import Role, RoleKind
from ownpath.plans.models import AboutMe, Goal, GroupPlace, Note, Pin, Support, SupportStep
from ownpath.plans.services.erasing import WORDS_ABOUT_A_LEARNER
from ownpath.schools.models import Membership

ABOUT_A_LEARNER: tuple[type[Model], ...] = (Goal, AboutMe, Note, Support, SupportStep, Pin, GroupPlace)


def _not_about_a_learner() -> Iterable[str]:
    learner = Role.objects.filter(person=OuterRef("learner"), kind=RoleKind.LEARNER)
    for model in ABOUT_A_LEARNER:
        for uuid in uuids_of(model._default_manager.filter(~Exists(learner))):
            yield f"{model._meta.label} {uuid}"


def _words_of_somebody_erased() -> Iterable[str]:
    for model in WORDS_ABOUT_A_LEARNER:
        for uuid in uuids_of(model._default_manager.filter(learner__erased_at__isnull=False)):
            yield f"{model._meta.label} {uuid}"


def _step_about_somebody_else() -> Iterable[str]:
    return uuids_of(SupportStep.objects.exclude(support__learner=F("learner")))


def _in_a_group_of_another_community() -> Iterable[str]:
    belongs = Membership.objects.filter(
        person=OuterRef("learner"), community=OuterRef("group__community"), role=RoleKind.LEARNER
    )
    return uuids_of(GroupPlace.objects.filter(~Exists(belongs)))


def _taken_back_with_words() -> Iterable[str]:
    return uuids_of(Note.objects.filter(~Q(text=""), taken_back_at__isnull=False))


INVARIANTS = (
    Invariant("every goal, note, support, pin and place in a group is a learner's", _not_about_a_learner),
    Invariant("of somebody who was erased no words are left", _words_of_somebody_erased, "Erase the person again."),
    Invariant("every step of a support is about the learner of the support", _step_about_somebody_else),
    Invariant(
        "whoever is in a group is or was of its community",
        _in_a_group_of_another_community,
        "Import the roster again, or remove the learner from the group.",
    ),
    Invariant("what was taken back holds no words", _taken_back_with_words),
)
