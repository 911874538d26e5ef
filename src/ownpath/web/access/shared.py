"""Pages that belong to no audience."""

from __future__ import annotations

from ownpath.web.access.roles import ANYBODY, LEADERS, OFFICE, SIGNED_IN, STAFF

ACCESS: dict[str, frozenset[str]] = {
    "web:sign_in": ANYBODY,
    "web:sign_in_as": ANYBODY,
    "web:sign_out": ANYBODY,
    "web:set_language": ANYBODY,
    "web:home": SIGNED_IN,
    "web:search": SIGNED_IN,
    "web:gallery": STAFF | LEADERS | OFFICE,
    "web:model": STAFF | LEADERS | OFFICE,
}
