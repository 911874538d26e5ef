"""How a page is looked at: by axe, in these widths and themes."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ((1280, "light"), (360, "dark"), (360, "light"))


def violations(page: Page) -> list[str]:
    """What axe finds, WCAG 2.2 A and AA and best practices; nothing is let pass."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])} places)" for each in found]
