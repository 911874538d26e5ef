"""Mastery rules: what stands, whom a change would touch, and one press that lets it take effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ownpath.competencies.models import Competency, Framework, MasteryRuleChange
from ownpath.competencies.rules import RuleDraft, read_draft, rule_of
from ownpath.core.flow import is_too_small
from ownpath.foundation.errors import InputError
from ownpath.opportunities.selectors import session_of
from ownpath.opportunities.services import set_session
from ownpath.people.models import Identity, RoleKind
from ownpath.people.selectors import holds_role
from ownpath.proficiency.rule_change import make_rule_live
from ownpath.proficiency.rule_preview import (
    NEWLY_ATTAINED,
    NEWLY_WAITING,
    NO_LONGER_PROPOSED,
    STAYS,
    RulePreview,
    learners_with_evidence,
    preview_rule,
)
from ownpath.schools.selectors import learners_visible_to
from ownpath.web.design.toasts import answer_act
from ownpath.web.wording import day, name_of, reading_language

MOST_AT_ONCE, MOST_NAMED = 300, 60
PERCENTS = ("reference_probability", "claim_confidence", "hold_probability")
COUNTS = ("least_evidence", "least_tasks")
ASKED = ("least_pieces", "least_contexts")


@dataclass(frozen=True, slots=True)
class Names:
    """Who is touched in one way: names of those whom the person may see, a count of others where it may be shown."""

    heading: str
    named: tuple[tuple[str, str, str], ...]
    more: int
    others: str


@require_GET
def list_rules(request: HttpRequest) -> HttpResponse:
    """The rule of each framework in use, in words, and how sessions are cut."""
    return _rules_page(request)


def _rules_page(request: HttpRequest, error: str = "") -> HttpResponse:
    frameworks = Framework.objects.filter(district=request.person.district_id, in_use=True).order_by("title", "pk")
    shown = [(each, _rule_words(rule_of(each))) for each in frameworks]
    context = {
        "frameworks": shown,
        "session": session_of(request.person.district_id),
        "may_change": holds_role(request.person, RoleKind.LEADER),
        "error": error,
    }
    return render(request, "leader/rules.html", context, status=422 if error else 200)


@require_POST
def change_session(request: HttpRequest) -> HttpResponse:
    """How many tasks a session has, and how much of it may be looking back."""
    try:
        tasks, percent = (_number(request.POST.get(name, ""), name) for name in ("tasks", "refresh_percent"))
        set_session(acting_person=request.person, tasks=tasks, refresh_percent=percent)
    except InputError as refused:
        return _rules_page(request, _(refused.problem))
    return answer_act(request, _("Sessions are cut like this from now on."), otherwise=reverse("web:rules"))


@require_GET
def show_rule(request: HttpRequest, framework: UUID) -> HttpResponse:
    """The rule of one framework, a form to think of another, and whom that would touch."""
    found = _find(request, framework)
    return _page(request, found, request.GET)


def _page(
    request: HttpRequest, framework: Framework, typed: Mapping[str, str], error: InputError | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"framework": framework, "may_change": holds_role(request.person, RoleKind.LEADER)}
    competency, draft, preview = None, None, None
    try:
        competency = _competency(framework, typed.get("competency", ""))
        standing = rule_of(framework, competency)
        if "asks" in typed:
            draft = _draft(framework, competency, typed)
    except InputError as refused:
        standing, error = rule_of(framework), refused
    if draft is not None and draft != standing:
        preview, is_whole = _preview(request, framework, competency, draft)
        context |= {"groups": _groups(request, preview), "unchanged": preview.unchanged, "is_whole": is_whole}
        context["learners"] = preview.learners
    shown = draft or standing
    context |= {
        "competency": competency,
        "standing": _rule_words(standing),
        "draft_words": _rule_words(draft) if preview is not None and draft is not None else [],
        "is_same": draft is not None and draft == standing,
        "values": _values(shown, typed),
        "competencies": _choices(framework),
        "error": {"field": error.field, "says": _(error.problem)} if error else None,
        "changes": _changes(framework),
    }
    return render(request, "leader/rule.html", context, status=422 if error else 200)


@require_POST
def make_live(request: HttpRequest, framework: UUID) -> HttpResponse:
    """Let the rule take effect, with who, when and why."""
    found = _find(request, framework)
    try:
        competency = _competency(found, request.POST.get("competency", ""))
        draft = _draft(found, competency, request.POST)
        preview, is_whole = _preview(request, found, competency, draft)
        if not is_whole and draft.criterion != rule_of(found).criterion:
            problem = "So many estimates are brought along by the office: `ownpath preview-rule ... --live`."
            raise InputError(problem, field="reason")
        make_rule_live(
            acting_person=request.person,
            framework=found,
            competency=competency,
            draft=draft,
            reason=request.POST.get("reason", ""),
            touches=preview.counts(),
        )
    except InputError as refused:
        return _page(request, found, request.POST, refused)
    return answer_act(request, _("The new rule counts from now on."), otherwise=reverse("web:rule", args=[found.uuid]))


def _find(request: HttpRequest, framework: UUID) -> Framework:
    own = Framework.objects.filter(district=request.person.district_id, in_use=True).select_related("district")
    return get_object_or_404(own, uuid=framework)


def _competency(framework: Framework, typed: str) -> Competency | None:
    if not typed:
        return None
    try:
        found = Competency.objects.filter(framework=framework, is_heading=False, uuid=UUID(typed)).first()
    except ValueError:
        found = None
    if found is None:
        raise InputError("Please choose one of the list.", field="competency")
    return found


def _draft(framework: Framework, competency: Competency | None, typed: Mapping[str, str]) -> RuleDraft:
    numbers: dict[str, float] = {}
    standing = _values(rule_of(framework), {})
    for name in (*PERCENTS, *COUNTS):
        # What is shown rounded and sent back as shown was not changed.
        if typed.get(name, "").strip() not in ("", str(standing[name])):
            number = _number(typed[name], name)
            numbers[name] = number / 100 if name in PERCENTS else number
    demand: dict[str, Any] = {name: _number(typed.get(name) or "0", name) for name in ASKED}
    return read_draft(framework, competency, numbers, {**demand, "asks": typed.get("asks", "")})


def _number(typed: str, name: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise InputError("Please type a whole number.", field=name) from None


def _preview(
    request: HttpRequest, framework: Framework, competency: Competency | None, draft: RuleDraft
) -> tuple[RulePreview, bool]:
    """The preview of the whole district where that is small, else of those whom the person may see, up to a bound."""
    everyone = learners_with_evidence(request.person.district)
    is_whole = len(everyone) <= MOST_AT_ONCE
    if not is_whole:
        own = set(learners_visible_to(request.person).values_list("pk", flat=True))
        everyone = [each for each in everyone if each in own][:MOST_AT_ONCE]
    return preview_rule(framework=framework, competency=competency, draft=draft, learner_ids=everyone), is_whole


def _groups(request: HttpRequest, preview: RulePreview) -> list[Names]:
    """Who is touched, in each way."""
    language = reading_language()
    visible = learners_visible_to(request.person)
    people = _named(visible.filter(pk__in={each.learner_id for each in preview.touched}))
    cards = {each.pk: each for each in Competency.objects.filter(pk__in={t.competency_id for t in preview.touched})}
    headings = {
        NEWLY_ATTAINED: _("Would be attained at once"),
        NEWLY_WAITING: _("Would wait for one more thing"),
        NO_LONGER_PROPOSED: _("Would no longer be proposed"),
        STAYS: _("Attained already, and stays so; the new rule would ask for more"),
    }
    groups = []
    for what, heading in headings.items():
        own = [each for each in preview.touched if each.what == what]
        named = sorted(
            (
                people[each.learner_id],
                _title(cards[each.competency_id], language),
                _missing(each.missing, each.missing_count),
            )
            for each in own
            if each.learner_id in people
        )
        rest = {each.learner_id for each in own} - people.keys()
        others = ""
        if rest:
            others = (
                _("Others whom you do not see: fewer than ten.")
                if is_too_small(len(rest))
                else _("Others whom you do not see: %(n)s learners.") % {"n": len(rest)}
            )
        groups.append(Names(heading, tuple(named[:MOST_NAMED]), max(len(named) - MOST_NAMED, 0), others))
    return groups


def _named(learners: QuerySet[Any]) -> dict[int, str]:
    found = Identity.objects.filter(person__in=learners.values("pk"))
    return {each.person_id: each.full_name for each in found}


def _title(competency: Competency, language: str) -> str:
    found = competency.translations.get(language, {}).get("title") or competency.title
    return str(found or competency.code or competency.statement[:60])


def _missing(code: str, n: int) -> str:
    """What a rule would still ask for."""
    if code == "pieces":
        return ngettext("%(n)s more piece of evidence", "%(n)s more pieces of evidence", n) % {"n": n}
    if code == "contexts":
        return ngettext("%(n)s more kind of evidence", "%(n)s more kinds of evidence", n) % {"n": n}
    return {"performance": _("a performance task"), "teacher": _("a teacher's yes")}.get(code, "")


def _rule_words(rule: RuleDraft) -> list[str]:
    """A rule, sentence by sentence."""
    criterion, demand = rule.criterion, rule.demand
    said = [
        _("The estimate is %(sure)s %% sure that at least %(right)s of 100 new tasks would be done right.")
        % {"sure": round(100 * criterion.claim_confidence), "right": round(100 * criterion.reference_probability)},
        _("There are at least %(pieces)s answers on %(tasks)s different tasks.")
        % {"pieces": round(criterion.least_evidence), "tasks": criterion.least_tasks},
        _("It is still held while at least %(held)s of 100 new tasks would be done right.")
        % {"held": round(100 * criterion.hold_probability)},
    ]
    if demand.least_pieces:
        said.append(
            ngettext(
                "At least %(n)s piece of evidence went well.",
                "At least %(n)s pieces of evidence went well.",
                demand.least_pieces,
            )
            % {"n": demand.least_pieces}
        )
    if demand.least_contexts:
        said.append(
            ngettext(
                "The evidence is of at least %(n)s kind.",
                "The evidence is of at least %(n)s kinds.",
                demand.least_contexts,
            )
            % {"n": demand.least_contexts}
        )
    if demand.asks == "performance":
        said.append(_("A performance task went well, or a teacher says yes."))
    if demand.asks == "teacher":
        said.append(_("A teacher says yes."))
    return said


def _values(rule: RuleDraft, typed: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: round(100 * getattr(rule.criterion, name)) for name in PERCENTS}
    values |= {name: round(getattr(rule.criterion, name)) for name in COUNTS}
    values |= {name: getattr(rule.demand, name) for name in ASKED}
    values["asks"] = rule.demand.asks
    return values | {name: typed[name] for name in (*PERCENTS, *COUNTS, *ASKED, "reason") if typed.get(name)}


def _choices(framework: Framework) -> list[tuple[str, str]]:
    language = reading_language()
    own = Competency.objects.filter(framework=framework, is_heading=False).order_by("position", "pk")
    return [(str(each.uuid), _title(each, language)) for each in own]


def _changes(framework: Framework) -> list[dict[str, str]]:
    """What was changed before: when, by whom, about what, why."""
    language = reading_language()
    rows = MasteryRuleChange.objects.filter(framework=framework).select_related("competency", "set_by__identity")
    return [
        {
            "when": day(each.set_at),
            "who": name_of(each.set_by) or _("the office"),
            "about": _title(each.competency, language) if each.competency else "",
            "reason": each.reason,
        }
        for each in rows.order_by("-set_at", "-pk")[:20]
    ]
