"""A new generation of estimates: built beside the live one, switched to in one small write, the old one cleared.

Everything can be stopped at any moment and gone on with: what is built is what has a learner's row. Evidence that comes
in meanwhile takes its learner's row out again (`record_evidence`), so the switch only has to find nobody missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection, transaction

from ownpath.foundation.clock import now
from ownpath.foundation.errors import OwnpathError
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import AuditAction
from ownpath.people.services import record_audit
from ownpath.proficiency.attaining import note_attained
from ownpath.proficiency.estimation import Rules, gather_rules
from ownpath.proficiency.generations import begin_first_generation, count_built
from ownpath.proficiency.models import EstimatesInUse, Generation, ParameterSet
from ownpath.proficiency.parameters import load_parameters
from ownpath.proficiency.replay import Computed, compute_estimates, gather_evidence, replace_learners
from ownpath.proficiency.storage import Row, fetch, listed, read_learner_rows, stored_columns

LEARNERS_AT_ONCE = 200
SWITCH_AT_ONCE = 50
ROWS_AT_ONCE = 5000
GRACE_SECONDS = 20.0
Beat = Callable[[str], None]


def _no_beat(_step: str) -> None:
    return None


@transaction.atomic
def begin_generation(*, district: District, parameter_set: ParameterSet, reason: str) -> Generation:
    """Begin to build beside the live generation; from now on whoever records evidence minds it."""
    begin_first_generation(district)
    in_use = EstimatesInUse.objects.select_for_update(of=("self",)).select_related("building").get(district=district)
    if in_use.building is not None:
        raise OwnpathError("New estimates are being built already. Run `ownpath fit` to finish them.")
    latest = Generation.objects.filter(district=district).order_by("-number").values_list("number", flat=True)[0]
    generation = Generation.objects.create(
        district=district,
        number=latest + 1,
        parameter_set=parameter_set,
        state=Generation.State.BUILDING,
        reason=reason,
        started_at=now(),
    )
    in_use.building = generation
    in_use.save(update_fields=["building"])
    return generation


def build_and_switch(
    *,
    district: District,
    generation: Generation,
    acting_system: str,
    progress: Progress = NO_PROGRESS,
    beat: Beat = _no_beat,
) -> Generation:
    """Build whoever is missing until nobody is, then let the generation go live."""
    while True:
        parameters = load_parameters(generation.parameter_set_id, generation.parameter_set.hash)
        rules = gather_rules(district, parameters)
        _take_out_other_rules(generation, rules)
        _build_missing(district, generation, rules, progress, beat)
        beat("switch")
        if switch_generation(district=district, generation=generation, rules=rules, acting_system=acting_system):
            generation.refresh_from_db()
            return generation


def _missing(district: District, generation: Generation, most: int | None = None) -> list[int]:
    """Learners with evidence whom the generation says nothing about yet."""
    rows = fetch(
        "SELECT p.id FROM people_person p WHERE p.district_id = %s "
        "AND EXISTS (SELECT 1 FROM evidence_evidence e WHERE e.learner_id = p.id) AND NOT EXISTS "
        "(SELECT 1 FROM proficiency_learnerestimate l WHERE l.generation_id = %s AND l.learner_id = p.id) ORDER BY p.id"
        + (f" LIMIT {int(most)}" if most else ""),
        [district.pk, generation.pk],
    )
    return [row[0] for row in rows]


def _take_out_other_rules(generation: Generation, rules: Rules) -> None:
    """A mastery rule was changed while it was built: whoever was built under the old one is built anew."""
    signatures = {rules.signature_of(each) for each in rules.framework_by_competency} or {""}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM proficiency_learnerestimate WHERE generation_id = %s AND learner_id IN (SELECT DISTINCT "
            "learner_id FROM proficiency_estimate WHERE generation_id = %s AND parameters_hash NOT IN "
            f"({', '.join(['%s'] * len(signatures))}))",
            [generation.pk, generation.pk, *sorted(signatures)],
        )


def _build_missing(district: District, generation: Generation, rules: Rules, progress: Progress, beat: Beat) -> None:
    missing = _missing(district, generation)
    if not missing:
        return
    (built,) = fetch("SELECT COUNT(*) FROM proficiency_learnerestimate WHERE generation_id = %s", [generation.pk])
    Generation.objects.filter(pk=generation.pk).update(learners_built=built[0], learners_total=built[0] + len(missing))
    progress.begin("Building new estimates", built[0] + len(missing))
    progress.advance(built[0])
    while missing:
        for start in range(0, len(missing), LEARNERS_AT_ONCE):
            batch = missing[start : start + LEARNERS_AT_ONCE]
            _build_batch(district, generation, rules, batch)
            beat("build")
            progress.advance(len(batch))
        missing = _missing(district, generation)


def _newest_evidence(learner_ids: Sequence[int]) -> dict[int, int]:
    """The number of each learner's newest evidence; under the learner's lock a newer one has a higher number."""
    rows = fetch(
        f"SELECT learner_id, MAX(id) FROM evidence_evidence WHERE learner_id IN ({listed(learner_ids)}) "
        "GROUP BY learner_id"
    )
    return dict(rows)


def _build_batch(district: District, generation: Generation, rules: Rules, learner_ids: Sequence[int]) -> None:
    """Read and compute without holding anybody up, then store in one short transaction those who stayed the same."""
    newest = _newest_evidence(learner_ids)
    computed = compute_estimates(gather_evidence(learner_ids), rules)
    with transaction.atomic():
        live = EstimatesInUse.objects.values_list("live", flat=True).get(district=district)
        read_learner_rows(live, learner_ids, lock=True)
        changed = {each for each, newest_id in _newest_evidence(learner_ids).items() if newest[each] != newest_id}
        same = [each for each in learner_ids if each not in changed]
        if changed:
            computed = Computed(computed.evidence, *(_without(rows, changed) for rows in computed[1:]))
        replace_learners(district, generation.pk, same, computed, rules, None)
        count_built(generation, len(same))


def _without(rows: list[Row], learner_ids: set[int]) -> list[Row]:
    return [row for row in rows if row[0] not in learner_ids]


def _first_attained(generation: Generation, learner_ids: Sequence[int] | None = None) -> list[Row]:
    """What the generation says is attained and is not noted yet: learner, competency, when, rule, evidence."""
    only = "" if learner_ids is None else f" AND learner_id IN ({listed(learner_ids)})"
    columns = stored_columns(("attained_at", "attained_rule", "attained_evidence_id"))
    return fetch(
        f"SELECT learner_id, competency_id, {columns} FROM proficiency_estimate e WHERE generation_id = %s "
        "AND attained_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proficiency_attainment a WHERE "
        "a.learner_id = e.learner_id AND a.competency_id = e.competency_id AND a.judgement_id IS NULL)" + only,
        [generation.pk],
    )


def switch_generation(*, district: District, generation: Generation, rules: Rules, acting_system: str) -> bool:
    """Let a built generation go live, or say that too many learners changed meanwhile.

    The last few who changed are built here, while nobody can record evidence; so is noted what is now first attained.
    """
    first_attained = _first_attained(generation)
    with transaction.atomic():
        in_use = EstimatesInUse.objects.select_for_update(of=("self",)).get(district=district)
        if in_use.building_id != generation.pk:
            raise OwnpathError("What was being built was given up meanwhile. Run `ownpath fit --status`.")
        late = _missing(district, generation, SWITCH_AT_ONCE + 1)
        if len(late) > SWITCH_AT_ONCE or not rules.are_those_of(gather_rules(district, rules.parameters)):
            return False
        if late:
            computed = compute_estimates(gather_evidence(late), rules)
            replace_learners(district, generation.pk, late, computed, rules, None)
            first_attained = [*_without(first_attained, set(late)), *_first_attained(generation, late)]
        moment = now()
        newly_attained = note_attained(district, generation.pk, first_attained, moment)
        Generation.objects.filter(pk=in_use.live_id).update(state=Generation.State.RETIRED, retired_at=moment)
        Generation.objects.filter(pk=generation.pk).update(
            state=Generation.State.LIVE, live_at=moment, newly_attained=newly_attained
        )
        in_use.live, in_use.building = generation, None
        in_use.save(update_fields=["live", "building"])
        record_audit(
            district=district,
            acting_system=acting_system,
            action=AuditAction.CHANGED,
            what="estimates in use",
            detail={"generation": generation.number, "reason": generation.reason},
        )
    return True


@transaction.atomic
def give_up_building(*, district: District) -> Generation | None:
    """Stop building what was never live; its rows are cleared later. Gives what was given up, if anything."""
    in_use = EstimatesInUse.objects.select_for_update(of=("self",)).filter(district=district).first()
    if in_use is None or in_use.building is None:
        return None
    given_up = in_use.building
    Generation.objects.filter(pk=given_up.pk).update(state=Generation.State.RETIRED, retired_at=now())
    in_use.building = None
    in_use.save(update_fields=["building"])
    return given_up


def clear_retired(
    *, district: District, grace_seconds: float, progress: Progress = NO_PROGRESS, beat: Beat = _no_beat
) -> int:
    """Remove the rows of generations that are no longer in use, some thousand at a time; gives how many generations.

    A page that was begun before the switch still reads the old rows, so they stay a moment longer than any page takes.
    """
    retired = Generation.objects.filter(
        district=district, state=Generation.State.RETIRED, cleared_at__isnull=True
    ).order_by("number")
    cleared = 0
    for generation in retired:
        assert generation.retired_at is not None
        left = timedelta(seconds=grace_seconds) - (now() - generation.retired_at)
        if generation.live_at is not None and left > timedelta(0):
            progress.begin("Waiting for pages that still show the old estimates", None)
            time.sleep(min(left.total_seconds(), grace_seconds))
        progress.begin("Clearing the old estimates", None)
        for table in ("proficiency_estimate", "proficiency_learnerestimate"):
            while _remove_some(table, generation):
                beat("clear")
        Generation.objects.filter(pk=generation.pk).update(cleared_at=now())
        cleared += 1
    return cleared


@transaction.atomic
def _remove_some(table: str, generation: Generation) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE generation_id = %s LIMIT {ROWS_AT_ONCE})",
            [generation.pk],
        )
        return int(cursor.rowcount)
