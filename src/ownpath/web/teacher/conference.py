"""The conference view: for sitting side by side with a learner. Big and calm, and nothing of the team's notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.plans import services
from ownpath.plans.models import Goal
from ownpath.plans.selectors import goals_visible_to, pins_visible_to
from ownpath.plans.services.goals import LONGEST_WEEKS
from ownpath.proficiency.selectors import gather_picture
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.growth import draw_growth_of
from ownpath.web.design.picture_words import PictureWords, pinned_by_place
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import token_in
from ownpath.web.learner.found import note_reading
from ownpath.web.teacher.refusing import refuse_act
from ownpath.web.teacher.typed import card_in, competency_in, day_in, find_taught
from ownpath.web.wording import day_of, name_of, reading_language

MOST_CAN_DO, MOST_WORKING, MOST_NEXT = 6, 4, 6
USUAL_DAYS = 14


def show_conference(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The page for two people and one screen."""
    found = find_taught(request, learner)
    note_reading(request, found, "conference page")
    return conference_page(request, found)


def conference_page(
    request: HttpRequest, learner: Person, refused: InputError | None = None, status: int = 200
) -> HttpResponse:
    """The page, also after a goal that could not be taken."""
    as_of, language = now(), reading_language()
    progression = gather_progression(learner.district_id)
    picture = gather_picture(learner, progression, as_of)
    pinned = pinned_by_place(pins_visible_to(request.person).filter(learner=learner), progression)
    words = PictureWords(picture, reverse("web:picture", args=[learner.uuid]), language, as_of, pinned)
    newest, _strands = words.can_do()
    sent = request.POST if refused else request.GET
    chosen = card_in(progression, sent.get("competency", ""))
    coming = words.next()[:MOST_NEXT]
    return render(
        request,
        "teacher/conference.html",
        {
            "learner": learner,
            "growth": draw_growth_of(picture.facts.values(), until=timezone.localdate()),
            "can_do": newest[:MOST_CAN_DO],
            "working_on": words.working_on()[:MOST_WORKING],
            "next": [
                {"item": item, "uuid": uuid, "is_chosen": chosen is not None and str(chosen.uuid) == uuid}
                for item, uuid in ((item, item.address.rstrip("/").rsplit("/", 1)[-1]) for item in coming)
            ],
            "chosen": {"uuid": str(chosen.uuid), "title": chosen.title_in(language)} if chosen else None,
            "goals": [
                goal_shown(each) for each in goals_visible_to(request.person).filter(learner=learner, state="open")
            ],
            "typed": {
                "statement": sent.get("statement", chosen.statement_in(language) if chosen else ""),
                "first_step": sent.get("first_step", ""),
                "by_when": sent.get("by_when", (today() + timedelta(days=USUAL_DAYS)).isoformat()),
            },
            "first_day": today().isoformat(),
            "last_day": (today() + timedelta(weeks=LONGEST_WEEKS)).isoformat(),
            "error": _(refused.problem) if refused else "",
            "error_field": refused.field if refused else "",
            "token": sent.get("token") or uuid4(),
        },
        status=status,
    )


def goal_shown(goal: Goal) -> dict[str, Any]:
    """One goal, as the learner reads it too."""
    return {
        "uuid": goal.uuid,
        "statement": goal.statement,
        "first_step": goal.first_step,
        "by_when": day_of(goal.by_when),
        "agreed_with": name_of(goal.agreed_with),
    }


def _find_goal(request: HttpRequest, uuid: UUID) -> Goal:
    taught = learners_taught_by(request.person).values("pk")
    goals = goals_visible_to(request.person).filter(learner__in=taught).select_related("learner")
    return get_object_or_404(goals, uuid=uuid)


def _back(learner: Person) -> str:
    return reverse("web:conference", args=[learner.uuid])


@require_POST
def make_goal(request: HttpRequest, learner: UUID) -> HttpResponse:
    """A goal that two people agree on; its first day of undoing is the same day."""
    found = find_taught(request, learner)
    try:
        by_when = day_in(request, "by_when")
        if by_when is None:
            raise InputError(_("Please choose a day."), field="by_when")
        goal = services.make_goal(
            acting_person=request.person,
            learner=found,
            statement=request.POST.get("statement", ""),
            first_step=request.POST.get("first_step", ""),
            by_when=by_when,
            competency=competency_in(request, gather_progression(found.district_id)),
            token=token_in(request),
        )
    except InputError as refused:
        return conference_page(request, found, refused, 422)
    said = _("It is a goal now, agreed with %(name)s.") % {"name": request.person.identity.full_name}
    undo = reverse("web:team_close_goal", args=[goal.uuid]) + "?state=let_go"
    return answer_act(request, said, otherwise=_back(found), undo=undo)


@require_POST
def agree_goal(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Agree to a goal that the learner made."""
    found = services.agree_goal(acting_person=request.person, goal=_find_goal(request, goal))
    said = _("Agreed with %(name)s.") % {"name": name_of(found.agreed_with)}
    return answer_act(request, said, otherwise=_back(found.learner))


@require_POST
def close_goal(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Reached, or let go."""
    found = _find_goal(request, goal)
    state = request.POST.get("state") or request.GET.get("state", "")
    try:
        services.close_goal(
            acting_person=request.person, goal=found, state=state, closing_words=request.POST.get("closing_words", "")
        )
    except InputError as refused:
        return refuse_act(request, refused, otherwise=_back(found.learner))
    said = _("The goal is reached.") if state == Goal.State.REACHED else _("The goal is let go.")
    undo = reverse("web:team_reopen_goal", args=[found.uuid])
    return answer_act(request, said, otherwise=_back(found.learner), undo=undo)


@require_POST
def reopen_goal(request: HttpRequest, goal: UUID) -> HttpResponse:
    """The goal goes on."""
    found = services.reopen_goal(acting_person=request.person, goal=_find_goal(request, goal))
    return answer_act(request, _("The goal is open again."), otherwise=_back(found.learner))
