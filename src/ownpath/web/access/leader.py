"""Pages of leaders."""

from __future__ import annotations

from ownpath.web.access.roles import LEADERS

ACCESS: dict[str, frozenset[str]] = {
    "web:leader": LEADERS,
    "web:waiting": LEADERS,
}
