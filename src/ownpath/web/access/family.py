"""Pages of families."""

from __future__ import annotations

from ownpath.web.access.roles import FAMILY

ACCESS: dict[str, frozenset[str]] = {
    "web:family": FAMILY,
    "web:child": FAMILY,
    "web:child_sheet": FAMILY,
    "web:child_text": FAMILY,
    "web:child_text_file": FAMILY,
    "web:child_competency": FAMILY,
}
