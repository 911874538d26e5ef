"""The places of leaders in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (
    Place(RoleKind.LEADER, "web:leader", _("My schools")),
    Place(RoleKind.LEADER, "web:waiting", _("Who waits")),
    Place(RoleKind.LEADER, "web:communities", _("Learning communities")),
    Place(RoleKind.LEADER, "web:rules", _("Mastery rules")),
)
