"""What I could do next: what is ready, what goes deeper, what to look at again. The learner chooses."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.foundation.errors import InputError
from ownpath.opportunities.models import StepChoice
from ownpath.opportunities.selectors import choices_visible_to
from ownpath.opportunities.services import choose_step, take_back_choice
from ownpath.web.design.toasts import answer_act
from ownpath.web.learner.found import find_competency
from ownpath.web.learner.next_words import gather_next_page


def show_next(request: HttpRequest, status: int = 200, error: str = "") -> HttpResponse:
    """The next steps of the learner who asks; nobody else has this page."""
    page = {"next": gather_next_page(request.person, request.person), "may_choose": True, "error": error}
    return render(request, "learner/next.html", page, status=status)


@require_POST
def choose_one(request: HttpRequest, competency: UUID) -> HttpResponse:
    """I start with this, or not now."""
    card = find_competency(gather_progression(request.person.district_id), competency)
    said = request.POST.get("said", "")
    try:
        choice = choose_step(
            acting_person=request.person,
            competency=competency_of(card),
            kind=request.POST.get("kind", ""),
            said=said,
            token=_token(request.POST.get("token", "")),
        )
    except InputError as refused:
        return show_next(request, status=422, error=_(refused.problem))
    started = said == StepChoice.Said.START
    return answer_act(
        request,
        _("Good. You start with this.") if started else _("It comes back in a week."),
        otherwise=reverse("web:next"),
        undo=reverse("web:take_back_choice", args=[choice.uuid]),
    )


def _token(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@require_POST
def take_back(request: HttpRequest, choice: UUID) -> HttpResponse:
    """As if it had not been said."""
    found = get_object_or_404(choices_visible_to(request.person).filter(learner=request.person), uuid=choice)
    take_back_choice(acting_person=request.person, choice=found)
    return answer_act(request, _("Taken back."), otherwise=reverse("web:next"))
