"""Coming in, going out, and where home is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.people.models import RoleKind
from ownpath.people.selectors import demo_accounts
from ownpath.people.services import choose_language
from ownpath.web.context import places_of


def home(request: HttpRequest) -> HttpResponse:
    """The first place of the person's roles."""
    places = places_of(request)
    if not places:
        return render(request, "no_place.html")
    return redirect(str(places[0]["address"]))


class SignIn(LoginView):
    """A name and a password; in the demo also one press for each member of the cast."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cast where this is the demo."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO_SIGN_IN:
            context["cast"] = _cast_by_role()
        return context


def _cast_by_role() -> list[dict[str, Any]]:
    headings = (
        (RoleKind.TEACHER, _("Teachers")),
        (RoleKind.LEARNER, _("Learners")),
        (RoleKind.FAMILY_MEMBER, _("Families")),
        (RoleKind.LEADER, _("Leader")),
        (RoleKind.PARTNER_MENTOR, _("Partners")),
        (RoleKind.TECHNICAL_ADMINISTRATOR, _("Office")),
    )
    accounts = [(account, {role.kind for role in account.person.roles.all()}) for account in demo_accounts()]
    names = {code: name for code, name in settings.LANGUAGES if code != "en"}
    for account, _roles in accounts:
        account.language = names.get(account.person.identity.language, "")
    groups = []
    for kind, heading in headings:
        members = [account for account, roles in accounts if kind in roles]
        if members:
            groups.append({"heading": heading, "members": members})
    return groups


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Become a member of the demo's cast. Settings refuse to start with this in production; so does this page."""
    if not settings.DEMO_SIGN_IN or settings.MODE == "production":
        raise Http404
    account = demo_accounts().filter(username=request.POST.get("username", "")).first()
    if account is None:
        return redirect("web:sign_in")
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    response = redirect("web:home")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave, and forget the session."""
    logout(request)
    return redirect("web:sign_in")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show all pages in another language from now on: kept with the person, or with the device before they sign in."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.person is not None:
        choose_language(acting_person=request.person, person=request.person, language=language)
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 86400,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
