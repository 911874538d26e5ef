"""Leaders' pages are opened at one moment, after eight weeks of answers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from leader_pages import NOON

from ownpath.foundation.clock import clock_at


@pytest.fixture(autouse=True)
def nothing_kept():
    """Every page counts for itself."""
    cache.clear()
    with clock_at(NOON):
        yield
    cache.clear()
