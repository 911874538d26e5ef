"""`ownpath export learner`: all that is held about one learner, one JSON file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from ownpath.config.command_line.console import Console
from ownpath.config.command_line.outgoing import whole_file
from ownpath.foundation.errors import OwnpathError


def add_to(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("export learner", help="write all that is held about one learner as JSON")
    parser.add_argument("uuid", metavar="UUID", help="the learner, as in the address of their page")
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: learner-UUID.json here")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    """Write the file, all of it or none."""
    from ownpath.people.models import Person, RoleKind
    from ownpath.reports.learner_record import export_learner_record

    try:
        uuid = UUID(arguments.uuid)
    except ValueError as error:
        raise OwnpathError(f"{arguments.uuid} is not a UUID.") from error
    learner = (
        Person.objects.filter(district=arguments.district, uuid=uuid, roles__kind=RoleKind.LEARNER)
        .select_related("district")
        .first()
    )
    if learner is None:
        raise OwnpathError(f"There is no learner {uuid} in this district.")
    target = arguments.out or Path(f"learner-{uuid}.json")
    with whole_file(target) as unfinished:
        record = export_learner_record(acting_person=None, learner=learner)
        unfinished.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {"file": str(target), "evidence": len(record["evidence"]), "estimates": len(record["estimates"])}
