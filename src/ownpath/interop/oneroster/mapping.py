"""From OneRoster's rows to our roster: the only module of this folder that knows the apps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.interop.oneroster.problems import Problems
from ownpath.interop.oneroster.read import OneRosterFile, read_roster_file
from ownpath.interop.oneroster.schema import AcademicSession, Class, Enrollment, User
from ownpath.people.models import Person, RoleKind
from ownpath.schools.roster import store_roster
from ownpath.schools.roster_records import (
    CommunityRecord,
    FamilyRecord,
    MembershipRecord,
    PersonRecord,
    RosterRecords,
    RosterReport,
    SchoolRecord,
    TermRecord,
)

# Aides work with the learners of their classes as teachers do. An administrator may read across a school or the
# district, which is what a leader is here. A proctor only supervises tests and needs to see no record: left out.
ROLE_OF = {
    "student": RoleKind.LEARNER,
    "teacher": RoleKind.TEACHER,
    "aide": RoleKind.TEACHER,
    "administrator": RoleKind.LEADER,
    "parent": RoleKind.FAMILY_MEMBER,
    "guardian": RoleKind.FAMILY_MEMBER,
    "relative": RoleKind.FAMILY_MEMBER,
}
MEMBER_AS = {"student": RoleKind.LEARNER, "teacher": RoleKind.TEACHER, "aide": RoleKind.TEACHER}
KIND_OF_TERM = {
    "term": "term",
    "semester": "semester",
    "schoolYear": "school year",
    "gradingPeriod": "grading period",
}
# In 1.0 the local education agency is "local"; 1.1 has "district" for it and uses "local" for other bodies.
DISTRICT_TYPES = {"1.0": frozenset({"district", "local"}), "1.1": frozenset({"district"})}


def import_roster_file(
    path: Path,
    *,
    acting_person: Person | None,
    acting_system: str = "",
    district: District,
    allow_large_change: bool = False,
    progress: Progress = NO_PROGRESS,
) -> RosterReport:
    """Read a OneRoster archive and make the record say what it says."""
    return store_roster(
        acting_person=acting_person,
        acting_system=acting_system,
        district=district,
        roster=map_roster(read_roster_file(path, progress=progress)),
        allow_large_change=allow_large_change,
        progress=progress,
    )


def map_roster(read: OneRosterFile) -> RosterRecords:
    """Say the same in our words; what contradicts itself is named, what has no place here is noted."""
    problems, notes = Problems(), list(read.notes)
    district_types = DISTRICT_TYPES[read.version]
    school_ids = {org.sourced_id for org in read.orgs.values() if org.type == "school"}
    district_ids = {org.sourced_id for org in read.orgs.values() if org.type in district_types}
    others = Counter(org.type for org in read.orgs.values() if org.type not in district_types | {"school"})
    notes.extend(
        f"Organisations of the type {kind}, which have no place here and were left out: {count}."
        for kind, count in sorted(others.items())
    )
    district_names = sorted({read.orgs[org].name for org in district_ids})
    if len(district_names) > 1:
        notes.append(f"The file names several districts ({', '.join(district_names)}); none gives the name here.")
    records = RosterRecords(
        district_name=district_names[0] if len(district_names) == 1 else "",
        schools=tuple(SchoolRecord(org, read.orgs[org].name) for org in read.orgs if org in school_ids),
        terms=_map_terms(read, problems),
        communities=_map_communities(read, school_ids, problems),
        memberships=_map_memberships(read, problems, notes),
        people=_map_people(read, school_ids, district_ids, notes),
        families=_map_families(read, notes),
        notes=tuple(notes),
    )
    problems.raise_if_any()
    return records


def _map_terms(read: OneRosterFile, problems: Problems) -> tuple[TermRecord, ...]:
    file = "academicSessions.csv"
    for session in read.sessions.values():
        if session.end_date < session.start_date:
            problems.add(
                f"It ends on {session.end_date}, before it begins on {session.start_date}.",
                file=file,
                row=session.row,
                field="endDate",
            )
        if circle := _circle_from(session, read.sessions):
            problems.add(
                f"Sessions lie inside each other in a circle: {' in '.join(circle)}.",
                file=file,
                row=session.row,
                field="parentSourcedId",
            )
    return tuple(
        TermRecord(
            external_id=session.sourced_id,
            name=session.title,
            kind=KIND_OF_TERM[session.type],
            begins_on=session.start_date,
            ends_on=session.end_date,
            inside=session.parent,
        )
        for session in read.sessions.values()
    )


def _circle_from(session: AcademicSession, sessions: dict[str, AcademicSession]) -> list[str]:
    chain, at = [session.sourced_id], session.parent
    while at and at in sessions and at not in chain:
        chain.append(at)
        at = sessions[at].parent
    return [*chain, at] if at == session.sourced_id else []


def _map_communities(read: OneRosterFile, school_ids: set[str], problems: Problems) -> tuple[CommunityRecord, ...]:
    communities = []
    for class_ in read.classes.values():
        if class_.school not in school_ids:
            problems.add(
                f"{class_.school} is not a school but a {read.orgs[class_.school].type} (orgs.csv, "
                f"row {read.orgs[class_.school].row}).",
                file="classes.csv",
                row=class_.row,
                field="schoolSourcedId",
            )
            continue
        communities.append(
            CommunityRecord(
                external_id=class_.sourced_id,
                school=class_.school,
                name=class_.title,
                subject=_subject_of(class_, read),
                terms=tuple(dict.fromkeys(class_.terms)),
            )
        )
    return tuple(communities)


def _subject_of(class_: Class, read: OneRosterFile) -> str:
    subject = ", ".join(class_.subjects)
    return subject if subject and len(subject) <= 200 else read.courses[class_.course].title


def _map_people(
    read: OneRosterFile, school_ids: set[str], district_ids: set[str], notes: list[str]
) -> tuple[PersonRecord, ...]:
    teaching = {each.user for each in read.enrollments.values() if MEMBER_AS.get(each.role) == RoleKind.TEACHER}
    people, elsewhere, several_years = [], 0, 0
    for user in read.users.values():
        if user.role not in ROLE_OF:
            continue
        roles = [ROLE_OF[user.role]]
        if roles[0] == RoleKind.LEADER and user.sourced_id in teaching:
            roles.append(RoleKind.TEACHER)
        elsewhere += any(org not in school_ids | district_ids for org in user.orgs)
        several_years += len(user.grades) > 1
        known = read.demographics.get(user.sourced_id)
        people.append(
            PersonRecord(
                external_id=user.sourced_id,
                given_name=user.given_name,
                family_name=user.family_name,
                roles=tuple(roles),
                email=user.email,
                birth_date=known.birth_date if known else None,
                schools=tuple(dict.fromkeys(org for org in user.orgs if org in school_ids)),
                whole_district=any(org in district_ids for org in user.orgs),
                year_level=user.grades[0] if user.grades and roles[0] == RoleKind.LEARNER else "",
                active=user.enabled,
            )
        )
    left_out = len(read.users) - len(people)
    if left_out:
        notes.append(f"People with the role proctor, who need no record here and were left out: {left_out}.")
    if elsewhere:
        notes.append(f"People who belong to an organisation that was left out; that tie was left out: {elsewhere}.")
    if several_years:
        notes.append(f"People with several year levels, of which the first was taken: {several_years}.")
    if read.demographics:
        notes.append("Of demographics.csv only the birth date is kept; sex, origin and places of birth are not.")
    return tuple(people)


def _map_families(read: OneRosterFile, notes: list[str]) -> tuple[FamilyRecord, ...]:
    families: dict[tuple[str, str], FamilyRecord] = {}
    left_out = 0
    for user in read.users.values():
        for agent in user.agents:
            pair = _family_and_learner(user, read.users[agent])
            if pair is None:
                left_out += 1
                continue
            family, learner = pair
            families[family.sourced_id, learner.sourced_id] = FamilyRecord(
                person=family.sourced_id, learner=learner.sourced_id, described_as=family.role
            )
    if left_out:
        # Who may read a child's record must not follow from a vague tie.
        notes.append(f"Ties between people that are not of a family member and a learner, left out: {left_out}.")
    return tuple(families.values())


def _family_and_learner(one: User, other: User) -> tuple[User, User] | None:
    for family, learner in ((one, other), (other, one)):
        if ROLE_OF.get(family.role) == RoleKind.FAMILY_MEMBER and learner.role == "student":
            return family, learner
    return None


def _map_memberships(read: OneRosterFile, problems: Problems, notes: list[str]) -> tuple[MembershipRecord, ...]:
    memberships = []
    left_out: Counter[str] = Counter()
    for each in read.enrollments.values():
        role = MEMBER_AS.get(each.role)
        if role is None:
            left_out[each.role] += 1
            continue
        _check_membership(each, read, role, problems)
        memberships.append(
            MembershipRecord(
                external_id=each.sourced_id,
                person=each.user,
                community=each.class_,
                role=role,
                begins_on=each.begin_date,
                ends_on=each.end_date,
            )
        )
    notes.extend(
        f"Enrolments as {role}, who are no members of a learning community, left out: {count}."
        for role, count in sorted(left_out.items())
    )
    return tuple(memberships)


def _check_membership(each: Enrollment, read: OneRosterFile, role: RoleKind, problems: Problems) -> None:
    file = "enrollments.csv"
    user, class_ = read.users[each.user], read.classes[each.class_]
    if each.begin_date and each.end_date and each.end_date < each.begin_date:
        problems.add(
            f"It ends on {each.end_date}, before it begins on {each.begin_date}.",
            file=file,
            row=each.row,
            field="endDate",
        )
    if each.school != class_.school:
        problems.add(
            f"It names the school {each.school}, but {each.class_} (classes.csv, row {class_.row}) "
            f"is at {class_.school}.",
            file=file,
            row=each.row,
            field="schoolSourcedId",
        )
    # To teach is to see a community's records, so an enrolment alone gives nobody that right.
    allowed = {RoleKind.LEARNER} if role == RoleKind.LEARNER else {RoleKind.TEACHER, RoleKind.LEADER}
    if ROLE_OF.get(user.role) not in allowed:
        problems.add(
            f"{each.user} is enrolled as {each.role}, but is a {user.role} (users.csv, row {user.row}).",
            file=file,
            row=each.row,
            field="role",
        )
