"""A leader's home: who moves, who waits, where evidence is thin; never a mean, a rank or a share."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from leader_pages import NOON, bring, file_of, rows_of, section, text_of, words_of

from ownpath.competencies.models import Competency
from ownpath.competencies.selectors import gather_progression
from ownpath.evidence.models import EvidenceKind
from ownpath.foundation.clock import clock_at
from ownpath.people.models import Person, Role, RoleKind
from ownpath.plans.services import write_note
from ownpath.proficiency.selectors import attainments_visible_to
from ownpath.proficiency.services import record_evidence, record_judgement
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.leading import learners_led_today
from ownpath.schools.models import Affiliation, Membership
from ownpath.schools.services import NewMembership, join_communities, open_community, open_school
from school import AUTUMN, School, make_school, piece

pytestmark = pytest.mark.django_db
WRONG = r"\d\s*%|average|mean\b|median|percent|\brank|\btop\b|best|worst|promedio|\bmedia\b|porcent|mejor|peor"
HIDDEN = "Fewer than ten learners: not shown"


def stand(school: School):
    leader = school.person("leader")
    return gather_group_standing(learners_led_today(leader), gather_progression(leader.district_id), NOON)


def test_the_counts_by_strand_are_those_of_the_learners_records(school, signed_in):
    bring(school, 12)
    standing = stand(school)
    page = text_of(signed_in("leader").get("/schools/"))
    held, fading = int(standing.held.sum()), int((standing.attained & ~standing.held).sum())
    assert held > 0
    assert f"Numbers 3 competencies Held {held} New" in page
    assert f"Worked on {int(standing.working.sum())} To refresh {fading} " in page


def test_every_learner_stands_in_one_bar_and_the_table_says_the_same(school, signed_in):
    bring(school, 12)
    strands = section(signed_in("leader").get("/schools/"), "strands")
    by_held = stand(school).held.sum(axis=1)
    assert rows_of(strands) == {"0–3": [str(len(by_held))]}
    assert re.search(r'<rect [^>]+/><text [^>]+>15</text><text class="band"[^>]+>0–3</text>', strands)


def test_what_was_attained_lately_is_new_and_a_record_from_before_is_not(school, signed_in):
    ids = bring(school, 12)
    before = {
        (each.learner_id, each.competency_id)
        for each in attainments_visible_to(school.person("leader"))
        if NOON - each.attained_at < timedelta(days=28)
    }
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[
            piece(
                school,
                1,
                learner_id=school.person("learner").pk,
                kind=EvidenceKind.PRIOR,
                result=1.0,
                happened_at=NOON - timedelta(days=2),
                source_record="from-before",
            )
        ],
    )
    judged = Person.objects.get(pk=ids[0])
    with clock_at(NOON - timedelta(days=1)):
        record_judgement(
            acting_person=school.person("teacher"),
            learner=judged,
            competency=school.competencies["divide"],
            verdict="attained",
            reason="She explained it.",
        )
    earlier = attainments_visible_to(school.person("leader")).filter(learner=judged, competency__code="divide")
    added = earlier.filter(judgement__isnull=True).count() == 0
    said = text_of(signed_in("leader").get("/schools/"))
    assert f"New {len(before) + added} by" in said


def test_who_waits_is_counted_in_bands_of_days_with_the_list_behind_each_number(school, signed_in):
    bring(school, 12)
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[
            piece(
                school,
                number,
                result=0.0,
                competency_id=school.competencies["multiply"].pk,
                happened_at=NOON - timedelta(days=9, minutes=-number),
                source_record=f"wrong-{number}",
            )
            for number in range(12)
        ],
    )
    with clock_at(NOON - timedelta(days=20)):
        write_note(acting_person=school.person("teacher"), learner=school.person("learner"), text="We talked.")
    response = signed_in("leader").get("/schools/")
    stuck = section(response, "stuck")
    assert rows_of(stuck)["River Room"][1] == "1"
    address = re.search(r'href="(/schools/waiting/\?[^"]*days=7-13[^"]*)"', stuck)[1].replace("&amp;", "&")
    listed = signed_in("leader").get(address).content.decode()
    assert "Learner Made-Up" in listed and "multiply" in listed and "Neighbour Made-Up" not in listed
    assert rows_of(section(response, "contact"))["River Room"] == ["0", "0", "1", "0", "13"]


def test_a_community_of_nine_is_not_shown_and_one_of_ten_is(school, signed_in):
    bring(school, 7)
    bring(school, 9, school.other_community)
    page = signed_in("leader").get("/schools/")
    for table in ("stuck", "contact", "quiet", "moving", "seen"):
        rows = rows_of(section(page, table))
        assert rows["River Room"] == [HIDDEN], table
        assert rows["Lake Room"] != [HIDDEN] and all(each.isdigit() for each in rows["Lake Room"]), table
    rows = file_of(signed_in("leader").get("/schools/?as=csv"))
    assert {row["Learners"] for row in rows if row["Learning community"] == "Lake Room"} == {"10"}
    hidden = next(row for row in rows if row["Learning community"] == "River Room")
    assert [hidden.pop(name) for name in ("School", "Learning community", "Strand")]
    assert set(hidden.values()) == {HIDDEN}


def test_the_name_of_a_hidden_community_still_opens_its_board(school, signed_in):
    bring(school, 9, school.other_community)
    page = section(signed_in("leader").get("/schools/"), "moving")
    assert f'href="/communities/{school.community.uuid}/"' in page


def test_a_choice_of_fewer_than_ten_shows_no_count_at_all(school, signed_in):
    bring(school, 9, school.other_community)
    page = text_of(signed_in("leader").get(f"/schools/?community={school.community.uuid}"))
    assert "Fewer than ten learners: no counts are shown" in page
    assert "Held" not in page and "Stuck" not in page and "River Room" in page


def test_one_school_and_one_community_can_be_chosen(school, signed_in):
    bring(school, 9)
    hill = open_school(acting_person=None, district=school.district, name="Far Hill")
    room = open_community(acting_person=None, school=hill, name="Cloud Room")
    bring(school, 10, room)
    leader = school.person("leader")
    assert "Far Hill" not in text_of(signed_in("leader").get("/schools/"))
    Affiliation.objects.create(district=school.district, person=leader, school=hill, role="leader", begins_on=NOON)
    both = text_of(signed_in("leader").get("/schools/"))
    assert "22 learners." in both and "Cloud Room (Far Hill)" in both
    one = signed_in("leader").get(f"/schools/?school={hill.uuid}")
    assert "10 learners." in text_of(one)
    assert list(rows_of(section(one, "moving"))) == ["Cloud Room Far Hill"]
    assert "11 learners." in text_of(signed_in("leader").get(f"/schools/?community={school.community.uuid}"))


def test_nothing_of_a_school_that_somebody_else_leads_is_there(school, signed_in):
    bring(school, 10)
    other = open_school(acting_person=None, district=school.district, name="Other School")
    bring(school, 15, open_community(acting_person=None, school=other, name="Other Room"))
    elsewhere = make_school("far-valley")
    bring(elsewhere, 12)
    for address in ("/schools/", "/schools/waiting/", "/schools/?as=csv", "/schools/waiting/?as=csv"):
        said = signed_in("leader").get(address).content.decode()
        assert "Other Room" not in said and "Other School" not in said, address
    assert "13 learners." in text_of(signed_in("leader").get("/schools/"))
    asked = signed_in("leader").get(f"/schools/?school={other.uuid}")
    assert "13 learners." in text_of(asked)


def test_who_leads_the_district_sees_every_school_of_it_and_of_no_other(school, signed_in):
    bring(school, 9)
    hill = open_school(acting_person=None, district=school.district, name="Far Hill")
    bring(school, 10, open_community(acting_person=None, school=hill, name="Cloud Room"))
    make_school("far-valley")
    Affiliation.objects.filter(person=school.person("leader")).update(school=None)
    page = signed_in("leader").get("/schools/")
    assert "22 learners." in text_of(page)
    assert list(rows_of(section(page, "moving"))) == [
        "Cloud Room Far Hill",
        "Lake Room Lantern Hill",
        "River Room Lantern Hill",
    ]


def test_whom_a_leader_only_teaches_is_not_on_the_leaders_page(school, signed_in):
    bring(school, 9)
    hill = open_school(acting_person=None, district=school.district, name="Far Hill")
    room = open_community(acting_person=None, school=hill, name="Cloud Room")
    bring(school, 10, room)
    leader = school.person("leader")
    Role.objects.create(district=school.district, person=leader, kind=RoleKind.TEACHER, begins_on=AUTUMN)
    join_communities(
        acting_person=None,
        district=school.district,
        memberships=[NewMembership(leader, room, RoleKind.TEACHER, AUTUMN)],
    )
    said = text_of(signed_in("leader").get("/schools/"))
    assert "12 learners." in said and "Cloud Room" not in said
    assert "Cloud Room" not in text_of(signed_in("leader").get("/schools/waiting/"))


def test_communities_stand_in_the_order_of_their_names(school, signed_in):
    bring(school, 10)
    bring(school, 12, school.other_community)
    bring(school, 11, open_community(acting_person=None, school=school.community.school, name="Apple Room"))
    page = signed_in("leader").get("/schools/")
    for table in ("stuck", "contact", "quiet", "moving", "seen"):
        assert list(rows_of(section(page, table))) == ["Apple Room", "Lake Room", "River Room"], table


def test_learners_in_no_community_are_not_forgotten(school, signed_in):
    ids = bring(school, 12)
    Membership.objects.filter(person__in=ids[:11]).delete()
    page = signed_in("leader").get("/schools/")
    assert "In no learning community" in rows_of(section(page, "moving"))
    assert "11 learners." in text_of(signed_in("leader").get("/schools/?community=none"))


def test_no_word_of_averages_ranks_or_shares_stands_on_the_page(school, signed_in):
    bring(school, 12)
    for language in ("en", "es"):
        client = signed_in("leader")
        client.post("/language/", {"language": language, "next": "/"})
        for address in ("/schools/", "/schools/waiting/", "/schools/?as=csv"):
            said = client.get(address).content.decode().lower()
            said = words_of(re.sub(r"(?s)<head>.*?</head>|<script.*?</script>", " ", said))
            assert not re.search(WRONG, said), (language, address)


def test_a_competency_that_several_work_on_with_little_evidence_is_named(school, signed_in):
    ids = bring(school, 12)
    fresh = make_competency(school)
    record_evidence(
        acting_person=None,
        district=school.district,
        pieces=[
            piece(
                school,
                number,
                learner_id=learner_id,
                competency_id=fresh.pk,
                happened_at=NOON - timedelta(days=1),
                source_record=f"thin-{learner_id}",
            )
            for number, learner_id in enumerate(ids[:4])
        ],
    )
    thin = words_of(section(signed_in("leader").get("/schools/"), "thin"))
    assert "share 4 learners work on it; for 4 of them there is too little evidence to say" in thin


def make_competency(school: School):
    made = Competency.objects.create(
        district=school.district,
        framework=school.framework,
        code="share",
        title="share",
        statement="I can share",
        source_identifier="share",
    )
    school.framework.revision += 1
    school.framework.save()
    return made


def test_what_a_person_rated_lately_is_counted_and_answers_are_not(school, signed_in):
    ids = bring(school, 12)
    record_evidence(
        acting_person=school.person("teacher"),
        district=school.district,
        pieces=[
            piece(
                school,
                number,
                learner_id=ids[0],
                kind=EvidenceKind.RUBRIC,
                result=2.0,
                result_low=1.0,
                result_high=4.0,
                task="",
                happened_at=NOON - timedelta(days=age),
                source_record=f"rated-{number}",
            )
            for number, age in enumerate((1, 2, 40))
        ],
    )
    assert rows_of(section(signed_in("leader").get("/schools/"), "seen"))["River Room"] == ["2", "13", "2"]


def test_a_strand_s_name_never_becomes_markup(school, signed_in):
    bring(school, 12)
    school.framework.title = 'Sums "<script>alert(1)</script>'
    school.framework.save()
    page = signed_in("leader").get("/schools/").content.decode()
    assert "<script>alert" not in page
    assert 'data-label="Sums &quot;&lt;script&gt;' in page


def test_a_leader_without_a_school_is_told_whom_to_ask(school, signed_in):
    Affiliation.objects.filter(person=school.person("leader")).delete()
    assert "No school is yours to lead today." in text_of(signed_in("leader").get("/schools/"))
    assert "No learner is yours to lead today." in text_of(signed_in("leader").get("/schools/waiting/"))
    assert file_of(signed_in("leader").get("/schools/?as=csv")) == []


def test_a_school_without_learners_says_so(school, signed_in):
    Affiliation.objects.filter(role="learner").delete()
    assert "No learner is here yet." in text_of(signed_in("leader").get("/schools/"))


@pytest.mark.parametrize("address", ["/schools/", "/schools/waiting/", "/schools/?as=csv"])
def test_the_number_of_queries_does_not_grow_with_learners(school, signed_in, address):
    client = signed_in("leader")
    counts = []
    for more in (12, 48):
        bring(school, more)
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_counts_are_kept_for_a_short_while_and_say_from_when_they_are(school, signed_in):
    bring(school, 12)
    client = signed_in("leader")
    client.get("/schools/")
    with CaptureQueriesContext(connection) as kept:
        client.get("/schools/")
    cache.clear()
    with CaptureQueriesContext(connection) as fresh:
        client.get("/schools/")
    assert len(kept) < len(fresh) - 10
    before = re.search(r"Counted at ([\d:]+)", text_of(client.get("/schools/")))[1]
    with clock_at(NOON + timedelta(minutes=9)):
        assert re.search(r"Counted at ([\d:]+)", text_of(client.get("/schools/")))[1] != before


def test_who_leaves_a_school_is_in_no_count_from_then_on_kept_or_not(school, signed_in):
    ids = bring(school, 12)
    client = signed_in("leader")
    assert "15 learners." in text_of(client.get("/schools/"))
    Affiliation.objects.filter(person__in=ids[:2]).delete()
    page = client.get("/schools/")
    assert "13 learners." in text_of(page)
    assert sum(int(each) for each in rows_of(section(page, "contact"))["River Room"]) == 12
