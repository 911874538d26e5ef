"""From a CASE package to a framework: `precedes` becomes requires, `isChildOf` the outline, all links are kept."""

from __future__ import annotations

from collections import Counter

from ownpath.competencies.records import (
    AssociationRecord,
    CompetencyRecord,
    EdgeRecord,
    FrameworkRecord,
    code_from,
)
from ownpath.foundation.errors import InputError
from ownpath.interop.case.schema import CHILD_OF, KNOWN_ASSOCIATION_TYPES, PRECEDES, CFPackage


def framework_of(package: CFPackage, *, file: str, code: str = "") -> FrameworkRecord:
    """The framework that a package describes. An item that has others under it and no place in the progression is a
    heading; everything else is a competency."""
    known = {item.identifier for item in package.items}
    parents: dict[str, str] = {}
    for link in package.associations:
        if link.association_type != CHILD_OF or link.origin not in known or link.destination not in known:
            continue
        if parents.setdefault(link.origin, link.destination) != link.destination:
            raise InputError(
                f"{link.origin} stands under two others, {parents[link.origin]} and {link.destination}.",
                file=file,
                row=link.place,
                field="CFAssociations.isChildOf",
            )
    edges = {
        (link.origin, link.destination): link.place
        for link in package.associations
        if link.association_type == PRECEDES and link.origin in known and link.destination in known
    }
    in_progression = {end for edge in edges for end in edge}
    has_children = set(parents.values())
    return FrameworkRecord(
        code=code or code_from(package.title) or package.identifier,
        title=package.title,
        publisher=package.publisher,
        language=package.language,
        identifier=package.identifier,
        uri=package.uri,
        file=file,
        competencies=tuple(
            CompetencyRecord(
                identifier=item.identifier,
                code=item.human_coding_scheme[:120],
                title=item.abbreviated_statement[:120],
                statement=item.full_statement,
                level=item.education_level,
                parent=parents.get(item.identifier, ""),
                is_heading=item.identifier in has_children and item.identifier not in in_progression,
                uri=item.uri[:500],
                source=item.raw,
                row=item.place,
            )
            for item in package.items
        ),
        edges=tuple(EdgeRecord("requires", earlier, later, place) for (earlier, later), place in edges.items()),
        associations=tuple(
            AssociationRecord(link.identifier, link.association_type[:60], link.origin, link.destination, link.raw)
            for link in package.associations
        ),
        notes=tuple(_notes(package, known, len(edges))),
    )


def _notes(package: CFPackage, known: set[str], n_edges: int) -> list[str]:
    notes = []
    kinds = Counter(link.association_type for link in package.associations)
    for kind in sorted(kinds.keys() - KNOWN_ASSOCIATION_TYPES):
        notes.append(f"{kinds[kind]} associations of the unknown type {kind}: kept, not used.")
    if package.repeated:
        notes.append(f"{package.repeated} associations are there twice, word for word: kept as published.")
    precedes = [link for link in package.associations if link.association_type == PRECEDES]
    outside = sum(link.origin not in known or link.destination not in known for link in precedes)
    if outside:
        notes.append(f"{outside} of {len(precedes)} precedes links have an end outside the file: kept as references.")
    if (again := len(precedes) - outside - n_edges) > 0:
        notes.append(f"{again} precedes links say what another one says already.")
    return notes
