"""What a roster says, in our words and free of any outside standard; and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ownpath.people.models import RoleKind


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """A school of the district."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A span of the school year; `inside` is the external id of the term around it, or empty."""

    external_id: str
    name: str
    kind: str
    begins_on: date
    ends_on: date
    inside: str = ""


@dataclass(frozen=True, slots=True)
class CommunityRecord:
    """A learning community of a school, with the external ids of its terms."""

    external_id: str
    school: str
    name: str
    subject: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person; None means that the roster says nothing, so what is known stays. The first role is the main one."""

    external_id: str
    given_name: str
    family_name: str
    roles: tuple[RoleKind, ...]
    email: str | None = None
    birth_date: date | None = None
    schools: tuple[str, ...] = ()
    whole_district: bool = False
    year_level: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """Who is family of which learner."""

    person: str
    learner: str
    described_as: str = ""


@dataclass(frozen=True, slots=True)
class MembershipRecord:
    """Who learns or teaches in which community; days that are not said come from the community's terms."""

    external_id: str
    person: str
    community: str
    role: RoleKind
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class RosterRecords:
    """A whole roster: everybody and everything that the district has, not only what changed."""

    district_name: str = ""
    schools: tuple[SchoolRecord, ...] = ()
    terms: tuple[TermRecord, ...] = ()
    communities: tuple[CommunityRecord, ...] = ()
    people: tuple[PersonRecord, ...] = ()
    families: tuple[FamilyRecord, ...] = ()
    memberships: tuple[MembershipRecord, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What became of one noun's rows; every row of the roster is created, changed or unchanged."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    not_in_file: int = 0
    # Rows that held before the import: the measure for how large a change is.
    held_before: int = 0

    def wrote(self) -> bool:
        """Whether any row was written."""
        return bool(self.created or self.changed or self.ended)

    def as_dict(self) -> dict[str, int]:
        """The same, for machines."""
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "ended": self.ended,
            "missing": self.not_in_file,
        }


@dataclass(slots=True)
class RosterReport:
    """What an import did, noun by noun, with everything that was left out or looked odd."""

    schools: Tally = field(default_factory=Tally)
    terms: Tally = field(default_factory=Tally)
    communities: Tally = field(default_factory=Tally)
    people: Tally = field(default_factory=Tally)
    roles: Tally = field(default_factory=Tally)
    affiliations: Tally = field(default_factory=Tally)
    families: Tally = field(default_factory=Tally)
    memberships: Tally = field(default_factory=Tally)
    notes: list[str] = field(default_factory=list)

    def tallies(self) -> dict[str, Tally]:
        """Every noun's tally under the name that people read."""
        return {
            "schools": self.schools,
            "terms": self.terms,
            "learning communities": self.communities,
            "people": self.people,
            "roles": self.roles,
            "affiliations": self.affiliations,
            "family relationships": self.families,
            "memberships": self.memberships,
        }

    def wrote(self) -> bool:
        """Whether the import changed anything."""
        return any(tally.wrote() for tally in self.tallies().values())

    def as_dict(self) -> dict[str, object]:
        """The same, for machines."""
        counts: dict[str, object] = {name.replace(" ", "_"): tally.as_dict() for name, tally in self.tallies().items()}
        return {**counts, "notes": list(self.notes)}
