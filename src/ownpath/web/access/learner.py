"""Pages about one learner, for the learner and those who stand by them."""

from __future__ import annotations

from ownpath.web.access.roles import FAMILY, LEADERS, LEARNER, STAFF

ACCESS: dict[str, frozenset[str]] = {
    "web:today": LEARNER,
    "web:next": LEARNER,
    "web:choose_step": LEARNER,
    "web:take_back_choice": LEARNER,
    "web:about_me": LEARNER,
    "web:write_about_me": LEARNER,
    "web:change_about_me": LEARNER,
    "web:remove_about_me": LEARNER,
    # Tasks are done by the learner alone.
    **dict.fromkeys(
        (
            "web:start_practice",
            "web:start_check",
            "web:task",
            "web:task_done",
            "web:answer_task",
            "web:task_hint",
            "web:other_task",
            "web:pause_tasks",
            "web:resume_tasks",
            "web:stop_tasks",
            "web:tasks_end",
        ),
        LEARNER,
    ),
    "web:growth": LEARNER | STAFF | FAMILY | LEADERS,
    "web:map": LEARNER | STAFF | FAMILY | LEADERS,
    "web:map_list": LEARNER | STAFF | FAMILY | LEADERS,
    "web:goals": LEARNER | STAFF | FAMILY | LEADERS,
    "web:add_goal": LEARNER | STAFF,
    "web:close_goal": LEARNER | STAFF,
    "web:drop_goal": LEARNER | STAFF,
    "web:reopen_goal": LEARNER | STAFF,
    "web:agree_goal": STAFF,
    "web:picture": LEARNER | STAFF | FAMILY | LEADERS,
    "web:competency": LEARNER | STAFF | FAMILY | LEADERS,
}
