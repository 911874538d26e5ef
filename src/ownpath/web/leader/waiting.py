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
from ownpath.web.design.listing import Column, choose, csv_of, listing_of, type_in, wants_csv
from ownpath.web.leader.choosing import Looked, look
from ownpath.web.leader.waits import Wait, band_words, waits_in, what_words
from ownpath.web.wording import ago

MOST_SHOWN = 200
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
    words = name.value.casefold().split()
    waits = [
        wait
        for wait in waits_in(looked)
        if what.value in ("", wait.what)
        and days.value in ("", wait.band or "never")
        and all(word in looked.led.learners[wait.number].name.casefold() for word in words)
    ]
    as_file = wants_csv(request)
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.EXPORTED if as_file else AuditAction.READ,
        what="who waits",
        detail={"rows": len(waits)},
    )
    make = _row_maker(looked)
    if as_file:
        return csv_of("waiting", _columns(), map(make, waits))
    shown = waits[:MOST_SHOWN]
    context = {
        "rows": [make(wait) for wait in shown],
        "listing": listing_of(request, [name, *looked.filters, what, days], len(waits)),
        "shown": len(shown),
        "more": len(waits) - len(shown),
        "leads_nobody": not looked.led.learners,
        "counted_at": looked.flow.counted_at,
    }
    return render(request, "leader/waiting.html", context)


def _row_maker(looked: Looked) -> Callable[[Wait], WaitRow]:
    """What turns a wait into its row, with all that is the same for every row looked up once."""
    picture = reverse("web:picture", args=[_GAP]).replace(str(_GAP), "{}")
    words = what_words()
    where: dict[int, list[str]] = {}
    for community in looked.led.communities:
        for learner_id in community.learner_ids:
            where.setdefault(learner_id, []).append(community.name)

    def make(wait: Wait) -> WaitRow:
        learner = looked.led.learners[wait.number]
        card = looked.progression.cards[wait.place] if wait.place is not None else None
        contact = looked.flow.contact_of(wait.number)
        address = picture.format(learner.uuid)
        return WaitRow(
            name=learner.name,
            address=address,
            where=", ".join(where.get(learner.id, ())),
            what=words[wait.what],
            on=card.title_in(looked.language) if card else "",
            on_address=f"{address}{card.uuid}/" if card else "",
            more=wait.more,
            since=ago(wait.since, looked.as_of) if wait.since else "",
            since_day=timezone.localtime(wait.since).date().isoformat() if wait.since else "",
            days=wait.days,
            contact_by=(contact.given_name or _("somebody who is no longer here")) if contact else "",
            contact_when=ago(contact.at, looked.as_of) if contact else "",
            contact_day=timezone.localtime(contact.at).date().isoformat() if contact else "",
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
