"""A family's pages: the children with a sentence each, and one child as a page, as a sheet and as plain text."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify

from ownpath.foundation.clock import now
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.schools.selectors import children_of
from ownpath.web.family.digest import write_digest
from ownpath.web.family.places import COMPLETE_FOR_FAMILIES_ONLY
from ownpath.web.family.summary import ChildSummary, gather_headlines, gather_summary
from ownpath.web.learner.found import note_reading
from ownpath.web.wording import reading_language


def list_children(request: HttpRequest) -> HttpResponse:
    """The children of the family; an only child's page opens at once."""
    children = list(
        children_of(request.person).select_related("identity", "district").order_by("identity__given_name", "pk")
    )
    if len(children) == 1:
        return redirect("web:child", learner=children[0].uuid)
    said = gather_headlines(children, reading_language(), now())
    if children:
        record_audit(
            district=request.person.district,
            acting_person=request.person,
            action=AuditAction.READ,
            what="family list",
            detail={"children": len(children)},
        )
    return render(request, "family/children.html", {"children": list(zip(children, said, strict=True))})


def find_child(request: HttpRequest, uuid: UUID) -> Person:
    """The child, if the person who asks is of the family."""
    return get_object_or_404(children_of(request.person).select_related("identity", "district"), uuid=uuid)


def _summary(request: HttpRequest, learner: UUID, what: str) -> ChildSummary:
    child = find_child(request, learner)
    summary = gather_summary(request.person, child, reading_language(), now())
    note_reading(request, child, what)
    return summary


def show_child(request: HttpRequest, learner: UUID) -> HttpResponse:
    """What the child can do, works on and is about to do, and one thing to do at home."""
    context = {
        "summary": _summary(request, learner, "family page"),
        "speaks_learners_pages": reading_language() not in COMPLETE_FOR_FAMILIES_ONLY,
    }
    return render(request, "family/child.html", context)


def show_sheet(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The same, made to be printed: one sheet of paper."""
    context = {"summary": _summary(request, learner, "family sheet"), "today": now()}
    return render(request, "family/sheet.html", context)


def show_digest(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The same in plain text, to copy into a message."""
    summary = _summary(request, learner, "family text")
    text = write_digest(summary, now(), reading_language())
    return render(request, "family/digest.html", {"summary": summary, "text": text})


def download_digest(request: HttpRequest, learner: UUID) -> HttpResponse:
    """The plain text as a file."""
    summary = _summary(request, learner, "family text")
    text = write_digest(summary, now(), reading_language())
    name = slugify(summary.name) or "ownpath"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.txt"'},
    )
