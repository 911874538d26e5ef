"""Histories of evidence that Hypothesis can make, shared by the tests of the mastery estimate."""

from __future__ import annotations

from hypothesis import strategies as st

from ownpath.core.mastery import Criterion, Observation, default_parameters

PARAMETERS = default_parameters()
CRITERION = Criterion()
KEYS = ("fractions", "ratios")

results = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
gaps_seconds = st.one_of(st.none(), st.sampled_from([0.0, 60.0, 7 * 86400.0]), st.floats(0.0, 1e10))


@st.composite
def histories(draw: st.DrawFn, least: int = 0, most: int = 14, kinds: bool = True) -> list[tuple[str, Observation]]:
    """Draw time-ordered evidence of one learner on up to two competencies, extreme values included."""
    moment = draw(st.floats(-1e9, 2e9))
    made = []
    for _ in range(draw(st.integers(least, most))):
        gap = draw(gaps_seconds)
        moment += gap or 0.0
        made.append(
            (
                draw(st.sampled_from(KEYS)),
                Observation(
                    kind=draw(st.sampled_from(("response", "rubric", "observation", "artifact", "prior")))
                    if kinds
                    else "response",
                    result=draw(results),
                    moment_seconds=None if gap is None else moment,
                    task=draw(st.sampled_from(["", "a", "b", "c", "d", "e"])),
                    task_difficulty=draw(st.one_of(st.none(), st.floats(-4, 4), st.sampled_from([-1e6, 1e6]))),
                    spread=draw(st.sampled_from([1, 1, 2, 7])),
                ),
            )
        )
    return made
