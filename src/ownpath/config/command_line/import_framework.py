"""`ownpath import framework`: load a published framework, or a school's own table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("import framework", help="load a framework: CASE JSON, plain JSON or CSV")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--code", default="", help="the short code it gets here (default: made from its title)")
    parser.add_argument("--title", default="", help="its title, where the file names none")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Load all of it or nothing."""
    from ownpath.competencies.services import store_framework
    from ownpath.interop.framework_files import read_framework_file

    framework = read_framework_file(arguments.file, code=arguments.code, title=arguments.title)
    report = store_framework(
        acting_person=None,
        acting_system="ownpath import framework",
        district=arguments.district,
        framework=framework,
        progress=console.progress,
    )
    if not report.wrote:
        console.say("Nothing has changed since the last import.")
    return report.as_dict()
