"""The places of families in the frame of every page; the first one is home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ownpath.people.models import RoleKind
from ownpath.web.design.place import Place

# In these languages the pages of families are complete, and those of others are not.
COMPLETE_FOR_FAMILIES_ONLY = frozenset({"ar"})
PLACES = (Place(RoleKind.FAMILY_MEMBER, "web:family", _("My family")),)
