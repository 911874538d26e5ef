"""Pages to which no link leads, and what a browser alone can tell: focus, keyboard, weight, language.

Every page to which links lead from a home stands in test_every_page.py.
"""

from __future__ import annotations

import re

import pytest
from looking import LOOKS, violations
from playwright.sync_api import Page

# Who opens what; after `css:` stands a link to follow, on their home or on the page before it.
PAGES = {
    "sign-in": ("", "/sign-in/"),
    "morning": ("juniper", "/"),
    "board": ("juniper", "/communities/"),
    "coached": ("amadou", "/coached/"),
    "learner for the team": ("juniper", "/communities/ css:.is-stuck th a"),
    "groups": ("juniper", "/groups/"),
    "picture": ("maya", "/"),
    "picture of somebody new": ("noor", "/"),
    "picture for a teacher": ("juniper", "/communities/ css:.is-stuck th a css:.jumps a"),
    "competency and judgement": ("juniper", "/communities/ css:.tag-stuck"),
    "family": ("agnes-quillfeather", "/"),
    "family with several children": ("consuelo-ríoclaro", "/"),
    "family in Spanish": ("consuelo-ríoclaro", "css:main a"),
    "leader": ("beatrix", "/"),
    "partner": ("marta", "/"),
    "office": ("otto", "/"),
    "model card": ("juniper", "/model/"),
    "not there": ("maya", "/learners/00000000-0000-4000-8000-000000000000/"),
    "not for this role": ("maya", "/office/"),
}
LINKED_FROM_NOWHERE = {
    "sign-in": ("", "/sign-in/"),
    "gallery": ("juniper", "/design/"),
    "search": ("juniper", "/search/?q=fraction"),
    "nothing found": ("maya", "/search/?q=zzz"),
    "home of somebody new": ("noor", "/"),
    "picture of somebody new": ("noor", "css:nav.places a:nth-child(2)"),
    "family with several children": ("consuelo-ríoclaro", "/"),
    "one child of several": ("consuelo-ríoclaro", "css:main a"),
    "not there": ("maya", "/learners/00000000-0000-4000-8000-000000000000/"),
    "not for this role": ("maya", "/office/"),
}


def visit(open_as, name: str, pages: dict[str, tuple[str, str]] = PAGES, **how: object) -> Page:
    who, (path, *links) = pages[name][0], pages[name][1].split("css:")
    page = open_as(who, path.strip() or "/", **how)
    for link in links:
        with page.expect_navigation():
            page.locator(link.strip()).first.click()
    return page


@pytest.mark.parametrize("name", LINKED_FROM_NOWHERE)
def test_axe_finds_nothing_on_pages_that_no_link_leads_to(open_as, name):
    page = visit(open_as, name, LINKED_FROM_NOWHERE)
    wrong = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"at {width} {scheme}: {each}" for each in violations(page)]
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide > seen:
            wrong.append(f"at {width} it scrolls sideways: {wide} > {seen}")
    assert wrong == []


@pytest.mark.parametrize("name", ["sign-in", "morning", "board", "picture", "competency and judgement", "family"])
def test_the_keyboard_reaches_everything_that_can_be_used(open_as, name):
    page = visit(open_as, name)
    usable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, summary')]
               .filter(each => each.checkVisibility() && !each.closest('details:not([open]) > :not(summary)'))
               .map((each, number) => { each.dataset.number = number; return number })"""
    )
    reached = set()
    for _ in range(len(usable) + 10):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement?.dataset.number ?? null"))
    radios = page.evaluate("[...document.querySelectorAll('input[type=radio]')].map(each => each.dataset.number)")
    # A group of radio buttons is one stop; its others are reached with the arrow keys.
    missed = {str(number) for number in usable} - reached - set(radios[1:])
    assert missed == set()


def test_what_has_the_focus_can_be_seen(open_as):
    page = open_as("maya")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("each => each.getBoundingClientRect().top") >= 0
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_a_page_loads_at_most_100_kb_and_nothing_from_elsewhere(open_as, address):
    page = open_as("juniper")
    sizes: dict[str, int] = {}
    fresh = page.context.new_page()
    fresh.context.new_cdp_session(fresh).send("Network.setCacheDisabled", {"cacheDisabled": True})
    fresh.on("response", lambda answer: sizes.__setitem__(answer.url, answer.request.sizes()["responseBodySize"]))
    fresh.goto(page.url)
    fresh.wait_for_load_state("networkidle")
    assert all(url.startswith(address) for url in sizes)
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= 100_000, sizes


def test_a_teacher_judges_by_keyboard_alone(open_as):
    page = visit(open_as, "competency and judgement")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("She showed it with real fractions of a cake.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast")
    assert "real fractions of a cake" in page.inner_text("main")
    assert re.search(r"Attained\s+Yes", page.inner_text(".facts"))


def test_the_language_changes_in_place(open_as):
    page = open_as("maya")
    before = page.url
    page.locator("details.me summary").click()
    with page.expect_navigation():
        page.click("button[lang=es]")
    assert page.url == before
    assert page.locator("html").get_attribute("lang") == "es"
    assert "Hola, Maya" in page.inner_text("h1")
    # It stays with her: the tests after this one want her as she was.
    page.locator("details.me summary").click()
    with page.expect_navigation():
        page.click("button[lang=en]")
    assert "Hello, Maya" in page.inner_text("h1")
