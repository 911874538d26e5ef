"""A learning community's board: who needs somebody, who is ready for what, and everyone at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import AuditAction, Person
from ownpath.people.services import record_audit
from ownpath.proficiency.standing import GroupStanding, gather_group_standing
from ownpath.schools.selectors import communities_visible_to, learners_coached_by, learners_of, teachers_of
from ownpath.web.wording import ago

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


@dataclass(slots=True)
class LearnerRow:
    """One learner on the board."""

    name: str
    sort_name: str
    address: str
    last_seen: str
    stuck: list[Named] = field(default_factory=list)
    quiet_since: str = ""
    working: list[Named] = field(default_factory=list)
    next: list[Named] = field(default_factory=list)
    refresh: int = 0

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
    members: list[LearnerRow]
    addresses: list[Named]


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

        row = _row(standing, number, named, as_of)
        row.name, row.sort_name, row.address = f"{given_name} {family_name}".strip(), given_name, address
        steps = standing.next_steps(number)
        row.next = [named(step.competency) for step in steps[:2]]
        for step in steps:
            ready_for[step.competency].append(number)
        rows.append(row)
    groups = [(place, members) for place, members in ready_for.items() if len(members) >= SMALLEST_GROUP]
    groups.sort(key=lambda each: (-len(each[1]), -int(progression.opens[each[0]]), each[0]))
    return Board(
        rows=rows,
        stuck=sorted((row for row in rows if row.stuck), key=lambda row: row.sort_name),
        quiet=[row for row in rows if row.quiet_since],
        unseen=[row for number, row in enumerate(rows) if standing.last_evidence_at[number] is None],
        groups=[
            Group(
                title=titles[place],
                statement=progression.cards[place].statement_in(language),
                strand=strands[place],
                level=progression.cards[place].level,
                members=[rows[number] for number in members],
                addresses=[
                    Named(rows[number].name, f"{rows[number].address}{progression.cards[place].uuid}/", strands[place])
                    for number in members
                ],
            )
            for place, members in groups[:MOST_GROUPS]
        ],
    )


def _row(standing: GroupStanding, number: int, named: Callable[..., Named], as_of: datetime) -> LearnerRow:
    progression = standing.progression
    stuck_on = {each.competency for each in standing.stuck[number]}
    working = np.flatnonzero(standing.working[number] & ~progression.is_habit)
    quiet = standing.quiet_since(number)
    last = standing.last_evidence_at[number]
    return LearnerRow(
        name="",
        sort_name="",
        address="",
        last_seen=ago(last, as_of) if last else "",
        stuck=[named(each.competency, ago(each.since, as_of)) for each in standing.stuck[number]],
        quiet_since=ago(quiet, as_of) if quiet else "",
        working=[named(int(place)) for place in working if int(place) not in stuck_on],
        refresh=int((standing.attained[number] & ~standing.held[number]).sum()),
    )


def list_communities(request: HttpRequest) -> HttpResponse:
    """The learning communities that the person may open; a single one opens at once."""
    communities = list(communities_visible_to(request.person).select_related("school").order_by("school__name", "name"))
    if len(communities) == 1:
        return redirect("web:board", community=communities[0].uuid)
    return render(request, "teacher/communities.html", {"communities": communities})


def show_board(request: HttpRequest, community: UUID) -> HttpResponse:
    """The board of one learning community."""
    found = communities_visible_to(request.person).select_related("school", "district").filter(uuid=community).first()
    if found is None:
        raise Http404
    language = (get_language() or "en")[:2]
    board = gather_board(learners_of(found), found.district_id, language, now())
    teachers = teachers_of(found).order_by("identity__given_name").values_list("identity__given_name", flat=True)
    _note_board(request, {"community": str(found.uuid)})
    context = {"title": found.name, "school": found.school.name, "teachers": list(teachers), "board": board}
    return render(request, "teacher/board.html", context)


def show_coached(request: HttpRequest) -> HttpResponse:
    """The same board for the learners whose whole plan one looks after."""
    language = (get_language() or "en")[:2]
    board = gather_board(learners_coached_by(request.person), request.person.district_id, language, now())
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
