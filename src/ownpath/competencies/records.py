"""A framework as it comes from outside, whatever the file format was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any


def code_from(text: str) -> str:
    """A short code made from a title or a file's name; empty where it has no letter or digit of plain English."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:120]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyRecord:
    """One competency, or one heading of the outline. `row` says where it stands in the file."""

    identifier: str
    statement: str
    code: str = ""
    title: str = ""
    level: str = ""
    strand: str = ""
    parent: str = ""
    is_heading: bool = False
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    level_descriptions: dict[str, dict[str, str]] = field(default_factory=dict)
    uri: str = ""
    source: dict[str, Any] = field(default_factory=dict)
    row: int | None = None

    @property
    def name(self) -> str:
        """How a person would call it."""
        return self.code or self.identifier


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """`later` requires `earlier`, or deepens it; both are identifiers."""

    kind: str
    earlier: str
    later: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class AssociationRecord:
    """A link as published; either end may lie outside the framework."""

    identifier: str
    kind: str
    origin: str
    destination: str
    source: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkRecord:
    """A whole framework."""

    code: str
    title: str
    publisher: str = ""
    language: str = "en"
    kind: str = "knowledge"
    identifier: str = ""
    uri: str = ""
    file: str = ""
    competencies: tuple[CompetencyRecord, ...] = ()
    edges: tuple[EdgeRecord, ...] = ()
    associations: tuple[AssociationRecord, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrandRecord:
    """A strand as a school names it."""

    code: str
    name: str
    position: int
    translations: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """One level of a scale."""

    value: int
    name: str
    description: str = ""
    translations: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScaleRecord:
    """A proficiency scale with its levels."""

    code: str
    name: str
    levels: tuple[LevelRecord, ...]
    translations: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class FrameworkReport:
    """What storing a framework did."""

    framework: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    not_in_file: int = 0
    headings: int = 0
    edges: dict[str, int] = field(default_factory=dict)
    associations: dict[str, int] = field(default_factory=dict)
    ends_outside: int = 0
    wrote: bool = False
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """For the command line."""
        return {
            "framework": self.framework,
            "competencies": {
                "created": self.created,
                "changed": self.changed,
                "unchanged": self.unchanged,
                "not in the file any more, kept": self.not_in_file,
            },
            "headings": self.headings,
            "edges": self.edges,
            "associations": self.associations,
            "associations with an end outside": self.ends_outside,
            "notes": self.notes,
        }
