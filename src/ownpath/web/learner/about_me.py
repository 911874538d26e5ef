"""About me: what a learner writes of themselves, and who may read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.foundation.errors import InputError
from ownpath.plans.models import AboutMe
from ownpath.plans.selectors import about_me_visible_to
from ownpath.plans.services import change_about_me, remove_about_me, write_about_me
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import token_in


def show_about_me(request: HttpRequest) -> HttpResponse:
    """My own words, with who reads them."""
    return render(request, "learner/about_me.html", about_me_page(request))


def about_me_page(
    request: HttpRequest, *, error: InputError | None = None, typed: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the page shows; also after words that could not be taken."""
    written = list(about_me_visible_to(request.person).filter(learner=request.person))
    examples = {
        AboutMe.Kind.INTEREST: _("Bikes, drawing, my dog ..."),
        AboutMe.Kind.LEARN_BEST: _("When I can try it with my hands ..."),
        AboutMe.Kind.HELPS_ME: _("A quiet place, a list of steps ..."),
        AboutMe.Kind.PROUD_OF: _("I taught my brother to swim ..."),
    }
    return {
        "kinds": [
            {
                "value": value,
                "label": label,
                "example": examples[AboutMe.Kind(value)],
                "written": [each for each in written if each.kind == value],
                "token": uuid4(),
            }
            for value, label in AboutMe.Kind.choices
        ],
        "circles": AboutMe.SharedWith.choices,
        "error": {"field": error.field, "says": _(error.problem)} if error else None,
        "typed": typed or {},
    }


@require_POST
def write_one(request: HttpRequest) -> HttpResponse:
    """Keep new words."""
    typed = {name: request.POST.get(name, "") for name in ("kind", "text", "shared_with")}
    try:
        about = write_about_me(acting_person=request.person, **typed, token=token_in(request))
    except InputError as refused:
        page = about_me_page(request, error=refused, typed=typed)
        return render(request, "learner/about_me.html", page, status=422)
    return answer_act(
        request,
        _("It is kept."),
        otherwise=reverse("web:about_me"),
        undo=reverse("web:remove_about_me", args=[about.uuid]),
    )


@require_POST
def change_one(request: HttpRequest, about: UUID) -> HttpResponse:
    """Change the words, or who reads them."""
    found = _find(request, about)
    text, shared_with = request.POST.get("text", ""), request.POST.get("shared_with", "")
    try:
        change_about_me(acting_person=request.person, about_me=found, text=text, shared_with=shared_with)
    except InputError as refused:
        page = about_me_page(request, error=refused)
        return render(request, "learner/about_me.html", page, status=422)
    return answer_act(request, _("It is kept."), otherwise=reverse("web:about_me"))


@require_POST
def remove_one(request: HttpRequest, about: UUID) -> HttpResponse:
    """Take the words away for good."""
    remove_about_me(acting_person=request.person, about_me=_find(request, about))
    return answer_act(request, _("It is gone. Nobody can read it now."), otherwise=reverse("web:about_me"))


def _find(request: HttpRequest, about: UUID) -> AboutMe:
    return get_object_or_404(about_me_visible_to(request.person).filter(learner=request.person), uuid=about)
