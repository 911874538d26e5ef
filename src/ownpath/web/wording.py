"""What the computer found, in words that a ten-year-old and a tired parent understand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import Progression
from ownpath.core.progressions import NextStep
from ownpath.evidence.models import Evidence, EvidenceKind
from ownpath.people.models import Person
from ownpath.proficiency.models import CHECK_RULE, Judgement
from ownpath.proficiency.selectors import Facts

SMALL_LOGITS, LARGE_LOGITS = 0.25, 1.0


def reading_language() -> str:
    """The language in which the page is read, as competencies' translations name it."""
    return (get_language() or "en")[:2]


@dataclass(frozen=True, slots=True)
class SpokenReason:
    """One reason: whether it speaks for the competency, how much, and its sentence."""

    speaks_for: bool
    weight: str
    sentence: str


def spoken_reasons(reasons: Sequence[dict[str, Any]]) -> list[SpokenReason]:
    """The reasons of an estimate as sentences, the weightiest first; the smallest are left out."""
    spoken = []
    for reason in reasons:
        if abs(reason["logits"]) < SMALL_LOGITS and spoken:
            continue
        sentence = _reason_sentence(reason["code"], reason["logits"])
        if sentence:
            weight = _("counts for much") if abs(reason["logits"]) >= LARGE_LOGITS else _("counts a little")
            spoken.append(SpokenReason(reason["logits"] > 0, weight, sentence))
    return spoken


def _reason_sentence(code: str, logits: float) -> str:
    good = logits > 0
    sentences = {
        "recent_success": _("The latest tasks went well."),
        "recent_errors": _("The latest tasks did not work out yet."),
        "success_so_far": _("Most tasks so far went well."),
        "errors_so_far": _("Many tasks so far did not work out yet."),
        "practice": _("There was much practice, and practice helps.")
        if good
        else _("There was much practice already, and it is still hard."),
        "learner_general": _("Work on other competencies goes well.")
        if good
        else _("Work on other competencies is hard just now."),
        "prior_record": _("A record from before says this was known.")
        if good
        else _("A record from before says this was not known yet."),
        "related": _("What is needed for this, or builds on it, goes well.")
        if good
        else _("What is needed for this is not there yet."),
        "competency_difficulty": _("Its tasks are easier than most.") if good else _("Its tasks are harder than most."),
        "few_answers": _("There is little evidence yet, so the estimate starts in the middle."),
        "start": _("This is where every estimate starts."),
        "long_ago": _("The last evidence is from long ago."),
        "other": _("A few small things together."),
    }
    return sentences.get(code, "")


def missing_sentence(facts: Facts) -> str:
    """What is missing before there is enough evidence; empty where there is enough."""
    if facts.enough_evidence:
        return ""
    count = max(facts.missing_count, 1)
    if facts.missing == "other_tasks":
        return ngettext("Still needed: %(n)s other task.", "Still needed: at least %(n)s other tasks.", count) % {
            "n": count
        }
    if facts.missing == "surer":
        return ngettext(
            "Still needed: about %(n)s more task, to be sure.",
            "Still needed: about %(n)s more tasks, to be sure.",
            count,
        ) % {"n": count}
    if facts.missing_count <= 0:
        return _("Still needed: some evidence.")
    return ngettext(
        "Still needed: at least %(n)s more piece of evidence.",
        "Still needed: at least %(n)s more pieces of evidence.",
        count,
    ) % {"n": count}


def ago(moment: datetime | None, as_of: datetime) -> str:
    """How long ago, as people say it."""
    if moment is None:
        return _("at an unknown time")
    days = (timezone.localtime(as_of).date() - timezone.localtime(moment).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 70:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    return _("on %(date)s") % {"date": day(moment)}


def day(moment: datetime) -> str:
    """A day as a calendar shows it, in the reader's language and the school's time."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def attained_sentence(facts: Facts) -> str:
    """When it was attained, and by what rule or whose judgement."""
    if not facts.attained:
        return ""
    if facts.attained_at is None:
        return _("Attained.")
    words = {"date": day(facts.attained_at), "name": facts.judged_by}
    if facts.judged_by:
        return _("Attained on %(date)s: %(name)s judged so.") % words
    return _("Attained on %(date)s, on the evidence.") % words


def rule_sentence(rule: str) -> str:
    """A rule's short code in words."""
    if rule.startswith(CHECK_RULE):
        right, _of, tasks = rule.removeprefix(CHECK_RULE).partition("/")
        return _("Shown by a check: %(right)s of %(n)s new tasks were right.") % {"right": right, "n": tasks}
    if rule.startswith("estimate>=") and "@" in rule:
        confidence, _at, reference = rule.removeprefix("estimate>=").partition("@")
        try:
            words = {"sure": round(float(confidence) * 100), "right": round(float(reference) * 100)}
        except ValueError:
            return rule
        return _("The rule: %(sure)s %% sure that at least %(right)s of 100 new tasks would be done right.") % words
    return rule


def next_reasons(step: NextStep, progression: Progression, language: str) -> list[str]:
    """Why a competency is suggested next."""
    cards = progression.cards
    sentences = []
    if step.builds_on:
        names = [cards[place].title_in(language) for place in step.builds_on]
        shown = ", ".join(names[:3])
        if len(names) > 3:
            shown = _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - 3}
        sentences.append(_("Everything it builds on is in place: %(names)s.") % {"names": shown})
    else:
        sentences.append(_("It builds on nothing else, so it can begin any time."))
    if step.newly_open:
        sentences.append(_("It has just become possible."))
    if step.opens:
        sentences.append(
            ngettext("It opens %(n)s further step.", "It opens %(n)s further steps.", step.opens) % {"n": step.opens}
        )
    return sentences


def evidence_sentence(evidence: Evidence) -> str:
    """What one piece of evidence says."""
    result, low, high = evidence.result, evidence.result_low, evidence.result_high
    if evidence.kind == EvidenceKind.WITHDRAWAL or result is None:
        return _("An earlier piece of evidence was taken back.")
    share = (result - low) / (high - low)
    if evidence.kind == EvidenceKind.RESPONSE:
        if share >= 1:
            return _("Task done right.")
        return _("Task not right yet.") if share <= 0 else _("Task partly right.")
    if evidence.kind == EvidenceKind.RUBRIC:
        return _("Rated %(result)s on the levels %(low)s to %(high)s.") % {
            "result": f"{result:g}",
            "low": f"{low:g}",
            "high": f"{high:g}",
        }
    if evidence.kind == EvidenceKind.PRIOR:
        return (
            _("A record from before says: known.") if share >= 0.5 else _("A record from before says: not known yet.")
        )
    seen = _("seen") if share >= 0.75 else _("partly seen") if share >= 0.25 else _("not seen yet")
    if evidence.kind == EvidenceKind.ARTIFACT:
        return _("Piece of work: %(seen)s.") % {"seen": seen}
    return _("Observed: %(seen)s.") % {"seen": seen}


def verdict_words() -> dict[str, str]:
    """What a judgement says."""
    return {
        Judgement.Verdict.ATTAINED: _("Attained"),
        Judgement.Verdict.NOT_YET: _("Not yet"),
        Judgement.Verdict.WITHDRAWN: _("The judgement before was taken back"),
    }


def name_of(person: Person | None) -> str:
    """How somebody is called; the name goes when they are erased, what they did stays."""
    if person is None:
        return ""
    identity = getattr(person, "identity", None)
    return identity.full_name if identity else _("somebody who is no longer here")


def day_of(on: date) -> str:
    """A date as a calendar shows it, in the reader's language."""
    return date_format(on, "DATE_FORMAT")


def month_of(on: date) -> str:
    """A month and its year, in the reader's language."""
    return date_format(on, "YEAR_MONTH_FORMAT")
