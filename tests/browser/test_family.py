"""A family in a real browser: in three languages, on paper, without scripts, by keyboard."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FAMILIES = {"en": "agnes-quillfeather", "es": "consuelo-ríoclaro", "ar": "salma-lanternwright"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def first_child(page: Page) -> str:
    """The address of a child of the family; an only child's page is home."""
    links = page.locator("main .children a")
    return page.url if links.count() == 0 else urljoin(page.url, links.first.get_attribute("href"))


def pages_of(page: Page) -> list[str]:
    child = first_child(page)
    page.goto(child)
    competency = urljoin(child, page.locator("main .cans a").first.get_attribute("href"))
    return [urljoin(child, "/family/"), child, f"{child}sheet/", f"{child}text/", competency]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", FAMILIES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_in_any_language(open_as, language, scheme):
    page = open_as(FAMILIES[language], width=360, scheme=scheme)
    for address in pages_of(page):
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] == [], address
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= seen, address


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", FAMILIES)
def test_a_childs_page_and_its_sheet_each_fit_one_piece_of_paper(open_as, language, paper):
    page = open_as(FAMILIES[language])
    child = first_child(page)
    for address in (child, f"{child}sheet/"):
        page.goto(address)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1, address


def test_a_family_gets_everywhere_without_scripts(chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    page.click('button[value="agnes-quillfeather"]')
    page.locator("details.behind summary").first.click()
    assert page.locator("details.behind[open] .three-facts").first.is_visible()
    page.click("main .cans a >> nth=0")
    assert page.locator(".facts-of-one li").count() == 3
    page.go_back()
    page.click('main a[href$="/text/"]')
    assert page.locator("pre").inner_text().startswith("Maya")
    page.goto("/family/")
    page.click('main button[value="es"]')
    assert page.locator("html").get_attribute("lang") == "es"
    page.click('main button[value="en"]')
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()


def test_the_plain_text_is_two_keys_away_from_the_page(open_as):
    page = open_as("agnes-quillfeather")
    link = page.locator('main a[href$="/text/"]')
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/text/" in page.url
    with page.expect_download() as download:
        page.locator("main a[download]").focus()
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "maya.txt"
