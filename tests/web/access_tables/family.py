"""Pages of families."""

from access_tables.rows import GET, SEE_OTHER, Row, learner, learner_and_competency, only

TABLE = [
    Row("family", GET, only("parent", then=SEE_OTHER)),
    Row("child", GET, only("parent"), learner, is_about=True),
    Row("child_sheet", GET, only("parent"), learner, is_about=True),
    Row("child_text", GET, only("parent"), learner, is_about=True),
    Row("child_text_file", GET, only("parent"), learner, is_about=True),
    Row("child_competency", GET, only("parent"), learner_and_competency, is_about=True),
]
