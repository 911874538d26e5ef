"""Doing tasks as a learner does: right or wrong on purpose, which only a test can."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from ownpath.assessment.bank import load_task
from ownpath.assessment.models import Sitting
from ownpath.assessment.selectors import waiting_task
from ownpath.assessment.services import Answered, answer_task, start_sitting
from ownpath.core.items import DO_NOT_KNOW
from school import School


def right_answer(key: Any) -> dict[str, Any]:
    """What is right, in the form in which a browser would send it."""
    kind = key.kind
    if kind == "number":
        return {"text": f"{key.value} {key.unit}".strip()}
    if kind == "number_line":
        return {"at": str(key.value)}
    if kind == "choice":
        return {"chosen": sorted(key.right)}
    if kind == "order":
        return {"order": list(key.order)}
    if kind == "match":
        return {"pairs": dict(key.pairs)}
    if kind == "table_fill":
        return {"cells": {name: str(cell.value) for name, cell in key.cells}}
    return {"text": key.expression if kind == "expression" else key.forms[0]}


def begin(school: School, kind: str = Sitting.Kind.PRACTICE, competency: str = "parts", **more: Any) -> Sitting:
    """The learner begins a sitting."""
    learner = school.person("learner")
    return start_sitting(
        acting_person=learner,
        learner=learner,
        kind=kind,
        competency=school.competencies[competency],
        **{"seed": 7, **more},
    )


def do(school: School, sitting: Sitting, is_right: bool | None, token: UUID | None = None, **more: Any) -> Answered:
    """Answer the task that waits: right, wrong, or (None) "I don't know yet"."""
    task = waiting_task(sitting)
    assert task is not None
    answer = right_answer(load_task(task).held_back.key) if is_right else dict(DO_NOT_KNOW)
    if is_right is False:
        answer = wrong_answer(load_task(task).held_back.key)
    done = answer_task(acting_person=school.person("learner"), task=task, token=token or uuid4(), answer=answer, **more)
    sitting.refresh_from_db()
    return done


def wrong_answer(key: Any) -> dict[str, Any]:
    """Something that can be read and is not right."""
    kind = key.kind
    if kind == "choice":
        return {"chosen": [next(name for name in "abcdefgh" if name not in key.right)]}
    if kind == "order":
        return {"order": list(reversed(key.order))}
    if kind == "match":
        return {"pairs": {left: "nothing" for left, _ in key.pairs}}
    if kind == "table_fill":
        return {"cells": {name: "123456" for name, _ in key.cells}}
    return {"at": "99"} if kind == "number_line" else {"text": "123456"}
