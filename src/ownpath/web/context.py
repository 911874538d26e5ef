"""What every page's frame needs."""

from __future__ import annotations

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, object]:
    """Empty until there are pages."""
    return {}
