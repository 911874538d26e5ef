"""`ownpath check` names everything that can be broken, and finds nothing in a sound school."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from made_items import number_item
from ownpath.assessment.selectors import waiting_task
from ownpath.assessment.services import answer_task, start_sitting, store_items
from ownpath.config.command_line import check
from ownpath.config.command_line.main import main
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.triggers import RefuseChanges, RefuseCycles
from ownpath.opportunities.services import choose_step
from ownpath.people.models import RoleKind
from ownpath.people.services import NewPerson, add_people
from ownpath.plans.services import (
    NewPlace,
    make_group,
    note_support_step,
    open_support,
    pin_competency,
    write_note,
)
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.schools.models import Term
from school import School, make_school, piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    """A sound school in which something was attained, judged and mended."""
    made = make_school()
    prior = piece(made, 1, kind=EvidenceKind.PRIOR, result=1.0)
    record_evidence(acting_person=None, district=made.district, pieces=[prior, *(piece(made, n) for n in range(2, 6))])
    record_judgement(
        acting_person=made.person("teacher"),
        learner=made.person("learner"),
        competency=made.competencies["multiply"],
        verdict="attained",
        reason="She showed me.",
    )
    make_plans(made)
    make_tasks(made)
    return made


def make_tasks(school: School) -> None:
    """One written task; the learner has answered it, and has it before them again."""
    learner, add = school.person("learner"), school.competencies["add"]
    store_items(acting_person=school.person("teacher"), district=school.district, items=[number_item()])
    sitting = start_sitting(acting_person=learner, learner=learner, kind="practice", competency=add)
    task = waiting_task(sitting)
    assert task is not None
    answer_task(acting_person=learner, task=task, token=uuid4(), answer={"unknown": True})


def make_plans(school: School) -> None:
    """One note, pin, support with a step, and group."""
    teacher, learner = school.person("teacher"), school.person("learner")
    multiply = school.competencies["multiply"]
    write_note(acting_person=teacher, learner=learner, text="Asked why it works.")
    pin_competency(acting_person=teacher, learner=learner, competency=multiply, reason="The market is on Saturday.")
    support = open_support(acting_person=teacher, learner=learner, what="Times tables", next_step="Play Monday")
    note_support_step(acting_person=teacher, support=support, done="Played", next_step="Play Friday")
    make_group(acting_person=teacher, community=school.community, competency=multiply, places=[NewPlace(learner)])


def problems(capsys, *options: str) -> list[str]:
    capsys.readouterr()
    code = main(["check", "--json", *options])
    result = json.loads(capsys.readouterr().out)
    assert code == (3 if result["problems"] else 0)
    assert result["checked"] >= 20
    return result["problems"]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unlock(table: str) -> None:
    """Somebody takes the database's own refusal away."""
    for statement in RefuseChanges(table).statements(connection.vendor)[1]:
        sql(statement)


def without_check(table: str, constraint: str, change: str) -> None:
    """Change rows as if the database did not look at one of its constraints."""
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = ON")
        sql(f"UPDATE {table} {change}")
        sql("PRAGMA ignore_check_constraints = OFF")
        return
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
    sql(f"UPDATE {table} {change}")


def unlock_edges() -> None:
    made_by = RefuseCycles("competencies_progressionedge", "competencies_competency", "rank", "earlier_id", "later_id")
    for statement in made_by.statements(connection.vendor)[1]:
        sql(statement)


def test_a_sound_school_has_no_problem(school, capsys):
    assert problems(capsys, "--estimates") == []


def break_district(school):
    other = make_school("far-valley")
    sql("UPDATE schools_learningcommunity SET district_id = %s WHERE id = %s", other.district.pk, school.community.pk)


def break_terms(school):
    other = make_school("far-valley")
    day = date(2026, 9, 1)
    term = Term.objects.create(district=other.district, name="Autumn", begins_on=day, ends_on=day)
    sql(
        "INSERT INTO schools_learningcommunity_terms (learningcommunity_id, term_id) VALUES (%s, %s)",
        school.community.pk,
        term.pk,
    )


def break_identity(school):
    sql("DELETE FROM people_identity WHERE person_id = %s", school.person("neighbour").pk)


def break_erasure(school):
    sql("UPDATE people_person SET erased_at = created_at WHERE id = %s", school.person("neighbour").pk)


def break_relationship(school):
    sql("DELETE FROM people_role WHERE person_id = %s", school.person("learner").pk)


def break_member_role(school):
    sql("UPDATE schools_membership SET role = 'leader' WHERE person_id = %s", school.person("learner").pk)


def break_cycle(school):
    unlock_edges()
    sql("UPDATE competencies_competency SET rank = 0")


def break_heading(school):
    sql("UPDATE competencies_competency SET is_heading = %s WHERE id = %s", True, school.competencies["add"].pk)


def break_rule(school):
    sql("DELETE FROM competencies_masteryrule")


def break_content(school):
    unlock("evidence_evidence")
    sql("UPDATE evidence_evidence SET source_record = 'another' WHERE source_record = 'record-3'")


def break_scale(school):
    unlock("evidence_evidence")
    without_check(
        "evidence_evidence", "evidence_result_on_its_scale", "SET result = 7 WHERE source_record = 'record-3'"
    )


def break_scale_by_an_empty_result(school):
    unlock("evidence_evidence")
    without_check(
        "evidence_evidence", "evidence_result_on_its_scale", "SET result = NULL WHERE source_record = 'record-3'"
    )


def break_order(school):
    unlock("evidence_evidence")
    row = school.district.pk
    sql("UPDATE evidence_evidence SET ordered_at = recorded_at WHERE district_id = %s", row)


def break_future(school):
    unlock("evidence_evidence")
    sql("UPDATE evidence_evidence SET recorded_at = '2020-01-01 00:00:00+00:00'")


def break_evidence_gone(school):
    unlock("evidence_evidence")
    sql("DELETE FROM evidence_evidence WHERE source_record = 'record-4'")


def break_last_piece(school):
    sql("UPDATE proficiency_learnerestimate SET last_evidence_id = last_evidence_id - 1")


def break_last_moment(school):
    sql("UPDATE proficiency_learnerestimate SET last_ordered_at = '2020-01-01 00:00:00+00:00'")


def break_learner_estimate_gone(school):
    sql("DELETE FROM proficiency_learnerestimate")


def break_first_moment(school):
    sql("UPDATE proficiency_estimate SET first_evidence_at = '2020-01-01 00:00:00+00:00'")


def break_last_moment_of_an_estimate(school):
    sql("UPDATE proficiency_estimate SET last_evidence_at = '2020-01-01 00:00:00+00:00'")


def break_attainment_gone(school):
    unlock("proficiency_attainment")
    sql("DELETE FROM proficiency_attainment")


def break_attainment_moved(school):
    unlock("proficiency_attainment")
    sql("UPDATE proficiency_attainment SET learner_id = %s WHERE judgement_id IS NULL", school.person("neighbour").pk)


def break_pointer(school):
    sql("UPDATE proficiency_generation SET state = 'retired'")


def break_generation(school):
    sql("UPDATE proficiency_generation SET state = 'retired', cleared_at = started_at")


def break_parameters(school):
    sql("UPDATE proficiency_learnerestimate SET parameters_hash = 'another'")


def break_parameter_hash(school):
    sql("UPDATE proficiency_parameterset SET hash = 'another'")


def break_choice(school):
    choose_step(
        acting_person=school.person("learner"), competency=school.competencies["divide"], kind="ready", said="start"
    )
    sql("UPDATE opportunities_stepchoice SET learner_id = %s", school.person("teacher").pk)


def break_plan_of_no_learner(school):
    sql("UPDATE plans_pin SET learner_id = %s", school.person("teacher").pk)


def break_words_of_somebody_erased(school):
    sql("UPDATE people_person SET erased_at = created_at WHERE id = %s", school.person("learner").pk)


def break_step_of_somebody_else(school):
    sql("UPDATE plans_supportstep SET learner_id = %s", school.person("neighbour").pk)


def break_group_of_another_community(school):
    sql("UPDATE plans_needgroup SET community_id = %s", school.other_community.pk)


def break_note_taken_back(school):
    without_check("plans_note", "note_taken_back_holds_no_text", "SET taken_back_at = written_at")


def break_answers(school):
    unlock("assessment_answer")
    sql("UPDATE assessment_answer SET learner_id = %s, evidence_uuid = uuid", school.person("neighbour").pk)


def break_worth(school):
    unlock("assessment_answer")
    sql("UPDATE assessment_answer SET score = 0.5")


def break_key(school):
    sql("DELETE FROM assessment_itemkey")
    sql("DELETE FROM assessment_item_competencies")


def break_sitting_of_no_learner(school):
    sql("UPDATE assessment_sitting SET learner_id = %s", school.person("teacher").pk)


def break_waiting(school):
    unlock("assessment_answer")
    sql("DELETE FROM assessment_answer")


def break_open_sitting(school):
    sql("UPDATE assessment_sittingtask SET dropped_at = shown_at")


def break_passed_check(school):
    divide = school.competencies["divide"].pk
    outcome = '{"attained": true}'
    sql("UPDATE assessment_sitting SET kind = 'mastery_check', competency_id = %s, outcome = %s", divide, outcome)


SCALE = "every result stands on its scale"
UP_TO_DATE = "what is known of each learner counts all their evidence, up to the last"
COUNTED = "every estimate counts its evidence, from the first to the last, and no evidence is without one"
BROKEN = [
    (break_choice, "every choice among next steps is a learner's"),
    (break_district, "every row belongs to the district of all that it names"),
    (break_terms, "every row belongs to the district of all that it names"),
    (break_identity, "everybody who was not erased has a name"),
    (break_erasure, "nobody who was erased can be named or sign in"),
    (break_relationship, "every relationship is to somebody who is or was a learner"),
    (break_relationship, "whoever is a community's learner or teacher has or had that role"),
    (break_member_role, "a learning community has learners and teachers only"),
    (break_cycle, "every edge climbs in rank"),
    (break_cycle, "the database refuses an edge that would allow a circle"),
    (break_heading, "edges join competencies, not headings of the outline"),
    (break_rule, "every framework has a mastery rule"),
    (break_content, "every piece of evidence has the uuid that is made from its source, learner and competency"),
    (break_content, "the database refuses to change or remove evidence"),
    (break_order, "evidence stands in the order in which it happened"),
    (break_future, "nothing was recorded before it happened"),
    (break_scale, SCALE),
    (break_scale_by_an_empty_result, SCALE),
    (break_evidence_gone, UP_TO_DATE),
    (break_last_piece, UP_TO_DATE),
    (break_last_moment, UP_TO_DATE),
    (break_learner_estimate_gone, UP_TO_DATE),
    (break_evidence_gone, COUNTED),
    (break_first_moment, COUNTED),
    (break_last_moment_of_an_estimate, COUNTED),
    (break_attainment_gone, "what an estimate says is attained is noted as attained"),
    (break_attainment_gone, "a judgement that something is attained is noted as attained"),
    (break_attainment_gone, "the database refuses to change or remove what was attained"),
    (break_pointer, "each district's generation in use is live, and no other is"),
    (break_generation, "of a generation that was cleared nothing is left"),
    (break_parameters, "what is known of each learner was computed with the parameters in use"),
    (break_parameter_hash, "stored parameters have the hash that is made from them"),
    (break_plan_of_no_learner, "every goal, note, support, pin and place in a group is a learner's"),
    (break_words_of_somebody_erased, "of somebody who was erased no words are left"),
    (break_step_of_somebody_else, "every step of a support is about the learner of the support"),
    (break_group_of_another_community, "whoever is in a group is or was of its community"),
    (break_note_taken_back, "what was taken back holds no words"),
    (break_answers, "the database refuses to change or remove answers"),
    (break_answers, "every answer has its evidence"),
    (break_answers, "every task and answer is the learner's whose sitting it is"),
    (break_worth, "the evidence of an answer says what the answer was worth"),
    (break_key, "every item has its key"),
    (break_key, "every item is about a competency"),
    (break_sitting_of_no_learner, "every sitting is a learner's"),
    (break_waiting, "at most one task of a sitting waits for an answer"),
    (break_open_sitting, "in every open sitting a task waits"),
    (break_passed_check, "what a check says is attained is noted as attained"),
    (break_attainment_moved, "what is attained by a rule names that learner's own evidence"),
]


@pytest.mark.parametrize(("damage", "sentence"), BROKEN, ids=[damage.__name__ for damage, _ in BROKEN])
def test_what_is_broken_is_named_with_an_example_and_what_to_do(school, capsys, damage, sentence):
    damage(school)
    found = [each for each in problems(capsys) if each.startswith(f"Not true: {sentence}:")]
    assert len(found) == 1
    assert "For instance" in found[0]
    assert found[0].rstrip().endswith(".")


def test_a_circle_is_named_with_its_competencies(school, capsys):
    unlock_edges()
    sql("UPDATE competencies_competency SET rank = 0")
    sql(
        "INSERT INTO competencies_progressionedge (uuid, kind, district_id, earlier_id, later_id) "
        "VALUES ('0123456789abcdef0123456789abcdef', 'requires', %s, %s, %s)",
        school.district.pk,
        school.competencies["divide"].pk,
        school.competencies["add"].pk,
    )
    (found,) = (each for each in problems(capsys) if "runs in a circle" in each)
    assert "add" in found and "multiply" in found and "divide" in found


def test_evidence_that_mends_another_learners_is_named(school, capsys):
    unlock("evidence_evidence")
    sql(
        "UPDATE evidence_evidence SET supersedes_id = (SELECT min(id) FROM evidence_evidence), learner_id = %s "
        "WHERE source_record = 'record-5'",
        school.person("neighbour").pk,
    )
    assert any("is about the same learner" in each for each in problems(capsys))


def test_an_estimate_that_does_not_follow_from_its_evidence_is_found_on_demand(school, capsys):
    sql("UPDATE proficiency_estimate SET probability = 0.123")
    assert problems(capsys) == []
    (found,) = problems(capsys, "--estimates")
    assert "differ from their evidence: 1" in found and "rebuild --repair" in found


def test_an_estimate_of_nothing_is_named_though_it_counts_nothing(school, capsys):
    divide = school.competencies["divide"]
    sql("UPDATE proficiency_estimate SET evidence_count = 0, competency_id = %s", divide.pk)
    (found,) = (each for each in problems(capsys) if COUNTED in each)
    assert f"{COUNTED}: 2." in found
    for code in ("add", "divide"):
        named = f"learner {school.person('learner').uuid} on competency {school.competencies[code].uuid}"
        assert named in found


def test_a_result_that_was_altered_is_found_by_recomputing_only(school, capsys):
    triggers = "the database refuses to change or remove evidence"
    unlock("evidence_evidence")
    sql("UPDATE evidence_evidence SET result = 0 WHERE source_record = 'record-3'")
    (found,) = problems(capsys)
    assert triggers in found
    assert any("differ from their evidence" in each for each in problems(capsys, "--estimates"))


def test_estimates_are_not_recomputed_from_results_that_cannot_be_read(school, capsys):
    break_scale_by_an_empty_result(school)
    found = problems(capsys, "--estimates")
    assert any(SCALE in each for each in found)
    assert "were not recomputed" in found[-1]


def test_evidence_that_comes_in_while_it_looks_is_no_problem(school, capsys):
    came: list[int] = []
    looking = True

    def something_comes_in_first(execute, statement, values, many, context):
        nonlocal looking
        if looking and statement.startswith("SELECT"):
            looking = False
            came.append(100 + len(came))
            record_evidence(acting_person=None, district=school.district, pieces=[piece(school, came[-1])])
            looking = True
        return execute(statement, values, many, context)

    with connection.execute_wrapper(something_comes_in_first):
        assert problems(capsys) == []
    assert len(came) > 30


def test_every_invariant_is_broken_by_a_test_of_this_file():
    import importlib

    said = {each.says for app in check.APPS for each in importlib.import_module(f"ownpath.{app}.invariants").INVARIANTS}
    elsewhere = {
        "no progression runs in a circle",
        "what mends a piece of evidence is about the same learner",
        "the database refuses to change or remove what was noted of who read and changed what",
        "the database refuses to change or remove judgements",
        "the database refuses to change or remove changes of mastery rules",
        "the database refuses to change or remove what was proposed as attained",
    }
    assert said == {sentence for _, sentence in BROKEN} | elsewhere


@pytest.mark.parametrize(
    "table",
    ["people_auditentry", "proficiency_judgement", "competencies_masteryrulechange", "proficiency_proposal"],
)
def test_a_table_that_lost_its_triggers_is_named(school, capsys, table):
    unlock(table)
    (found,) = problems(capsys)
    assert "the database refuses to change or remove" in found


def test_the_number_of_queries_does_not_grow_with_learners_or_evidence(school, capsys):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            problems(capsys)
        return len(caught)

    few = queries()
    newcomers = add_people(
        acting_person=None,
        district=school.district,
        people=[NewPerson(given_name=f"Newcomer {n}", roles=(RoleKind.LEARNER,)) for n in range(30)],
    )
    pieces = [piece(school, number, learner_id=each.pk) for each in newcomers for number in range(20, 24)]
    record_evidence(acting_person=None, district=school.district, pieces=pieces)
    assert queries() == few
