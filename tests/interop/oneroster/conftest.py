"""A small roster archive that a test can bend."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from ownpath.foundation.models import District
from ownpath.people.services import start_district

SMALL_ROSTER = {
    "manifest.csv": (
        "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.orgs,bulk\nfile.users,bulk\n"
        "file.academicSessions,bulk\nfile.courses,bulk\nfile.classes,bulk\nfile.enrollments,bulk\n"
        "file.demographics,bulk\nfile.results,absent\n"
    ),
    "orgs.csv": (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        "d,,,Lantern Hill,district,,\n"
        "s,,,Lantern Hill School,school,,d\n"
        "x,,,Science,department,,s\n"
    ),
    "academicSessions.csv": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "autumn,,,Autumn,term,2026-08-17,2026-12-18,year,2027\n"
        "year,,,2026 to 2027,schoolYear,2026-08-17,2027-06-11,,2027\n"
        "spring,,,Spring,term,2027-01-04,2027-06-11,year,2027\n"
    ),
    "courses.csv": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
        "c,,,year,Mathematics,,05,d,,\n"
    ),
    "classes.csv": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods\n"
        'oaks,,,Oaks,05,c,,scheduled,,s,"autumn, spring",,,1\n'
    ),
    "users.csv": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
        'ada,,,true,s,student,ada,,Ada,Quill,,,,,,"mo,ann",05,\n'
        "ben,,,true,s,student,ben,,Ben,Reed,,,ben@school.example,,,,05,\n"
        "mo,,,true,s,parent,mo,,Mo,Quill,,,mo@home.example,,,ada,,\n"
        "tess,,,true,s,teacher,tess,,Tess,Wren,,,,,,,,\n"
        "ann,,,true,s,aide,ann,,Ann,Lark,,,,,,,,\n"
        'lee,,,true,"d,s",administrator,lee,,Lee,Finch,,,,,,,,\n'
        "pat,,,true,s,proctor,pat,,Pat,Swift,,,,,,,,\n"
        "old,,,false,s,teacher,old,,Olga,Dunn,,,,,,,,\n"
    ),
    "demographics.csv": (
        "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,cityOfBirth\n"
        "ada,,,2016-02-29,female,false,Springfield\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,oaks,s,ada,student,,2026-09-01,2027-05-01\n"
        "e2,,,oaks,s,ben,student,,,\n"
        "e3,,,oaks,s,tess,teacher,true,,\n"
        "e4,,,oaks,s,ann,aide,false,,\n"
        "e5,,,oaks,s,lee,administrator,false,,\n"
    ),
}

Files = dict[str, str | bytes]


@pytest.fixture
def district(db: None) -> District:
    """A district that has no name of its own yet."""
    return start_district(code="lantern-hill", name="lantern-hill")


@pytest.fixture
def small_roster() -> Files:
    """The files of a small whole roster, by name, to be changed at will."""
    return dict(SMALL_ROSTER)


@pytest.fixture
def write_archive(tmp_path: Path) -> Callable[[Files], Path]:
    """Make a zip from files."""
    made: list[Path] = []

    def write(files: Files) -> Path:
        path = tmp_path / f"roster{len(made)}.zip"
        made.append(path)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path

    return write


@pytest.fixture
def dump() -> Callable[[], str]:
    """Everything that the database holds, as text to compare."""

    def dump_all() -> str:
        rows: Iterable[Any] = (
            row
            for model in sorted(apps.get_models(), key=lambda model: model._meta.label)
            if model._meta.managed
            for row in model._default_manager.order_by("pk")
        )
        return serializers.serialize("jsonl", rows)

    return dump_all
