"""What every stored row shares: an inside id, an outside uuid, and the district it belongs to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class District(models.Model):
    """The outermost boundary: no read ever crosses it."""

    personal_data: ClassVar[dict[str, str]] = {
        "code": "none",
        "name": "none",
        "time_zone": "none",
        "created_at": "none",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class DistrictRow(models.Model):
    """Base of every other model."""

    district = models.ForeignKey("foundation.District", on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
