"""What leaves the building: everything about one learner, and evidence in which nobody is named."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.models import ForeignKey, OneToOneField
from django.test.utils import CaptureQueriesContext

from ownpath.config.command_line.main import main
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.foundation.errors import NotAllowed
from ownpath.foundation.invariants import own_models
from ownpath.people.models import Account, AuditEntry, Person, RoleKind
from ownpath.people.services import set_password
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.reports.evidence_table import ROWS_AT_ONCE, SCHEMA, export_evidence
from ownpath.reports.learner_record import AUDIT_COLUMNS, SECTIONS, export_learner_record
from ownpath.schools.services import NewAffiliation, affiliate_people
from school import AUTUMN, School, make_school, piece

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.fixture
def school() -> School:
    made = make_school()
    prior = piece(made, 1, kind=EvidenceKind.PRIOR, result=1.0)
    record_evidence(acting_person=None, district=made.district, pieces=[prior, *(piece(made, n) for n in range(2, 7))])
    slip = Evidence.objects.get(source_record="record-4")
    mended = piece(made, 4, result=1.0, source_record="mended", supersedes_id=slip.pk)
    record_evidence(acting_person=made.person("teacher"), district=made.district, pieces=[mended])
    record_judgement(
        acting_person=made.person("teacher"),
        learner=made.person("learner"),
        competency=made.competencies["multiply"],
        verdict="attained",
        reason="She showed me.",
    )
    set_password(acting_person=None, person=made.person("learner"), username="lea", password="a-long-river-stone")
    return made


def export(school: School, who: str = "learner") -> dict:
    return export_learner_record(acting_person=None, learner=school.person(who))


def test_the_record_holds_what_was_recorded(school):
    record = export(school)
    assert record["identity"][0]["given_name"] == "Learner"
    assert len(record["evidence"]) == 7
    mending = next(each for each in record["evidence"] if each["source_record"] == "mended")
    assert mending["supersedes"] == next(
        each["uuid"] for each in record["evidence"] if each["source_record"] == "record-4"
    )
    assert (mending["competency_code"], mending["framework_code"]) == ("add", "numbers")
    assert record["judgements"][0]["judged_by"] == str(school.person("teacher").uuid)
    assert {each["rule"] != "" for each in record["attainments"]} == {True, False}
    assert record["relationships_as_learner"][0]["described_as"] == "mother"


def test_the_record_never_holds_a_password_or_somebody_elses_name(school):
    text = json.dumps(export(school))
    assert "pbkdf2" not in text and '"password"' not in text
    assert "Neighbour" not in text and "Parent" not in text


def test_the_record_is_the_same_twice_but_for_the_note_of_the_export(school):
    first, second = export(school), export(school)
    assert second["audit"][-1]["action"] == "exported"
    assert {**first, "exported_at": "", "audit": []} == {**second, "exported_at": "", "audit": []}
    assert second["audit"][:-1] == first["audit"]


def test_no_table_with_something_about_a_person_is_left_out():
    exported = {model for model, *_ in SECTIONS.values()} | {AuditEntry, Person}
    about_people = set()
    for model in own_models():
        points_at_a_person = [
            field
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Person
        ]
        declared = getattr(model, "personal_data", {})
        if points_at_a_person or any(kind != "none" for kind in declared.values()):
            about_people.add(model)
    assert about_people <= exported


@pytest.mark.parametrize("name", SECTIONS)
def test_no_column_that_is_marked_as_personal_is_left_out(name):
    model = SECTIONS[name][0]
    columns = {column for section in SECTIONS.values() if section[0] is model for column in section[2]}
    marked = {column for column, kind in model.personal_data.items() if kind != "none"}
    assert marked - columns - {"password"} == set()


def test_no_column_of_the_audit_that_is_marked_as_personal_is_left_out():
    assert {name for name, kind in AuditEntry.personal_data.items() if kind != "none"} <= set(AUDIT_COLUMNS)


def test_every_name_in_the_file_is_explained(school):
    explained = (DOCS / "learner-record.md").read_text(encoding="utf-8")
    record = export(school)

    def names(value: object, inside: str) -> set[str]:
        if isinstance(value, list):
            return set().union(*(names(each, inside) for each in value)) if value else set()
        if isinstance(value, dict) and inside != "detail":
            return set(value) | set().union(*(names(each, key) for key, each in value.items()))
        return set()

    found = names(record, "")
    assert len(found) > 70
    assert sorted(name for name in found if f"`{name}`" not in explained) == []


def test_every_column_of_the_table_is_explained():
    explained = (DOCS / "evidence-table.md").read_text(encoding="utf-8")
    assert [name for name in SCHEMA.names if f"`{name}`" not in explained] == []


@pytest.mark.parametrize("who", ["teacher", "parent", "coach", "mentor", "neighbour", "other_teacher"])
def test_only_the_office_and_leaders_export_a_record(school, who):
    with pytest.raises(NotAllowed):
        export_learner_record(acting_person=school.person(who), learner=school.person("learner"))


def test_the_office_and_the_leader_of_the_school_can_export_a_record(school):
    for who in ("administrator", "leader"):
        record = export_learner_record(acting_person=school.person(who), learner=school.person("learner"))
        assert record["learner"]["uuid"] == str(school.person("learner").uuid)


def test_nobody_exports_a_record_of_another_district(school):
    elsewhere = make_school("far-valley")
    with pytest.raises(NotAllowed):
        export_learner_record(acting_person=school.person("administrator"), learner=elsewhere.person("learner"))


def test_an_erased_learner_keeps_the_evidence_and_loses_the_name(school):
    from ownpath.people.models import Identity

    Identity.objects.filter(person=school.person("learner")).delete()
    Account.objects.filter(person=school.person("learner")).delete()
    record = export(school)
    assert (record["identity"], record["accounts"], len(record["evidence"])) == ([], [], 7)
    assert "Learner" not in json.dumps(record["evidence"])


def test_the_number_of_queries_does_not_grow_with_evidence(school):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            export(school)
        return len(caught)

    few = queries()
    pieces = [piece(school, n) for n in range(20, 80)]
    record_evidence(acting_person=None, district=school.district, pieces=pieces)
    assert queries() == few


def test_the_commands_write_whole_files_and_never_over_another(school, tmp_path, capsys):
    out, uuid = tmp_path / "record.json", str(school.person("learner").uuid)
    assert main(["export", "learner", uuid, "--out", str(out), "--json"]) == 0
    assert json.loads(out.read_text())["format"] == "ownpath-learner-record"
    assert main(["export", "learner", uuid, "--out", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["record.json"]


@pytest.mark.parametrize(
    ("uuid", "problem"),
    [("nobody", "is not a UUID"), ("00000000-0000-4000-8000-000000000000", "There is no learner")],
)
def test_a_learner_who_is_not_there_is_one_clear_error(school, tmp_path, capsys, uuid, problem):
    assert main(["export", "learner", uuid, "--out", str(tmp_path / "x.json")]) == 1
    assert problem in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_somebody_who_is_not_a_learner_has_no_record_to_export(school, tmp_path, capsys):
    teacher, out = school.person("teacher"), tmp_path / "x.json"
    assert main(["export", "learner", str(teacher.uuid), "--out", str(out)]) == 1
    assert "There is no learner" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert not AuditEntry.objects.filter(action="exported").exists()


def test_a_file_that_cannot_be_finished_is_not_left_half(school, tmp_path, monkeypatch, capsys):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ownpath.config.command_line.outgoing.os.replace", full)
    uuid = str(school.person("learner").uuid)
    assert main(["export", "learner", uuid, "--out", str(tmp_path / "x.json")]) == 1
    assert "No space left" in capsys.readouterr().err
    assert main(["export", "evidence", "--out", str(tmp_path / "x.parquet")]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_table_holds_every_piece_of_evidence_of_the_district_and_no_name(school, tmp_path):
    elsewhere = make_school("far-valley")
    record_evidence(acting_person=None, district=elsewhere.district, pieces=[piece(elsewhere, 1)])
    file = tmp_path / "evidence.parquet"
    assert export_evidence(acting_person=None, district=school.district, file=file) == 7
    rows = pq.read_table(file).to_pylist()
    wanted = Evidence.objects.filter(district=school.district).order_by("ordered_at", "sequence", "pk")
    assert [row["evidence"] for row in rows] == [str(each.uuid) for each in wanted]
    assert [row["result"] for row in rows] == [each.result for each in wanted]
    assert [row["happened_at"] for row in rows] == [each.happened_at for each in wanted]
    assert not {"recorded_by", "given_name"} & set(rows[0])


def test_the_export_of_the_table_is_noted_without_naming_a_learner(school, tmp_path, capsys):
    assert main(["export", "evidence", "--out", str(tmp_path / "evidence.parquet"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 7
    (noted,) = AuditEntry.objects.filter(action="exported")
    assert (noted.what, noted.learner, noted.acting_person, noted.detail) == ("evidence", None, None, {"rows": 7})


@pytest.mark.parametrize("who", ["learner", "teacher", "parent", "coach", "mentor", "leader"])
def test_only_who_answers_for_the_whole_district_exports_the_table(school, tmp_path, who):
    file = tmp_path / "evidence.parquet"
    with pytest.raises(NotAllowed, match="can export all evidence"):
        export_evidence(acting_person=school.person(who), district=school.district, file=file)
    assert not file.exists() and not AuditEntry.objects.filter(action="exported").exists()


def test_the_office_and_a_leader_of_all_schools_export_the_table_of_their_own_district(school, tmp_path):
    leader, administrator = school.person("leader"), school.person("administrator")
    affiliate_people(
        acting_person=None,
        district=school.district,
        school=None,
        affiliations=[NewAffiliation(leader, RoleKind.LEADER, "", AUTUMN)],
    )
    elsewhere = make_school("far-valley").district
    for who in (leader, administrator):
        assert export_evidence(acting_person=who, district=school.district, file=tmp_path / str(who)) == 7
        with pytest.raises(NotAllowed):
            export_evidence(acting_person=who, district=elsewhere, file=tmp_path / "elsewhere")


def test_the_table_can_go_on_from_a_day(school, tmp_path, capsys):
    out = tmp_path / "later.parquet"
    assert main(["export", "evidence", "--since", "2999-01-01", "--out", str(out), "--json"]) == 0
    assert pq.read_table(out).num_rows == 0
    assert main(["export", "evidence", "--since", "soon", "--out", str(tmp_path / "x.parquet")]) == 1
    assert "is not a day" in capsys.readouterr().err


def test_the_table_is_written_piece_by_piece(school, tmp_path, monkeypatch):
    monkeypatch.setattr("ownpath.reports.evidence_table.ROWS_AT_ONCE", 2)
    file = tmp_path / "evidence.parquet"
    export_evidence(acting_person=None, district=school.district, file=file)
    assert pq.ParquetFile(file).num_row_groups == 4
    assert ROWS_AT_ONCE > 2
