"""Pages of leaders."""

from __future__ import annotations

from ownpath.web.access.roles import LEADERS, STAFF

ACCESS: dict[str, frozenset[str]] = {
    "web:leader": LEADERS,
    "web:waiting": LEADERS,
    "web:rules": LEADERS | STAFF,
    "web:rule": LEADERS | STAFF,
    "web:rule_live": LEADERS,
    "web:change_session": LEADERS,
}
