"""What a passed mastery check decides. The estimate needs longer to be sure; the check is a rule of its own."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from ownpath.evidence.models import Evidence
from ownpath.foundation.clock import now
from ownpath.foundation.errors import InputError
from ownpath.foundation.models import District
from ownpath.proficiency.attaining import note_attained
from ownpath.proficiency.generations import hold_in_use
from ownpath.proficiency.models import CHECK_RULE
from ownpath.proficiency.storage import moment_in_database


def check_rule(right: int, tasks: int) -> str:
    """A passed check as the short code of a rule."""
    return f"{CHECK_RULE}{right}/{tasks}"


@transaction.atomic
def note_passed_check(*, district: District, evidence: UUID, right: int, tasks: int) -> None:
    """Note as attained what a mastery check showed, by the evidence of its last answer. What is noted stays as it is.

    Only `assessment` calls this, in the transaction in which that answer was stored.
    """
    found = Evidence.objects.filter(district=district, uuid=evidence).first()
    if found is None:
        raise InputError("The last answer of the check is not on record.", field="evidence")
    row = (found.learner_id, found.competency_id, moment_in_database(found.ordered_at), check_rule(right, tasks))
    note_attained(district, hold_in_use(district).live, [(*row, found.pk)], now())
