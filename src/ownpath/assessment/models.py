"""Tasks that people wrote, sittings in which learners do tasks, and their answers."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person

LONGEST_NAME = 60


class Item(DistrictRow):
    """One version of a task that somebody wrote: what may be shown. What is right stands in `ItemKey` alone.

    A change makes a new version; sittings and answers keep the one that was shown.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "name": "none",
        "version": "none",
        "kind": "none",
        "shown": "none",
        "competencies": "none",
        "difficulty": "none",
        "fingerprint": "none",
        "author": "none",
        "credit": "none",
        "written_at": "none",
        "is_current": "none",
    }

    name = models.CharField(max_length=LONGEST_NAME, help_text="The same for all versions of one task")
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)
    shown = models.JSONField(help_text="Stimulus, what to answer with, and how many hints there are")
    competencies = models.ManyToManyField(Competency, related_name="+")
    difficulty = models.FloatField(
        default=0.0, help_text="Logits from an ordinary task of the competency; the author's guess"
    )
    fingerprint = models.CharField(max_length=32, help_text="The same for two tasks exactly when they ask the same")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    credit = models.CharField(
        max_length=120, blank=True, help_text="Who wrote it, where that is nobody of the district"
    )
    written_at = models.DateTimeField()
    is_current = models.BooleanField(default=True, help_text="Given to learners; a new version or a teacher ends it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "name", "version"], name="item_version_once"),
            models.UniqueConstraint(
                fields=["district", "name"], condition=models.Q(is_current=True), name="item_one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class ItemKey(DistrictRow):
    """What is held back of an item: what is right, known wrong answers, hints, the worked solution."""

    personal_data: ClassVar[dict[str, str]] = {"item": "none", "held_back": "none"}

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="key")
    held_back = models.JSONField()


class Accommodation(DistrictRow):
    """What a learner's team has set so that tasks ask what they mean to ask, and nothing else."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "extra_time_percent": "learning",
        "is_large": "learning",
        "reads_aloud": "learning",
        "set_by": "none",
        "set_at": "learning",
    }

    learner = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="accommodation")
    extra_time_percent = models.PositiveSmallIntegerField(
        default=0, validators=[MinValueValidator(0), MaxValueValidator(300)]
    )
    is_large = models.BooleanField(default=False)
    reads_aloud = models.BooleanField(default=False)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class Sitting(DistrictRow):
    """Some tasks for one learner, one after the other; it can be left and taken up again, days later too."""

    class Kind(models.TextChoices):
        PLACEMENT = "placement", _("finding out what you can do")
        PRACTICE = "practice", _("practice")
        MASTERY_CHECK = "mastery_check", _("check")
        REFRESH = "refresh", _("refresh")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")

    personal_data: ClassVar[dict[str, str]] = {
        "kind": "learning",
        "learner": "none",
        "competency": "learning",
        "part": "learning",
        "seed": "none",
        "status": "learning",
        "started_by": "none",
        "started_at": "learning",
        "changed_at": "learning",
        "ended_at": "learning",
        "state": "learning",
        "outcome": "learning",
    }

    kind = models.CharField(max_length=14, choices=Kind)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sittings", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.JSONField(default=dict, blank=True, help_text="Of a placement: which part of the framework")
    seed = models.BigIntegerField(help_text="All chance of the sitting follows from it")
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When something was last done in it")
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.BinaryField(default=bytes, blank=True, help_text="What the algorithm keeps while it is open")
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "status", "started_at"], name="sittings_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "paused"], ended_at__isnull=True)
                | models.Q(status__in=["finished", "stopped"], ended_at__isnull=False),
                name="sitting_ended_when",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="placement") | models.Q(competency__isnull=False),
                name="sitting_is_about_something",
            ),
            models.UniqueConstraint(
                fields=["learner", "kind", "competency"],
                condition=models.Q(status__in=["open", "paused"], competency__isnull=False),
                name="sitting_open_once",
            ),
            models.UniqueConstraint(
                fields=["learner"],
                condition=models.Q(status__in=["open", "paused"], kind="placement"),
                name="sitting_one_open_placement",
            ),
        ]


class SittingTask(DistrictRow):
    """One task of a sitting: which, and when it was shown. A family's task follows from its seed and needs no row."""

    personal_data: ClassVar[dict[str, str]] = {
        "sitting": "none",
        "learner": "none",
        "position": "learning",
        "competency": "learning",
        "item": "learning",
        "family": "learning",
        "family_version": "none",
        "seed": "none",
        "fingerprint": "none",
        "is_audit": "none",
        "shown_at": "learning",
        "hints_shown": "learning",
        "dropped_at": "learning",
    }

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    family = models.CharField(max_length=LONGEST_NAME, blank=True)
    family_version = models.PositiveIntegerField(default=0)
    seed = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=32)
    is_audit = models.BooleanField(default=False, help_text="Tests a claim of the placement and changes none")
    shown_at = models.DateTimeField()
    hints_shown = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="Its family has changed; it cannot be answered")

    class Meta:
        indexes = [models.Index(fields=["learner", "competency", "fingerprint"], name="tasks_met_by_a_learner")]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="sitting_task_one_per_position"),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, family="")
                | (models.Q(item__isnull=True) & ~models.Q(family="")),
                name="sitting_task_from_one_source",
            ),
        ]


class Answer(DistrictRow):
    """What a learner answered to one task, and what it was worth; append-only. Its uuid is the token of the form."""

    personal_data: ClassVar[dict[str, str]] = {
        "task": "none",
        "learner": "none",
        "given": "learning",
        "language": "none",
        "outcome": "learning",
        "score": "learning",
        "misconception": "learning",
        "hints": "learning",
        "seconds": "learning",
        "answered_at": "learning",
        "received_at": "none",
        "evidence_uuid": "none",
    }

    task = models.OneToOneField(SittingTask, on_delete=models.PROTECT, related_name="answer")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="answers")
    given = models.JSONField(help_text="As it was given")
    language = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10, help_text="right, partly, wrong or unknown (I don't know yet)")
    score = models.FloatField()
    misconception = models.CharField(max_length=80, blank=True)
    hints = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(null=True, blank=True, help_text="On the task, as the browser counted")
    answered_at = models.DateTimeField(help_text="Without a line, before it was received")
    received_at = models.DateTimeField()
    evidence_uuid = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="right", score=1.0)
                | (models.Q(outcome__in=["partly", "wrong", "unknown"]) & models.Q(score__gte=0.0, score__lt=1.0)),
                name="answer_score_fits_its_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__lte=models.F("received_at")), name="answer_given_before_it_came"
            ),
        ]

    @property
    def is_right(self) -> bool:
        """Whether all of it was right."""
        return self.outcome == "right"
