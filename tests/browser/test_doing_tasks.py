"""Tasks in a real browser: typed is kept, a dead network loses no answer and doubles none, scripts may be off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from looking import LOOKS, violations
from playwright.sync_api import Browser, Page, expect

STATE = "#task-state"
WAITING = "There is no line just now. Your answer is kept here and will be sent."


def begin(page: Page, what: str = "practise", code: str = "3.NF.A.1") -> None:
    """Begin on something that has tasks, or go on where it was left."""
    page.goto(f"/search/?q={code}")
    page.locator('main .results a[href^="/learners/"]').first.click()
    page.locator(f'#do form[action*="/{what}/"] button').click()
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/$"))


@pytest.fixture
def open_anew(chromium: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """A page as a learner whose line the test cuts: the browser says so on its console, which is no complaint."""
    contexts = []

    def open_page(who: str, **options: object) -> Page:
        contexts.append(chromium.new_context(base_url=address, **options))
        page = contexts[-1].new_page()
        sign_in(page, who)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in/")
    with page.expect_navigation():
        page.click(f'button[value="{who}"]')


def is_typed(page: Page) -> bool:
    return page.locator('[data-answer] input[name="text"]').count() == 1


def fill(page: Page) -> None:
    """Something that can be read, for every kind of task."""
    form = page.locator("[data-answer]")
    for each in form.locator('input[name="text"], input[name^="cell_"]').all():
        each.fill("12")
    if form.locator('input[type="radio"], input[type="checkbox"]').count():
        form.locator('input[type="radio"], input[type="checkbox"]').first.check()
    for each in form.locator('select[name^="pair_"]').all():
        each.select_option(index=1)


def answer(page: Page) -> None:
    fill(page)
    page.click("[data-answer] button.main")


def next_task(page: Page) -> None:
    page.click(".task-acts a.main")
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/(end/)?$"))


def end(page: Page) -> str:
    """End the sitting and give what its end says."""
    page.goto(page.url.split("/tasks/")[0] + "/tasks/" + page.url.split("/tasks/")[1].split("/")[0] + "/")
    stop = page.locator('form[action$="/stop/"] button')
    if stop.count():
        stop.click()
    return page.locator("main").inner_text()


def until_typed(page: Page) -> None:
    """Go on until a task wants something typed; "I don't know yet" leads on."""
    for _ in range(8):
        if is_typed(page):
            return
        page.click('button[name="unknown"]')
        page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
        next_task(page)
        page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/$"))
    pytest.fail("no task here wants something typed")


def done_so_far(page: Page) -> int:
    return int(re.search(r"task (\d+)", page.locator("h1").inner_text())[1]) - 1


def test_without_a_line_no_answer_is_lost_and_none_is_doubled(open_anew):
    page = open_anew("maya")
    begin(page)
    before = done_so_far(page)
    answer(page)
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
    next_task(page)
    page.context.set_offline(True)
    answer(page)
    expect(page.locator(STATE)).to_have_text(WAITING)
    for button in page.locator("[data-answer] button").all():
        expect(button).to_be_disabled()
    page.wait_for_timeout(5000)
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
    next_task(page)
    assert done_so_far(page) == before + 2
    assert f"You did {before + 2} tasks" in end(page)


def test_an_answer_whose_receipt_was_lost_is_sent_again_and_counts_once(open_anew):
    page = open_anew("ida")
    begin(page)
    before = done_so_far(page)
    reached = []

    def lose_the_receipt(route):
        reached.append(route.fetch().status)
        route.abort()

    page.route("**/answer/", lose_the_receipt, times=1)
    answer(page)
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"), timeout=15000)
    assert reached == [200]
    next_task(page)
    assert done_so_far(page) == before + 1


def test_an_answer_that_waits_is_sent_after_the_lid_was_closed_and_the_page_loaded_anew(open_anew):
    page = open_anew("noor")
    begin(page)
    address, before = page.url, done_so_far(page)
    page.context.set_offline(True)
    answer(page)
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
    next_task(page)
    assert done_so_far(page) == before + 1


def test_the_answer_of_one_learner_is_never_sent_as_anothers(open_anew):
    page = open_anew("lucía")
    begin(page)
    address = page.url
    page.context.set_offline(True)
    answer(page)
    expect(page.locator(STATE)).to_have_text(WAITING)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.context.clear_cookies()
    sign_in(page, "maya")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    begin(page)
    page.wait_for_timeout(500)
    assert [each for each in sent if each.startswith(address)] == []


def test_what_is_typed_or_chosen_is_there_after_a_reload(open_as):
    page = open_as("lucía")
    begin(page)
    until_typed(page)
    page.fill('[name="text"]', "3/4 or so")
    expect(page.locator(STATE)).to_have_text("Kept here as you type.")
    page.reload()
    expect(page.locator('[name="text"]')).to_have_value("3/4 or so")


def test_what_cannot_be_read_is_said_at_once_and_may_be_mended(open_as):
    page = open_as("ida")
    begin(page)
    until_typed(page)
    before = done_so_far(page)
    page.fill('[name="text"]', "((((")
    page.click('[data-answer] button:has-text("This is my answer")')
    expect(page.locator("#task-error")).to_be_visible()
    assert page.locator("#task-error").inner_text()
    page.fill('[name="text"]', "12")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
    next_task(page)
    assert done_so_far(page) == before + 1


def test_all_of_it_is_done_by_keyboard_and_hints_come_one_by_one(open_as):
    page = open_as("noor")
    begin(page)
    page.locator('button:has-text("Give me a hint")').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".task-hints p")).to_have_count(1)
    page.locator('button[name="unknown"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
    assert "Thank you for saying so" in page.locator("main").inner_text()


def test_large_type_stays_as_it_was_chosen_and_the_voice_is_offered(open_as):
    page = open_as("maya")
    begin(page)
    page.click('button:has-text("Larger")')
    assert page.locator(".task-large").count() == 1
    page.reload()
    assert page.locator(".task-large").count() == 1
    expect(page.locator("[data-say]")).to_be_visible()
    page.click('button:has-text("Larger")')


def test_without_scripts_a_task_is_a_form_and_a_check_says_nothing_before_its_end(open_anew):
    page = open_anew("lucía", java_script_enabled=False, viewport={"width": 360, "height": 800})
    begin(page, "show")
    page.click('button[name="unknown"]')
    assert "task 2" in page.locator("h1").inner_text()
    assert "One way to do it" not in page.locator("main").inner_text()
    page.click('button[name="unknown"]')
    assert page.url.endswith("/end/")
    text = page.locator("main").inner_text()
    assert "Not yet" in text and "One way to do it" in text and "You did 2 tasks" in text


@pytest.mark.parametrize("who", ["ida", "teo"])
def test_axe_finds_nothing_on_a_task_after_it_and_at_the_end_in_english_and_in_spanish(open_as, who):
    page = open_as(who)
    begin(page)
    wrong = []

    def look(name: str) -> None:
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong.extend(f"{name} at {width} {scheme}: {each}" for each in violations(page))
            wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if wide > seen:
                wrong.append(f"{name} at {width} scrolls sideways: {wide} > {seen}")

    for number in range(3):
        look(f"task {number}")
        page.click('button[name="unknown"]')
        page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]+/\d+/$"))
        look(f"after task {number}")
        if page.url.endswith("/end/"):
            break
        next_task(page)
    end(page)
    look("the end")
    assert wrong == []
