"""What the template of the map shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class MapSheet:
    """One drawing, made for one width: `fits` is "wide", "narrow" or "all"."""

    fits: str
    width: int
    height: int
    svg: SafeString


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map: `kind` is "framework" or "neighbourhood"; `listed` says the same as the sheets in nested lists.

    Where the list would make the page too heavy it is empty and stands at `list_address`.
    """

    kind: str
    sheets: tuple[MapSheet, ...]
    listed: SafeString
    words: dict[str, str]
    count: int
    list_address: str = ""
