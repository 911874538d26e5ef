"""One sentence or two that say where a child is: made from facts, in words that a family would use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard

LONGEST = 90
# How "I can ..." begins, and the words that would be wrong once it is said of somebody else.
_BEGINS = {"en": re.compile(r"I can (.+?)[.!](?:\s|$)"), "es": re.compile(r"Puedo (.+?)[.!](?:\s|$)")}
_SAID_BY_ONESELF = {
    "en": re.compile(r"\b(I|me|my|mine|myself|we|us|our|you|your)\b"),
    "es": re.compile(
        r"\b(yo|me|mi|mis|mí|mío|conmigo|nos|tú|te|tu|tus|ustedes|sé|hago|hice|tengo|veo|vi|oigo|digo|leo|escribo|uso|busco"
        r"|conozco|pienso|quiero|encontré|escucho|entiendo|hablo|aprendí|soy|estoy|voy|sumo|llego)\b"
        r"|\w(?:(?:ar|er|ir|ándo|iéndo)me|[aei]mos)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What the headline is made from: the newest that the child can do, what is worked on, what may come next."""

    newest: CompetencyCard | None
    working: CompetencyCard | None
    next: CompetencyCard | None
    has_begun: bool


def phrase_of(card: CompetencyCard, language: str) -> str:
    """What comes after "can": "compare two fractions". Empty where the statement cannot be said of another person:
    where it speaks of oneself, or in a language whose verbs change with the speaker."""
    begins = _BEGINS.get(language)
    found = begins.match(card.statement_in(language)) if begins else None
    if found is None or len(found[1]) > LONGEST or _SAID_BY_ONESELF[language].search(found[1]):
        return ""
    return found[1]


def say_headline(name: str, facts: ChildFacts, language: str) -> str:
    """Where the child is and what comes next."""
    sentences = [_where(name, facts, language)]
    if facts.next is not None:
        step = phrase_of(facts.next, language)
        sentences.append(
            _("The next step is to %(can)s.") % {"can": step}
            if step
            else _("The next step is “%(title)s”.") % {"title": facts.next.title_in(language)}
        )
    return " ".join(sentences)


def _where(name: str, facts: ChildFacts, language: str) -> str:
    if facts.newest is not None:
        can = phrase_of(facts.newest, language)
        if can:
            return _("%(name)s can now %(can)s.") % {"name": name, "can": can}
        return _("%(name)s can do this now: “%(title)s”.") % {"name": name, "title": facts.newest.title_in(language)}
    if facts.working is not None:
        can = phrase_of(facts.working, language)
        if can:
            return _("%(name)s is learning to %(can)s.") % {"name": name, "can": can}
        return _("%(name)s is working on “%(title)s”.") % {"name": name, "title": facts.working.title_in(language)}
    if facts.has_begun:
        return _("There is nothing new from %(name)s in the last weeks.") % {"name": name}
    return _("%(name)s has just begun. You will see the first steps here soon.") % {"name": name}
