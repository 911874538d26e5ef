"""How the rows of a roster are written: in batches, and only where something differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from ownpath.foundation.models import District
from ownpath.foundation.progress import Progress
from ownpath.schools.roster_records import Tally

BATCH = 2000
_ROWS_PER_UPDATE = 500
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class RosterWork:
    """One import: for which district, on which day, and who is told how far it has come."""

    district: District
    day: date
    progress: Progress

    def create(self, model: Any, rows: Iterable[Any]) -> None:
        """Insert in batches."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            model.objects.bulk_create(batch, batch_size=BATCH)
            self.progress.advance(len(batch))

    def update(self, model: Any, rows: list[Any], fields: Iterable[str]) -> None:
        """Write some fields of many rows."""
        if rows:
            model.objects.bulk_update(rows, sorted(fields), batch_size=_ROWS_PER_UPDATE)

    def stored_by_external_id(self, model: Any) -> dict[str, Any]:
        """The district's rows that came from a roster."""
        return {row.external_id: row for row in model.objects.filter(district=self.district).exclude(external_id="")}


def store_keyed(
    work: RosterWork, model: Any, stored: dict[str, Any], wanted: Mapping[str, dict[str, Any]], tally: Tally
) -> set[str]:
    """Create or change rows that carry an external id; the new ones join `stored`; returns what was written."""
    new: list[Any] = []
    changed: list[Any] = []
    changed_fields: set[str] = set()
    for external_id, values in wanted.items():
        row = stored.get(external_id)
        if row is None:
            new.append(model(district=work.district, external_id=external_id, **values))
        elif different := _set_values(row, values):
            changed.append(row)
            changed_fields |= different
        else:
            tally.unchanged += 1
    work.create(model, new)
    work.update(model, changed, changed_fields)
    stored.update((row.external_id, row) for row in new)
    tally.created += len(new)
    tally.changed += len(changed)
    work.progress.advance(len(wanted) - len(new))
    return {row.external_id for row in new + changed}


def store_spans(
    work: RosterWork,
    model: Any,
    stored: Iterable[Any],
    key_of: Callable[[Any], _Key],
    wanted: Mapping[_Key, dict[str, Any]],
    tally: Tally,
    *,
    renewed_by: str = "",
) -> list[Any]:
    """Begin, change or end rows that hold from a day to a day; returns those that ended.

    A change of the field `renewed_by` ends the row the day before and begins another, so that the past stays known.
    """
    holding: dict[_Key, Any] = {}
    ended_today: dict[_Key, Any] = {}
    not_wanted: list[Any] = []
    for row in stored:
        key = key_of(row)
        if row.ends_on is not None and row.ends_on <= work.day:
            if row.ends_on == work.day:
                ended_today[key] = row
            continue
        tally.held_before += 1
        holding[key] = row
        if key not in wanted:
            not_wanted.append(row)
    new: list[Any] = []
    changed: list[Any] = []
    changed_fields: set[str] = set()
    for key, values in wanted.items():
        held = holding.get(key)
        if held is None and key in ended_today:
            held = ended_today[key]
            values = {**values, "ends_on": None}
        if held is None:
            new.append(model(district=work.district, begins_on=work.day, **values))
            tally.created += 1
            continue
        if renewed_by and held.begins_on < work.day and getattr(held, renewed_by) != values[renewed_by]:
            held.ends_on = work.day - timedelta(days=1)
            changed.append(held)
            changed_fields.add("ends_on")
            again = {**values, "ends_on": None}
            new.append(model(district=work.district, begins_on=work.day, **again))
            tally.changed += 1
        elif different := _set_values(held, values):
            changed.append(held)
            changed_fields |= different
            tally.changed += 1
        else:
            tally.unchanged += 1
    work.create(model, new)
    work.update(model, changed, changed_fields)
    end_rows(work, model, not_wanted, tally)
    return not_wanted


def end_rows(work: RosterWork, model: Any, rows: list[Any], tally: Tally) -> None:
    """Let rows hold today for the last time; one that lies ahead moves to today, as no row ends before it begins."""
    for row in rows:
        row.begins_on = min(row.begins_on, work.day)
        row.ends_on = work.day
    work.update(model, rows, {"begins_on", "ends_on"})
    tally.ended += len(rows)


def _set_values(row: Any, values: Mapping[str, Any]) -> set[str]:
    different = {name for name, value in values.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, values[name])
    return different
