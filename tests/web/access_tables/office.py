"""Pages of the office."""

from access_tables.rows import GET, Row, only

TABLE = [Row("office", GET, only("administrator"))]
