"""Pages about one learner."""

from access_tables.rows import GET, PICTURE_OF_LEARNER, Row, learner, learner_and_competency

TABLE = [
    Row("picture", GET, PICTURE_OF_LEARNER, learner, is_about=True),
    Row("competency", GET, PICTURE_OF_LEARNER, learner_and_competency, is_about=True),
]
