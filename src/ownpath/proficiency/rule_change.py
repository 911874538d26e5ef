"""Letting a rule go live: written down first, then everything follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from ownpath.competencies.models import Competency, Framework, MasteryRuleChange
from ownpath.competencies.rules import RuleDraft, gather_demands, store_rule_change
from ownpath.foundation.clock import now
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.people.models import Person
from ownpath.proficiency.attaining import proposal_rows, settle, waiting_proposals
from ownpath.proficiency.generations import hold_in_use
from ownpath.proficiency.rebuild import rebuild_estimates


def make_rule_live(
    *,
    acting_person: Person | None,
    framework: Framework,
    competency: Competency | None,
    draft: RuleDraft,
    reason: str,
    touches: Mapping[str, int],
    progress: Progress = NO_PROGRESS,
) -> MasteryRuleChange:
    """Write the rule down, bring the estimates under it, and let what waited and is now met be attained.

    What was attained stays so. Where the criterion changed, estimates follow some hundred learners at a time; an
    estimate that has not followed yet is replayed with its next evidence, so that stopping in between loses nothing:
    `ownpath rebuild --repair` goes on.
    """
    change = store_rule_change(
        acting_person=acting_person,
        framework=framework,
        competency=competency,
        draft=draft,
        reason=reason,
        touches=touches,
    )
    if change.criterion:
        rebuild_estimates(district=framework.district, repair=True, progress=progress)
    grant_what_waits(district=framework.district)
    return change


@transaction.atomic
def grant_what_waits(*, district: District) -> int:
    """Let all that waits and is met by now be attained; gives how much. Twice is the same as once."""
    in_use = hold_in_use(district)
    rows = proposal_rows(waiting_proposals().filter(district=district))
    return settle(district, in_use.live, rows, gather_demands(district.pk), now())
