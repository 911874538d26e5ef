"""All writes about people: who they are, what they are here, who stands by whom, how they sign in, what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.foundation.models import District
from ownpath.people.models import (
    Account,
    AuditAction,
    AuditEntry,
    Identity,
    Partner,
    Person,
    Relationship,
    RelationshipKind,
    Role,
    RoleKind,
)
from ownpath.people.selectors import holds_role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is known about somebody who joins."""

    given_name: str
    family_name: str = ""
    email: str = ""
    language: str = "en"
    birth_date: date | None = None
    external_id: str = ""
    roles: tuple[str, ...] = ()
    partner: Partner | None = None
    begins_on: date | None = None
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewRelationship:
    """Who stands by which learner."""

    kind: str
    person: Person
    learner: Person
    described_as: str = ""
    begins_on: date | None = None


def require_office(acting_person: Person | None, district: District) -> None:
    """Only the system itself, a technical administrator or a leader may change who is who."""
    if acting_person is None:
        return
    if acting_person.district_id != district.pk or not holds_role(
        acting_person, RoleKind.TECHNICAL_ADMINISTRATOR, RoleKind.LEADER
    ):
        raise NotAllowed("Only a technical administrator or a leader can change who is who.")


@transaction.atomic
def start_district(*, code: str, name: str, time_zone: str = "UTC") -> District:
    """Open a district; everything else belongs to one."""
    if District.objects.filter(code=code).exists():
        raise InputError(f"There is a district {code} already.", field="code")
    return District.objects.create(code=code, name=name, time_zone=time_zone)


@transaction.atomic
def add_people(*, acting_person: Person | None, district: District, people: Iterable[NewPerson]) -> list[Person]:
    """Let people join, each with their roles; in a fixed number of statements however many they are."""
    require_office(acting_person, district)
    moment, day = now(), today()
    joining = list(people)
    for place, new in enumerate(joining, start=1):
        if not new.given_name.strip():
            raise InputError("A person needs a given name.", row=place, field="given_name")
        if unknown := [kind for kind in new.roles if kind not in RoleKind.values]:
            raise InputError(f"{unknown[0]} is not a role.", row=place, field="roles")
    persons = [
        Person(district=district, created_at=moment, **({"uuid": new.uuid} if new.uuid else {})) for new in joining
    ]
    Person.objects.bulk_create(persons, batch_size=2000)
    Identity.objects.bulk_create(
        [
            Identity(
                district=district,
                person=person,
                given_name=new.given_name.strip(),
                family_name=new.family_name.strip(),
                email=new.email,
                language=new.language,
                birth_date=new.birth_date,
                external_id=new.external_id,
            )
            for person, new in zip(persons, joining, strict=True)
        ],
        batch_size=2000,
    )
    Role.objects.bulk_create(
        [
            Role(
                district=district,
                person=person,
                kind=kind,
                partner=new.partner if kind == RoleKind.PARTNER_MENTOR else None,
                begins_on=new.begins_on or day,
            )
            for person, new in zip(persons, joining, strict=True)
            for kind in new.roles
        ],
        batch_size=2000,
    )
    record_audit(
        acting_person=acting_person,
        district=district,
        action=AuditAction.CHANGED,
        what="people",
        detail={"joined": len(persons)},
    )
    return persons


@transaction.atomic
def relate_people(
    *, acting_person: Person | None, district: District, relationships: Iterable[NewRelationship]
) -> list[Relationship]:
    """Say who is family of, or coach of, which learner."""
    require_office(acting_person, district)
    day = today()
    wanted = list(relationships)
    for place, new in enumerate(wanted, start=1):
        if new.kind not in RelationshipKind.values:
            raise InputError(f"{new.kind} is not a kind of relationship.", row=place, field="kind")
        if {new.person.district_id, new.learner.district_id} != {district.pk}:
            raise InputError("Both people must belong to this district.", row=place)
    related = Relationship.objects.bulk_create(
        [
            Relationship(
                district=district,
                kind=new.kind,
                person=new.person,
                learner=new.learner,
                described_as=new.described_as,
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
        what="relationships",
        detail={"begun": len(related)},
    )
    return related


@transaction.atomic
def add_partner(*, acting_person: Person | None, district: District, name: str, offers: str = "") -> Partner:
    """Note an organisation that works with the school."""
    require_office(acting_person, district)
    return Partner.objects.create(district=district, name=name, offers=offers)


@transaction.atomic
def choose_language(*, acting_person: Person, person: Person, language: str) -> Identity:
    """Keep in which language a person reads; they choose it themselves, or the office does it for them."""
    if acting_person.pk != person.pk:
        require_office(acting_person, person.district)
    if language not in dict(settings.LANGUAGES):
        raise InputError(f"{language} is not a language that is on offer.", field="language")
    identity = Identity.objects.select_for_update().get(person=person, district=person.district_id)
    if identity.language != language:
        detail = {"from": identity.language, "to": language}
        identity.language = language
        identity.save(update_fields=["language"])
        record_audit(
            acting_person=acting_person,
            district=person.district,
            learner=person if holds_role(person, RoleKind.LEARNER) else None,
            action=AuditAction.CHANGED,
            what="language",
            detail=detail,
        )
    return identity


@transaction.atomic
def set_password(*, acting_person: Person | None, person: Person, username: str, password: str) -> Account:
    """Give a person a name and a password to sign in with, or change them."""
    require_office(acting_person, person.district)
    account = Account.objects.filter(person=person).first() or Account(district=person.district, person=person)
    taken = Account.objects.filter(username=username).exclude(pk=account.pk)
    if taken.exists():
        raise InputError(f"Somebody else signs in as {username} already.", field="username")
    try:
        validate_password(password, account)
    except ValidationError as refused:
        raise InputError(" ".join(refused.messages), field="password") from refused
    account.username = username
    account.set_password(password)
    account.save()
    record_audit(acting_person=acting_person, district=person.district, action=AuditAction.CHANGED, what="account")
    return account


@transaction.atomic
def open_demo_accounts(*, district: District, username_of: Mapping[Person, str]) -> None:
    """Accounts without a password, which only the demo's sign-in page can use."""
    accounts = []
    for person, username in username_of.items():
        account = Account(district=district, person=person, username=username)
        account.set_unusable_password()
        accounts.append(account)
    Account.objects.bulk_create(accounts, batch_size=2000)


@transaction.atomic
def erase_identity(*, acting_person: Person | None, person: Person) -> Person:
    """Take away who a person is and how they sign in; the anchor of their records stays. `plans.services.erase_person`
    calls this, and takes the words about the person with it. A second time has no effect."""
    require_office(acting_person, person.district)
    held = Person.objects.select_for_update().get(pk=person.pk)
    Identity.objects.filter(person=held).delete()
    Account.objects.filter(person=held).delete()
    Relationship.objects.filter(Q(person=held) | Q(learner=held)).update(described_as="")
    if held.erased_at is None:
        held.erased_at = now()
        held.save(update_fields=["erased_at"])
        record_audit(
            acting_person=acting_person,
            district=person.district,
            learner=held,
            action=AuditAction.CHANGED,
            what="identity",
            detail={"done": "erased"},
        )
    return held


def record_audit(
    *,
    district: District,
    acting_person: Person | None = None,
    acting_system: str = "",
    learner: Person | None = None,
    action: str,
    what: str,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Leave a lasting note of who read or changed what about a learner, or about a whole group."""
    return AuditEntry.objects.create(
        district=district,
        at=now(),
        acting_person=acting_person,
        acting_system=acting_system if acting_person or acting_system else "system",
        learner=learner,
        action=action,
        what=what,
        detail=detail or {},
    )


def note_change(acting_person: Person, learner: Person | None, what: str, **detail: Any) -> None:
    """The audit entry of what a person wrote about a learner; it never holds the words or the answers."""
    record_audit(
        district=acting_person.district,
        acting_person=acting_person,
        learner=learner,
        action=AuditAction.CHANGED,
        what=what,
        detail=detail,
    )
