"""Goals: small, dated, in the learner's words, set alone or with a coach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.plans.models import Goal
from ownpath.plans.selectors import goals_visible_to
from ownpath.plans.services import agree_goal, close_goal, make_goal, reopen_goal
from ownpath.plans.services.goals import LONGEST_WEEKS
from ownpath.proficiency.selectors import gather_picture
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.picture_words import PictureWords
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import token_in
from ownpath.web.learner.found import find_learner, note_reading
from ownpath.web.learner.picture import pinned_for
from ownpath.web.wording import reading_language

USUAL_WEEKS = 2


def show_goals(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The goals of a learner: open ones, and those behind them."""
    found = find_learner(request, learner)
    note_reading(request, found, "goals")
    return render(request, "learner/goals.html", goals_page(request, found))


def goals_page(
    request: HttpRequest, learner: Person, *, error: InputError | None = None, typed: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the page shows; also after a goal that could not be taken."""
    goals = goals_visible_to(request.person).filter(learner=learner)
    is_own = learner.pk == request.person.pk
    on_team = not is_own and learners_taught_by(request.person).filter(pk=learner.pk).exists()
    latest = today() + timedelta(weeks=LONGEST_WEEKS)
    return {
        "learner": learner,
        "is_own": is_own,
        "on_team": on_team,
        "may_write": is_own or on_team,
        "open_goals": goals.filter(state=Goal.State.OPEN),
        "closed_goals": goals.exclude(state=Goal.State.OPEN).order_by("-closed_at"),
        "choices": _choices(request, learner) if is_own or on_team else [],
        "token": uuid4(),
        "first_day": today().isoformat(),
        "last_day": latest.isoformat(),
        "usual_day": (today() + timedelta(weeks=USUAL_WEEKS)).isoformat(),
        "error": {"field": error.field, "says": _(error.problem)} if error else None,
        "typed": typed or {},
    }


def _choices(request: HttpRequest, learner: Person) -> list[tuple[str, str]]:
    """What a goal can be about: what is worked on, what is next and what wants refreshing."""
    progression = gather_progression(learner.district_id)
    picture = gather_picture(learner, progression, now())
    address = reverse("web:picture", args=[learner.uuid])
    words = PictureWords(picture, address, reading_language(), now(), pinned_for(request.person, learner, progression))
    items = [*words.working_on(), *words.next(), *words.refresh()]
    return [(item.address.rstrip("/").rsplit("/", 1)[-1], item.title) for item in items]


@require_POST
def add_goal(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Make a goal, or show again what was typed with what is wrong."""
    found = find_learner(request, learner)
    typed = {name: request.POST.get(name, "") for name in ("statement", "first_step", "by_when", "competency")}
    try:
        goal = make_goal(
            acting_person=request.person,
            learner=found,
            statement=typed["statement"],
            first_step=typed["first_step"],
            by_when=_read_day(typed["by_when"]),
            competency=_read_competency(found, typed["competency"]),
            token=token_in(request),
        )
    except InputError as refused:
        page = goals_page(request, found, error=refused, typed=typed)
        return render(request, "learner/goals.html", page, status=422)
    return answer_act(
        request,
        _("Your goal is kept."),
        otherwise=reverse("web:goals", args=[found.uuid]),
        undo=reverse("web:drop_goal", args=[goal.uuid]),
    )


def _read_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise InputError("Please choose a day within the next 8 weeks.", field="by_when") from None


def _read_competency(learner: Person, typed: str) -> Any:
    if not typed:
        return None
    try:
        card = gather_progression(learner.district_id).card_by_uuid(UUID(typed))
    except ValueError:
        card = None
    if card is None:
        raise InputError("Please choose one of the list.", field="competency")
    return competency_of(card)


def _find_goal(request: HttpRequest, goal: UUID) -> Goal:
    return get_object_or_404(goals_visible_to(request.person).select_related("learner"), uuid=goal)


@require_POST
def close_one(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Reached, or let go: both are fine, and both can be taken back."""
    found = _find_goal(request, goal)
    back = reverse("web:goals", args=[found.learner.uuid])
    state, words = request.POST.get("state", ""), request.POST.get("closing_words", "")
    try:
        closed = close_goal(acting_person=request.person, goal=found, state=state, closing_words=words)
    except InputError as refused:
        page = goals_page(request, found.learner, error=refused)
        return render(request, "learner/goals.html", page, status=422)
    said = _("Well done. Your goal is reached.") if closed.state == Goal.State.REACHED else _("The goal is let go.")
    return answer_act(request, said, otherwise=back, undo=reverse("web:reopen_goal", args=[found.uuid]))


@require_POST
def drop_goal(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Let a goal go that was just made."""
    found = _find_goal(request, goal)
    close_goal(acting_person=request.person, goal=found, state=Goal.State.LET_GO)
    return redirect("web:goals", learner=found.learner.uuid)


@require_POST
def reopen_one(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Open a closed goal again."""
    found = _find_goal(request, goal)
    reopen_goal(acting_person=request.person, goal=found)
    return answer_act(request, _("The goal is open again."), otherwise=reverse("web:goals", args=[found.learner.uuid]))


@require_POST
def agree_to(request: HttpRequest, goal: UUID) -> HttpResponse:
    """A coach or teacher agrees to a learner's goal."""
    found = _find_goal(request, goal)
    agree_goal(acting_person=request.person, goal=found)
    return answer_act(request, _("You agreed to this goal."), otherwise=reverse("web:goals", args=[found.learner.uuid]))
