"""All writes of learners' plans, by noun; this is the public face."""

from ownpath.plans.services.about_me import change_about_me, remove_about_me, write_about_me
from ownpath.plans.services.erasing import erase_person
from ownpath.plans.services.goals import agree_goal, close_goal, make_goal, reopen_goal
from ownpath.plans.services.groups import (
    NewGroup,
    NewPlace,
    add_learner,
    change_group,
    close_group,
    make_group,
    make_groups,
    move_learner,
    remove_learner,
    reopen_group,
    unmake_group,
)
from ownpath.plans.services.notes import (
    finish_message,
    note_talk,
    reopen_message,
    send_message,
    take_back_note,
    write_note,
)
from ownpath.plans.services.pins import pin_competency, release_pin
from ownpath.plans.services.supports import (
    close_support,
    hand_over_support,
    note_support_step,
    open_support,
    reopen_support,
    share_support,
)
from ownpath.plans.services.visits import note_visit

__all__ = [
    "NewGroup",
    "NewPlace",
    "add_learner",
    "agree_goal",
    "change_about_me",
    "change_group",
    "close_goal",
    "close_group",
    "close_support",
    "erase_person",
    "finish_message",
    "hand_over_support",
    "make_goal",
    "make_group",
    "make_groups",
    "move_learner",
    "note_support_step",
    "note_talk",
    "note_visit",
    "open_support",
    "pin_competency",
    "release_pin",
    "remove_about_me",
    "remove_learner",
    "reopen_goal",
    "reopen_group",
    "reopen_message",
    "reopen_support",
    "send_message",
    "share_support",
    "take_back_note",
    "unmake_group",
    "write_about_me",
    "write_note",
]
