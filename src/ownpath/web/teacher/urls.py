"""Addresses of the pages of teachers and learning coaches; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.teacher import (
    acts,
    board,
    competency,
    conference,
    groups,
    judgements,
    morning,
    open_groups,
    supports,
    team,
    undoing,
)

urlpatterns = [
    path("morning/", morning.show_morning, name="morning"),
    path("our-learners/", board.show_my_learners, name="my_learners"),
    path("coached/", board.show_coached, name="coached"),
    path("communities/", board.list_communities, name="communities"),
    path("communities/<uuid:community>/", board.show_board, name="board"),
    # One learner.
    path("learners/<uuid:learner>/<uuid:competency>/judge/", judgements.judge, name="judge"),
    path("learners/<uuid:learner>/team/", team.show_team, name="team"),
    path("learners/<uuid:learner>/team/<slug:act>/", acts.show_act, name="team_act"),
    path("learners/<uuid:learner>/notes/", acts.write_note, name="write_note"),
    path("learners/<uuid:learner>/messages/", acts.send_message, name="send_message"),
    path("learners/<uuid:learner>/pins/", acts.pin, name="pin"),
    path("learners/<uuid:learner>/groups/", acts.put_in_group, name="put_in_group"),
    path("learners/<uuid:learner>/supports/", acts.open_support, name="open_support"),
    path("notes/<uuid:note>/take-back/", undoing.take_back_note, name="take_back_note"),
    path("messages/<uuid:note>/done/", undoing.finish_message, name="finish_message"),
    path("messages/<uuid:note>/open/", undoing.reopen_message, name="reopen_message"),
    path("pins/<uuid:pin>/release/", undoing.release_pin, name="release_pin"),
    path("pins/<uuid:pin>/again/", undoing.pin_again, name="pin_again"),
    path("supports/<uuid:support>/do/<slug:act>/", supports.show_support_act, name="support_act"),
    path("supports/<uuid:support>/step/", supports.support_step, name="support_step"),
    path("supports/<uuid:support>/close/", supports.close_support, name="close_support"),
    path("supports/<uuid:support>/open/", supports.reopen_support, name="reopen_support"),
    path("supports/<uuid:support>/hand-over/", supports.hand_over_support, name="hand_over_support"),
    path("supports/<uuid:support>/hand-back/", supports.hand_back_support, name="hand_back_support"),
    path("supports/<uuid:support>/share/", supports.share_support, name="share_support"),
    # Side by side with a learner.
    path("learners/<uuid:learner>/conference/", conference.show_conference, name="conference"),
    path("learners/<uuid:learner>/conference/goals/", conference.make_goal, name="team_make_goal"),
    path("goals/<uuid:goal>/conference/agree/", conference.agree_goal, name="team_agree_goal"),
    path("goals/<uuid:goal>/conference/close/", conference.close_goal, name="team_close_goal"),
    path("goals/<uuid:goal>/conference/open/", conference.reopen_goal, name="team_reopen_goal"),
    # One competency, and groups.
    path("competencies/<uuid:competency>/", competency.show_team_competency, name="team_competency"),
    path("groups/", groups.list_groups, name="groups"),
    path("groups/take-back/", groups.unmake_groups, name="unmake_groups"),
    path("communities/<uuid:community>/groups/", groups.show_groups, name="community_groups"),
    path("communities/<uuid:community>/groups/arrange/", groups.arrange_groups, name="arrange_groups"),
    path("communities/<uuid:community>/groups/make/", groups.make_groups, name="make_groups"),
    path("communities/<uuid:community>/groups/choose/", competency.make_group, name="make_group"),
    path("groups/<uuid:group>/", open_groups.show_group, name="group"),
    path("groups/<uuid:group>/change/", open_groups.change_group, name="change_group"),
    path("groups/<uuid:group>/add/", open_groups.add_to_group, name="add_to_group"),
    path("groups/<uuid:group>/take-out/", open_groups.take_out_of_group, name="take_out_of_group"),
    path("groups/<uuid:group>/close/", open_groups.close_group, name="close_group"),
    path("groups/<uuid:group>/open/", open_groups.reopen_group, name="reopen_group"),
]
