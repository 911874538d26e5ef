"""Supports: what was done and comes next, who owns it, who sees it, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.foundation.clock import today
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.plans import services
from ownpath.plans.models import Support
from ownpath.plans.selectors import supports_visible_to, team_of
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.toasts import answer_act, is_partial
from ownpath.web.design.typed import token_in, uuid_in
from ownpath.web.teacher.acts import Choice
from ownpath.web.teacher.refusing import refuse_act
from ownpath.web.teacher.typed import day_in

STEP, CLOSE, HAND_OVER = "step", "close", "hand-over"
ACTS = {STEP: "web:support_step", CLOSE: "web:close_support", HAND_OVER: "web:hand_over_support"}


def find_support(request: HttpRequest, uuid: UUID) -> Support:
    """A support of a learner whom the person teaches or coaches."""
    taught = learners_taught_by(request.person).values("pk")
    return get_object_or_404(supports_visible_to(request.person).filter(learner__in=taught), uuid=uuid)


def show_support_act(request: HttpRequest, support: UUID, act: str) -> HttpResponse:
    """One form about one support."""
    if act not in ACTS:
        raise Http404
    return support_form(request, find_support(request, support), act)


def support_form(
    request: HttpRequest, support: Support, act: str, refused: InputError | None = None, status: int = 200
) -> HttpResponse:
    """The form, as it begins or with what was typed and what is wrong with it."""
    sent = request.POST if refused else request.GET
    part = is_partial(request)
    words = {"what": support.what}
    heading = {
        STEP: _("Next step of “%(what)s”"),
        CLOSE: _("Close “%(what)s”"),
        HAND_OVER: _("Hand over “%(what)s”"),
    }[act] % words
    context: dict[str, Any] = {
        "act": act,
        "frame": "teacher/part.html" if part else "base.html",
        "is_partial": part,
        "heading": heading,
        "action": reverse(ACTS[act], args=[support.uuid]),
        "token": sent.get("token") or uuid4(),
        "next": reverse("web:team", args=[support.learner.uuid]),
        "typed": sent,
        "error": _(refused.problem) if refused else "",
        "error_field": refused.field if refused else "",
        "today": today().isoformat(),
    }
    if act == HAND_OVER:
        team = team_of(support.learner)
        context["owners"] = [
            Choice(str(each.uuid), each.full_name) for each in team if each.person_id != support.owner_id
        ]
    return render(request, "teacher/support_act.html", context, status=status)


def _back(support: Support) -> str:
    return reverse("web:team", args=[support.learner.uuid])


@require_POST
def support_step(request: HttpRequest, support: UUID) -> HttpResponse:
    """What was done, and what comes next."""
    found = find_support(request, support)
    try:
        services.note_support_step(
            acting_person=request.person,
            support=found,
            done=request.POST.get("done", ""),
            next_step=request.POST.get("next_step", ""),
            next_step_on=day_in(request, "next_step_on"),
            token=token_in(request),
        )
    except InputError as refused:
        return support_form(request, found, STEP, refused, 422)
    said = _("%(name)s noted a step.") % {"name": request.person.identity.full_name}
    return answer_act(request, said, otherwise=_back(found))


@require_POST
def close_support(request: HttpRequest, support: UUID) -> HttpResponse:
    """End it with what came of it; right after opening, the way back."""
    found = find_support(request, support)
    if request.GET.get("undo") == "yes":
        services.close_support(acting_person=request.person, support=found, outcome=_("Opened by mistake."))
        return answer_act(request, _("Taken back."), otherwise=_back(found))
    try:
        services.close_support(acting_person=request.person, support=found, outcome=request.POST.get("outcome", ""))
    except InputError as refused:
        return support_form(request, found, CLOSE, refused, 422)
    said = _("%(name)s closed the support.") % {"name": request.person.identity.full_name}
    return answer_act(request, said, otherwise=_back(found), undo=reverse("web:reopen_support", args=[found.uuid]))


@require_POST
def reopen_support(request: HttpRequest, support: UUID) -> HttpResponse:
    """It goes on after all."""
    found = find_support(request, support)
    services.reopen_support(acting_person=request.person, support=found)
    return answer_act(request, _("The support is open again."), otherwise=_back(found))


@require_POST
def hand_over_support(request: HttpRequest, support: UUID) -> HttpResponse:
    """Somebody else takes care of it from now on."""
    found = find_support(request, support)
    asked = uuid_in(request.POST.get("owner", ""))
    owner = next((each for each in team_of(found.learner) if each.uuid == asked), None)
    try:
        if owner is None:
            raise InputError(_("Please choose who takes care of it."), field="owner")
        before = found.owner
        services.hand_over_support(
            acting_person=request.person, support=found, owner=Person.objects.get(pk=owner.person_id)
        )
    except InputError as refused:
        return support_form(request, found, HAND_OVER, refused, 422)
    said = _("%(name)s takes care of it now.") % {"name": owner.full_name}
    undo = reverse("web:hand_back_support", args=[found.uuid]) + f"?owner={before.uuid}"
    return answer_act(request, said, otherwise=_back(found), undo=undo)


@require_POST
def hand_back_support(request: HttpRequest, support: UUID) -> HttpResponse:
    """The owner of before takes care of it again."""
    found = find_support(request, support)
    asked = uuid_in(request.GET.get("owner", ""))
    owner = next((each for each in team_of(found.learner) if each.uuid == asked), None)
    if owner is None:
        return refuse_act(request, InputError(_("Please choose who takes care of it.")), otherwise=_back(found))
    services.hand_over_support(
        acting_person=request.person, support=found, owner=Person.objects.get(pk=owner.person_id)
    )
    return answer_act(request, _("%(name)s takes care of it now.") % {"name": owner.full_name}, otherwise=_back(found))


@require_POST
def share_support(request: HttpRequest, support: UUID) -> HttpResponse:
    """Let the learner and the family see it, or no longer: one tap turns it, and one turns it back."""
    found = find_support(request, support)
    try:
        turned = services.share_support(acting_person=request.person, support=found, is_shared=not found.is_shared)
    except InputError as refused:
        return refuse_act(request, refused, otherwise=_back(found))
    said = (
        _("The learner and the family see this support now.")
        if turned.is_shared
        else _("Only the team sees this support now.")
    )
    return answer_act(request, said, otherwise=_back(found), undo=reverse("web:share_support", args=[found.uuid]))
