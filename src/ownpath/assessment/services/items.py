"""Items: written, changed by a new version, taken out of use and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ownpath.assessment.bank import fingerprint_of_shown
from ownpath.assessment.models import LONGEST_NAME, Item, ItemKey
from ownpath.assessment.services.access import require_writer
from ownpath.competencies.models import Competency, Framework
from ownpath.core.items import FAMILIES, ItemError, Task
from ownpath.core.items import read_task as read_checked
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError, InputErrors
from ownpath.foundation.models import District
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import note_change, record_audit

MOST_ERRORS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item as it comes from a page or a file: `task` is the JSON of `core.items.Task`, competencies by their codes.

    `file` and `row` are where it stands, for error messages; `framework` decides where a code is in two frameworks.
    """

    name: str
    task: Mapping[str, Any]
    framework: str = ""
    credit: str = ""
    file: str = ""
    row: int | None = None

    def error(self, problem: str, field: str) -> InputError:
        """What is wrong with it, with its place."""
        return InputError(problem, file=self.file, row=self.row, field=field)


@dataclass(frozen=True, slots=True)
class StoredItems:
    """What became of some items."""

    new: int
    changed: int
    same: int
    items: tuple[Item, ...]

    def as_dict(self) -> dict[str, object]:
        """The counts, for a command."""
        return {"new": self.new, "changed": self.changed, "same": self.same}


@transaction.atomic
def store_items(
    *, acting_person: Person | None, district: District, items: Sequence[NewItem], acting_system: str = ""
) -> StoredItems:
    """Store items, all or none. What is there already stays as it is; what differs becomes a new version."""
    if acting_person is not None:
        require_writer(acting_person)
        if acting_person.district_id != district.pk:
            raise InputError("This is not your district.")
    checked = _check_all(district, items)
    names = [each.name for each in items]
    standing = {
        row.name: row
        for row in Item.objects.filter(district=district, name__in=names)
        .select_related("key")
        .prefetch_related("competencies")
        .order_by("version")
    }
    new = changed = 0
    stored = []
    for each, (task, competencies) in zip(items, checked, strict=True):
        before = standing.get(each.name)
        if before is not None and before.is_current and _is_same(before, each, task, competencies):
            stored.append(before)
            continue
        new, changed = new + (before is None), changed + (before is not None)
        stored.append(_store(district, acting_person, each, task, competencies, before))
    if new or changed:
        record_audit(
            district=district,
            acting_person=acting_person,
            acting_system="" if acting_person else acting_system or "ownpath",
            action=AuditAction.CHANGED,
            what="items",
            detail={"new": new, "changed": changed},
        )
    return StoredItems(new, changed, len(items) - new - changed, tuple(stored))


def write_item(*, acting_person: Person, new: NewItem) -> Item:
    """Store one item that somebody wrote on a page."""
    return store_items(acting_person=acting_person, district=acting_person.district, items=[new]).items[0]


Checked = tuple[Task, list[Competency]]


def _check_all(district: District, items: Sequence[NewItem]) -> list[Checked]:
    """Read every item, or say what is wrong with each that cannot be taken."""
    errors: list[InputError] = []
    tasks: list[Task | None] = []
    seen: set[str] = set()
    for each in items:
        try:
            tasks.append(_read(each, seen))
        except InputError as error:
            errors.append(error)
            tasks.append(None)
    by_code = _competencies_by_code(district, [task for task in tasks if task is not None])
    checked: list[Checked] = []
    for each, task in zip(items, tasks, strict=True):
        if task is None:
            continue
        try:
            checked.append((task, _find_competencies(each, task, by_code)))
        except InputError as error:
            errors.append(error)
    if errors:
        errors.sort(key=lambda error: error.row or 0)
        raise errors[0] if len(errors) == 1 else InputErrors(errors[:MOST_ERRORS], len(errors))
    return checked


def _read(new: NewItem, seen: set[str]) -> Task:
    if not 0 < len(new.name) <= LONGEST_NAME or new.name != new.name.strip():
        raise new.error(f"A name of 1 to {LONGEST_NAME} characters is needed.", "name")
    if new.name in FAMILIES or new.name in seen:
        raise new.error(f"There is another task with the name {new.name}.", "name")
    seen.add(new.name)
    try:
        return read_checked(new.task, "")
    except ItemError as error:
        field, _colon, problem = str(error).partition(": ")
        if not problem:
            field, problem = "task", str(error)
        raise new.error(f"{problem[:1].upper()}{problem[1:]}.", field.removeprefix(".")) from None


def _competencies_by_code(district: District, tasks: Iterable[Task]) -> dict[str, list[Competency]]:
    codes = {code for task in tasks for code in task.competencies}
    found: dict[str, list[Competency]] = {}
    rows = Competency.objects.filter(
        district=district, framework__in_use=True, is_heading=False, code__in=codes
    ).select_related("framework")
    for row in rows.exclude(framework__kind=Framework.Kind.HABITS).order_by("pk"):
        found.setdefault(row.code, []).append(row)
    return found


def _find_competencies(new: NewItem, task: Task, by_code: dict[str, list[Competency]]) -> list[Competency]:
    found = []
    for code in dict.fromkeys(task.competencies):
        rows = [each for each in by_code.get(code, []) if new.framework in ("", each.framework.code)]
        if not rows:
            raise new.error(f"There is no competency {code} here.", "competencies")
        if len(rows) > 1:
            raise new.error(f"{code} is in more than one framework; say which.", "framework")
        found.append(rows[0])
    return found


def _halves(task: Task) -> tuple[dict[str, Any], dict[str, Any]]:
    return task.shown.to_json(), task.held_back.to_json()


def _is_same(before: Item, new: NewItem, task: Task, competencies: Sequence[Competency]) -> bool:
    shown, held_back = _halves(task)
    return (
        before.shown == shown
        and before.key.held_back == held_back
        and before.difficulty == task.difficulty
        and before.credit == _credit(new, task)
        and {each.pk for each in before.competencies.all()} == {each.pk for each in competencies}
    )


def _credit(new: NewItem, task: Task) -> str:
    return (new.credit or task.author)[:120]


def _store(
    district: District,
    acting_person: Person | None,
    new: NewItem,
    task: Task,
    competencies: Sequence[Competency],
    before: Item | None,
) -> Item:
    shown, held_back = _halves(task)
    Item.objects.filter(district=district, name=new.name, is_current=True).update(is_current=False)
    item = Item.objects.create(
        district=district,
        name=new.name,
        version=before.version + 1 if before else 1,
        kind=task.shown.public.kind,
        shown=shown,
        difficulty=task.difficulty,
        fingerprint=fingerprint_of_shown(shown),
        author=acting_person,
        credit=_credit(new, task),
        written_at=now(),
    )
    item.competencies.set(competencies)
    ItemKey.objects.create(district=district, item=item, held_back=held_back)
    return item


@transaction.atomic
def end_item(*, acting_person: Person, item: Item) -> Item:
    """Take an item out of use; who has it before them finishes it."""
    return _set_current(acting_person, item, False)


@transaction.atomic
def take_up_item(*, acting_person: Person, item: Item) -> Item:
    """Take an item back into use, unless a newer version is."""
    if Item.objects.filter(district=item.district_id, name=item.name, is_current=True).exclude(pk=item.pk).exists():
        raise InputError("A newer version of this task is in use.", field="item")
    return _set_current(acting_person, item, True)


def _set_current(acting_person: Person, item: Item, is_current: bool) -> Item:
    require_writer(acting_person)
    if acting_person.district_id != item.district_id:
        raise InputError("This is not a task of your district.", field="item")
    held = Item.objects.select_for_update().get(pk=item.pk)
    if held.is_current != is_current:
        held.is_current = is_current
        held.save(update_fields=["is_current"])
        note_change(acting_person, None, "items", item=held.name, done="taken up" if is_current else "ended")
    return held
