"""Everybody in the demo, all of them made up; tests and docs use the same people."""

from ownpath.demo.cast.people import (
    ADMINISTRATOR,
    COMMUNITY,
    DISTRICT,
    LEADER,
    LEARNERS,
    PARTNERS,
    SCHOOL,
    TEACHERS,
    CastAdult,
    CastLearner,
    CastPartner,
    Story,
    families_of,
    learners_of_size,
    sign_in_cast,
)

__all__ = [
    "ADMINISTRATOR",
    "COMMUNITY",
    "DISTRICT",
    "LEADER",
    "LEARNERS",
    "PARTNERS",
    "SCHOOL",
    "TEACHERS",
    "CastAdult",
    "CastLearner",
    "CastPartner",
    "Story",
    "families_of",
    "learners_of_size",
    "sign_in_cast",
]
