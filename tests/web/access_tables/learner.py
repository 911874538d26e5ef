"""Pages about one learner, and the pages that a learner has alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from access_tables.rows import (
    BAD,
    FORBIDDEN,
    GET,
    NOT_THERE,
    PICTURE_OF_LEARNER,
    POST,
    SEE_OTHER,
    Row,
    learner,
    learner_and_competency,
    only,
)
from ownpath.foundation.clock import today
from ownpath.opportunities.services import choose_step
from ownpath.plans.services import make_goal, write_about_me
from school import School


def goal(school: School) -> list[Any]:
    """The address names a goal of the learner."""
    own = school.person("learner")
    made = make_goal(acting_person=own, learner=own, statement="Add big numbers", by_when=today() + timedelta(days=7))
    return [made.uuid]


def about_me(school: School) -> list[Any]:
    """The address names words of the learner, shared with family and teachers."""
    words = write_about_me(
        acting_person=school.person("learner"), kind="interest", text="Boats", shared_with="my_family_too"
    )
    return [words.uuid]


def own_competency(school: School) -> list[Any]:
    """The address names a competency of the district."""
    return [school.competencies["add"].uuid]


def choice(school: School) -> list[Any]:
    """The address names what the learner chose among next steps."""
    made = choose_step(
        acting_person=school.person("learner"), competency=school.competencies["add"], kind="ready", said="start"
    )
    return [made.uuid]


# A goal is changed by the learner and by whoever teaches or coaches them; others of the staff do not find it.
CHANGES_GOAL = {
    **only(),
    **dict.fromkeys(("learner", "teacher"), SEE_OTHER),
    **dict.fromkeys(("neighbour", "stranger", "coach", "other_teacher"), NOT_THERE),
}

OWN_WORDS = {**only(), "learner": SEE_OTHER, "neighbour": NOT_THERE, "stranger": NOT_THERE}

TABLE = [
    Row("today", GET, only("learner", "neighbour", "stranger")),
    Row("next", GET, only("learner", "neighbour", "stranger")),
    Row("choose_step", POST, only("learner", "neighbour", "stranger", then=BAD), own_competency, is_about=True),
    Row("take_back_choice", POST, OWN_WORDS, choice, is_about=True),
    Row("picture", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row("competency", GET, PICTURE_OF_LEARNER, learner_and_competency, is_about=True),
    Row("growth", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row("map", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row("map_list", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row("goals", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row(
        "add_goal",
        POST,
        {**CHANGES_GOAL, "learner": BAD, "teacher": BAD},
        learner,
        is_about=True,
    ),
    Row("close_goal", POST, {**CHANGES_GOAL, "learner": BAD, "teacher": BAD}, goal, is_about=True),
    Row("drop_goal", POST, CHANGES_GOAL, goal, is_about=True),
    Row("reopen_goal", POST, CHANGES_GOAL, goal, is_about=True),
    Row(
        "agree_goal",
        POST,
        {**CHANGES_GOAL, **dict.fromkeys(("learner", "neighbour", "stranger"), FORBIDDEN)},
        goal,
        is_about=True,
    ),
    Row("about_me", GET, only("learner", "neighbour", "stranger")),
    Row("write_about_me", POST, only("learner", "neighbour", "stranger", then=BAD)),
    Row("change_about_me", POST, {**OWN_WORDS, "learner": BAD}, about_me, is_about=True),
    Row("remove_about_me", POST, OWN_WORDS, about_me, is_about=True),
]
