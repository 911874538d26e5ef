"""What a school asks beside the estimate, and when it is met."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.mastery import Demand, Seen, first_met, missing_for

pieces = st.lists(
    st.builds(
        Seen,
        seconds=st.integers(0, 20).map(float),
        result=st.sampled_from([0.0, 0.5, 1.0]),
        context=st.sampled_from(["page", "project"]),
        is_performance=st.booleans(),
    ),
    max_size=8,
).map(lambda seen: sorted(seen, key=lambda each: each.seconds))
demands = st.builds(Demand, st.integers(0, 4), st.integers(0, 2), st.sampled_from(["", "performance", "teacher"]))
rules = st.lists(st.tuples(st.integers(0, 20).map(float), demands), max_size=3).map(
    lambda found: sorted(found, key=lambda each: each[0])
)


def test_what_is_missing_is_named_in_one_order():
    demand = Demand(2, 2, "performance")
    page, again = Seen(1.0, 1.0, "page"), Seen(2.0, 1.0, "page")
    assert missing_for(demand, []) == ("pieces", 2)
    assert missing_for(demand, [page, Seen(2.0, 0.0, "project", True)]) == ("pieces", 1)
    assert missing_for(demand, [page, again]) == ("contexts", 1)
    assert missing_for(demand, [page, Seen(2.0, 1.0, "project")]) == ("performance", 1)
    assert missing_for(demand, [page, Seen(2.0, 1.0, "project", True)]) == ("", 0)
    assert missing_for(Demand(asks="teacher"), [page]) == ("teacher", 1)


def test_each_moment_goes_by_the_rule_then_in_force():
    seen = [Seen(5.0, 1.0, "page"), Seen(9.0, 1.0, "project", True)]
    strict, loose = Demand(asks="performance"), Demand()
    assert first_met(5.0, seen, []) == (5.0, 1)
    assert first_met(5.0, seen, [(6.0, strict)]) == (5.0, 1)
    assert first_met(5.0, seen, [(4.0, strict)]) == (9.0, 2)
    assert first_met(5.0, seen, [(4.0, strict), (7.0, loose)]) == (7.0, 1)
    assert first_met(5.0, seen, [(4.0, Demand(asks="teacher"))]) is None


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        Demand(least_pieces=-1)
    with pytest.raises(ValueError, match="cannot be asked"):
        Demand(asks="perhaps")  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 20).map(float), pieces, rules)
def test_it_is_never_met_before_it_was_proposed_and_the_rule_of_that_moment_is_met(proposed, seen, asked):
    met = first_met(proposed, seen, asked)
    if met is not None:
        moment, count = met
        assert moment >= proposed and count == sum(each.seconds <= moment for each in seen)
        in_force = [demand for begins, demand in asked if begins <= moment]
        assert not in_force or missing_for(in_force[-1], seen[:count]) == ("", 0)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 20).map(float), pieces, rules, st.integers(0, 20).map(float))
def test_more_evidence_never_makes_it_later(proposed, seen, asked, moment):
    more = sorted([*seen, Seen(moment, 1.0, "page", True)], key=lambda each: each.seconds)
    before, after = first_met(proposed, seen, asked), first_met(proposed, more, asked)
    if before is not None:
        assert after is not None and after[0] <= before[0]
