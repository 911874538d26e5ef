"""`ownpath export evidence`: all evidence of a district as Parquet."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console
from ownpath.config.command_line.outgoing import whole_file
from ownpath.foundation.errors import OwnpathError


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("export evidence", help="write all evidence as Parquet; nobody is named in it")
    parser.add_argument("--out", type=Path, metavar="FILE", default=Path("evidence.parquet"))
    parser.add_argument("--since", metavar="YYYY-MM-DD", help="only what was recorded from this day on (UTC)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Write the file, all of it or none."""
    from ownpath.reports.evidence_table import export_evidence

    since = None
    if arguments.since:
        try:
            since = datetime.strptime(arguments.since, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError as error:
            raise OwnpathError(f"{arguments.since} is not a day such as 2026-09-01.") from error
    with whole_file(arguments.out) as unfinished:
        rows = export_evidence(
            acting_person=None,
            district=arguments.district,
            file=unfinished,
            since=since,
            progress=console.progress,
        )
    return {"file": str(arguments.out), "rows": rows}
