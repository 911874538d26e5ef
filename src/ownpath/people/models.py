"""People as the record knows them. What names a person stands apart from what the person did."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from ownpath.foundation.models import DistrictRow


class Person(DistrictRow):
    """The anchor that records hang on. It holds no identity, so that erasing an identity leaves the records true."""

    personal_data: ClassVar[dict[str, str]] = {"created_at": "none", "erased_at": "none"}

    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.uuid)


class Identity(DistrictRow):
    """Who a person is: everything here goes when the person is erased."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": "none",
        "given_name": "identity",
        "family_name": "identity",
        "email": "contact",
        "language": "identity",
        "birth_date": "identity",
        "external_id": "identity",
    }

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="en")
    birth_date = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=255, blank=True, help_text="The identifier in the system it came from")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "external_id"],
                condition=~models.Q(external_id=""),
                name="identity_one_per_external_id",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given and family name, as a person would say them."""
        return f"{self.given_name} {self.family_name}".strip()


class RoleKind(models.TextChoices):
    LEARNER = "learner", _("learner")
    TEACHER = "teacher", _("teacher")
    LEARNING_COACH = "learning_coach", _("learning coach")
    FAMILY_MEMBER = "family_member", _("family member")
    PARTNER_MENTOR = "partner_mentor", _("partner mentor")
    LEADER = "leader", _("leader")
    TECHNICAL_ADMINISTRATOR = "technical_administrator", _("technical administrator")


class Partner(DistrictRow):
    """A business, industry or community organisation; its people are mentors."""

    personal_data: ClassVar[dict[str, str]] = {"name": "none", "offers": "none"}

    name = models.CharField(max_length=200)
    offers = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(DistrictRow):
    """What a person is here, from a day to a day; one person may have several."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": "none",
        "kind": "access",
        "partner": "access",
        "begins_on": "access",
        "ends_on": "access",
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=30, choices=RoleKind)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="mentors")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="role_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["person", "kind", "begins_on"], name="role_once_per_day"),
        ]


class RelationshipKind(models.TextChoices):
    FAMILY_OF = "family_of", _("family of")
    COACH_OF = "coach_of", _("learning coach of")


class Relationship(DistrictRow):
    """Somebody who stands by a learner, from a day to a day."""

    personal_data: ClassVar[dict[str, str]] = {
        "kind": "identity",
        "person": "none",
        "learner": "none",
        "described_as": "identity",
        "begins_on": "access",
        "ends_on": "access",
    }

    kind = models.CharField(max_length=20, choices=RelationshipKind)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_to_learners")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_as_learner")
    described_as = models.CharField(max_length=40, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "learner", "begins_on"], name="relationship_once_per_day"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="relationship_ends_after_it_begins",
            ),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Only what Django's sign-in asks for."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(DistrictRow, AbstractBaseUser):
    """A way to sign in as one person."""

    personal_data: ClassVar[dict[str, str]] = {
        "password": "access",
        "last_login": "access",
        "username": "identity",
        "person": "none",
        "is_active": "access",
    }

    username = models.CharField(max_length=150, unique=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return self.username


class AuditAction(models.TextChoices):
    READ = "read", _("read")
    CHANGED = "changed", _("changed")
    EXPORTED = "exported", _("exported")


class AuditEntry(DistrictRow):
    """Who read or changed what about a learner; append-only. Without a learner it is about a whole group."""

    personal_data: ClassVar[dict[str, str]] = {
        "at": "access",
        "acting_person": "none",
        "acting_system": "none",
        "learner": "none",
        "action": "access",
        "what": "access",
        "detail": "access",
    }

    at = models.DateTimeField()
    acting_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    acting_system = models.CharField(max_length=100, blank=True)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="audit_entries")
    action = models.CharField(max_length=12, choices=AuditAction)
    what = models.CharField(max_length=60)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "at"], name="audit_of_a_learner")]
