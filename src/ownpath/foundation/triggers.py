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

    def trigger_names(self, vendor: str) -> list[str]:
        """The triggers that must stand; `ownpath check` looks for them."""
        if vendor == "sqlite":
            return [f"{self.table}_refuse_update", f"{self.table}_refuse_delete"]
        return [f"{self.table}_refuse_rows", f"{self.table}_refuse_truncate"]

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        table, message = self.table, f"{self.table} is append-only"
        names = self.trigger_names(vendor)
        if vendor == "sqlite":
            forwards = [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}: {event} refused'); END"
                for name, event in zip(names, ("UPDATE", "DELETE"), strict=True)
            ]
            return forwards, [f"DROP TRIGGER {name}" for name in names]
        on_rows, on_truncate = names
        forwards = [
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}: % refused', TG_OP; END $$",
            f"CREATE TRIGGER {on_rows} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"CREATE TRIGGER {on_truncate} BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ]
        backwards = [
            f"DROP TRIGGER {on_truncate} ON {table}",
            f"DROP TRIGGER {on_rows} ON {table}",
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

    def trigger_names(self, vendor: str) -> list[str]:
        """The triggers that must stand, the one on the nodes' rank last; `ownpath check` looks for them."""
        events = ("insert", "update", "rank") if vendor == "sqlite" else ("edge", "rank")
        return [f"{self.edges}_climbs_{event}" for event in events]

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
        *on_edges, on_rank = names = self.trigger_names(vendor)
        if vendor == "sqlite":
            forwards = [
                f"CREATE TRIGGER {name} BEFORE {event} ON {edges} WHEN {edge_breaks} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for name, event in zip(on_edges, ("INSERT", "UPDATE"), strict=True)
            ]
            forwards.append(
                f"CREATE TRIGGER {on_rank} BEFORE UPDATE OF {rank} ON {nodes} WHEN {node_breaks} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            return forwards, [f"DROP TRIGGER {name}" for name in names]
        forwards = [
            f"CREATE FUNCTION {edges}_climbs() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {edge_breaks} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {on_edges[0]} BEFORE INSERT OR UPDATE ON {edges} "
            f"FOR EACH ROW EXECUTE FUNCTION {edges}_climbs()",
            f"CREATE FUNCTION {edges}_climbs_for_rank() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {node_breaks} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {on_rank} BEFORE UPDATE OF {rank} ON {nodes} "
            f"FOR EACH ROW EXECUTE FUNCTION {edges}_climbs_for_rank()",
        ]
        backwards = [
            f"DROP TRIGGER {on_rank} ON {nodes}",
            f"DROP FUNCTION {edges}_climbs_for_rank()",
            f"DROP TRIGGER {on_edges[0]} ON {edges}",
            f"DROP FUNCTION {edges}_climbs()",
        ]
        return forwards, backwards
