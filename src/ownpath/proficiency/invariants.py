"""What must always be true of estimates, judgements and attainments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from ownpath.evidence.models import Evidence
from ownpath.evidence.selectors import standing_evidence
from ownpath.foundation.invariants import Invariant, append_only, uuids_of
from ownpath.proficiency.models import Attainment, Estimate, Judgement, LearnerEstimate

REBUILD = "Run `ownpath rebuild --repair`."


def _miscounted_learners() -> Iterable[str]:
    standing = standing_evidence(Evidence.objects.all()).order_by()
    counted = dict(standing.values_list("learner").annotate(n=Count("pk")))
    rows = LearnerEstimate.objects.values_list("learner_id", "learner__uuid", "evidence_count")
    for learner_id, uuid, count in rows.iterator(chunk_size=5000):
        if counted.pop(learner_id, 0) != count:
            yield f"learner {uuid}"
    yield from (f"learner number {learner_id}" for learner_id in counted)


def _miscounted_estimates() -> Iterable[str]:
    standing = standing_evidence(Evidence.objects.all()).order_by()
    counted = {
        (learner_id, competency_id): n
        for learner_id, competency_id, n in standing.values_list("learner", "competency")
        .annotate(n=Count("pk"))
        .iterator(chunk_size=5000)
    }
    rows = Estimate.objects.values_list("uuid", "learner_id", "competency_id", "evidence_count")
    for uuid, learner_id, competency_id, count in rows.iterator(chunk_size=5000):
        if counted.pop((learner_id, competency_id), 0) != count:
            yield f"estimate {uuid}"
    yield from (f"learner number {learner}, competency number {competency}" for learner, competency in counted)


def _attained_without_note() -> Iterable[str]:
    noted = Attainment.objects.filter(
        learner=OuterRef("learner"), competency=OuterRef("competency"), judgement__isnull=True
    )
    return uuids_of(Estimate.objects.filter(~Exists(noted), attained_at__isnull=False))


def _attained_by_others_evidence() -> Iterable[str]:
    same = Q(evidence__learner=F("learner"), evidence__competency=F("competency"))
    return uuids_of(Attainment.objects.filter(evidence__isnull=False).exclude(same))


def _judged_without_note() -> Iterable[str]:
    same = Attainment.objects.filter(
        judgement=OuterRef("pk"), learner=OuterRef("learner"), competency=OuterRef("competency")
    )
    return uuids_of(Judgement.objects.filter(~Exists(same), verdict=Judgement.Verdict.ATTAINED))


INVARIANTS = (
    append_only("proficiency_judgement", "judgements"),
    append_only("proficiency_attainment", "what was attained"),
    Invariant("what is known of each learner counts all their evidence", _miscounted_learners, REBUILD),
    Invariant("every estimate counts its evidence, and no evidence is without one", _miscounted_estimates, REBUILD),
    Invariant("what an estimate says is attained is noted as attained", _attained_without_note, REBUILD),
    Invariant("what is attained by a rule names that learner's own evidence", _attained_by_others_evidence),
    Invariant("a judgement that something is attained is noted as attained", _judged_without_note),
)
