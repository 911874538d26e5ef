"""The model card says what the estimates are made of and how often they were right here, from stored records alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grown_school import grow, shifted
from ownpath.foundation.clock import now
from ownpath.people.models import Identity
from ownpath.proficiency import refit, trial
from ownpath.proficiency.building import begin_generation
from ownpath.proficiency.models import Generation, Refit
from ownpath.proficiency.parameters import store_parameters
from ownpath.proficiency.refit import refit_parameters
from school import make_school


@pytest.fixture
def grown(school, monkeypatch):
    monkeypatch.setattr(trial, "LEAST_ANSWERS", 150)
    monkeypatch.setattr(trial, "LEAST_LEARNERS", 10)
    monkeypatch.setattr(trial, "LEAST_HELD_OUT", 50)
    monkeypatch.setattr(trial, "SEEN_ENOUGH", 20)
    monkeypatch.setattr("ownpath.web.model.card.FEW_ANSWERS", 5)
    grow(school)
    return school


def run(school, monkeypatch, start):
    better = shifted(start)
    monkeypatch.setattr(trial, "fit_parameters", lambda answers, before, passes: better)
    monkeypatch.setattr(refit, "fit_parameters", lambda answers, before, passes: better)
    return refit_parameters(district=school.district, grace_seconds=0)


def page(client) -> str:
    answer = client.get("/model/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_at_the_beginning_it_says_that_nothing_was_measured(school, signed_in):
    text = page(signed_in("teacher"))
    assert "fitted on simulated learners, on no real person" in text
    assert "Nothing was measured here yet." in text and "New numbers have not been tried yet." in text
    assert "<svg viewBox" not in text


def test_it_shows_what_a_refused_run_measured_in_a_diagram_and_in_a_table(grown, signed_in, monkeypatch):
    record = run(grown, monkeypatch, -3.0).record
    text = page(signed_in("leader"))
    assert "New numbers were tried and were not better here, so they were not used." in text
    assert f"For each of {record['measured']['answers']} answers of 12 learners" in text
    bins = record["live"]["bins"]
    # The frame's own mark is drawn with one circle.
    assert text.split("<main", 1)[1].count("<circle") == len(bins)
    for each in bins:
        row = f"<td>{each['answers']}</td><td>{round(100 * each['expected'])}</td><td>{round(100 * each['right'])}"
        assert row in text
    said = min((each for each in bins if each["answers"] >= 5), key=lambda each: abs(each["expected"] - 0.8))
    assert f"Of {said['answers']} answers for which it said about {round(100 * said['expected'])} in 100" in text


def test_it_says_from_how_much_its_own_numbers_were_fitted_and_what_the_change_did(grown, signed_in, monkeypatch):
    run(grown, monkeypatch, 0.5)
    text = page(signed_in("coach"))
    assert "fitted on this district's own evidence" in text.replace("&#x27;", "'")
    assert "288 answers of 12 learners" in text
    assert "were better here, and are used since then" in text and "first attained" in text
    generation = Generation.objects.get(state="live")
    assert f"generation {generation.number}" in text
    assert round(Refit.objects.get().record["new"]["log_loss"], 4) != 0
    # What is shown of the parameters in use is what was measured of them before they went live.
    assert f"For each of {Refit.objects.get().record['new']['answers']} answers" in text


def test_an_error_and_a_build_under_way_are_told(school, signed_in):
    grow(school, 2)
    moment = now()
    Refit.objects.create(
        district=school.district,
        outcome="failed",
        reason="error",
        started_at=moment,
        beat_at=moment,
        finished_at=moment + timedelta(seconds=1),
    )
    stored = store_parameters(district=school.district, parameters=shifted(0.1), moment=moment, responses=1)
    generation = begin_generation(district=school.district, parameter_set=stored, reason="refit")
    Generation.objects.filter(pk=generation.pk).update(learners_built=1, learners_total=2)
    text = page(signed_in("administrator"))
    assert "The last run ended with an error. The estimates in use did not change." in text
    assert "1 of 2 learners are done" in text


def test_it_names_nobody_and_nothing_of_another_district(grown, signed_in, monkeypatch):
    run(grown, monkeypatch, 0.5)
    other = make_school("far-valley")
    text = page(signed_in("teacher"))
    main = text[text.index("<main") :]
    for name in Identity.objects.values_list("given_name", flat=True):
        assert f"{name} " not in main
    assert "Nothing was measured here yet." in page(signed_in("teacher", other))


def test_coordinates_stay_numbers_where_the_comma_divides(grown, signed_in, monkeypatch):
    run(grown, monkeypatch, -3.0)
    client = signed_in("teacher")
    client.post("/language/", {"language": "es"})
    text = page(client)
    assert "Cómo se hacen las estimaciones" in text
    assert not re.search(r'(?:cx|cy|r|x|y)="[\d.]*,', text) and re.search(r'cx="\d+\.\d+"', text)


def test_it_takes_the_same_few_queries_however_much_there_is(grown, signed_in, monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client)
        return len(caught)

    run(grown, monkeypatch, -3.0)
    client = signed_in("teacher")
    few = queries()
    for _ in range(5):
        run(grown, monkeypatch, -2.0)
    grow(grown, 4)
    assert queries() == few <= 12


def test_it_is_linked_from_the_homes_of_those_who_may_open_it(school, signed_in):
    for name, path in (("teacher", "/communities/"), ("leader", "/schools/"), ("administrator", "/office/")):
        assert 'href="/model/"' in signed_in(name).get(path, follow=True).content.decode()
    assert 'href="/model/"' not in signed_in("parent").get("/family/", follow=True).content.decode()
