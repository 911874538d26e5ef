"""A learning community's board: who needs somebody, who is ready for what, and everyone at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.selectors import communities_visible_to, learners_coached_by, learners_of, teachers_of
from ownpath.web.wording import ago, reading_language

SMALLEST_GROUP = 3
MOST_GROUPS = 12
MOST_TAGS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A competency with its address for one learner."""

    title: str
    address: str
    strand: str
    since: str = ""


def _tags(named: Iterable[Named]) -> SafeString:
    return format_html_join(
        "",
        '<a class="tag strand-{}" href="{}">{}</a>',
        ((each.strand, each.address, each.title) for each in named),
    )


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner on the board."""

    name: str
    address: str
    last_seen: str
    stuck: list[Named]
    quiet_since: str
    working: list[Named]
    next: list[Named]
    refresh: int

    @property
    def tags(self) -> SafeString:
        """What is worked on. There are four hundred of these; as template tags they took half the page's time."""
        stuck = format_html_join(
            "",
            '<a class="tag tag-stuck strand-{}" href="{}">{}<span class="flag">{}</span></a>',
            ((each.strand, each.address, each.title, _("stuck")) for each in self.stuck),
        )
        return stuck + _tags(self.working[:MOST_TAGS])

    @property
    def next_tags(self) -> SafeString:
        """What is next."""
        return _tags(self.next)

    @property
    def more_working(self) -> int:
        """How many of what is worked on do not fit on the board."""
        return max(len(self.working) - MOST_TAGS, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Learners who are ready for the same competency."""

    title: str
    statement: str
    strand: str
    level: str
    members: list[Named]


@dataclass(frozen=True, slots=True)
class Board:
    """What the template shows."""

    rows: list[LearnerRow]
    stuck: list[LearnerRow]
    quiet: list[LearnerRow]
    unseen: list[LearnerRow]
    groups: list[Group]


def gather_board(learners: QuerySet[Person], district_id: int, language: str, as_of: datetime) -> Board:
    """The board of some learners whom the caller has from a selector."""
    people = list(
        learners.order_by("identity__given_name", "identity__family_name", "pk").values_list(
            "pk", "uuid", "identity__given_name", "identity__family_name"
        )
    )
    progression = gather_progression(district_id)
    standing = gather_group_standing(learners, progression, as_of, learner_ids=[each[0] for each in people])
    address_root = reverse("web:picture", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")
    titles = [card.title_in(language) for card in progression.cards]
    strands = [progression.strands[card.strand].code for card in progression.cards]
    rows: list[LearnerRow] = []
    ready_for: dict[int, list[int]] = defaultdict(list)
    for number, (_id, uuid, given_name, family_name) in enumerate(people):
        address = address_root.format(uuid)

        def named(place: int, since: str = "", address: str = address) -> Named:
            return Named(titles[place], f"{address}{progression.cards[place].uuid}/", strands[place], since)

        steps = standing.next_steps(number)
        for step in steps:
            ready_for[step.competency].append(number)
        last, quiet, stuck = standing.last_evidence_at[number], standing.quiet_since(number), standing.stuck[number]
        working = np.flatnonzero(standing.working[number] & ~progression.is_habit).tolist()
        stuck_on = {each.competency for each in stuck}
        rows.append(
            LearnerRow(
                name=f"{given_name} {family_name}".strip(),
                address=address,
                last_seen=ago(last, as_of) if last else "",
                stuck=[named(each.competency, ago(each.since, as_of)) for each in stuck],
                quiet_since=ago(quiet, as_of) if quiet else "",
                working=[named(place) for place in working if place not in stuck_on],
                next=[named(step.competency) for step in steps[:2]],
                refresh=int((standing.attained[number] & ~standing.held[number]).sum()),
            )
        )
    groups = [(place, members) for place, members in ready_for.items() if len(members) >= SMALLEST_GROUP]
    groups.sort(key=lambda each: (-len(each[1]), -int(progression.opens[each[0]]), each[0]))
    return Board(
        rows=rows,
        stuck=[row for row in rows if row.stuck],
        quiet=[row for row in rows if row.quiet_since],
        unseen=[row for number, row in enumerate(rows) if standing.last_evidence_at[number] is None],
        groups=[
            Group(
                title=titles[place],
                statement=progression.cards[place].statement_in(language),
                strand=strands[place],
                level=progression.cards[place].level,
                members=[
                    Named(rows[number].name, f"{rows[number].address}{progression.cards[place].uuid}/", strands[place])
                    for number in members
                ],
            )
            for place, members in groups[:MOST_GROUPS]
        ],
    )


def list_communities(request: HttpRequest) -> HttpResponse:
    """The learning communities that the person may open; a single one opens at once."""
    communities = list(communities_visible_to(request.person).select_related("school").order_by("school__name", "name"))
    if len(communities) == 1:
        return redirect("web:board", community=communities[0].uuid)
    return render(request, "teacher/communities.html", {"communities": communities})


def show_board(request: HttpRequest, community: UUID) -> HttpResponse:
    """The board of one learning community."""
    found = get_object_or_404(communities_visible_to(request.person).select_related("school"), uuid=community)
    board = gather_board(learners_of(found), found.district_id, reading_language(), now())
    teachers = teachers_of(found).order_by("identity__given_name").values_list("identity__given_name", flat=True)
    _note_board(request, {"community": str(found.uuid)})
    context = {"title": found.name, "school": found.school.name, "teachers": list(teachers), "board": board}
    return render(request, "teacher/board.html", context)


def show_coached(request: HttpRequest) -> HttpResponse:
    """The same board for the learners whose whole plan one looks after."""
    learners = learners_coached_by(request.person)
    board = gather_board(learners, request.person.district_id, reading_language(), now())
    _note_board(request, {"coached": True})
    return render(request, "teacher/board.html", {"is_coached": True, "board": board})


def _note_board(request: HttpRequest, detail: dict[str, object]) -> None:
    record_audit(
        district=request.person.district,
        acting_person=request.person,
        action=AuditAction.READ,
        what="board",
        detail=detail,
    )
