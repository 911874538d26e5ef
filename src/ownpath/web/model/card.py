"""The model card: what the estimates are made of, how often they were right here, and how to argue with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ownpath.competencies.models import Competency
from ownpath.proficiency.model_card import ModelCard, gather_model_card
from ownpath.proficiency.models import ParameterSet, Refit
from ownpath.web.model.reliability_diagram import FEW_ANSWERS, ReliabilityDiagram, draw_reliability
from ownpath.web.wording import day, reading_language

SAID = 0.8


@dataclass(frozen=True, slots=True)
class BinRow:
    """A row of the table that says the same as the diagram; numbers are out of a hundred."""

    low: int
    high: int
    answers: int
    expected: int
    right: int
    is_few: bool


@dataclass(frozen=True, slots=True)
class WeakRow:
    """A competency on which expected and seen lie apart, or which has few answers."""

    title: str
    answers: int
    expected: int
    right: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the parameters in use were right here."""

    answers: int
    learners: int
    begins: str
    ends: str
    on: str
    best: BinRow | None
    off: int
    told_apart: int | None
    rows: tuple[BinRow, ...]
    diagram: ReliabilityDiagram
    few: tuple[WeakRow, ...]
    few_in_all: int
    apart: tuple[WeakRow, ...]
    looked_at: int
    competencies: int


def show_model(request: HttpRequest) -> HttpResponse:
    """The card of one's own district; nothing about any learner stands on it."""
    card = gather_model_card(request.person.district_id)
    live = card.status.live
    context = {
        "card": card,
        "live": live,
        "building": card.status.building,
        "last": card.status.last,
        "last_sentence": run_sentence(card.status.last),
        "last_is_bad": card.status.last is not None and card.status.last.outcome == Refit.Outcome.FAILED,
        "is_fitted": live is not None and live.parameter_set.origin == ParameterSet.Origin.FITTED,
        "measured": measured_of(card),
        "decided": decided_of(card),
        "earlier": [(each, generation_words().get(each.reason, each.reason)) for each in card.earlier],
    }
    return render(request, "model/card.html", context)


def _hundred(share: float) -> int:
    return round(100 * share)


def _bin_row(each: dict[str, Any]) -> BinRow:
    return BinRow(
        _hundred(each["low"]),
        _hundred(each["high"]),
        each["answers"],
        _hundred(each["expected"]),
        _hundred(each["right"]),
        each["answers"] < FEW_ANSWERS,
    )


def measured_of(card: ModelCard) -> Measured | None:
    """The stored measures in whole numbers that people read; none where nothing was measured."""
    if card.measured is None or card.measured_run is None:
        return None
    measured, about = card.measured, card.measured_run.record["measured"]
    enough = [each for each in measured["bins"] if each["answers"] >= FEW_ANSWERS]
    nearest = min(enough, key=lambda each: abs(each["expected"] - SAID), default=None)
    weak = measured["weak"]
    return Measured(
        answers=measured["answers"],
        learners=about["learners"],
        begins=_day(about["from"]),
        ends=_day(about["until"]),
        on=day(card.measured_run.finished_at) if card.measured_run.finished_at else "",
        best=_bin_row(nearest) if nearest else None,
        off=_hundred(measured["ece"]),
        told_apart=_hundred(measured["auc"]) if measured["auc"] is not None else None,
        rows=tuple(_bin_row(each) for each in measured["bins"]),
        diagram=draw_reliability(measured["bins"]),
        few=_weak_rows(weak["few"], card.competencies),
        few_in_all=weak["few_in_all"],
        apart=_weak_rows(weak["apart"], card.competencies),
        looked_at=weak["looked_at"],
        competencies=weak["competencies"],
    )


def _weak_rows(found: Sequence[dict[str, Any]], competencies: dict[str, Competency]) -> tuple[WeakRow, ...]:
    language = reading_language()
    return tuple(
        WeakRow(
            _title(competencies[each["competency"]], language),
            each["answers"],
            _hundred(each.get("expected", 0)),
            _hundred(each.get("right", 0)),
        )
        for each in found
        if each["competency"] in competencies
    )


def _title(competency: Competency, language: str) -> str:
    translated = competency.translations.get(language, {})
    return translated.get("title") or translated.get("statement") or competency.title or competency.statement


@dataclass(frozen=True, slots=True)
class Decided:
    """The last time that new parameters were tried against those in use."""

    sentence: str
    on: str
    answers: int
    live_loss: float
    new_loss: float
    live_off: int
    new_off: int
    up: int
    down: int
    newly_attained: int | None


def decided_of(card: ModelCard) -> Decided | None:
    """What was compared, in numbers, and what was decided, in words."""
    run = card.decided
    if run is None or run.finished_at is None:
        return None
    live, new, moved = run.record["live"], run.record["new"], run.record["moved"]
    return Decided(
        sentence=run_sentence(run),
        on=day(run.finished_at),
        answers=new["answers"],
        live_loss=round(live["log_loss"], 4),
        new_loss=round(new["log_loss"], 4),
        live_off=_hundred(live["ece"]),
        new_off=_hundred(new["ece"]),
        up=moved["up"],
        down=moved["down"],
        newly_attained=run.generation.newly_attained if run.generation else None,
    )


def _day(moment: str | None) -> str:
    return day(datetime.fromisoformat(moment)) if moment else ""


def generation_words() -> dict[str, str]:
    """Why a generation of estimates was made."""
    return {
        "first": _("the first ones"),
        "refit": _("new numbers were better"),
        "rolled_back": _("somebody went back to earlier numbers"),
        "new_model": _("the model itself was renewed"),
    }


def run_sentence(run: Refit | None) -> str:
    """What a run decided, and why."""
    if run is None:
        return ""
    sentences = {
        "no_answers": _("There were no answers to tasks yet, so nothing was tried."),
        "too_few": _("There were too few answers, or of too few learners, to try new numbers."),
        "too_few_new": _("Too few answers were new since the last change to try new numbers."),
        "too_short": _("Too few answers came from before the latest weeks to try new numbers."),
        "not_better": _("New numbers were tried and were not better here, so they were not used."),
        "worse_calibrated": _(
            "New numbers were tried. They were right less often than they said, so they were not used."
        ),
        "refit": _("New numbers were tried, were better here, and are used since then."),
        "new_model": _("The model itself was renewed; it began with the numbers that come with it."),
        "rolled_back": _("Somebody went back to earlier numbers."),
        "given_up": _("A change was given up before it was used."),
        "error": _(
            "The last run ended with an error. The estimates in use did not change. The office can look into it."
        ),
    }
    return sentences.get(run.reason, "")
