"""Pages of leaders."""

from access_tables.rows import GET, Row, only

TABLE = [Row("leader", GET, only("leader")), Row("waiting", GET, only("leader"))]
