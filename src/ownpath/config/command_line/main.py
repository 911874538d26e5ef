"""`ownpath`: the one command. Exit codes: 0 done, 1 refused with a reason, 2 wrong usage, 3 a check found problems."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ownpath.config.command_line.console import Console
from ownpath.foundation.errors import OwnpathError

COMMANDS = (
    "demo",
    "start_district",
    "migrate",
    "set_password",
    "import_framework",
    "import_roster",
    "import_responses",
    "import_items",
    "export_learner",
    "export_evidence",
    "export_items",
    "rebuild",
    "preview_rule",
    "fit",
    "evaluate",
    "check",
    "serve",
)
EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_PROBLEMS_FOUND = 0, 1, 2, 3


class _Subparsers:
    """Lets a command module add `ownpath import framework` without knowing who else adds to `import`."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._top = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        self._groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}

    def add_parser(
        self, name: str, *, help: str, needs_district: bool = True, json_file: bool = False
    ) -> argparse.ArgumentParser:
        """`name` may be two words: a group and a command in it; with `json_file` the JSON may go to a file instead."""
        group, _, own = name.rpartition(" ")
        if group and group not in self._groups:
            parent = self._top.add_parser(group, help=f"{group} ...")
            self._groups[group] = parent.add_subparsers(dest=f"{group}_what", required=True, metavar="WHAT")
        place = self._groups[group] if group else self._top
        parser = place.add_parser(own, help=help, description=help)
        for_machines = "one JSON object on standard output, for machines"
        if json_file:
            for_machines += "; with FILE it goes there"
            optional = {"nargs": "?", "type": Path, "const": True, "default": False, "metavar": "FILE"}
            parser.add_argument("--json", help=for_machines, **optional)
        else:
            parser.add_argument("--json", action="store_true", help=for_machines)
        if needs_district:
            parser.add_argument(
                "--district", metavar="CODE", help="which district; needed only where there are several"
            )
        parser.set_defaults(needs_district=needs_district)
        return parser


def make_parser() -> argparse.ArgumentParser:
    """The parser with every command that is there."""
    from ownpath import __version__

    parser = argparse.ArgumentParser(prog="ownpath", description="Every learner, every day, met where they are.")
    parser.add_argument("--version", action="version", version=f"ownpath {__version__}")
    subparsers = _Subparsers(parser)
    for name in COMMANDS:
        module = importlib.import_module(f"ownpath.config.command_line.{name}")
        module.add_to(subparsers)
    return parser


def _find_district(code: str | None) -> object:
    from ownpath.foundation.models import District

    districts = District.objects.order_by("code")
    if code:
        if found := districts.filter(code=code).first():
            return found
        raise OwnpathError(f"There is no district {code}. Open it with: ownpath start-district {code} 'Its name'")
    several = list(districts[:2])
    if not several:
        raise OwnpathError("There is no district yet. Open one with: ownpath start-district CODE 'Its name'")
    if len(several) > 1:
        raise OwnpathError("There are several districts. Say which one with --district CODE.")
    return several[0]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ownpath.config.settings")
    arguments = make_parser().parse_args(argv)
    with Console(as_json=arguments.json is True) as console:
        try:
            prepare = getattr(arguments, "prepare", None)
            if prepare is not None:
                prepare(arguments)
            result = _run(arguments, console)
        except OwnpathError as error:
            console.fail(error)
            return EXIT_REFUSED
        except KeyboardInterrupt:
            console.fail(OwnpathError("Stopped. What was finished is kept; run the same command again to go on."))
            return EXIT_REFUSED
        found_problems = bool(result.get("problems"))
        console.finish(result, ok=not found_problems)
    return EXIT_PROBLEMS_FOUND if found_problems else EXIT_DONE


def _run(arguments: argparse.Namespace, console: Console) -> dict[str, object]:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise OwnpathError(str(error)) from error
    try:
        if arguments.needs_district:
            arguments.district = _find_district(arguments.district)
        result: dict[str, object] = arguments.run(arguments, console)
        return result
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            raise OwnpathError("The database is not laid out yet. Run: ownpath migrate") from error
        raise


if __name__ == "__main__":
    sys.exit(main())
