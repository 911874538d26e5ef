"""The growth line shows one's own past and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ownpath.web.design.growth import draw_growth

SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 20)


def test_what_was_there_before_is_where_the_line_begins():
    drawn = draw_growth([date(2026, 1, 1), date(2026, 9, 10), date(2026, 10, 10)], since=SEPTEMBER, until=NOVEMBER)
    assert drawn is not None
    assert drawn.caption == "2 new can-dos since Sept. 1, 2026."
    assert drawn.points[0].said == "1 can-do"
    assert drawn.points[-1].said == "3 can-dos"


def test_nothing_attained_draws_nothing():
    assert draw_growth([], since=SEPTEMBER, until=NOVEMBER) is None
    assert draw_growth([SEPTEMBER], since=NOVEMBER, until=SEPTEMBER) is None


@given(st.lists(st.integers(-400, 79), min_size=1, max_size=300))
def test_every_can_do_of_the_time_is_one_step_up(offsets):
    days = [SEPTEMBER + timedelta(days=each) for each in offsets]
    drawn = draw_growth(days, since=SEPTEMBER, until=SEPTEMBER + timedelta(days=80))
    assert drawn is not None
    line = drawn.svg.split('class="line" d="')[1].split('"')[0]
    assert line.count("V") == sum(each >= 0 for each in offsets)
