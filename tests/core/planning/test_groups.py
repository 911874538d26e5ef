"""Groups by need: who is brought together, within which limits, and how good that is."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownpath.core.planning import Need, ProposedGroups, propose_groups

NONE, READY, REFRESH, STUCK = Need


def propose(needs: object, **changes: object) -> ProposedGroups:
    matrix = np.asarray(needs, dtype=int)
    size = matrix.shape[1]
    values = {
        "learners": list(range(matrix.shape[0])),
        "opens": [0] * size,
        "level": [0] * size,
        "strand": [0] * size,
        "smallest": 2,
        "largest": 4,
    }
    return propose_groups(matrix, **{**values, **changes})


def groups(proposal: ProposedGroups) -> list[tuple[int, list[int]]]:
    return [(group.competency, sorted(member.learner for member in group.members)) for group in proposal.groups]


# The worked example of docs/algorithms/groups.md: fractions, angles, essays; Ada to Fay are 0 to 5.
FRACTIONS, ANGLES, ESSAYS = range(3)
EXAMPLE = [
    [STUCK, READY, NONE],  # Ada
    [READY, NONE, NONE],  # Ben
    [READY, NONE, NONE],  # Cho
    [READY, READY, NONE],  # Dev
    [NONE, REFRESH, NONE],  # Eli
    [NONE, NONE, READY],  # Fay
]


def test_the_worked_example_of_the_docs():
    proposal = propose(EXAMPLE)
    assert groups(proposal) == [(FRACTIONS, [0, 1, 2]), (ANGLES, [3, 4])]
    assert [(member.learner, member.need) for member in proposal.groups[0].members] == [
        (0, STUCK),
        (1, READY),
        (2, READY),
    ]
    assert (proposal.placed, proposal.in_need, proposal.at_most) == (5, 6, 5)


def test_nobody_in_need_gives_no_group():
    assert propose(np.zeros((5, 3))).groups == ()
    assert propose(np.zeros((0, 3))).groups == ()
    assert propose(np.zeros((3, 0))).groups == ()


def test_a_need_of_fewer_than_the_smallest_group_gives_no_group():
    assert propose([[READY], [READY]], smallest=3).groups == ()


def test_more_learners_than_a_group_holds_are_split_evenly():
    proposal = propose([[READY]] * 9)
    assert sorted(len(group.members) for group in proposal.groups) == [3, 3, 3]
    assert (proposal.placed, proposal.at_most) == (9, 9)


def test_the_stuck_are_dealt_evenly_to_the_parts_of_one_group():
    proposal = propose([[STUCK]] * 2 + [[READY]] * 4, largest=3)
    assert [[member.need for member in group.members] for group in proposal.groups] == [[STUCK, READY, READY]] * 2


def test_somebody_who_has_a_place_changes_it_to_make_room():
    needs = [[READY, READY], [READY, NONE], [READY, NONE], [NONE, READY]]
    assert groups(propose(needs, largest=2)) == [(0, [1, 2]), (1, [0, 3])]


def test_a_large_group_lends_somebody_so_that_a_small_one_can_begin():
    needs = [[READY, NONE]] * 3 + [[READY, READY], [NONE, READY]]
    assert groups(propose(needs)) == [(0, [0, 1, 2]), (1, [3, 4])]


def test_who_is_stuck_comes_before_who_is_ready_when_places_are_few():
    proposal = propose([[READY], [READY], [STUCK], [READY]], largest=2, most_groups=1)
    assert 2 in groups(proposal)[0][1]


def test_places_go_to_the_more_urgent_need_of_a_learner():
    needs = [[READY, STUCK], [READY, NONE], [READY, NONE], [NONE, READY], [NONE, READY], [READY, NONE]]
    assert groups(propose(needs)) == [(0, [1, 2, 5]), (1, [0, 3, 4])]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, 0),
        ({"opens": [0, 2]}, 1),
        ({"level": [3, 2]}, 1),
        ({"wanted": [[False, True], [False, False]]}, 1),
    ],
)
def test_between_equals_decides_what_is_wanted_then_what_opens_more_then_the_lower_level(changes, first):
    assert groups(propose([[READY, READY], [READY, READY]], **changes))[0][0] == first


def test_between_equals_a_strand_without_a_group_comes_first():
    needs = [[READY, NONE, NONE]] * 4 + [[NONE, READY, READY]] * 2
    assert [group for group, _ in groups(propose(needs, strand=[0, 0, 1]))] == [0, 2]


def test_who_is_in_a_group_already_is_not_proposed_for_another_one():
    already = [[True, False], [False, False], [False, False]]
    assert groups(propose([[READY, READY]] * 3, already_in=already)) == [(0, [1, 2])]
    twice = propose([[READY, READY]] * 3, already_in=already, most_per_learner=2)
    assert (0, [0]) not in groups(twice) and all(0 not in members for group, members in groups(twice) if group == 0)


def test_room_that_is_left_goes_to_those_who_may_be_in_more_groups():
    needs = [[READY, READY], [READY, NONE], [READY, NONE], [NONE, READY], [NONE, READY]]
    once, twice = propose(needs), propose(needs, most_per_learner=2)
    assert sum(len(members) for _, members in groups(once)) == 5
    assert groups(twice) == [(0, [0, 1, 2]), (1, [0, 3, 4])]
    assert twice.placed == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"smallest": 0},
        {"smallest": 5},
        {"most_groups": -1},
        {"most_per_learner": 0},
        {"learners": [1, 1]},
        {"learners": [1]},
        {"opens": [1]},
        {"wanted": [[True]]},
        {"already_in": [[True]]},
    ],
)
def test_limits_and_shapes_that_do_not_fit_are_refused(changes):
    with pytest.raises(ValueError, match=r"."):
        propose([[READY, READY], [READY, READY]], **changes)


def test_a_code_that_is_no_need_is_refused():
    with pytest.raises(ValueError, match="codes"):
        propose([[4]])


@st.composite
def worlds(
    draw: st.DrawFn, most_learners: int = 12, most_competencies: int = 5
) -> tuple[np.ndarray, dict[str, object]]:
    n_learners = draw(st.integers(0, most_learners))
    size = draw(st.integers(1, most_competencies))
    codes = st.lists(st.sampled_from([0, 0, 0, 1, 1, 2, 3]), min_size=size, max_size=size)
    needs = draw(st.lists(codes, min_size=n_learners, max_size=n_learners))
    smallest = draw(st.integers(1, 3))
    limits = {
        "learners": draw(st.permutations(range(10, 10 + n_learners))),
        "opens": draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)),
        "level": draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)),
        "strand": draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)),
        "smallest": smallest,
        "largest": draw(st.integers(smallest, 5)),
        "most_groups": draw(st.integers(0, 4)),
        "most_per_learner": draw(st.integers(1, 2)),
    }
    return np.array(needs, dtype=int).reshape(n_learners, size), limits


@given(worlds())
def test_limits_hold_and_everybody_placed_needs_it_and_is_placed_once(world):
    needs, limits = world
    proposal = propose_groups(needs, **limits)
    assert len(proposal.groups) <= limits["most_groups"]
    row = {learner: number for number, learner in enumerate(limits["learners"])}
    times: dict[int, int] = {}
    seen: set[tuple[int, int]] = set()
    for group in proposal.groups:
        assert limits["smallest"] <= len(group.members) <= limits["largest"]
        for member in group.members:
            assert member.need == needs[row[member.learner], group.competency] != NONE
            assert (member.learner, group.competency) not in seen
            seen.add((member.learner, group.competency))
            times[member.learner] = times.get(member.learner, 0) + 1
    assert all(count <= limits["most_per_learner"] for count in times.values())
    assert len(times) == proposal.placed <= proposal.at_most <= proposal.in_need


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_learners_does_not_matter(world, chance):
    needs, limits = world
    order = list(range(len(needs)))
    chance.shuffle(order)
    shuffled = propose_groups(needs[order], **{**limits, "learners": [limits["learners"][each] for each in order]})
    assert shuffled == propose_groups(needs, **limits)


@given(worlds())
def test_parts_of_one_group_differ_by_one_learner_at_most(world):
    needs, limits = world
    sizes: dict[int, list[int]] = {}
    for group in propose_groups(needs, **{**limits, "most_per_learner": 1}).groups:
        sizes.setdefault(group.competency, []).append(len(group.members))
    assert all(max(parts) - min(parts) <= 1 for parts in sizes.values())


def most_with(needs: np.ndarray, chosen: tuple[int, ...], smallest: int, largest: int) -> int:
    """The most learners that some groups can hold, by trying everything; -1 where a group stays too small."""
    reached = {(0,) * len(chosen): 0}
    for row in needs:
        following = dict(reached)
        for sizes, placed in reached.items():
            for at, competency in enumerate(chosen):
                if row[competency] and sizes[at] < largest:
                    more = (*sizes[:at], sizes[at] + 1, *sizes[at + 1 :])
                    following[more] = max(following.get(more, -1), placed + 1)
        reached = following
    return max((placed for sizes, placed in reached.items() if min(sizes, default=smallest) >= smallest), default=-1)


@given(worlds(most_learners=7, most_competencies=3))
def test_it_is_within_its_bound_and_no_choice_of_groups_exceeds_what_it_says_is_possible(world):
    needs, limits = world
    limits = {**limits, "most_groups": min(limits["most_groups"], 3), "largest": min(limits["largest"], 3)}
    limits["smallest"] = min(limits["smallest"], limits["largest"])
    proposal = propose_groups(needs, **limits)
    best = max(
        most_with(needs, chosen, limits["smallest"], limits["largest"])
        for count in range(limits["most_groups"] + 1)
        for chosen in combinations_with_replacement(range(needs.shape[1]), count)
    )
    assert proposal.placed <= best <= proposal.at_most
    if limits["smallest"] == 1:
        assert proposal.placed >= (1 - 1 / np.e) * best


@given(worlds(most_learners=6, most_competencies=3))
def test_no_exchange_of_places_would_serve_a_more_urgent_need(world):
    needs, limits = world
    proposal = propose_groups(needs, **{**limits, "most_per_learner": 1})
    row = {learner: number for number, learner in enumerate(limits["learners"])}
    group_of = {row[member.learner]: group.competency for group in proposal.groups for member in group.members}
    for one, other in combinations(group_of, 2):
        swapped = int(needs[one, group_of[other]]), int(needs[other, group_of[one]])
        if min(swapped) > NONE:
            assert sum(swapped) <= needs[one, group_of[one]] + needs[other, group_of[other]]
