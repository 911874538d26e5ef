"""What is read of a CASE package (CFPackage, versions 1.0 and 1.1). The standard's names live in this folder only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KNOWN_ASSOCIATION_TYPES = frozenset(
    {
        "isChildOf",
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
        "hasSkillLevel",
        "isTranslationOf",
    }
)
CHILD_OF, PRECEDES = "isChildOf", "precedes"


@dataclass(frozen=True, slots=True)
class CFItem:
    """One item of a package."""

    identifier: str
    full_statement: str
    human_coding_scheme: str
    abbreviated_statement: str
    item_type: str
    education_level: str
    uri: str
    place: int
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CFAssociation:
    """One association of a package."""

    identifier: str
    association_type: str
    origin: str
    destination: str
    place: int
    raw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CFPackage:
    """A document with its items and associations."""

    identifier: str
    uri: str
    title: str
    publisher: str
    language: str
    items: tuple[CFItem, ...]
    associations: tuple[CFAssociation, ...]
    repeated: int
