"""Pages of partners' mentors."""

from __future__ import annotations

from ownpath.web.access.roles import MENTORS

ACCESS: dict[str, frozenset[str]] = {
    "web:mentor": MENTORS,
}
