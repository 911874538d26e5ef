"""The demo is a living school: its people, its stories, and evidence that came in by the usual doors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from cast import LEARNERS, TEACHERS, Story, families_of, learners_of_size, sign_in_cast
from ownpath.competencies.models import Competency
from ownpath.competencies.selectors import gather_progression
from ownpath.demo.build import build_demo, school_days
from ownpath.demo.content_files import demo_fingerprint
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.foundation.clock import clock_at, now
from ownpath.foundation.models import District
from ownpath.people.models import Account, Identity, Person, RelationshipKind, RoleKind
from ownpath.people.selectors import demo_accounts
from ownpath.plans.models import AboutMe, Goal, Note, Pin, Support, SupportStep
from ownpath.plans.selectors import open_messages_for
from ownpath.proficiency.models import Attainment, Judgement
from ownpath.proficiency.rebuild import rebuild_estimates
from ownpath.proficiency.standing import gather_group_standing
from ownpath.schools.models import LearningCommunity
from ownpath.schools.selectors import children_of, learners_coached_by, learners_of, teachers_of

TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def built(db: None) -> District:
    """The first six of the cast, four weeks long."""
    with clock_at(TUESDAY):
        build_demo(n_learners=6, weeks=4)
        yield District.objects.get()


def learner(number: int) -> Person:
    return Person.objects.get(identity__given_name=LEARNERS[number].given_name, roles__kind=RoleKind.LEARNER)


def what_happened() -> list[tuple[object, ...]]:
    columns = ("learner__uuid", "competency__code", "kind", "result", "task", "happened_at", "source_record")
    goals = Goal.objects.order_by("uuid").values_list("uuid", "learner__uuid", "statement", "by_when", "made_at")
    notes = Note.objects.order_by("uuid").values_list("uuid", "learner__uuid", "text", "written_at")
    evidence = Evidence.objects.order_by("ordered_at", "sequence", "pk").values_list(*columns)
    return [*evidence, *goals, *notes]


def test_the_cast_is_75_learners_aged_8_to_14_with_every_story():
    assert len(LEARNERS) == 75 and len(TEACHERS) == 3
    assert {each.age for each in LEARNERS} == set(range(8, 15))
    assert {each.story for each in LEARNERS} == set(Story)
    assert len({(each.given_name, each.family_name) for each in LEARNERS}) == 75
    assert {each.username for each in LEARNERS[:6]} <= set(sign_in_cast(LEARNERS))


def test_families_speak_three_languages_and_every_learner_has_one():
    homes = families_of(LEARNERS)
    assert {adult.language for adult, _ in homes} == {"en", "es", "ar"}
    assert {each.language for each in sign_in_cast(LEARNERS).values()} == {"en", "es", "ar"}
    assert {child.number for _, children in homes for child in children} == set(range(75))
    assert any(len(children) > 1 for _, children in homes)


def test_a_larger_cast_begins_with_the_same_people():
    assert learners_of_size(2000)[:75] == LEARNERS
    assert len({each.number for each in learners_of_size(2000)}) == 2000


def test_the_days_are_school_days_and_the_last_lies_before_today():
    days = school_days(TUESDAY, 8)
    assert len(days) == 40 and days[-1] < TUESDAY
    assert all(day.weekday() < 5 for day in days) and days == sorted(days)
    assert (TUESDAY - days[-1]).days < 4


def test_everybody_stands_where_they_belong(built):
    community = LearningCommunity.objects.get()
    assert learners_of(community).count() == 6 and teachers_of(community).count() == 3
    coached = Counter(learners_coached_by(teacher).count() for teacher in teachers_of(community))
    assert coached == {2: 3}
    adults = Person.objects.filter(relationships_to_learners__kind=RelationshipKind.FAMILY_OF).distinct()
    assert all(children_of(adult).exists() for adult in adults)
    assert set(demo_accounts().values_list("username", flat=True)) == set(sign_in_cast(LEARNERS[:6]))
    assert not Account.objects.exclude(password__startswith="!").exists()


@pytest.mark.django_db
def test_the_same_day_gives_the_same_evidence():
    def build_and_look() -> list[tuple[object, ...]]:
        with transaction.atomic(), clock_at(TUESDAY):
            build_demo(n_learners=6, weeks=4)
            rows = what_happened()
            transaction.set_rollback(True)
        return rows

    first, again = build_and_look(), build_and_look()
    assert len(first) > 500 and first == again


def test_estimates_follow_from_the_evidence_to_the_last_bit(built):
    rebuilt = rebuild_estimates(district=built)
    assert (rebuilt.different, rebuilt.learners) == (0, 5)
    assert rebuilt.evidence > 500


def test_evidence_of_every_kind_came_in_and_something_was_mended(built):
    kinds = set(Evidence.objects.values_list("kind", flat=True))
    assert {EvidenceKind.PRIOR, EvidenceKind.RESPONSE, EvidenceKind.RUBRIC} <= kinds
    assert Evidence.objects.filter(supersedes__isnull=False).exists()
    assert not Evidence.objects.filter(happened_at__gt=TUESDAY).exists()


def test_somebody_new_has_no_evidence_and_everybody_else_has(built):
    assert not Evidence.objects.filter(learner=learner(3)).exists()
    for number in (0, 1, 2, 4, 5):
        assert Evidence.objects.filter(learner=learner(number)).count() > 60


def test_somebody_went_quiet_three_weeks_ago(built):
    last = Evidence.objects.filter(learner=learner(2)).latest("ordered_at").ordered_at
    others = Evidence.objects.filter(learner=learner(0)).latest("ordered_at").ordered_at
    assert (TUESDAY - last).days >= 19 and (TUESDAY - others).days < 7


def test_somebody_is_stuck_and_the_others_are_not(built):
    progression = gather_progression(built.pk)
    standing = gather_group_standing(
        Person.objects.filter(roles__kind=RoleKind.LEARNER),
        progression,
        TUESDAY,
        learner_ids=[learner(number).pk for number in range(6)],
    )
    assert standing.stuck[1] and (TUESDAY - standing.stuck[1][0].since).days >= 3
    assert not standing.stuck[0] and not standing.stuck[3]


def test_teachers_judged_with_reasons_and_new_things_were_attained(built):
    assert Judgement.objects.filter(verdict="attained").exists()
    assert all(len(reason) > 20 for reason in Judgement.objects.values_list("reason", flat=True))
    assert Attainment.objects.filter(evidence__kind=EvidenceKind.RESPONSE).exists()


def test_learners_and_teachers_made_plans_in_their_own_language(built):
    spanish, english = learner(1), learner(0)
    assert "Quiero" in Goal.objects.filter(learner=spanish).latest("made_at").statement
    assert "I want" in Goal.objects.filter(learner=english).latest("made_at").statement
    assert {each.kind for each in AboutMe.objects.filter(learner=spanish)} == set(AboutMe.Kind.values)
    assert Goal.objects.filter(state=Goal.State.OPEN, by_when__gt=TUESDAY.date()).count() >= 3
    assert Goal.objects.filter(state=Goal.State.REACHED).exclude(closing_words="").exists()
    assert Support.objects.get(learner=spanish).steps.count() == 2 and Support.objects.count() == 2
    assert Pin.objects.filter(learner__in=(english, learner(5))).exists()
    (sent,) = (each for each in Note.objects.filter(kind=Note.Kind.MESSAGE) if each.learner == english)
    assert open_messages_for(sent.addressed_to).contains(sent) and english in learners_coached_by(sent.addressed_to)


def test_nothing_was_planned_after_today_or_before_the_term(built):
    for model, moment in ((Goal, "made_at"), (AboutMe, "written_at"), (Note, "written_at"), (SupportStep, "noted_at")):
        moments = list(model.objects.values_list(moment, flat=True))
        assert moments and max(moments) < TUESDAY
        assert min(moments) >= school_days(TUESDAY, 4)[0]


def test_no_evidence_row_names_anybody(built):
    names = set(Identity.objects.values_list("given_name", flat=True))
    for row in Evidence.objects.values("task", "source", "source_record").distinct()[:300]:
        assert not any(name in str(value) for name in names for value in row.values())


def test_every_competency_has_spanish_and_arabic_words(built):
    untranslated = [
        (each.code, language)
        for each in Competency.objects.all()
        for language in ("es", "ar")
        if not each.translations.get(language, {}).get("statement")
    ]
    assert untranslated == []


def test_the_fingerprint_tells_sizes_apart():
    assert demo_fingerprint(75) != demo_fingerprint(76) and demo_fingerprint(75) == demo_fingerprint(75)


def demo_command(folder, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "OWNPATH_MODE"}}
    return subprocess.run(
        [sys.executable, "-m", "ownpath.config.command_line.main", "demo", "--no-serve", *options],
        env={**env, "OWNPATH_DATA": str(folder), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_command_builds_once_and_leaves_nothing_unfinished(tmp_path):
    first = demo_command(tmp_path, "--learners", "2", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["learners"] == 2
    again = demo_command(tmp_path, "--learners", "2", "--json")
    assert json.loads(again.stdout)["demo"] == "stands already"
    assert not list((tmp_path / "demo").glob("unfinished*"))


def test_the_command_never_touches_a_database_that_somebody_named(tmp_path):
    refused = demo_command(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/school.sqlite3")
    assert refused.returncode == 1 and "Unset DATABASE_URL" in refused.stderr
    assert not (tmp_path / "school.sqlite3").exists()


def test_the_clock_goes_on_after_the_demo(built):
    assert now() == TUESDAY
