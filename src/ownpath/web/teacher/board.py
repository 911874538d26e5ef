"""The board: everyone at a glance, by name, by state, by strand, by competency; as a page or as rows to take along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.foundation.clock import now
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.proficiency.nearly import gather_nearly
from ownpath.schools.selectors import (
    communities_taught_by,
    communities_visible_to,
    learners_coached_by,
    learners_of,
    learners_taught_by,
    teachers_of,
)
from ownpath.web.design.listing import Column, Filter, choose, csv_of, listing_of, type_in, wants_csv
from ownpath.web.teacher.everyone import Everyone, Named, OnWhat, gather_everyone
from ownpath.web.wording import ago, reading_language

MOST_TAGS = 3
STUCK, CHECK, QUIET, UNSEEN, READY, REFRESH = "stuck", "check", "quiet", "unseen", "ready", "refresh"


def _tags(named: Iterable[OnWhat]) -> SafeString:
    return format_html_join(
        "",
        '<a class="tag strand-{}" href="{}">{}</a>',
        ((each.strand, each.address, each.title) for each in named),
    )


def _flagged(named: Iterable[OnWhat], kind: str, word: str) -> SafeString:
    return format_html_join(
        "",
        '<a class="tag tag-{} strand-{}" href="{}">{}<span class="flag">{}</span></a>',
        ((kind, each.strand, each.address, each.title, word) for each in named),
    )


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner on the board, with places of competencies. What the filters leave out is not in it."""

    everyone: Everyone
    learner: Named
    last: datetime | None
    last_seen: str
    quiet_since: str
    stuck: list[int]
    checks: list[int]
    working: list[int]
    next: list[int]
    refresh: list[int]

    def _on(self, places: list[int]) -> list[OnWhat]:
        return [self.everyone.on(self.learner, place) for place in places]

    @property
    def _room(self) -> int:
        return max(MOST_TAGS - len(self.stuck), 1)

    @property
    def tags(self) -> SafeString:
        """What is worked on. There are four hundred of these; as template tags they took half the page's time."""
        checks = self.checks[: self._room]
        return (
            _flagged(self._on(self.stuck), "stuck", _("stuck"))
            + _flagged(self._on(checks), "check", _("for a check"))
            + _tags(self._on(self.working[: max(self._room - len(checks), 0)]))
        )

    @property
    def more_working(self) -> int:
        """How many of what is worked on do not fit on the board."""
        return max(len(self.checks) + len(self.working) - self._room, 0)

    @property
    def next_tags(self) -> SafeString:
        """What is next."""
        return _tags(self._on(self.next[:2]))

    @property
    def refresh_tags(self) -> SafeString:
        """What may need refreshing, the first of it."""
        return _tags(self._on(self.refresh[:1]))

    @property
    def more_refresh(self) -> int:
        """How many more there are to refresh."""
        return max(len(self.refresh) - 1, 0)

    def has(self, state: str) -> bool:
        """Whether the row belongs to a state of the filter."""
        if state == QUIET:
            return bool(self.quiet_since)
        if state == UNSEEN:
            return self.last is None
        return bool({STUCK: self.stuck, CHECK: self.checks, READY: self.next, REFRESH: self.refresh}[state])

    @property
    def has_anything(self) -> bool:
        """Whether anything is left of it under a filter for strands or competencies."""
        return bool(self.stuck or self.checks or self.working or self.next or self.refresh)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the filters ask for."""

    name: Filter
    state: Filter
    strand: Filter
    competency: Filter

    @property
    def all(self) -> tuple[Filter, ...]:
        """In the order of the bar."""
        return (self.name, self.state, self.strand, self.competency)


def chosen_in(request: HttpRequest, everyone: Everyone) -> Chosen:
    """The filters, with what the address says."""
    shown = dict.fromkeys(card.strand for card in everyone.progression.cards if not card.is_habit)
    strands = [everyone.progression.strands[number] for number in shown]
    everything = ("", _("All"))
    states = [(STUCK, _("Stuck")), (CHECK, _("Ready for a check")), (READY, _("Ready for something new"))]
    states += [(REFRESH, _("To refresh")), (QUIET, _("Gone quiet")), (UNSEEN, _("No evidence yet"))]
    by_strand = [(each.code, each.name_in(everyone.language)) for each in strands if each.code]
    return Chosen(
        name=type_in(request, "name", _("Name")),
        state=choose(request, "state", _("State"), [everything, *states]),
        strand=choose(request, "strand", _("Strand"), [everything, *by_strand]),
        competency=type_in(request, "competency", _("Competency")),
    )


def gather_rows(everyone: Everyone, chosen: Chosen, as_of: datetime) -> tuple[list[LearnerRow], dict[str, int]]:
    """The rows that the filters leave, and how many learners are in each state without them."""
    standing, progression = everyone.standing, everyone.progression
    nearly = gather_nearly(standing)
    allowed = ~progression.is_habit
    asks_for_one = bool(chosen.competency.value)
    if chosen.strand.value:
        allowed = allowed & np.array([code == chosen.strand.value for code in everyone.strands], dtype=bool)
    if asks_for_one:
        matching = np.zeros(len(progression.cards), dtype=bool)
        matching[[card.place for card in everyone.matching(chosen.competency.value)]] = True
        allowed = allowed & matching
    working = standing.working & allowed
    fading = standing.attained & ~standing.held & allowed
    ready = standing.ready & ~standing.working & allowed
    rows: list[LearnerRow] = []
    counts = dict.fromkeys((STUCK, CHECK, QUIET, UNSEEN, REFRESH), 0)
    for person in everyone.people:
        number = person.number
        last, quiet = standing.last_evidence_at[number], standing.quiet_since(number)
        stuck = [each.competency for each in standing.stuck[number] if allowed[each.competency]]
        checks = [each.competency for each in nearly[number] if allowed[each.competency]]
        checks = [place for place in checks if place not in stuck]
        marked = {*stuck, *checks}
        if asks_for_one:
            coming = np.flatnonzero(ready[number]).tolist()
        else:
            coming = [step.competency for step in standing.next_steps(number) if allowed[step.competency]]
        row = LearnerRow(
            everyone=everyone,
            learner=person,
            last=last,
            last_seen=ago(last, as_of) if last else "",
            quiet_since=ago(quiet, as_of) if quiet else "",
            stuck=stuck,
            checks=checks,
            working=[place for place in np.flatnonzero(working[number]).tolist() if place not in marked],
            next=coming,
            refresh=np.flatnonzero(fading[number]).tolist(),
        )
        for state in counts:
            counts[state] += row.has(state)
        if _is_left(row, chosen):
            rows.append(row)
    return rows, counts


def _is_left(row: LearnerRow, chosen: Chosen) -> bool:
    name = row.learner.name.casefold()
    if not all(word in name for word in chosen.name.value.casefold().split()):
        return False
    if chosen.state.value:
        return row.has(chosen.state.value)
    return row.has_anything or not (chosen.strand.value or chosen.competency.value)


def list_communities(request: HttpRequest) -> HttpResponse:
    """The learning communities that the person may open; a single one opens at once."""
    communities = list(communities_visible_to(request.person).select_related("school").order_by("school__name", "name"))
    if len(communities) == 1:
        return redirect("web:board", community=communities[0].uuid)
    return render(request, "teacher/communities.html", {"communities": communities})


def show_board(request: HttpRequest, community: UUID) -> HttpResponse:
    """The board of one learning community."""
    found = get_object_or_404(communities_visible_to(request.person).select_related("school"), uuid=community)
    teachers = teachers_of(found).order_by("identity__given_name").values_list("identity__given_name", flat=True)
    may_group = communities_taught_by(request.person).filter(pk=found.pk).exists()
    context = {
        "title": found.name,
        "about": " · ".join([found.school.name, *teachers]),
        "groups_address": reverse("web:community_groups", args=[found.uuid]) if may_group else "",
    }
    return _board(
        request,
        learners_of(found),
        context,
        {"community": str(found.uuid)},
        opens="web:team" if may_group else "web:picture",
    )


def show_my_learners(request: HttpRequest) -> HttpResponse:
    """Everybody whom the person teaches or coaches, on one board."""
    communities = list(communities_taught_by(request.person))
    places = [("", _("All")), *((str(each.uuid), each.name) for each in communities), ("coached", _("Those I coach"))]
    whose = choose(request, "whose", _("Whose"), places)
    learners = learners_taught_by(request.person)
    if whose.value == "coached":
        learners = learners_coached_by(request.person)
    elif whose.value:
        learners = learners_of(next(each for each in communities if str(each.uuid) == whose.value))
    context = {
        "title": _("Our learners"),
        "about": "",
        "boards": [(each.name, reverse("web:board", args=[each.uuid])) for each in communities],
    }
    return _board(request, learners, context, {"whose": whose.value or "all"}, opens="web:team", first=[whose])


def show_coached(request: HttpRequest) -> HttpResponse:
    """The learners whose whole plan one looks after are a part of the board."""
    return redirect(reverse("web:my_learners") + "?whose=coached")


def _board(
    request: HttpRequest,
    learners: QuerySet[Person],
    context: dict[str, object],
    detail: dict[str, object],
    *,
    opens: str,
    first: Sequence[Filter] = (),
) -> HttpResponse:
    as_of = now()
    everyone = gather_everyone(learners, request.person.district_id, reading_language(), as_of, opens=opens)
    chosen = chosen_in(request, everyone)
    rows, counts = gather_rows(everyone, chosen, as_of)
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="board",
        detail=detail,
    )
    if wants_csv(request):
        return csv_of("board", _columns(), rows)
    listing = listing_of(request, [*first, *chosen.all], len(rows))
    return render(
        request,
        "teacher/board.html",
        {**context, "rows": rows, "listing": listing, "anybody": bool(everyone.people), "states": _states(counts)},
    )


def _states(counts: dict[str, int]) -> list[dict[str, object]]:
    """How many learners are in which state, each with the filter that shows them."""
    words = {
        STUCK: _("stuck"),
        CHECK: _("ready for a check"),
        REFRESH: _("with something to refresh"),
        QUIET: _("gone quiet"),
        UNSEEN: _("without any evidence"),
    }
    return [{"address": f"?state={each}", "n": counts[each], "word": words[each]} for each in words if counts[each]]


def _columns() -> list[Column]:
    def titles(name: str) -> Column:
        headings = {
            "stuck": _("Stuck on"),
            "checks": _("Ready for a check"),
            "working": _("Working on"),
            "next": _("Next"),
            "refresh": _("To refresh"),
        }
        return Column(headings[name], lambda row: "; ".join(row.everyone.titles[place] for place in getattr(row, name)))

    return [
        Column(_("Learner"), lambda row: row.learner.name),
        titles("stuck"),
        titles("checks"),
        titles("working"),
        titles("next"),
        titles("refresh"),
        Column(_("Last evidence"), lambda row: timezone.localtime(row.last).date().isoformat() if row.last else ""),
    ]
