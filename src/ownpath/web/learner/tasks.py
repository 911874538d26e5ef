"""Tasks as a learner does them: one a page, with feedback at once in practice and at the end in a check."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.assessment.bank import TaskGone, load_shown
from ownpath.assessment.courses import course_of
from ownpath.assessment.models import Sitting, SittingTask
from ownpath.assessment.selectors import (
    accommodation_of,
    hints_shown_of,
    own_sittings,
    tasks_of,
    waiting_task,
    whole_task_of,
)
from ownpath.assessment.services import (
    answer_task,
    pause_sitting,
    replace_task,
    resume_sitting,
    show_hint,
    start_sitting,
    stop_sitting,
)
from ownpath.competencies.selectors import competency_of, gather_progression
from ownpath.core.items import ShownTask
from ownpath.foundation.errors import InputError
from ownpath.web.design.tasks import ask_task, read_answer, tell_task
from ownpath.web.design.tasks.asking import html_of
from ownpath.web.design.tasks.told import says_of
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import token_in
from ownpath.web.learner.found import find_competency
from ownpath.web.wording import reading_language

OURS = "X-Ownpath-Task"


def find_sitting(request: HttpRequest, uuid: UUID) -> Sitting:
    """A sitting of the learner's own; anybody else's is not there."""
    return get_object_or_404(own_sittings(request.person), uuid=uuid)


def kind_words(kind: str) -> str:
    """What a sitting is, as its heading says it."""
    return {
        Sitting.Kind.PRACTICE: _("Practice"),
        Sitting.Kind.MASTERY_CHECK: _("Show it"),
        Sitting.Kind.REFRESH: _("A short look back"),
        Sitting.Kind.PLACEMENT: _("What you can do"),
    }[Sitting.Kind(kind)]


def about_of(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    """What a sitting is about, for the way back."""
    if sitting.competency_id is None:
        return {"about": kind_words(sitting.kind), "competency": None}
    progression = gather_progression(request.person.district_id)
    place = progression.place_of.get(sitting.competency_id)
    if place is None:
        return {"about": str(sitting.competency), "competency": None}
    card = progression.cards[place]
    return {"about": card.title_in(reading_language()), "competency": card.uuid}


@require_POST
def start_practice(request: HttpRequest, competency: UUID) -> HttpResponse:
    """Begin to practise, or go on with it."""
    return _start(request, competency, Sitting.Kind.PRACTICE)


@require_POST
def start_check(request: HttpRequest, competency: UUID) -> HttpResponse:
    """Begin a check: any learner may ask for one, at any time."""
    return _start(request, competency, Sitting.Kind.MASTERY_CHECK)


def _start(request: HttpRequest, competency: UUID, kind: str) -> HttpResponse:
    learner = request.person
    card = find_competency(gather_progression(learner.district_id), competency)
    try:
        sitting = start_sitting(acting_person=learner, learner=learner, kind=kind, competency=competency_of(card))
    except InputError as refused:
        back = reverse("web:competency", args=[learner.uuid, competency])
        return answer_act(request, _(refused.problem), otherwise=back)
    return redirect("web:task", sitting=sitting.uuid)


def show_task(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """The task that waits; where none does, how it went."""
    found = find_sitting(request, sitting)
    task = waiting_task(found) if found.ended_at is None else None
    if task is None:
        return redirect("web:tasks_end", sitting=found.uuid)
    try:
        shown = load_shown(task)
    except TaskGone:
        return render(request, "learner/task_gone.html", {"sitting": found, "task": task, **about_of(request, found)})
    return render(request, "learner/task.html", task_page(request, found, task, shown))


def task_page(
    request: HttpRequest,
    sitting: Sitting,
    task: SittingTask,
    shown: ShownTask,
    *,
    error: str = "",
    typed: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the page of a task shows; also after an answer that could not be read."""
    language, course = reading_language(), course_of(sitting.kind)
    hints = [html_of(hint, language) for hint in hints_shown_of(task)]
    gives_hints = course is not None and course.gives_hints
    return {
        "sitting": sitting,
        "task": task,
        "number": task.position,
        "kind_word": kind_words(sitting.kind),
        "said": "" if task.position > 1 else _opening(sitting.kind),
        "asked": ask_task(shown, language, typed),
        "hints": hints,
        "more_hints": gives_hints and len(hints) < shown.hint_count,
        "hints_are_new": "hint" in request.GET,
        "token": uuid4(),
        "error": error,
        "accommodation": accommodation_of(request.person),
        **about_of(request, sitting),
    }


def _opening(kind: str) -> str:
    return {
        Sitting.Kind.PRACTICE: _("You see at once how it went. Three right in a row, and you can show it."),
        Sitting.Kind.MASTERY_CHECK: _(
            "A few new tasks, at most 12. You see at the end how it went. You can try again."
        ),
        Sitting.Kind.REFRESH: _("You could do this. Two or three tasks bring it back."),
        Sitting.Kind.PLACEMENT: _("Some tasks will be new to you. Then say that you don't know yet: that helps too."),
    }[Sitting.Kind(kind)]


def find_task(request: HttpRequest, sitting: UUID, position: int) -> tuple[Sitting, SittingTask]:
    """One task of the learner's own sitting."""
    found = find_sitting(request, sitting)
    return found, get_object_or_404(tasks_of(found), position=position)


@require_POST
def answer(request: HttpRequest, sitting: UUID, position: int) -> HttpResponse:
    """Take an answer. The script that sends it hears in JSON where to go; a form is led there."""
    found, task = find_task(request, sitting, position)
    try:
        shown = load_shown(task)
        given = read_answer(shown.public, request.POST)
        done = answer_task(
            acting_person=request.person,
            task=task,
            token=token_in(request),
            answer=given,
            language=reading_language(),
            seconds=_seconds(request, "seconds"),
            seconds_ago=_seconds(request, "seconds_ago") or 0.0,
        )
    except (InputError, TaskGone) as refused:
        return _refuse(request, found, task, refused)
    if done.stored is None and done.scored is not None:
        says = says_of(done.scored, reading_language())
        if _is_ours(request):
            return JsonResponse({"kept": False, "says": says}, status=422)
        page = task_page(request, found, task, shown, error=says, typed=given)
        return render(request, "learner/task.html", page, status=422)
    to = _after(done.sitting, done.task)
    return JsonResponse({"kept": True, "to": to}) if _is_ours(request) else redirect(to)


def _after(sitting: Sitting, task: SittingTask) -> str:
    course = course_of(sitting.kind)
    if course is not None and course.shows_feedback:
        return reverse("web:task_done", args=[sitting.uuid, task.position])
    return reverse("web:task", args=[sitting.uuid])


def _refuse(request: HttpRequest, sitting: Sitting, task: SittingTask, refused: InputError | TaskGone) -> HttpResponse:
    """An answer to something that is no longer asked: another task stands in its place."""
    if isinstance(refused, TaskGone) and not hasattr(task, "answer"):
        replace_task(acting_person=request.person, task=task)
    to = reverse("web:task", args=[sitting.uuid])
    if _is_ours(request):
        return JsonResponse({"kept": True, "to": to})
    says = refused.problem if isinstance(refused, InputError) else str(refused)
    return answer_act(request, _(says), otherwise=to)


@require_POST
def put_other_task(request: HttpRequest, sitting: UUID, position: int) -> HttpResponse:
    """Another task for one that can no longer be shown."""
    found, task = find_task(request, sitting, position)
    try:
        load_shown(task)
    except TaskGone:
        replace_task(acting_person=request.person, task=task)
    return redirect("web:task", sitting=found.uuid)


def _is_ours(request: HttpRequest) -> bool:
    return request.headers.get(OURS) == "yes"


def _seconds(request: HttpRequest, name: str) -> float | None:
    try:
        seconds = float(request.POST.get(name, ""))
    except ValueError:
        return None
    return seconds if 0.0 <= seconds < 1e9 else None


@require_POST
def give_hint(request: HttpRequest, sitting: UUID, position: int) -> HttpResponse:
    """One hint more."""
    found, task = find_task(request, sitting, position)
    try:
        show_hint(acting_person=request.person, task=task)
    except TaskGone:
        replace_task(acting_person=request.person, task=task)
    return redirect(f"{reverse('web:task', args=[found.uuid])}?hint")


def show_done(request: HttpRequest, sitting: UUID, position: int) -> HttpResponse:
    """How one task went, where the sitting tells it already."""
    found, task = find_task(request, sitting, position)
    try:
        whole = whole_task_of(task)
    except TaskGone:
        whole = None
    if whole is None:
        return redirect("web:task", sitting=found.uuid)
    given = task.answer
    return render(
        request,
        "learner/task_done.html",
        {
            "sitting": found,
            "told": tell_task(whole, given.given, given.language, reading_language()),
            "is_over": found.ended_at is not None,
            "accommodation": accommodation_of(request.person),
            **about_of(request, found),
        },
    )


@require_POST
def pause(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """Leave it for later."""
    found = find_sitting(request, sitting)
    pause_sitting(acting_person=request.person, sitting=found)
    said, undo = _("Kept for later. You find it on your day."), reverse("web:resume_tasks", args=[found.uuid])
    return answer_act(request, said, otherwise=reverse("web:today"), undo=undo)


@require_POST
def resume(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """Go on where it was left."""
    found = find_sitting(request, sitting)
    resume_sitting(acting_person=request.person, sitting=found)
    return redirect("web:task", sitting=found.uuid)


@require_POST
def stop(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """End it here."""
    found = find_sitting(request, sitting)
    stop_sitting(acting_person=request.person, sitting=found)
    return redirect("web:tasks_end", sitting=found.uuid)
