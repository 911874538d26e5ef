"""Every page of every role, found by following links from its home: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from looking import LOOKS, violations
from playwright.sync_api import Page

from ownpath.people.models import RoleKind
from ownpath.web.access import ACCESS, may_open
from ownpath.web.urls import urlpatterns

WHO = {
    "juniper": (RoleKind.TEACHER, RoleKind.LEARNING_COACH),
    "maya": (RoleKind.LEARNER,),
    "agnes-quillfeather": (RoleKind.FAMILY_MEMBER,),
    "beatrix": (RoleKind.LEADER,),
    "marta": (RoleKind.PARTNER_MENTOR,),
    "otto": (RoleKind.TECHNICAL_ADMINISTRATOR,),
}
# What is no page, or one that somebody finds by typing; the list of a map
# stands beside it where it is short.
NO_PAGES = {
    "sign_in",
    "sign_out",
    "sign_in_as",
    "set_language",
    "home",
    "child_text_file",
    "search",
    "gallery",
    "map_list",
    # What comes after an answer; test_doing_tasks.py looks at both.
    "task_done",
    "tasks_end",
}
# What a role reaches in another way: teachers have all their learners on one page, find a community by typing, meet the
# form about a support where one is open, and look at a rule whose address a leader shares.
ANOTHER_WAY = {"juniper": {"board", "communities", "coached", "support_act", "rules", "rule"}}
MOST_LOOKED_AT = 160


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def pages_reached(page: Page) -> dict[str, str]:
    """One address of every page that links lead to from the home, by the page's name."""
    base = page.evaluate("location.origin")
    found: dict[str, str] = {}
    waiting = deque([urlsplit(page.url).path])
    seen: set[str] = set()
    while waiting and len(seen) < MOST_LOOKED_AT:
        path = waiting.popleft()
        name = view_of(path)
        if name in found or path in seen:
            continue
        seen.add(path)
        answer = page.request.get(base + path)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found[name] = path
        text = answer.text()
        for part in text.split('href="')[1:]:
            link = part.split('"')[0].split("#")[0].replace("&amp;", "&")
            if link.startswith("/") and not link.startswith("/static/") and view_of(link) not in {"", *found}:
                waiting.append(link)
    return found


@pytest.mark.parametrize("who", WHO)
def test_axe_finds_nothing_on_any_page_of_a_role_in_any_width_and_theme(open_as, who):
    page = open_as(who)
    reached = pages_reached(page)
    assert len(reached) >= 2
    wrong: list[str] = []
    for name, path in reached.items():
        page.goto(path)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{name} {path} at {width} {scheme}: {each}" for each in violations(page)]
            wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if wide > seen:
                wrong.append(f"{name} {path} at {width} scrolls sideways: {wide} > {seen}")
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_axe_finds_nothing_in_spanish(open_as, who):
    page = open_as(who)
    page.set_viewport_size({"width": 360, "height": 900})
    reached = pages_reached(page)
    page.locator("details.me > summary").click()
    with page.expect_navigation():
        page.click('button[name="language"][value="es"]')
    try:
        wrong = []
        for name, path in reached.items():
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == "es"
            wrong += [f"{name} {path} in Spanish: {each}" for each in violations(page)]
            wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if wide > seen:
                wrong.append(f"{name} {path} scrolls sideways in Spanish: {wide} > {seen}")
        assert wrong == []
    finally:
        page.locator("details.me > summary").click()
        with page.expect_navigation():
            page.click('button[name="language"][value="en"]')


def test_links_lead_from_a_home_to_every_page_that_a_role_may_open(open_as):
    pages = {pattern.name for pattern in urlpatterns} - NO_PAGES
    acts = {name for name in pages if f"web:{name}" in ACCESS and name in acts_by_name()}
    missed = {}
    for who, roles in WHO.items():
        reached = set(pages_reached(open_as(who)))
        elsewhere = ANOTHER_WAY.get(who, set())
        allowed = {name for name in pages - acts - elsewhere if may_open(f"web:{name}", frozenset(roles))}
        if allowed - reached:
            missed[who] = sorted(allowed - reached)
    assert missed == {}


def acts_by_name() -> set[str]:
    """The addresses that only take what a form sends."""
    from access_tables import family, leader, learner, office, partner, shared, teacher
    from access_tables.rows import GET

    tables = (shared, learner, teacher, family, leader, partner, office)
    rows = [row for table in tables for row in table.TABLE]
    return {row.name for row in rows if row.method != GET}
