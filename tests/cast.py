"""The one cast of tests, demo and docs."""

from ownpath.demo.cast import (
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
    "Story",
    "families_of",
    "learners_of_size",
    "sign_in_cast",
]
