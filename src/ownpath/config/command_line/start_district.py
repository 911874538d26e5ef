"""`ownpath start-district`: open a district."""

from __future__ import annotations

import argparse
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("start-district", help="open a district", needs_district=False)
    parser.add_argument("code", help="a short code, for instance lantern-hill")
    parser.add_argument("name", help="its name, as people say it")
    parser.add_argument("--time-zone", default="UTC", help="for instance America/Chicago")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Open it."""
    from ownpath.people.services import start_district

    district = start_district(code=arguments.code, name=arguments.name, time_zone=arguments.time_zone)
    return {"district": district.code}
