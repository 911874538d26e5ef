"""Pages of families."""

from access_tables.rows import GET, SEE_OTHER, Row, learner, only

TABLE = [
    Row("family", GET, only("parent", then=SEE_OTHER)),
    Row("child", GET, only("parent"), learner, is_about=True),
]
