"""One learner and one competency: the three facts, the estimate with its reasons, the judgements, the evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, Progression, gather_progression
from ownpath.foundation.clock import now
from ownpath.people.models import Person
from ownpath.proficiency.models import Judgement
from ownpath.proficiency.selectors import LearnerPicture, gather_competency_record, gather_picture
from ownpath.schools.selectors import learners_taught_by
from ownpath.web.design.evidence_days import by_day
from ownpath.web.design.marks import mark_words, marks_of
from ownpath.web.learner.doing import tasks_here
from ownpath.web.learner.found import find_competency, find_learner, note_reading
from ownpath.web.wording import (
    ago,
    attained_sentence,
    day,
    missing_sentence,
    name_of,
    reading_language,
    rule_sentence,
    spoken_reasons,
    verdict_words,
)

MOST_DAYS = 12


def show_competency(request: HttpRequest, learner: UUID, competency: UUID) -> HttpResponse:
    """The page behind every mark and name."""
    found = find_learner(request, learner)
    progression = gather_progression(found.district_id)
    card = find_competency(progression, competency)
    note_reading(request, found, "competency")
    return render(request, "learner/competency.html", competency_page(request, found, progression, card))


def competency_page(
    request: HttpRequest,
    learner: Person,
    progression: Progression,
    card: CompetencyCard,
    *,
    error: str = "",
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the page shows; also after a judgement that could not be taken."""
    as_of, language = now(), reading_language()
    picture = gather_picture(learner, progression, as_of)
    record = gather_competency_record(request.person, learner, card.id)
    facts = picture.facts.get(card.place)
    estimate = record.estimate
    marks, words = marks_of(picture.standing), mark_words()
    evidence = by_day(record.evidence)
    strand = progression.strands[card.strand]
    is_own = learner.pk == request.person.pk

    def links(places: tuple[int, ...]) -> list[dict[str, Any]]:
        return [
            {
                "uuid": progression.cards[place].uuid,
                "title": progression.cards[place].title_in(language),
                "mark": marks[place],
                "mark_word": words[marks[place]],
            }
            for place in places
        ]

    return {
        "learner": learner,
        "title": card.title_in(language),
        "statement": card.statement_in(language),
        "code": card.code,
        "level": card.level,
        "strand": {"code": strand.code, "name": strand.name_in(language)},
        "mark": marks[card.place],
        "mark_word": words[marks[card.place]],
        "facts": facts,
        "attained_sentence": attained_sentence(facts) if facts else "",
        "rule": rule_sentence(facts.attained_rule) if facts and facts.attained and facts.attained_rule else "",
        "missing": missing_sentence(facts) if facts else _("There is no evidence yet."),
        "held_until": day(facts.holds_until) if facts and facts.holds_until and facts.attained else "",
        "estimate": _estimate_words(estimate) if estimate else None,
        "reasons": spoken_reasons(estimate.reasons) if estimate else [],
        "evidence": evidence[:MOST_DAYS],
        "more_evidence": evidence[MOST_DAYS:],
        "stuck_since": _stuck_since(picture, card, as_of),
        "judgements": [
            {
                "verdict": verdict_words()[each.verdict],
                "reason": each.reason,
                "by": name_of(each.judged_by),
                "when": day(each.judged_at),
            }
            for each in record.judgements
        ],
        "builds_on": links(progression.requires_of[card.place]),
        "opens": links(progression.opened_by[card.place]),
        "deeper": links(tuple(later for earlier, later in progression.deepens if earlier == card.place)),
        "levels": level_words(progression, card, language),
        "is_own": is_own,
        **(tasks_here(request.person, card) if is_own else {}),
        "may_judge": learners_taught_by(request.person).filter(pk=learner.pk).exists(),
        "verdicts": _verdicts(bool(facts and facts.verdict)),
        "error": error,
        "typed": typed or {},
    }


def level_words(progression: Progression, card: CompetencyCard, language: str) -> list[dict[str, str]]:
    """What the competency looks like on each level of its scale, where that is written."""
    written = card.level_descriptions.get(language) or card.level_descriptions.get("en", {})
    return [
        {
            "name": level.translations.get(language, {}).get("name") or level.name,
            "described": written[str(level.value)],
        }
        for level in progression.scale_levels.get(card.framework_id, ())
        if written.get(str(level.value))
    ]


def _stuck_since(picture: LearnerPicture, card: CompetencyCard, as_of: datetime) -> str:
    since = next((each.since for each in picture.standing.stuck[0] if each.competency == card.place), None)
    return ago(since, as_of) if since else ""


def _verdicts(one_stands: bool) -> list[tuple[str, str]]:
    """What a teacher can decide here."""
    choices = [
        (Judgement.Verdict.ATTAINED, _("Attained")),
        (Judgement.Verdict.NOT_YET, _("Not yet")),
    ]
    if one_stands:
        choices.append((Judgement.Verdict.WITHDRAWN, _("Take back the judgement that stands")))
    return choices


def _estimate_words(estimate: Any) -> dict[str, int]:
    return {
        "of_100": round(100 * estimate.probability),
        "low": round(100 * estimate.interval_low),
        "high": round(100 * estimate.interval_high),
    }
