"""Migration operations that make the database itself keep a promise, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class _PerEngineSql(Operation):
    """Runs other SQL on each engine; both ways, so that a migration can be undone."""

    reduces_to_sql = True
    reversible = True

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for sql in self.statements(schema_editor.connection.vendor)[0]:
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for sql in self.statements(schema_editor.connection.vendor)[1]:
            schema_editor.execute(sql, params=None)


class RefuseChanges(_PerEngineSql):
    """Rows of `table` can be added, never changed or removed."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.table], {})

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        table, message = self.table, f"{self.table} is append-only"
        if vendor == "sqlite":
            forwards = [
                f"CREATE TRIGGER {table}_refuse_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}: {event} refused'); END"
                for event in ("UPDATE", "DELETE")
            ]
            backwards = [f"DROP TRIGGER {table}_refuse_{event}" for event in ("update", "delete")]
            return forwards, backwards
        forwards = [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}: % refused', TG_OP; END $$",
            f"CREATE TRIGGER {table}_refuse_rows BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ]
        backwards = [
            f"DROP TRIGGER {table}_refuse_truncate ON {table}",
            f"DROP TRIGGER {table}_refuse_rows ON {table}",
            f"DROP FUNCTION {table}_refuse()",
        ]
        return forwards, backwards


class RefuseCycles(_PerEngineSql):
    """An edge must climb in rank, and no rank may change so that an edge stops climbing: no cycle can exist.

    Every acyclic graph has such ranks and no cyclic one has, so the rule is exact; it needs no recursion, which
    SQLite does not allow inside a trigger.
    """

    def __init__(self, edges: str, nodes: str, rank: str, earlier: str, later: str) -> None:
        self.edges, self.nodes, self.rank, self.earlier, self.later = edges, nodes, rank, earlier, later

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.edges, self.nodes, self.rank, self.earlier, self.later], {})

    def describe(self) -> str:
        return f"Keep {self.edges} free of cycles"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        edges, nodes, rank, earlier, later = self.edges, self.nodes, self.rank, self.earlier, self.later
        edge_breaks = (
            f"(SELECT {rank} FROM {nodes} WHERE id = NEW.{earlier}) >= "
            f"(SELECT {rank} FROM {nodes} WHERE id = NEW.{later})"
        )
        node_breaks = (
            f"EXISTS (SELECT 1 FROM {edges} e JOIN {nodes} n ON n.id = e.{later} "
            f"WHERE e.{earlier} = NEW.id AND n.{rank} <= NEW.{rank}) OR "
            f"EXISTS (SELECT 1 FROM {edges} e JOIN {nodes} n ON n.id = e.{earlier} "
            f"WHERE e.{later} = NEW.id AND n.{rank} >= NEW.{rank})"
        )
        message = f"{edges} must climb in rank: this would allow a cycle"
        if vendor == "sqlite":
            forwards = [
                f"CREATE TRIGGER {edges}_climbs_{event.lower()} BEFORE {event} ON {edges} WHEN {edge_breaks} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for event in ("INSERT", "UPDATE")
            ]
            forwards.append(
                f"CREATE TRIGGER {edges}_climbs_rank BEFORE UPDATE OF {rank} ON {nodes} WHEN {node_breaks} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            return forwards, [f"DROP TRIGGER {edges}_climbs_{name}" for name in ("insert", "update", "rank")]
        forwards = [
            f"CREATE FUNCTION {edges}_climbs() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {edge_breaks} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {edges}_climbs_edge BEFORE INSERT OR UPDATE ON {edges} "
            f"FOR EACH ROW EXECUTE FUNCTION {edges}_climbs()",
            f"CREATE FUNCTION {edges}_climbs_for_rank() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {node_breaks} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {edges}_climbs_rank BEFORE UPDATE OF {rank} ON {nodes} "
            f"FOR EACH ROW EXECUTE FUNCTION {edges}_climbs_for_rank()",
        ]
        backwards = [
            f"DROP TRIGGER {edges}_climbs_rank ON {nodes}",
            f"DROP FUNCTION {edges}_climbs_for_rank()",
            f"DROP TRIGGER {edges}_climbs_edge ON {edges}",
            f"DROP FUNCTION {edges}_climbs()",
        ]
        return forwards, backwards
