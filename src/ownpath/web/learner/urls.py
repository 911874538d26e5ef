"""Addresses of the pages about one learner; web/access says to whom each is open."""

from __future__ import annotations

from django.urls import path

from ownpath.web.learner import (
    about_me,
    competency,
    goals,
    growth,
    next_steps,
    picture,
    tasks,
    tasks_end,
    today,
    whole_map,
)

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
    path("tasks/practise/<uuid:competency>/", tasks.start_practice, name="start_practice"),
    path("tasks/show/<uuid:competency>/", tasks.start_check, name="start_check"),
    path("tasks/<uuid:sitting>/", tasks.show_task, name="task"),
    path("tasks/<uuid:sitting>/pause/", tasks.pause, name="pause_tasks"),
    path("tasks/<uuid:sitting>/resume/", tasks.resume, name="resume_tasks"),
    path("tasks/<uuid:sitting>/stop/", tasks.stop, name="stop_tasks"),
    path("tasks/<uuid:sitting>/end/", tasks_end.show_end, name="tasks_end"),
    path("tasks/<uuid:sitting>/<int:position>/", tasks.show_done, name="task_done"),
    path("tasks/<uuid:sitting>/<int:position>/answer/", tasks.answer, name="answer_task"),
    path("tasks/<uuid:sitting>/<int:position>/hint/", tasks.give_hint, name="task_hint"),
    path("tasks/<uuid:sitting>/<int:position>/other/", tasks.put_other_task, name="other_task"),
    path("learners/<uuid:learner>/growth/", growth.show_growth, name="growth"),
    path("learners/<uuid:learner>/map/", whole_map.show_map, name="map"),
    path("learners/<uuid:learner>/map/list/", whole_map.show_map_list, name="map_list"),
    path("learners/<uuid:learner>/goals/", goals.show_goals, name="goals"),
    path("learners/<uuid:learner>/goals/add/", goals.add_goal, name="add_goal"),
    path("learners/<uuid:learner>/", picture.show_picture, name="picture"),
    path("learners/<uuid:learner>/<uuid:competency>/", competency.show_competency, name="competency"),
]
