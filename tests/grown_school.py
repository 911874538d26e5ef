"""A school with some learners and weeks of answers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from ownpath.core.mastery import Parameters, default_parameters
from ownpath.people.models import RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.proficiency.models import Estimate, LearnerEstimate
from ownpath.proficiency.services import record_evidence
from ownpath.proficiency.storage import ESTIMATE_COLUMNS, LEARNER_COLUMNS
from school import AUTUMN, MONDAY, School, piece


def shifted(by: float) -> Parameters:
    """The shipped parameters, but every estimate starts so much higher."""
    shipped = default_parameters()
    if hasattr(shipped, "start"):
        return replace(shipped, start=shipped.start + by)
    weights = shipped.weights.copy()
    weights[0] += by
    return replace(shipped, weights=weights)


def answers_of(school: School, learner_id: int, count: int = 24, seed: int = 1) -> list[object]:
    """Answers over eight weeks on all three competencies."""
    chance = random.Random(f"{seed} {learner_id - min(each.pk for each in school.people.values())}")
    strength = chance.gauss(1.6, 0.5)
    return [
        piece(
            school,
            number,
            learner_id=learner_id,
            competency_id=school.competencies[chance.choice(["add", "multiply", "divide"])].pk,
            result=float(chance.gauss(strength, 1) > 0),
            task=f"task-{chance.randrange(30)}",
            happened_at=MONDAY + timedelta(days=56 * number / count, minutes=number),
            source_record=f"{seed}-{number}",
        )
        for number in range(count)
    ]


def grow(school: School, n_learners: int = 12) -> list[int]:
    """More learners, all with answers; gives their numbers."""
    made = add_people(
        acting_person=None,
        district=school.district,
        people=[
            NewPerson(given_name=f"N{each}", roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for each in range(n_learners)
        ],
    )
    ids = [person.pk for person in made]
    pieces = [each for learner_id in ids for each in answers_of(school, learner_id)]
    record_evidence(acting_person=None, district=school.district, pieces=pieces)
    return ids


def everything(rows: object = None) -> list[tuple[object, ...]]:
    """All that the estimates in some generation say, but not which generation it is."""
    estimates = Estimate.objects.all() if rows is None else Estimate.objects.filter(generation=rows)
    learners = LearnerEstimate.objects.all() if rows is None else LearnerEstimate.objects.filter(generation=rows)
    found = [
        *estimates.order_by("learner", "competency").values_list("learner_id", "competency_id", *ESTIMATE_COLUMNS),
        *learners.order_by("learner").values_list("learner_id", *LEARNER_COLUMNS),
    ]
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in found]
