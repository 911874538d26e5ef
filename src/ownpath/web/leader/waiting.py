"""The list of learners who wait for somebody: by name, never by how well they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ownpath.people.models import AuditAction
from ownpath.people.services import record_audit
from ownpath.schools.leading import names_of_led
from ownpath.web.design.listing import Column, choose, csv_of, listing_of, type_in, wants_csv
from ownpath.web.leader.choosing import Looked, look
from ownpath.web.leader.waits import Wait, band_words, waits_in, what_words
from ownpath.web.wording import ago

MOST_SHOWN = 100
_GAP = UUID(int=0)


@dataclass(frozen=True, slots=True)
class WaitRow:
    """One learner and what waits."""

    name: str
    address: str
    where: str
    what: str
    on: str
    on_address: str
    more: int
    since: str
    since_day: str
    days: int | None
    contact_by: str
    contact_when: str
    contact_day: str


def show_waiting(request: HttpRequest) -> HttpResponse:
    """Who waits, for what, since when, and who had to do with them last."""
    looked = look(request)
    everything = ("", _("All"))
    name = type_in(request, "name", _("Name"))
    what = choose(request, "what", _("What"), [everything, *what_words().items()])
    days = choose(request, "days", _("Since"), [everything, *band_words().items(), ("never", _("not at all yet"))])
    names = names_of_led(request.person)
    place_of = {learner_id: place for place, learner_id in enumerate(names)}
    words = name.value.casefold().split()
    ids = looked.flow.learner_ids
    waits = [
        wait
        for wait in waits_in(looked, (what.value,) if what.value else tuple(what_words()))
        if days.value in ("", wait.band or "never")
        and all(word in names[ids[wait.number]][1].casefold() for word in words)
    ]
    # By name; what one learner waits for stays in its order.
    waits.sort(key=lambda wait: place_of[ids[wait.number]])
    as_file = wants_csv(request)
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.EXPORTED if as_file else AuditAction.READ,
        what="who waits",
        detail={"rows": len(waits)},
    )
    make = _row_maker(looked, names)
    if as_file:
        return csv_of("waiting", _columns(), map(make, waits))
    shown = waits[:MOST_SHOWN]
    context = {
        "rows": [make(wait) for wait in shown],
        "listing": listing_of(request, [name, *looked.filters, what, days], len(waits)),
        "shown": len(shown),
        "more": len(waits) - len(shown),
        "leads_nobody": not looked.led.learner_ids,
        "counted_at": looked.flow.counted_at,
    }
    return render(request, "leader/waiting.html", context)


def _row_maker(looked: Looked, names: dict[int, tuple[UUID, str]]) -> Callable[[Wait], WaitRow]:
    """What turns a wait into its row, with all that is the same for every row looked up once."""
    picture = reverse("web:picture", args=[_GAP]).replace(str(_GAP), "{}")
    words = what_words()
    where: dict[int, list[str]] = {}
    for community in looked.led.communities:
        for learner_id in community.learner_ids:
            where.setdefault(learner_id, []).append(community.name)

    def make(wait: Wait) -> WaitRow:
        learner_id = looked.flow.learner_ids[wait.number]
        uuid, name = names[learner_id]
        card = looked.progression.cards[wait.place] if wait.place is not None else None
        contact = looked.flow.contact_of(wait.number)
        address = picture.format(uuid)
        return WaitRow(
            name=name,
            address=address,
            where=", ".join(where.get(learner_id, ())),
            what=words[wait.what],
            on=card.title_in(looked.language) if card else "",
            on_address=f"{address}{card.uuid}/" if card else "",
            more=wait.more,
            since=ago(wait.since, looked.flow.counted_at) if wait.since else "",
            since_day=timezone.localtime(wait.since).date().isoformat() if wait.since else "",
            days=wait.days,
            contact_by=(contact[1] or _("somebody who is no longer here")) if contact else "",
            contact_when=ago(contact[0], looked.flow.counted_at) if contact else "",
            contact_day=timezone.localtime(contact[0]).date().isoformat() if contact else "",
        )

    return make


def _columns() -> list[Column]:
    return [
        Column(_("Learner"), lambda row: row.name),
        Column(_("Learning community"), lambda row: row.where),
        Column(_("What"), lambda row: row.what),
        Column(_("Competency"), lambda row: row.on),
        Column(_("Since"), lambda row: row.since_day),
        Column(_("Days"), lambda row: row.days),
        Column(_("Last contact with"), lambda row: row.contact_by),
        Column(_("Last contact on"), lambda row: row.contact_day),
    ]
