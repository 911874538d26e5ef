"""What every form may hold, read from the request."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest


def uuid_in(text: str) -> UUID | None:
    """The uuid that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def token_in(request: HttpRequest) -> UUID:
    """The token of a form: sent again, it is the same act. A form without one gets its own."""
    return uuid_in(request.POST.get("token", "")) or uuid4()
