"""What the computer estimates and what a teacher judges, side by side; neither overwrites the other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.evidence.models import Evidence
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person


class ParameterSet(DistrictRow):
    """The numbers of the model as a district uses or used them: shipped, or fitted on its own evidence."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("shipped with Ownpath")
        FITTED = "fitted", _("fitted on this district's evidence")

    personal_data: ClassVar[dict[str, str]] = {
        "hash": "none",
        "body": "none",
        "origin": "none",
        "model_name": "none",
        "model_version": "none",
        "fitted_at": "none",
        "responses": "none",
        "learners": "none",
        "evidence_until": "none",
    }

    hash = models.CharField(max_length=64, help_text="SHA-256, as the model gives it")
    body = models.BinaryField(help_text="All numbers, exactly")
    origin = models.CharField(max_length=10, choices=Origin)
    model_name = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    fitted_at = models.DateTimeField(help_text="Where shipped: when this district began to use them")
    responses = models.PositiveIntegerField(default=0, help_text="Answers they were fitted on; none where shipped")
    learners = models.PositiveIntegerField(default=0)
    evidence_until = models.DateTimeField(null=True, blank=True, help_text="The latest answer they were fitted on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "hash"], name="parameters_once")]


class Generation(DistrictRow):
    """All estimates of a district computed with one set of parameters. One is live; a new one is built beside it."""

    class State(models.TextChoices):
        BUILDING = "building", _("being built")
        LIVE = "live", _("in use")
        RETIRED = "retired", _("no longer in use")

    personal_data: ClassVar[dict[str, str]] = {
        "number": "none",
        "parameter_set": "none",
        "state": "none",
        "reason": "none",
        "started_at": "none",
        "live_at": "none",
        "retired_at": "none",
        "cleared_at": "none",
        "learners_total": "none",
        "learners_built": "none",
        "newly_attained": "none",
    }

    number = models.PositiveIntegerField()
    parameter_set = models.ForeignKey(ParameterSet, on_delete=models.PROTECT, related_name="generations")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=40, help_text="A code: first, refit, rolled_back, new_model")
    started_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True, help_text="When its estimates were removed")
    learners_total = models.PositiveIntegerField(default=0)
    learners_built = models.PositiveIntegerField(default=0)
    newly_attained = models.PositiveIntegerField(default=0, help_text="How much was first attained by going live")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="generation_number_once"),
            models.UniqueConstraint(
                fields=["district"], condition=models.Q(state="live"), name="generation_one_live_per_district"
            ),
            models.UniqueConstraint(
                fields=["district"], condition=models.Q(state="building"), name="generation_one_built_at_a_time"
            ),
        ]


class EstimatesInUse(DistrictRow):
    """Which generation a district reads, and which is being built: one row, so that the switch is one small write."""

    personal_data: ClassVar[dict[str, str]] = {"live": "none", "building": "none"}

    live = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "estimates in use"
        constraints = [models.UniqueConstraint(fields=["district"], name="in_use_once_per_district")]


class Refit(DistrictRow):
    """One run of `ownpath fit`: what it measured here, what it decided and why. An unfinished row is its lock."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("running")
        WAITING = "waiting", _("not enough new evidence yet")
        REFUSED = "refused", _("not better, so not used")
        LIVE = "live", _("better, in use")
        ROLLED_BACK = "rolled_back", _("rolled back")
        FAILED = "failed", _("ended with an error")

    personal_data: ClassVar[dict[str, str]] = {
        "outcome": "none",
        "reason": "none",
        "step": "none",
        "started_at": "none",
        "beat_at": "none",
        "finished_at": "none",
        "worker": "none",
        "record": "none",
        "generation": "none",
    }

    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.RUNNING)
    reason = models.CharField(max_length=40, blank=True, help_text="A code, see `refit.REASONS`")
    step = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="The last sign of life")
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True, help_text="Machine and process that does it")
    record = models.JSONField(default=dict, blank=True)
    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="refits")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district"], condition=models.Q(finished_at__isnull=True), name="refit_one_at_a_time"
            )
        ]


class LearnerEstimate(DistrictRow):
    """What is common to all competencies of one learner, and up to which piece of evidence it reaches."""

    personal_data: ClassVar[dict[str, str]] = {
        "generation": "none",
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

    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="+", db_index=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="learner_estimates", db_index=False)
    state = models.BinaryField()
    evidence_count = models.PositiveIntegerField(default=0)
    last_ordered_at = models.DateTimeField(null=True)
    last_sequence = models.BigIntegerField(default=0)
    last_evidence_id = models.BigIntegerField(default=0)
    model_name = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "learner"], name="learner_estimate_once")]


class Estimate(DistrictRow):
    """The state of one learner on one competency after its last evidence. The three facts are fields of their own."""

    personal_data: ClassVar[dict[str, str]] = {
        "generation": "none",
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
        "attained_evidence": "learning",
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

    generation = models.ForeignKey(Generation, on_delete=models.PROTECT, related_name="+", db_index=False)
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
    attained_evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
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
        constraints = [models.UniqueConstraint(fields=["generation", "learner", "competency"], name="estimate_once")]
        # A board asks for a few columns of thousands of wide rows; from this index alone it is twice as fast.
        indexes = [
            models.Index(
                fields=[
                    "generation",
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


# How the rule of what a mastery check decided begins; how many of how many were right follows.
CHECK_RULE = "check "


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
        "generation": "none",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attainments")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    attained_at = models.DateTimeField()
    rule = models.CharField(max_length=80, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    generation = models.ForeignKey(
        Generation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["learner", "attained_at", "competency", "judgement", "generation"], name="attainment_facts"
            )
        ]
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


class Proposal(DistrictRow):
    """That the estimate or a check proposed something as attained while the school's rule asked for more; append-only.

    As soon as what is asked is there, it is attained. A teacher's judgement needs no proposal.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "proposed_at": "learning",
        "rule": "learning",
        "evidence": "learning",
        "recorded_at": "none",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    rule = models.CharField(max_length=80)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "competency"], name="proposal_once")]
