"""Reads a CASE package from JSON, tolerant of the variants that real systems write, strict on what matters."""

from __future__ import annotations

from typing import Any

from ownpath.foundation.errors import InputError
from ownpath.interop.case.schema import CFAssociation, CFItem, CFPackage


def is_case_package(content: Any) -> bool:
    """Whether JSON content looks like a package."""
    return isinstance(content, dict) and "CFDocument" in content and "CFItems" in content


def read_package(content: dict[str, Any], *, file: str) -> CFPackage:
    """The package in typed form; places are counted from 1 as they stand in the file's lists."""
    document = content["CFDocument"]
    if not isinstance(document, dict):
        raise InputError("It must be an object.", file=file, field="CFDocument")
    associations, repeated = _associations(_list(content, "CFAssociations", file), file)
    return CFPackage(
        identifier=_text(document, "identifier", file, "CFDocument"),
        uri=_text(document, "uri", file, "CFDocument", needed=False),
        title=_text(document, "title", file, "CFDocument"),
        publisher=_text(document, "publisher", file, "CFDocument", needed=False)
        or _text(document, "creator", file, "CFDocument", needed=False),
        language=_text(document, "language", file, "CFDocument", needed=False) or "en",
        items=tuple(_item(raw, place, file) for place, raw in enumerate(_list(content, "CFItems", file), start=1)),
        associations=associations,
        repeated=repeated,
    )


def _list(content: dict[str, Any], name: str, file: str) -> list[dict[str, Any]]:
    found = content.get(name, [])
    if not isinstance(found, list):
        raise InputError("It must be a list.", file=file, field=name)
    for place, entry in enumerate(found, start=1):
        if not isinstance(entry, dict):
            raise InputError("Each entry must be an object.", file=file, row=place, field=name)
    return found


def _text(raw: dict[str, Any], name: str, file: str, where: str, *, row: int | None = None, needed: bool = True) -> str:
    value = raw.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or (needed and not value.strip()):
        raise InputError("It must be a text.", file=file, row=row, field=f"{where}.{name}")
    return value.strip()


def _item(raw: dict[str, Any], place: int, file: str) -> CFItem:
    levels = raw.get("educationLevel") or raw.get("educationalLevel") or []
    if isinstance(levels, str):
        levels = [levels]
    return CFItem(
        identifier=_text(raw, "identifier", file, "CFItems", row=place),
        full_statement=_text(raw, "fullStatement", file, "CFItems", row=place),
        human_coding_scheme=_text(raw, "humanCodingScheme", file, "CFItems", row=place, needed=False),
        abbreviated_statement=_text(raw, "abbreviatedStatement", file, "CFItems", row=place, needed=False),
        item_type=_text(raw, "CFItemType", file, "CFItems", row=place, needed=False),
        education_level=",".join(str(level) for level in levels)[:40] if isinstance(levels, list) else "",
        uri=_text(raw, "uri", file, "CFItems", row=place, needed=False),
        place=place,
        raw=raw,
    )


def _node(raw: dict[str, Any], name: str, file: str, place: int) -> str:
    """The identifier of an end; it may be given as an object or as an address alone."""
    node = raw.get(name)
    if isinstance(node, dict):
        node = node.get("identifier") or node.get("uri")
    if not isinstance(node, str) or not node:
        raise InputError(
            "This end of the association is missing.", file=file, row=place, field=f"CFAssociations.{name}"
        )
    return node


def _associations(entries: list[dict[str, Any]], file: str) -> tuple[tuple[CFAssociation, ...], int]:
    """All associations; one that is there twice in the same words is counted, in other words it is an error."""
    found: list[CFAssociation] = []
    first: dict[str, CFAssociation] = {}
    repeated = 0
    for place, raw in enumerate(entries, start=1):
        association = CFAssociation(
            identifier=_text(raw, "identifier", file, "CFAssociations", row=place),
            association_type=_text(raw, "associationType", file, "CFAssociations", row=place),
            origin=_node(raw, "originNodeURI", file, place),
            destination=_node(raw, "destinationNodeURI", file, place),
            place=place,
            raw=raw,
        )
        before = first.setdefault(association.identifier, association)
        if before is not association:
            if before.raw != raw:
                raise InputError(
                    f"The identifier {association.identifier} is there twice with different content "
                    f"(first in row {before.place}).",
                    file=file,
                    row=place,
                    field="CFAssociations.identifier",
                )
            repeated += 1
        found.append(association)
    return tuple(found), repeated
