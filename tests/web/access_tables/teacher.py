"""Pages of teachers and learning coaches."""

from access_tables.rows import (
    BAD,
    GET,
    NOT_THERE,
    OPEN,
    POST,
    SEE_OTHER,
    Row,
    community,
    learner_and_competency,
    only,
)

TABLE = [
    Row(
        "judge",
        POST,
        {**only(), "teacher": BAD, "coach": NOT_THERE, "other_teacher": NOT_THERE},
        learner_and_competency,
        is_about=True,
    ),
    Row(
        "communities",
        GET,
        {**only("coach", then=OPEN), "teacher": SEE_OTHER, "other_teacher": SEE_OTHER, "leader": OPEN},
    ),
    Row(
        "board",
        GET,
        {**only("teacher", "leader"), "other_teacher": NOT_THERE, "coach": NOT_THERE},
        community,
        is_about=True,
    ),
    Row("coached", GET, only("coach", "teacher")),
]
