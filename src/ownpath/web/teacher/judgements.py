"""A teacher's judgement, beside the estimate."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.foundation.errors import InputError
from ownpath.proficiency.services import record_judgement
from ownpath.web.learner.competency import competency_page
from ownpath.web.learner.found import find_competency, find_learner


@require_POST
def judge(request: HttpRequest, learner: UUID, competency: UUID) -> HttpResponse:
    """Store the judgement, or show again what was typed with what is wrong."""
    found = find_learner(request, learner)
    progression = gather_progression(found.district_id)
    card = find_competency(progression, competency)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        record_judgement(
            acting_person=request.person,
            learner=found,
            competency=competency_of(card),
            verdict=verdict,
            reason=reason,
        )
    except InputError as refused:
        page = competency_page(
            request, found, progression, card, error=_(refused.problem), typed={"verdict": verdict, "reason": reason}
        )
        return render(request, "learner/competency.html", page, status=422)
    messages.success(request, _("Your judgement is kept, with your name and your reason."))
    return redirect("web:competency", learner=found.uuid, competency=card.uuid)
