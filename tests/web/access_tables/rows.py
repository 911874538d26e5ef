"""The words in which the tables are written.

"learner" is taught by "teacher" and has "parent"; "coach" coaches "neighbour"; "stranger" and "other_teacher" are of
another community of the same school, which "leader" leads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from school import ROLES, School

EVERYBODY = (*ROLES, "nobody")
GET, POST = "get", "post"
OPEN, SEE_OTHER, SIGN_IN, FORBIDDEN, NOT_THERE, BAD = 200, 302, "sign in", 403, 404, 422


def nothing_named(school: School) -> list[Any]:
    """An address that names nobody and nothing."""
    return []


@dataclass(frozen=True)
class Row:
    """One address, how it is asked, what each role gets, and whom the address names.

    `is_about` says that the address names something of one district, so that no other district may reach it.
    """

    name: str
    method: str
    expected: dict[str, object]
    arguments: Callable[[School], list[Any]] = nothing_named
    is_about: bool = field(default=False)


def only(*names: str, otherwise: object = FORBIDDEN, then: object = OPEN) -> dict[str, object]:
    """What everybody gets: those named `then`, signed-out people the sign-in page, all others `otherwise`."""
    return {**dict.fromkeys(ROLES, otherwise), "nobody": SIGN_IN, **dict.fromkeys(names, then)}


HIDDEN_FROM = {"mentor": FORBIDDEN, "administrator": FORBIDDEN}
# Whoever may see the picture of "learner".
PICTURE_OF_LEARNER = {
    **only("learner", "teacher", "parent", "leader", otherwise=NOT_THERE),
    **HIDDEN_FROM,
}


def learner(school: School) -> list[Any]:
    """The address names the learner."""
    return [school.person("learner").uuid]


def learner_and_competency(school: School) -> list[Any]:
    """The address names the learner and a competency."""
    return [school.person("learner").uuid, school.competencies["add"].uuid]


def community(school: School) -> list[Any]:
    """The address names the learner's community."""
    return [school.community.uuid]
