"""What was just done, said once, with a way back; and answers to acts, with scripts and without."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page. Without scripts it never does."""
    return request.headers.get("HX-Request") == "true"


def back_of(request: HttpRequest, otherwise: str) -> str:
    """Where somebody came from, as the form says; never another site."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return back
    return otherwise


def answer_act(
    request: HttpRequest,
    said: str,
    *,
    otherwise: str,
    undo: str = "",
    part: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say what was done, with an address that undoes it, and show the page again.

    With scripts only `part` comes back, beside the toast; without a part the page loads anew. Without scripts the
    person lands where they were (`next` of the form), or at `otherwise`.
    """
    messages.success(request, said, extra_tags=undo)
    if not is_partial(request):
        return redirect(back_of(request, otherwise))
    if not part:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    response = render(request, part, context or {})
    response.write(
        render_to_string(
            "design/toasts.html", {"is_partial": True, "back_to": back_of(request, otherwise)}, request=request
        )
    )
    return response
