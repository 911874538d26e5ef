"""What must always be true of estimates, judgements and attainments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ownpath.competencies.models import Competency
from ownpath.evidence.models import Evidence
from ownpath.evidence.selectors import standing_evidence
from ownpath.foundation.invariants import Invariant, append_only, uuids_of
from ownpath.people.models import Person
from ownpath.proficiency.generations import estimates_in_use, learner_estimates_in_use
from ownpath.proficiency.models import (
    Attainment,
    Estimate,
    EstimatesInUse,
    Generation,
    Judgement,
    LearnerEstimate,
    ParameterSet,
    Proposal,
)
from ownpath.proficiency.parameters import is_of_this_model, parameters_from_bytes

REBUILD = "Run `ownpath rebuild --repair`."
_FROM_EVIDENCE = ("evidence_count", "first_evidence_at", "last_evidence_at")


# The server may be writing meanwhile. Every look below is one statement and so sees one moment: a piece of evidence and
# the estimates that came with it, or neither. What two statements found, compared afterwards, would be a false alarm.


def _standing() -> QuerySet[Evidence]:
    return standing_evidence(Evidence.objects.all()).order_by()


def _learners_not_up_to_date() -> Iterable[str]:
    own = _standing().filter(learner=OuterRef("learner"))
    newest = own.order_by("-ordered_at", "-sequence", "-pk")
    rows = (
        learner_estimates_in_use()
        .annotate(
            counted=Coalesce(Subquery(own.values("learner").annotate(n=Count("pk")).values("n")), 0),
            newest_at=Subquery(newest.values("ordered_at")[:1]),
            newest_sequence=Coalesce(Subquery(newest.values("sequence")[:1]), 0),
            newest_id=Coalesce(Subquery(newest.values("pk")[:1]), 0),
        )
        .values_list(
            "learner__uuid",
            *("evidence_count", "last_ordered_at", "last_sequence", "last_evidence_id"),
            *("counted", "newest_at", "newest_sequence", "newest_id"),
        )
    )
    for learner, *values in rows.iterator(chunk_size=5000):
        if values[:4] != values[4:]:
            yield f"learner {learner}"
    known = learner_estimates_in_use().filter(learner=OuterRef("pk"))
    unknown = Person.objects.filter(Exists(_standing().filter(learner=OuterRef("pk"))), ~Exists(known))
    yield from (f"learner {uuid}" for uuid in uuids_of(unknown))


def _estimates_not_up_to_date() -> Iterable[str]:
    stored = estimates_in_use().filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    counted = (
        _standing()
        .values("learner", "competency")
        .annotate(n=Count("pk"), first=Min("ordered_at"), last=Max("ordered_at"))
        .annotate(
            learner_uuid=Subquery(Person.objects.filter(pk=OuterRef("learner")).values("uuid")),
            competency_uuid=Subquery(Competency.objects.filter(pk=OuterRef("competency")).values("uuid")),
            **{f"stored_{name}": Subquery(stored.values(name)) for name in _FROM_EVIDENCE},
        )
        .values_list("learner_uuid", "competency_uuid", "n", "first", "last", *(f"stored_{n}" for n in _FROM_EVIDENCE))
    )
    for learner, competency, *values in counted.iterator(chunk_size=5000):
        if values[:3] != values[3:]:
            yield f"learner {learner} on competency {competency}"
    same = _standing().filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    # A sound estimate is found by its last time, in the index; only the others are looked for among all evidence.
    of_nothing = estimates_in_use().filter(~Exists(same.filter(ordered_at=OuterRef("last_evidence_at"))), ~Exists(same))
    for learner, competency in of_nothing.values_list("learner__uuid", "competency__uuid").iterator(chunk_size=2000):
        yield f"learner {learner} on competency {competency}"


def _attained_without_note() -> Iterable[str]:
    noted = Attainment.objects.filter(
        learner=OuterRef("learner"), competency=OuterRef("competency"), judgement__isnull=True
    )
    waits = Proposal.objects.filter(learner=OuterRef("learner"), competency=OuterRef("competency"))
    return uuids_of(estimates_in_use().filter(~Exists(noted), ~Exists(waits), attained_at__isnull=False))


def _attained_by_others_evidence() -> Iterable[str]:
    same = Q(evidence__learner=F("learner"), evidence__competency=F("competency"))
    return uuids_of(Attainment.objects.filter(evidence__isnull=False).exclude(same))


def _judged_without_note() -> Iterable[str]:
    same = Attainment.objects.filter(
        judgement=OuterRef("pk"), learner=OuterRef("learner"), competency=OuterRef("competency")
    )
    return uuids_of(Judgement.objects.filter(~Exists(same), verdict=Judgement.Verdict.ATTAINED))


def _in_use_and_not_live() -> Iterable[str]:
    right = Q(live__state=Generation.State.LIVE) & (
        Q(building__isnull=True) | Q(building__state=Generation.State.BUILDING)
    )
    yield from uuids_of(EstimatesInUse.objects.exclude(right))
    pointed_at = EstimatesInUse.objects.filter(Q(live=OuterRef("pk")) | Q(building=OuterRef("pk")))
    states = (Generation.State.LIVE, Generation.State.BUILDING)
    yield from uuids_of(Generation.objects.filter(~Exists(pointed_at), state__in=states))


def _cleared_and_not_empty() -> Iterable[str]:
    own = {"generation": OuterRef("pk")}
    left = Exists(Estimate.objects.filter(**own)) | Exists(LearnerEstimate.objects.filter(**own))
    return uuids_of(Generation.objects.filter(left, cleared_at__isnull=False))


def _computed_with_other_parameters() -> Iterable[str]:
    others = learner_estimates_in_use().exclude(parameters_hash=F("generation__parameter_set__hash"))
    return (f"learner {uuid}" for uuid in others.values_list("learner__uuid", flat=True).iterator(chunk_size=2000))


def _parameters_altered() -> Iterable[str]:
    for stored in ParameterSet.objects.iterator(chunk_size=20):
        if is_of_this_model(stored) and parameters_from_bytes(bytes(stored.body)).hash != stored.hash:
            yield str(stored.uuid)


INVARIANTS = (
    append_only("proficiency_judgement", "judgements"),
    append_only("proficiency_attainment", "what was attained"),
    append_only("proficiency_proposal", "what was proposed as attained"),
    Invariant(
        "what is known of each learner counts all their evidence, up to the last", _learners_not_up_to_date, REBUILD
    ),
    Invariant(
        "every estimate counts its evidence, from the first to the last, and no evidence is without one",
        _estimates_not_up_to_date,
        REBUILD,
    ),
    Invariant("each district's generation in use is live, and no other is", _in_use_and_not_live),
    Invariant("of a generation that was cleared nothing is left", _cleared_and_not_empty),
    Invariant(
        "what is known of each learner was computed with the parameters in use",
        _computed_with_other_parameters,
        REBUILD,
    ),
    Invariant("stored parameters have the hash that is made from them", _parameters_altered),
    Invariant("what an estimate says is attained is noted as attained", _attained_without_note, REBUILD),
    Invariant("what is attained by a rule names that learner's own evidence", _attained_by_others_evidence),
    Invariant("a judgement that something is attained is noted as attained", _judged_without_note),
)
