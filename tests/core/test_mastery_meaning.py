"""What the estimate says about histories that a teacher would recognise."""

from __future__ import annotations

import pytest
from mastery_histories import CRITERION, PARAMETERS

from ownpath.core.mastery import CompetencyState, LearnerState, Observation, Reading, probability_at, read, update

DAY = 86400.0
START = 1_700_000_000.0


def walk(observations: list[Observation]) -> tuple[LearnerState, CompetencyState]:
    learner, state = LearnerState.new(), CompetencyState.new()
    for observation in observations:
        learner, state, _ = update(learner, state, observation, PARAMETERS, CRITERION)
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
    assert reading.logit == PARAMETERS.start
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


def test_a_mixed_record_asks_to_be_surer() -> None:
    reading = reading_of(answers("111101"))
    assert reading.missing == "surer"
    assert reading.missing_count >= 1


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
    assert elsewhere.logit > PARAMETERS.start
    assert not elsewhere.attained


def test_a_competency_with_harder_tasks_reads_lower_for_the_same_answers() -> None:
    same = [Observation("response", 1.0, START, f"t{i}", 1.0, 1, 0.0) for i in range(6)]
    harder = [Observation("response", 1.0, START, f"t{i}", 1.0, 1, 1.0) for i in range(6)]
    assert reading_of(harder).logit == pytest.approx(reading_of(same).logit - 1.0)


def test_evidence_out_of_order_counts_at_the_last_moment_known() -> None:
    _, state = walk([Observation("response", 1.0, START, "a"), Observation("response", 1.0, START - DAY, "b")])
    assert state.last_moment == START


def test_a_rare_task_name_in_any_script_is_a_task() -> None:
    assert (
        reading_of([Observation("response", 1.0, START, name) for name in ("ñandú", "分数", "\udcff")]).missing_count
        == 1
    )
