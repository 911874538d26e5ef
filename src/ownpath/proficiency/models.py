"""What the computer estimates and what a teacher judges, side by side; neither overwrites the other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.evidence.models import Evidence
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person


class LearnerEstimate(DistrictRow):
    """What is common to all competencies of one learner, and up to which piece of evidence it reaches."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "state": "learning",
        "evidence_count": "learning",
        "last_ordered_at": "learning",
        "last_sequence": "none",
        "last_evidence_id": "none",
        "model_name": "none",
        "model_version": "none",
        "parameters_hash": "none",
    }

    learner = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="learner_estimate")
    state = models.BinaryField()
    evidence_count = models.PositiveIntegerField(default=0)
    last_ordered_at = models.DateTimeField(null=True)
    last_sequence = models.BigIntegerField(default=0)
    last_evidence_id = models.BigIntegerField(default=0)
    model_name = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)


class Estimate(DistrictRow):
    """The state of one learner on one competency after its last evidence. The three facts are fields of their own."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "state": "learning",
        "evidence_count": "learning",
        "first_evidence_at": "learning",
        "last_evidence_at": "learning",
        "logit": "learning",
        "logit_sd": "learning",
        "probability": "learning",
        "probability_met": "learning",
        "interval_low": "learning",
        "interval_high": "learning",
        "effective_evidence": "learning",
        "attained_at": "learning",
        "attained_rule": "learning",
        "holds_until": "learning",
        "enough_evidence": "learning",
        "missing": "learning",
        "missing_count": "learning",
        "struggling_since": "learning",
        "reasons": "learning",
        "model_name": "none",
        "model_version": "none",
        "parameters_hash": "none",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="estimates", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="estimates")
    state = models.BinaryField()
    evidence_count = models.PositiveIntegerField()
    first_evidence_at = models.DateTimeField()
    last_evidence_at = models.DateTimeField()
    logit = models.FloatField()
    logit_sd = models.FloatField()
    probability = models.FloatField(help_text="That a fresh reference task is done right")
    probability_met = models.FloatField(help_text="That the criterion is met")
    interval_low = models.FloatField()
    interval_high = models.FloatField()
    effective_evidence = models.FloatField()
    attained_at = models.DateTimeField(null=True, help_text="When the rule was first met")
    attained_rule = models.CharField(max_length=80, blank=True)
    holds_until = models.DateTimeField(null=True, help_text="Held up to here without further evidence; empty: no end")
    enough_evidence = models.BooleanField()
    missing = models.CharField(max_length=20, blank=True)
    missing_count = models.PositiveSmallIntegerField(default=0)
    struggling_since = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)
    model_name = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "competency"], name="estimate_once")]
        # A board asks for a few columns of thousands of wide rows; from this index alone it is twice as fast.
        indexes = [
            models.Index(
                fields=[
                    "learner",
                    "attained_at",
                    "holds_until",
                    "last_evidence_at",
                    "struggling_since",
                    "competency",
                ],
                name="estimate_facts",
            )
        ]


class Judgement(DistrictRow):
    """What a teacher decided, with a reason; append-only. A later one stands over an earlier one."""

    class Verdict(models.TextChoices):
        ATTAINED = "attained", _("attained")
        NOT_YET = "not_yet", _("not yet")
        WITHDRAWN = "withdrawn", _("judgement taken back")

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "verdict": "learning",
        "reason": "learning",
        "judged_by": "none",
        "judged_at": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="judgements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict)
    reason = models.CharField(max_length=1000)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="judgement_names_a_reason")]


class Attainment(DistrictRow):
    """That a competency was attained, when, and by which rule or whose judgement; append-only, so it never vanishes."""

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "attained_at": "learning",
        "rule": "learning",
        "evidence": "learning",
        "judgement": "learning",
        "recorded_at": "none",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attainments")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    attained_at = models.DateTimeField()
    rule = models.CharField(max_length=80, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["learner", "attained_at", "competency", "judgement"], name="attainment_facts")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "competency"],
                condition=models.Q(judgement__isnull=True),
                name="attainment_by_rule_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(judgement__isnull=True) & ~models.Q(rule="") & models.Q(evidence__isnull=False))
                | (models.Q(judgement__isnull=False) & models.Q(rule="") & models.Q(evidence__isnull=True)),
                name="attainment_by_rule_or_judgement",
            ),
        ]
