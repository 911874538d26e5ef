"""What learners choose of what they could do next, and how much of a session refreshing may take."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.competencies.models import Competency
from ownpath.core.review import MOST_SHARE
from ownpath.foundation.models import DistrictRow
from ownpath.people.models import Person

MOST_PERCENT = round(100 * MOST_SHARE)


class StepChoice(DistrictRow):
    """What a learner said to one of their next steps. Its uuid is the token of the form."""

    class Kind(models.TextChoices):
        READY = "ready", _("ready for it")
        DEEPER = "deeper", _("going deeper")
        REFRESH = "refresh", _("refreshing")

    class Said(models.TextChoices):
        START = "start", _("I start with this")
        NOT_NOW = "not_now", _("not now")

    personal_data: ClassVar[dict[str, str]] = {
        "learner": "none",
        "competency": "learning",
        "kind": "learning",
        "said": "learning",
        "chosen_at": "learning",
        "stands_until": "learning",
        "taken_back_at": "learning",
    }

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="step_choices", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    said = models.CharField(max_length=8, choices=Said)
    chosen_at = models.DateTimeField()
    stands_until = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "stands_until"], name="choices_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stands_until__gt=models.F("chosen_at")), name="choice_stands_for_a_while"
            )
        ]


class SessionSetting(DistrictRow):
    """How many tasks a session has in a district, and at most how many of a hundred are refreshing."""

    personal_data: ClassVar[dict[str, str]] = {
        "tasks": "none",
        "refresh_percent": "none",
        "set_by": "none",
        "set_at": "none",
    }

    tasks = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1), MaxValueValidator(60)])
    refresh_percent = models.PositiveSmallIntegerField(
        default=MOST_PERCENT, validators=[MaxValueValidator(MOST_PERCENT)]
    )
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district"], name="session_once_per_district"),
            models.CheckConstraint(
                condition=models.Q(refresh_percent__lte=MOST_PERCENT), name="session_refreshing_has_a_bound"
            ),
        ]
