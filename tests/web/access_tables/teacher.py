"""Pages of teachers and learning coaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from access_tables.rows import (
    BAD,
    GET,
    NOT_THERE,
    OPEN,
    POST,
    SEE_OTHER,
    Row,
    community,
    learner,
    learner_and_competency,
    only,
)
from made_items import number_item
from ownpath.assessment.services import write_item
from ownpath.foundation.clock import today
from ownpath.plans import services
from school import School

STAFF = ("teacher", "other_teacher", "coach")


def competency(school: School) -> list[Any]:
    """The address names a competency."""
    return [school.competencies["add"].uuid]


def form_about_learner(school: School) -> list[Any]:
    """The address names the learner and a form."""
    return [school.person("learner").uuid, "note"]


def _about(school: School) -> dict[str, Any]:
    return {"acting_person": school.person("teacher"), "learner": school.person("learner")}


def item(school: School) -> list[Any]:
    """The address names a task that the teacher wrote."""
    return [write_item(acting_person=school.person("teacher"), new=number_item()).uuid]


def note(school: School) -> list[Any]:
    """The address names a note of the teacher."""
    return [services.write_note(**_about(school), text="Likes boats.").uuid]


def message(school: School) -> list[Any]:
    """The address names what the teacher is asked, by themselves: nobody else is on the team."""
    asked = services.send_message(**_about(school), addressed_to=school.person("teacher"), text="Please look.")
    return [asked.uuid]


def pin(school: School) -> list[Any]:
    """The address names a pin of the learner."""
    return [services.pin_competency(**_about(school), competency=school.competencies["add"], reason="Soon.").uuid]


def released_pin(school: School) -> list[Any]:
    """The address names a pin that was taken away."""
    made = services.pin_competency(**_about(school), competency=school.competencies["add"], reason="Soon.")
    return [services.release_pin(acting_person=school.person("teacher"), pin=made).uuid]


def support(school: School) -> list[Any]:
    """The address names a support of the learner."""
    return [services.open_support(**_about(school), what="Reading aloud", next_step="Find a book").uuid]


def form_about_support(school: School) -> list[Any]:
    """The address names a support and a form."""
    return [*support(school), "step"]


def goal(school: School) -> list[Any]:
    """The address names a goal of the learner."""
    own = school.person("learner")
    return [
        services.make_goal(acting_person=own, learner=own, statement="Add", by_when=today() + timedelta(days=7)).uuid
    ]


def group(school: School) -> list[Any]:
    """The address names a group of the learner's community."""
    made = services.make_group(
        acting_person=school.person("teacher"),
        community=school.community,
        competency=school.competencies["add"],
        places=[services.NewPlace(school.person("learner"))],
    )
    return [made.uuid]


def team_only(then: object = OPEN) -> dict[str, object]:
    """The teacher of the learner; the rest of the staff finds nothing there."""
    return {**only(), "teacher": then, "coach": NOT_THERE, "other_teacher": NOT_THERE}


def teachers_only(then: object = OPEN) -> dict[str, object]:
    """The teacher of the community; another teacher finds nothing there, a coach does not come in."""
    return {**only(), "teacher": then, "other_teacher": NOT_THERE}


def row(name: str, method: str, expected: dict[str, object], arguments: Callable[[School], list[Any]]) -> Row:
    """A row about something."""
    return Row(name, method, expected, arguments, is_about=True)


TABLE = [
    Row("morning", GET, only("teacher", "other_teacher", "coach")),
    Row("my_learners", GET, only("teacher", "other_teacher", "coach")),
    Row("coached", GET, only("coach", "teacher", then=SEE_OTHER)),
    Row(
        "communities",
        GET,
        {**only("coach", then=OPEN), "teacher": SEE_OTHER, "other_teacher": SEE_OTHER, "leader": OPEN},
    ),
    row(
        "board",
        GET,
        {**only("teacher", "leader"), "other_teacher": NOT_THERE, "coach": NOT_THERE},
        community,
    ),
    row("judge", POST, team_only(BAD), learner_and_competency),
    row("team", GET, team_only(), learner),
    row("team_act", GET, team_only(), form_about_learner),
    row("accommodations", GET, team_only(), learner),
    row("set_accommodations", POST, team_only(BAD), learner),
    Row("items", GET, only(*STAFF)),
    Row("write_item", GET, only(*STAFF)),
    Row("keep_item", POST, only(*STAFF, then=BAD)),
    row("item", GET, only(*STAFF), item),
    row("change_item", GET, only(*STAFF), item),
    row("try_item", POST, only(*STAFF), item),
    row("end_item", POST, only(*STAFF, then=SEE_OTHER), item),
    row("take_up_item", POST, only(*STAFF, then=SEE_OTHER), item),
    row("write_note", POST, team_only(BAD), learner),
    row("send_message", POST, team_only(BAD), learner),
    row("pin", POST, team_only(BAD), learner),
    row("put_in_group", POST, teachers_only(BAD), learner),
    row("open_support", POST, team_only(BAD), learner),
    row("take_back_note", POST, team_only(SEE_OTHER), note),
    row("finish_message", POST, team_only(SEE_OTHER), message),
    row("reopen_message", POST, team_only(SEE_OTHER), message),
    row("release_pin", POST, team_only(SEE_OTHER), pin),
    row("pin_again", POST, team_only(SEE_OTHER), released_pin),
    row("support_act", GET, team_only(), form_about_support),
    row("support_step", POST, team_only(BAD), support),
    row("close_support", POST, team_only(BAD), support),
    row("reopen_support", POST, team_only(SEE_OTHER), support),
    row("hand_over_support", POST, team_only(BAD), support),
    row("hand_back_support", POST, team_only(SEE_OTHER), support),
    row("share_support", POST, team_only(SEE_OTHER), support),
    row("conference", GET, team_only(), learner),
    row("team_make_goal", POST, team_only(BAD), learner),
    row("team_agree_goal", POST, team_only(SEE_OTHER), goal),
    row("team_close_goal", POST, team_only(SEE_OTHER), goal),
    row("team_reopen_goal", POST, team_only(SEE_OTHER), goal),
    row("team_competency", GET, only("teacher", "other_teacher", "coach"), competency),
    Row("groups", GET, only("teacher", "other_teacher", then=SEE_OTHER)),
    Row("unmake_groups", POST, only("teacher", "other_teacher", then=SEE_OTHER)),
    row("community_groups", GET, teachers_only(), community),
    row("arrange_groups", POST, teachers_only(BAD), community),
    row("make_groups", POST, teachers_only(BAD), community),
    row("make_group", POST, teachers_only(NOT_THERE), community),
    row("group", GET, teachers_only(), group),
    row("change_group", POST, teachers_only(SEE_OTHER), group),
    row("add_to_group", POST, teachers_only(BAD), group),
    row("take_out_of_group", POST, teachers_only(BAD), group),
    row("close_group", POST, teachers_only(SEE_OTHER), group),
    row("reopen_group", POST, teachers_only(SEE_OTHER), group),
]
