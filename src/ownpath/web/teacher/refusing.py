"""Saying that an act of one tap was not taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ownpath.foundation.errors import InputError
from ownpath.web.design.toasts import back_of, is_partial


def refuse_act(request: HttpRequest, refused: InputError, *, otherwise: str) -> HttpResponse:
    """Say why, where the person was. There is no form to show again: nothing was typed."""
    messages.error(request, _(refused.problem))
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(back_of(request, otherwise))
