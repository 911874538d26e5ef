"""What people see on a page, and how many questions it asks."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text_of(response: Any) -> str:
    """The page as text."""
    page = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def section(response: Any, name: str) -> str:
    """The text of one section of the page."""
    found = re.search(rf'(?s)<section\b[^>]*\bid="{name}"[^>]*>.*?</section>', response.content.decode())
    assert found, f"there is no section {name}"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).strip()


def number_of_queries(client: Client, address: str) -> int:
    """How many questions the page asks the database."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def undo_of(response: Any) -> str:
    """The address of the way back that the newest toast offers."""
    found = re.findall(r'<div class="toast"><span>[^<]*</span><form method="post" action="([^"]+)"', page_of(response))
    assert found, "there is no way back"
    return found[-1].replace("&amp;", "&")


def page_of(response: Any) -> str:
    """The page as it was sent."""
    return str(response.content.decode())
