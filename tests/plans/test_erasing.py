"""Erasing a person takes their name and every word about them, and leaves what names nobody."""

from __future__ import annotations

import json

import pytest

from ownpath.foundation.errors import NotAllowed
from ownpath.people.models import Account, AuditEntry, Identity, Person
from ownpath.people.services import set_password
from ownpath.plans.models import AboutMe, Goal, GroupPlace, HomeVisit, Note, Pin, Support, SupportStep
from ownpath.plans.services import erase_person, note_visit
from ownpath.proficiency.services import record_evidence
from ownpath.reports.learner_record import export_learner_record
from plans.conftest import NOW
from plans.test_reading import fill
from school import make_school, piece

WORDS = (Goal, AboutMe, Note, Support, SupportStep, Pin)


def test_erasing_takes_the_name_and_the_words_and_leaves_the_evidence(school):
    learner = school.person("learner")
    set_password(acting_person=None, person=learner, username="lea", password="a-long-river-stone")
    record_evidence(acting_person=None, district=school.district, pieces=[piece(school, 1)])
    note_visit(learner)
    fill(school)
    erased = erase_person(acting_person=school.person("administrator"), person=learner)
    assert erased.erased_at == NOW
    assert not Identity.objects.filter(person=learner).exists() and not Account.objects.filter(person=learner).exists()
    assert [model.objects.filter(learner=learner).count() for model in WORDS] == [0] * len(WORDS)
    assert not HomeVisit.objects.filter(person=learner).exists()
    assert all(model.objects.filter(learner=school.person("neighbour")).exists() for model in WORDS)
    assert GroupPlace.objects.filter(learner=learner).count() == 1
    record = export_learner_record(acting_person=None, learner=Person.objects.get(pk=learner.pk))
    assert len(record["evidence"]) == 1 and record["identity"] == []
    assert "Zanzibar" not in json.dumps({**record, "groups": []})
    assert [each["detail"] for each in record["audit"] if each["what"] == "identity"] == [{"done": "erased"}]


def test_erasing_twice_is_erasing_once(school):
    learner = school.person("learner")
    first = erase_person(acting_person=None, person=learner).erased_at
    assert erase_person(acting_person=None, person=learner).erased_at == first
    assert AuditEntry.objects.filter(what="identity").count() == 1


def test_what_an_erased_teacher_wrote_about_others_stays_without_the_name(school):
    fill(school)
    erase_person(acting_person=None, person=school.person("teacher"))
    assert Note.objects.filter(written_by=school.person("teacher")).exists()
    assert not Identity.objects.filter(person=school.person("teacher")).exists()


@pytest.mark.parametrize("who", ["learner", "teacher", "parent", "coach", "mentor"])
def test_only_the_office_and_leaders_erase(school, who):
    with pytest.raises(NotAllowed):
        erase_person(acting_person=school.person(who), person=school.person("learner"))
    assert Identity.objects.filter(person=school.person("learner")).exists()


def test_nobody_erases_across_districts(school):
    elsewhere = make_school("far-valley")
    with pytest.raises(NotAllowed):
        erase_person(acting_person=elsewhere.person("administrator"), person=school.person("learner"))


def test_the_record_of_a_learner_holds_all_their_plans(school):
    fill(school)
    note_visit(school.person("learner"))
    record = export_learner_record(acting_person=None, learner=school.person("learner"))
    names = ("goals", "about_me", "notes", "supports", "support_steps", "pins", "group_places", "groups", "home_visits")
    assert {name: len(record[name]) for name in names} == dict.fromkeys(names, 1)
