"""`ownpath migrate`: lay the database out, or bring it up to date."""

from __future__ import annotations

import argparse
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("migrate", help="lay the database out or bring it up to date", needs_district=False)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Apply what is missing."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0, interactive=False)
    return {"applied": len(waiting)}
