"""Pages of families."""

from __future__ import annotations

from ownpath.web.access.roles import FAMILY

ACCESS: dict[str, frozenset[str]] = {
    "web:family": FAMILY,
    "web:child": FAMILY,
}
