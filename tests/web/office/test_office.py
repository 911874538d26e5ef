"""The office's pages: numbers of things, frameworks and imports; lists to filter and to take along."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from ownpath.competencies.models import Framework
from ownpath.evidence.models import ImportRun
from school import MONDAY, make_school

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    main = re.search(r"(?s)<main.*</main>", response.content.decode())[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def file_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def begin_import(school, name: str, *, finished: bool) -> None:
    ImportRun.objects.create(
        district=school.district,
        kind="responses",
        fingerprint=name,
        file_name=name,
        started_at=MONDAY,
        finished_at=MONDAY + timedelta(hours=1) if finished else None,
        rows_done=7,
    )


def test_the_numbers_of_people_and_places_can_be_taken_along(school, signed_in):
    rows = {row["What"]: row["Number"] for row in file_of(signed_in("administrator").get("/office/?as=csv"))}
    assert rows["Learners"] == "3" and rows["Schools"] == "1" and rows["Leaders"] == "1"


def test_frameworks_are_filtered_by_title_and_use(school, signed_in):
    Framework.objects.create(district=school.district, code="old", title="Old words", in_use=False)
    client = signed_in("administrator")
    assert [row["Framework"] for row in file_of(client.get("/office/frameworks/?as=csv"))] == ["Numbers", "Old words"]
    assert [row["Framework"] for row in file_of(client.get("/office/frameworks/?used=no&as=csv"))] == ["Old words"]
    said = text_of(client.get("/office/frameworks/?title=num"))
    assert "Numbers" in said and "Old words" not in said
    assert "No framework fits these filters." in text_of(client.get("/office/frameworks/?title=zzz"))


def test_imports_are_filtered_by_file_and_by_whether_they_are_done(school, signed_in):
    begin_import(school, "autumn.csv", finished=True)
    begin_import(school, "spring.csv", finished=False)
    client = signed_in("administrator")
    assert [row["File"] for row in file_of(client.get("/office/imports/?state=open&as=csv"))] == ["spring.csv"]
    said = text_of(client.get("/office/imports/?file=autumn"))
    assert "autumn.csv" in said and "spring.csv" not in said
    assert "run the same command again" in text_of(client.get("/office/imports/?state=open"))
    assert "No import fits these filters." in text_of(client.get("/office/imports/?file=zzz"))


def test_an_office_with_nothing_is_told_what_to_do_first(school, signed_in):
    assert "None yet." in text_of(signed_in("administrator").get("/office/imports/"))
    Framework.objects.filter(district=school.district).update(in_use=False)
    assert "ownpath import roster" in text_of(signed_in("administrator").get("/office/"))


def test_nothing_of_another_district_is_counted_or_listed(school, signed_in):
    elsewhere = make_school("far-valley")
    Framework.objects.filter(district=elsewhere.district).update(title="Far words")
    begin_import(elsewhere, "far.csv", finished=True)
    for address in ("/office/", "/office/frameworks/", "/office/imports/", "/office/?as=csv"):
        said = signed_in("administrator").get(address).content.decode()
        assert "Far words" not in said and "far.csv" not in said and ",6" not in said
