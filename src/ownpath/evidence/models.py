"""Append-only evidence: one row says one thing about one learner and one competency. No identity stands here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person


class EvidenceKind(models.TextChoices):
    RESPONSE = "response", _("answer to a task")
    RUBRIC = "rubric", _("rubric rating")
    OBSERVATION = "observation", _("observation")
    ARTIFACT = "artifact", _("piece of work")
    PRIOR = "prior", _("record from before")
    WITHDRAWAL = "withdrawal", _("taken back")


SEEN_KINDS = (EvidenceKind.OBSERVATION.value, EvidenceKind.RUBRIC.value)


class Evidence(DistrictRow):
    """The uuid is made from the source record, the learner and the competency, so the same thing cannot enter twice."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "kind": "learning",
        "result": "learning",
        "result_low": "none",
        "result_high": "none",
        "spread": "none",
        "task": "learning",
        "task_difficulty": "none",
        "reference_difficulty": "none",
        "hints": "learning",
        "happened_at": "learning",
        "ordered_at": "learning",
        "sequence": "none",
        "recorded_at": "none",
        "recorded_by": "none",
        "source": "none",
        "source_record": "none",
        "supersedes": "none",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    result = models.FloatField(null=True, blank=True, help_text="On its own scale; empty only where taken back")
    result_low = models.FloatField(default=0.0, help_text="The lowest result its scale allows")
    result_high = models.FloatField(default=1.0, help_text="The highest result its scale allows")
    spread = models.PositiveSmallIntegerField(default=1, help_text="Over how many competencies the thing seen counts")
    task = models.CharField(max_length=64, blank=True)
    task_difficulty = models.FloatField(null=True, blank=True, help_text="Logits, where known when recorded")
    reference_difficulty = models.FloatField(
        null=True, blank=True, help_text="Logits of an ordinary task on the competency, on the same scale"
    )
    hints = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many were used, where known")
    happened_at = models.DateTimeField(null=True, blank=True, help_text="Empty where the source does not say")
    ordered_at = models.DateTimeField(help_text="happened_at, or recorded_at where that is not known")
    sequence = models.BigIntegerField(default=0, help_text="Order within one moment, as the source gives it")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=60, help_text="What recorded it: a page, an import, a simulation")
    source_record = models.CharField(max_length=120)
    supersedes = models.OneToOneField(
        "evidence.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["learner", "ordered_at", "sequence", "id"], name="evidence_in_time_order"),
            # When a teacher last looked at a learner's work is asked for a whole district; few pieces are such.
            models.Index(
                fields=["learner", "recorded_by", "ordered_at"],
                condition=models.Q(kind__in=SEEN_KINDS, recorded_by__isnull=False),
                name="evidence_seen",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="withdrawal", result__isnull=True, supersedes__isnull=False)
                | (
                    ~models.Q(kind="withdrawal")
                    & models.Q(result__gte=models.F("result_low"), result__lte=models.F("result_high"))
                ),
                name="evidence_result_on_its_scale",
            ),
            models.CheckConstraint(
                condition=models.Q(result_low__lt=models.F("result_high")), name="evidence_scale_has_width"
            ),
            models.CheckConstraint(condition=models.Q(spread__gte=1), name="evidence_spread_at_least_one"),
        ]


class ImportRun(DistrictRow):
    """How far a long import of one file has come, so that it can go on after it was stopped."""

    personal_data: ClassVar[dict[str, str]] = {
        "kind": "none",
        "fingerprint": "none",
        "file_name": "none",
        "started_at": "none",
        "finished_at": "none",
        "rows_done": "none",
        "detail": "none",
    }

    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the file and of how it is to be read")
    file_name = models.CharField(max_length=255)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rows_done = models.BigIntegerField(default=0)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "kind", "fingerprint"], name="import_once_per_file")]
