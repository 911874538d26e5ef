"""One journey of each audience by keyboard alone, and one with scripts off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

MOST_TABS = 250


def go_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus; nothing else moves."""
    wanted = page.locator(selector).first
    expect(wanted).to_be_attached()
    for _ in range(MOST_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab did not reach {selector}")


def press(page: Page, selector: str, *, goes: bool = False) -> None:
    """Reach something by Tab and press Enter on it."""
    go_to(page, selector)
    if goes:
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")


@pytest.fixture
def without_script(chromium, address):
    """A page as a member of the cast in a browser that runs no script."""
    contexts = []

    def open_page(who: str) -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 800}, java_script_enabled=False, base_url=address, locale="en"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        with page.expect_navigation():
            page.click(f'button[value="{who}"]')
        return page

    yield open_page
    for context in contexts:
        context.close()


def click(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_a_learner_sets_and_reaches_a_goal_by_keyboard(open_as):
    page = open_as("ida")
    press(page, 'nav.places a:has-text("My goals")', goes=True)
    go_to(page, "#statement")
    page.keyboard.type("Read one page aloud")
    press(page, 'button:has-text("Keep this goal")', goes=True)
    assert "Read one page aloud" in page.inner_text("main")
    press(page, '.card:has-text("Read one page aloud") button[value="reached"]', goes=True)
    assert "Well done. Your goal is reached." in page.inner_text("main")


def test_a_teacher_notes_something_from_the_morning_page_by_keyboard(open_as):
    page = open_as("amadou")
    press(page, '#stuck .need .acts a:has-text("Note")')
    expect(page.locator("#stuck .act-place textarea")).to_be_focused()
    page.keyboard.type("Try it with the fraction tiles.")
    press(page, '#stuck .act-place button:has-text("Keep the note")')
    expect(page.locator("#stuck .act-place").first).to_contain_text("Try it with the fraction tiles.")
    assert "Undo" in page.inner_text("#toasts")


def test_a_family_member_reads_how_the_school_knows_by_keyboard(open_as):
    page = open_as("agnes-quillfeather")
    press(page, ".can details summary")
    expect(page.locator(".can details[open]").first).to_be_visible()
    press(page, 'a:has-text("As plain text")', goes=True)
    assert "Maya" in page.inner_text("main")


def test_a_leader_filters_who_waits_by_keyboard(open_as):
    page = open_as("beatrix")
    press(page, 'a[href^="/schools/waiting/"]', goes=True)
    go_to(page, "#filter-what")
    page.keyboard.press("ArrowDown")
    press(page, ".filters button.main", goes=True)
    assert re.search(r"what=\w+", page.url)


def test_a_mentor_reaches_everything_by_keyboard(open_as):
    page = open_as("marta")
    press(page, "details.me > summary")
    press(page, 'button:has-text("Sign out")', goes=True)
    assert page.url.endswith("/sign-in/")


def test_a_learner_sets_a_goal_without_script(without_script):
    page = without_script("lucía")
    click(page, 'nav.places a:has-text("My goals")')
    page.fill("#statement", "Draw a map of our street")
    click(page, 'button:has-text("Keep this goal")')
    assert "Draw a map of our street" in page.inner_text("main")
    click(page, '#toasts button:has-text("Undo")')
    assert "let go" in page.inner_text("main")
    click(page, 'nav.places a:has-text("My map")')
    assert page.locator(".map-framework svg a").count() > 200


def test_a_teacher_notes_a_talk_and_takes_it_back_without_script(without_script):
    page = without_script("sol")
    click(page, '#stuck .need button:has-text("Talked")')
    assert "talked" in page.inner_text("#toasts")
    click(page, '#toasts button:has-text("Undo")')
    click(page, '#stuck .need .acts a:has-text("Note")')
    page.fill("textarea", "Ask about the river.")
    click(page, 'button:has-text("Keep the note")')
    assert "Ask about the river." in page.inner_text("main")


def test_a_family_reads_its_page_without_script(without_script):
    page = without_script("agnes-quillfeather")
    assert page.locator(".headline").inner_text().startswith("Maya")
    click(page, 'a:has-text("One sheet to print")')
    assert page.locator(".sheet").is_visible()


def test_a_leader_finds_somebody_without_script(without_script):
    page = without_script("beatrix")
    page.fill("#find", "maya")
    with page.expect_navigation():
        page.press("#find", "Enter")
    assert "Maya Quillfeather" in page.inner_text(".results")


def test_a_mentor_reads_what_is_seen_without_script(without_script):
    page = without_script("marta")
    assert "What you do not see" in page.inner_text("main")
