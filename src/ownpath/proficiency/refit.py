"""The life of a district's parameters: fit on its own evidence, use only what is better, go back with one command.

A run is a row of `Refit`. The unfinished row is the lock: two never run at once, and whoever finds the row of a run
that died goes on with it. Every step can be stopped: fitting begins again, building goes on where it was.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from ownpath.core.mastery import Parameters, default_parameters
from ownpath.core.mastery.passes import Passes
from ownpath.foundation.clock import now
from ownpath.foundation.errors import OwnpathError
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import AuditAction
from ownpath.people.services import record_audit
from ownpath.proficiency.answers import fit_parameters, gather_answers
from ownpath.proficiency.building import (
    GRACE_SECONDS,
    begin_generation,
    build_and_switch,
    clear_retired,
    give_up_building,
)
from ownpath.proficiency.generations import begin_first_generation
from ownpath.proficiency.models import EstimatesInUse, Generation, ParameterSet, Refit
from ownpath.proficiency.parameters import is_of_this_model, load_parameters, store_parameters
from ownpath.proficiency.raters import with_raters
from ownpath.proficiency.trial import Trial, held_out, measure_here, try_new_parameters

SILENT_MINUTES = 10
BEAT_SECONDS = 5.0
ACTING_SYSTEM = "ownpath fit"
Outcome = Refit.Outcome


@dataclass(frozen=True, slots=True)
class RefitReport:
    """What a run did, and what it measured."""

    outcome: str
    reason: str
    record: dict[str, Any] = field(default_factory=dict)
    generation: Generation | None = None


def refit_parameters(
    *,
    district: District,
    dry_run: bool = False,
    grace_seconds: float = GRACE_SECONDS,
    progress: Progress = NO_PROGRESS,
    passes: Passes | None = None,
) -> RefitReport:
    """Fit, compare on the latest weeks, and let what is better go live; what was begun before is finished first.

    With `dry_run` the comparison is made and nothing at all is stored. With `passes` the workers of a cluster fit and
    foretell, with the same parameters in the end; reading, deciding and building estimates stay here.
    """
    begin_first_generation(district)
    if dry_run:
        trial = _try(_live_set(district), district, progress, passes)
        return RefitReport(trial.outcome, trial.reason, trial.record)
    return _as_a_run(district, progress, grace_seconds, partial(_refit, passes=passes))


def roll_back(
    *, district: District, grace_seconds: float = GRACE_SECONDS, progress: Progress = NO_PROGRESS
) -> RefitReport:
    """Go back to the parameters that were live before: their estimates are built anew, with all that came in since."""
    return _as_a_run(district, progress, grace_seconds, _roll_back)


_Beat = Callable[[str], None]
_Work = Callable[[District, Refit, Progress, _Beat], RefitReport]


def _as_a_run(district: District, progress: Progress, grace_seconds: float, work: _Work) -> RefitReport:
    run = _take_run(district)
    beat = _heart_of(run)
    try:
        report = work(district, run, progress, beat)
        _finish(run, report)
    except KeyboardInterrupt:
        Refit.objects.filter(pk=run.pk).update(worker="")
        raise
    except OwnpathError:
        # Nothing was done, and whoever asked was told why.
        Refit.objects.filter(pk=run.pk, generation__isnull=True).delete()
        raise
    except Exception:
        Refit.objects.filter(pk=run.pk).update(outcome=Outcome.FAILED, reason="error", finished_at=now())
        raise
    # The new numbers are live and the run is over; what is left is sweeping, which the next run would do as well.
    clear_retired(district=district, grace_seconds=grace_seconds, progress=progress)
    return report


def _worker() -> str:
    return f"{socket.gethostname()} {os.getpid()}"[:120]


def is_alive(run: Refit) -> bool:
    """Whether somebody still works on an unfinished run: its process, if it is of this machine, or its sign of life."""
    machine, _, process = run.worker.rpartition(" ")
    if not process.isdigit():
        return False
    if machine == socket.gethostname():
        if int(process) == os.getpid():
            return False
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    return datetime.now(UTC) - run.beat_at < timedelta(minutes=SILENT_MINUTES)


def _take_run(district: District) -> Refit:
    """Begin a run, or take over one whose process is gone."""
    try:
        with transaction.atomic():
            begun = Refit.objects.select_for_update().filter(district=district, finished_at__isnull=True).first()
            if begun is not None and is_alive(begun):
                raise OwnpathError(
                    f"`ownpath fit` is running already, since {begun.started_at:%Y-%m-%d %H:%M} UTC "
                    f"({begun.worker}). `ownpath fit --status` shows how far it is."
                )
            if begun is None:
                moment = now()
                return Refit.objects.create(
                    district=district, started_at=moment, beat_at=datetime.now(UTC), worker=_worker()
                )
            begun.worker, begun.beat_at = _worker(), datetime.now(UTC)
            begun.save(update_fields=["worker", "beat_at"])
            return begun
    except IntegrityError as error:
        raise OwnpathError("`ownpath fit` was begun twice at the same moment; this one stops.") from error


def _heart_of(run: Refit) -> _Beat:
    """Note now and then that the run lives, and what it is at."""
    last = [0.0, ""]

    def beat(step: str) -> None:
        if step == last[1] and time.monotonic() - float(last[0]) < BEAT_SECONDS:
            return
        last[:] = [time.monotonic(), step]
        Refit.objects.filter(pk=run.pk).update(step=step, beat_at=datetime.now(UTC))

    return beat


@transaction.atomic
def _finish(run: Refit, report: RefitReport) -> None:
    Refit.objects.filter(pk=run.pk).update(
        outcome=report.outcome,
        reason=report.reason,
        record=report.record,
        generation=report.generation,
        finished_at=now(),
        step="",
    )
    record_audit(
        district=run.district,
        acting_system=ACTING_SYSTEM,
        action=AuditAction.CHANGED,
        what="parameters",
        detail={"outcome": report.outcome, "reason": report.reason},
    )


def _live_set(district: District) -> ParameterSet:
    return ParameterSet.objects.get(generations__state=Generation.State.LIVE, district=district)


def _refit(district: District, run: Refit, progress: Progress, beat: _Beat, *, passes: Passes | None) -> RefitReport:
    clear_retired(district=district, grace_seconds=0, progress=progress, beat=lambda _: beat("clear"))
    in_use = EstimatesInUse.objects.select_related("building__parameter_set", "live").get(district=district)
    if run.generation_id == in_use.live_id:
        return _went_live(in_use.live, run.record)
    if in_use.building is not None:
        # What was decided before the run died stands in its row, or in that of the one that failed after it.
        decided = run if run.record else in_use.building.refits.exclude(record={}).order_by("pk").last() or run
        return _go_live(district, run, in_use.building, decided.record, progress, beat)
    live = _live_set(district)
    if not is_of_this_model(live):
        shipped = store_parameters(district=district, parameters=default_parameters(), moment=now())
        live.refresh_from_db()
    if not is_of_this_model(live):
        generation = _begin(district, run, shipped, "new_model", {})
        return _go_live(district, run, generation, {}, progress, beat)
    beat("fit")
    trial = _try(live, district, progress, passes)
    if trial.outcome != Outcome.LIVE or trial.parameters is None:
        return RefitReport(trial.outcome, trial.reason, trial.record)
    answers = trial.answers
    progress.begin("Fitting on all answers", None)
    parameters = with_raters(district, fit_parameters(answers, trial.parameters, passes))
    beat("fit")
    parameter_set = store_parameters(
        district=district,
        parameters=parameters,
        moment=now(),
        responses=int(answers.is_answer.sum()),
        learners=answers.count_learners(answers.is_answer),
        evidence_until=datetime.fromtimestamp(float(answers.ordered_seconds[answers.is_answer].max()), UTC),
    )
    generation = _begin(district, run, parameter_set, "refit", trial.record)
    return _go_live(district, run, generation, trial.record, progress, beat)


def _try(live: ParameterSet, district: District, progress: Progress, passes: Passes | None) -> Trial:
    """Measure the live parameters here, and new ones against them where there is enough to tell."""
    answers = gather_answers(district, progress)
    rolled_back = Refit.objects.filter(district=district, outcome=Outcome.ROLLED_BACK).order_by("-finished_at").first()
    not_before = max(
        (each.timestamp() for each in (live.evidence_until, rolled_back and rolled_back.finished_at) if each),
        default=None,
    )
    split = held_out(answers, not_before)
    parameters: Parameters = load_parameters(live.pk, live.hash)
    if split.reason:
        return Trial(Outcome.WAITING, split.reason, measure_here(answers, split, parameters, progress, passes), answers)
    return try_new_parameters(answers, split, parameters, progress, passes)


@transaction.atomic
def _begin(
    district: District, run: Refit, parameter_set: ParameterSet, reason: str, record: dict[str, Any]
) -> Generation:
    """Begin to build, and note in the run what was decided, so that whoever takes it over knows."""
    generation = begin_generation(district=district, parameter_set=parameter_set, reason=reason)
    Refit.objects.filter(pk=run.pk).update(record=record, generation=generation)
    return generation


def _go_live(
    district: District,
    run: Refit,
    generation: Generation,
    record: dict[str, Any],
    progress: Progress,
    beat: _Beat,
) -> RefitReport:
    built = build_and_switch(
        district=district, generation=generation, acting_system=ACTING_SYSTEM, progress=progress, beat=beat
    )
    return _went_live(built, record)


def _went_live(generation: Generation, record: dict[str, Any]) -> RefitReport:
    outcome = Outcome.ROLLED_BACK if generation.reason == "rolled_back" else Outcome.LIVE
    return RefitReport(outcome, generation.reason, record, generation)


def _roll_back(district: District, run: Refit, progress: Progress, beat: _Beat) -> RefitReport:
    in_use = EstimatesInUse.objects.select_related("building", "live").filter(district=district).first()
    if in_use is not None and in_use.building is not None and in_use.building.reason == "rolled_back":
        return _go_live(district, run, in_use.building, {}, progress, beat)
    if give_up_building(district=district) is not None:
        # What was being built never was live: not to build it is all there is to undo.
        return RefitReport(Outcome.ROLLED_BACK, "given_up")
    before = (
        Generation.objects.filter(district=district, state=Generation.State.RETIRED, live_at__isnull=False)
        .exclude(parameter_set=in_use.live.parameter_set if in_use else None)
        .select_related("parameter_set")
        .order_by("-number")
    )
    usable = next((each.parameter_set for each in before if is_of_this_model(each.parameter_set)), None)
    if usable is None:
        raise OwnpathError("There are no earlier parameters to go back to.")
    generation = _begin(district, run, usable, "rolled_back", {})
    return _go_live(district, run, generation, {}, progress, beat)
