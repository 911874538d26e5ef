"""Which generation of estimates is read, and which is written to.

Readers take `estimates_in_use()`; each query then looks up the live generation itself. A page makes several queries, so
its request pins the generation once (`reading_generation`): it shows the old estimates to its end, or the new ones.
Writers take `hold_in_use`: while their transaction lasts, no other generation goes live and none begins to be built.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from ownpath.core.mastery import Parameters, default_parameters
from ownpath.foundation.clock import now
from ownpath.foundation.models import District
from ownpath.proficiency.models import Attainment, Estimate, EstimatesInUse, Generation, LearnerEstimate
from ownpath.proficiency.parameters import load_parameters, store_parameters

NO_GENERATION = 0
_pinned: ContextVar[int | None] = ContextVar("ownpath_generation", default=None)


@contextmanager
def reading_generation(generation_id: int | None) -> Iterator[None]:
    """Let all reads inside see one generation, whatever goes live meanwhile; none where there is none."""
    token = _pinned.set(generation_id or NO_GENERATION)
    try:
        yield
    finally:
        _pinned.reset(token)


def generation_read() -> int | None:
    """The generation that what runs now keeps to; none where it takes whatever is live."""
    return _pinned.get()


def live_generation_of(district: str = "district") -> Subquery:
    """The live generation's number of a row's district, to be read along with the row."""
    return Subquery(EstimatesInUse.objects.filter(district=OuterRef(district)).values("live")[:1])


def estimates_in_use() -> QuerySet[Estimate]:
    """The estimates that count; never read the table past this."""
    pinned = _pinned.get()
    if pinned is not None:
        return Estimate.objects.filter(generation=pinned)
    return Estimate.objects.filter(generation__in=EstimatesInUse.objects.values("live"))


def learner_estimates_in_use() -> QuerySet[LearnerEstimate]:
    """What is common to all competencies of a learner, as it counts."""
    pinned = _pinned.get()
    if pinned is not None:
        return LearnerEstimate.objects.filter(generation=pinned)
    return LearnerEstimate.objects.filter(generation__in=EstimatesInUse.objects.values("live"))


def attainments_in_use() -> QuerySet[Attainment]:
    """What was attained, as far as a page that began before a switch may know; what is noted never goes away."""
    pinned = _pinned.get()
    if pinned is None:
        return Attainment.objects.all()
    return Attainment.objects.filter(Q(generation__isnull=True) | Q(generation__lte=pinned))


@dataclass(frozen=True, slots=True)
class InUse:
    """Where a writer writes: the live generation with its parameters, and the one that is being built, if any; and
    whether the district ever changed a mastery rule, so that most writers need not ask for what is demanded."""

    live: int
    building: int | None
    parameters: Parameters
    has_changed_rules: bool


_SELECT_IN_USE = """
SELECT u.live_id, u.building_id, p.id, p.hash,
  EXISTS (SELECT 1 FROM competencies_masteryrulechange c WHERE c.district_id = u.district_id)
FROM proficiency_estimatesinuse u
JOIN proficiency_generation g ON g.id = u.live_id JOIN proficiency_parameterset p ON p.id = g.parameter_set_id
WHERE u.district_id = %s"""


def hold_in_use(district: District) -> InUse:
    """The generations of a district, held until the transaction ends; a district's first is begun where there is none.

    On SQLite a writing transaction is alone anyway. On PostgreSQL many writers share the row, and the switch waits for
    them; who waited for the switch finds the row changed under the join, and asks once more.
    """
    sql = _SELECT_IN_USE + (" FOR SHARE OF u" if connection.vendor == "postgresql" else "")
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute(sql, [district.pk])
            row = cursor.fetchone()
        if row is not None:
            return InUse(row[0], row[1], load_parameters(row[2], row[3]), bool(row[4]))
        begin_first_generation(district)
    raise RuntimeError(f"the district {district.code} has no generation of estimates")


def find_in_use(district: District) -> InUse:
    """The same for somebody who only looks: nothing is held, and nothing made."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT_IN_USE, [district.pk])
        row = cursor.fetchone()
    if row is None:
        return InUse(NO_GENERATION, None, default_parameters(), False)
    return InUse(row[0], row[1], load_parameters(row[2], row[3]), bool(row[4]))


def begin_first_generation(district: District) -> None:
    """A district begins with the shipped parameters. Two that begin at once end with one."""
    if EstimatesInUse.objects.filter(district=district).exists():
        return
    moment = now()
    parameter_set = store_parameters(district=district, parameters=default_parameters(), moment=moment)
    Generation.objects.bulk_create(
        [
            Generation(
                district=district,
                number=1,
                parameter_set=parameter_set,
                state=Generation.State.LIVE,
                reason="first",
                started_at=moment,
                live_at=moment,
            )
        ],
        ignore_conflicts=True,
    )
    first = Generation.objects.get(district=district, number=1)
    EstimatesInUse.objects.bulk_create([EstimatesInUse(district=district, live=first)], ignore_conflicts=True)


def count_built(generation: Generation, learners: int) -> None:
    """So many more learners of a generation are built."""
    Generation.objects.filter(pk=generation.pk).update(learners_built=F("learners_built") + learners)
