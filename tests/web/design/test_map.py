"""The map: every competency and edge is drawn, and the list says the same in words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from ownpath.competencies.models import Competency, ProgressionEdge
from ownpath.competencies.selectors import gather_progression
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.proficiency.services import record_evidence
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.selectors import learners_visible_to
from ownpath.web.design.map import draw_framework_map, draw_neighbourhood_map, list_framework
from school import MONDAY, School, piece

pytestmark = pytest.mark.django_db
SOON = MONDAY + timedelta(days=3)
ADDRESS = "/learners/somebody/"


@pytest.fixture
def standing(school: School):
    """A learner who can add and works on multiplying."""
    multiply = school.competencies["multiply"].pk
    prior = piece(school, 1, kind=EvidenceKind.PRIOR, result=1.0, source_record="prior")
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[prior, piece(school, 2, competency_id=multiply)],
    )
    return standing_of(school)


def standing_of(school: School):
    learner = school.person("learner")
    with clock_at(SOON):
        return gather_group_standing(
            learners_visible_to(learner).filter(pk=learner.pk), gather_progression(school.district.pk), SOON
        )


def nodes_of(svg: str) -> dict[str, str]:
    """The mark of each competency in a drawing, by its name there."""
    found = re.findall(r'<a [^>]*aria-label="([^"]*): [^"]*"[^>]*>.*?href="#k-(\w+)"', svg)
    return dict(found)


def edges_of(svg: str) -> set[tuple[str, str]]:
    """The ends of each line, as numbers."""
    return set(re.findall(r'<path[^>]* data-e="(\d+)-(\d+)"', svg))


def test_the_whole_framework_is_drawn_with_a_mark_for_each_competency_and_a_line_for_each_edge(standing):
    drawn = draw_framework_map(standing, "en", ADDRESS)
    (sheet,) = drawn.sheets
    assert nodes_of(sheet.svg) == {"add": "held", "multiply": "working", "divide": "later"}
    assert edges_of(sheet.svg) == {("0", "1"), ("1", "2")}
    assert drawn.count == 3


def test_the_list_says_state_what_it_builds_on_and_what_it_opens_with_links_that_lead_somewhere(standing):
    listed = draw_framework_map(standing, "en", ADDRESS).listed
    entries = dict(re.findall(r'<li id="m(\d)">(.*?)</li>', listed))
    said = [re.sub(r"<[^>]+>", "", entries[number]) for number in "012"]
    assert said == [
        "add can do Opens: multiply",
        "multiply working on Builds on: add Opens: divide",
        "divide later Builds on: multiply",
    ]
    assert set(re.findall(r'href="#m(\d+)"', listed)) <= set(entries)
    assert f'href="{ADDRESS}' in entries["0"]


def test_a_long_list_stands_at_an_address_of_its_own(standing):
    inside = draw_framework_map(standing, "en", ADDRESS)
    apart = draw_framework_map(standing, "en", ADDRESS, list_address="list/")
    assert apart.listed == ""
    assert list_framework(standing, "en", ADDRESS) == inside.listed
    page = render_to_string("design/map.html", {"map": apart})
    assert 'href="list/" data-list' in page
    assert 'href="list/#m0"' in apart.sheets[0].svg
    assert "<details" not in page


def test_a_framework_that_changed_is_drawn_anew(school, standing):
    before = draw_framework_map(standing, "en", ADDRESS)
    root = Competency.objects.create(
        district=school.district,
        framework=school.framework,
        code="root",
        title="root",
        statement="I can find a root",
        source_identifier="root",
        rank=3,
    )
    ProgressionEdge.objects.create(
        district=school.district, kind="requires", earlier=school.competencies["divide"], later=root
    )
    school.framework.revision += 1
    school.framework.save()
    after = draw_framework_map(standing_of(school), "en", ADDRESS)
    assert (before.count, after.count) == (3, 4)
    assert len(edges_of(after.sheets[0].svg)) == 3


def test_another_framework_s_map_is_not_there(standing):
    assert draw_framework_map(standing, "en", ADDRESS, framework_id=0) is None


def test_what_a_framework_says_cannot_become_markup(school):
    Competency.objects.filter(code="add").update(title='<b>"add"</b>', code='<i>"1"')
    school.framework.revision += 1
    school.framework.save()
    standing = standing_of(school)
    for drawn in (draw_framework_map(standing, "en", ADDRESS), draw_neighbourhood_map(standing, [0], "en", ADDRESS)):
        page = render_to_string("design/map.html", {"map": drawn})
        assert '<b>"' not in page
        assert '<i>"' not in page
        assert "&lt;b&gt;" in page


def test_the_neighbourhood_is_drawn_for_a_page_and_for_a_phone(standing):
    drawn = draw_neighbourhood_map(standing, [1], "en", ADDRESS)
    assert [sheet.fits for sheet in drawn.sheets] == ["wide", "narrow"]
    assert drawn.sheets[1].width <= 340
    for sheet in drawn.sheets:
        assert nodes_of(sheet.svg) == {"add": "held", "multiply": "working", "divide": "later"}
        assert edges_of(sheet.svg) == {("0", "1"), ("1", "2")}
        assert sheet.svg.count('class="o"') == 1
        assert ">add<" in sheet.svg


def test_where_there_is_nothing_there_is_no_map(standing):
    assert draw_neighbourhood_map(standing, [], "en", ADDRESS) is None


def test_the_map_has_no_style_of_its_own_and_speaks_spanish(standing):
    from django.utils.translation import override

    with override("es"):
        page = render_to_string("design/map.html", {"map": draw_framework_map(standing, "es", ADDRESS)})
    assert "style=" not in page
    assert "Se apoya en: " in page
    assert "Lo mismo en una lista" in page


def test_a_learner_sees_the_neighbourhood_on_the_picture(school, standing, signed_in):
    with clock_at(SOON):
        page = signed_in("learner").get(f"/learners/{school.person('learner').uuid}/").content.decode()
    assert 'class="map map-neighbourhood"' in page
    assert "design/map.js" in page
