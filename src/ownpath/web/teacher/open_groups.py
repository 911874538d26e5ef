"""One open group: who is in it, when it meets, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import today
from ownpath.foundation.errors import InputError
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.plans import services
from ownpath.plans.models import NeedGroup
from ownpath.plans.selectors import groups_visible_to
from ownpath.schools.selectors import communities_taught_by, learners_of, teachers_of
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import uuid_in
from ownpath.web.teacher.refusing import refuse_act
from ownpath.web.teacher.sayings import why_word
from ownpath.web.teacher.typed import day_in
from ownpath.web.wording import day_of, name_of, reading_language


def find_group(request: HttpRequest, uuid: UUID) -> NeedGroup:
    """A group of a community that the person teaches."""
    taught = communities_taught_by(request.person).values("pk")
    return get_object_or_404(groups_visible_to(request.person).filter(community__in=taught), uuid=uuid)


def show_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """The page of one group."""
    found = find_group(request, group)
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="group",
        detail={"group": str(found.uuid)},
    )
    return group_page(request, found)


def group_page(
    request: HttpRequest, group: NeedGroup, refused: InputError | None = None, status: int = 200
) -> HttpResponse:
    """The page, also after a change that could not be taken."""
    progression, language = gather_progression(group.district_id), reading_language()
    place = progression.place_of.get(group.competency_id)
    card = progression.cards[place] if place is not None else None
    inside = {each.learner_id for each in group.open_places}
    others = learners_of(group.community).exclude(pk__in=inside).order_by("identity__given_name", "pk")
    names = others.values_list("uuid", "identity__given_name", "identity__family_name")
    teachers = teachers_of(group.community).order_by("identity__given_name", "pk")
    leads = teachers.values_list("uuid", "identity__given_name", "identity__family_name")
    context: dict[str, Any] = {
        "group": group,
        "title": card.title_in(language) if card else group.competency.title,
        "statement": card.statement_in(language) if card else group.competency.statement,
        "strand": progression.strands[card.strand].code if card else "",
        "competency_address": reverse("web:team_competency", args=[card.uuid]) if card else "",
        "led_by": name_of(group.led_by),
        "made_by": name_of(group.made_by),
        "made_on": day_of(group.made_at.date()),
        "meets_on": day_of(group.meets_on) if group.meets_on else "",
        "closed_by": name_of(group.closed_by) if group.closed_at else "",
        "people": [
            {"uuid": each.learner.uuid, "name": name_of(each.learner), "why": why_word(each.why)}
            for each in group.open_places
        ],
        "others": [{"uuid": uuid, "name": f"{given} {family}".strip()} for uuid, given, family in names],
        "teachers": [{"value": uuid, "label": f"{given} {family}".strip()} for uuid, given, family in leads],
        "today": today().isoformat(),
        "typed": request.POST if refused else None,
        "error": _(refused.problem) if refused else "",
        "error_field": refused.field if refused else "",
    }
    return render(request, "teacher/group.html", context, status=status)


def _address(group: NeedGroup) -> str:
    return reverse("web:group", args=[group.uuid])


def _learner_in(request: HttpRequest, group: NeedGroup) -> Person:
    asked = uuid_in(request.POST.get("learner", "") or request.GET.get("learner", ""))
    found = learners_of(group.community).select_related("identity").filter(uuid=asked).first()
    if found is None:
        raise InputError(_("Please choose a learner."), field="learner")
    return found


def _member_in(request: HttpRequest, group: NeedGroup) -> Person:
    """Who leaves; also somebody who left the community meanwhile."""
    asked = uuid_in(request.POST.get("learner", "") or request.GET.get("learner", ""))
    for each in group.open_places:
        if each.learner.uuid == asked:
            return each.learner
    raise InputError(_("Please choose a learner."), field="learner")


@require_POST
def change_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """When it meets, who leads it, what for."""
    found = find_group(request, group)
    try:
        services.change_group(
            acting_person=request.person,
            group=found,
            purpose=request.POST.get("purpose", ""),
            meets_on=day_in(request, "meets_on"),
            led_by=teachers_of(found.community).filter(uuid=uuid_in(request.POST.get("led_by", ""))).first(),
        )
    except InputError as refused:
        return group_page(request, found, refused, 422)
    said = _("%(name)s changed the group.") % {"name": request.person.identity.full_name}
    return answer_act(request, said, otherwise=_address(found))


@require_POST
def add_to_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """One more learner."""
    found = find_group(request, group)
    try:
        learner = _learner_in(request, found)
        services.add_learner(acting_person=request.person, group=found, learner=learner)
    except InputError as refused:
        return group_page(request, found, refused, 422)
    words = {"name": request.person.identity.full_name, "learner": learner.identity.given_name}
    undo = reverse("web:take_out_of_group", args=[found.uuid]) + f"?learner={learner.uuid}"
    said = _("%(name)s put %(learner)s into the group.") % words
    return answer_act(request, said, otherwise=_address(found), undo=undo)


@require_POST
def take_out_of_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """One learner less; that they were in it stays."""
    found = find_group(request, group)
    try:
        learner = _member_in(request, found)
        services.remove_learner(acting_person=request.person, group=found, learner=learner)
    except InputError as refused:
        return group_page(request, found, refused, 422)
    words = {"name": request.person.identity.full_name, "learner": learner.identity.given_name}
    undo = reverse("web:add_to_group", args=[found.uuid]) + f"?learner={learner.uuid}"
    said = _("%(name)s took %(learner)s out of the group.") % words
    return answer_act(request, said, otherwise=_address(found), undo=undo)


@require_POST
def close_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """It has done its work."""
    found = find_group(request, group)
    try:
        services.close_group(acting_person=request.person, group=found, outcome=request.POST.get("outcome", ""))
    except InputError as refused:
        return group_page(request, found, refused, 422)
    said = _("%(name)s closed the group.") % {"name": request.person.identity.full_name}
    undo = reverse("web:reopen_group", args=[found.uuid])
    back = reverse("web:community_groups", args=[found.community.uuid])
    return answer_act(request, said, otherwise=back, undo=undo)


@require_POST
def reopen_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """It goes on after all."""
    found = find_group(request, group)
    try:
        services.reopen_group(acting_person=request.person, group=found)
    except InputError as refused:
        return refuse_act(request, refused, otherwise=_address(found))
    return answer_act(request, _("The group is open again."), otherwise=_address(found))
