"""A teacher's morning: with scripts, by keyboard alone, without scripts, by drag; and nothing for axe to find."""

from __future__ import annotations

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (360, 1280)
PLACES = {
    "morning": ["/morning/"],
    "our learners": ["/our-learners/"],
    "nobody found": ["/our-learners/?name=zzz"],
    "learner for the team": ["/our-learners/?name=maya", "tbody th a"],
    "side by side": ["/our-learners/?name=maya", "tbody th a", ".jumps a >> nth=1"],
    "pin": ["/morning/", "#stuck .acts a >> nth=2"],
    "competency": ["/groups/", ".proposals h3 a"],
    "groups": ["/groups/"],
    "one group": ["/groups/", "#open .button"],
}


def without_scripts(page: Page) -> Page:
    """The same person in a browser that runs no script."""
    browser = page.context.browser
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=page.url.rsplit("/", 2)[0]
    )
    other = context.new_page()
    other.goto("/morning/")
    return other


def visit(page: Page, name: str) -> None:
    address, *links = PLACES[name]
    page.goto(address)
    for link in links:
        href = page.locator(link).first.get_attribute("href")
        page.goto(href)


@pytest.mark.parametrize(("width", "scheme"), list(product(WIDTHS, ("light", "dark"))))
def test_axe_finds_nothing_at_all_and_nothing_scrolls_sideways(open_as, width, scheme):
    page = open_as("juniper", width=width, scheme=scheme)
    found = {}
    for name in PLACES:
        visit(page, name)
        found[name] = [(each["id"], each["nodes"][0]["html"][:160]) for each in Axe().run(page).response["violations"]]
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if wide > seen:
            found[name].append(("sideways", f"{wide} px"))
    assert found == {name: [] for name in PLACES}


def test_the_three_lists_fit_one_screen(open_as):
    page = open_as("juniper")
    ends = page.evaluate("[...document.querySelectorAll('.morning > section')].map(e => e.getBoundingClientRect())")
    assert len(ends) == 3 and len({round(each["top"]) for each in ends}) == 1
    assert max(each["bottom"] for each in ends) <= 900


def test_a_note_is_written_in_place_by_keyboard_and_undone(open_as):
    page = open_as("juniper")
    link = page.locator("#stuck .acts a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#stuck .act-form")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.press("Escape")
    assert page.locator(".act-form").count() == 0
    assert link.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_selector("#stuck .act-form")
    page.keyboard.type("Fractions of a cake may help.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#stuck .lately.is-new")
    assert "Juniper Vale noted today: Fractions of a cake may help." in page.inner_text("#stuck")
    with page.expect_navigation():
        page.locator(".toast button").click()
    assert page.url.endswith("/morning/") and "Fractions of a cake" not in page.inner_text("#stuck")


def test_what_is_wrong_is_said_where_it_was_typed(open_as):
    page = open_as("juniper")
    page.locator("#stuck .acts a").nth(2).click()
    page.wait_for_selector("#stuck .act-form")
    page.locator("#stuck .act-form").evaluate("each => (each.noValidate = true)")
    page.locator("#stuck .act-form button.main").click()
    page.wait_for_selector("#stuck .act-form [role=alert]")
    assert "Please write the reason in a few words." in page.inner_text("#stuck .act-form")
    assert page.locator("#stuck .act-form [aria-invalid=true]").get_attribute("name") == "reason"


def test_without_scripts_a_note_is_a_page_and_names_move_by_button(open_as):
    page = without_scripts(open_as("juniper"))
    page.locator("#stuck .acts a").first.click()
    assert page.inner_text("h1").startswith("Note about")
    page.fill("textarea", "Written without scripts.")
    page.click("button.main")
    assert page.url.endswith("/morning/") and "Written without scripts." in page.inner_text("#stuck")
    page.goto("/groups/")
    first, second = page.locator("[data-list='1'] > li"), page.locator("[data-list='2'] > li")
    sizes, name = (first.count(), second.count()), first.first.get_attribute("data-learner")
    first.first.locator("input[type=checkbox]").check()
    page.select_option("#to", "2")
    page.click("[data-move]")
    assert (first.count(), second.count()) == (sizes[0] - 1, sizes[1] + 1)
    assert page.locator(f"[data-list='2'] [data-learner='{name}']").count() == 1
    page.context.close()


def test_names_move_by_drag_and_by_keyboard_and_the_group_is_made_so(open_as):
    page = open_as("juniper", "/groups/")
    page.evaluate("document.getElementById('arrange').scrollIntoView({behavior: 'instant'})")
    moving = page.locator("[data-list='1'] > li").first
    name = moving.get_attribute("data-learner")
    moving.drag_to(page.locator("[data-group='2']"))
    assert page.locator(f"[data-list='2'] [data-learner='{name}'] input[name=in]").input_value() == f"{name}:2"
    page.locator(f"[data-learner='{name}'] input[type=checkbox]").focus()
    page.keyboard.press("Space")
    page.select_option("#to", "outside")
    page.locator("[data-move]").focus()
    page.keyboard.press("Enter")
    assert page.locator(f"[data-list='outside'] [data-learner='{name}']").count() == 1
    assert "No group" in page.text_content("#moved")
    with page.expect_navigation():
        page.locator("button[name=only]").first.click()
    assert "made 1 group" in page.inner_text("#toasts")
    with page.expect_navigation():
        page.locator(".toast button").click()
    assert "Taken back" in page.inner_text("#toasts")
