"""Misconceptions by name, in plain words for teachers, and the nudge that a learner reads.

A description finishes the sentence "a learner who gave this answer perhaps ...". A nudge says where to look again and
gives nothing away; several misconceptions share one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from ownpath.core.items.words import Words


def _read_table(name: str) -> list[dict[str, str]]:
    text = resources.files("ownpath.core.items").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_ROWS = _read_table("misconceptions.csv")
_NUDGES = {row["name"]: Words(row["en"], row["es"]) for row in _read_table("nudges.csv")}
MISCONCEPTIONS: Mapping[str, Words] = MappingProxyType({row["name"]: Words(row["en"], row["es"]) for row in _ROWS})
NUDGES: Mapping[str, Words] = MappingProxyType({row["name"]: _NUDGES[row["nudge"]] for row in _ROWS})
