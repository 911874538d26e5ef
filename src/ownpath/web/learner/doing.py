"""Where a learner finds tasks: on a competency's page, and what waits on the page of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ownpath.assessment.bank import has_tasks
from ownpath.assessment.selectors import open_sittings
from ownpath.competencies.selectors import CompetencyCard, Progression, competency_of
from ownpath.people.models import Person
from ownpath.web.learner.tasks import kind_words

MOST_WAITING = 3


@dataclass(frozen=True, slots=True)
class WaitingTasks:
    """A sitting that was begun and can be taken up."""

    uuid: UUID
    kind: str
    about: str


def tasks_here(learner: Person, card: CompetencyCard) -> dict[str, Any]:
    """Whether a learner can practise a competency here, and the sitting they have open on it."""
    return {
        "has_tasks": not card.is_habit and has_tasks(competency_of(card)),
        "tasks_open": open_sittings(learner).filter(competency=card.id).first(),
        "competency_uuid": card.uuid,
    }


def gather_waiting(learner: Person, progression: Progression, language: str) -> list[WaitingTasks]:
    """What a learner has begun and can go on with: one query."""
    waiting = []
    for sitting in open_sittings(learner)[:MOST_WAITING]:
        place = progression.place_of.get(sitting.competency_id or 0)
        about = progression.cards[place].title_in(language) if place is not None else ""
        waiting.append(WaitingTasks(sitting.uuid, kind_words(sitting.kind), about))
    return waiting
