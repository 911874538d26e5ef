"""The map in a real browser: walked by keyboard, seen on a phone, read without scripts."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe


def test_a_learner_walks_the_map_by_keyboard_and_opens_a_competency(open_as):
    page = open_as("maya")
    page.goto(
        page.evaluate("[...document.querySelectorAll('a')].find(a => /\\/learners\\/[^/]+\\/$/.test(a.href)).href")
    )
    sheet = page.locator(".map-wide svg")
    line = sheet.locator("path[data-e]").first.get_attribute("data-e")
    later = line.split("-")[1]
    sheet.locator(f'a[data-n="{later}"]').focus()
    before = page.locator("[data-said]").text_content()
    page.keyboard.press("ArrowUp")
    reached = page.evaluate("document.activeElement.dataset.n")
    assert sheet.locator(f'path[data-e="{reached}-{later}"]').count() == 1
    assert sheet.locator("path.down").count() >= 1
    said = page.locator("[data-said]").text_content()
    assert said != before
    assert "Opens:" in said
    page.keyboard.press("+")
    assert "closer" in page.locator(".map-wide").get_attribute("class")
    page.keyboard.press("0")
    assert "closer" not in page.locator(".map-wide").get_attribute("class")
    title = page.evaluate("document.activeElement.getAttribute('aria-label')").rsplit(": ", 1)[0]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert title in page.inner_text("h1")


def test_the_map_fits_a_phone_and_axe_finds_nothing_on_it(open_as):
    page = open_as("maya", width=360)
    page.goto(
        page.evaluate("[...document.querySelectorAll('a')].find(a => /\\/learners\\/[^/]+\\/$/.test(a.href)).href")
    )
    assert page.locator(".map-narrow svg").is_visible()
    assert not page.locator(".map-wide svg").is_visible()
    page.locator(".map-list summary").click()
    found = Axe().run(page, context=".map").response["violations"]
    assert [each["id"] for each in found] == []


def test_the_whole_map_names_what_is_pointed_at_and_is_a_list_without_scripts(open_as, chromium):
    page = open_as("maya")
    page.locator('.places a[href$="/map/"]').click()
    page.wait_for_selector(".map-live .map-frame svg a[tabindex='0']")
    page.locator(".map-frame svg a[tabindex='0']").focus()
    page.wait_for_selector(".map-card a")
    first = page.inner_text(".map-card a")
    for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(".map-frame svg a[tabindex='0']").count() == 1
    assert page.locator(".map-frame svg .at").count() == 1
    page.keyboard.press("ArrowUp")
    for _ in range(4):
        page.keyboard.press("+")
    assert page.locator(".map-frame svg .at .t").count() >= 1
    context = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(page.url)
    listed = plain.locator("[data-list], .map-list summary").first
    listed.click()
    assert plain.locator(".map-list").get_by_text(first, exact=True).count() >= 1
    context.close()
