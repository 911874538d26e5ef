"""The names in files of items; docs/reference/item-files.md explains them."""

from __future__ import annotations

from ownpath.assessment.written import FIELDS

FORMAT, VERSION = "ownpath-items", 1
# Of one item in JSON: all that `core.items.Task` has, and how the item is found again.
NEEDED = ("name", "competencies", "stimulus", "public", "key")
OPTIONAL = ("framework", "difficulty", "author", "hints", "solution")
COLUMNS = FIELDS
NEEDED_COLUMNS = ("name", "kind", "competencies", "answer")
MOST_ITEMS = 20_000
