"""Who may read which sitting, answer and item. Nothing here reads what is held back, but for answers that are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Q, QuerySet

from ownpath.assessment.bank import load_task
from ownpath.assessment.courses import course_of
from ownpath.assessment.models import Accommodation, Answer, Item, Sitting, SittingTask
from ownpath.competencies.models import Competency
from ownpath.core.items import Task
from ownpath.people.models import Person, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.schools.selectors import learners_visible_to


def sittings_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Sitting]:
    """The sittings of learners whom a person may see, newest first."""
    return (
        Sitting.objects.filter(district=person.district_id, learner__in=learners_visible_to(person, on=on).values("pk"))
        .select_related("competency", "learner__identity", "learner__district", "started_by__identity")
        .order_by("-started_at", "-pk")
    )


def own_sittings(person: Person) -> QuerySet[Sitting]:
    """A learner's own sittings, newest first: those whose tasks they can do."""
    return sittings_visible_to(person).filter(learner=person)


def open_sittings(person: Person) -> QuerySet[Sitting]:
    """What a learner has begun and not ended, the latest touched first."""
    return own_sittings(person).filter(ended_at__isnull=True).order_by("-changed_at", "-pk")


def tasks_of(sitting: Sitting) -> QuerySet[SittingTask]:
    """The tasks of a sitting in order, without what is held back. The caller has the sitting from a selector here."""
    return (
        SittingTask.objects.filter(sitting=sitting)
        .select_related("item", "answer", "competency", "sitting__learner")
        .order_by("position")
    )


def waiting_task(sitting: Sitting) -> SittingTask | None:
    """The task that waits for an answer, if one does."""
    return tasks_of(sitting).filter(answer__isnull=True, dropped_at__isnull=True).first()


def hints_shown_of(task: SittingTask) -> tuple[object, ...]:
    """The hints of a task that the learner has asked for so far, as `Words`."""
    if not task.hints_shown:
        return ()
    whole = load_task(SittingTask.objects.select_related("item__key").get(pk=task.pk))
    return whole.held_back.hints[: task.hints_shown]


def whole_task_of(task: SittingTask) -> Task | None:
    """All of a task, with what is right, once its answer is in and its sitting shows it; else None.

    In practice that is at once, in a check when the sitting has ended.
    """
    course = course_of(task.sitting.kind)
    is_in = Answer.objects.filter(task=task).exists()
    if not is_in or course is None or (not course.shows_feedback and task.sitting.ended_at is None):
        return None
    return load_task(SittingTask.objects.select_related("item__key").get(pk=task.pk))


def gather_whole_tasks(sitting: Sitting) -> list[tuple[SittingTask, Callable[[], Task]]]:
    """The answered tasks of a sitting that has ended, each with a call that loads all of it: one query."""
    if sitting.ended_at is None:
        return []
    rows = (
        SittingTask.objects.filter(sitting=sitting, answer__isnull=False)
        .select_related("item__key", "answer")
        .order_by("position")
    )
    return [(row, partial(load_task, row)) for row in rows]


def answers_visible_to(person: Person, *, on: date | None = None) -> QuerySet[Answer]:
    """The answers of learners whom a person may see, newest first."""
    return (
        Answer.objects.filter(district=person.district_id, learner__in=learners_visible_to(person, on=on).values("pk"))
        .select_related("task__item", "task__competency", "task__sitting")
        .order_by("-answered_at", "-pk")
    )


def accommodation_of(learner: Person) -> Accommodation:
    """What is set for a learner, or a row with nothing set that is not stored."""
    found = Accommodation.objects.filter(learner=learner).first()
    return found or Accommodation(learner=learner, district_id=learner.district_id)


def items_visible_to(person: Person) -> QuerySet[Item]:
    """The items of a district, for those who teach or coach in it: by name, the newest version first."""
    if not holds_role(person, RoleKind.TEACHER, RoleKind.LEARNING_COACH):
        return Item.objects.none()
    return (
        Item.objects.filter(district=person.district_id)
        .select_related("author__identity")
        .prefetch_related("competencies")
        .order_by("name", "-version")
    )


def gather_current_items(district_id: int) -> list[tuple[Item, str]]:
    """The items in use with their keys, for an export; each with the framework's code where its competencies' codes
    alone do not say which they are. Three queries."""
    rows = list(
        Item.objects.filter(district=district_id, is_current=True)
        .select_related("key")
        .prefetch_related("competencies__framework")
        .order_by("name")
    )
    codes = {each.code for row in rows for each in row.competencies.all()}
    twice = set(
        Competency.objects.filter(district=district_id, is_heading=False, framework__in_use=True, code__in=codes)
        .values("code")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("code", flat=True)
    )
    return [(row, _framework_of(row) if {c.code for c in row.competencies.all()} & twice else "") for row in rows]


def _framework_of(item: Item) -> str:
    return str(next(iter(item.competencies.all())).framework.code)


def whole_item_for(person: Person, item: Item) -> Item:
    """An item with its key, for those who may write it; the caller has the item from `items_visible_to`."""
    return items_visible_to(person).select_related("key").get(pk=item.pk)


@dataclass(frozen=True, slots=True)
class ItemUse:
    """How an item was answered: numbers of answers, never of learners compared."""

    answers: int
    right: int
    unknown: int


def uses_of(items: Iterable[Item]) -> dict[int, ItemUse]:
    """How often each item was answered, and how often right: one query."""
    rows = (
        Answer.objects.filter(task__item__in=list(items))
        .values("task__item_id")
        .annotate(
            answers=Count("pk"),
            right=Count("pk", filter=Q(outcome="right")),
            dont=Count("pk", filter=Q(outcome="unknown")),
        )
    )
    return {row["task__item_id"]: ItemUse(row["answers"], row["right"], row["dont"]) for row in rows}


def competencies_with_items(district_id: int) -> QuerySet[Competency]:
    """The competencies of a district for which somebody wrote an item that is in use."""
    written = Item.objects.filter(district=district_id, is_current=True).values("competencies")
    return Competency.objects.filter(pk__in=written)
