"""The places of partners' mentors in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (Place(RoleKind.PARTNER_MENTOR, "web:mentor", _("Partner")),)
