"""A morning at the school: one is stuck, one is nearly there, one has gone quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client

from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.people.models import Relationship, RelationshipKind, RoleKind
from ownpath.people.services import NewPerson, NewRelationship, add_people, relate_people
from ownpath.proficiency.services import record_evidence
from ownpath.schools.services import NewMembership, join_communities
from school import AUTUMN, MONDAY, School, piece

SOON = MONDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """All pages are opened on one morning."""
    with clock_at(SOON):
        yield


@dataclass(frozen=True)
class Morning:
    """The school, and what a test does to it."""

    school: School

    def record(self, *pieces: object) -> None:
        record_evidence(acting_person=None, district=self.school.district, pieces=list(pieces))

    def fail(self, name: str = "learner", code: str = "multiply") -> None:
        """Twelve tries without success."""
        about = {"learner_id": self.school.person(name).pk, "competency_id": self.school.competencies[code].pk}
        self.record(
            *(piece(self.school, n, result=0.0, source_record=f"wrong-{name}-{code}-{n}", **about) for n in range(12))
        )

    def know(self, name: str = "learner", code: str = "add") -> None:
        """A record from before: attained."""
        about = {"learner_id": self.school.person(name).pk, "competency_id": self.school.competencies[code].pk}
        known = {"kind": EvidenceKind.PRIOR, "result": 1.0, "source_record": f"prior-{name}-{code}"}
        self.record(piece(self.school, 1, **about, **known))

    def succeed(self, name: str = "learner", code: str = "add", times: int = 12, task: str = "") -> None:
        """Twelve tasks right: nearly there. The same task again and again: other tasks are missing."""
        about = {"learner_id": self.school.person(name).pk, "competency_id": self.school.competencies[code].pk}
        self.record(
            *(
                piece(
                    self.school,
                    n,
                    result=1.0,
                    task=task or f"task-{n}",
                    source_record=f"right-{name}-{code}-{n}",
                    **about,
                )
                for n in range(times)
            )
        )

    def add_learners(self, n: int) -> list[object]:
        """More learners of the community."""
        made = add_people(
            acting_person=None,
            district=self.school.district,
            people=[NewPerson(given_name=f"New{i}", roles=(RoleKind.LEARNER,), begins_on=AUTUMN) for i in range(n)],
        )
        join_communities(
            acting_person=None,
            district=self.school.district,
            memberships=[NewMembership(each, self.school.community, RoleKind.LEARNER, AUTUMN) for each in made],
        )
        return made

    def fail_all(self, people: list[object]) -> None:
        """Everybody tries without success."""
        multiply = self.school.competencies["multiply"].pk
        self.record(
            *(
                replace(
                    piece(self.school, n, result=0.0, competency_id=multiply, source_record=f"all-{each.pk}-{n}"),
                    learner_id=each.pk,
                )
                for each in people
                for n in range(8)
            )
        )

    def coach_learner(self) -> None:
        """The coach looks after the learner's plan as well."""
        if not Relationship.objects.filter(learner=self.school.person("learner"), kind="coach_of").exists():
            relate_people(
                acting_person=None,
                district=self.school.district,
                relationships=[
                    NewRelationship(
                        RelationshipKind.COACH_OF,
                        self.school.person("coach"),
                        self.school.person("learner"),
                        "",
                        AUTUMN,
                    )
                ],
            )

    def about(self, name: str = "learner", tail: str = "") -> str:
        """An address about somebody."""
        return f"/learners/{self.school.person(name).uuid}/{tail}"


@pytest.fixture
def morning(school: School) -> Morning:
    return Morning(school)


@pytest.fixture
def teacher(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("teacher")


@pytest.fixture
def in_place() -> dict[str, dict[str, str]]:
    """How htmx asks."""
    return {"headers": {"hx-request": "true"}}
