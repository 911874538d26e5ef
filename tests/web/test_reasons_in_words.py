"""Every reason that an estimate can give has a sentence, in every language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from ownpath.web.wording import missing_sentence, spoken_reasons

CODES = (
    "recent_success",
    "recent_errors",
    "success_so_far",
    "errors_so_far",
    "practice",
    "learner_general",
    "prior_record",
    "related",
    "competency_difficulty",
    "long_ago",
    "few_answers",
    "start",
    "other",
)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", CODES)
def test_a_reason_for_and_a_reason_against_each_have_a_sentence(code, language):
    with translation.override(language):
        spoken = [spoken_reasons([{"code": code, "logits": logits, "detail": {}}]) for logits in (1.2, -1.2)]
    assert [[each.speaks_for for each in one] for one in spoken] == [[True], [False]]
    assert all(one[0].sentence for one in spoken)


@pytest.mark.parametrize("code", ["practice", "related", "learner_general", "prior_record"])
def test_the_same_kind_of_reason_says_something_else_when_it_speaks_against(code):
    good, bad = (spoken_reasons([{"code": code, "logits": logits, "detail": {}}])[0] for logits in (1.0, -1.0))
    assert good.sentence != bad.sentence


def test_a_code_that_nobody_knows_is_left_out():
    assert spoken_reasons([{"code": "unheard of", "logits": 1.0, "detail": {}}]) == []


@pytest.mark.parametrize(
    ("missing", "count", "sentence"),
    [
        ("", 0, ""),
        ("surer", 5, "Still needed: about 5 more tasks, to be sure."),
        ("surer", 1, "Still needed: about 1 more task, to be sure."),
        ("other_tasks", 2, "Still needed: at least 2 other tasks."),
        ("more_evidence", 3, "Still needed: at least 3 more pieces of evidence."),
        ("more_evidence", 0, "Still needed: some evidence."),
    ],
)
def test_what_is_missing_is_said_with_its_number(missing, count, sentence):
    facts = SimpleNamespace(enough_evidence=not missing, missing=missing, missing_count=count)
    assert missing_sentence(facts) == sentence
