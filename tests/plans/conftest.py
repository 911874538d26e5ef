"""A school in its third week, at nine on a Wednesday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ownpath.foundation.clock import clock_at
from school import MONDAY, School, make_school

NOW = MONDAY + timedelta(days=9)


@pytest.fixture
def school(db: None) -> Iterator[School]:
    with clock_at(NOW):
        yield make_school()
