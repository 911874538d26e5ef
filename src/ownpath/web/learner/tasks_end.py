"""How a sitting went: what it decided and why, what stands now, and every task with how it is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ownpath.assessment.bank import TaskGone
from ownpath.assessment.models import Sitting
from ownpath.assessment.selectors import gather_whole_tasks
from ownpath.competencies.selectors import gather_progression
from ownpath.foundation.clock import now
from ownpath.proficiency.selectors import Facts, gather_picture
from ownpath.web.design.tasks import ToldTask, tell_task
from ownpath.web.learner.tasks import about_of, find_sitting
from ownpath.web.wording import attained_sentence, missing_sentence, reading_language, rule_sentence


def show_end(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """The end of a sitting; while it goes on, there is none."""
    found = find_sitting(request, sitting)
    if found.ended_at is None:
        return redirect("web:task", sitting=found.uuid)
    facts = _facts(request, found)
    headline, sentences = _how_it_went(found)
    is_attained = facts is not None and facts.attained
    return render(
        request,
        "learner/task_end.html",
        {
            "sitting": found,
            "headline": headline,
            "sentences": sentences,
            "facts": _facts_said(facts) if facts else [],
            "told": _tell_tasks(found),
            "may_check": found.kind in (Sitting.Kind.PRACTICE, Sitting.Kind.MASTERY_CHECK) and not is_attained,
            "check_is_open": bool(found.outcome.get("opens_check")),
            "may_retry": found.kind == Sitting.Kind.MASTERY_CHECK,
            "may_practise": True,
            **about_of(request, found),
        },
    )


def _how_it_went(sitting: Sitting) -> tuple[str, list[str]]:
    """The headline, and what it rests on. Nothing is held against anybody."""
    outcome = sitting.outcome
    counts = {"n": outcome.get("tasks", 0), "right": outcome.get("right", 0)}
    done = (
        ngettext("You did %(n)s task; %(right)s was right.", "You did %(n)s tasks; %(right)s were right.", counts["n"])
        % counts
    )
    if counts["n"] == 0:
        return _("Nothing was done yet"), [_("You can begin again at any time.")]
    if sitting.kind == Sitting.Kind.MASTERY_CHECK:
        if outcome.get("attained"):
            return _("You can do it"), [
                _("You have shown it: %(right)s of %(n)s new tasks were right. So it counts as attained.") % counts
            ]
        if outcome.get("out_of_tasks"):
            return _("No new tasks are left"), [done, _("Your teacher can look at it with you.")]
        return _("Not yet"), [
            done,
            _("It is not held against you. Practise, or try again with new tasks when you like."),
        ]
    if sitting.kind == Sitting.Kind.PRACTICE and outcome.get("opens_check"):
        return _("Three in a row"), [done, _("Now you can show it: a few new tasks, and it counts.")]
    if sitting.kind == Sitting.Kind.REFRESH and outcome.get("came_back"):
        return _("It is back"), [done]
    return _("Done for now"), [done, _("Stop here, or go on when you like.")]


def _facts(request: HttpRequest, sitting: Sitting) -> Facts | None:
    progression = gather_progression(request.person.district_id)
    place = progression.place_of.get(sitting.competency_id) if sitting.competency_id else None
    if place is None:
        return None
    return gather_picture(request.person, progression, now()).facts.get(place)


def _facts_said(facts: Facts) -> list[str]:
    said = []
    if facts.attained:
        said = [attained_sentence(facts), rule_sentence(facts.attained_rule) if facts.attained_rule else ""]
    else:
        said = [_("Not attained yet."), missing_sentence(facts)]
    return [sentence for sentence in said if sentence]


def _tell_tasks(sitting: Sitting) -> list[ToldTask]:
    language: Any = reading_language()
    told = []
    for task, load in gather_whole_tasks(sitting):
        try:
            told.append(tell_task(load(), task.answer.given, task.answer.language, language))
        except TaskGone:
            continue
    return told
