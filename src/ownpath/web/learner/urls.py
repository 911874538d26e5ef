"""Addresses of the pages about one learner; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.learner import about_me, competency, goals, growth, next_steps, picture, today, whole_map

urlpatterns = [
    path("today/", today.show_today, name="today"),
    path("next/", next_steps.show_next, name="next"),
    path("next/<uuid:competency>/choose/", next_steps.choose_one, name="choose_step"),
    path("next/choices/<uuid:choice>/take-back/", next_steps.take_back, name="take_back_choice"),
    path("about-me/", about_me.show_about_me, name="about_me"),
    path("about-me/write/", about_me.write_one, name="write_about_me"),
    path("about-me/<uuid:about>/change/", about_me.change_one, name="change_about_me"),
    path("about-me/<uuid:about>/remove/", about_me.remove_one, name="remove_about_me"),
    path("goals/<uuid:goal>/close/", goals.close_one, name="close_goal"),
    path("goals/<uuid:goal>/drop/", goals.drop_goal, name="drop_goal"),
    path("goals/<uuid:goal>/reopen/", goals.reopen_one, name="reopen_goal"),
    path("goals/<uuid:goal>/agree/", goals.agree_to, name="agree_goal"),
    path("learners/<uuid:learner>/growth/", growth.show_growth, name="growth"),
    path("learners/<uuid:learner>/map/", whole_map.show_map, name="map"),
    path("learners/<uuid:learner>/map/list/", whole_map.show_map_list, name="map_list"),
    path("learners/<uuid:learner>/goals/", goals.show_goals, name="goals"),
    path("learners/<uuid:learner>/goals/add/", goals.add_goal, name="add_goal"),
    path("learners/<uuid:learner>/", picture.show_picture, name="picture"),
    path("learners/<uuid:learner>/<uuid:competency>/", competency.show_competency, name="competency"),
]
