"""Stores a whole roster: all of it or nothing, in bulk, and a second time without effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError, OwnpathError
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import AuditAction, Identity, Person, Relationship, RelationshipKind, Role, RoleKind
from ownpath.people.services import record_audit, require_office
from ownpath.schools.models import Affiliation, LearningCommunity, Membership, School, Term
from ownpath.schools.roster_records import MembershipRecord, RosterRecords, RosterReport, Tally, TermRecord
from ownpath.schools.roster_rows import BATCH, RosterWork, end_rows, store_keyed, store_spans

# Roles that a roster gives and takes; coaching, mentoring and technical rights are given here and stay untouched.
ROSTER_ROLES = (RoleKind.LEARNER, RoleKind.TEACHER, RoleKind.LEADER, RoleKind.FAMILY_MEMBER)
LARGEST_ENDED_SHARE = 0.5
_NAMED_IN_NOTES = 20


@transaction.atomic
def store_roster(
    *,
    acting_person: Person | None,
    acting_system: str = "",
    district: District,
    roster: RosterRecords,
    allow_large_change: bool = False,
    progress: Progress = NO_PROGRESS,
) -> RosterReport:
    """Make the record say what the roster says; what the roster no longer says ends today, and nothing is deleted."""
    require_office(acting_person, district)
    _require_whole(roster)
    # Two imports at once must not both create the same people.
    District.objects.select_for_update().get(pk=district.pk)
    work = RosterWork(district, today(), progress)
    report = RosterReport(notes=list(roster.notes))
    _name_district(district, roster.district_name, report)
    schools = _store_schools(work, roster, report.schools)
    terms = _store_terms(work, roster, report.terms)
    communities = _store_communities(work, roster, schools, terms, report.communities)
    person_ids = _store_people(work, roster, report.people)
    _store_roles(work, roster, person_ids, report)
    _store_affiliations(work, roster, person_ids, schools, report.affiliations)
    _store_families(work, roster, person_ids, report.families)
    _store_memberships(work, roster, person_ids, communities, terms, report.memberships)
    if not allow_large_change:
        _refuse_large_change(report)
    if report.wrote():
        record_audit(
            acting_person=acting_person,
            acting_system=acting_system,
            district=district,
            action=AuditAction.CHANGED,
            what="roster",
            detail={name: tally.as_dict() for name, tally in report.tallies().items()},
        )
    return report


def _require_whole(roster: RosterRecords) -> None:
    schools, terms, communities, people = (
        {record.external_id for record in records}
        for records in (roster.schools, roster.terms, roster.communities, roster.people)
    )
    for term in roster.terms:
        _require_known(term.external_id, [term.inside] if term.inside else [], terms, "term")
    for community in roster.communities:
        _require_known(community.external_id, [community.school], schools, "school")
        _require_known(community.external_id, community.terms, terms, "term")
    for person in roster.people:
        _require_known(person.external_id, person.schools, schools, "school")
    for family in roster.families:
        _require_known(family.person, [family.person, family.learner], people, "person")
    for membership in roster.memberships:
        _require_known(membership.external_id, [membership.person], people, "person")
        _require_known(membership.external_id, [membership.community], communities, "learning community")


def _require_known(source: str, targets: Iterable[str], known: set[str], what: str) -> None:
    for target in targets:
        if target not in known:
            raise InputError(f"{source} names the {what} {target}, which is not in the roster.")


def _name_district(district: District, name: str, report: RosterReport) -> None:
    if not name or name == district.name:
        return
    if district.name in ("", district.code):
        report.notes.append(f"The district is now called {name}, as in the roster.")
        district.name = name
        district.save(update_fields=["name"])
    else:
        report.notes.append(f"The roster calls the district {name}; here it stays {district.name}.")


def _store_schools(work: RosterWork, roster: RosterRecords, tally: Tally) -> dict[str, School]:
    work.progress.begin("Schools", len(roster.schools))
    stored = work.stored_by_external_id(School)
    wanted = {record.external_id: {"name": record.name} for record in roster.schools}
    store_keyed(work, School, stored, wanted, tally)
    tally.not_in_file = len(stored.keys() - wanted.keys())
    return stored


def _store_terms(work: RosterWork, roster: RosterRecords, tally: Tally) -> dict[str, Term]:
    work.progress.begin("Terms", len(roster.terms))
    stored = work.stored_by_external_id(Term)
    waiting = {record.external_id: record for record in roster.terms}
    tally.not_in_file = len(stored.keys() - waiting.keys())
    while waiting:
        # Outer terms first, so that the inner ones can point to them.
        outermost: list[TermRecord] = [record for record in waiting.values() if record.inside not in waiting]
        if not outermost:
            raise InputError(f"These terms lie inside each other in a circle: {', '.join(sorted(waiting))}.")
        wanted = {
            record.external_id: {
                "name": record.name,
                "kind": record.kind,
                "begins_on": record.begins_on,
                "ends_on": record.ends_on,
                "inside_id": stored[record.inside].pk if record.inside else None,
            }
            for record in outermost
        }
        store_keyed(work, Term, stored, wanted, tally)
        for external_id in wanted:
            del waiting[external_id]
    return stored


def _store_communities(
    work: RosterWork, roster: RosterRecords, schools: dict[str, School], terms: dict[str, Term], tally: Tally
) -> dict[str, LearningCommunity]:
    work.progress.begin("Learning communities", len(roster.communities))
    stored = work.stored_by_external_id(LearningCommunity)
    wanted = {
        record.external_id: {
            "school_id": schools[record.school].pk,
            "name": record.name,
            "subject": record.subject,
        }
        for record in roster.communities
    }
    written = store_keyed(work, LearningCommunity, stored, wanted, tally)
    tally.not_in_file = len(stored.keys() - wanted.keys())

    links: Any = LearningCommunity.terms.through
    external_id_of = {stored[external_id].pk: external_id for external_id in wanted}
    linked = {
        (link.learningcommunity_id, link.term_id): link
        for link in links.objects.filter(learningcommunity__district=work.district)
        if link.learningcommunity_id in external_id_of
    }
    pairs = {(stored[record.external_id].pk, terms[term].pk) for record in roster.communities for term in record.terms}
    missing, gone = pairs - linked.keys(), linked.keys() - pairs
    links.objects.bulk_create(
        [links(learningcommunity_id=community, term_id=term) for community, term in sorted(missing)], batch_size=BATCH
    )
    for start in range(0, len(gone), 500):
        links.objects.filter(pk__in=[linked[pair].pk for pair in sorted(gone)[start : start + 500]]).delete()
    only_relinked = {external_id_of[community] for community, _ in missing | gone} - written
    tally.changed += len(only_relinked)
    tally.unchanged -= len(only_relinked)
    return stored


def _store_people(work: RosterWork, roster: RosterRecords, tally: Tally) -> dict[str, int]:
    work.progress.begin("People", len(roster.people))
    stored = work.stored_by_external_id(Identity)
    wanted: dict[str, dict[str, Any]] = {}
    for record in roster.people:
        values: dict[str, Any] = {"given_name": record.given_name, "family_name": record.family_name}
        if record.email is not None:
            values["email"] = record.email
        if record.birth_date is not None:
            values["birth_date"] = record.birth_date
        wanted[record.external_id] = values
    joining = [external_id for external_id in wanted if external_id not in stored]
    moment = now()
    persons = [Person(district=work.district, created_at=moment) for _ in joining]
    Person.objects.bulk_create(persons, batch_size=BATCH)
    for external_id, person in zip(joining, persons, strict=True):
        wanted[external_id] |= {"person": person, "language": settings.LANGUAGE_CODE}
    store_keyed(work, Identity, stored, wanted, tally)
    tally.not_in_file = len(stored.keys() - wanted.keys())
    return {external_id: identity.person_id for external_id, identity in stored.items()}


def _store_roles(work: RosterWork, roster: RosterRecords, person_ids: dict[str, int], report: RosterReport) -> None:
    work.progress.begin("Roles", len(roster.people))
    wanted: dict[tuple[int, str], dict[str, Any]] = {
        (person_ids[record.external_id], kind): {"person_id": person_ids[record.external_id], "kind": kind}
        for record in roster.people
        if record.active
        for kind in record.roles
    }
    stored = Role.objects.filter(
        district=work.district, kind__in=ROSTER_ROLES, person__identity__external_id__gt=""
    ).order_by("begins_on")
    ended = store_spans(work, Role, stored, lambda row: (row.person_id, row.kind), wanted, report.roles)
    in_roster = {person_ids[record.external_id] for record in roster.people}
    gone = {row.person_id for row in ended} - in_roster
    if gone:
        external_ids = sorted(external_id for external_id, person in person_ids.items() if person in gone)
        named = ", ".join(external_ids[:_NAMED_IN_NOTES])
        more = f" and {len(external_ids) - _NAMED_IN_NOTES} more" if len(external_ids) > _NAMED_IN_NOTES else ""
        report.notes.append(
            f"People who are no longer in the roster, whose roles end today: {len(external_ids)} ({named}{more})."
        )


def _store_affiliations(
    work: RosterWork, roster: RosterRecords, person_ids: dict[str, int], schools: dict[str, School], tally: Tally
) -> None:
    work.progress.begin("Affiliations", len(roster.people))
    wanted: dict[tuple[int, int | None, str], dict[str, Any]] = {}
    for record in roster.people:
        if not record.active or not record.roles:
            continue
        school_ids: list[int | None] = [schools[school].pk for school in record.schools]
        for school_id in [*school_ids, None] if record.whole_district else school_ids:
            person_id, role = person_ids[record.external_id], record.roles[0]
            wanted[person_id, school_id, role] = {
                "person_id": person_id,
                "school_id": school_id,
                "role": role,
                "year_level": record.year_level,
            }
    stored = Affiliation.objects.filter(
        district=work.district, role__in=ROSTER_ROLES, person__identity__external_id__gt=""
    ).order_by("begins_on")
    # A new year level begins a new row: which level somebody was in last year stays known.
    store_spans(
        work,
        Affiliation,
        stored,
        lambda row: (row.person_id, row.school_id, row.role),
        wanted,
        tally,
        renewed_by="year_level",
    )


def _store_families(work: RosterWork, roster: RosterRecords, person_ids: dict[str, int], tally: Tally) -> None:
    work.progress.begin("Family relationships", len(roster.families))
    active = {record.external_id for record in roster.people if record.active}
    wanted: dict[tuple[int, int], dict[str, Any]] = {
        (person_ids[record.person], person_ids[record.learner]): {
            "kind": RelationshipKind.FAMILY_OF,
            "person_id": person_ids[record.person],
            "learner_id": person_ids[record.learner],
            "described_as": record.described_as,
        }
        for record in roster.families
        if record.person in active and record.learner in active
    }
    stored = Relationship.objects.filter(
        district=work.district,
        kind=RelationshipKind.FAMILY_OF,
        person__identity__external_id__gt="",
        learner__identity__external_id__gt="",
    ).order_by("begins_on")
    store_spans(work, Relationship, stored, lambda row: (row.person_id, row.learner_id), wanted, tally)


def _store_memberships(
    work: RosterWork,
    roster: RosterRecords,
    person_ids: dict[str, int],
    communities: dict[str, LearningCommunity],
    terms: dict[str, Term],
    tally: Tally,
) -> None:
    work.progress.begin("Memberships", len(roster.memberships))
    stored = work.stored_by_external_id(Membership)
    active = {record.external_id for record in roster.people if record.active}
    days_of = {
        record.external_id: (
            min((terms[term].begins_on for term in record.terms), default=None),
            max((terms[term].ends_on for term in record.terms), default=None),
        )
        for record in roster.communities
    }
    wanted: dict[str, dict[str, Any]] = {}
    for record in roster.memberships:
        if record.person not in active:
            continue
        begins_on, ends_on = _membership_days(
            record, *days_of[record.community], known=stored.get(record.external_id), day=work.day
        )
        wanted[record.external_id] = {
            "person_id": person_ids[record.person],
            "community_id": communities[record.community].pk,
            "role": record.role,
            "begins_on": begins_on,
            "ends_on": ends_on,
        }
    holding = [row for row in stored.values() if row.ends_on is None or row.ends_on > work.day]
    tally.held_before = len(holding)
    end_rows(work, Membership, [row for row in holding if row.external_id not in wanted], tally)
    tally.not_in_file = len(stored.keys() - {record.external_id for record in roster.memberships})
    store_keyed(work, Membership, stored, wanted, tally)


def _membership_days(
    record: MembershipRecord, term_begins: date | None, term_ends: date | None, *, known: Any, day: date
) -> tuple[date, date | None]:
    """The days the roster says, else those of the terms, else from the day it was first imported."""
    begins_on = record.begins_on or term_begins or (known.begins_on if known is not None else day)
    ends_on = record.ends_on or term_ends
    if ends_on is not None and ends_on < begins_on:
        # Only one of the two was said and the other, taken from elsewhere, does not fit it.
        return (ends_on, ends_on) if record.ends_on else (begins_on, None)
    return begins_on, ends_on


def _refuse_large_change(report: RosterReport) -> None:
    large = [
        f"{tally.ended} of {tally.held_before} {name}"
        for name, tally in report.tallies().items()
        if tally.ended > LARGEST_ENDED_SHARE * tally.held_before
    ]
    if large:
        raise OwnpathError(
            f"This roster would end {', '.join(large)}: more than half. Nothing was changed. "
            "Is the file complete? If it is meant, import it again with --allow-large-change."
        )
