"""Items of a file into the item bank, and out of it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ownpath.assessment.selectors import gather_current_items
from ownpath.assessment.services import StoredItems, store_items
from ownpath.foundation.errors import InputError, InputErrors
from ownpath.foundation.models import District
from ownpath.interop.items.read import as_typed, is_typed, read_items


def import_items(path: Path, *, district: District) -> StoredItems:
    """Store the items of a file, all or none; what is there already stays as it is."""
    items = read_items(path)
    try:
        return store_items(acting_person=None, acting_system="ownpath import items", district=district, items=items)
    except InputErrors as errors:
        if not is_typed(path):
            raise
        raise InputErrors([as_typed(error) for error in errors.errors], errors.total) from None
    except InputError as error:
        raise (as_typed(error) if is_typed(path) else error) from None


def gather_exported(district: District) -> Iterator[dict[str, Any]]:
    """The items in use, as their files hold them, in the order of their names."""
    for item, framework in gather_current_items(district.pk):
        held_back = item.key.held_back
        competencies = sorted(each.code for each in item.competencies.all())
        exported = {
            "name": item.name,
            "competencies": competencies,
            "difficulty": item.difficulty,
            "author": item.credit,
            "stimulus": item.shown["stimulus"],
            "public": item.shown["public"],
            "key": held_back["key"],
            "hints": held_back["hints"],
            "solution": held_back["solution"],
        }
        if framework:
            exported["framework"] = framework
        yield exported
