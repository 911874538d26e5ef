"""What somebody of the team does about one learner: note, talked, message, pin, group, support. Each form opens in
place; without scripts it is a page of its own. What cannot be taken is said in the same form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ownpath.competencies.selectors import CompetencyCard, gather_progression
from ownpath.foundation.clock import now, today
from ownpath.foundation.errors import InputError
from ownpath.people.models import Person
from ownpath.plans import services
from ownpath.plans.models import Note
from ownpath.plans.selectors import TeamMember, communities_of, groups_visible_to, team_of
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.selectors import communities_taught_by
from ownpath.web.access import may_open
from ownpath.web.design.toasts import answer_act, back_of, is_partial
from ownpath.web.design.typed import token_in, uuid_in
from ownpath.web.teacher.sayings import said_of
from ownpath.web.teacher.typed import card_in, competency_in, day_in, find_taught
from ownpath.web.wording import reading_language

NOTE, MESSAGE, PIN, GROUP, SUPPORT = "note", "message", "pin", "group", "support"
ACTS = {
    NOTE: "web:write_note",
    MESSAGE: "web:send_message",
    PIN: "web:pin",
    GROUP: "web:put_in_group",
    SUPPORT: "web:open_support",
}
NEW_GROUP = "new"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ActLinks:
    """What can be done about one learner from where their name stands: one tap for a talk, a form for the rest."""

    given_name: str
    talk: str
    token: UUID
    competency: str
    forms: tuple[tuple[str, str], ...]


class ActsHere:
    """The acts of one page, for many learners: `shown` says where a form opens, `back` where one comes back to."""

    def __init__(self, request: HttpRequest, shown: str, back: str, *, with_support: bool = False) -> None:
        words = {NOTE: _("Note"), GROUP: _("Group"), PIN: _("Pin"), MESSAGE: _("Message")}
        if with_support:
            words[SUPPORT] = _("Support")
        self.words = {act: word for act, word in words.items() if may_open(ACTS[act], request.roles)}
        self.query = "?" + urlencode({"shown": shown, "next": back})
        gap = UUID(int=0)
        self.form = reverse("web:team_act", args=[gap, "act"]).replace(str(gap), "{}").replace("/act/", "/{}/")
        self.talk = reverse("web:write_note", args=[gap]).replace(str(gap), "{}")

    def about(self, learner: UUID, given_name: str, competency: str = "") -> ActLinks:
        """The acts about one learner, on one competency where the list names one."""
        query = self.query + (f"&competency={competency}" if competency else "")
        return ActLinks(
            given_name=given_name,
            talk=self.talk.format(learner),
            token=uuid4(),
            competency=competency,
            forms=tuple((word, self.form.format(learner, act) + query) for act, word in self.words.items()),
        )


def show_act(request: HttpRequest, learner: UUID, act: str) -> HttpResponse:
    """One form about one learner."""
    if act not in ACTS or not may_open(ACTS[act], request.roles):
        raise Http404
    return act_form(request, find_taught(request, learner), act)


def act_form(
    request: HttpRequest, learner: Person, act: str, refused: InputError | None = None, status: int = 200
) -> HttpResponse:
    """The form, as it begins or with what was typed and what is wrong with it."""
    sent = request.POST if refused else request.GET
    language = reading_language()
    progression = gather_progression(learner.district_id)
    card = card_in(progression, sent.get("competency", ""))
    team = team_of(learner)
    part = is_partial(request)
    context: dict[str, Any] = {
        "act": act,
        "frame": "teacher/part.html" if part else "base.html",
        "is_partial": part,
        "heading": _heading(act, learner),
        "learner": learner,
        "action": reverse(ACTS[act], args=[learner.uuid]),
        "about": card.title_in(language) if card else "",
        "competency": card.uuid if card else "",
        "token": sent.get("token") or uuid4(),
        "next": back_of(request, "") or request.GET.get("next", "") or reverse("web:team", args=[learner.uuid]),
        "shown": sent.get("shown", ""),
        "typed": sent,
        "error": _(refused.problem) if refused else "",
        "error_field": refused.field if refused else "",
        "today": today().isoformat(),
    }
    if act == MESSAGE:
        context["colleagues"] = _colleagues(request.person, team)
    if act == SUPPORT:
        context["owners"] = [Choice(str(each.uuid), each.full_name) for each in team]
        context["owner"] = sent.get("owner") or str(request.person.uuid)
    if act in {PIN, SUPPORT}:
        context["competencies"] = _competencies(learner, language, card)
    if act == GROUP:
        context |= _groups(request.person, learner, card, language)
        context["soon"] = (today() + timedelta(days=1)).isoformat()
    return render(request, "teacher/act.html", context, status=status)


def _heading(act: str, learner: Person) -> str:
    words = {
        NOTE: _("Note about %(name)s"),
        MESSAGE: _("Message about %(name)s"),
        PIN: _("Pin something for %(name)s"),
        GROUP: _("A group for %(name)s"),
        SUPPORT: _("Support for %(name)s"),
    }
    return words[act] % {"name": learner.identity.given_name}


def _colleagues(person: Person, team: tuple[TeamMember, ...]) -> list[Choice]:
    """The rest of the team, the coach first."""
    coach = _("%(name)s, learning coach")
    return [
        Choice(str(each.uuid), coach % {"name": each.full_name} if each.is_coach else each.full_name)
        for each in team
        if each.person_id != person.pk
    ]


def _competencies(learner: Person, language: str, card: CompetencyCard | None) -> list[dict[str, Any]]:
    """What could be meant: what is asked about, worked on, next, or to refresh; each once."""
    progression = gather_progression(learner.district_id)
    own = Person.objects.filter(pk=learner.pk)
    standing = gather_group_standing(own, progression, now(), learner_ids=[learner.pk])
    working = np.flatnonzero(standing.working[0]).tolist()
    coming = [step.competency for step in standing.next_steps(0)]
    fading = np.flatnonzero(standing.attained[0] & ~standing.held[0]).tolist()
    seen: set[int] = set()
    parts = []
    for label, places in (
        (_("Asked about"), [card.place] if card else []),
        (_("Ready next"), coming),
        (_("Working on"), working),
        (_("To refresh"), fading),
    ):
        own_choices = [
            Choice(str(progression.cards[place].uuid), progression.cards[place].title_in(language))
            for place in places
            if place not in seen and not progression.is_habit[place]
        ]
        seen.update(places)
        if own_choices:
            parts.append({"label": label, "choices": own_choices})
    return parts


def _groups(person: Person, learner: Person, card: CompetencyCard | None, language: str) -> dict[str, Any]:
    """The open groups of the learner's communities that the person teaches, those for the same competency first."""
    progression = gather_progression(learner.district_id)
    taught = communities_taught_by(person).filter(pk__in=communities_of(learner).values("pk"))
    groups = groups_visible_to(person).filter(closed_at__isnull=True, community__in=taught.values("pk"))
    shown = []
    for group in groups:
        if any(place.learner_id == learner.pk for place in group.open_places):
            continue
        place = progression.place_of.get(group.competency_id)
        title = progression.cards[place].title_in(language) if place is not None else group.competency.title
        words = {"title": title, "names": ", ".join(each.learner.identity.given_name for each in group.open_places[:4])}
        same = card is not None and group.competency_id == card.id
        shown.append((not same, Choice(str(group.uuid), _("%(title)s, with %(names)s") % words)))
    shown.sort(key=lambda each: each[0])
    return {
        "groups": [choice for _other, choice in shown],
        "has_same_group": any(not other for other, _choice in shown),
        "may_group": taught.exists(),
        "new_group": NEW_GROUP,
        "competencies": [] if card else _competencies(learner, language, None),
    }


def _done(request: HttpRequest, learner: Person, said: str, undo: str) -> HttpResponse:
    """The toast with its way back; the row says it too, or the page loads anew, as the form asks."""
    in_row = request.POST.get("shown") == "row"
    return answer_act(
        request,
        said,
        otherwise=reverse("web:team", args=[learner.uuid]),
        undo=undo,
        part="teacher/act_done.html" if in_row else "",
        context={"said": said},
    )


@require_POST
def write_note(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Note something, or that one talked."""
    found = find_taught(request, learner)
    progression = gather_progression(found.district_id)
    values: dict[str, Any] = {
        "acting_person": request.person,
        "learner": found,
        "text": request.POST.get("text", ""),
        "competency": competency_in(request, progression),
        "token": token_in(request),
    }
    write = services.note_talk if request.POST.get("kind") == Note.Kind.TALK else services.write_note
    try:
        note = write(**values)
    except InputError as refused:
        return act_form(request, found, NOTE, refused, 422)
    return _done(request, found, said_of(note, now()), reverse("web:take_back_note", args=[note.uuid]))


@require_POST
def send_message(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Ask a colleague to look at something."""
    found = find_taught(request, learner)
    asked = uuid_in(request.POST.get("addressed_to", ""))
    member = next((each for each in team_of(found) if each.uuid == asked), None)
    try:
        if member is None:
            raise InputError(_("Please choose whom to ask."), field="addressed_to")
        note = services.send_message(
            acting_person=request.person,
            learner=found,
            addressed_to=Person.objects.select_related("identity").get(pk=member.person_id),
            text=request.POST.get("text", ""),
            competency=competency_in(request, gather_progression(found.district_id)),
            token=token_in(request),
        )
    except InputError as refused:
        return act_form(request, found, MESSAGE, refused, 422)
    return _done(request, found, said_of(note, now()), reverse("web:take_back_note", args=[note.uuid]))


@require_POST
def pin(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Put a competency first."""
    found = find_taught(request, learner)
    competency = competency_in(request, gather_progression(found.district_id))
    try:
        if competency is None:
            raise InputError(_("Please choose a competency."), field="competency")
        made = services.pin_competency(
            acting_person=request.person,
            learner=found,
            competency=competency,
            reason=request.POST.get("reason", ""),
            token=token_in(request),
        )
    except InputError as refused:
        return act_form(request, found, PIN, refused, 422)
    words = {"name": request.person.identity.full_name, "learner": found.identity.given_name}
    said = _("%(name)s pinned it for %(learner)s. It stands first among what is next.") % words
    return _done(request, found, said, reverse("web:release_pin", args=[made.uuid]))


@require_POST
def put_in_group(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Into an open group, or into a new one that others can join."""
    found = find_taught(request, learner)
    words = {"name": request.person.identity.full_name, "learner": found.identity.given_name}
    try:
        chosen = request.POST.get("group", "")
        if chosen == NEW_GROUP:
            undo = reverse("web:unmake_groups") + f"?group={_new_group(request, found).uuid}"
            said = _("%(name)s began a group with %(learner)s.") % words
        else:
            uuid = uuid_in(chosen)
            if uuid is None:
                raise InputError(_("Please choose a group."), field="group")
            group = get_object_or_404(groups_visible_to(request.person), uuid=uuid)
            services.add_learner(acting_person=request.person, group=group, learner=found)
            undo = reverse("web:take_out_of_group", args=[group.uuid]) + f"?learner={found.uuid}"
            said = _("%(name)s put %(learner)s into the group.") % words
    except InputError as refused:
        return act_form(request, found, GROUP, refused, 422)
    return _done(request, found, said, undo)


def _new_group(request: HttpRequest, learner: Person) -> Any:
    competency = competency_in(request, gather_progression(learner.district_id))
    if competency is None:
        raise InputError(_("Please choose a competency."), field="competency")
    taught = communities_taught_by(request.person).filter(pk__in=communities_of(learner).values("pk"))
    community = taught.first()
    if community is None:
        raise InputError(_("Only those who teach the learner's community can bring a group together."), field="group")
    return services.make_group(
        acting_person=request.person,
        community=community,
        competency=competency,
        places=[services.NewPlace(learner)],
        meets_on=day_in(request, "meets_on"),
        token=token_in(request),
    )


@require_POST
def open_support(request: HttpRequest, learner: UUID) -> HttpResponse:
    """Begin extra help with an owner and a next step."""
    found = find_taught(request, learner)
    asked = uuid_in(request.POST.get("owner", ""))
    owner = next((each for each in team_of(found) if each.uuid == asked), None)
    try:
        if owner is None:
            raise InputError(_("Please choose who takes care of it."), field="owner")
        support = services.open_support(
            acting_person=request.person,
            learner=found,
            what=request.POST.get("what", ""),
            next_step=request.POST.get("next_step", ""),
            next_step_on=day_in(request, "next_step_on"),
            owner=Person.objects.get(pk=owner.person_id),
            competency=competency_in(request, gather_progression(found.district_id)),
            is_shared=request.POST.get("is_shared") == "yes",
            token=token_in(request),
        )
    except InputError as refused:
        return act_form(request, found, SUPPORT, refused, 422)
    words = {"name": request.person.identity.full_name, "learner": found.identity.given_name}
    said = _("%(name)s opened a support for %(learner)s.") % words
    return _done(request, found, said, reverse("web:close_support", args=[support.uuid]) + "?undo=yes")
