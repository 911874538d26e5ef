"""The school and who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ownpath.demo.cast.names import (
    ADULT_NAMES,
    ADULT_NAMES_AR,
    ADULT_NAMES_ES,
    FAMILY_NAMES,
    FAMILY_NAMES_ES,
    GIVEN_NAMES,
)

DISTRICT = ("lantern-hill", "Lantern Hill Schools", "America/Chicago")
SCHOOL = "Lantern Hill School"
COMMUNITY = "River Room"
COMMUNITY_SIZE = 75
SIBLINGS_EVERY = 5
YOUNGEST, OLDEST = 8, 14
# The parents of this learner, and so of the learner's sister or brother, read Arabic; the children read English.
ARABIC_AT_HOME = 2
NAMES_OF_ADULTS = {"en": ADULT_NAMES, "es": ADULT_NAMES_ES, "ar": ADULT_NAMES_AR}
WORDS_FOR_ADULTS = {"en": ("mother", "father"), "es": ("madre", "padre"), "ar": ("أم", "أب")}


class Story(StrEnum):
    """What the demo shows about somebody."""

    ORDINARY = "ordinary"
    STUCK = "stuck"
    QUIET = "quiet"
    JAGGED = "jagged"
    REFRESH = "refresh"
    JUDGED = "judged"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class CastLearner:
    """A learner; `number` counts from 0 and seeds all chance about them. Offsets are in levels, by strand."""

    number: int
    given_name: str
    family_name: str
    age: int
    language: str
    story: Story = Story.ORDINARY
    offsets: dict[str, float] = field(default_factory=dict)

    @property
    def username(self) -> str:
        """The name to sign in with, where they have one."""
        return self.given_name.lower()

    @property
    def year_level(self) -> str:
        """The level that their age would suggest to somebody who taught to the middle."""
        return str(self.age - 5)


@dataclass(frozen=True, slots=True)
class CastAdult:
    """A teacher, family member, leader or administrator."""

    username: str
    given_name: str
    family_name: str
    language: str = "en"
    described_as: str = ""


@dataclass(frozen=True, slots=True)
class CastPartner:
    """An organisation of the town, with its mentor."""

    name: str
    offers: str
    mentor: CastAdult


TEACHERS = (
    CastAdult("juniper", "Juniper", "Vale"),
    CastAdult("amadou", "Amadou", "Brightwater"),
    CastAdult("sol", "Sol", "Hummingbird"),
)
LEADER = CastAdult("beatrix", "Beatrix", "Lighthouse")
ADMINISTRATOR = CastAdult("otto", "Otto", "Keyring")
PARTNERS = (
    CastPartner(
        "Crumb & Kettle Bakery",
        "Plan, cost and bake a stall for the Saturday market.",
        CastAdult("marta", "Marta", "Crumb"),
    ),
    CastPartner(
        "Three Bends River Trust",
        "Measure the river, count what lives in it, and tell the town.",
        CastAdult("wendell", "Wendell", "Reedbank"),
    ),
    CastPartner(
        "Second Wheel Workshop",
        "Take bicycles apart, repair them, and work out what a repair costs.",
        CastAdult("ines", "Inés", "Second-Wheel"),
    ),
)

_STORIES: dict[int, tuple[Story, dict[str, float]]] = {
    0: (Story.JAGGED, {"number": 2.2, "algebra": 1.8, "reading": -1.6, "writing-and-speaking": -1.9}),
    1: (Story.STUCK, {"fractions-and-ratio": -0.6}),
    2: (Story.QUIET, {}),
    3: (Story.NEW, {}),
    4: (Story.REFRESH, {"number": -2.0, "algebra": -2.5, "reading": -2.0, "writing-and-speaking": -2.5}),
    5: (Story.JUDGED, {}),
    17: (Story.STUCK, {}),
    29: (Story.QUIET, {}),
    38: (Story.STUCK, {}),
    44: (Story.QUIET, {}),
    52: (Story.REFRESH, {}),
    60: (Story.STUCK, {}),
    66: (Story.JAGGED, {"reading": 2.0, "number": -1.5, "fractions-and-ratio": -1.5}),
    71: (Story.QUIET, {}),
}


def _learner(number: int) -> CastLearner:
    """The same number is always the same child; every third one is at home in Spanish."""
    seat = number % COMMUNITY_SIZE
    spanish = number % 3 == 1
    households = FAMILY_NAMES_ES if spanish else FAMILY_NAMES
    round_, household = divmod(number // 3 if spanish else number - number // 3, len(households))
    family_name = households[household]
    if round_ > 1:
        # Beyond one community the made-up names run out; two of them joined are new ones.
        family_name += f"-{households[(household + round_) % len(households)]}"
    story, offsets = _STORIES.get(seat, (Story.ORDINARY, {}))
    return CastLearner(
        number=number,
        given_name=GIVEN_NAMES[seat],
        family_name=family_name,
        age=YOUNGEST + (number * 3 + 1) % (OLDEST - YOUNGEST + 1),
        language="es" if spanish else "en",
        story=story,
        offsets=offsets,
    )


def learners_of_size(size: int) -> tuple[CastLearner, ...]:
    """As many learners as wanted; the first 75 are always the same."""
    return tuple(map(_learner, range(size)))


LEARNERS = learners_of_size(COMMUNITY_SIZE)


def families_of(learners: Sequence[CastLearner]) -> list[tuple[CastAdult, list[CastLearner]]]:
    """Adults with their children: those of one community who share a family name are siblings; every third family
    has two adults who are here."""
    households: dict[tuple[int, str], list[CastLearner]] = {}
    for learner in learners:
        households.setdefault((learner.number // COMMUNITY_SIZE, learner.family_name), []).append(learner)
    found = []
    for turn, ((_, family_name), children) in enumerate(households.items()):
        language = "ar" if children[0].number == ARABIC_AT_HOME else children[0].language
        names = NAMES_OF_ADULTS[language]
        for adult in range(2 if turn % 3 != 2 else 1):
            given_name = names[(turn * 2 + adult) % len(names)]
            username = f"{given_name}-{family_name}".lower()
            described_as = WORDS_FOR_ADULTS[language][adult]
            found.append((CastAdult(username, given_name, family_name, language, described_as), children))
    return found


def sign_in_cast(learners: Sequence[CastLearner]) -> dict[str, CastAdult | CastLearner]:
    """Who can be signed in as with one press, by username: some of every role, with the families of the stories."""
    chosen: list[CastAdult | CastLearner] = [*TEACHERS, *(each for each in learners[:6])]
    homes = families_of(learners)
    for number in (0, 1, ARABIC_AT_HOME, 4):
        chosen += [adult for adult, children in homes if any(child.number == number for child in children)][:1]
    chosen += [LEADER, *(partner.mentor for partner in PARTNERS), ADMINISTRATOR]
    return {each.username: each for each in chosen}
