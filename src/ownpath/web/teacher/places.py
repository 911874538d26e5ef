"""The places of teachers and learning coaches in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (
    Place(RoleKind.TEACHER, "web:communities", _("Learning communities")),
    Place(RoleKind.LEARNING_COACH, "web:coached", _("Learners I coach")),
)
