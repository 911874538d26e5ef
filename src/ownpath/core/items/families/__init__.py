"""Parametric families: fresh tasks for a competency from a generator of chance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ownpath.core.items.families import (
    calculating_3,
    calculating_4,
    calculating_5,
    decimals_4,
    decimals_5,
    equations_6,
    equations_7,
    expressions_6,
    fractions_3,
    fractions_4,
    fractions_5,
    lines_8,
    measuring_4,
    measuring_5,
    moving_8,
    multiplying_3,
    multiplying_5,
    numbers_6,
    places_4,
    powers_8,
    ratios_6,
    ratios_7,
    shapes_3,
    shapes_6,
    shapes_7,
    shapes_8,
    signed_6,
    signed_7,
    tables_3,
    whole_numbers_4,
    whole_numbers_5,
)
from ownpath.core.items.families.authoring import REGISTERED, Family
from ownpath.core.items.families.making import draw_tasks, families_for, make_task

# Importing a module registers its families.
MODULES = (
    calculating_3,
    calculating_4,
    calculating_5,
    decimals_4,
    decimals_5,
    equations_6,
    equations_7,
    expressions_6,
    fractions_3,
    fractions_4,
    fractions_5,
    lines_8,
    measuring_4,
    measuring_5,
    moving_8,
    multiplying_3,
    multiplying_5,
    numbers_6,
    places_4,
    powers_8,
    ratios_6,
    ratios_7,
    shapes_3,
    shapes_6,
    shapes_7,
    shapes_8,
    signed_6,
    signed_7,
    tables_3,
    whole_numbers_4,
    whole_numbers_5,
)
FAMILIES: Mapping[str, Family] = MappingProxyType(REGISTERED)

__all__ = ["FAMILIES", "Family", "draw_tasks", "families_for", "make_task"]
