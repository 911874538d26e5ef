"""What the estimate says about histories that a teacher would recognise."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import (
    CompetencyState,
    LearnerState,
    Observation,
    Parameters,
    Reading,
    begin_competency_from,
    probability_at,
    read,
    support,
    update,
)
from ownpath.core.mastery.layout import C_SUM, NUMBER_NAMES

DAY = 86400.0
START = 1_700_000_000.0


def walk(observations: list[Observation], parameters: Parameters = PARAMETERS) -> tuple[LearnerState, CompetencyState]:
    learner, state = LearnerState.new(), CompetencyState.new()
    for observation in observations:
        learner, state, _ = update(learner, state, observation, parameters, CRITERION)
    return learner, state


def reading_of(observations: list[Observation]) -> Reading:
    return read(*walk(observations), PARAMETERS, CRITERION)


def answers(results: str, task: str = "t{}", gap_seconds: float = 60.0) -> list[Observation]:
    return [
        Observation("response", float(result), START + gap_seconds * number, task.format(number), 0.0)
        for number, result in enumerate(results)
    ]


def test_before_any_evidence_the_estimate_is_the_starting_point_and_says_what_is_missing() -> None:
    reading = read(LearnerState.new(), CompetencyState.new(), PARAMETERS, CRITERION)
    assert abs(reading.logit) < 0.1
    assert [reason.code for reason in reading.reasons] == ["few_answers"]
    assert (reading.missing, reading.missing_count) == ("more_evidence", 4)
    assert not reading.attained


def test_three_right_answers_are_too_few() -> None:
    reading = reading_of(answers("111"))
    assert (reading.enough_evidence, reading.missing, reading.missing_count) == (False, "more_evidence", 1)


def test_the_same_task_again_and_again_is_never_enough() -> None:
    reading = reading_of(answers("1" * 40, task="the same"))
    assert (reading.missing, reading.missing_count, reading.attained) == ("other_tasks", 2, False)


def test_an_answer_that_counts_for_two_competencies_counts_half_for_each() -> None:
    halves = [Observation("response", 1.0, None, f"t{i}", 0.0, 2) for i in range(6)]
    assert (reading_of(halves).missing, reading_of(halves).missing_count) == ("more_evidence", 1)


def test_where_learners_differ_much_a_mixed_record_asks_to_be_surer() -> None:
    numbers = PARAMETERS.numbers.copy()
    numbers[NUMBER_NAMES.index("variance_scale")] = 2.0
    wide = replace(PARAMETERS, numbers=numbers)
    reading = read(*walk(answers("111101"), wide), wide, CRITERION)
    assert reading.missing == "surer"
    assert 1 <= reading.missing_count <= 20


def test_many_right_answers_on_different_tasks_are_attained_once_at_the_moment_of_the_rule() -> None:
    reading = reading_of(answers("1" * 40))
    assert reading.attained
    assert START < reading.attained_moment < START + 40 * 60.0
    assert reading.attained_rule == "estimate>=0.90@0.80"
    assert reading.enough_evidence


def test_without_known_times_attained_has_no_moment_and_no_end() -> None:
    reading = reading_of([Observation("response", 1.0, None, f"t{i}", 0.0) for i in range(40)])
    assert (reading.attained, reading.attained_moment, reading.hold_until) == (True, None, None)


def test_what_was_attained_and_then_fails_is_still_attained_and_no_longer_held() -> None:
    observations = answers("1" * 40 + "0" * 25)
    reading = reading_of(observations)
    assert reading.attained
    assert reading.hold_until == observations[-1].moment_seconds


def test_practice_on_several_days_is_held_longer_than_the_same_practice_on_one() -> None:
    one_day = walk(answers("1" * 30))
    several = walk(answers("1" * 30, gap_seconds=DAY))
    lost = [
        read(*states, PARAMETERS, CRITERION).logit
        - read(*states, PARAMETERS, CRITERION, states[1].last_moment + 60 * DAY).logit
        for states in (one_day, several)
    ]
    assert lost[1] < lost[0]


def test_a_long_pause_lowers_the_prediction_and_says_so() -> None:
    learner, state = walk(answers("1" * 12))
    reading = read(learner, state, PARAMETERS, CRITERION, state.last_moment + 90 * DAY)
    reason = next(reason for reason in reading.reasons if reason.code == "long_ago")
    assert reason.logits < 0.0
    assert reason.detail == {"seconds": 90 * DAY}
    assert probability_at(learner, state, state.last_moment + 90 * DAY, PARAMETERS) < probability_at(
        learner, state, None, PARAMETERS
    )


def test_a_full_record_from_before_is_enough_alone_but_a_faint_one_is_not() -> None:
    full = reading_of([Observation("prior", 1.0, START)])
    faint = reading_of([Observation("prior", 0.8, START)])
    assert (full.attained, full.enough_evidence) == (True, True)
    assert full.reasons[0].code == "prior_record"
    assert (faint.attained, faint.missing) == (False, "more_evidence")


def test_errors_wear_a_record_from_before_down() -> None:
    prior = [Observation("prior", 1.0, START - DAY)]
    reading = reading_of(prior + answers("0" * 8))
    assert reading.attained
    assert reading.probability < 0.5
    assert reading.hold_until is not None


def test_struggling_counts_from_the_error_that_began_the_stretch_and_ends_with_success() -> None:
    stuck = answers("11" + "0" * 8)
    reading = reading_of(stuck)
    assert reading.struggling_since is not None
    assert START + 2 * 60.0 <= reading.struggling_since <= START + 5 * 60.0
    assert reading_of(answers("11" + "0" * 8 + "1" * 6)).struggling_since is None
    assert reading_of(answers("110")).struggling_since is None


def test_a_rubric_rating_says_more_than_one_answer() -> None:
    one = reading_of([Observation("response", 1.0, START, "essay")])
    rating = reading_of([Observation("rubric", 1.0, START, "essay")])
    assert rating.logit > one.logit
    assert rating.sd < one.sd


def test_success_elsewhere_raises_what_is_expected_here() -> None:
    learner, _ = walk(answers("1" * 10))
    elsewhere = read(learner, CompetencyState.new(), PARAMETERS, CRITERION)
    assert elsewhere.logit > read(LearnerState.new(), CompetencyState.new(), PARAMETERS, CRITERION).logit + 0.3
    assert not elsewhere.attained


def test_a_competency_with_harder_tasks_reads_lower_for_the_same_answers() -> None:
    same = [Observation("response", 1.0, START, f"t{i}", 1.0, 1, 0.0) for i in range(6)]
    harder = [Observation("response", 1.0, START, f"t{i}", 1.0, 1, 1.0) for i in range(6)]
    assert reading_of(harder).logit < reading_of(same).logit - 0.5
    assert "competency_difficulty" in [reason.code for reason in reading_of(harder).reasons]


def test_what_the_parameters_know_of_a_task_and_a_competency_goes_before_what_the_evidence_says() -> None:
    known = replace(PARAMETERS, task_difficulty={"t": 1.0}, competency_difficulty={"c": 0.5})
    told = Observation("response", 1.0, START, "t", -2.0, 1, -2.0, competency="c")
    untold = replace(told, task_difficulty=1.0, competency_difficulty=0.5)
    assert walk([told], known) == walk([untold], PARAMETERS)
    # A task that nobody has calibrated starts from its competency.
    assert walk([replace(untold, task="new", task_difficulty=None)]) == walk(
        [replace(untold, task="new", task_difficulty=0.5)]
    )


def rating(level: int, rater: str = "") -> Observation:
    return Observation("rubric", 0.5, START, "essay", level=level, n_levels=4, rater=rater)


def test_each_level_of_a_rubric_reads_higher_than_the_one_below_it_with_the_same_uncertainty() -> None:
    readings = [reading_of([rating(level)]) for level in (1, 2, 3, 4)]
    assert [one.logit < other.logit for one, other in pairwise(readings)] == [True] * 3
    assert len({reading.sd for reading in readings}) == 1


def test_the_result_beside_a_level_counts_no_more_not_even_when_the_task_comes_again() -> None:
    for kind in ("rubric", "prior"):
        one, other = (replace(rating(3), kind=kind, result=result) for result in (0.0, 1.0))
        again = Observation("response", 1.0, START + DAY, "essay")
        (learner, state), (other_learner, other_state) = walk([one]), walk([other])
        assert (learner, state) == (other_learner, other_state)
        assert (
            update(learner, state, again, PARAMETERS, CRITERION)[2]
            == update(other_learner, other_state, again, PARAMETERS, CRITERION)[2]
        )


def test_a_level_from_a_strict_rater_counts_for_more_and_from_a_mild_one_for_less() -> None:
    raters = replace(PARAMETERS, rater_severity={"strict": 1.0, "mild": -1.0})
    for level in (1, 2, 3, 4):
        mild, unknown, strict = (
            read(*walk([rating(level, rater)], raters), raters, CRITERION).logit for rater in ("mild", "", "strict")
        )
        assert mild < unknown < strict


def test_two_levels_without_severity_are_a_response() -> None:
    binary = replace(PARAMETERS, rubric_thresholds={"2": (0.0,)})
    for level in (1, 2):
        as_rating = Observation("observation", 0.3, START, "a", 0.4, level=level, n_levels=2)
        as_result = Observation("observation", level - 1.0, START, "a", 0.4)
        one, other = (read(*walk([each], binary), binary, CRITERION) for each in (as_rating, as_result))
        assert one.logit == pytest.approx(other.logit, abs=1e-12)
        assert one.sd == pytest.approx(other.sd, abs=1e-12)


def test_a_right_answer_after_hints_counts_for_less_the_more_there_were() -> None:
    logits = [reading_of([Observation("response", 1.0, START, "a", 0.0, hints=hints)]).logit for hints in range(5)]
    assert all(more < fewer for fewer, more in pairwise(logits))
    assert logits[4] == reading_of([Observation("response", 0.0, START, "a", 0.0)]).logit


def test_a_new_competency_starts_higher_where_what_it_requires_is_shown_and_lower_where_it_is_not() -> None:
    learner, strong = walk(answers("1" * 12))
    _, weak = walk(answers("0" * 12))

    def start(*required: CompetencyState) -> Reading:
        return read(learner, begin_competency_from(required, PARAMETERS), PARAMETERS, CRITERION)

    assert start(weak).logit < start().logit < start(strong).logit
    assert start(strong, weak) == start(weak)
    assert "related" in [reason.code for reason in start(strong).reasons]
    assert not start(strong).attained
    assert start(strong).missing_count == start().missing_count == 4


def test_own_evidence_takes_the_place_of_what_the_required_ones_say() -> None:
    _, strong = walk(answers("1" * 12))
    differences = []
    for n in (0, 5, 40):
        readings = []
        for begun in (begin_competency_from([strong], PARAMETERS), CompetencyState.new()):
            learner, state = LearnerState.new(), begun
            for observation in answers("10" * (n // 2)):
                learner, state, _ = update(learner, state, observation, PARAMETERS, CRITERION)
            readings.append(read(learner, state, PARAMETERS, CRITERION).logit)
        differences.append(readings[0] - readings[1])
    assert differences[0] > 2 * differences[1] > 4 * differences[2] > 0.0


def test_a_success_raises_what_it_requires_and_a_failure_changes_nothing() -> None:
    learner, state = walk(answers("1010"))
    before = read(learner, state, PARAMETERS, CRITERION)
    success, failure = (Observation("response", result, START + DAY, "x", 0.0) for result in (1.0, 0.0))
    raised = support(state, success, PARAMETERS)
    after = read(learner, raised, PARAMETERS, CRITERION)
    assert after.logit > before.logit
    assert (after.sd, after.missing, after.effective_evidence) == (before.sd, before.missing, before.effective_evidence)
    assert support(state, failure, PARAMETERS) == state
    assert support(state, Observation("prior", 1.0, START + DAY), PARAMETERS) == state


def test_support_alone_never_amounts_to_more_than_two_logits() -> None:
    state = CompetencyState.new()
    for number in range(500):
        state = support(state, Observation("rubric", 1.0, START, f"t{number}", 2.0), PARAMETERS)
    alone, without = (read(LearnerState.new(), each, PARAMETERS, CRITERION) for each in (state, CompetencyState.new()))
    assert alone.logit - without.logit == pytest.approx(2.0)
    assert not alone.attained


def test_a_record_from_before_does_not_make_what_was_shown_long_ago_look_fresh() -> None:
    long_ago = answers("1" * 8)
    _, state = walk([*long_ago, Observation("prior", 0.5, START + 400 * DAY)])
    learner, _ = walk(long_ago)
    assert np.all(np.abs(state.numbers[C_SUM + 4 : C_SUM + 7]) < 1e-9)
    assert not state.attained
    assert learner.count == 8


def test_evidence_out_of_order_counts_at_the_last_moment_known() -> None:
    _, state = walk([Observation("response", 1.0, START, "a"), Observation("response", 1.0, START - DAY, "b")])
    assert state.last_moment == START


def test_a_rare_task_name_in_any_script_is_a_task() -> None:
    assert (
        reading_of([Observation("response", 1.0, START, name) for name in ("ñandú", "分数", "\udcff")]).missing_count
        == 1
    )


def test_from_nothing_ten_right_answers_at_the_reference_are_needed_and_fewer_for_who_attained_five_others() -> None:
    def needed(learner: LearnerState, kind: str, difficulty: float) -> tuple[int, LearnerState]:
        state = CompetencyState.new()
        while not state.attained:
            task = f"{learner.count} {difficulty}"
            observation = Observation(kind, 1.0, None, task, difficulty, competency_difficulty=0.0)
            learner, state, _ = update(learner, state, observation, PARAMETERS, CRITERION)
        return state.count, learner

    new = LearnerState.new()
    assert needed(new, "response", 0.0)[0] == 10
    assert needed(new, "response", 0.7)[0] == 6
    known = new
    for _ in range(5):
        _, known = needed(known, "response", 0.0)
    assert needed(known, "response", 0.0)[0] == 5
    assert needed(known, "rubric", 0.0)[0] == 4
