"""`ownpath export items`: the tasks that people wrote, with what is right."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console
from ownpath.config.command_line.outgoing import whole_file
from ownpath.foundation.errors import OwnpathError


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("export items", help="write the tasks in use as JSON or CSV; it holds the keys")
    parser.add_argument("--out", type=Path, metavar="FILE", default=Path("items.json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Write the file, all of it or none."""
    from ownpath.interop.items.mapping import gather_exported
    from ownpath.interop.items.write import write_json, write_table

    write = {".json": write_json, ".csv": write_table}.get(arguments.out.suffix.lower())
    if write is None:
        raise OwnpathError("Items are written as .json or .csv; choose the name of --out so.")
    with whole_file(arguments.out) as unfinished:
        items = write(unfinished, gather_exported(arguments.district))
    return {"file": str(arguments.out), "items": items}
