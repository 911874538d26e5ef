"""All that is held about one learner, as one document; docs/reference/learner-record.md says what each name means."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from ownpath.assessment.models import Accommodation, Answer, Item, Sitting, SittingTask
from ownpath.competencies.models import MasteryRuleChange
from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.errors import NotAllowed
from ownpath.opportunities.models import SessionSetting, StepChoice
from ownpath.people.models import Account, AuditAction, AuditEntry, Identity, Person, Relationship, Role, RoleKind
from ownpath.people.selectors import audit_entries_about, holds_role
from ownpath.people.services import record_audit
from ownpath.plans.models import AboutMe, Goal, GroupPlace, HomeVisit, NeedGroup, Note, Pin, Support, SupportStep
from ownpath.proficiency.generations import estimates_in_use, learner_estimates_in_use
from ownpath.proficiency.models import Attainment, Estimate, Judgement, LearnerEstimate, Proposal
from ownpath.proficiency.storage import ESTIMATE_COLUMNS
from ownpath.schools.models import Affiliation, Membership
from ownpath.schools.selectors import learners_visible_to

FORMAT, VERSION = "ownpath-learner-record", 1

# Which columns of which table go out, under the table's own name; rows in the order of the list's last entry.
SECTIONS: dict[str, tuple[type[Model], str, tuple[str, ...], tuple[str, ...]]] = {
    "identity": (
        Identity,
        "person",
        ("given_name", "family_name", "email", "language", "birth_date", "external_id"),
        ("pk",),
    ),
    "accounts": (Account, "person", ("username", "is_active", "last_login"), ("pk",)),
    "roles": (Role, "person", ("kind", "partner", "begins_on", "ends_on"), ("begins_on", "pk")),
    "relationships_as_learner": (
        Relationship,
        "learner",
        ("kind", "person", "described_as", "begins_on", "ends_on"),
        ("begins_on", "pk"),
    ),
    "relationships_to_learners": (
        Relationship,
        "person",
        ("kind", "learner", "described_as", "begins_on", "ends_on"),
        ("begins_on", "pk"),
    ),
    "affiliations": (
        Affiliation,
        "person",
        ("school", "role", "year_level", "begins_on", "ends_on"),
        ("begins_on", "pk"),
    ),
    "memberships": (Membership, "person", ("community", "role", "begins_on", "ends_on"), ("begins_on", "pk")),
    "evidence": (
        Evidence,
        "learner",
        (
            "competency",
            "kind",
            "result",
            "result_low",
            "result_high",
            "spread",
            "task",
            "task_difficulty",
            "reference_difficulty",
            "hints",
            "happened_at",
            "ordered_at",
            "sequence",
            "recorded_at",
            "recorded_by",
            "source",
            "source_record",
            "supersedes",
        ),
        ("ordered_at", "sequence", "pk"),
    ),
    "learner_estimate": (
        LearnerEstimate,
        "learner",
        ("state", "evidence_count", "last_ordered_at", "model_name", "model_version", "parameters_hash"),
        ("pk",),
    ),
    "estimates": (
        Estimate,
        "learner",
        ("competency", *(name.removesuffix("_id") for name in ESTIMATE_COLUMNS)),
        ("competency__framework__code", "competency__code", "competency_id"),
    ),
    "judgements": (
        Judgement,
        "learner",
        ("competency", "verdict", "reason", "judged_by", "judged_at"),
        ("judged_at", "pk"),
    ),
    "attainments": (
        Attainment,
        "learner",
        ("competency", "attained_at", "rule", "evidence", "judgement", "recorded_at"),
        ("attained_at", "pk"),
    ),
    "proposals": (
        Proposal,
        "learner",
        ("competency", "proposed_at", "rule", "evidence", "recorded_at"),
        ("proposed_at", "pk"),
    ),
    "rule_changes_made": (
        MasteryRuleChange,
        "set_by",
        (
            "framework",
            "competency",
            "criterion",
            "asks",
            "least_pieces",
            "least_contexts",
            "reason",
            "touches",
            "set_at",
        ),
        ("set_at", "pk"),
    ),
    "goals": (
        Goal,
        "learner",
        (
            "statement",
            "competency",
            "first_step",
            "by_when",
            "made_by",
            "made_at",
            "agreed_with",
            "agreed_at",
            "state",
            "closed_by",
            "closed_at",
            "closing_words",
        ),
        ("made_at", "pk"),
    ),
    "about_me": (
        AboutMe,
        "learner",
        ("kind", "text", "shared_with", "written_at", "changed_at"),
        ("written_at", "pk"),
    ),
    "notes": (
        Note,
        "learner",
        ("kind", "text", "competency", "written_by", "written_at", "addressed_to", "done_at", "taken_back_at"),
        ("written_at", "pk"),
    ),
    "supports": (
        Support,
        "learner",
        (
            "what",
            "competency",
            "owner",
            "next_step",
            "next_step_on",
            "opened_by",
            "opened_at",
            "is_shared",
            "closed_by",
            "closed_at",
            "outcome",
        ),
        ("opened_at", "pk"),
    ),
    "support_steps": (
        SupportStep,
        "learner",
        ("support", "done", "next_step", "next_step_on", "noted_by", "noted_at", "is_shared"),
        ("noted_at", "pk"),
    ),
    "pins": (
        Pin,
        "learner",
        ("competency", "reason", "pinned_by", "pinned_at", "released_by", "released_at"),
        ("pinned_at", "pk"),
    ),
    "group_places": (
        GroupPlace,
        "learner",
        ("group", "why", "added_by", "added_at", "removed_by", "removed_at"),
        ("added_at", "pk"),
    ),
    "groups": (
        NeedGroup,
        "places__learner",
        (
            "community",
            "competency",
            "purpose",
            "meets_on",
            "led_by",
            "made_by",
            "made_at",
            "closed_by",
            "closed_at",
            "outcome",
        ),
        ("made_at", "pk"),
    ),
    "sittings": (
        Sitting,
        "learner",
        (
            "kind",
            "competency",
            "part",
            "status",
            "started_by",
            "started_at",
            "changed_at",
            "ended_at",
            "state",
            "outcome",
        ),
        ("started_at", "pk"),
    ),
    "sitting_tasks": (
        SittingTask,
        "learner",
        (
            "sitting",
            "position",
            "competency",
            "item",
            "family",
            "family_version",
            "seed",
            "is_audit",
            "shown_at",
            "hints_shown",
            "dropped_at",
        ),
        ("shown_at", "pk"),
    ),
    "answers": (
        Answer,
        "learner",
        (
            "task",
            "given",
            "language",
            "outcome",
            "score",
            "misconception",
            "hints",
            "seconds",
            "answered_at",
            "received_at",
            "evidence_uuid",
        ),
        ("answered_at", "pk"),
    ),
    "accommodations": (
        Accommodation,
        "learner",
        ("extra_time_percent", "is_large", "reads_aloud", "set_by", "set_at"),
        ("pk",),
    ),
    "items_written": (Item, "author", ("name", "version", "kind", "written_at", "is_current"), ("written_at", "pk")),
    "step_choices": (
        StepChoice,
        "learner",
        ("competency", "kind", "said", "chosen_at", "stands_until", "taken_back_at"),
        ("chosen_at", "pk"),
    ),
    "session_settings_set": (SessionSetting, "set_by", ("tasks", "refresh_percent", "set_at"), ("set_at", "pk")),
    "home_visits": (HomeVisit, "person", ("last_at", "before"), ("pk",)),
}
# Of these a district holds more than one generation while a new one is being built; one counts.
_IN_USE: dict[type[Model], Callable[[], QuerySet[Any]]] = {
    Estimate: estimates_in_use,
    LearnerEstimate: learner_estimates_in_use,
}
AUDIT_COLUMNS = ("at", "acting_person", "acting_system", "action", "what", "detail")


@transaction.atomic
def export_learner_record(*, acting_person: Person | None, learner: Person) -> dict[str, Any]:
    """Gather the record and note that it was exported. Only an office, or a leader of the learner's school, may."""
    if acting_person is not None:
        same_district = acting_person.district_id == learner.district_id
        office = holds_role(acting_person, RoleKind.TECHNICAL_ADMINISTRATOR)
        leads = holds_role(acting_person, RoleKind.LEADER) and learners_visible_to(acting_person).contains(learner)
        if not same_district or not (office or leads):
            raise NotAllowed("Only the office, or a leader of the learner's school, can export a learner's record.")
    record: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _value(now()),
        "district": {"code": learner.district.code, "name": learner.district.name},
        "learner": {
            "uuid": str(learner.uuid),
            "created_at": _value(learner.created_at),
            "erased_at": _value(learner.erased_at),
        },
    }
    for name, (model, owner, columns, order) in SECTIONS.items():
        table = _IN_USE[model]() if model in _IN_USE else model._default_manager.all()
        rows = table.filter(**{owner: learner}).order_by(*order)
        rows = rows.distinct() if "__" in owner else rows  # of what is found through something else, each row once
        record[name] = list(_rows(rows, model, columns))
    record["audit"] = list(_rows(audit_entries_about(learner).order_by("at", "pk"), AuditEntry, AUDIT_COLUMNS))
    record_audit(
        district=learner.district,
        acting_person=acting_person,
        acting_system="" if acting_person else "ownpath export learner",
        learner=learner,
        action=AuditAction.EXPORTED,
        what="learner record",
    )
    return record


def _rows(rows: QuerySet[Any], model: type[Model], columns: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    """Rows as plain values; what a row names, it names by uuid, a competency also by its code and framework."""
    paths: dict[str, str] = {"uuid": "uuid"}
    for column in columns:
        if model._meta.get_field(column).is_relation:
            paths[column] = f"{column}__uuid"
        else:
            paths[column] = column
        if column == "competency":
            paths["competency_code"] = "competency__code"
            paths["framework_code"] = "competency__framework__code"
    for values in rows.values_list(*paths.values()).iterator(chunk_size=2000):
        yield {name: _value(value) for name, value in zip(paths, values, strict=True)}


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value
