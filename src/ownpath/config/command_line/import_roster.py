"""`ownpath import roster`: take over schools, terms, learning communities and people from a roster."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "import roster", help="take over people and learning communities from a OneRoster zip"
    )
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="a OneRoster CSV archive, version 1.0 or 1.1, bulk")
    parser.add_argument(
        "--allow-large-change",
        action="store_true",
        help="also where more than half of what holds now would end, for instance when a new school year begins",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Import all of it or nothing."""
    from ownpath.interop.oneroster.mapping import import_roster_file

    report = import_roster_file(
        arguments.file,
        acting_person=None,
        acting_system="ownpath import roster",
        district=arguments.district,
        allow_large_change=arguments.allow_large_change,
        progress=console.progress,
    )
    if not report.wrote():
        console.say("Nothing has changed since the last import.")
    return report.as_dict()
