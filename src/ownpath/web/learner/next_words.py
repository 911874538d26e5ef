"""Next steps in words: the same list for the learner and, by its template, for whoever stands by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ownpath.competencies.selectors import Progression, gather_progression
from ownpath.core.recommendation import Reason, Step
from ownpath.foundation.clock import now
from ownpath.opportunities.interests import match_interests
from ownpath.opportunities.selectors import Chosen, LearnerNext, Wishes, gather_next_steps, session_of
from ownpath.people.models import Person
from ownpath.plans.models import AboutMe, Goal
from ownpath.plans.selectors import about_me_visible_to, goals_visible_to, pins_visible_to
from ownpath.proficiency.attaining import Waiting, gather_waiting
from ownpath.web.design.can_do import CanDo
from ownpath.web.design.picture_words import Pinned, pinned_by_place
from ownpath.web.wording import ago, reading_language

MOST_NAMES = 3
LIKED = (AboutMe.Kind.INTEREST, AboutMe.Kind.PROUD_OF)


@dataclass(frozen=True, slots=True)
class NextItem:
    """One step on a page: its card, what kind it is, and the token of its form."""

    card: CanDo
    kind: str
    competency: UUID
    token: UUID
    otherwise: str


@dataclass(frozen=True, slots=True)
class SaidItem:
    """Something that the learner chose or put off."""

    title: str
    address: str
    when: str
    choice: UUID


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Something nearly attained, and what is still asked."""

    title: str
    address: str
    missing: str


@dataclass(frozen=True, slots=True)
class NextPage:
    """All that a list of next steps shows."""

    pinned: tuple[NextItem, ...]
    ready: tuple[NextItem, ...]
    deeper: tuple[NextItem, ...]
    refresh: tuple[NextItem, ...]
    nothing_deeper: str
    chosen: tuple[SaidItem, ...]
    put_off: tuple[SaidItem, ...]
    session: str
    waiting: tuple[WaitingItem, ...]


def gather_next_page(person: Person, learner: Person, as_of: datetime | None = None) -> NextPage:
    """The next steps of a learner as far as somebody may see what they rest on: pins, goals, what the learner likes.

    The caller has the learner from `learners_visible_to`.
    """
    moment, language = as_of or now(), reading_language()
    progression = gather_progression(learner.district_id)
    place_of = progression.place_of
    pins = [pin for pin in pins_visible_to(person).filter(learner=learner) if pin.competency_id in place_of]
    goals = goals_visible_to(person).filter(learner=learner, state=Goal.State.OPEN, competency__isnull=False)
    liked = about_me_visible_to(person).filter(learner=learner, kind__in=LIKED).values_list("text", flat=True)
    wishes = Wishes(
        pins=tuple(place_of[pin.competency_id] for pin in pins),
        goals=frozenset(place_of[goal.competency_id] for goal in goals if goal.competency_id in place_of),
        interests=match_interests(liked, progression, language),
    )
    found = gather_next_steps(Person.objects.filter(pk=learner.pk), progression, moment, {learner.pk: wishes})[0]
    pinned = pinned_by_place(pins, progression)
    return NextWords(progression, reverse("web:picture", args=[learner.uuid]), language, moment, pinned).page(
        found, _session_words(learner, found), gather_waiting(learner.pk, learner.district_id)
    )


def _session_words(learner: Person, found: LearnerNext) -> str:
    """How much of a session may be looking back; nothing where nothing is to look back at."""
    cut = session_of(learner.district_id)
    new = cut.tasks
    while new and new + cut.most_refreshes(new) > cut.tasks:
        new -= 1
    most = cut.most_refreshes(new)
    if not found.refresh or not most:
        return ""
    return ngettext(
        "In a set of %(tasks)s tasks, at most %(n)s is a look back.",
        "In a set of %(tasks)s tasks, at most %(n)s are a look back.",
        most,
    ) % {"tasks": cut.tasks, "n": most}


class NextWords:
    """Turns ranked steps into what the template shows."""

    def __init__(
        self, progression: Progression, address: str, language: str, as_of: datetime, pinned: dict[int, Pinned]
    ) -> None:
        self.progression, self.address, self.language, self.as_of = progression, address, language, as_of
        self.pinned = pinned

    def page(self, found: LearnerNext, session: str, waiting: Iterable[Waiting]) -> NextPage:
        """The whole list."""
        items = [self.item(step) for step in found.steps.steps]
        by_kind = {
            kind: tuple(each for each in items if each.kind == kind and not each.card.pinned_by)
            for kind in ("ready", "deeper", "refresh")
        }
        return NextPage(
            pinned=tuple(each for each in items if each.card.pinned_by),
            **by_kind,
            nothing_deeper=self.names(found.steps.nothing_deeper),
            chosen=self.said(found.chosen),
            put_off=self.said(found.put_off),
            session=session,
            waiting=self.waiting(waiting),
        )

    def item(self, step: Step) -> NextItem:
        card = self.progression.cards[step.competency]
        strand = self.progression.strands[card.strand]
        title, statement = card.title_in(self.language), card.statement_in(self.language)
        pin = self.pinned.get(step.competency) if step.is_pinned else None
        shown = CanDo(
            title=title,
            statement="" if statement == title else statement,
            strand=strand.code,
            strand_name=strand.name_in(self.language),
            level=card.level,
            address=f"{self.address}{card.uuid}/",
            why=tuple(self.sentences(step.reasons)),
            pinned_by=pin.by if pin else "",
            pinned_why=pin.why if pin else "",
        )
        return NextItem(shown, step.kind, card.uuid, uuid4(), _otherwise(step))

    def said(self, chosen: Iterable[Chosen]) -> tuple[SaidItem, ...]:
        cards = self.progression.cards
        return tuple(
            SaidItem(
                cards[each.place].title_in(self.language),
                f"{self.address}{cards[each.place].uuid}/",
                ago(each.choice.chosen_at, self.as_of),
                each.choice.uuid,
            )
            for each in chosen
        )

    def waiting(self, waiting: Iterable[Waiting]) -> tuple[WaitingItem, ...]:
        """What is nearly attained, in the order in which it was proposed."""
        known = [(each, self.progression.place_of.get(each.competency_id)) for each in waiting]
        cards = [(each, self.progression.cards[place]) for each, place in known if place is not None]
        return tuple(
            WaitingItem(
                card.title_in(self.language), f"{self.address}{card.uuid}/", still_asked(each.missing, each.count)
            )
            for each, card in cards
        )

    def names(self, places: Sequence[int]) -> str:
        """The names of some competencies in a row; the first few."""
        names = [self.progression.cards[place].title_in(self.language) for place in places]
        shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            return _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - MOST_NAMES}
        return shown

    def sentences(self, reasons: Iterable[Reason]) -> list[str]:
        """What speaks for a step."""
        return [sentence for each in reasons if (sentence := self.sentence(each))]

    def sentence(self, reason: Reason) -> str:
        """One reason in words; what a heading says already has none."""
        n = round(reason.number)
        said = {"names": self.names(reason.about), "n": n}
        if reason.code == "opens":
            return ngettext("It opens the way to %(n)s more thing.", "It opens the way to %(n)s more things.", n) % said
        if reason.code == "begun_before":
            return ngettext("You began it %(n)s day ago.", "You began it %(n)s days ago.", max(n, 1)) % {"n": max(n, 1)}
        if reason.code == "due":
            return ngettext(
                "You can do this. It was %(n)s day ago. A short look now keeps it fresh.",
                "You can do this. It was %(n)s days ago. A short look now keeps it fresh.",
                n,
            ) % {"n": n}
        sentences = {
            "goal": _("Your goal is about it."),
            "leads_to_goal": _("It leads to your goal: %(names)s."),
            "builds_on": _("You hold what it builds on: %(names)s."),
            "builds_on_nothing": _("It needs nothing else first."),
            "interest": _("It fits what you like."),
            "newly_open": _("It has just become possible, by %(names)s."),
            "deepens": _("It goes deeper into %(names)s."),
            "extends": _("You can do this. There is a level above to try."),
            "not_ready": _("This comes first, and you do not hold it yet: %(names)s. Your teacher still put it here."),
            "attained_already": _("You can do this already."),
            "faded": _("You could do this. It may have faded."),
            "failed_again": _("It did not work the last times. That is fine."),
            "check_first": _("Look here first: %(names)s."),
            "covers": _("It also helps you keep %(names)s."),
        }
        return sentences.get(reason.code, "") % said


def still_asked(code: str, n: int) -> str:
    """What a rule still asks for."""
    if code == "pieces":
        return ngettext("Show it %(n)s more time.", "Show it %(n)s more times.", n) % {"n": n}
    if code == "contexts":
        return _("Show it in another way.")
    if code == "performance":
        return _("Show it in a piece of work or to a teacher.")
    return _("Show it to a teacher. They say yes.")


def _otherwise(step: Step) -> str:
    """How this can be set aside."""
    if step.is_pinned:
        return _("You may start with something else. Ask your teacher to take it away.")
    if step.kind == "refresh":
        return _("Not now? Then it comes back in a week.")
    return _("You choose. Take another one, or say “not now”.")
