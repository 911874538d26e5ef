"""Groups by need: proposed and explained, changed by hand, made, closed, taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from seen import number_of_queries, section, text_of, undo_of

from ownpath.foundation.clock import clock_at
from ownpath.plans.models import GroupPlace, NeedGroup
from school import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(school) -> str:
    return f"/communities/{school.community.uuid}/groups/"


def fields_of(page) -> dict[str, list[str]]:
    """The form of the proposals as a browser would send it."""
    html = page.content.decode()
    html = html[html.index('id="arrange"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]+>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not ('type="checkbox"' in tag and "checked" not in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_a_teacher_of_one_community_comes_to_its_groups_at_once(school, teacher, address):
    assert teacher.get("/groups/")["Location"] == address


def test_a_proposal_says_for_what_with_whom_and_why(morning, teacher, address):
    morning.add_learners(1)
    said = section(teacher.get(address), "proposed")
    assert "1. add 3 hold everything it builds on." in said
    assert "Learner Made-Up ready" in said and "3 learners have a place." in said


def test_sizes_that_nothing_fits_are_said_plainly_and_nonsense_is_put_right(morning, teacher, address):
    morning.add_learners(1)
    assert "No 5 learners need the same thing just now." in text_of(teacher.get(f"{address}?smallest=5&largest=9"))
    page = teacher.get(f"{address}?smallest=9999999&largest=-1").content.decode()
    assert 'name="smallest" min="2" max="20" value="3"' in page
    assert 'name="largest" min="2" max="20" value="8"' in page


def test_the_groups_that_are_ticked_are_made_and_can_be_taken_back(morning, teacher, address):
    morning.add_learners(1)
    page = teacher.post(f"{address}make/", fields_of(teacher.get(address)), follow=True)
    assert "Teacher Made-Up made 1 group." in text_of(page)
    assert "Learner Made-Up" in section(page, "open") and "led by Teacher Made-Up" in section(page, "open")
    assert set(GroupPlace.objects.values_list("why", flat=True)) == {"ready"}
    page = teacher.post(undo_of(page), follow=True)
    assert not NeedGroup.objects.exists() and "Taken back." in text_of(page)


def test_a_form_that_is_sent_twice_makes_each_group_once(morning, teacher, address):
    morning.add_learners(1)
    fields = fields_of(teacher.get(address))
    teacher.post(f"{address}make/", fields)
    teacher.post(f"{address}make/", fields)
    assert NeedGroup.objects.count() == 1


def test_who_is_ticked_moves_without_scripts_and_nothing_is_stored_before_it_is_confirmed(
    morning, teacher, address, school
):
    morning.add_learners(1)
    moving = str(school.person("learner").uuid)
    fields = fields_of(teacher.get(address)) | {"pick": [moving], "to": "outside"}
    page = teacher.post(f"{address}arrange/", fields)
    assert f'value="{moving}:outside"' in page.content.decode() and not NeedGroup.objects.exists()
    teacher.post(f"{address}make/", fields_of(page))
    members = set(GroupPlace.objects.values_list("learner__uuid", flat=True))
    assert len(members) == 2 and school.person("learner").uuid not in members
    back = fields_of(page) | {"pick": [moving], "to": "1"}
    assert f'value="{moving}:1"' in teacher.post(f"{address}arrange/", back).content.decode()


@pytest.mark.parametrize(
    ("changed", "where", "says"),
    [
        ({"pick": [], "to": "1"}, "arrange/", "Please tick who is to move."),
        ({"to": "77"}, "arrange/", "Please choose where to."),
        ({"use": []}, "make/", "Please tick at least one group that has a learner in it."),
        ({"meets_on-1": ["soon"]}, "make/", "Please choose a day."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(morning, teacher, address, school, changed, where, says):
    morning.add_learners(1)
    fields = fields_of(teacher.get(address)) | {"pick": [str(school.person("learner").uuid)]} | changed
    answer = teacher.post(f"{address}{where}", fields)
    assert answer.status_code == 422 and says in text_of(answer) and not NeedGroup.objects.exists()


def test_a_learner_of_another_community_cannot_be_smuggled_in(morning, teacher, address, school):
    morning.add_learners(1)
    fields = fields_of(teacher.get(address))
    fields["in"].append(f"{school.person('stranger').uuid}:1")
    teacher.post(f"{address}make/", fields)
    assert not GroupPlace.objects.filter(learner=school.person("stranger")).exists()


def test_an_open_group_is_changed_and_each_change_can_be_undone(morning, teacher, address, school):
    morning.add_learners(1)
    teacher.post(f"{address}make/", fields_of(teacher.get(address)))
    group = NeedGroup.objects.get()
    own = f"/groups/{group.uuid}/"
    learner = {"learner": str(school.person("learner").uuid)}
    page = teacher.post(f"{own}take-out/", learner, follow=True)
    assert "Learner Made-Up" not in section(page, "people").split("One more learner")[0]
    page = teacher.post(undo_of(page), follow=True)
    assert "Learner Made-Up added by hand" in section(page, "people")
    page = teacher.post(f"{own}change/", {"purpose": "With coins", "meets_on": "2026-09-15"}, follow=True)
    assert "With coins" in text_of(page) and "Sept. 15, 2026" in text_of(page)
    refused = teacher.post(f"{own}add/", {"learner": "nobody"})
    assert refused.status_code == 422 and "Please choose a learner." in text_of(refused)


def test_a_group_closes_with_what_came_of_it_and_opens_again(morning, teacher, address):
    morning.add_learners(1)
    teacher.post(f"{address}make/", fields_of(teacher.get(address)))
    group = NeedGroup.objects.get()
    page = teacher.post(f"/groups/{group.uuid}/close/", {"outcome": "All three can."}, follow=True)
    assert "All three can." in section(page, "closed") and 'id="open"' not in page.content.decode()
    assert "Teacher Made-Up closed this group." in text_of(teacher.get(f"/groups/{group.uuid}/"))
    teacher.post(undo_of(page))
    assert "add" in section(teacher.get(address), "open")


def test_a_group_made_longer_ago_is_not_taken_back_but_closed(morning, teacher, address):
    morning.add_learners(1)
    page = teacher.post(f"{address}make/", fields_of(teacher.get(address)), follow=True)
    with clock_at(MONDAY + timedelta(days=5)):
        late = teacher.post(undo_of(page), follow=True)
    assert NeedGroup.objects.count() == 1 and "more than an hour ago" in text_of(late)


def test_from_a_row_somebody_goes_into_an_open_group_or_begins_one(morning, teacher, school):
    add = str(school.competencies["add"].uuid)
    sent = {"group": "new", "competency": add, "next": "/morning/"}
    page = teacher.post(morning.about(tail="groups/"), sent, follow=True)
    assert "Teacher Made-Up began a group with Learner." in text_of(page)
    form = teacher.get(morning.about("neighbour", f"team/group/?competency={add}"))
    assert "add, with Learner" in text_of(form)
    group = NeedGroup.objects.get()
    page = teacher.post(morning.about("neighbour", "groups/"), {"group": str(group.uuid)}, follow=True)
    assert "Teacher Made-Up put Neighbour into the group." in text_of(page)
    teacher.post(undo_of(page))
    assert GroupPlace.objects.filter(removed_at__isnull=True).count() == 1
    refused = teacher.post(morning.about("neighbour", "groups/"), {"group": ""})
    assert refused.status_code == 422 and "Please choose a group." in text_of(refused)


def test_the_number_of_queries_does_not_grow_with_learners_or_groups(morning, teacher, address):
    morning.fail_all(morning.add_learners(2))
    teacher.post(f"{address}make/", fields_of(teacher.get(address)))
    teacher.get(address)
    few = number_of_queries(teacher, address)
    morning.fail_all(morning.add_learners(20))
    teacher.post(f"{address}make/", fields_of(teacher.get(address)))
    assert NeedGroup.objects.count() > 1
    assert number_of_queries(teacher, address) == few <= 34
