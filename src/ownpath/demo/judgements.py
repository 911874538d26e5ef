"""What the demo's teachers judged, with reasons as teachers write them."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.demo.cast import Story
from ownpath.demo.school import DemoSchool
from ownpath.demo.walk import SEED, Walker
from ownpath.foundation.clock import clock_at
from ownpath.foundation.progress import Progress
from ownpath.people.models import Person
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.services import record_judgement
from ownpath.proficiency.standing import gather_group_standing

ONE_IN = 3
MOST = 60
ATTAINED_REASONS = (
    "Explained it to a younger learner at the whiteboard without help, and answered questions about it.",
    "Used it correctly in the river project, where nobody asked for it.",
    "We sat together for ten minutes. Every step was right and every step had a reason.",
    "Found and mended the mistake in somebody else's work and could say why it was one.",
    "Did three new ones on paper while I watched. The tasks on the tablet were a reading problem.",
    "Taught it in the peer corner on Thursday; all four in the group could do it afterwards.",
)
NOT_YET_REASONS = (
    "The answers are right, but asked for the reason there was a rule and no idea behind it. We look at it on Monday.",
    "Right on the tablet, lost with real measuring tape. Let us do it with things first.",
    "Still needs the chart on the wall. That is fine, and it is not yet without it.",
    "Guesses well. In our talk two of three new ones went wrong.",
)


def judge_some(school: DemoSchool, walkers: list[Walker], *, moment: datetime, progress: Progress) -> int:
    """Some judgements that agree with the estimates and some that do not; gives how many."""
    progression = gather_progression(school.district.pk)
    people = {person.pk: person for person in school.learners}
    chosen = [
        walker
        for walker in walkers
        if walker.cast.story == Story.JUDGED or (walker.cast.number % ONE_IN == 0 and walker.cast.story != Story.NEW)
    ][:MOST]
    progress.begin("Teachers judge", len(chosen))
    standing = gather_group_standing(
        Person.objects.filter(pk__in=[walker.learner_id for walker in chosen]),
        progression,
        moment,
        learner_ids=[walker.learner_id for walker in chosen],
    )
    made = 0
    for number, walker in enumerate(chosen):
        chance = np.random.default_rng([SEED, walker.cast.number, 7])
        working = np.flatnonzero(standing.working[number] & ~progression.is_habit)
        lately = np.flatnonzero(standing.lately[number] & standing.held[number] & ~progression.is_habit)
        decisions = []
        if working.size:
            decisions.append((int(chance.choice(working)), Judgement.Verdict.ATTAINED, ATTAINED_REASONS))
        if lately.size and (walker.cast.story == Story.JUDGED or walker.cast.number % 2 == 0):
            decisions.append((int(chance.choice(lately)), Judgement.Verdict.NOT_YET, NOT_YET_REASONS))
        for place, verdict, reasons in decisions:
            with clock_at(moment + timedelta(minutes=made)):
                record_judgement(
                    acting_person=school.coach_of(walker.cast.number),
                    learner=people[walker.learner_id],
                    competency=competency_of(progression.cards[place]),
                    verdict=verdict,
                    reason=str(chance.choice(reasons)),
                )
            made += 1
        progress.advance()
    return made
