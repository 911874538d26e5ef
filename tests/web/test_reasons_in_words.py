"""Every reason that an estimate can give has a sentence, in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from ownpath.web.wording import spoken_reasons

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
