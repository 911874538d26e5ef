"""What learners set out to do, what they tell of themselves, and what the people around them agree to do next.

The uuid of what somebody writes is the token of the form it was written in, so that a form sent twice is one row.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person
from ownpath.schools.models import LearningCommunity

LINE, PARAGRAPH = 200, 500


def _both_or_neither(name: str, first: str, second: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


def _is_written(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~models.Q(**{field: ""}), name=name)


class Goal(DistrictRow):
    """Something small that a learner wants to be able to do, in their own words, by a day within eight weeks."""

    class State(models.TextChoices):
        OPEN = "open", _("on it")
        REACHED = "reached", _("reached")
        LET_GO = "let_go", _("let go")

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "statement": "learning",
        "competency": "learning",
        "first_step": "learning",
        "by_when": "learning",
        "made_by": "none",
        "made_at": "learning",
        "agreed_with": "none",
        "agreed_at": "learning",
        "state": "learning",
        "closed_by": "none",
        "closed_at": "learning",
        "closing_words": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goals", db_index=False)
    statement = models.CharField(max_length=LINE)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_step = models.CharField(max_length=LINE, blank=True)
    by_when = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    agreed_with = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.CharField(max_length=PARAGRAPH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "state", "by_when"], name="goals_of_a_learner")]
        constraints = [
            _is_written("goal_says_something", "statement"),
            _both_or_neither("goal_agreed_with_whom_and_when", "agreed_with", "agreed_at"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="goal_closed_by_whom_and_when",
            ),
        ]


class AboutMe(DistrictRow):
    """Something that a learner writes of themselves, and who may read it. Only the learner writes, changes, removes."""

    class Kind(models.TextChoices):
        INTEREST = "interest", _("what I like")
        LEARN_BEST = "learn_best", _("how I learn best")
        HELPS_ME = "helps_me", _("what helps me")
        PROUD_OF = "proud_of", _("what I am proud of")

    class SharedWith(models.TextChoices):
        ONLY_ME = "only_me", _("only me")
        MY_TEACHERS = "my_teachers", _("my teachers")
        MY_FAMILY_TOO = "my_family_too", _("my family too")
        MY_PARTNERS_TOO = "my_partners_too", _("my project partners too")

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "kind": "identity",
        "text": "identity",
        "shared_with": "access",
        "written_at": "identity",
        "changed_at": "identity",
    }

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="about_me", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=PARAGRAPH)
    shared_with = models.CharField(max_length=16, choices=SharedWith, default=SharedWith.ONLY_ME)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "about me"
        indexes = [models.Index(fields=["learner", "kind"], name="about_me_of_a_learner")]
        constraints = [_is_written("about_me_says_something", "text")]


class Note(DistrictRow):
    """What somebody of the team notes about a learner, for the team only; a message is for one colleague to act on."""

    class Kind(models.TextChoices):
        NOTE = "note", _("note")
        TALK = "talk", _("we talked")
        MESSAGE = "message", _("message")

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "kind": "learning",
        "text": "learning",
        "competency": "learning",
        "written_by": "none",
        "written_at": "learning",
        "addressed_to": "none",
        "done_at": "learning",
        "taken_back_at": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=1000, blank=True)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    addressed_to = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "written_at"], name="notes_of_a_learner"),
            models.Index(fields=["addressed_to", "done_at"], name="messages_to_somebody"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="message", addressed_to__isnull=False)
                | (~models.Q(kind="message") & models.Q(addressed_to__isnull=True, done_at__isnull=True)),
                name="note_message_has_an_addressee",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, kind="talk")
                | (models.Q(taken_back_at__isnull=True) & ~models.Q(text=""))
                | models.Q(taken_back_at__isnull=False, text=""),
                name="note_taken_back_holds_no_text",
            ),
        ]


class Support(DistrictRow):
    """Extra help that a learner gets, with an owner and a next step; the learner and the family see it where shared."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "what": "learning",
        "competency": "learning",
        "owner": "none",
        "next_step": "learning",
        "next_step_on": "learning",
        "opened_by": "none",
        "opened_at": "learning",
        "is_shared": "access",
        "closed_by": "none",
        "closed_at": "learning",
        "outcome": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports", db_index=False)
    what = models.CharField(max_length=LINE)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="owned_supports", db_index=False)
    next_step = models.CharField(max_length=LINE)
    next_step_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    is_shared = models.BooleanField(default=False)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=PARAGRAPH, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "closed_at"], name="supports_of_a_learner"),
            models.Index(fields=["owner", "closed_at", "next_step_on"], name="supports_of_an_owner"),
        ]
        constraints = [
            _is_written("support_says_what", "what"),
            _is_written("support_has_a_next_step", "next_step"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (models.Q(closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(outcome="")),
                name="support_closed_with_an_outcome",
            ),
        ]


class SupportStep(DistrictRow):
    """What was done in a support, and what was agreed to come next. Services only add to it."""

    personal_data: ClassVar[dict[str, str]] = {
        "support": "none",
        "learner": "none",
        "done": "learning",
        "next_step": "learning",
        "next_step_on": "learning",
        "noted_by": "none",
        "noted_at": "learning",
        "is_shared": "access",
    }

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="steps")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    done = models.CharField(max_length=PARAGRAPH)
    next_step = models.CharField(max_length=LINE, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    is_shared = models.BooleanField(help_text="Whether the learner and the family read it: the support was shared then")

    class Meta:
        indexes = [models.Index(fields=["learner", "noted_at"], name="support_steps_of_a_learner")]
        constraints = [_is_written("support_step_says_what_was_done", "done")]


class Pin(DistrictRow):
    """A competency that somebody of the team wants a learner to take up next, and why."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "reason": "learning",
        "pinned_by": "none",
        "pinned_at": "learning",
        "released_by": "none",
        "released_at": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pins", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=LINE)
    pinned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "released_at"], name="pins_of_a_learner")]
        constraints = [
            _is_written("pin_names_a_reason", "reason"),
            _both_or_neither("pin_released_by_whom_and_when", "released_by", "released_at"),
            models.UniqueConstraint(
                fields=["learner", "competency"], condition=models.Q(released_at__isnull=True), name="pin_open_once"
            ),
        ]


class NeedGroup(DistrictRow):
    """A few learners of one community who need the same competency, brought together by a teacher."""

    personal_data: ClassVar[dict[str, str]] = {
        "community": "none",
        "competency": "none",
        "purpose": "none",
        "meets_on": "none",
        "led_by": "none",
        "made_by": "none",
        "made_at": "none",
        "closed_by": "none",
        "closed_at": "none",
        "outcome": "none",
    }

    community = models.ForeignKey(LearningCommunity, on_delete=models.PROTECT, related_name="groups", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=LINE, blank=True)
    meets_on = models.DateField(null=True, blank=True)
    led_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=PARAGRAPH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "closed_at"], name="groups_of_a_community")]
        constraints = [_both_or_neither("group_closed_by_whom_and_when", "closed_by", "closed_at")]


class GroupPlace(DistrictRow):
    """That a learner is or was in a group, and why."""

    class Why(models.TextChoices):
        READY = "ready", _("ready for it, nothing is missing")
        STUCK = "stuck", _("stuck on this")
        REFRESH = "refresh", _("could do it, needs refreshing")
        BY_HAND = "by_hand", _("added by a teacher")

    personal_data: ClassVar[dict[str, str]] = {
        "group": "learning",
        "learner": "none",
        "why": "learning",
        "added_by": "none",
        "added_at": "learning",
        "removed_by": "none",
        "removed_at": "learning",
    }

    group = models.ForeignKey(NeedGroup, on_delete=models.CASCADE, related_name="places")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="group_places", db_index=False)
    why = models.CharField(max_length=10, choices=Why)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "removed_at"], name="group_places_of_a_learner")]
        constraints = [
            _both_or_neither("group_place_left_by_whom_and_when", "removed_by", "removed_at"),
            models.UniqueConstraint(
                fields=["group", "learner"], condition=models.Q(removed_at__isnull=True), name="group_place_once"
            ),
        ]


class HomeVisit(DistrictRow):
    """When a person last opened their home, and when the time before that ended: what changed since is news to them."""

    personal_data: ClassVar[dict[str, str]] = {"person": "none", "last_at": "access", "before": "access"}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="home_visit")
    last_at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)
