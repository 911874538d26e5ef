"""One competency across the learners: who is ready, who can help a peer, who is unsure; and a group of a choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import CompetencyCard, competency_of, gather_progression
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.plans import services
from ownpath.plans.models import GroupPlace
from ownpath.proficiency.nearly import gather_helpers, gather_nearly
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import communities_taught_by, learners_of, learners_taught_by, teachers_of
from ownpath.web.design.listing import Column, Filter, choose, csv_of, listing_of, wants_csv
from ownpath.web.design.toasts import answer_act
from ownpath.web.design.typed import token_in, uuid_in
from ownpath.web.learner.found import find_competency
from ownpath.web.teacher.everyone import Everyone, Named, gather_everyone
from ownpath.web.teacher.morning import check_reason
from ownpath.web.teacher.typed import card_in, day_in
from ownpath.web.wording import ago, reading_language

READY, UNSURE, HELPS, HOLDS = "ready", "unsure", "helps", "holds"


@dataclass(frozen=True, slots=True)
class LearnerOn:
    """One learner on this competency: in which list, and in words."""

    learner: Named
    part: str
    said: str
    why: str
    address: str
    is_ticked: bool = False


def show_team_competency(request: HttpRequest, competency: UUID) -> HttpResponse:
    """The page of one competency for the team."""
    progression = gather_progression(request.person.district_id)
    card = find_competency(progression, competency)
    whose = _whose(request, request.GET.get("whose", ""))
    return competency_page(request, card, whose)


def _whose(request: HttpRequest, asked: str) -> LearningCommunity | None:
    """The community that is looked at; a teacher of one looks at that one."""
    communities = list(communities_taught_by(request.person))
    if len(communities) == 1:
        return communities[0]
    return next((each for each in communities if str(each.uuid) == asked), None)


def competency_page(
    request: HttpRequest,
    card: CompetencyCard,
    whose: LearningCommunity | None,
    refused: InputError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a group that could not be made."""
    as_of, language = now(), reading_language()
    learners = learners_of(whose) if whose else learners_taught_by(request.person)
    everyone = gather_everyone(learners, request.person.district_id, language, as_of)
    ticked = set(request.POST.getlist("learner")) if refused else set()
    people = list(_people(everyone, card, as_of, ticked))
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="competency of the team",
        detail={"competency": str(card.uuid)},
    )
    if wants_csv(request):
        return csv_of("competency", _columns(), people)
    communities = list(communities_taught_by(request.person))
    filters: list[Filter] = []
    if len(communities) > 1:
        choices = [("", _("All")), *((str(each.uuid), each.name) for each in communities)]
        filters = [choose(request, "whose", _("Learning community"), choices)]
    progression = everyone.progression
    strand = progression.strands[card.strand]
    context: dict[str, Any] = {
        "title": everyone.titles[card.place],
        "statement": card.statement_in(language),
        "code": card.code,
        "level": card.level,
        "strand": {"code": strand.code, "name": strand.name_in(language)},
        "builds_on": [_link(everyone, place) for place in progression.requires_of[card.place]],
        "opens": [_link(everyone, place) for place in progression.opened_by[card.place]],
        "deeper": [_link(everyone, later) for earlier, later in progression.deepens if earlier == card.place],
        "parts": [_part(key, people) for key in (READY, UNSURE, HELPS)],
        "holds": _part(HOLDS, people),
        "listing": listing_of(request, filters, len(people)),
        "may_group": whose is not None,
        "competency": card.uuid,
        "token": request.POST.get("token") or uuid4(),
        "typed": request.POST if refused else {},
        "error": _(refused.problem) if refused else "",
        "error_field": refused.field if refused else "",
        "today": today().isoformat(),
    }
    if whose is not None:
        context |= {"whose": whose, "teachers": _teachers(whose), "me": str(request.person.uuid)}
    return render(request, "teacher/competency.html", context, status=status)


def _words() -> dict[str, tuple[str, str]]:
    return {
        READY: (_("Ready for it"), _("Nobody is just ready for it now.")),
        UNSURE: (_("On it and unsure"), _("Nobody is on it just now.")),
        HELPS: (_("Can help a peer"), _("Nobody has shown it lately.")),
        HOLDS: (_("Can do it, shown longer ago"), _("Nobody.")),
    }


def _part(key: str, people: list[LearnerOn]) -> dict[str, Any]:
    heading, empty = _words()[key]
    return {"key": key, "heading": heading, "empty": empty, "people": [each for each in people if each.part == key]}


def _link(everyone: Everyone, place: int) -> dict[str, str]:
    uuid = everyone.progression.cards[place].uuid
    return {
        "title": everyone.titles[place],
        "strand": everyone.strands[place],
        "address": reverse("web:team_competency", args=[uuid]),
    }


def _people(everyone: Everyone, card: CompetencyCard, as_of: datetime, ticked: set[str]) -> list[LearnerOn]:
    """Everybody to whom the competency means something now; the order is that of the names."""
    standing, place, why = everyone.standing, card.place, GroupPlace.Why
    helpers, nearly = gather_helpers(standing, place), gather_nearly(standing)
    found = []
    for person in everyone.people:
        number = person.number
        stuck = next((each.since for each in standing.stuck[number] if each.competency == place), None)
        near = next((each for each in nearly[number] if each.competency == place), None)
        if stuck is not None:
            part, said, code = UNSURE, _("stuck, it began %(when)s") % {"when": ago(stuck, as_of)}, why.STUCK
        elif standing.held[number, place]:
            part, code = (HELPS if number in helpers else HOLDS), why.BY_HAND
            said = _("holds it securely, shown lately") if part == HELPS else _("holds it")
        elif standing.attained[number, place]:
            part, said, code = UNSURE, _("could do it; may need refreshing"), why.REFRESH
        elif near is not None:
            part, said, code = UNSURE, check_reason(near, as_of), why.BY_HAND
        elif standing.working[number, place]:
            part, said, code = UNSURE, _("working on it"), why.BY_HAND
        elif standing.ready[number, place]:
            part, said, code = READY, _("holds everything it builds on"), why.READY
        else:
            continue
        address = everyone.on(person, place).address
        found.append(LearnerOn(person, part, said, code, address, str(person.uuid) in ticked))
    return found


def _columns() -> list[Column]:
    words = _words()
    return [
        Column(_("Learner"), lambda row: row.learner.name),
        Column(_("State"), lambda row: words[row.part][0]),
        Column(_("In words"), lambda row: row.said),
    ]


def _teachers(community: LearningCommunity) -> list[dict[str, str]]:
    rows = teachers_of(community).order_by("identity__given_name", "pk")
    return [
        {"value": str(uuid), "label": f"{given} {family}".strip()}
        for uuid, given, family in rows.values_list("uuid", "identity__given_name", "identity__family_name")
    ]


@require_POST
def make_group(request: HttpRequest, community: UUID) -> HttpResponse:
    """A group of those who were ticked."""
    found = get_object_or_404(communities_taught_by(request.person), uuid=community)
    progression = gather_progression(found.district_id)
    card = card_in(progression, request.POST.get("competency", ""))
    if card is None:
        raise Http404
    asked = {uuid for uuid in map(uuid_in, request.POST.getlist("learner")) if uuid}
    everyone = gather_everyone(learners_of(found), found.district_id, reading_language(), now())
    why = {each.learner.id: each.why for each in _people(everyone, card, now(), set())}
    chosen = Person.objects.filter(pk__in=[each.id for each in everyone.people if each.uuid in asked])
    leader = teachers_of(found).filter(uuid=uuid_in(request.POST.get("led_by", ""))).first()
    try:
        group = services.make_group(
            acting_person=request.person,
            community=found,
            competency=competency_of(card),
            places=[services.NewPlace(each, why.get(each.pk, GroupPlace.Why.BY_HAND)) for each in chosen],
            purpose=request.POST.get("purpose", ""),
            meets_on=day_in(request, "meets_on"),
            led_by=leader,
            token=token_in(request),
        )
    except InputError as refused:
        return competency_page(request, card, found, refused, 422)
    said = _("%(name)s made the group.") % {"name": request.person.identity.full_name}
    undo = reverse("web:unmake_groups") + f"?group={group.uuid}"
    return answer_act(request, said, otherwise=reverse("web:community_groups", args=[found.uuid]), undo=undo)
