"""Pages of teachers and learning coaches."""

from __future__ import annotations

from ownpath.people.models import RoleKind
from ownpath.web.access.roles import LEADERS, STAFF

ACCESS: dict[str, frozenset[str]] = {
    "web:judge": STAFF,
    "web:board": STAFF | LEADERS,
    "web:coached": frozenset({RoleKind.LEARNING_COACH}),
    "web:communities": STAFF | LEADERS,
}
