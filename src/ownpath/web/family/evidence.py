"""One competency of a child, as the family reads it: the three facts, the reasons, what was seen and when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.proficiency.selectors import gather_competency_record, gather_picture
from ownpath.web.design.can_do import three_facts
from ownpath.web.design.evidence_days import by_day
from ownpath.web.family.child import find_child
from ownpath.web.learner.found import find_competency, note_reading
from ownpath.web.wording import (
    attained_sentence,
    day,
    missing_sentence,
    name_of,
    reading_language,
    spoken_reasons,
    verdict_words,
)

MOST_DAYS = 12


def show_evidence(request: HttpRequest, learner: UUID, competency: UUID) -> HttpResponse:
    """What a family finds behind the name of a competency."""
    child = find_child(request, learner)
    progression, language = gather_progression(child.district_id), reading_language()
    card = find_competency(progression, competency)
    picture = gather_picture(child, progression, now())
    record = gather_competency_record(request.person, child, card.id)
    note_reading(request, child, "competency")
    facts, strand = picture.facts.get(card.place), progression.strands[card.strand]
    days = by_day(record.evidence)
    return render(
        request,
        "family/evidence.html",
        {
            "child": child,
            "title": card.title_in(language),
            "statement": card.statement_in(language),
            "strand": strand,
            "strand_name": strand.name_in(language),
            "three_facts": three_facts(facts),
            "sentences": list(filter(None, [attained_sentence(facts), missing_sentence(facts)])) if facts else [],
            "reasons": spoken_reasons(record.estimate.reasons) if record.estimate else [],
            "judgements": [
                {
                    "verdict": verdict_words()[each.verdict],
                    "reason": each.reason,
                    "by": name_of(each.judged_by),
                    "when": day(each.judged_at),
                }
                for each in record.judgements
            ],
            "at_home": card.at_home_in(language),
            "evidence": days[:MOST_DAYS],
            "more_evidence": days[MOST_DAYS:],
            "opens": [progression.cards[place].title_in(language) for place in progression.opened_by[card.place]],
        },
    )
