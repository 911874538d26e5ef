"""Mastery rules: what is asked, since when, and changing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ownpath.competencies.models import Competency, Framework, MasteryRule, MasteryRuleChange
from ownpath.core.mastery import Criterion, Demand
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, NotAllowed
from ownpath.people.models import AuditAction, Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.people.services import record_audit

CRITERION = ("reference_probability", "claim_confidence", "least_evidence", "least_tasks", "hold_probability")


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as somebody thinks of it; for a single competency only what is asked beside the estimate."""

    criterion: Criterion
    demand: Demand


@dataclass(frozen=True, slots=True)
class Demands:
    """What a district asked beside the estimate, and from when: of frameworks, and of single competencies."""

    by_framework: Mapping[int, tuple[tuple[float, Demand], ...]]
    by_competency: Mapping[int, tuple[tuple[float, Demand], ...]]
    criterion_since: Mapping[int, Any]

    @property
    def are_none(self) -> bool:
        """Whether nothing was ever asked and no criterion ever changed."""
        return not (self.by_framework or self.by_competency or self.criterion_since)

    def on(self, competency_id: int, framework_id: int) -> tuple[tuple[float, Demand], ...]:
        """What is asked of one competency, in time order: its own from when it has any, before that its framework's."""
        own = self.by_competency.get(competency_id, ())
        general = self.by_framework.get(framework_id, ())
        return (*(each for each in general if not own or each[0] < own[0][0]), *own)


def gather_demands(district_id: int) -> Demands:
    """All that was ever asked beside the estimates of a district: one query."""
    by_framework: defaultdict[int, list[tuple[float, Demand]]] = defaultdict(list)
    by_competency: defaultdict[int, list[tuple[float, Demand]]] = defaultdict(list)
    since: dict[int, Any] = {}
    rows = MasteryRuleChange.objects.filter(district=district_id).order_by("set_at", "pk")
    for framework_id, competency_id, criterion, asks, pieces, contexts, set_at in rows.values_list(
        "framework_id", "competency_id", "criterion", "asks", "least_pieces", "least_contexts", "set_at"
    ):
        demand = (set_at.timestamp(), Demand(pieces, contexts, asks))
        if competency_id is None:
            by_framework[framework_id].append(demand)
        else:
            by_competency[competency_id].append(demand)
        if criterion:
            since[framework_id] = set_at
    return Demands(
        {each: tuple(found) for each, found in by_framework.items()},
        {each: tuple(found) for each, found in by_competency.items()},
        since,
    )


def criterion_of(framework: Framework) -> Criterion:
    """The criterion that a framework's estimates are read with."""
    stored = MasteryRule.objects.get(framework=framework)
    return Criterion(**{name: getattr(stored, name) for name in CRITERION})


def rule_of(framework: Framework, competency: Competency | None = None) -> RuleDraft:
    """The rule that stands."""
    asked = gather_demands(framework.district_id)
    found = asked.on(competency.pk, framework.pk) if competency else asked.by_framework.get(framework.pk, ())
    return RuleDraft(criterion_of(framework), found[-1][1] if found else Demand())


def require_rule_changer(acting_person: Person, framework: Framework) -> None:
    """Only a leader of the district changes a rule."""
    same = acting_person.district_id == framework.district_id and acting_person.erased_at is None
    if not same or not holds_role(acting_person, RoleKind.LEADER):
        raise NotAllowed("Only a leader can change a rule.")


def read_draft(
    framework: Framework, competency: Competency | None, numbers: Mapping[str, float], demand: Mapping[str, Any]
) -> RuleDraft:
    """A draft from what was typed, over the rule that stands; what cannot be is refused with its field."""
    standing = rule_of(framework, competency)
    wanted = {name: getattr(standing.criterion, name) for name in CRITERION}
    wanted |= {} if competency else dict(numbers)
    stored = MasteryRule(framework=framework, district_id=framework.district_id, **wanted)
    asked = {name: getattr(standing.demand, name) for name in ("asks", "least_pieces", "least_contexts")}
    change = MasteryRuleChange(**{**asked, **demand})
    try:
        stored.clean_fields(exclude=["district", "uuid"])
        change.clean_fields(exclude=["framework", "competency", "district", "uuid", "reason", "set_by", "set_at"])
    except ValidationError as refused:
        name = next(iter(refused.message_dict))
        raise InputError(" ".join(refused.message_dict[name]), field=name) from refused
    try:
        criterion = Criterion(**wanted)
    except ValueError as refused:
        # The model is a little narrower than the form: how sure must be more than even.
        raise InputError("This number is too small or too large.", field=str(refused).split()[0]) from refused
    return RuleDraft(criterion, Demand(change.least_pieces, change.least_contexts, change.asks))


@transaction.atomic
def store_rule_change(
    *,
    acting_person: Person | None,
    framework: Framework,
    competency: Competency | None,
    draft: RuleDraft,
    reason: str,
    touches: Mapping[str, int],
) -> MasteryRuleChange:
    """Write down a new rule, with who, when and why. `proficiency.rule_change` calls this and lets it take effect."""
    if acting_person is not None:
        require_rule_changer(acting_person, framework)
    if competency is not None and (competency.framework_id != framework.pk or competency.is_heading):
        raise InputError("This is not a competency of the framework.", field="competency")
    words = reason.strip()
    if not words:
        raise InputError("Please write the reason in a few words.", field="reason")
    if len(words) > 500:
        raise InputError("Please keep the reason under 500 characters.", field="reason")
    rule = MasteryRule.objects.select_for_update().get(framework=framework)
    standing = criterion_of(framework)
    criterion = {}
    if competency is None and draft.criterion != standing:
        criterion = {name: getattr(draft.criterion, name) for name in CRITERION}
        for name, value in criterion.items():
            setattr(rule, name, value)
        rule.save()
    change = MasteryRuleChange.objects.create(
        district_id=framework.district_id,
        framework=framework,
        competency=competency,
        criterion=criterion,
        asks=draft.demand.asks,
        least_pieces=draft.demand.least_pieces,
        least_contexts=draft.demand.least_contexts,
        reason=words,
        touches=dict(touches),
        set_by=acting_person,
        set_at=now(),
    )
    record_audit(
        district=framework.district,
        acting_person=acting_person,
        acting_system="" if acting_person else "ownpath preview-rule",
        action=AuditAction.CHANGED,
        what="mastery rule",
        detail={"framework": framework.code, "competency": str(competency.uuid) if competency else "", **criterion},
    )
    return change
