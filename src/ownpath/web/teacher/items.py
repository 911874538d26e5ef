"""Items: written, seen as a learner sees them, tried, changed, taken out of use."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.assessment.bank import shown_of, whole_item
from ownpath.assessment.models import Item
from ownpath.assessment.selectors import items_visible_to, uses_of, whole_item_for
from ownpath.assessment.services import NewItem, end_item, take_up_item, write_item
from ownpath.assessment.written import FIELDS, NotPlain, task_from_written, typed_field, written_from_task
from ownpath.competencies.selectors import gather_progression
from ownpath.core.items import KINDS, ItemError, Task, read_task
from ownpath.foundation.errors import InputError
from ownpath.web.design.tasks import ask_task, read_answer, tell_task
from ownpath.web.design.tasks.asking import MATHEMATICS, html_of
from ownpath.web.design.toasts import answer_act
from ownpath.web.teacher.item_form import form_groups, kind_names
from ownpath.web.wording import name_of, reading_language

MOST_SHOWN = 100
MOST_BEGINNING = 90
LONGEST = 8000


def show_items(request: HttpRequest) -> HttpResponse:
    """The items in use, or those that a word finds; the newest version of each."""
    items = items_visible_to(request.person)
    wanted = request.GET.get("q", "").strip()[:60]
    found = items.filter(is_current=True)
    if wanted:
        found = (found.filter(name__icontains=wanted) | found.filter(competencies__code__istartswith=wanted)).distinct()
    rows = list(found[: MOST_SHOWN + 1])
    uses, kinds = uses_of(rows), kind_names()
    return render(
        request,
        "teacher/items.html",
        {
            "wanted": wanted,
            "kinds": [(kind, kinds[kind]) for kind in KINDS],
            "items": [
                {
                    "uuid": item.uuid,
                    "begins": _beginning(item),
                    "kind": kinds[item.kind],
                    "codes": ", ".join(each.code for each in item.competencies.all()),
                    "author": name_of(item.author) or item.credit,
                    "use": uses.get(item.pk),
                }
                for item in rows[:MOST_SHOWN]
            ],
            "more": len(rows) > MOST_SHOWN,
        },
    )


def _beginning(item: Item) -> str:
    """How an item begins, in the reader's language; its name where it begins with a figure."""
    language = reading_language()
    for part in item.shown["stimulus"]:
        if part["part"] == "text":
            text = part["words"].get(language) or part["words"].get("en") or part["words"].get("es", "")
            return MATHEMATICS.sub(r"\1", text)[:MOST_BEGINNING]
    return item.name


def find_item(request: HttpRequest, uuid: UUID) -> Item:
    """An item of the district."""
    return get_object_or_404(items_visible_to(request.person), uuid=uuid)


def show_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """One item as a learner sees it, and below what a learner does not see."""
    return render(request, "teacher/item.html", _item_page(request, find_item(request, item)))


def _item_page(request: HttpRequest, item: Item, given: dict[str, Any] | None = None) -> dict[str, Any]:
    language = reading_language()
    whole = whole_item(whole_item_for(request.person, item), [each.code for each in item.competencies.all()])
    told = tell_task(whole, given, language, language) if given is not None else None
    return {
        "item": item,
        "kind": kind_names()[item.kind],
        "codes": ", ".join(each.code for each in item.competencies.all()),
        "author": name_of(item.author) or item.credit,
        "asked": ask_task(shown_of(item), language, given),
        "told": told,
        "may_take_up": not item.is_current,
        **_held_back(whole, language),
    }


def _held_back(whole: Task, language: str) -> dict[str, Any]:
    """What learners do not see: what is right, and the hints."""
    try:
        right = written_from_task(whole.to_json())["answer"]
    except NotPlain:
        right = ""
    return {"right": right, "hint_words": [html_of(hint, language) for hint in whole.held_back.hints]}


@require_POST
def try_item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Answer an item as a learner would; nothing is kept."""
    found = find_item(request, item)
    given = read_answer(shown_of(found).public, request.POST)
    return render(request, "teacher/item.html", _item_page(request, found, given))


def show_writing(request: HttpRequest) -> HttpResponse:
    """An empty form for one kind of item."""
    kind = request.GET.get("kind", "number")
    code = request.GET.get("competency", "")[:60]
    typed = {"kind": kind if kind in KINDS else "number", "competencies": code, "name": uuid4().hex}
    return render(request, "teacher/item_write.html", _form_page(request, typed))


def show_changing(request: HttpRequest, item: UUID) -> HttpResponse:
    """The form with what an item says; one that flat fields cannot hold is changed by its file."""
    found = find_item(request, item)
    whole = whole_item(whole_item_for(request.person, found), [each.code for each in found.competencies.all()])
    try:
        typed = written_from_task(whole.to_json())
    except NotPlain:
        said = _("This task holds more than a form can. Change it in its file.")
        return answer_act(request, said, otherwise=reverse("web:item", args=[found.uuid]))
    return render(request, "teacher/item_write.html", _form_page(request, {**typed, "name": found.name}))


def _form_page(
    request: HttpRequest, typed: dict[str, str], error: InputError | None = None, preview: Task | None = None
) -> dict[str, Any]:
    progression = gather_progression(request.person.district_id)
    language = reading_language()
    field = typed_field(error.field) if error else ""
    groups = form_groups(typed["kind"], typed, {field: _(error.problem)} if error else {})
    stands = any(each.name == field for group in groups for each in group.fields)
    return {
        "kind": typed["kind"],
        "kind_name": kind_names()[typed["kind"]],
        "name": typed["name"],
        "groups": groups,
        "problem": _(error.problem) if error and not stands else "",
        "has_error": error is not None,
        "codes": [
            (card.code, card.title_in(language)) for card in progression.cards if card.code and not card.is_habit
        ],
        "asked": ask_task(preview.shown, language) if preview else None,
        "told": preview and [html_of(hint, language) for hint in preview.held_back.hints],
    }


@require_POST
def keep_item(request: HttpRequest) -> HttpResponse:
    """Store what was typed, or show it again with what is wrong; with `look`, show it as learners would see it."""
    typed = {name: request.POST.get(name, "")[:LONGEST].replace("\r\n", "\n") for name in FIELDS}
    if typed["kind"] not in KINDS:
        typed["kind"] = "number"
    typed["name"] = typed["name"] or uuid4().hex
    try:
        task = task_from_written({**typed, "author": ""})
        if request.POST.get("look"):
            page = _form_page(request, typed, preview=_readable(task))
            return render(request, "teacher/item_write.html", page)
        item = write_item(acting_person=request.person, new=NewItem(name=_name_of(typed), task=task))
    except InputError as refused:
        return render(request, "teacher/item_write.html", _form_page(request, typed, refused), status=422)
    return answer_act(request, _("The task is kept."), otherwise=reverse("web:item", args=[item.uuid]))


def _readable(task: dict[str, Any]) -> Task:
    try:
        return read_task(task, "")
    except ItemError as error:
        field, _colon, problem = str(error).partition(": ")
        raise InputError(f"{problem[:1].upper()}{problem[1:]}.", field=field.removeprefix(".")) from None


def _name_of(typed: dict[str, str]) -> str:
    """The name of a new item: how it begins and some letters of its form, so that sent twice it is one."""
    name = typed["name"].strip()
    if len(name) != 32 or not name.isalnum():
        return name[:60]
    return f"{slugify(typed['text_en'] or typed['text_es'])[:40]}-{name[:8]}".strip("-")


@require_POST
def end_one(request: HttpRequest, item: UUID) -> HttpResponse:
    """Take an item out of use."""
    found = find_item(request, item)
    end_item(acting_person=request.person, item=found)
    said, undo = _("No learner gets this task any more."), reverse("web:take_up_item", args=[found.uuid])
    return answer_act(request, said, otherwise=reverse("web:items"), undo=undo)


@require_POST
def take_up_one(request: HttpRequest, item: UUID) -> HttpResponse:
    """Take an item back into use."""
    found = find_item(request, item)
    try:
        take_up_item(acting_person=request.person, item=found)
    except InputError as refused:
        return answer_act(request, _(refused.problem), otherwise=reverse("web:item", args=[found.uuid]))
    return redirect("web:item", item=found.uuid)
