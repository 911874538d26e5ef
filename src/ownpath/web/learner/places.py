"""The places of a learner in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (
    Place(RoleKind.LEARNER, "web:today", _("Today")),
    Place(RoleKind.LEARNER, "web:picture", _("My picture"), names_oneself=True),
    Place(RoleKind.LEARNER, "web:map", _("My map"), names_oneself=True),
    Place(RoleKind.LEARNER, "web:goals", _("My goals"), names_oneself=True),
    Place(RoleKind.LEARNER, "web:growth", _("What is new"), names_oneself=True),
    Place(RoleKind.LEARNER, "web:about_me", _("About me")),
)
