"""Pages of partners' mentors."""

from access_tables.rows import GET, Row, only

TABLE = [Row("mentor", GET, only("mentor"))]
