"""`ownpath check`: look whether all is true that must always be true of the database."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from ownpath.config.command_line.console import Console

APPS = ("foundation", "people", "schools", "competencies", "evidence", "proficiency", "assessment")
APPS += ("opportunities", "plans")


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("check", help="look whether the database is whole", needs_district=False)
    parser.add_argument("--estimates", action="store_true", help="also recompute every estimate (takes longer)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Look at every invariant of every app; nothing is changed."""
    from ownpath.foundation.models import District
    from ownpath.proficiency.rebuild import rebuild_estimates

    invariants = [each for app in APPS for each in importlib.import_module(f"ownpath.{app}.invariants").INVARIANTS]
    console.progress.begin("Looking at what must be true", len(invariants))
    problems = []
    readable = True
    for each in invariants:
        problem = each.look()
        if problem is not None:
            problems.append(str(problem))
            readable = readable and not each.estimates_need_it
        console.progress.advance()
    if arguments.estimates and not readable:
        problems.append("The estimates were not recomputed: what they are made from is broken, see above.")
    elif arguments.estimates:
        for district in District.objects.order_by("code"):
            rebuilt = rebuild_estimates(district=district, progress=console.progress)
            if rebuilt.different:
                problems.append(
                    f"Estimates of {district.code} that differ from their evidence: {rebuilt.different}. "
                    f"For instance {rebuilt.differences[0]}. Run `ownpath rebuild --repair`."
                )
    return {"checked": len(invariants) + int(arguments.estimates), "problems": problems}
