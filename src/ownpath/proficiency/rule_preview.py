"""What a rule would change before it changes anything: by replaying the evidence under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ownpath.competencies.models import Competency, Framework
from ownpath.competencies.rules import RuleDraft, criterion_of
from ownpath.core.mastery import missing_for
from ownpath.foundation.models import District
from ownpath.foundation.progress import NO_PROGRESS, Progress
from ownpath.proficiency.attaining import Pair, gather_seen, waiting_proposals
from ownpath.proficiency.estimation import Rules, gather_rules
from ownpath.proficiency.generations import estimates_in_use, find_in_use, learner_estimates_in_use
from ownpath.proficiency.models import CHECK_RULE, Attainment, Proposal
from ownpath.proficiency.rebuild import LEARNERS_AT_ONCE, in_batches
from ownpath.proficiency.replay import compute_estimates, gather_evidence

NEWLY_ATTAINED, NEWLY_WAITING = "newly_attained", "newly_waiting"
NO_LONGER_PROPOSED, STAYS = "no_longer_proposed", "stays_attained"
TOUCHES = (NEWLY_ATTAINED, NEWLY_WAITING, NO_LONGER_PROPOSED, STAYS)


@dataclass(frozen=True, slots=True)
class Touched:
    """One learner and competency that a rule would touch; `missing` is what it would still wait for."""

    learner_id: int
    competency_id: int
    what: str
    missing: str = ""
    missing_count: int = 0


@dataclass(slots=True)
class RulePreview:
    """Whom a rule would touch. What was attained stays attained under every rule."""

    learners: int = 0
    pairs: int = 0
    touched: list[Touched] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Learners times competencies with evidence about which nothing changes."""
        return self.pairs - len(self.touched)

    def counts(self) -> dict[str, int]:
        """How many of each kind, learners times competencies."""
        found = dict.fromkeys(TOUCHES, 0)
        for each in self.touched:
            found[each.what] += 1
        return {**found, "unchanged": self.unchanged, "learners": self.learners}


def learners_with_evidence(district: District) -> list[int]:
    """Whom a rule can touch at all."""
    known = learner_estimates_in_use().filter(district=district, evidence_count__gt=0)
    return sorted(known.values_list("learner_id", flat=True))


def preview_rule(
    *,
    framework: Framework,
    competency: Competency | None,
    draft: RuleDraft,
    learner_ids: Sequence[int],
    progress: Progress = NO_PROGRESS,
) -> RulePreview:
    """Replay some learners' evidence under a rule and compare with what stands; nothing is written.

    Where the criterion stays as it is, the estimates that stand are read instead of replayed.
    """
    district = framework.district
    rules = gather_rules(district, find_in_use(district).parameters)
    replayed = draft.criterion != criterion_of(framework)
    if replayed:
        criteria = {**rules.criterion_by_framework, framework.pk: draft.criterion}
        rules = replace(rules, criterion_by_framework=criteria)
    about = {competency.pk} if competency else _competencies_of(framework)
    found = RulePreview()
    progress.begin("Replaying the evidence under the new rule", len(learner_ids))
    for batch in in_batches(list(learner_ids), LEARNERS_AT_ONCE):
        _preview_batch(batch, about, rules if replayed else None, draft, found)
        progress.advance(len(batch))
    return found


def _competencies_of(framework: Framework) -> set[int]:
    return set(Competency.objects.filter(framework=framework, is_heading=False).values_list("pk", flat=True))


def _preview_batch(
    batch: Sequence[int], about: set[int], rules: Rules | None, draft: RuleDraft, found: RulePreview
) -> None:
    """What changes for some learners."""
    stored = [
        (learner_id, competency_id, at)
        for learner_id, competency_id, at in estimates_in_use()
        .filter(learner__in=batch)
        .values_list("learner_id", "competency_id", "attained_at")
        if competency_id in about
    ]
    if rules is None:
        proposed = {(learner_id, competency_id) for learner_id, competency_id, at in stored if at is not None}
    else:
        proposed = {(row[0], row[1]) for row in compute_estimates(gather_evidence(batch), rules).attained}
    checked = Proposal.objects.filter(learner__in=batch, rule__startswith=CHECK_RULE)
    proposed |= set(checked.values_list("learner_id", "competency_id"))
    proposed = {pair for pair in proposed if pair[1] in about}
    attained: dict[Pair, bool] = {}
    noted = Attainment.objects.filter(learner__in=batch)
    for learner_id, competency_id, judgement, rule in noted.values_list(
        "learner_id", "competency_id", "judgement_id", "rule"
    ):
        if competency_id in about:
            # A judgement and a check stand by themselves, whatever the estimate says.
            own = judgement is not None or rule.startswith(CHECK_RULE)
            attained[learner_id, competency_id] = attained.get((learner_id, competency_id), False) or own
    waits = waiting_proposals().filter(learner__in=batch).values_list("learner_id", "competency_id")
    waiting = {pair for pair in waits if pair[1] in about}
    seen = gather_seen(proposed - {pair for pair, own in attained.items() if own}) if not draft.demand.is_empty else {}
    for pair in sorted(proposed | waiting | attained.keys()):
        missing, count = missing_for(draft.demand, [each for each, _, _ in seen.get(pair, ())])
        if pair in attained:
            if not attained[pair] and (pair not in proposed or missing):
                found.touched.append(Touched(*pair, STAYS, missing, count))
        elif pair not in proposed:
            found.touched.append(Touched(*pair, NO_LONGER_PROPOSED))
        elif not missing:
            found.touched.append(Touched(*pair, NEWLY_ATTAINED))
        elif pair not in waiting:
            found.touched.append(Touched(*pair, NEWLY_WAITING, missing, count))
    found.learners += len(batch)
    found.pairs += len({*((learner_id, competency_id) for learner_id, competency_id, _ in stored), *attained, *waiting})
