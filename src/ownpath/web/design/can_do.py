"""What the can-do card shows: one competency of one learner, with its facts and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ownpath.proficiency.selectors import Facts
from ownpath.web.wording import SpokenReason


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One of the three facts: `sign` is "yes", "no" or "ask" (look again); the sentence says the same."""

    sign: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CanDo:
    """One card. Only `title`, `address` and the strand are always there."""

    title: str
    statement: str
    strand: str
    strand_name: str
    level: str
    address: str
    when: str = ""
    three_facts: tuple[ShownFact, ...] = ()
    facts: tuple[str, ...] = ()
    reasons: tuple[SpokenReason, ...] = ()
    why: tuple[str, ...] = ()
    stuck_since: str = ""
    pinned_by: str = ""
    pinned_why: str = ""


def three_facts(facts: Facts | None) -> tuple[ShownFact, ...]:
    """Attained, still held, enough evidence: each by itself, in a few words."""
    if facts is None:
        return (ShownFact("no", _("no evidence yet")),)
    held = (
        ShownFact("yes", _("still held"))
        if facts.held
        else ShownFact("ask", _("may need refreshing"))
        if facts.attained
        else ShownFact("no", _("not held yet"))
    )
    return (
        ShownFact("yes", _("attained")) if facts.attained else ShownFact("no", _("not attained yet")),
        held,
        ShownFact("yes", _("enough evidence")) if facts.enough_evidence else ShownFact("no", _("more evidence needed")),
    )
