"""What a family reads of one child: gathered once, shown as a page, as a sheet to print and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ownpath.competencies.selectors import CompetencyCard, Progression, gather_progression
from ownpath.people.models import Person
from ownpath.plans.models import Goal
from ownpath.plans.selectors import TeamMember, about_me_visible_to, goals_visible_to, supports_visible_to, team_of
from ownpath.proficiency.selectors import (
    Facts,
    Lately,
    LearnerPicture,
    gather_habits,
    gather_lately,
    gather_picture,
)
from ownpath.proficiency.standing import GroupStanding, gather_group_standing
from ownpath.web.design.can_do import CanDo, three_facts
from ownpath.web.design.picture_words import HabitItem, PictureWords, StrandList
from ownpath.web.family.headline import ChildFacts, say_headline
from ownpath.web.wording import ago, attained_sentence, missing_sentence, name_of, spoken_reasons

NEW_WEEKS = 6
MOST_NEW, MOST_WORKING, MOST_NEXT, MOST_REFRESH = 4, 4, 3, 3
MOST_STRANDS = 6


@dataclass(frozen=True, slots=True)
class AtHome:
    """One thing to do at home, and the competency that it goes with."""

    text: str
    title: str


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """A goal that the child set, as the family reads it."""

    statement: str
    first_step: str
    by_when: str


@dataclass(frozen=True, slots=True)
class SharedSupport:
    """Extra help that the team shares with the family."""

    what: str
    next_step: str
    when: str
    owner: str


@dataclass(frozen=True, slots=True)
class ChildSummary:
    """All of it, in the language of the page."""

    child: Person
    name: str
    headline: str
    has_evidence: bool
    last_seen: str
    newest: tuple[CanDo, ...]
    working_on: tuple[CanDo, ...]
    next: tuple[CanDo, ...]
    refresh: tuple[CanDo, ...]
    at_home: AtHome | None
    strands: tuple[StrandList, ...]
    habits: tuple[HabitItem, ...]
    goals: tuple[SharedGoal, ...]
    supports: tuple[SharedSupport, ...]
    about_me: tuple[tuple[str, str], ...]
    team: tuple[TeamMember, ...]

    @property
    def coaches(self) -> tuple[TeamMember, ...]:
        """Who looks after the whole plan."""
        return tuple(each for each in self.team if each.is_coach)

    @property
    def teachers(self) -> tuple[TeamMember, ...]:
        """Who else teaches the child."""
        return tuple(each for each in self.team if not each.is_coach)


def facts_for_headline(standing: GroupStanding, number: int, lately: Lately) -> ChildFacts:
    """The newest that is held, what is worked on, and the first step that is ready."""
    progression = standing.progression
    new = [place for place in lately.attained if standing.held[number, place]]
    working = [place for place in lately.worked_on if standing.working[number, place]]
    steps, has_begun = standing.next_steps(number), standing.last_evidence_at[number] is not None

    def card(place: int | None) -> CompetencyCard | None:
        return None if place is None else progression.cards[place]

    return ChildFacts(
        newest=card(new[0] if new else None),
        working=card(working[0] if working else None),
        # Of somebody of whom nothing is known yet, nobody can say what comes next.
        next=card(steps[0].competency if steps and has_begun else None),
        has_begun=has_begun,
    )


def gather_headlines(children: Sequence[Person], language: str, as_of: datetime) -> list[str]:
    """A sentence for each child of a family: the same few queries, however many children there are.

    The caller has the children, all of one district, from `children_of`.
    """
    if not children:
        return []
    progression = gather_progression(children[0].district_id)
    ids = [child.pk for child in children]
    standing = gather_group_standing(Person.objects.filter(pk__in=ids), progression, as_of, learner_ids=ids)
    lately = gather_lately(ids, progression, as_of - timedelta(weeks=NEW_WEEKS))
    return [
        say_headline(child.identity.given_name, facts_for_headline(standing, number, lately[child.pk]), language)
        for number, child in enumerate(children)
    ]


def gather_summary(reader: Person, child: Person, language: str, as_of: datetime) -> ChildSummary:
    """Everything that a family member reads of a child, who comes from `children_of`."""
    progression = gather_progression(child.district_id)
    picture = gather_picture(child, progression, as_of)
    lately = gather_lately([child.pk], progression, as_of - timedelta(weeks=NEW_WEEKS))[child.pk]
    standing, name = picture.standing, child.identity.given_name
    facts = facts_for_headline(standing, 0, lately)
    words = PictureWords(picture, reverse("web:child", args=[child.uuid]), language, as_of)
    new = [place for place in lately.attained if standing.held[0, place]]
    last = standing.last_evidence_at[0]
    working = words.working_on()
    return ChildSummary(
        child=child,
        name=name,
        headline=say_headline(name, facts, language),
        has_evidence=last is not None,
        last_seen=ago(last, as_of) if last else "",
        newest=tuple(
            _new_item(words, picture.facts[place], as_of) for place in new[:MOST_NEW] if place in picture.facts
        ),
        working_on=tuple(working[:MOST_WORKING]),
        next=tuple(words.next()[:MOST_NEXT]) if last else (),
        refresh=tuple(words.refresh()[:MOST_REFRESH]),
        at_home=choose_at_home(name, picture, progression, facts, language),
        strands=at_most_six(words.can_do()[1]),
        habits=tuple(each for each in words.habits(gather_habits(child, progression)) if each.level is not None),
        goals=_goals(reader, child),
        supports=_supports(reader, child),
        about_me=tuple(
            (each.get_kind_display(), each.text) for each in about_me_visible_to(reader).filter(learner=child)
        ),
        team=team_of(child),
    )


def _new_item(words: PictureWords, facts: Facts, as_of: datetime) -> CanDo:
    return words.item(
        facts.card,
        when=ago(facts.attained_at, as_of),
        three_facts=three_facts(facts),
        facts=tuple(filter(None, [attained_sentence(facts), missing_sentence(facts)])),
        reasons=tuple(spoken_reasons(facts.reasons)),
    )


def choose_at_home(
    name: str, picture: LearnerPicture, progression: Progression, facts: ChildFacts, language: str
) -> AtHome | None:
    """One thing to do at home: with what is worked on, else with what is new, else with what comes next; first with
    something that says how. What the child is stuck on is left to the school."""
    stuck = {each.competency for each in picture.standing.stuck[0]}
    found = [each for each in (facts.working, facts.newest, facts.next) if each is not None]
    found = [each for each in found if each.place not in stuck] or found
    if not found:
        return None
    card = next((each for each in found if each.at_home_in(language)), found[0])
    text = card.at_home_in(language) or _("Ask %(name)s to show you or to tell you about this: “%(statement)s”") % {
        "name": name,
        "statement": card.statement_in(language),
    }
    return AtHome(text, card.title_in(language))


def at_most_six(strands: Sequence[StrandList]) -> tuple[StrandList, ...]:
    """What can be done, strand by strand; where a district has many strands, the rest stands together as the sixth."""
    if len(strands) <= MOST_STRANDS:
        return tuple(strands)
    shown, rest = strands[: MOST_STRANDS - 1], strands[MOST_STRANDS - 1 :]
    return (*shown, StrandList("", _("Everything else"), tuple(item for strand in rest for item in strand.items)))


def _day(moment: date | None) -> str:
    return date_format(moment, "DATE_FORMAT") if moment else ""


def _goals(reader: Person, child: Person) -> tuple[SharedGoal, ...]:
    goals = goals_visible_to(reader).filter(learner=child, state=Goal.State.OPEN)
    return tuple(SharedGoal(each.statement, each.first_step, _day(each.by_when)) for each in goals)


def _supports(reader: Person, child: Person) -> tuple[SharedSupport, ...]:
    supports = supports_visible_to(reader).filter(learner=child, closed_at__isnull=True)
    return tuple(
        SharedSupport(each.what, each.next_step, _day(each.next_step_on), name_of(each.owner)) for each in supports
    )
