"""Pages of the office."""

from __future__ import annotations

from ownpath.web.access.roles import OFFICE

ACCESS: dict[str, frozenset[str]] = {
    "web:office": OFFICE,
    "web:office_frameworks": OFFICE,
    "web:office_imports": OFFICE,
}
