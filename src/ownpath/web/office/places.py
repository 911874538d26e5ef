"""The places of the office in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (
    Place(RoleKind.TECHNICAL_ADMINISTRATOR, "web:office", _("Office")),
    Place(RoleKind.TECHNICAL_ADMINISTRATOR, "web:office_frameworks", _("Frameworks")),
    Place(RoleKind.TECHNICAL_ADMINISTRATOR, "web:office_imports", _("Imports")),
)
