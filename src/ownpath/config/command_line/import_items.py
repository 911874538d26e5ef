"""`ownpath import items`: load tasks that people wrote."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("import items", help="load tasks that people wrote, from JSON or CSV")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Load all of it or nothing."""
    from ownpath.interop.items.mapping import import_items

    stored = import_items(arguments.file, district=arguments.district)
    if not stored.new and not stored.changed:
        console.say("Nothing has changed since the last import.")
    return stored.as_dict()
