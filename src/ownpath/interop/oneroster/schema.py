"""The files and columns of OneRoster CSV 1.0 and 1.1 that are read, and the typed rows that they become.

Column names are those of the standard. What is not named here is known to the standard but not kept, or an extension.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

VERSIONS = ("1.0", "1.1")
MANIFEST = "manifest.csv"
NOT_READ = ("resources", "classResources", "courseResources", "categories", "lineItems", "results")


class Kind(Enum):
    """What a cell holds."""

    IDENTIFIER = auto()
    TEXT = auto()
    TEXTS = auto()
    REFERENCE = auto()
    REFERENCES = auto()
    DAY = auto()
    EMAIL = auto()
    CHOICE = auto()
    YES_NO = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` is the attribute it becomes, `name` its name in the file."""

    field: str
    name: str
    kind: Kind
    filled: bool = True
    must_stand: bool = True
    longest: int = 255
    refers_to: str = ""
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the archive; the first column identifies its rows."""

    name: str
    row_type: type[Any]
    columns: tuple[Column, ...]
    must_stand: bool = True

    @property
    def file(self) -> str:
        """The member's name in the archive."""
        return f"{self.name}.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    row: int
    sourced_id: str
    name: str
    type: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcademicSession:
    row: int
    sourced_id: str
    title: str
    type: str
    start_date: date
    end_date: date
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    row: int
    sourced_id: str
    title: str
    school_year: str = ""
    org: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    row: int
    sourced_id: str
    title: str
    course: str
    school: str
    terms: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    row: int
    sourced_id: str
    orgs: tuple[str, ...]
    role: str
    given_name: str
    family_name: str = ""
    email: str | None = None
    agents: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Demographic:
    row: int
    sourced_id: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    row: int
    sourced_id: str
    class_: str
    school: str
    user: str
    role: str
    begin_date: date | None = None
    end_date: date | None = None


ORG_TYPES = {
    "1.0": frozenset({"school", "local", "district", "state", "national"}),
    "1.1": frozenset({"department", "school", "district", "local", "state", "national"}),
}
SESSION_TYPES = frozenset({"term", "semester", "schoolYear", "gradingPeriod"})
ROLES = {
    "1.0": frozenset({"administrator", "aide", "guardian", "parent", "relative", "student", "teacher"}),
    "1.1": frozenset({"administrator", "aide", "guardian", "parent", "proctor", "relative", "student", "teacher"}),
}


def _identifier() -> Column:
    return Column("sourced_id", "sourcedId", Kind.IDENTIFIER)


def _reference(field: str, name: str, to: str, *, filled: bool = True, must_stand: bool = True) -> Column:
    return Column(field, name, Kind.REFERENCE, filled=filled, must_stand=must_stand, refers_to=to)


def _references(field: str, name: str, to: str, *, filled: bool = True, must_stand: bool = True) -> Column:
    return Column(field, name, Kind.REFERENCES, filled=filled, must_stand=must_stand, refers_to=to)


def tables_of(version: str) -> tuple[Table, ...]:
    """The files of one version, each after those it refers to where that is possible."""
    newer = version == "1.1"
    orgs = Table(
        "orgs",
        Org,
        (
            _identifier(),
            Column("name", "name", Kind.TEXT, longest=200),
            Column("type", "type", Kind.CHOICE, choices=ORG_TYPES[version]),
            _reference("parent", "parentSourcedId", "orgs", filled=False, must_stand=False),
        ),
    )
    sessions = Table(
        "academicSessions",
        AcademicSession,
        (
            _identifier(),
            Column("title", "title", Kind.TEXT, longest=200),
            Column("type", "type", Kind.CHOICE, choices=SESSION_TYPES),
            Column("start_date", "startDate", Kind.DAY),
            Column("end_date", "endDate", Kind.DAY),
            _reference("parent", "parentSourcedId", "academicSessions", filled=False, must_stand=False),
        ),
    )
    school_year = "schoolYearSourcedId" if newer else "schoolYearId"
    courses = Table(
        "courses",
        Course,
        (
            _identifier(),
            Column("title", "title", Kind.TEXT, longest=200),
            _reference("school_year", school_year, "academicSessions", filled=False, must_stand=False),
            _reference("org", "orgSourcedId", "orgs", filled=False, must_stand=False),
        ),
    )
    classes = Table(
        "classes",
        Class,
        (
            _identifier(),
            Column("title", "title", Kind.TEXT, longest=200),
            _reference("course", "courseSourcedId", "courses"),
            _reference("school", "schoolSourcedId", "orgs"),
            _references("terms", "termSourcedIds" if newer else "termSourcedId", "academicSessions", filled=False),
            Column("subjects", "subjects", Kind.TEXTS, filled=False, must_stand=False, longest=200),
        ),
    )
    of_newer_users = (
        Column("grades", "grades", Kind.TEXTS, filled=False, must_stand=False, longest=12),
        Column("enabled", "enabledUser", Kind.YES_NO),
    )
    of_older_users = (Column("grades", "grade", Kind.TEXTS, filled=False, must_stand=False, longest=12),)
    users = Table(
        "users",
        User,
        (
            _identifier(),
            _references("orgs", "orgSourcedIds", "orgs"),
            Column("role", "role", Kind.CHOICE, choices=ROLES[version]),
            Column("given_name", "givenName", Kind.TEXT, longest=100),
            Column("family_name", "familyName", Kind.TEXT, filled=False, longest=100),
            Column("email", "email", Kind.EMAIL, filled=False, must_stand=False, longest=254),
            _references("agents", "agentSourcedIds" if newer else "agents", "users", filled=False, must_stand=False),
            *(of_newer_users if newer else of_older_users),
        ),
    )
    demographics = Table(
        "demographics",
        Demographic,
        (
            Column("sourced_id", "sourcedId" if newer else "userSourcedId", Kind.IDENTIFIER, refers_to="users"),
            Column("birth_date", "birthDate" if newer else "birthdate", Kind.DAY, filled=False, must_stand=False),
        ),
        must_stand=False,
    )
    days = (
        Column("begin_date", "beginDate", Kind.DAY, filled=False, must_stand=False),
        Column("end_date", "endDate", Kind.DAY, filled=False, must_stand=False),
    )
    enrollments = Table(
        "enrollments",
        Enrollment,
        (
            _identifier(),
            _reference("class_", "classSourcedId", "classes"),
            _reference("school", "schoolSourcedId", "orgs"),
            _reference("user", "userSourcedId", "users"),
            Column("role", "role", Kind.CHOICE, choices=ROLES[version]),
            *(days if newer else ()),
        ),
    )
    return (orgs, sessions, courses, classes, users, demographics, enrollments)
