"""The places of teachers and learning coaches in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

PLACES = (
    Place(RoleKind.TEACHER, "web:morning", _("This morning")),
    Place(RoleKind.TEACHER, "web:my_learners", _("Our learners")),
    Place(RoleKind.TEACHER, "web:groups", _("Groups")),
    Place(RoleKind.TEACHER, "web:items", _("Tasks")),
    Place(RoleKind.LEARNING_COACH, "web:morning", _("This morning")),
    Place(RoleKind.LEARNING_COACH, "web:my_learners", _("Our learners")),
    Place(RoleKind.LEARNING_COACH, "web:items", _("Tasks")),
)
