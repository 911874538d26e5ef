"""What can be learned, in which order, and on which scale it is described."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.foundation.models import DistrictRow


class ProficiencyScale(DistrictRow):
    """The school's named levels."""

    personal_data: ClassVar[dict[str, str]] = {"code": "none", "name": "none", "translations": "none"}

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="scale_one_per_code")]

    def __str__(self) -> str:
        return self.name


class ProficiencyLevel(DistrictRow):
    """One named level of a scale."""

    personal_data: ClassVar[dict[str, str]] = {
        "scale": "none",
        "value": "none",
        "name": "none",
        "description": "none",
        "translations": "none",
    }

    scale = models.ForeignKey(ProficiencyScale, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=400, blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("value",)
        constraints = [models.UniqueConstraint(fields=["scale", "value"], name="level_one_per_value")]


class Strand(DistrictRow):
    """One of the five or six families of competencies that a report shows side by side."""

    personal_data: ClassVar[dict[str, str]] = {
        "code": "none",
        "name": "none",
        "translations": "none",
        "position": "none",
    }

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    translations = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="strand_one_per_code")]

    def __str__(self) -> str:
        return self.name


class Framework(DistrictRow):
    """A published set of competencies."""

    personal_data: ClassVar[dict[str, str]] = {
        "code": "none",
        "title": "none",
        "publisher": "none",
        "language": "none",
        "scale": "none",
        "kind": "none",
        "in_use": "none",
        "revision": "none",
        "source_identifier": "none",
        "source_uri": "none",
        "source": "none",
    }

    class Kind(models.TextChoices):
        KNOWLEDGE = "knowledge", _("what a learner knows and can do")
        HABITS = "habits", _("habits of success")

    code = models.SlugField(max_length=120)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=12, default="en")
    scale = models.ForeignKey(ProficiencyScale, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.KNOWLEDGE)
    in_use = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1, help_text="Counts up with every change to what it holds")
    source_identifier = models.CharField(max_length=255, blank=True)
    source_uri = models.CharField(max_length=500, blank=True)
    source = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="framework_one_per_code")]

    def __str__(self) -> str:
        return self.title


class MasteryRule(DistrictRow):
    """What a framework asks before a competency counts as attained, and as still held."""

    personal_data: ClassVar[dict[str, str]] = {
        "framework": "none",
        "reference_probability": "none",
        "claim_confidence": "none",
        "least_evidence": "none",
        "least_tasks": "none",
        "hold_probability": "none",
    }

    framework = models.OneToOneField(Framework, on_delete=models.CASCADE, related_name="mastery_rule")
    reference_probability = models.FloatField(default=0.8, validators=[MinValueValidator(0.5), MaxValueValidator(0.99)])
    claim_confidence = models.FloatField(default=0.9, validators=[MinValueValidator(0.5), MaxValueValidator(0.999)])
    least_evidence = models.PositiveSmallIntegerField(default=4)
    least_tasks = models.PositiveSmallIntegerField(default=3)
    hold_probability = models.FloatField(default=0.65, validators=[MinValueValidator(0.3), MaxValueValidator(0.99)])


class MasteryRuleChange(DistrictRow):
    """One change of a mastery rule: who, when, why, and what is asked from then on; append-only. The latest counts.

    Of a framework it holds the whole rule; of a single competency what is asked beside the estimate, which then goes
    before what its framework asks.
    """

    class Asks(models.TextChoices):
        NOTHING = "", _("nothing more")
        PERFORMANCE = "performance", _("a performance task that went well")
        TEACHER = "teacher", _("a teacher's yes")

    personal_data: ClassVar[dict[str, str]] = {
        "framework": "none",
        "competency": "none",
        "criterion": "none",
        "asks": "none",
        "least_pieces": "none",
        "least_contexts": "none",
        "reason": "none",
        "touches": "none",
        "set_by": "none",
        "set_at": "none",
    }

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rule_changes")
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, blank=True, related_name="rule_changes"
    )
    criterion = models.JSONField(default=dict, blank=True, help_text="The numbers of MasteryRule, where they changed")
    asks = models.CharField(max_length=12, choices=Asks, blank=True, default=Asks.NOTHING)
    least_pieces = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(50)])
    least_contexts = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(10)])
    reason = models.CharField(max_length=500)
    touches = models.JSONField(default=dict, blank=True, help_text="How many it was said to touch before it went live")
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["framework", "set_at"], name="rule_changes_in_time")]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="rule_change_names_a_reason")]


class Competency(DistrictRow):
    """One statement of what a learner can do, or a heading of the outline that groups such statements."""

    personal_data: ClassVar[dict[str, str]] = {
        "framework": "none",
        "code": "none",
        "title": "none",
        "statement": "none",
        "translations": "none",
        "level_descriptions": "none",
        "strand": "none",
        "level": "none",
        "outline_parent": "none",
        "is_heading": "none",
        "position": "none",
        "rank": "none",
        "source_identifier": "none",
        "source_uri": "none",
        "source": "none",
    }

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competencies")
    code = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120, blank=True)
    statement = models.TextField()
    translations = models.JSONField(default=dict, blank=True, help_text='{"es": {"title": ..., "statement": ...}}')
    level_descriptions = models.JSONField(default=dict, blank=True, help_text='{"en": {"1": ...}, "es": {...}}')
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, null=True, blank=True, related_name="competencies")
    level = models.CharField(max_length=40, blank=True)
    outline_parent = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, blank=True, related_name="outline_children"
    )
    is_heading = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(default=0, help_text="Longest way to it along the edges; keeps them acyclic")
    source_identifier = models.CharField(max_length=255)
    source_uri = models.CharField(max_length=500, blank=True)
    source = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(fields=["framework", "source_identifier"], name="competency_one_per_identifier")
        ]
        indexes = [models.Index(fields=["framework", "code"], name="competency_by_code")]

    def __str__(self) -> str:
        return self.code or self.statement[:60]


class EdgeKind(models.TextChoices):
    REQUIRES = "requires", _("must be held before")
    DEEPENS = "deepens", _("is gone into deeper by")


class ProgressionEdge(DistrictRow):
    """`later` requires `earlier`, or deepens it."""

    personal_data: ClassVar[dict[str, str]] = {"kind": "none", "earlier": "none", "later": "none"}

    kind = models.CharField(max_length=10, choices=EdgeKind)
    earlier = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="edges_to_later")
    later = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="edges_to_earlier")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "earlier", "later"], name="edge_once"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="edge_not_to_itself"),
        ]


class Association(DistrictRow):
    """A link of a published framework, as published: also those whose other end lies outside it."""

    personal_data: ClassVar[dict[str, str]] = {
        "framework": "none",
        "kind": "none",
        "origin_identifier": "none",
        "destination_identifier": "none",
        "origin": "none",
        "destination": "none",
        "source_identifier": "none",
        "source": "none",
    }

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="associations")
    kind = models.CharField(max_length=60)
    origin_identifier = models.CharField(max_length=500)
    destination_identifier = models.CharField(max_length=500)
    origin = models.ForeignKey(Competency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    destination = models.ForeignKey(Competency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source_identifier = models.CharField(max_length=255)
    source = models.JSONField(default=dict, blank=True)
