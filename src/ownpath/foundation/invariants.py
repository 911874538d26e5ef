"""What must always be true of a database, and how to look whether it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import F, ForeignKey, Model, QuerySet

from ownpath.foundation.models import DistrictRow
from ownpath.foundation.triggers import RefuseChanges, RefuseCycles

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """An invariant that is broken: what is wrong, how often, some of the rows, and what to do."""

    what: str
    how_many: int
    examples: tuple[str, ...]
    remedy: str

    def __str__(self) -> str:
        shown = f" For instance {', '.join(self.examples)}." if self.examples else ""
        return f"{self.what}: {self.how_many}.{shown} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that must be true, and the rows for which it is not, named so that a person can find them."""

    says: str
    broken: Callable[[], Iterable[str]]
    remedy: str = "Restore from a backup, or ask for help before changing anything by hand."
    estimates_need_it: bool = False  # where it is broken, evidence cannot be read and no estimate can be recomputed

    def look(self) -> Problem | None:
        """The problem, where there is one."""
        examples: list[str] = []
        how_many = 0
        for name in self.broken():
            how_many += 1
            if len(examples) < MOST_EXAMPLES:
                examples.append(name)
        return Problem(f"Not true: {self.says}", how_many, tuple(examples), self.remedy) if how_many else None


def uuids_of(rows: QuerySet[Model]) -> Iterable[str]:
    """The rows of a query by their uuids, streamed."""
    return (str(uuid) for uuid in rows.values_list("uuid", flat=True).iterator(chunk_size=2000))


def own_models() -> list[type[Model]]:
    """Every stored model of this project."""
    return [model for model in apps.get_models() if model.__module__.startswith("ownpath.")]


def _crossing_districts() -> Iterable[str]:
    for model in own_models():
        if not issubclass(model, DistrictRow):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not isinstance(field, ForeignKey) or target is None or not issubclass(target, DistrictRow):
                continue
            crossing = model._default_manager.filter(**{f"{field.name}__isnull": False}).exclude(
                **{f"{field.name}__district": F("district")}
            )
            for uuid in uuids_of(crossing):
                yield f"{model._meta.label} {uuid} by its {field.name}"
        for several in model._meta.many_to_many:
            if not issubclass(several.related_model, DistrictRow):
                continue
            through = several.remote_field.through
            if through is None or not through._meta.auto_created:
                continue
            source, target = several.m2m_field_name(), several.m2m_reverse_field_name()
            links = through._default_manager.exclude(**{f"{source}__district": F(f"{target}__district")})
            for uuid in links.values_list(f"{source}__uuid", flat=True).iterator(chunk_size=2000):
                yield f"{model._meta.label} {uuid} by its {several.name}"


def missing_triggers(made_by: RefuseChanges | RefuseCycles) -> Iterable[str]:
    """Which of the triggers that a migration made are no longer in the database."""
    where = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(where[connection.vendor])
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in made_by.trigger_names(connection.vendor) if name not in standing]


def append_only(table: str, what: str) -> Invariant:
    """The invariant that the database itself refuses to change a table's rows."""
    return Invariant(
        f"the database refuses to change or remove {what}",
        lambda: missing_triggers(RefuseChanges(table)),
        f"Run `ownpath migrate`; if that does not help, the triggers of {table} must be made again.",
    )


INVARIANTS = (
    Invariant("every row belongs to the district of all that it names", _crossing_districts, estimates_need_it=True),
)
