"""Pages of the office."""

from access_tables.rows import GET, Row, only

TABLE = [
    Row("office", GET, only("administrator")),
    Row("office_frameworks", GET, only("administrator")),
    Row("office_imports", GET, only("administrator")),
]
