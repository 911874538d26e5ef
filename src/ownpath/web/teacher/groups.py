"""Groups by need: proposed, changed by hand, made; and the open ones."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ownpath.competencies.models import Competency
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.plans import services
from ownpath.plans.models import NeedGroup
from ownpath.plans.selectors import groups_visible_to
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import communities_taught_by
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import uuid_in
from ownpath.web.teacher.proposals import (
    LEAST_SIZE,
    MOST_SIZE,
    OUTSIDE,
    Arrangement,
    Field,
    Proposal,
    gather_field,
    propose,
    sizes_in,
)
from ownpath.web.teacher.refusing import refuse_act
from ownpath.web.teacher.typed import card_in, day_in
from ownpath.web.wording import ago, day_of, name_of, reading_language


def list_groups(request: HttpRequest) -> HttpResponse:
    """The communities whose groups one makes; a single one opens at once."""
    communities = list(communities_taught_by(request.person).select_related("school"))
    if len(communities) == 1:
        return redirect("web:community_groups", community=communities[0].uuid)
    return render(request, "teacher/groups_of.html", {"communities": communities})


def find_community(request: HttpRequest, uuid: UUID) -> LearningCommunity:
    """A community that the person teaches."""
    return get_object_or_404(communities_taught_by(request.person), uuid=uuid)


def show_groups(request: HttpRequest, community: UUID) -> HttpResponse:
    """What is proposed within the sizes asked for, and what is open."""
    found = find_community(request, community)
    smallest, largest = sizes_in(request.GET)
    field = gather_field(found, reading_language(), now())
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="groups",
        detail={"community": str(found.uuid)},
    )
    return _page(request, found, field, propose(field, smallest, largest), (smallest, largest))


def _page(
    request: HttpRequest,
    community: LearningCommunity,
    field: Field,
    arrangement: Arrangement,
    sizes: tuple[int, int],
    refused: InputError | None = None,
    status: int = 200,
) -> HttpResponse:
    as_of = now()
    groups = groups_visible_to(request.person).filter(community=community)
    context: dict[str, Any] = {
        "community": community,
        "arrangement": arrangement,
        "smallest": sizes[0],
        "largest": sizes[1],
        "least_size": LEAST_SIZE,
        "most_size": MOST_SIZE,
        "open_groups": [group_shown(each, field) for each in groups.filter(closed_at__isnull=True)],
        "closed_groups": [
            {"title": _title(each, field), "when": ago(each.closed_at, as_of), "outcome": each.outcome}
            for each in groups.filter(closed_at__isnull=False).order_by("-closed_at")[:10]
        ],
        "outside": OUTSIDE,
        "today": today().isoformat(),
        "error": _(refused.problem) if refused else "",
    }
    return render(request, "teacher/groups.html", context, status=status)


def _title(group: NeedGroup, field: Field) -> str:
    place = field.everyone.progression.place_of.get(group.competency_id)
    return field.everyone.titles[place] if place is not None else group.competency.title


def group_shown(group: NeedGroup, field: Field) -> dict[str, Any]:
    """An open group as the list shows it."""
    place = field.everyone.progression.place_of.get(group.competency_id)
    return {
        "uuid": group.uuid,
        "title": _title(group, field),
        "strand": field.everyone.strands[place] if place is not None else "",
        "purpose": group.purpose,
        "led_by": name_of(group.led_by),
        "made_by": name_of(group.made_by),
        "meets_on": day_of(group.meets_on) if group.meets_on else "",
        "people": [
            {
                "name": name_of(each.learner),
                "address": reverse("web:team", args=[each.learner.uuid]),
            }
            for each in group.open_places
        ],
    }


def arrangement_in(request: HttpRequest, field: Field) -> tuple[list[Proposal], InputError | None]:
    """The proposals as the form brings them: what each group is for, and in which group each learner is. What
    cannot be read comes back as an error beside them, so that no change is lost."""
    by_uuid = {str(each.uuid): each for each in field.everyone.people}
    inside: dict[str, list[Any]] = {}
    for pair in request.POST.getlist("in"):
        learner, _colon, key = pair.partition(":")
        if learner in by_uuid:
            inside.setdefault(key, []).append(by_uuid.pop(learner))
    wanted = set(request.POST.getlist("use"))
    proposals, refused = [], None
    for key in dict.fromkeys(request.POST.getlist("group")):
        card = card_in(field.everyone.progression, request.POST.get(f"competency-{key}", ""))
        if card is not None:
            token = uuid_in(request.POST.get(f"token-{key}", "")) or uuid4()
            more: dict[str, Any] = {"is_wanted": key in wanted}
            try:
                more["meets_on"] = day_in(request, f"meets_on-{key}")
            except InputError as wrong:
                refused = wrong
            proposals.append(field.proposal(key, token, card, inside.get(key, []), **more))
    return proposals, refused


def _moved(request: HttpRequest, field: Field, proposals: list[Proposal]) -> list[Proposal]:
    """Who is ticked stands in the group that was chosen; nothing is stored."""
    target, ticked = request.POST.get("to", ""), set(request.POST.getlist("pick"))
    people = [each for each in field.everyone.people if str(each.uuid) in ticked]
    if not people:
        raise InputError(_("Please tick who is to move."))
    if target != OUTSIDE and target not in {each.key for each in proposals}:
        raise InputError(_("Please choose where to."))
    moved = []
    for each in proposals:
        members = [member.person for member in each.members if str(member.person.uuid) not in ticked]
        members += people if each.key == target else []
        moved.append(
            field.proposal(each.key, each.token, each.card, members, is_wanted=each.is_wanted, meets_on=each.meets_on)
        )
    return moved


@require_POST
def arrange_groups(request: HttpRequest, community: UUID) -> HttpResponse:
    """Move who is ticked, and show the proposals so; nothing is stored yet."""
    found = find_community(request, community)
    field = gather_field(found, reading_language(), now())
    sizes = sizes_in(request.POST)
    proposals, wrong = arrangement_in(request, field)
    try:
        if wrong is not None:
            raise wrong
        moved = _moved(request, field, proposals)
    except InputError as refused:
        return _page(request, found, field, field.arrangement(proposals), sizes, refused, 422)
    return _page(request, found, field, field.arrangement(moved), sizes)


@require_POST
def make_groups(request: HttpRequest, community: UUID) -> HttpResponse:
    """Make the groups that are ticked, all of them or, where one cannot be, none."""
    found = find_community(request, community)
    field = gather_field(found, reading_language(), now())
    proposals, wrong = arrangement_in(request, field)
    try:
        if wrong is not None:
            raise wrong
        only = request.POST.get("only", "")
        chosen = [each for each in proposals if (each.key == only if only else each.is_wanted) and each.members]
        if not chosen:
            raise InputError(_("Please tick at least one group that has a learner in it."))
        made = services.make_groups(
            acting_person=request.person, community=found, groups=[_new_group(each) for each in chosen]
        )
    except InputError as refused:
        arrangement = field.arrangement(proposals)
        return _page(request, found, field, arrangement, sizes_in(request.POST), refused, 422)
    said = ngettext("%(name)s made %(n)s group.", "%(name)s made %(n)s groups.", len(made)) % {
        "name": request.person.identity.full_name,
        "n": len(made),
    }
    undo = reverse("web:unmake_groups") + "?" + "&".join(f"group={each.uuid}" for each in made)
    return answer_act(request, said, otherwise=reverse("web:community_groups", args=[found.uuid]), undo=undo)


def _new_group(proposal: Proposal) -> services.NewGroup:
    people = Person.objects.in_bulk([member.person.id for member in proposal.members])
    return services.NewGroup(
        competency=Competency.objects.get(pk=proposal.card.id),
        places=[services.NewPlace(people[member.person.id], member.why) for member in proposal.members],
        meets_on=proposal.meets_on,
        token=proposal.token,
    )


@require_POST
def unmake_groups(request: HttpRequest) -> HttpResponse:
    """Take back what was just made, as if it had never been."""
    asked = [uuid for uuid in map(uuid_in, request.GET.getlist("group")) if uuid]
    groups = groups_visible_to(request.person).filter(
        uuid__in=asked, community__in=communities_taught_by(request.person).values("pk")
    )
    try:
        for group in groups:
            services.unmake_group(acting_person=request.person, group=group)
    except InputError as refused:
        return refuse_act(request, refused, otherwise=reverse("web:groups"))
    return answer_act(request, _("Taken back. There is no such group any more."), otherwise=reverse("web:groups"))
