"""Pages of leaders."""

from __future__ import annotations

from typing import Any

from access_tables.rows import BAD, GET, POST, Row, only
from school import School


def framework(school: School) -> list[Any]:
    """The address names a framework of the district."""
    return [school.framework.uuid]


TABLE = [
    Row("leader", GET, only("leader")),
    Row("waiting", GET, only("leader")),
    Row("rules", GET, only("leader", "teacher", "other_teacher", "coach")),
    Row("rule", GET, only("leader", "teacher", "other_teacher", "coach"), framework, is_about=True),
    Row("change_session", POST, only("leader", then=BAD)),
    Row("rule_live", POST, only("leader", then=BAD), framework, is_about=True),
]
