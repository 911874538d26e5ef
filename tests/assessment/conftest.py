"""A school in its third week with tasks for what it teaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from made_items import number_item
from ownpath.assessment.services import store_items
from ownpath.competencies.models import Competency
from ownpath.foundation.clock import clock_at
from school import MONDAY, School, make_school

NOW = MONDAY + timedelta(days=9)


@pytest.fixture
def school(db: None) -> Iterator[School]:
    with clock_at(NOW):
        made = make_school()
        # One competency for which there are families; for another the teacher wrote a task.
        made.competencies["parts"] = Competency.objects.create(
            district=made.district,
            framework=made.framework,
            code="3.NF.A.1",
            title="parts",
            statement="I can say what part it is",
            source_identifier="parts",
            rank=3,
        )
        store_items(acting_person=made.person("teacher"), district=made.district, items=[number_item()])
        yield made
