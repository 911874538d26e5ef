"""A school that is large enough for leaders' counts to be shown, and reading their pages as people see them."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO

from grown_school import grow
from ownpath.people.models import Person, RoleKind
from ownpath.schools.models import LearningCommunity
from ownpath.schools.services import NewAffiliation, NewMembership, affiliate_people, join_communities
from school import AUTUMN, MONDAY, School

NOON = MONDAY + timedelta(days=57)


def bring(school: School, count: int, community: LearningCommunity | None = None) -> list[int]:
    """So many more learners of the school, all with answers; in the learner's community unless told otherwise."""
    ids = grow(school, count)
    people = list(Person.objects.filter(pk__in=ids).order_by("pk"))
    joined = community or school.community
    affiliate_people(
        acting_person=None,
        district=school.district,
        school=joined.school,
        affiliations=[NewAffiliation(each, RoleKind.LEARNER, "5", AUTUMN) for each in people],
    )
    join_communities(
        acting_person=None,
        district=school.district,
        memberships=[NewMembership(each, joined, RoleKind.LEARNER, AUTUMN) for each in people],
    )
    return ids


def words_of(markup: str) -> str:
    """What a piece of a page says, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


def text_of(response) -> str:
    """What the content of a page says."""
    return words_of(re.search(r"(?s)<main.*</main>", response.content.decode())[0])


def section(response, name: str) -> str:
    """One section of the page, as markup."""
    page = response.content.decode()
    begin = page.index(f'<section class="block" id="{name}">')
    return page[begin : page.index("</section>", begin)]


def rows_of(markup: str) -> dict[str, list[str]]:
    """The rows of the first table, by their heading."""
    table = re.search(r"(?s)<tbody>.*?</tbody>", markup)[0]
    found = {}
    for row in re.findall(r"(?s)<tr>.*?</tr>", table):
        name, *cells = [words_of(each) for each in re.findall(r"(?s)<t[hd].*?</t[hd]>", row)]
        found[name] = cells
    return found


def file_of(response) -> list[dict[str, str]]:
    """The rows of a downloaded file."""
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
