"""What a rule would change before it changes anything: by replaying the evidence under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ownpath.competencies.models import Competency, Framework
from ownpath.competencies.rules import RuleDraft, criterion_of, gather_demands
from ownpath.core.mastery import Demand, missing_for
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
    asked = gather_demands(district.pk)
    standing = {each: asked.on(each, framework.pk) for each in about}
    # What is asked of a single competency stands, whatever its framework asks.
    own = set() if competency else about & asked.by_competency.keys()
    demands = {
        each: (before[-1][1] if before else Demand(), before[-1][1] if each in own else draft.demand)
        for each, before in standing.items()
    }
    found = RulePreview()
    progress.begin("Replaying the evidence under the new rule", len(learner_ids))
    for batch in in_batches(list(learner_ids), LEARNERS_AT_ONCE):
        _preview_batch(batch, demands, rules if replayed else None, found)
        progress.advance(len(batch))
    return found


def _competencies_of(framework: Framework) -> set[int]:
    return set(Competency.objects.filter(framework=framework, is_heading=False).values_list("pk", flat=True))


def _preview_batch(
    batch: Sequence[int], demands: dict[int, tuple[Demand, Demand]], rules: Rules | None, found: RulePreview
) -> None:
    """What changes for some learners; `demands` says by competency what is asked now, and what would be."""
    about = demands.keys()
    stored = [
        (learner_id, competency_id, at)
        for learner_id, competency_id, at in estimates_in_use()
        .filter(learner__in=batch)
        .values_list("learner_id", "competency_id", "attained_at")
        if competency_id in about
    ]
    before = {(learner_id, competency_id) for learner_id, competency_id, at in stored if at is not None}
    proposed = before
    if rules is not None:
        proposed = {(row[0], row[1]) for row in compute_estimates(gather_evidence(batch), rules).attained}
    checked = Proposal.objects.filter(learner__in=batch, rule__startswith=CHECK_RULE)
    proposed = proposed | set(checked.values_list("learner_id", "competency_id"))
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
    asking = {each for each, (_, then) in demands.items() if not then.is_empty}
    alone = {pair for pair, own in attained.items() if own}
    seen = gather_seen({pair for pair in proposed - alone if pair[1] in asking})
    for pair in sorted(proposed | waiting | attained.keys()):
        now, then = demands[pair[1]]
        missing, count = missing_for(then, [each for each, _, _ in seen.get(pair, ())])
        if pair in attained:
            # Late evidence may have undone what an estimate once said; the new rule has no part in that.
            asks_more = pair not in proposed or (missing and now != then)
            if pair in before and not attained[pair] and asks_more:
                found.touched.append(Touched(*pair, STAYS, missing, count))
        elif pair not in proposed:
            found.touched.append(Touched(*pair, NO_LONGER_PROPOSED))
        elif not missing:
            found.touched.append(Touched(*pair, NEWLY_ATTAINED))
        elif pair not in waiting:
            found.touched.append(Touched(*pair, NEWLY_WAITING, missing, count))
    found.learners += len(batch)
    found.pairs += len({*((learner_id, competency_id) for learner_id, competency_id, _ in stored), *attained, *waiting})
