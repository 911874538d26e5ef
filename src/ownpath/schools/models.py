"""Schools, terms, and the communities in which teachers and learners share each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ownpath.foundation.models import District, DistrictRow
from ownpath.people.models import Person, RoleKind

__all__ = ["Affiliation", "District", "LearningCommunity", "Membership", "School", "Term"]


def _one_external_id(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["district", "external_id"], condition=~models.Q(external_id=""), name=name)


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")), name=name
    )


class School(DistrictRow):
    """A school of the district."""

    personal_data: ClassVar[dict[str, str]] = {"name": "none", "external_id": "none"}

    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [_one_external_id("school_one_per_external_id")]

    def __str__(self) -> str:
        return self.name


class Term(DistrictRow):
    """A named span of the school year; terms may lie inside others."""

    personal_data: ClassVar[dict[str, str]] = {
        "name": "none",
        "kind": "none",
        "begins_on": "none",
        "ends_on": "none",
        "inside": "none",
        "external_id": "none",
    }

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    inside = models.ForeignKey("schools.Term", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    external_id = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [_one_external_id("term_one_per_external_id"), _ends_after_it_begins("term_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class LearningCommunity(DistrictRow):
    """Teachers and learners who share each other."""

    personal_data: ClassVar[dict[str, str]] = {
        "school": "none",
        "name": "none",
        "subject": "none",
        "external_id": "none",
        "terms": "none",
    }

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="learning_communities")
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    terms = models.ManyToManyField(Term, blank=True, related_name="learning_communities")

    class Meta:
        verbose_name_plural = "learning communities"
        constraints = [_one_external_id("community_one_per_external_id")]

    def __str__(self) -> str:
        return self.name


class Affiliation(DistrictRow):
    """In which role a person belongs to a school, or with no school to the whole district, from a day to a day."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": "none",
        "school": "access",
        "role": "access",
        "year_level": "learning",
        "begins_on": "access",
        "ends_on": "access",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations")
    role = models.CharField(max_length=30, choices=RoleKind)
    year_level = models.CharField(max_length=12, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            _ends_after_it_begins("affiliation_ends_after_it_begins"),
            models.UniqueConstraint(fields=["person", "school", "role", "begins_on"], name="affiliation_once_per_day"),
        ]


class Membership(DistrictRow):
    """A learner or a teacher of a learning community, from a day to a day."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": "none",
        "community": "access",
        "role": "access",
        "begins_on": "access",
        "ends_on": "access",
        "external_id": "none",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    community = models.ForeignKey(LearningCommunity, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=RoleKind)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            _ends_after_it_begins("membership_ends_after_it_begins"),
            _one_external_id("membership_one_per_external_id"),
        ]
        indexes = [models.Index(fields=["community", "role"], name="membership_by_community")]
