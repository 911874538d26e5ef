"""`ownpath rebuild`: recompute every estimate from evidence and compare."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from typing import Any

from ownpath.config.command_line.cluster import add_cluster_option, open_passes
from ownpath.config.command_line.console import Console


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("rebuild", help="recompute every estimate from evidence and compare")
    parser.add_argument("--repair", action="store_true", help="store what was recomputed where it differs")
    add_cluster_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Replay and report; differences count as problems unless they were repaired."""
    from ownpath.proficiency.rebuild import rebuild_estimates

    with nullcontext() if arguments.cluster is None else open_passes(arguments.cluster) as passes:
        found = rebuild_estimates(
            district=arguments.district, repair=arguments.repair, progress=console.progress, passes=passes
        )
    result: dict[str, object] = {
        "learners": found.learners,
        "estimates": found.estimates,
        "evidence": found.evidence,
        "different": found.different,
    }
    if found.different:
        result["repaired" if arguments.repair else "problems"] = found.differences
    return result
