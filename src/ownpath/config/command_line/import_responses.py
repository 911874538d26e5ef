"""`ownpath import responses`: old answers become evidence, and the estimates follow."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("import responses", help="load responses from CSV or Parquet, with estimates")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--framework", default="", metavar="CODE", help="the framework the responses are about")
    parser.add_argument(
        "--items", type=Path, metavar="FILE", help="CSV with item,kc, where the responses name items only"
    )
    parser.add_argument(
        "--create-missing", action="store_true", help="make learners and competencies that are not known yet"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Check all, then store; a run that was stopped goes on where it was."""
    from ownpath.interop.responses.mapping import import_responses

    report = import_responses(
        arguments.file,
        district=arguments.district,
        framework_code=arguments.framework,
        items=arguments.items,
        create_missing=arguments.create_missing,
        progress=console.progress,
    )
    if report.finished_before:
        console.say("This file was imported before; nothing was changed.")
    return asdict(report)
