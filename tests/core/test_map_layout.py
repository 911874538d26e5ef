"""Our own drawing of a progression: what it guarantees, and the worked example of its page."""

from __future__ import annotations

from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownpath.core.progressions.layout import count_crossings, lay_out_framework, lay_out_neighbourhood, smooth_path
from ownpath.core.progressions.layout.columns import pooled
from ownpath.core.progressions.layout.crossings import crossing_matrix
from ownpath.core.progressions.layout.rows import turned_edges

N = 14
ENDS = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1))
LINES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)


@st.composite
def frameworks(draw: st.DrawFn, *, circles: bool = False) -> SimpleNamespace:
    """A few competencies with levels, strands and edges; levels need not follow the edges."""
    edges = draw(st.lists(ENDS, max_size=40))
    if not circles:
        edges = [(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]]
    numbers = st.lists(st.integers(0, 3), min_size=N, max_size=N)
    return SimpleNamespace(
        level=draw(numbers),
        strand=draw(numbers),
        earlier=[each[0] for each in edges],
        later=[each[1] for each in edges],
    )


def drawn(made: SimpleNamespace) -> list[object]:
    """The framework in both ways of drawing, on a page and on a phone."""
    edges = (made.earlier, made.later)
    return [
        lay_out_framework(made.level, made.strand, *edges),
        lay_out_neighbourhood(made.strand, *edges),
        lay_out_neighbourhood(made.strand, *edges, box_width=140, most_in_row=2),
    ]


def turns_of(layout: object) -> list[tuple[int, int]]:
    """Where all lines run straight past a row."""
    return [point for line in layout.lines for point in line]


@settings(max_examples=12)
@given(frameworks(circles=True))
def test_no_two_boxes_overlap_and_all_lie_within(made: SimpleNamespace) -> None:
    for layout in drawn(made):
        for one, other in combinations(range(N), 2):
            apart_x = abs(int(layout.x[one] - layout.x[other])) >= layout.box_width
            apart_y = abs(int(layout.y[one] - layout.y[other])) >= layout.box_height
            assert apart_x or apart_y
        assert (layout.x - layout.box_width // 2 >= 0).all()
        assert (layout.x + layout.box_width // 2 <= layout.width).all()
        assert (layout.y - layout.box_height // 2 >= 0).all()
        assert (layout.y + layout.box_height // 2 <= layout.height).all()
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in turns_of(layout))


@settings(max_examples=12)
@given(frameworks())
def test_every_edge_leads_downward_from_what_is_required(made: SimpleNamespace) -> None:
    for layout in drawn(made):
        assert layout.turned == ()
        for start, end, line in zip(made.earlier, made.later, layout.lines, strict=True):
            assert layout.row[start] < layout.row[end]
            assert line[0] == (layout.x[start], layout.y[start] + layout.box_height // 2)
            assert line[-1] == (layout.x[end], layout.y[end] - layout.box_height // 2)
            assert all(before[1] < after[1] for before, after in pairwise(line))


@settings(max_examples=12)
@given(frameworks())
def test_no_line_runs_through_a_box(made: SimpleNamespace) -> None:
    for layout in drawn(made):
        boxes = list(zip(layout.x.tolist(), layout.y.tolist(), strict=True))
        half = layout.box_width // 2
        for line in layout.lines:
            for (x, top), (_, bottom) in zip(line[1:-1:2], line[2:-1:2], strict=True):
                assert not any(abs(x - column) < half and top <= middle <= bottom for column, middle in boxes)


@settings(max_examples=12)
@given(frameworks())
def test_a_strand_stands_in_its_band_and_a_level_in_its_rows(made: SimpleNamespace) -> None:
    layout = lay_out_framework(made.level, made.strand, made.earlier, made.later)
    bands = {strand: (left, right) for strand, left, right in layout.strands}
    for place, strand in enumerate(made.strand):
        left, right = bands[strand]
        assert left < layout.x[place] < right
    assert list(bands.values()) == sorted(bands.values())
    assert all(before[1] < after[0] for before, after in pairwise(bands.values()))
    rows = {level: (top, bottom) for level, top, bottom in layout.levels}
    for place, level in enumerate(made.level):
        drawn_in = [own for own, (top, bottom) in rows.items() if top < layout.y[place] < bottom]
        assert drawn_in == [level] or (place in made.later and drawn_in[0] > level)
    assert list(rows) == sorted(rows)


@settings(max_examples=12)
@given(frameworks(circles=True))
def test_the_same_input_gives_the_same_bits(made: SimpleNamespace) -> None:
    for one, other in zip(drawn(made), drawn(made), strict=True):
        assert one.x.tobytes() == other.x.tobytes()
        assert one.y.tobytes() == other.y.tobytes()
        assert (one.lines, one.order, one.crossings) == (other.lines, other.order, other.crossings)


@settings(max_examples=12)
@given(frameworks(circles=True))
def test_a_circle_does_not_hang_and_is_named(made: SimpleNamespace) -> None:
    earlier, later = np.array(made.earlier, dtype=int), np.array(made.later, dtype=int)
    turned = turned_edges(N, earlier, later)
    rest = ~turned
    assert not turned_edges(N, earlier[rest], later[rest]).any()
    layout = lay_out_framework(made.level, made.strand, earlier, later)
    assert layout.turned == tuple(np.flatnonzero(turned).tolist())


@given(LINES)
def test_crossings_are_counted_as_if_every_pair_were_looked_at(lines: list[tuple[int, int]]) -> None:
    expected = sum((one[0] - other[0]) * (one[1] - other[1]) < 0 for one, other in combinations(lines, 2))
    assert count_crossings([each[0] for each in lines], [each[1] for each in lines]) == expected


@given(LINES.map(lambda lines: sorted(set(lines))))
def test_the_matrix_of_crossings_agrees_with_the_count(lines: list[tuple[int, int]]) -> None:
    own, other = (np.array([each[end] for each in lines], dtype=np.int64) for end in (0, 1))
    matrix = crossing_matrix(10, own, other)
    for one, beside in combinations(range(10), 2):
        both = (own == one) | (own == beside)
        assert matrix[one, beside] == count_crossings(own[both], other[both])


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 9)), max_size=12))
def test_pooling_never_falls_and_no_block_wants_to_move(pairs: list[tuple[float, float]]) -> None:
    target, weight = (np.array([each[end] for each in pairs]) for end in (0, 1))
    found = pooled(target, weight)
    assert (np.diff(found) >= 0).all()
    for value in np.unique(found):
        block = found == value
        assert np.average(target[block], weights=weight[block]) == pytest.approx(value, abs=1e-9)


def test_a_tangle_that_can_be_undone_is_undone() -> None:
    """Six pairs, each edge to the opposite side: drawn in the order of the numbers they would all cross."""
    later = [11, 10, 9, 8, 7, 6]
    assert count_crossings(range(6), later) == 15
    assert lay_out_framework([0] * 6 + [1] * 6, [0] * 12, range(6), later).crossings == 0


def test_edges_of_one_competency_share_their_way() -> None:
    """0 leads past 1 and 2 to both 3 and 4: one line that branches only in the last gap."""
    layout = lay_out_framework([0, 1, 2, 3, 3], [0] * 5, [0, 1, 0, 0], [1, 2, 3, 4])
    one, other = layout.lines[2], layout.lines[3]
    assert one[:-1] == other[:-1]
    assert one[-1] != other[-1]


def test_twenty_four_boxes_fit_a_page_and_a_phone() -> None:
    earlier = [place for place in range(20) for _ in range(2)]
    later = [place + step for place in range(20) for step in (2, 4)]
    wide = lay_out_neighbourhood([0] * 24, earlier, later)
    narrow = lay_out_neighbourhood([0] * 24, earlier, later, box_width=140, most_in_row=2)
    assert wide.width <= 760
    assert narrow.width <= 340


def test_the_worked_example_of_the_page() -> None:
    """docs/algorithms/map-layout.md goes through this one."""
    names = ["count", "add", "multiply", "divide", "length", "area"]
    level, strand = [0, 1, 2, 2, 1, 2], [0, 0, 0, 0, 1, 1]
    edges = [("count", "add"), ("add", "multiply"), ("multiply", "divide"), ("length", "area"), ("multiply", "area")]
    earlier, later = ([names.index(edge[end]) for edge in edges] for end in (0, 1))
    layout = lay_out_framework(level, strand, earlier, later)
    assert dict(zip(names, layout.row.tolist(), strict=True)) == {
        "count": 0,
        "add": 1,
        "multiply": 2,
        "divide": 3,
        "length": 1,
        "area": 3,
    }
    assert [level for level, _, _ in layout.levels] == [0, 1, 2]
    assert layout.crossings == 0
    assert smooth_path(layout.lines[0]) == f"M{layout.x[0]} {layout.y[0] + 6}v22"


def test_nothing_gives_an_empty_map() -> None:
    for layout in (lay_out_framework([], [], [], []), lay_out_neighbourhood([], [], [])):
        assert (layout.width, layout.height, layout.lines, layout.order) == (0, 0, (), ())
    assert smooth_path([]) == ""


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        lay_out_framework([0, 1], [0], [], [])
    with pytest.raises(ValueError, match="same length"):
        lay_out_framework([0], [0], [0], [])
    with pytest.raises(ValueError, match="not there"):
        lay_out_neighbourhood([0], [0], [1])
    with pytest.raises(ValueError, match="even size"):
        lay_out_neighbourhood([0], [], [], box_width=141)


def test_without_edges_the_boxes_of_a_strand_stand_side_by_side() -> None:
    assert lay_out_neighbourhood([0, 1, 0, 1], [], []).order == ((0, 2, 1, 3),)
