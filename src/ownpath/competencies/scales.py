"""Writes about how competencies are described and judged: strands, proficiency scales, mastery rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from ownpath.competencies.models import Framework, MasteryRule, ProficiencyLevel, ProficiencyScale, Strand
from ownpath.competencies.records import ScaleRecord, StrandRecord
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit, require_office


@transaction.atomic
def name_strands(*, acting_person: Person | None, district: District, strands: Iterable[StrandRecord]) -> None:
    """Give strands their names and order; those that are not there yet are made."""
    require_office(acting_person, district)
    for strand in strands:
        Strand.objects.update_or_create(
            district=district,
            code=strand.code,
            defaults={"name": strand.name, "position": strand.position, "translations": strand.translations},
        )
    _note(acting_person, district, "strands", {})


@transaction.atomic
def store_scale(*, acting_person: Person | None, district: District, scale: ScaleRecord) -> ProficiencyScale:
    """Make a scale and its levels say what the record says; levels that it no longer names are kept."""
    require_office(acting_person, district)
    values = [level.value for level in scale.levels]
    if len(values) < 2 or len(set(values)) < len(values):
        raise InputError("A scale needs at least two levels, each with a value of its own.", field="levels")
    stored, _ = ProficiencyScale.objects.update_or_create(
        district=district, code=scale.code, defaults={"name": scale.name, "translations": scale.translations}
    )
    for level in scale.levels:
        ProficiencyLevel.objects.update_or_create(
            district=district,
            scale=stored,
            value=level.value,
            defaults={"name": level.name, "description": level.description, "translations": level.translations},
        )
    _note(acting_person, district, "scale", {"scale": scale.code})
    return stored


@transaction.atomic
def set_up_framework(
    *,
    acting_person: Person | None,
    framework: Framework,
    scale: ProficiencyScale | None = None,
    rule: Mapping[str, float] | None = None,
) -> None:
    """Choose a framework's scale, or change parts of its mastery rule.

    A changed rule changes what later evidence attains, never what was attained; `ownpath rebuild` brings the
    estimates that stand under the new rule.
    """
    district = framework.district
    require_office(acting_person, district)
    if scale is not None:
        if scale.district_id != district.pk:
            raise InputError("The scale must belong to the framework's district.", field="scale")
        Framework.objects.filter(pk=framework.pk).update(scale=scale, revision=F("revision") + 1)
    if rule:
        stored = MasteryRule.objects.get(framework=framework)
        for name, value in rule.items():
            setattr(stored, name, value)
        try:
            stored.full_clean()
        except ValidationError as refused:
            raise InputError(" ".join(refused.messages), field=", ".join(rule)) from refused
        stored.save()
    _note(acting_person, district, "framework", {"framework": framework.code, "rule": dict(rule or {})})


def _note(acting_person: Person | None, district: District, what: str, detail: dict[str, Any]) -> None:
    record_audit(acting_person=acting_person, district=district, action=AuditAction.CHANGED, what=what, detail=detail)
