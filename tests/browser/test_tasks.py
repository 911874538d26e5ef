"""The twenty tasks of docs/explanation/tasks.md, each walked in a real browser with the taps that it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

DOC = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "tasks.md"
MOST_TAPS = 3


def written() -> dict[int, tuple[str, str, int]]:
    """Who, what and how many taps, by the task's number, as the page has it."""
    rows = re.findall(r"^\| (\d+) \| (\w+) \| (.+?) \| (\d+) \|$", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(number): (who, task, int(taps)) for number, who, task, taps in rows}


class Taps:
    """A page on which every tap is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, selector: str, *, goes: bool = False) -> None:
        """Press something that can be seen; `goes` where another page opens."""
        self.count += 1
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        if goes:
            with self.page.expect_navigation():
                found.click()
        else:
            found.click()

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)


@pytest.fixture
def start(open_as, request):
    """Open the home of whoever does the task; at the end the taps are compared with the page of tasks."""
    taken: list[Taps] = []

    def open_home(who: str, language: str = "en") -> Taps:
        taken.append(Taps(open_as(who, language=language)))
        return taken[0]

    yield open_home
    number = int(request.node.name.split("_")[1])
    assert taken[0].count == written()[number][2]


def test_every_task_of_the_page_is_walked_here_and_takes_at_most_three_taps():
    tasks = written()
    walked = {int(name.split("_")[1]) for name in globals() if re.match(r"task_\d+_|test_\d+_", name)}
    assert set(tasks) == walked == set(range(1, 21))
    assert max(taps for _who, _task, taps in tasks.values()) <= MOST_TAPS


def test_01_see_what_i_am_on_and_what_is_next(start):
    home = start("maya")
    for heading in ("What I am on", "Ready for me", "A short look back", "My people"):
        assert heading in home.text


def test_02_find_out_why_the_computer_does_not_think_so_yet(start):
    home = start("maya")
    home.tap("#on .reasons summary")
    expect(home.page.locator("#on .reasons[open] .why li").first).to_be_visible()


def test_03_see_what_i_can_do_now_and_could_not_in_august(start):
    home = start("maya")
    home.tap('nav.places a:has-text("What is new")', goes=True)
    assert re.search(r"\d+ things? that I could not show on", home.text)
    assert home.page.locator(".growth svg").is_visible()


def test_04_set_a_small_goal_with_a_day(start):
    home = start("maya")
    home.tap('nav.places a:has-text("My goals")', goes=True)
    home.page.fill("#statement", "Tell the time on any clock")
    home.tap('button:has-text("Keep this goal")', goes=True)
    home.sees("Tell the time on any clock")


def test_05_tell_my_teachers_what_helps_me(start):
    home = start("maya")
    home.tap('nav.places a:has-text("About me")', goes=True)
    home.tap("#helps_me .add summary")
    home.page.fill("#new-helps_me", "A timer that I can see")
    home.page.select_option("#circle-helps_me", "my_teachers")
    home.tap("#helps_me .add button.main", goes=True)
    home.sees("A timer that I can see")


def test_06_see_what_opens_after_what_i_am_on(start):
    home = start("maya")
    home.tap("#on .card h3 a", goes=True)
    home.sees("It opens")


def test_07_find_where_i_am_on_the_whole_map(start):
    home = start("maya")
    home.tap('nav.places a:has-text("My map")', goes=True)
    assert home.page.locator(".map-framework svg a").count() > 200


def test_08_see_who_needs_me_this_morning(start):
    home = start("juniper")
    for part in ("stuck", "ready", "quiet"):
        expect(home.page.locator(f"#{part} .need").first).to_be_visible()
    assert "it began" in home.page.inner_text("#stuck")


def test_09_find_who_is_stuck_in_fractions_and_since_when(start):
    home = start("juniper")
    home.tap('nav.places a:has-text("Our learners")', goes=True)
    home.page.select_option("#filter-state", "stuck")
    home.page.select_option("#filter-strand", "fractions-and-ratio")
    home.tap(".filters button.main", goes=True)
    assert "state=stuck" in home.page.url and "strand=fractions-and-ratio" in home.page.url
    for row in home.page.locator("tbody tr").all():
        assert row.locator(".tag-stuck.strand-fractions-and-ratio").count() >= 1


def test_10_note_that_i_talked_with_a_learner(start):
    home = start("juniper")
    home.tap('#quiet .need button:has-text("Talked")')
    expect(home.page.locator("#toasts")).to_contain_text("talked")
    home.page.click('#toasts button:has-text("Undo")')


def test_11_ask_the_learning_coach(start):
    home = start("juniper")
    home.tap('#stuck .need .acts a:has-text("Message")')
    home.page.fill("#stuck .act-place textarea", "Could you look at this with them?")
    home.tap('#stuck .act-place button:has-text("Send")')
    expect(home.page.locator("#stuck .act-place").first).to_contain_text("Could you look at this with them?")


def test_12_put_a_learner_into_a_group(start):
    home = start("juniper")
    home.tap('#stuck .need .acts a:has-text("Group")')
    expect(home.page.locator("#stuck .act-place form select").first).to_be_visible()
    home.tap('#stuck .act-place button:has-text("Put into the group")')
    expect(home.page.locator("#toasts .toast")).to_be_visible()
    home.page.click('#toasts button:has-text("Undo")')


def test_13_bring_todays_groups_together(start):
    home = start("juniper")
    home.tap('nav.places a:has-text("Groups")', goes=True)
    before = home.page.locator("#open .card").count()
    for box in home.page.locator('input[name="use"]').all()[1:]:
        box.uncheck()
    home.tap('button:has-text("Make the groups that are ticked")', goes=True)
    assert home.page.locator("#open .card").count() == before + 1
    with home.page.expect_navigation():
        home.page.click('#toasts button:has-text("Undo")')
    assert home.page.locator("#open .card").count() == before


def test_14_find_who_can_help_a_peer_with_one_competency(start):
    home = start("juniper")
    home.page.fill("#find", "equal fractions")
    home.page.wait_for_selector("#found a")
    home.tap('#found a[href^="/competencies/"]', goes=True)
    home.sees("help")


def test_15_say_that_a_learner_can_do_it_with_the_reason(start):
    home = start("juniper")
    home.tap('#ready a:has-text("Look and judge")', goes=True)
    home.tap('input[name="verdict"][value="attained"]')
    home.page.fill("#reason", "Showed it to two others, with things on the table.")
    home.tap('#judge button:has-text("Keep this judgement")', goes=True)
    home.sees("Showed it to two others, with things on the table.")


def test_16_sit_side_by_side_with_a_learner(start):
    home = start("juniper")
    home.tap("#stuck .need .who a.name", goes=True)
    home.tap('a:has-text("Sit together")', goes=True)
    home.sees("This I can do now")


def test_17_tell_a_grandmother_in_spanish_what_is_next(start):
    home = start("consuelo-ríoclaro")
    home.tap("main .card a, main li a", goes=True)
    assert home.page.locator("html").get_attribute("lang") == "es"
    home.sees("Lo que viene")


def test_18_know_what_to_do_at_home_tonight(start):
    home = start("agnes-quillfeather")
    expect(home.page.locator(".at-home .lead")).to_be_visible()


def test_19_print_one_sheet_for_the_kitchen(start):
    home = start("agnes-quillfeather")
    home.tap('a:has-text("One sheet to print")', goes=True)
    expect(home.page.locator(".sheet")).to_be_visible()


def test_20_find_who_had_no_contact_for_two_weeks(start):
    home = start("beatrix")
    home.tap('a[href^="/schools/waiting/"]', goes=True)
    home.page.select_option("#filter-what", "contact")
    home.page.select_option("#filter-days", "14-27")
    home.tap(".filters button.main", goes=True)
    with home.page.expect_download() as taken:
        home.tap("a[download]")
    assert taken.value.suggested_filename.endswith(".csv")
