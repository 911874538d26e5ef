"""The database itself keeps the record."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from ownpath.evidence.models import Evidence
from ownpath.people.models import AuditEntry
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.services import record_evidence, record_judgement
from school import make_school, piece

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.fixture(autouse=True)
def one_of_each() -> None:
    school = make_school()
    record_evidence(acting_person=None, district=school.district, pieces=[piece(school, 1)])
    record_judgement(
        acting_person=school.person("teacher"),
        learner=school.person("learner"),
        competency=school.competencies["add"],
        verdict="attained",
        reason="Explained it to a friend",
    )


TABLES = ["evidence_evidence", "proficiency_judgement", "proficiency_attainment", "people_auditentry"]


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_a_kept_row(table: str) -> None:
    assert "append-only" in refused(f"UPDATE {table} SET district_id = district_id")


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_remove_a_kept_row(table: str) -> None:
    assert "append-only" in refused(f"DELETE FROM {table}")


def test_replacing_is_no_way_around() -> None:
    if connection.vendor == "sqlite":
        before = Evidence.objects.values_list().get()
        columns = [column.column for column in Evidence._meta.concrete_fields]
        swapped = ["0.5" if column == "result" else column for column in columns]
        into, what = ",".join(columns), ",".join(swapped)
        replacing = f"INSERT OR REPLACE INTO evidence_evidence ({into}) SELECT {what} FROM evidence_evidence"
        assert "append-only" in refused(replacing)
        assert Evidence.objects.values_list().get() == before
    else:
        # Keys that are still to be checked would refuse it first.
        assert "append-only" in refused("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE evidence_evidence CASCADE")


def test_what_was_changed_about_a_learner_is_in_the_audit_trail() -> None:
    judgement = Judgement.objects.get()
    entry = AuditEntry.objects.get(what="judgement")
    assert (entry.acting_person_id, entry.learner_id) == (judgement.judged_by_id, judgement.learner_id)
