"""All writes about frameworks. A framework is stored whole: all of it or nothing, and a second time without effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from ownpath.competencies.models import (
    Association,
    Competency,
    EdgeKind,
    Framework,
    MasteryRule,
    ProgressionEdge,
    Strand,
)
from ownpath.competencies.records import CompetencyRecord, FrameworkRecord, FrameworkReport
from ownpath.core.progressions import find_cycle, longest_path_ranks
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit, require_office

BATCH = 1000
_WRITTEN_FIELDS = [
    "code",
    "title",
    "statement",
    "translations",
    "level_descriptions",
    "strand_id",
    "level",
    "outline_parent_id",
    "is_heading",
    "position",
    "source_uri",
    "source",
]


@transaction.atomic
def store_framework(
    *,
    acting_person: Person | None,
    acting_system: str = "",
    district: District,
    framework: FrameworkRecord,
    progress: Progress = NO_PROGRESS,
) -> FrameworkReport:
    """Make the record say what the file says. Competencies that the file no longer holds are kept and reported."""
    require_office(acting_person, district)
    require_sound_framework(framework)
    # Two imports at once must not both create the same framework.
    District.objects.select_for_update().get(pk=district.pk)
    report = FrameworkReport(framework=framework.code, notes=list(framework.notes))
    stored = _store_head(district, framework, report)
    progress.begin("Storing competencies", len(framework.competencies))
    by_identifier = _store_competencies(district, stored, framework, report, progress)
    _store_edges(district, stored, framework, by_identifier, report)
    _store_associations(district, stored, framework, by_identifier, report)
    if report.wrote:
        stored.revision += 1
        stored.save(update_fields=["revision"])
        record_audit(
            acting_person=acting_person,
            acting_system=acting_system,
            district=district,
            action=AuditAction.CHANGED,
            what="framework",
            detail={"framework": framework.code, "created": report.created, "changed": report.changed},
        )
    return report


def require_sound_framework(framework: FrameworkRecord) -> None:
    """Refuse duplicates, missing ends, an outline or a progression that runs in a circle; name both ends."""
    file = framework.file
    if not framework.competencies:
        raise InputError("There is no competency in it.", file=file)
    known: dict[str, CompetencyRecord] = {}
    for record in framework.competencies:
        if before := known.get(record.identifier):
            where = f" (first in row {before.row})" if before.row else ""
            raise InputError(f"{record.name} is there twice{where}.", file=file, row=record.row, field="code")
        if not record.statement.strip():
            raise InputError(f"{record.name} has no statement.", file=file, row=record.row, field="statement")
        known[record.identifier] = record
    for record in framework.competencies:
        if record.parent and record.parent not in known:
            raise InputError(
                f"{record.name} stands under {record.parent}, which is not there.",
                file=file,
                row=record.row,
                field="parent",
            )
    _refuse_cycle(
        [(record.parent, record.identifier) for record in framework.competencies if record.parent],
        known,
        file,
        "The outline",
    )
    for edge in framework.edges:
        for end in (edge.earlier, edge.later):
            if end not in known:
                raise InputError(
                    f"The edge from {_name(edge.earlier, known)} to {_name(edge.later, known)} names {end}, "
                    "which is not there.",
                    file=file,
                    row=edge.row,
                    field=edge.kind,
                )
    _refuse_cycle([(edge.earlier, edge.later) for edge in framework.edges], known, file, "The progression")


def _name(identifier: str, known: dict[str, CompetencyRecord]) -> str:
    return known[identifier].name if identifier in known else identifier


def _refuse_cycle(edges: list[tuple[str, str]], known: dict[str, CompetencyRecord], file: str, what: str) -> None:
    cycle = find_cycle(edges)
    if cycle is None:
        return
    names = [_name(identifier, known) for identifier in cycle]
    shown = " -> ".join(names if len(names) <= 8 else [*names[:7], "...", names[-1]])
    raise InputError(f"{what} runs in a circle: {shown}.", file=file, field="requires")


def _store_head(district: District, framework: FrameworkRecord, report: FrameworkReport) -> Framework:
    values = {
        "title": framework.title[:300],
        "publisher": framework.publisher[:300],
        "language": framework.language[:12],
        "kind": framework.kind,
        "source_identifier": framework.identifier,
        "source_uri": framework.uri[:500],
    }
    stored, created = _open_framework(district, framework.code, values)
    if created:
        report.wrote = True
    elif any(getattr(stored, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(values))
        report.wrote = True
    return stored


def _open_framework(district: District, code: str, values: dict[str, str]) -> tuple[Framework, bool]:
    """The framework of this code, and whether it is new; a new one gets the usual mastery rule."""
    framework, created = Framework.objects.get_or_create(district=district, code=code, defaults=values)
    if created:
        MasteryRule.objects.create(district=district, framework=framework)
    return framework, created


def _store_strands(district: District, framework: FrameworkRecord) -> dict[str, int]:
    known = dict(Strand.objects.filter(district=district).values_list("code", "pk"))
    for code in dict.fromkeys(record.strand for record in framework.competencies if record.strand):
        if code not in known:
            name = code.replace("-", " ").capitalize()
            known[code] = Strand.objects.create(district=district, code=code, name=name, position=len(known)).pk
    return known


def _store_competencies(
    district: District, stored: Framework, framework: FrameworkRecord, report: FrameworkReport, progress: Progress
) -> dict[str, Competency]:
    strands = _store_strands(district, framework)
    existing = {each.source_identifier: each for each in Competency.objects.filter(framework=stored)}
    before = {identifier: _written(each) for identifier, each in existing.items()}
    by_identifier = {
        record.identifier: existing.get(record.identifier)
        or Competency(district=district, framework=stored, source_identifier=record.identifier)
        for record in framework.competencies
    }
    for position, record in enumerate(framework.competencies):
        competency = by_identifier[record.identifier]
        competency.code = record.code
        competency.title = record.title
        competency.statement = record.statement
        competency.translations = record.translations
        competency.level_descriptions = record.level_descriptions
        competency.strand_id = strands[record.strand] if record.strand else None
        competency.level = record.level
        competency.is_heading = record.is_heading
        competency.position = position
        competency.source_uri = record.uri
        competency.source = record.source
        report.headings += record.is_heading
    fresh = [each for identifier, each in by_identifier.items() if identifier not in existing]
    Competency.objects.bulk_create(fresh, batch_size=BATCH)
    # Parents can be named only when every row has its id.
    for record in framework.competencies:
        parent_id = by_identifier[record.parent].pk if record.parent else None
        by_identifier[record.identifier].outline_parent_id = parent_id
    with_parent = [each for each in fresh if each.outline_parent_id]
    Competency.objects.bulk_update(with_parent, ["outline_parent"], batch_size=BATCH)
    changed = [each for name, each in by_identifier.items() if name in before and before[name] != _written(each)]
    if changed:
        fields = [name.removesuffix("_id") for name in _WRITTEN_FIELDS]
        Competency.objects.bulk_update(changed, fields, batch_size=BATCH)
    report.created, report.changed = len(fresh), len(changed)
    report.unchanged = len(by_identifier) - len(fresh) - len(changed)
    report.not_in_file = len(existing.keys() - by_identifier.keys())
    report.wrote = report.wrote or bool(fresh or changed)
    progress.advance(len(by_identifier))
    return by_identifier


def _written(competency: Competency) -> tuple[Any, ...]:
    return tuple(getattr(competency, name) for name in _WRITTEN_FIELDS)


def _store_edges(
    district: District,
    stored: Framework,
    framework: FrameworkRecord,
    by_identifier: dict[str, Competency],
    report: FrameworkReport,
) -> None:
    wanted = {
        (edge.kind, by_identifier[edge.earlier].pk, by_identifier[edge.later].pk): edge for edge in framework.edges
    }
    report.edges = {kind: sum(key[0] == kind for key in wanted) for kind in EdgeKind.values}
    own = ProgressionEdge.objects.filter(later__framework=stored, earlier__framework=stored)
    standing = {(edge.kind, edge.earlier_id, edge.later_id): edge.pk for edge in own}
    gone = [pk for key, pk in standing.items() if key not in wanted]
    fresh = [key for key in wanted if key not in standing]
    if not gone and not fresh:
        return
    ProgressionEdge.objects.filter(pk__in=gone).delete()
    _raise_ranks(district, [(earlier, later) for _, earlier, later in fresh])
    ProgressionEdge.objects.bulk_create(
        [
            ProgressionEdge(district=district, kind=kind, earlier_id=earlier, later_id=later)
            for kind, earlier, later in fresh
        ],
        batch_size=BATCH,
    )
    report.wrote = True


def _raise_ranks(district: District, fresh: list[tuple[int, int]]) -> None:
    """Raise ranks until every edge climbs; the highest are written first, so that no edge stops climbing meanwhile."""
    standing = dict(Competency.objects.filter(district=district).values_list("pk", "rank"))
    edges = [*ProgressionEdge.objects.filter(district=district).values_list("earlier_id", "later_id"), *fresh]
    if find_cycle(edges):
        raise InputError("Together with what stands already, the progression would run in a circle.", field="requires")
    index = {pk: place for place, pk in enumerate(standing)}
    ranks = longest_path_ranks(
        len(index),
        [index[earlier] for earlier, _ in edges],
        [index[later] for _, later in edges],
        at_least=list(standing.values()),
    )
    raised = sorted(((int(ranks[index[pk]]), pk) for pk in standing if ranks[index[pk]] > standing[pk]), reverse=True)
    for rank, pk in raised:
        Competency.objects.filter(pk=pk).update(rank=rank)


def _store_associations(
    district: District,
    stored: Framework,
    framework: FrameworkRecord,
    by_identifier: dict[str, Competency],
    report: FrameworkReport,
) -> None:
    report.associations = dict(Counter(record.kind for record in framework.associations).most_common())
    report.ends_outside = sum(
        record.origin not in by_identifier or record.destination not in by_identifier
        for record in framework.associations
    )
    wanted = [
        Association(
            district=district,
            framework=stored,
            kind=record.kind,
            origin_identifier=record.origin,
            destination_identifier=record.destination,
            origin=by_identifier.get(record.origin),
            destination=by_identifier.get(record.destination),
            source_identifier=record.identifier,
            source=record.source,
        )
        for record in framework.associations
    ]

    def key(each: Association) -> tuple[str, ...]:
        return (each.source_identifier, each.kind, each.origin_identifier, each.destination_identifier)

    if Counter(map(key, wanted)) == Counter(map(key, Association.objects.filter(framework=stored))):
        return
    Association.objects.filter(framework=stored).delete()
    Association.objects.bulk_create(wanted, batch_size=BATCH)
    report.wrote = True


@transaction.atomic
def add_bare_competencies(
    *, acting_person: Person | None, district: District, framework_code: str, codes: Iterable[str]
) -> Framework:
    """Make room for evidence about competencies of which only the code is known; their words can come later."""
    require_office(acting_person, district)
    framework, _ = _open_framework(district, framework_code, {"title": framework_code})
    Competency.objects.bulk_create(
        [
            Competency(
                district=district,
                framework=framework,
                code=code[:120],
                statement=f"Competency {code}",
                source_identifier=code[:255],
            )
            for code in codes
        ],
        batch_size=BATCH,
    )
    Framework.objects.filter(pk=framework.pk).update(revision=framework.revision + 1)
    return framework
