"""Misconceptions by name, described in plain words in both languages.

The descriptions finish the sentence "a learner who gave this answer perhaps ..." and are for teachers; what a learner
reads about a wrong answer is feedback, which an author writes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from ownpath.core.items.words import Words

_TABLE = resources.files("ownpath.core.items").joinpath("misconceptions.csv").read_text(encoding="utf-8")
MISCONCEPTIONS: Mapping[str, Words] = MappingProxyType(
    {row["name"]: Words(row["en"], row["es"]) for row in csv.DictReader(_TABLE.splitlines())}
)
