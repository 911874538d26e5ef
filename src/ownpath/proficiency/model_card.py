"""What a district's people may know about the model: what it is made of, how well it foretells here, what changed.

Every number comes from a stored record of the run that measured it. Nothing here is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ownpath.competencies.models import Competency
from ownpath.proficiency.models import Generation, Refit

MOST_EARLIER = 6
State = Generation.State


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What is in use, what is being built, and the runs that decided so."""

    live: Generation | None
    building: Generation | None
    running: Refit | None
    last: Refit | None


def gather_status(district_id: int) -> ModelStatus:
    """In two queries."""
    generations = {
        each.state: each
        for each in Generation.objects.filter(
            district=district_id, state__in=(State.LIVE, State.BUILDING)
        ).select_related("parameter_set")
    }
    runs = list(Refit.objects.filter(district=district_id, finished_at__isnull=True)) + list(
        Refit.objects.filter(district=district_id, finished_at__isnull=False).order_by("-finished_at", "-pk")[:1]
    )
    return ModelStatus(
        live=generations.get(State.LIVE),
        building=generations.get(State.BUILDING),
        running=next((each for each in runs if each.finished_at is None), None),
        last=next((each for each in runs if each.finished_at is not None), None),
    )


@dataclass(frozen=True, slots=True)
class ModelCard:
    """All that the page shows. `measured` is what the latest run measured of the parameters that are in use now;
    `decided` is the latest run that compared new ones with them."""

    status: ModelStatus
    measured: dict[str, Any] | None
    measured_run: Refit | None
    decided: Refit | None
    earlier: tuple[Generation, ...]
    competencies: dict[str, Competency]


def gather_model_card(district_id: int) -> ModelCard:
    """The card of a district: a fixed number of queries."""
    status = gather_status(district_id)
    finished = list(
        Refit.objects.filter(district=district_id, finished_at__isnull=False).order_by("-finished_at", "-pk")[:60]
    )
    in_use = status.live.parameter_set.hash if status.live is not None else ""
    measured, measured_run = None, None
    for run in finished:
        # Parameters that went live were fitted on all answers after the trial; the trial is what is known of them.
        if measured is None and run.generation_id and status.live and run.generation_id == status.live.pk:
            measured, measured_run = run.record.get("new"), run
        if measured is None and run.record.get("live", {}).get("hash") == in_use:
            measured, measured_run = run.record["live"], run
    if not measured or not measured["answers"]:
        measured, measured_run = None, None
    named = {each["competency"] for part in ("apart", "few") for each in (measured or _NOTHING)["weak"][part]}
    competencies = {
        str(each.uuid): each
        for each in Competency.objects.filter(district=district_id, uuid__in=[UUID(name) for name in named])
    }
    earlier = (
        Generation.objects.filter(district=district_id, live_at__isnull=False)
        .select_related("parameter_set")
        .order_by("-number")[:MOST_EARLIER]
    )
    return ModelCard(
        status=status,
        measured=measured,
        measured_run=measured_run,
        decided=next((run for run in finished if "new" in run.record), None),
        earlier=tuple(earlier),
        competencies=competencies,
    )


_NOTHING: dict[str, Any] = {"weak": {"apart": [], "few": []}}
