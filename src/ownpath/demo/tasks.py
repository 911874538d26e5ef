"""A task that one of the demo's teachers wrote, and one that waits for its first learner."""

from __future__ import annotations

from datetime import datetime, timedelta

from ownpath.assessment.bank import has_tasks
from ownpath.assessment.models import Sitting
from ownpath.assessment.services import NewItem, start_sitting, write_item
from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.demo.school import DemoSchool
from ownpath.demo.walk import SEED
from ownpath.foundation.clock import clock_at
from ownpath.people.models import Person
from ownpath.proficiency.standing import gather_group_standing

WRITTEN = NewItem(
    name="half-a-pie",
    task={
        "competencies": ["3.NF.A.1"],
        "difficulty": 0.0,
        "stimulus": [
            {
                "part": "text",
                "words": {
                    "en": "A pie is cut into 8 equal pieces. You eat 3. What part of the pie is left?",
                    "es": "Una tarta se corta en 8 pedazos iguales. Te comes 3. ¿Qué parte de la tarta queda?",
                },
            }
        ],
        "public": {"kind": "number"},
        "key": {
            "kind": "number",
            "value": "5/8",
            "wrong": [
                {
                    "value": "3/8",
                    "misconception": "counts_the_other_part",
                    "words": {"en": "That is the part you ate.", "es": "Esa es la parte que te comiste."},
                }
            ],
        },
        "hints": [{"en": "How many pieces are left?", "es": "¿Cuántos pedazos quedan?"}],
        "solution": [
            {
                "part": "text",
                "words": {
                    "en": "8 pieces less 3 are 5 pieces, so [[5/8]] is left.",
                    "es": "8 pedazos menos 3 son 5 pedazos: queda [[5/8]].",
                },
            }
        ],
    },
)


def begin_some_tasks(school: DemoSchool, *, days: list[datetime]) -> int:
    """Let a teacher write a task, and the first learner begin to practise what they work on. Counts both."""
    moment = days[-1] + timedelta(hours=6)
    with clock_at(moment):
        write_item(acting_person=school.teachers[0], new=WRITTEN)
        return 1 + _begin_practice(school.learners[0], moment)


def _begin_practice(learner: Person, moment: datetime) -> int:
    progression = gather_progression(learner.district_id)
    standing = gather_group_standing(Person.objects.filter(pk=learner.pk), progression, moment)
    for place in (standing.working[0] | standing.ready[0]).nonzero()[0]:
        card = progression.cards[int(place)]
        competency = competency_of(card)
        if not card.is_habit and has_tasks(competency):
            start_sitting(
                acting_person=learner, learner=learner, kind=Sitting.Kind.PRACTICE, competency=competency, seed=SEED
            )
            return 1
    return 0
