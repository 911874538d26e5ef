"""All writes about schools, terms and learning communities, but for whole rosters (roster.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ownpath.foundation.clock import today
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District
from ownpath.people.models import AuditAction, Person, RoleKind
from ownpath.people.services import record_audit, require_office
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School, Term


@dataclass(frozen=True, slots=True)
class NewAffiliation:
    """Who belongs to a school, as what."""

    person: Person
    role: str
    year_level: str = ""
    begins_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewMembership:
    """Who joins a learning community, as learner or teacher."""

    person: Person
    community: LearningCommunity
    role: str
    begins_on: date | None = None


@transaction.atomic
def open_school(*, acting_person: Person | None, district: District, name: str, external_id: str = "") -> School:
    """Add a school to the district."""
    require_office(acting_person, district)
    return School.objects.create(district=district, name=name, external_id=external_id)


@transaction.atomic
def open_term(
    *, acting_person: Person | None, district: District, name: str, begins_on: date, ends_on: date, kind: str = ""
) -> Term:
    """Add a named span of the school year."""
    require_office(acting_person, district)
    if ends_on < begins_on:
        raise InputError("A term cannot end before it begins.", field="ends_on")
    return Term.objects.create(district=district, name=name, kind=kind, begins_on=begins_on, ends_on=ends_on)


@transaction.atomic
def open_community(
    *, acting_person: Person | None, school: School, name: str, subject: str = "", terms: Iterable[Term] = ()
) -> LearningCommunity:
    """Add a learning community to a school."""
    require_office(acting_person, school.district)
    community = LearningCommunity.objects.create(district=school.district, school=school, name=name, subject=subject)
    community.terms.set(terms)
    return community


@transaction.atomic
def affiliate_people(
    *, acting_person: Person | None, district: District, school: School | None, affiliations: Iterable[NewAffiliation]
) -> list[Affiliation]:
    """Say who belongs to a school, or with no school to the whole district."""
    require_office(acting_person, district)
    day = today()
    made = Affiliation.objects.bulk_create(
        [
            Affiliation(
                district=district,
                school=school,
                person=new.person,
                role=new.role,
                year_level=new.year_level,
                begins_on=new.begins_on or day,
            )
            for new in affiliations
        ],
        batch_size=2000,
    )
    record_audit(
        acting_person=acting_person,
        district=district,
        action=AuditAction.CHANGED,
        what="affiliations",
        detail={"begun": len(made)},
    )
    return made


@transaction.atomic
def join_communities(
    *, acting_person: Person | None, district: District, memberships: Iterable[NewMembership]
) -> list[Membership]:
    """Let learners and teachers join learning communities."""
    require_office(acting_person, district)
    day = today()
    wanted = list(memberships)
    for place, new in enumerate(wanted, start=1):
        if new.role not in (RoleKind.LEARNER, RoleKind.TEACHER):
            raise InputError("A learning community has learners and teachers.", row=place, field="role")
        if {new.person.district_id, new.community.district_id} != {district.pk}:
            raise InputError("Person and community must belong to this district.", row=place)
    made = Membership.objects.bulk_create(
        [
            Membership(
                district=district,
                person=new.person,
                community=new.community,
                role=new.role,
                begins_on=new.begins_on or day,
            )
            for new in wanted
        ],
        batch_size=2000,
    )
    record_audit(
        acting_person=acting_person,
        district=district,
        action=AuditAction.CHANGED,
        what="memberships",
        detail={"begun": len(made)},
    )
    return made
