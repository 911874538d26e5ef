"""Pages about one learner, for the learner and those who stand by them."""

from __future__ import annotations

from ownpath.web.access.roles import FAMILY, LEADERS, LEARNER, STAFF

ACCESS: dict[str, frozenset[str]] = {
    "web:picture": LEARNER | STAFF | FAMILY | LEADERS,
    "web:competency": LEARNER | STAFF | FAMILY | LEADERS,
}
