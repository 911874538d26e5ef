"""Pages about one learner, and the pages that a learner has alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

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
from made_items import number_item
from ownpath.assessment.models import Sitting
from ownpath.assessment.selectors import waiting_task
from ownpath.assessment.services import answer_task, start_sitting, stop_sitting, store_items
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


def competency_with_tasks(school: School) -> list[Any]:
    """The address names a competency for which there is a task."""
    store_items(acting_person=school.person("teacher"), district=school.district, items=[number_item()])
    return [school.competencies["add"].uuid]


def begun(school: School) -> Sitting:
    """The learner practises."""
    competency_with_tasks(school)
    own = school.person("learner")
    return start_sitting(acting_person=own, learner=own, kind="practice", competency=school.competencies["add"])


def sitting(school: School) -> list[Any]:
    """The address names a sitting of the learner."""
    return [begun(school).uuid]


def ended_sitting(school: School) -> list[Any]:
    """The address names a sitting of the learner that has ended."""
    return [stop_sitting(acting_person=school.person("learner"), sitting=begun(school)).uuid]


def task_of_sitting(school: School) -> list[Any]:
    """The address names a task of the learner that waits."""
    return [begun(school).uuid, 1]


def answered_task(school: School) -> list[Any]:
    """The address names a task of the learner with its answer."""
    own = begun(school)
    task = waiting_task(own)
    assert task is not None
    answer_task(acting_person=school.person("learner"), task=task, token=uuid4(), answer={"unknown": True})
    return [own.uuid, 1]


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

# Tasks are the learner's alone; another learner does not find them, and nobody else has the page.
OWN_TASKS = {**only("learner"), "neighbour": NOT_THERE, "stranger": NOT_THERE}
CHANGES_TASKS = {**OWN_TASKS, "learner": SEE_OTHER}
BEGINS_TASKS = only("learner", "neighbour", "stranger", then=SEE_OTHER)

TABLE = [
    Row("start_practice", POST, BEGINS_TASKS, competency_with_tasks, is_about=True),
    Row("start_check", POST, BEGINS_TASKS, competency_with_tasks, is_about=True),
    Row("task", GET, OWN_TASKS, sitting, is_about=True),
    Row("task_done", GET, OWN_TASKS, answered_task, is_about=True),
    Row("answer_task", POST, {**OWN_TASKS, "learner": BAD}, task_of_sitting, is_about=True),
    Row("task_hint", POST, CHANGES_TASKS, task_of_sitting, is_about=True),
    Row("other_task", POST, CHANGES_TASKS, task_of_sitting, is_about=True),
    Row("pause_tasks", POST, CHANGES_TASKS, sitting, is_about=True),
    Row("resume_tasks", POST, CHANGES_TASKS, sitting, is_about=True),
    Row("stop_tasks", POST, CHANGES_TASKS, sitting, is_about=True),
    Row("tasks_end", GET, OWN_TASKS, ended_sitting, is_about=True),
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
