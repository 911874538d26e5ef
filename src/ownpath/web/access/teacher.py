"""Pages of teachers and learning coaches."""

from __future__ import annotations

from ownpath.people.models import RoleKind
from ownpath.web.access.roles import LEADERS, STAFF

TEACHERS = frozenset({RoleKind.TEACHER})

ACCESS: dict[str, frozenset[str]] = {
    "web:morning": STAFF,
    "web:my_learners": STAFF,
    "web:coached": frozenset({RoleKind.LEARNING_COACH}),
    "web:communities": STAFF | LEADERS,
    "web:board": STAFF | LEADERS,
    "web:judge": STAFF,
    # One learner for the team, with notes: not for leaders.
    "web:team": STAFF,
    "web:team_act": STAFF,
    "web:write_note": STAFF,
    "web:send_message": STAFF,
    "web:pin": STAFF,
    "web:put_in_group": TEACHERS,
    "web:open_support": STAFF,
    "web:take_back_note": STAFF,
    "web:finish_message": STAFF,
    "web:reopen_message": STAFF,
    "web:release_pin": STAFF,
    "web:pin_again": STAFF,
    "web:support_act": STAFF,
    "web:support_step": STAFF,
    "web:close_support": STAFF,
    "web:reopen_support": STAFF,
    "web:hand_over_support": STAFF,
    "web:hand_back_support": STAFF,
    "web:share_support": STAFF,
    "web:conference": STAFF,
    "web:team_make_goal": STAFF,
    "web:team_agree_goal": STAFF,
    "web:team_close_goal": STAFF,
    "web:team_reopen_goal": STAFF,
    "web:team_competency": STAFF,
    "web:accommodations": STAFF,
    "web:set_accommodations": STAFF,
    "web:items": STAFF,
    "web:write_item": STAFF,
    "web:keep_item": STAFF,
    "web:item": STAFF,
    "web:change_item": STAFF,
    "web:try_item": STAFF,
    "web:end_item": STAFF,
    "web:take_up_item": STAFF,
    # Groups are of a community, and made by those who teach it.
    "web:groups": TEACHERS,
    "web:unmake_groups": TEACHERS,
    "web:community_groups": TEACHERS,
    "web:arrange_groups": TEACHERS,
    "web:make_groups": TEACHERS,
    "web:make_group": TEACHERS,
    "web:group": TEACHERS,
    "web:change_group": TEACHERS,
    "web:add_to_group": TEACHERS,
    "web:take_out_of_group": TEACHERS,
    "web:close_group": TEACHERS,
    "web:reopen_group": TEACHERS,
}
